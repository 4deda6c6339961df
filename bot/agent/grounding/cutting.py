"""Taking out of a text what its grounds do not bear: whole sentences, bullets and rows, never half of one."""

import re

from bot.agent.grounding.statements import statements
from bot.agent.grounding.verdict import Verdict

_MARK_ONLY = re.compile(r"[ \t]*(?:[-*\u2022>]|\d{1,2}[.)])?[ \t]*")
_ORPHAN = re.compile(
    r"[ \t]*(?:\*\*)?[^\n]{0,80}:(?:\*\*)?[ \t]*|[ \t]*#{1,6} [^\n]*|[ \t]*\*\*[^*\n]{1,80}\*\*[ \t]*"
)


def cut(text: str, verdict: Verdict) -> str:
    """The text without the statements in which something fails.

    A failing cell takes its whole row. A bullet, heading or lead-in ("Levels:") that is left with nothing
    goes too.

    Args:
        text: As it was checked.
        verdict: What the check found in this very text.

    Returns:
        What remains, trimmed; empty where nothing does.
    """
    out = [
        _line(text, statement.start) if statement.cell else (statement.start, statement.end)
        for statement in statements(text)
        if any(claim.start < statement.end and statement.start < claim.end for claim in verdict.failures)
    ]
    if not out:
        return text.strip()
    kept = []
    at = 0
    for start, end in sorted(out):
        if start > at:
            kept.append(text[at:start])
        at = max(at, end)
    kept.append(text[at:])
    return _tidy(text, "".join(kept))


def _line(text: str, at: int) -> tuple[int, int]:
    """Where the line around a place begins and ends."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, len(text) if end < 0 else end


def _tidy(before: str, after: str) -> str:
    """Drop the lines that the cut emptied, and the lead-ins that now lead to nothing."""
    was_empty = {line.strip() for line in before.split("\n") if _MARK_ONLY.fullmatch(line)}
    lines = [
        re.sub(r"(?<=\S)[ \t]{2,}(?=\S)", " ", line).rstrip()
        for line in after.split("\n")
        if not (line.strip() and _MARK_ONLY.fullmatch(line) and line.strip() not in was_empty)
    ]
    kept = [
        line for place, line in enumerate(lines)
        if not (line.strip() and _ORPHAN.fullmatch(line) and _left_alone(place, lines, before))
    ]  # fmt: skip
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _left_alone(place: int, lines: list[str], before: str) -> bool:
    """Whether a heading or a lead-in ("Levels:") leads to nothing any more.

    So it does at the text's end, and where what it led to is gone and the next lead-in follows.
    """
    following = next((one for one in lines[place + 1 :] if one.strip()), "")
    if not following:
        return True
    led = _next(before, lines[place])
    gone = bool(led) and led.strip() not in {one.strip() for one in lines}
    return gone and _ORPHAN.fullmatch(following) is not None


def _next(text: str, line: str) -> str:
    """The line with something on it that follows a line."""
    lines = text.split("\n")
    for index, one in enumerate(lines):
        if one.rstrip() == line:
            return next((after for after in lines[index + 1 :] if after.strip()), "")
    return ""
