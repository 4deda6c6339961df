"""Spans that facts are measured over: "over the last 10 sessions", "22.5 % (252)", "21-day"."""

import re

from bot.agent.grounding.known import Index
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity

_WINDOW_BEFORE = frozenset((
    "over", "last", "past", "for", "in", "within", "trailing", "previous", "across", "prior", "rolling",
    "during", "next", "each", "every", "to", "on", "of", "through", "after",
))  # fmt: skip


_WINDOW_AFTER = frozenset((
    "average", "sma", "ema", "roc", "return", "change", "high", "low", "range", "volatility", "band",
    "slope", "history", "window", "look", "lookback", "session", "period", "beta", "rsi", "moving",
    "percentile",
))  # fmt: skip


_SPAN_RANGE = re.compile(r"\d+[-\u2013]\d+ sessions?|\d+ sessions? and more")


_RANGE_END = re.compile(r"\d[-\u2013]\Z")


_HYPHENED = re.compile(r"\d-|\dd\b|[a-z]-(?:day|session)")


_BARE_WINDOWS = (5, 10, 20, 21, 63, 126, 200, 252)


_CLAUSE_ENDS = frozenset((",", ".", ";", ")", "and", "but", "while", "with", "|", ":"))


_CLAUSE_STARTS = frozenset(("it", "they", "would", "is", "are", "was", "were", "has", "have", "iwm", "spy"))


_LISTED = re.compile(r"-over-\d+|-?(?:, ?\d+-?)*,? ?(?:and|or|to) \d+-(?:session|day)")
"""After a number: it is one of several spans, "63- and 252-session"."""


def window(quantity: Quantity, read: Read, index: Index) -> bool:
    """Whether it is a span that facts are measured over: "over the last 10 sessions", "in twenty-one"."""
    if quantity.kind not in (Kind.SESSIONS, Kind.PLAIN) or quantity.step != 1.0:
        return False
    listed = _LISTED.match(read.text[quantity.end : quantity.end + 30])
    if listed or _in_told_range(quantity, read, index):
        return True
    count = int(abs(quantity.value))
    if not any(count in one.periods for one in index.known):
        return False
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    before = [word.norm for word in read.words[max(0, first - 3) : first]]
    after = [word.norm for word in read.words[last + 1 : last + 3]]
    if quantity.kind is Kind.SESSIONS:
        # "+7.9 points (10 sessions, 1.73 sigma)", "-6.3 % / 20 sessions"
        aside = before[-1:] in (["("], ["/"]) and (after[:1] in ([","], [")"]) or not after)
        # "have been leading for 12 sessions" is a count that the card has
        lasting = before[-1:] == ["for"] and ("been" in before or count not in _BARE_WINDOWS)
        return aside or (not lasting and _is_span(quantity, read, before, after))
    return count in _BARE_WINDOWS and _is_bare_span(before, after)


def _is_bare_span(before: list[str], after: list[str]) -> bool:
    """Whether a bare number is a span: "22.5 % (252)", "21.5 % for 63", "over the last 21"."""
    if before[-2:] == ["%", "("] and after[:1] == [")"]:
        return True
    ended = not after or after[0] in _CLAUSE_ENDS | _CLAUSE_STARTS
    told = before[-1:] in (["over"], ["in"]) or before[-2:] in (
        ["%", "for"],
        ["over", "last"],
        ["over", "past"],
        ["in", "last"],
        ["of", "last"],
    )
    return told and ended


def _in_told_range(quantity: Quantity, read: Read, index: Index) -> bool:
    """Whether it is an end of a range that a tool's own text has: "5-10 sessions", "3 sessions and more"."""
    text, start = read.text, quantity.start
    # the dash of a range is read as the sign of its second number
    ahead = text[max(0, start - 2) : start + (1 if quantity.sign < 0 else 0)]
    if not (_SPAN_RANGE.match(text[start : start + 24]) or _RANGE_END.search(ahead)):
        return False
    told = _SPAN_RANGE.search(text[max(0, start - 4) : quantity.end + 12])
    return told is not None and any(told.group() in text for text in index.texts)


def _ends_list(quantity: Quantity, read: Read) -> bool:
    """Whether it is the last span of a list: "over 20, 50 and 200 sessions"."""
    at = read.at(quantity.start) - 1
    while at > read.lead and (read.words[at].kind == "number" or read.words[at].norm in (",", "and")):
        at -= 1
    return read.words[at].norm in ("over", "in") and at < read.at(quantity.start) - 2


def _is_span(quantity: Quantity, read: Read, before: list[str], after: list[str]) -> bool:
    """Whether sessions are a span: "21-day", "over the last 10 sessions", "5 sessions ago"."""
    following = read.text[quantity.end : quantity.end + 8].strip()
    return (
        _HYPHENED.search(read.text[quantity.start : quantity.end]) is not None
        or not _WINDOW_BEFORE.isdisjoint(before)
        or (bool(after) and (after[0] in _WINDOW_AFTER or after[0] in ("ago", "earlier", "before", "back")))
        or after[:2] == ["and", "more"]
        or (after[:1] == [":"] and before[-1:] == [","])
        or _ends_list(quantity, read)
        or (after[:1] == ["of"] and following.startswith(("of +", "of -")))
    )
