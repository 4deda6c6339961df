"""Passages in an answer: a quotation with its source, its days, and the tag it is cited by."""

import re

from knowledge.types import Passage
from tools.grounds import tag

_LONGEST = 320
_LONGEST_SENTENCE = 900
"""A first sentence up to here is quoted whole, however short a quotation was wished for."""

_MARKUP = re.compile(r"[*`|\[\]\\@]+|(?<!\w)_+|_+(?!\w)|#+(?=\s)|<(?=[\w/!:#@])|(?<=[\w/\"'])>")
"""What could format or mention; a sign before a figure ("< 30 %") is part of what is said."""

_END = re.compile(r"(?<![A-Z])[.!?](?=\s+[A-Z\d\"'(\u201c])")
_MORE = " \N{HORIZONTAL ELLIPSIS}"


def quotation(passage: Passage, longest: int = _LONGEST) -> str:
    """A passage as one line of plain text between quotation marks, then source, days and tag.

    A longer one ends with one of its sentences, and an ellipsis outside the quotation marks.
    """
    quoted = excerpt(passage.text, longest)
    more = _MORE if len(quoted) < len(plain_line(passage.text)) else ""
    return f"{in_quotes(quoted)}{more} ({plain_line(passage.cited.source)}{_days(passage)}) {tag(passage)}"


def _days(passage: Passage) -> str:
    """When it was published, and from when it was known where that is later."""
    day = passage.cited.published.day
    if day is None:
        return ", undated"
    later = f", known from {passage.known_from.isoformat()}" if passage.known_from > day else ""
    return f", {day.isoformat()}{later}"


def in_quotes(text: str) -> str:
    """Between quotation marks."""
    return f"\N{LEFT DOUBLE QUOTATION MARK}{text}\N{RIGHT DOUBLE QUOTATION MARK}"


def excerpt(text: str, longest: int = _LONGEST) -> str:
    """The first whole sentences of a text within a length, at least one; on one line, without formatting."""
    line = plain_line(text)
    if len(line) <= longest:
        return line
    ends = [hit.end() for hit in _END.finditer(line[: _LONGEST_SENTENCE + 2])]
    fitting = [end for end in ends if end <= longest]
    if fitting:
        return line[: fitting[-1]]
    if ends:
        return line[: ends[0]]
    if len(line) <= _LONGEST_SENTENCE:
        return line
    return line[: line.rfind(" ", 0, longest)].rstrip(",;:") if " " in line[:longest] else line[:longest]


def plain_line(text: str) -> str:
    """On one line without formatting; quotation marks within it as single ones."""
    return " ".join(_MARKUP.sub(" ", text).replace('"', "'").split())
