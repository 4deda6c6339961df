"""Numbers that state no figure: "two reasons", and spans that facts are measured over."""

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
    "slope", "history", "window", "look", "lookback", "session", "period", "beta", "rsi", "moving", "mean",
    "percentile",
))  # fmt: skip
_SPAN_RANGE = re.compile(r"\d+[-\u2013]\d+ sessions?|\d+ sessions? and more")
_RANGE_END = re.compile(r"\d[-\u2013]\Z")
_HYPHENED = re.compile(r"\d-|\dd\b|[a-z]-(?:day|session)")
_BARE_WINDOWS = (5, 10, 20, 21, 63, 126, 200, 252)
_CLAUSE_ENDS = frozenset((",", ".", ";", ")", "and", "but", "while", "with", "|", ":"))
_CLAUSE_STARTS = frozenset(("it", "they", "would", "is", "are", "was", "were", "has", "have", "iwm", "spy"))
_FIGURE_ENDS = frozenset((",", ".", "", "and", "on", ";", ")", "with", "while", "against"))
_LISTED = re.compile(r"-over-\d+|-?(?:, ?\d+-?)*,? ?(?:and|or|to) \d+-(?:session|day)")
"""After a number: it is one of several spans, "63- and 252-session"."""

_RETRACED = frozenset((23.6, 38.2, 50.0, 61.8, 78.6))
_HALVED = re.compile(
    r"\b(?:cut|count)(?:s|ed|ing)? (?:\w+ ){0,3}?(?:in |for |only |by )+half\b", re.IGNORECASE
)
_OF_A_HUNDRED = re.compile(r"of (?:a|one) hundred\b|of 100")


def idle(quantity: Quantity, read: Read) -> bool:
    """Whether a number counts nothing that is measured: "two things", "one caution"."""
    if quantity.kind is Kind.SESSIONS and _is_row_label(quantity, read):
        return True
    if quantity.kind is Kind.PERCENT and abs(quantity.value) in _RETRACED and _speaks_of_swing(read):
        return True
    if not quantity.worded:
        return _is_aside(quantity, read)
    # how an interval is said: "in ninety-five of a hundred resamplings"
    return (quantity.value in (95, 100) and bool(_OF_A_HUNDRED.search(read.body))) or _counts_nothing(
        quantity, read
    )


def _speaks_of_swing(read: Read) -> bool:
    """Whether the statement or its paragraph is about a swing's retracements, whose parts have names."""
    said = {word.norm for word in read.words} | read.around
    return not said.isdisjoint(("swing", "retracement", "upswing", "downswing", "retraced"))


def _counts_nothing(quantity: Quantity, read: Read) -> bool:
    """Whether a number in words belongs to a figure of speech, or names a unit."""
    if quantity.kind is Kind.FRACTION:
        return _is_named_share(quantity, read)
    if quantity.kind is Kind.SESSIONS:
        last = read.at(quantity.end - 1)
        before = {word.norm for word in read.words[max(0, last - 6) : last]}
        # "these two sessions": the ones spoken of, not a count
        return quantity.value < 4 and not before.isdisjoint(("apart", "tell", "these", "both"))
    if quantity.kind is Kind.PLAIN:
        return quantity.value < 13 and not _is_stated(quantity, read)
    # "one ATR" names the unit, "two million shares" of an example
    return (quantity.kind is Kind.ATR and quantity.value == 1) or (
        quantity.kind is Kind.SHARES and quantity.value < 13
    )


def _is_row_label(quantity: Quantity, read: Read) -> bool:
    """Whether a span is all of the first cell of a row, which names what the others are of."""
    alone = read.body.strip() == read.text[quantity.start : quantity.end].strip()
    return alone and read.statement.cell and not read.statement.lead


def _is_aside(quantity: Quantity, read: Read) -> bool:
    """Whether a small number stands in a sentence that names nothing measured: "1, 2 or 3 attempts"."""
    return (
        quantity.kind is Kind.PLAIN
        and quantity.step == 1.0
        and abs(quantity.value) <= 12
        and not read.mentions
        and not read.symbols
        and not read.statement.cell
    )


def _is_named_share(quantity: Quantity, read: Read) -> bool:
    """Whether a fraction is part of a name: half of a swing, the 95th percentile in words."""
    first = read.at(quantity.start)
    if first and read.words[first - 1].norm == "count":
        # "weak momentum counts half"
        return True
    if _HALVED.search(read.plain):
        # "that cut the score in half"
        return True
    swing = any(word.norm in ("swing", "retracement", "upswing", "downswing") for word in read.words)
    return quantity.value == 95 or (quantity.value == 50 and swing)


def _is_stated(quantity: Quantity, read: Read) -> bool:
    """Whether a plain number in words is told as a value: "the count stands at seven."."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    before = read.words[first - 1].norm if first else ""
    after = read.words[last + 1].norm if last + 1 < len(read.words) else ""
    if quantity.value == 1 and before == ":":
        # "two notes: one on credit"
        return after not in ("on", "and")
    return before in ("at", "=", ":") and after in _FIGURE_ENDS


def window(quantity: Quantity, read: Read, index: Index) -> bool:
    """Whether it is a span that facts are measured over: "over the last 10 sessions", "in twenty-one"."""
    if quantity.kind not in (Kind.SESSIONS, Kind.PLAIN) or quantity.step != 1.0:
        return False
    if _LISTED.match(read.text[quantity.end : quantity.end + 30]):
        return True
    if _in_told_range(quantity, read, index):
        return True
    count = int(abs(quantity.value))
    if not any(count in one.periods for one in index.known):
        return False
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    before = [word.norm for word in read.words[max(0, first - 3) : first]]
    after = [word.norm for word in read.words[last + 1 : last + 3]]
    if before[-2:] == ["%", "("] and after[:1] == [")"] and count in _BARE_WINDOWS:
        # "22.5 % (252)"
        return True
    if (
        quantity.kind is Kind.SESSIONS
        and before[-1:] in (["("], ["/"])
        and (after[:1] in ([","], [")"]) or not after)
    ):
        # "+7.9 points (10 sessions, 1.73 sigma)", "-6.3 % / 20 sessions"
        return True
    if quantity.kind is Kind.SESSIONS:
        return _is_span(quantity, read, before, after)
    ended = not after or after[0] in _CLAUSE_ENDS | _CLAUSE_STARTS
    told = before[-1:] in (["over"], ["in"]) or before[-2:] in (
        ["%", "for"],
        ["over", "last"],
        ["over", "past"],
        ["in", "last"],
    )
    return told and count in _BARE_WINDOWS and ended


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
