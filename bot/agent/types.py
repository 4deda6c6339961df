"""The values around a conversation: who asks what, what is told meanwhile, and the answer with its record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from bot.agent.grounding.verdict import Verdict
from knowledge.tenants import Tenant
from knowledge.types import Citation
from tools.results import MarketResult
from tools.types import Fact


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and where: set by code from the surface, never from text.

    Attributes:
        tenant: Whose corpus and budget.
        channel: The place of the conversation: a Discord channel or thread, "terminal".
        person: A stable id, never a name.
    """

    tenant: Tenant
    channel: str
    person: str


ABOUT = "plumbline_about"
"""The mark, in `additional_kwargs`, of a message whose question has a symbol beside its words."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    Attributes:
        text: As typed, 1 to 4,000 characters.
        asker: Who and where; with `topic` it names the conversation.
        as_of: The day to look from, as `--as-of`; None: the newest session.
        topic: Tells conversations of the same person in the same place apart.
        about: The symbol it is about where it names none itself, as the card it replies to shows; set by
            code. Empty: what the conversation is about, else the usual one.
    """

    text: str
    asker: Asker
    as_of: date | None = None
    topic: str = ""
    about: str = ""

    @property
    def marks(self) -> dict[str, str]:
        """What a message that holds the question carries beside its words."""
        return {ABOUT: self.about} if self.about else {}


@dataclass(frozen=True, slots=True)
class Terms:
    """What the place of a question allows; set by code, and no part of what is kept of an answer.

    Attributes:
        model_free: Whether the built-in analyst answers, whatever the operator's model is.
        tenant_tokens: Tokens of the model that the tenant may use in a day, where it set a limit; it binds
            where it is below the operator's.
    """

    model_free: bool = False
    tenant_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class ToolUse:
    """One call of a tool.

    Attributes:
        name: The tool, as called.
        arguments: As called, after validation; as text when they were refused.
        outcome: What came of it; "refused": wrong arguments, "unavailable": no data, "down": the source did
            not serve, "over budget", "failed": a bug (with an incident id in `text`).
        text: What the model was told.
        facts: How many readings it gave.
        session: The session it read.
        digest: Hash of its inputs.
    """

    name: str
    arguments: Mapping[str, str]
    outcome: Literal["ok", "refused", "unavailable", "down", "over budget", "failed"]
    text: str
    facts: int = 0
    session: date | None = None
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Cited:
    """A passage that the answer points at.

    Attributes:
        number: As in the text: `[1]`.
        passage: Its id.
        cited: Title, source, date.
        place: Where in its document.
        quote: The passage's text.
    """

    number: int
    passage: str
    cited: Citation
    place: str
    quote: str


@dataclass(frozen=True, slots=True)
class Cost:
    """What an answer took.

    Attributes:
        model_calls: Requests to the model.
        tool_calls: Calls of tools.
        tokens_in: Tokens read by the model, as it counts them; 0 for the offline analyst.
        tokens_out: Tokens written.
        dollars: By the operator's price list; None when no price was set.
        seconds: From question to answer.
        check_seconds: Of these, the grounding check.
    """

    model_calls: int
    tool_calls: int
    tokens_in: int
    tokens_out: int
    dollars: float | None
    seconds: float
    check_seconds: float


Outcome = Literal["grounded", "repaired", "cut", "card", "refused"]
"""How the text came to be: as written; after one repair; with failing sentences removed; replaced by the
deterministic card (nothing usable came from the model); a plain refusal (budget, too long)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer and everything behind it.

    Attributes:
        id: Short, unique, shown to people: what `why` takes.
        question: What was asked.
        conversation: The conversation's id.
        asked_at: When, with a time zone.
        text: For people: Markdown, every figure borne by the grounds, citations as `[1]`.
        outcome: How the text came to be.
        written: What the model wrote at last, before anything was cut.
        notices: What the reader is told beside the text: data rolled over, sentences cut, model-free,
            simulated, stale.
        model: Name of the model that wrote it, e.g. "offline", "openai:gpt-...".
        card: The result to show beside the text, if one was read.
        citations: What `[n]` points at.
        facts: The facts the text rests on.
        uses: Calls of tools, in order.
        verdict: What the check found in `written`.
        session: The session the conversation is pinned to.
        cost: What it took.
    """

    id: str
    question: Question
    conversation: str
    asked_at: datetime
    text: str
    outcome: Outcome
    written: str
    notices: tuple[str, ...]
    model: str
    card: MarketResult | None
    citations: tuple[Cited, ...]
    facts: tuple[Fact, ...]
    uses: tuple[ToolUse, ...]
    verdict: Verdict
    session: date
    cost: Cost


@dataclass(frozen=True, slots=True)
class Working:
    """Told while an answer is made: what is being done now, in words ("reading IWM's signal stack")."""

    what: str


@dataclass(frozen=True, slots=True)
class Sentences:
    """A further piece of the answer's text that has passed the check; pieces joined are a beginning of it."""

    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The answer. Its text holds, whatever pieces were told before."""

    answer: Answer


Event = Working | Sentences | Done
