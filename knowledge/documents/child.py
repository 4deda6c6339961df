"""A process of our own for readers whose time and memory a hostile document can drive up.

The parent starts `python -m <module>` with nothing of its environment, hands it the bytes, waits no longer
than allowed, and takes back pieces as JSON. The child bounds itself before it loads a parser.
"""

import contextlib
import json
import math
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.documents.limits import Limits
from knowledge.documents.pieces import Header, Piece, Reading
from knowledge.errors import Refused
from knowledge.types import BlockKind

_ROOT = Path(__file__).resolve().parents[2]

# Exit of a child that ran into its memory limit where no answer could be built any more.
_NO_MEMORY = 3

_SIGXCPU = getattr(signal, "SIGXCPU", 0)

_STOPPED = "The system stopped the process that read it, for its memory or its time."
_BROKEN = "It is broken, or not what it is called; it could not be read."


def read_in_child(module: str, data: bytes, limits: Limits) -> Reading:
    """What `module`, run as a program that calls `serve`, makes of the bytes.

    Raises:
        Refused: The reader refused it, took longer than `limits.seconds` or more than `limits.memory`, or
            came to grief.
    """
    command = [sys.executable, "-s", "-B", "-X", "utf8", "-m", module, json.dumps(asdict(limits))]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module
            command,
            input=data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env=_environment(),
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused(_too_slow(limits)) from None
    if done.returncode == _NO_MEMORY:
        raise Refused(_too_large(limits))
    if done.returncode < 0:  # by a signal: its own limit of processor time, or the system's judgement
        raise Refused(_too_slow(limits) if done.returncode == -_SIGXCPU else _STOPPED)
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        raise Refused(_BROKEN) from None
    if "refused" in answer:
        raise Refused(answer["refused"])
    return _reading(answer)


def serve(read: Callable[[bytes, Limits], Reading]) -> None:
    """The child's whole life: bound itself, read standard input, write the answer to standard output."""
    limits = Limits(**json.loads(sys.argv[1]))
    _confine(limits)
    try:
        answer = json.dumps(_answer(read, limits)).encode("ascii")
    except MemoryError:
        os._exit(_NO_MEMORY)
    sys.stdout.buffer.write(answer)


def _answer(read: Callable[[bytes, Limits], Reading], limits: Limits) -> dict[str, Any]:
    try:
        return asdict(read(sys.stdin.buffer.read(), limits), dict_factory=_plain)
    except Refused as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"refused": _too_large(limits)}
    except Exception:  # noqa: BLE001 - a parser at odds with hostile bytes may raise anything
        return {"refused": _BROKEN}


def _plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return {key: value.isoformat() if isinstance(value, date) else value for key, value in pairs}


def _reading(answer: dict[str, Any]) -> Reading:
    pieces = [
        Piece(BlockKind(piece["kind"]), piece["text"], piece["level"], piece["page"])
        for piece in answer["pieces"]
    ]
    header = answer["header"]
    published = header.pop("published")
    return Reading(
        tuple(pieces),
        Header(published=date.fromisoformat(published) if published else None, **header),
        date.fromisoformat(answer["seen"]) if answer["seen"] else None,
        answer["pages"],
        tuple(answer["notes"]),
    )


def _confine(limits: Limits) -> None:
    """Bound address space and processor time, and forbid files, where the platform can."""
    try:
        import resource  # noqa: PLC0415 - not on every platform
    except ImportError:
        return
    seconds = math.ceil(limits.seconds)
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with contextlib.suppress(ValueError, OSError):  # a lower bound is already set, or there is none here
            resource.setrlimit(what, (soft, hard))


def _environment() -> dict[str, str]:
    """Nothing of ours; Windows cannot start Python without its own folder."""
    return {"SYSTEMROOT": os.path.expandvars("%SYSTEMROOT%")} if sys.platform == "win32" else {}


def _too_slow(limits: Limits) -> str:
    return f"Reading it took longer than {limits.seconds:g} s, the most that is allowed."


def _too_large(limits: Limits) -> str:
    return f"Reading it takes more than {limits.memory / 1e6:,.0f} MB of memory, the most that is allowed."
