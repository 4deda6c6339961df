"""A chat model on the loopback interface: a real HTTP server, scripted by the test, that can misbehave.

    asks = Turn(calls=(Call("breadth", {"symbol": "IWM", "date": "latest"}),))
    with LoopbackModel([asks, Turn("Broad enough.")]) as model:
        ChatOpenAI(model="scripted", base_url=model.openai_url, api_key="k").invoke("How broad is it?")
    model.sent[1].results  # what the tool gave

It speaks OpenAI's chat completions and Anthropic's messages, whole and streamed, and refuses (400) what the
real services refuse; `complaints` lists refusals, so that a test can state that there were none.
"""

import json
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from http.server import ThreadingHTTPServer
from types import ModuleType
from typing import Self

from tests.loopback import model_anthropic, model_openai
from tests.loopback.model_faults import Answerer
from tests.loopback.model_script import (
    Answering,
    Call,
    Fault,
    Message,
    Refusal,
    Script,
    Sent,
    ToolResult,
    Trouble,
    Turn,
    Wire,
)

__all__ = [
    "Answering",
    "Call",
    "Fault",
    "LoopbackModel",
    "Message",
    "Script",
    "Sent",
    "ToolResult",
    "Trouble",
    "Turn",
    "Wire",
]

WIRES: Mapping[str, tuple[Wire, ModuleType]] = {
    model_openai.PATH: ("openai", model_openai),
    model_anthropic.PATH: ("anthropic", model_anthropic),
}
LARGEST_BODY = 8_000_000
MOST_REQUESTS = 400
MOST_CONNECTIONS = 32

Wired = tuple[Wire, ModuleType]


class LoopbackModel:
    """The server, as a context manager.

    Args:
        script: What is answered, in order, or a function from the request. A list that runs out is a
            complaint and a 500.
    """

    def __init__(self, script: Script = ()) -> None:
        self.sent: list[Sent] = []
        """Every request that was read, in order of arrival."""
        self.complaints: list[str] = []
        """What was refused, and why."""
        self.connections = 0
        """Open now; clients keep theirs for the next request."""
        self._script = script
        self._answered = 0
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._room = threading.BoundedSemaphore(MOST_CONNECTIONS)
        double = self

        class Handler(_Handler):
            model = double
            closing = double._closing

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            request_queue_size = MOST_CONNECTIONS

            def handle_error(self, *_: object) -> None:
                """Clients that go away are part of the play; a mistake of the double is not."""
                error = sys.exception()
                if not isinstance(error, OSError):
                    double._complain(f"double: {error!r}")

        self._server = Server(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def address(self) -> str:
        """Anthropic clients take this as their base URL."""
        host, port = self._server.server_address[:2]
        return f"http://{host!s}:{port}"

    @property
    def openai_url(self) -> str:
        """OpenAI clients take this as their base URL."""
        return f"{self.address}/v1"

    def url(self, wire: Wire) -> str:
        """The base URL that clients of a wire take."""
        return self.openai_url if wire == "openai" else self.address

    def play(self, script: Script) -> None:
        """Go on with another script, from its beginning."""
        with self._lock:
            self._script, self._answered = script, 0

    def leaked(self, text: str) -> bool:
        """Whether a text went out in any request, in its body or in a header."""
        return any(text in sent.text or text in " ".join(sent.headers.values()) for sent in self.sent)

    def _complain(self, said: str) -> None:
        with self._lock:
            self.complaints.append(said)

    def _count(self, more: int) -> None:
        with self._lock:
            self.connections += more

    def _answer_to(self, sent: Sent) -> tuple[int, Answering]:
        with self._lock:
            self.sent.append(sent)
            number, at = len(self.sent), self._answered
            self._answered += 1
            script = self._script
        if number > MOST_REQUESTS:
            raise Refusal(f"more than {MOST_REQUESTS} requests", 429)
        if callable(script):
            return number, script(sent)
        if at >= len(script):
            raise Refusal("the script is over", 500)
        return number, script[at]


class _Handler(Answerer):
    """One connection."""

    model: LoopbackModel

    def handle(self) -> None:
        with self.model._room:
            self.model._count(1)
            try:
                super().handle()
            finally:
                self.model._count(-1)

    def do_GET(self) -> None:  # noqa: N802 - the name that http.server calls
        self.model._complain(f"GET {self.path}")
        self.send(404, b'{"error": {"message": "not here"}}')

    def do_POST(self) -> None:  # noqa: N802 - the same
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST_BODY:
            self.close_connection = True
            self.send(413, b'{"error": {"message": "too large"}}')
            return
        raw = self.rfile.read(length)
        found = WIRES.get(self.path.partition("?")[0])
        if found is None:
            self.model._complain(f"POST {self.path}")
            self.send(404, b'{"error": {"message": "not here"}}')
            return
        try:
            sent = self._read(found, raw)
            number, answer = self.model._answer_to(sent)
        except Refusal as refusal:
            self.model._complain(f"{refusal.status}: {refusal}")
            document = found[1].error(refusal.status, str(refusal))
            self.send(refusal.status, json.dumps(document).encode())
        except Exception:
            # a script that raises is a mistake of the test: `handle_error` tells it where the test can see it
            self.send(500, json.dumps(found[1].error(500, "the script failed")).encode())
            raise
        else:
            with suppress(OSError):  # the client has gone
                if isinstance(answer, Trouble):
                    self.misbehave(found[1], answer, sent, number)
                else:
                    self.say(found[1], answer, sent, number)

    def _read(self, wired: Wired, raw: bytes) -> Sent:
        wire, module = wired
        headers = {name.lower(): value for name, value in self.headers.items()}
        key = module.key_of(headers)
        try:
            body = json.loads(raw)
        except ValueError as error:
            raise Refusal("We could not parse the JSON body of your request.") from error
        if not isinstance(body, dict):
            raise Refusal("the body is no object")
        try:
            messages, tools = module.read(body, headers)
        except (AttributeError, TypeError, KeyError) as error:
            raise Refusal(f"a value of another type than expected: {error}") from error
        clean = {name: value.replace(key, "(key)") for name, value in headers.items()}
        return Sent(wire, clean, key, body, raw.decode(), messages, tools, time.monotonic())
