"""What a scripted model says and what was sent to it, the same for both wires."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Literal

Wire = Literal["openai", "anthropic"]
Stop = Literal["end", "tools", "length", "filtered"]
"""Why a model stops, before each wire gives it its own name."""


@dataclass(frozen=True, slots=True)
class Call:
    """A tool call.

    Attributes:
        name: The tool.
        arguments: An object; as text it is sent as it stands, valid JSON or not.
        id: The call's id; empty: the double numbers it.
    """

    name: str
    arguments: Mapping[str, Any] | str = field(default_factory=dict)
    id: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One answer of the model.

    Attributes:
        text: Prose, before the calls.
        calls: Tool calls, all in this answer.
        tokens_in: Reported as read.
        tokens_out: Reported as written.
        stop: Why it stopped; None: "tools" with calls, else "end".
        slow: Seconds between the pieces of a stream.
    """

    text: str = ""
    calls: tuple[Call, ...] = ()
    tokens_in: int = 100
    tokens_out: int = 20
    stop: Stop | None = None
    slow: float = 0.0

    @property
    def reason(self) -> Stop:
        return self.stop or ("tools" if self.calls else "end")


class Fault(Enum):
    """How an answer goes wrong."""

    RATE_LIMITED = auto()
    """429, with Retry-After where given."""
    SERVER_ERROR = auto()
    """500 and the wire's error document."""
    OVERLOADED = auto()
    """503 (OpenAI) or 529 (Anthropic)."""
    UNAUTHORIZED = auto()
    """401; the document quotes the key's beginning, as the real ones do."""
    REFUSED = auto()
    """400: the conversation is too long for the model."""
    RESET = auto()
    """The connection is reset instead of an answer."""
    SILENT = auto()
    """Accepted, and never a byte."""
    SILENT_MIDWAY = auto()
    """Half the answer, then silence with the connection open."""
    DRIP = auto()
    """The right answer, one byte a second."""
    GARBAGE = auto()
    """200, and bytes that are no text."""
    WEB_PAGE = auto()
    """200 and HTML."""
    EMPTY_BODY = auto()
    """200 and nothing."""
    CUT_JSON = auto()
    """Half the document, correctly framed; in a stream, half of one event and an orderly end."""
    CUT_STREAM = auto()
    """Half the answer, then the connection is closed without an end."""
    ENDED_EARLY = auto()
    """Half the answer, then an orderly end without a reason for stopping."""
    GARBAGE_LINE = auto()
    """In a stream, one event that is not JSON, then the rest."""
    ERROR_MIDWAY = auto()
    """In a stream, half the answer, then the wire's error event."""
    INVALID_UTF8 = auto()
    """The right answer with a byte that no UTF-8 has inside its text."""
    STRANGE = auto()
    """200 and JSON of another shape."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """An answer that goes wrong.

    Attributes:
        fault: How.
        retry_after: Seconds in the Retry-After header.
        share: Of a stream's events, how many come before it breaks.
        turn: What would have been said.
    """

    fault: Fault
    retry_after: float | None = None
    share: float = 0.5
    turn: Turn = Turn(text="This is an answer of some length, so that half of it can be lost.")


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What the client answered to a tool call."""

    id: str
    name: str
    text: str
    error: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """A message of a request.

    Attributes:
        role: system, user or assistant; what tools gave is `results` of a user message.
    """

    role: str
    text: str
    calls: tuple[Call, ...] = ()
    results: tuple[ToolResult, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """One request.

    Attributes:
        wire: Which format.
        headers: Lower-case names; the key is replaced by "(key)".
        keyed: The key that came, for comparison alone.
        body: As sent.
        text: The body as text: what a test searches for things that must not leave the machine.
        messages: Its messages, in order.
        tools: Names of the tools that were offered.
        at: Monotonic seconds of its arrival.
    """

    wire: Wire
    headers: Mapping[str, str]
    keyed: str = field(repr=False)
    body: Mapping[str, Any]
    text: str = field(repr=False)
    messages: tuple[Message, ...]
    tools: tuple[str, ...]
    at: float

    @property
    def streaming(self) -> bool:
        return bool(self.body.get("stream"))

    @property
    def system(self) -> str:
        return "\n\n".join(message.text for message in self.messages if message.role == "system")

    @property
    def asked(self) -> str:
        """The last thing a person or the program said, tool results aside."""
        return next(
            message.text for message in reversed(self.messages) if message.role == "user" and message.text
        )

    @property
    def results(self) -> tuple[ToolResult, ...]:
        """What tools gave since the last time a person or the program said something."""
        found: list[ToolResult] = []
        for message in reversed(self.messages):
            if message.role == "user" and message.text:
                break
            found[:0] = message.results
        return tuple(found)

    @property
    def all_results(self) -> tuple[ToolResult, ...]:
        """What tools gave in the whole request."""
        return tuple(result for message in self.messages for result in message.results)


Answering = Turn | Trouble
Script = Sequence[Answering] | Callable[[Sent], Answering]


class Refusal(Exception):  # noqa: N818 - it is the service's refusal of a request, not a fault of ours
    """The request is one that the real service answers with 400 (or 401)."""

    def __init__(self, said: str, status: int = 400) -> None:
        super().__init__(said)
        self.status = status


def demand(holds: object, said: str) -> None:
    """Refuse the request unless something holds."""
    if not holds:
        raise Refusal(said)


def pieces(text: str, size: int = 24) -> list[str]:
    """A text as a stream brings it: in pieces; at most two hundred, whatever its length."""
    size = max(size, len(text) // 200 + 1)
    return [text[at : at + size] for at in range(0, len(text), size)]
