"""Taking out of a text what its grounds do not bear: whole sentences, bullets and rows, never half of one."""

import re

from bot.agent.grounding.statements import Statement, statements
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
        _line(text, statement.start) if statement.cell else (statement.start, _closed(text, statement))
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


def settled(text: str) -> str:
    """A beginning of a text without the headings, lead-ins and table heads at its end.

    What they lead to may fail yet, and then they go with it.
    """
    lines = text.rstrip().split("\n")
    while lines and (not lines[-1].strip() or _ORPHAN.fullmatch(lines[-1]) or _headed(lines)):
        lines.pop()
    return "\n".join(lines)


def _headed(lines: list[str]) -> bool:
    """Whether the last line is a table's rule, or a table's first line, which may be its head."""
    if not lines[-1].lstrip().startswith("|"):
        return False
    first = len(lines) < 2 or not lines[-2].lstrip().startswith("|")
    return first or _RULE.fullmatch(lines[-1]) is not None


def _closed(text: str, statement: Statement) -> int:
    """The end of a statement with the emphasis that it opened: "**RSI is 99.9.**"."""
    end = statement.end
    if text.count("**", statement.start, end) % 2 and text.startswith("**", end):
        return end + 2
    return end


def _line(text: str, at: int) -> tuple[int, int]:
    """Where the line around a place begins and ends, its line break included."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return start, len(text) if end < 0 else end + 1


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
    return re.sub(r"\n{3,}", "\n\n", "\n".join(_without_empty_tables(kept))).strip()


def _left_alone(place: int, lines: list[str], before: str) -> bool:
    """Whether a heading or a lead-in ("Levels:") leads to nothing any more: what it led to is gone."""
    if not any(one.strip() for one in lines[place + 1 :]):
        return True
    led = _next(before, lines[place])
    following = next(one for one in lines[place + 1 :] if one.strip())
    if led.strip() == following.strip():
        return False
    if led.strip() in {one.strip() for one in lines}:
        return False
    if not lines[place].rstrip("* \t").endswith(":"):
        # a heading stands over all that follows, up to the next one
        return _ORPHAN.fullmatch(following) is not None
    # a list that lost its first point goes on with the next; a paragraph does not
    return not (_LISTED.match(led) and _LISTED.match(following))


_LISTED = re.compile(r"[ \t]*(?:[-*\u2022|]|\d{1,2}[.)])")


def _without_empty_tables(lines: list[str]) -> list[str]:
    """The lines without rules that have no head, and heads that have no row."""
    kept: list[str] = []
    for place, line in enumerate(lines):
        if _RULE.fullmatch(line):
            rows = place + 1 < len(lines) and lines[place + 1].lstrip().startswith("|")
            head = bool(kept) and kept[-1].lstrip().startswith("|")
            if not rows and head:
                kept.pop()
            if not rows or not head:
                continue
        kept.append(line)
    return kept


_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-*:?\s*)*")


def _next(text: str, line: str) -> str:
    """The line with something on it that follows a line."""
    lines = text.split("\n")
    for index, one in enumerate(lines):
        if one.rstrip() == line:
            return next((after for after in lines[index + 1 :] if after.strip()), "")
    return ""
