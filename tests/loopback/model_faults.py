"""How answers leave the server: whole, in a stream, or wrong in one of the ways of `Fault`."""

import json
import socket
import struct
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler
from types import ModuleType

from tests.loopback.model_script import Fault, Sent, Trouble, Turn

LONGEST_SILENCE = 60.0
DRIP_SECONDS = 1.0

_STATUSES: Mapping[Fault, tuple[int, str]] = {
    Fault.RATE_LIMITED: (429, "Rate limit reached. Please slow down."),
    Fault.SERVER_ERROR: (500, "The server had an error while processing your request."),
    Fault.OVERLOADED: (503, "Overloaded"),
    Fault.UNAUTHORIZED: (401, "Incorrect API key provided: {key}."),
    Fault.REFUSED: (400, "prompt is too long: this model's maximum context length is exceeded"),
}
_BODIES: Mapping[Fault, tuple[bytes, str]] = {
    Fault.GARBAGE: (bytes(range(255, 127, -1)) * 4, "application/json"),
    Fault.WEB_PAGE: (b"<!DOCTYPE html><html><body>Sign in to the network</body></html>", "text/html"),
    Fault.EMPTY_BODY: (b"", "application/json"),
    Fault.STRANGE: (b'{"result": [1, 2, 3]}', "application/json"),
}
_MARK = b"~broken~"


class Answerer(BaseHTTPRequestHandler):
    """Writes answers to one connection."""

    closing: threading.Event
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = LONGEST_SILENCE

    def log_message(self, *_: object) -> None:
        pass

    def say(self, module: ModuleType, turn: Turn, sent: Sent, number: int) -> None:
        """Answer as the wire does."""
        if not sent.streaming:
            self._pause(turn.slow)
            self.send(200, _document(module, turn, number))
            return
        self._open_stream()
        for event in module.stream(turn, number, sent.body):
            self._pause(turn.slow)
            self._chunk(_framed(event))
        self._end_stream()

    def misbehave(self, module: ModuleType, trouble: Trouble, sent: Sent, number: int) -> None:
        """Answer wrongly."""
        fault = trouble.fault
        if fault in _STATUSES:
            status, said = _STATUSES[fault]
            after = {} if trouble.retry_after is None else {"Retry-After": f"{trouble.retry_after:g}"}
            # the real services quote the key: whoever logs their answer logs it
            document = module.error(status, said.format(key=sent.keyed))
            self.send(status, json.dumps(document).encode(), headers=after)
        elif fault in _BODIES:
            body, kind = _BODIES[fault]
            self.send(200, body, kind=kind)
        elif fault is Fault.RESET:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
        elif fault is Fault.SILENT:
            self._be_silent()
        elif sent.streaming:
            self._spoil_stream(module, trouble, sent, number)
        else:
            self._spoil_document(module, trouble, sent, number)

    def _spoil_document(self, module: ModuleType, trouble: Trouble, sent: Sent, number: int) -> None:
        turn, fault = trouble.turn, trouble.fault
        if fault is Fault.INVALID_UTF8:
            turn = _marked(turn)
        body = _document(module, turn, number)
        half = body[: len(body) // 2]
        match fault:
            case Fault.DRIP:
                self.send(200, b"", length=len(body))
                self._drip(body)
            case Fault.INVALID_UTF8:
                self.send(200, body.replace(_MARK, b"\xff\xfe"))
            case Fault.CUT_STREAM:
                self.send(200, half, length=len(body))
                self.close_connection = True
            case Fault.SILENT_MIDWAY:
                self.send(200, half, length=len(body))
                self._be_silent()
            case Fault.GARBAGE_LINE:
                self.send(200, b"{not json\n" + body)
            case Fault.ERROR_MIDWAY:
                self.misbehave(module, Trouble(Fault.SERVER_ERROR), sent, number)
            case _:  # CUT_JSON and ENDED_EARLY
                self.send(200, half)

    def _spoil_stream(self, module: ModuleType, trouble: Trouble, sent: Sent, number: int) -> None:
        turn, fault = trouble.turn, trouble.fault
        if fault is Fault.INVALID_UTF8:
            turn = _marked(turn)
        events = list(module.stream(turn, number, sent.body))
        middle = max(2, int(len(events) * trouble.share))
        framed = [_framed(event) for event in events]
        self._open_stream()
        match fault:
            case Fault.DRIP:
                self._drip(b"".join(framed), chunked=True)
            case Fault.INVALID_UTF8:
                for piece in framed:
                    self._chunk(piece.replace(_MARK, b"\xff\xfe"))
                self._end_stream()
            case Fault.GARBAGE_LINE:
                for piece in [*framed[:middle], b"data: {not json\n\n", *framed[middle:]]:
                    self._chunk(piece)
                self._end_stream()
            case _:
                for piece in framed[:middle]:
                    self._chunk(piece)
                self._break_off(module, fault, framed[middle])

    def _break_off(self, module: ModuleType, fault: Fault, following: bytes) -> None:
        match fault:
            case Fault.CUT_STREAM:
                self.close_connection = True
            case Fault.SILENT_MIDWAY:
                self._be_silent()
            case Fault.ERROR_MIDWAY:
                self._chunk(_framed(module.error_event()))
                self._end_stream()
            case Fault.CUT_JSON:
                self._chunk(following[: len(following) // 2] + b"\n\n")
                self._end_stream()
            case _:  # ENDED_EARLY
                self._end_stream()

    def _pause(self, seconds: float) -> None:
        if seconds and self.closing.wait(seconds):
            self.close_connection = True

    def _be_silent(self) -> None:
        self.closing.wait(LONGEST_SILENCE)
        self.close_connection = True

    def _drip(self, body: bytes, *, chunked: bool = False) -> None:
        for at in range(len(body)):
            byte = body[at : at + 1]
            self.wfile.write(b"1\r\n" + byte + b"\r\n" if chunked else byte)
            if self.closing.wait(DRIP_SECONDS):
                break
        self.close_connection = True

    def _open_stream(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")

    def _end_stream(self) -> None:
        self.wfile.write(b"0\r\n\r\n")

    def send(
        self,
        status: int,
        body: bytes,
        *,
        kind: str = "application/json",
        headers: Mapping[str, str] | None = None,
        length: int | None = None,
    ) -> None:
        """Answer with a body; `length` is what the head says of it."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        # with the head still in the buffer the answer is one packet
        self._headers_buffer.append(b"\r\n" + body)  # type: ignore[attr-defined]
        with suppress(OSError):  # the client has gone
            self.flush_headers()


def _document(module: ModuleType, turn: Turn, number: int) -> bytes:
    return json.dumps(module.document(turn, number), ensure_ascii=False).encode()


def _marked(turn: Turn) -> Turn:
    """A text with a place in its middle for bytes that are no text; it falls into one piece of a stream."""
    return replace(turn, text=_MARK.decode() + turn.text)


def _framed(event: tuple[str, str]) -> bytes:
    name, data = event
    return (f"event: {name}\n" if name else "").encode() + f"data: {data}\n\n".encode()
