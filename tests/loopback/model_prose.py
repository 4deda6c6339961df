"""A scripted model that works honestly: it calls tools, and writes what their texts say and nothing else."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tests.loopback.model_script import Call, Sent, ToolResult, Turn

_KNOWN = re.compile(r"(?P<label>[^:{}]{2,60}): (?P<value>[^:;]+|not known .+)")


def readings(text: str) -> Mapping[str, str]:
    """The `label: value` pairs that stand on a line of their own, or first on it; sentences are not read."""
    found: dict[str, str] = {}
    for line in text.splitlines():
        first = line.partition("; ")[0]
        if not line.startswith(" ") and not line.endswith(".") and (match := _KNOWN.fullmatch(first)):
            found.setdefault(match["label"], match["value"])
    return found


def passages(text: str) -> list[dict[str, Any]]:
    """The passages of a tool's text: one JSON object a line."""
    lines = [line.strip() for line in text.splitlines() if line.strip().startswith("{")]
    return [found for line in lines if (found := json.loads(line)).get("kind") == "passage"]


def sentence(label: str, value: str) -> str:
    """A reading in prose; what is not known is said to be so."""
    if value.startswith("not known"):
        return f"The {label} is not known."
    return f"The {label} is {value}."


def prose(results: Sequence[ToolResult], wanted: Sequence[str], most: int = 14) -> str:
    """Sentences about the wanted labels, and failing those about the first readings there are."""
    said: list[str] = []
    for result in results:
        if result.error:
            said.append(f"The {result.name.replace('_', ' ')} tool had nothing to give.")
            continue
        found = readings(result.text)
        chosen = [label for label in wanted if label in found] or list(found)[:3]
        said += [sentence(label, found[label]) for label in chosen]
    return " ".join(dict.fromkeys(said[:most])) or "Nothing was found."


def honest(
    calls: Sequence[Call], wanted: Sequence[str] = (), more: Callable[[Sent], str] | None = None
) -> Callable[[Sent], Turn]:
    """A script: all calls at once, and then prose from what came back.

    Args:
        calls: Made in parallel in the first answer.
        wanted: Labels that the prose is about.
        more: Writes further prose from the request.
    """

    def script(sent: Sent) -> Turn:
        if not sent.results:
            return Turn(calls=tuple(calls))
        text = prose(sent.results, wanted)
        return Turn(f"{text} {more(sent)}" if more else text, tokens_in=900, tokens_out=90)

    return script


STACK = Call("signal_stack", {"symbol": "IWM", "date": "latest"})
BREADTH = Call("breadth", {"symbol": "IWM", "date": "latest"})
ROTATION = Call("rotation", {"symbol": "IWM", "date": "latest"})
INDICATORS = Call("indicators", {"symbol": "IWM", "date": "latest"})
DEBRIEF = Call("debrief", {"symbol": "IWM", "date": "latest"})
RECORD = Call("record", {"symbol": "IWM", "date": "latest"})
LEVELS = Call("levels", {"symbol": "IWM", "date": "latest"})

WANTED = (
    "close",
    "change on the day",
    "rating",
    "composite of 100",
    "layers present",
    "trend state",
    "momentum state",
    "breadth state",
    "relative strength state",
    "rotation",
    "sessions in this state",
    "breadth verdict",
    "threshold that would change it",
)
