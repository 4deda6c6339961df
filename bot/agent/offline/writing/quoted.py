"""Passages in an answer: a short quotation with its source, its day, and the tag it is cited by."""

import re

from knowledge.types import Passage
from tools.grounds import tag

_LONGEST = 320
_MARKUP = re.compile(r"[*_`#>|\[\]\\<@]+")


def quotation(passage: Passage, longest: int = _LONGEST) -> str:
    """The beginning of a passage as one line of plain text between quotation marks, then its tag."""
    day = passage.cited.published.day
    dated = f", {day.isoformat()}" if day else ", undated"
    quoted = in_quotes(excerpt(passage.text, longest))
    return f"{quoted} ({_plain(passage.cited.source)}{dated}) {tag(passage)}"


def in_quotes(text: str) -> str:
    """Between quotation marks."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


def excerpt(text: str, longest: int = _LONGEST) -> str:
    """The first sentences of a text within a length, on one line and without formatting."""
    line = _plain(text)
    if len(line) <= longest:
        return line
    head = line[:longest]
    end = max(head.rfind(". "), head.rfind("? "), head.rfind("! "))
    if end >= longest // 3:
        return head[: end + 1]
    return head[: head.rfind(" ")].rstrip(",;:") + " ..." if " " in head else head


def _plain(text: str) -> str:
    return " ".join(_MARKUP.sub(" ", text).replace('"', "'").split())
