"""One statement, read: what it names, whose, of which day, and which numbers it states."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

from bot.agent.grounding.days import Day, days
from bot.agent.grounding.known import Index
from bot.agent.grounding.movement import PLACES, falls, rises
from bot.agent.grounding.quantities import Kind, Quantity, quantities
from bot.agent.grounding.statements import Statement
from bot.agent.grounding.vocabulary import longest, metrics, names
from bot.agent.grounding.words import Token, tokens

_SYMBOL_WORDS = {
    ("russell", "2000"): "IWM", ("russell2000",): "IWM", ("small", "cap"): "IWM", ("small-cap",): "IWM",
    ("s&p", "500"): "SPY", ("s&p",): "SPY", ("nasdaq", "100"): "QQQ", ("nasdaq",): "QQQ",
    ("large", "cap"): "SPY",
}  # fmt: skip
_ELSEWHERE = re.compile(
    r"\b(?:gold|silver|oil|crude|copper|bitcoin|ether(?:eum)?|nvidia|apple|tesla|microsoft|amazon|alphabet|google|meta|netflix"
    r"|the nikkei|nikkei|the dow|dow jones industrial|the dax|dax|ftse 100|euro stoxx|hang seng|emerging[- ]markets?|the dollar|dollar index"
    r"|investment[- ]grade|mid[- ]caps?|micro[- ]caps?|russell 1000|russell 3000)\b",
    re.IGNORECASE,
)
"""Things people trade that the desk has no card of; a figure of theirs is never ours unless a passage says it."""

_POSSESSIVE = re.compile(
    r"\b(HYG|IEF|KRE|LQD|VIX)(?=['\u2019]s\b| (?:fell|rose|closed|gained|lost|dropped|trades?|traded|ended|has|is at|was at|slid|climbed)\b)"
)
_PAIR = re.compile(r"\b([A-Z]{2,5})/([A-Z]{2,5})\b")
_NOT_SYMBOLS = frozenset(
    "EMA SMA RSI ATR MACD ADX DI ROC FOMC CPI PCE ETF VIX OAS HY US USD AM PM NYSE R S P RS II III A B C D F I MA NFP"
    " PPI GDP FED DMA OK NO YES ON OFF TO OF AND OR THE IT IS AS AT BY IN IF SO UP BUT NOT FOR ALL ONE TWO BP BPS"
    " HYG IEF KRE TLDR NB PS FYI PIVOT DEMARK VWAP EPS PE AUM IV MFI OBV CCI ET EST EDT OPEX FAQ TODAY WHY DGS YTD"
    " SIMULATED STALE NOTE K VS BREADTH TREND MOMENTUM ROTATION COMPOSITE NEUTRAL BULLISH BEARISH API CSV AI LLM".split()
)
_TICKER = re.compile(r"(?<![A-Za-z0-9$/])\$?\^?([A-Z]{2,5})(?![A-Za-z0-9])")
_CLOSING = frozenset(("closed", "settled", "finished", "ended"))
_STATE_PHRASE = re.compile(
    r"small-?[ ]?cap leadership|large-?[ ]?cap flight|small caps? lead|(?:in)?to large[- ]caps?|(?:back )?to small[- ]caps?|small[- ]cap (?:funds?|weight|companies|stocks)",
    re.IGNORECASE,
)
_TAG = re.compile(r"\[[0-9a-f]{6}:\d+\]|\[\d{1,2}\](?!\()")
_CLOCK = re.compile(
    r"\b\d{1,2}:\d{2}\b(?: ?(?:am|pm|ET|EST|EDT|New York))?|\b\d{1,2} ?(?:am|pm)\b", re.IGNORECASE
)
_NAMES = re.compile(
    r"\b(?:Russell|S&P|Nasdaq|NASDAQ|Nikkei|FTSE)[ -]?\d+\b|\b[RS][1-3]\b|\bQ[1-4]\b"
    r"|\b(?:MACD|Stochastic|Bollinger)\s?\(\d+(?:\s?,\s?\d+)*\)|\b1[03]-?[KFQ]\b|\b(?:9[0-9]|99\.\d) ?%[ -](?:confidence |bootstrap )?(?:interval|confidence|CI)\b"
    r"|\b52-?[ ]?(?:week|wk)s?\b|\b(?:two|2)-? ?(?:year|yr)s?\b|\b(?:ten|10)-? ?(?:year|yr)s?\b|\b10y\b|\b2y\b|\b2s10s\b"
    r"|\b(?:5|five)-?minute\b|\b\d+-layers?\b|\b(?:four|eight|three)-(?:layer|indicator|horizon)\b|\bof 100\b|\bout of 100\b(?<!\d)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a statement.

    Attributes:
        first: Index of its first word.
        last: One past its last word.
        start: First character; -1 where it stands in a table's head.
        end: One past the last.
        metrics: What it may name.
        owner: Whether it stands for all that belongs to it.
        foreign: Whether it names what no fact measures.
        weak: Whether it is a verb of movement, which names any change and holds no number.
    """

    first: int
    last: int
    start: int
    end: int
    metrics: frozenset[int]
    owner: bool
    foreign: bool
    weak: bool


@dataclass(frozen=True, slots=True)
class SymbolAt:
    """A symbol in a statement."""

    symbol: str
    index: int
    start: int
    end: int


@dataclass(slots=True)
class Read:
    """A statement as it was read.

    Attributes:
        statement: Where it stands.
        text: The whole text.
        words: Its words, those of its lead first.
        mentions: Names, in order.
        symbols: Symbols, in order.
        days: Dates.
        numbers: Quantities.
        lead: How many of the words are the lead's.
        around: Words of the statements before, in the same paragraph.
        reasons: Stretches that repeat why something is not known.
    """

    statement: Statement
    text: str
    words: list[Token]
    mentions: list[Mention]
    symbols: list[SymbolAt]
    days: list[Day]
    numbers: list[Quantity]
    lead: int
    around: frozenset[str] = frozenset()
    reasons: list[tuple[int, int]] = field(default_factory=list)

    def at(self, position: int) -> int:
        """The index of the word at or after a character."""
        for index in range(self.lead, len(self.words)):
            if self.words[index].end > position:
                return index
        return len(self.words)

    @property
    def body(self) -> str:
        """The statement's own words."""
        return self.text[self.statement.start : self.statement.end]


def read(text: str, statement: Statement, index: Index, around: frozenset[str] = frozenset()) -> Read:
    """Read one statement; `around` are the words of its paragraph so far."""
    lead_text = statement.lead
    lead = [Token(-1, -1, word.norm, word.kind) for word in tokens(lead_text)] if lead_text else []
    words = lead + tokens(text, statement.start, statement.end)
    found = days(text, statement.start, statement.end)
    taken = [(one.start, one.end) for one in found]
    body = text[statement.start : statement.end]
    for pattern in (_TAG, _CLOCK, _NAMES):
        taken += [
            (statement.start + match.start(), statement.start + match.end())
            for match in pattern.finditer(body)
        ]
    reasons = [
        (statement.start + at, statement.start + at + len(reason))
        for reason in index.reasons
        if (at := body.find(reason)) >= 0
    ]
    taken += reasons
    low = body.lower()
    for passage in index.passages:
        for name in (passage.cited.title, passage.cited.source):
            at = low.find(name.lower())
            if at >= 0 and name:
                taken.append((statement.start + at, statement.start + at + len(name)))
    mentions = [
        one for one in _mentions(words, index, len(lead), around)
        if not any(a <= one.start and one.end <= b and b - a > 12 for a, b in taken if one.start >= 0)
    ]  # fmt: skip
    for mention in mentions:
        taken += [
            (words[at].start, words[at].end)
            for at in range(mention.first, mention.last)
            if words[at].kind == "number" and words[at].start >= 0
        ]
    numbers = [
        one
        for one in quantities(text, statement.start, statement.end, taken)
        if not _ordinal(text, statement, one)
    ]
    numbers.sort(key=lambda one: one.start)
    # "3.63 ATR": a unit is no name
    mentions = [
        one for one in mentions
        if one.start < 0 or not any(q.digits[1] <= one.start and one.end <= q.end for q in numbers)
    ]  # fmt: skip
    symbols = _symbols(text, statement, words, len(lead), lead_text, index)
    return Read(statement, text, words, mentions, symbols, found, numbers, len(lead), around, reasons)


def _ordinal(text: str, statement: Statement, one: Quantity) -> bool:
    """Whether it is an ordinal: 1st, 3rd, "(1)", "#2", "step 1"."""
    after = text[one.digits[1] : one.digits[1] + 2].lower()
    if after in ("st", "nd", "rd", "th") and one.kind is Kind.PLAIN:
        return text[one.digits[0] : one.digits[1]] not in ("95",)
    before = text[max(statement.start, one.digits[0] - 6) : one.digits[0]]
    return bool(re.search(r"(?:#|step |layer |part )\Z", before, re.IGNORECASE)) or (
        before.endswith("(") and text[one.digits[1] : one.digits[1] + 1] == ")" and one.value in (1, 2, 3, 4)
        and one.step == 1.0 and one.end == one.digits[1]
    )  # fmt: skip


def _mentions(words: Sequence[Token], index: Index, lead: int, around: frozenset[str]) -> list[Mention]:
    table = metrics()
    trie = names()
    found: list[Mention] = []
    at = 0
    horizons = (
        "horizon" in around
        or sum(any(word.norm == name for word in words) for name in ("near", "mid", "long")) >= 2
        or any(word.norm in ("horizon", "macd", "signal") for word in words)
    )
    while at < len(words):
        if words[at].kind == "mark":
            at += 1
            continue
        listed = _listed(words, at, index) if words[at].kind == "number" else []
        if not listed and words[at].kind == "number":
            named = next((one for one in reversed(found) if not one.weak), None)
            listed = _same_over(words, at, named, index) if named else []
        if listed:
            found += listed
            at = listed[-1].last
            continue
        size, ids = longest(trie, words, at)
        label_size, label_ids = longest(index.labels, words, at, commas=True)
        if label_size > size:
            size, ids = label_size, label_ids
        elif label_size == size and size:
            ids |= label_ids
        if size == 1 and words[at].norm == "atr" and at < lead and at and words[at - 1].kind == "mark":
            at += 1
            continue
        if (
            not size
            and words[at].kind == "word"
            and at >= lead
            and words[at].norm not in PLACES
            and (falls(words[at].norm) or rises(words[at].norm))
        ):
            size, ids = 1, _moving()
        if not size or (size == 1 and words[at].kind == "number" and not _retraced(words, at)):
            at += 1
            continue
        if at < lead < at + size:
            size = lead - at
        if size == 1 and words[at].norm == "gap" and found and found[-1].last == at:
            # "the 10-year less 2-year gap" is no gap at the open
            at += 1
            continue
        if size == 1 and words[at].norm in ("near", "mid", "long", "signal") and not horizons:
            at += 1
            continue
        if words[at].norm in _CLOSING and found and found[-1].last >= at - 1 and not found[-1].weak:
            # "the VIX closed at": the verb names no price of its own
            at += size
            continue
        found.append(_mention(words, at, at + size, ids, table))
        at += size
        at = _continued(words, found, at, index)
    return found


@cache
def _moving() -> frozenset[int]:
    """The metrics that any verb of movement may name."""
    ends = longest(names(), tokens("rose"), 0)[1]
    return frozenset(id_ for id_ in ends if metrics()[id_].weak)


def _mention(words: Sequence[Token], a: int, b: int, ids: frozenset[int], table: Sequence[object]) -> Mention:
    known = metrics()
    listed = [known[id_] for id_ in ids if id_ < len(known)]
    return Mention(
        a,
        b,
        words[a].start,
        words[b - 1].end,
        ids,
        any(one.owner for one in listed),
        bool(listed) and all(one.foreign for one in listed),
        bool(listed) and all(one.weak for one in listed) and len(listed) == len(ids),
    )


def _listed(words: Sequence[Token], at: int, index: Index) -> list[Mention]:
    """ "20-, 50- and 200-session averages": a name for each number, with the noun at the end."""
    numbers = [at]
    here = at + 1
    while here < len(words):
        word = words[here]
        if word.kind == "number":
            numbers.append(here)
        elif word.norm not in ("-", ",", "/", "and", "or", "session", "&", "+", "\u2013"):
            break
        here += 1
    if len(numbers) < 2 or here >= len(words):
        return []
    start = numbers[-1]
    found = []
    for number in numbers:
        trial = [words[number], *words[start + 1 : min(here + 3, len(words))]]
        size, ids = longest(names(), trial, 0)
        if size < 2:
            return []
        last = start + size if number == start else number + 1
        found.append(_mention(words, number, last, ids, ()))
    return found


def _retraced(words: Sequence[Token], at: int) -> bool:
    """Whether a bare number names a retracement: "23.6 % at 186.42", "the 78.6 % line"."""
    if words[at].norm not in ("23.6", "38.2", "50", "61.8", "78.6"):
        return False
    if not any(
        word.norm in ("retracement", "fibonacci", "fib", "swing", "upswing", "downswing") for word in words
    ):
        return (
            words[at].norm != "50" and [word.norm for word in words[at + 1 : at + 3]][:1] == ["%"] and False
        )
    after = [word.norm for word in words[at + 1 : at + 4]]
    return (
        after[:2]
        in (
            ["%", ")"],
            ["%", "at"],
            ["%", "line"],
            ["%", "level"],
            ["%", ":"],
            ["%", "("],
            ["%", "is"],
            ["%", "mark"],
        )
        or words[at].norm != "50"
    )


_PRONOUNS = frozenset(("figure", "one", "reading", "number", "counterpart", "version", "value"))


def _same_over(words: Sequence[Token], at: int, last: Mention, index: Index) -> list[Mention]:
    """ "the 252-session figure": the same thing as the last name, over other sessions."""
    here = at + 1
    if here < len(words) and words[here].norm == "-":
        here += 1
    if here + 1 >= len(words) or words[here].norm != "session" or words[here + 1].norm not in _PRONOUNS:
        return []
    count = int(float(words[at].norm))
    known = index.of(last.metrics)
    families = {(one.key.partition(".")[0], one.fact.unit) for one in known}
    ids = {
        max(one.metrics)
        for one in index.known
        if (one.key.partition(".")[0], one.fact.unit) in families and count in one.periods
    }
    return [_mention(words, at, here + 2, frozenset(ids), ())] if ids else []


def _continued(words: Sequence[Token], found: list[Mention], at: int, index: Index) -> int:
    """ "EMA 21 and 63", "above its 20- and 50-session averages and the 200": the noun goes on."""
    last = found[-1]
    head = [word for word in words[last.first : last.last] if word.kind == "word"]
    if not any(word.norm in ("ema", "sma", "average", "roc", "ma") for word in head):
        return at
    here = at
    while here < len(words) and (
        words[here].norm
        in ("and", "or", ",", "/", "&", "both", "but", "below", "above", "under", "over", "session", "-")
    ):
        here += 1
    if here >= len(words) or words[here].kind != "number" or here == at:
        return at
    noun = next(word for word in head if word.norm in ("ema", "sma", "average", "roc", "ma"))
    after = words[here + 1].norm if here + 1 < len(words) else ""
    if after in ("%", "ATR", "atr", "percent", ".") and not (after == "." and here + 2 == len(words)):
        return at
    if words[here].start > 0 and words[here - 1].norm == "$":
        return at
    trial = [words[here], Token(-1, -1, "session", "word"), noun]
    size, ids = longest(names(), trial, 0)
    if size < 3:
        return at
    found.append(_mention(words, here, here + 1, ids, ()))
    return _continued(words, found, here + 1, index)


def _symbols(
    text: str, statement: Statement, words: Sequence[Token], lead: int, lead_text: str, index: Index
) -> list[SymbolAt]:
    found: list[SymbolAt] = []
    states = [
        (statement.start + m.start(), statement.start + m.end())
        for m in _STATE_PHRASE.finditer(text[statement.start : statement.end])
    ]
    for match in _TICKER.finditer(lead_text):
        if re.search(r"\b(?:to|vs|versus|against|than) \Z", lead_text[: match.start()]):
            continue
        if match[1] not in _NOT_SYMBOLS or match[1] in index.symbols:
            found.append(SymbolAt(match[1], 0, -1, -1))
    for match in _TICKER.finditer(text, statement.start, statement.end):
        if match[1] in _NOT_SYMBOLS and match[1] not in index.symbols:
            continue
        at = next((i for i in range(lead, len(words)) if words[i].end >= match.end()), len(words))
        found.append(SymbolAt(match[1], at, match.start(), match.end()))
    for at in range(lead, len(words)):
        for name, symbol in _SYMBOL_WORDS.items():
            if tuple(word.norm for word in words[at : at + len(name)]) == name and not any(
                a <= words[at].start < b for a, b in states
            ):
                if (
                    len(name) == 1
                    and words[at].norm == "s&p"
                    and at + 1 < len(words)
                    and words[at + 1].norm == "500"
                ):
                    continue
                found.append(SymbolAt(symbol, at, words[at].start, words[at + len(name) - 1].end))
    for pattern in (_ELSEWHERE, _POSSESSIVE):
        for match in pattern.finditer(text, statement.start, statement.end):
            name = match[1] if pattern is _POSSESSIVE else f"?{match.group().lower()}"
            if name == "VIX" or any(one.start <= match.start() < one.end for one in found if one.start >= 0):
                continue
            if name[0] == "?" and any(name[1:] in passage.text.lower() for passage in index.passages):
                continue
            at = next((i for i in range(lead, len(words)) if words[i].end >= match.end()), len(words))
            found.append(SymbolAt(name, at, match.start(), match.end()))
    return sorted(found, key=lambda one: one.index)


def strangers(read: Read, index: Index) -> list[SymbolAt]:
    """Symbols that nothing in this run is about, in a statement that states figures."""
    if not read.numbers:
        return []
    known = {*index.symbols, "SPY", "QQQ", "HYG", "IEF", "KRE", "VIX"}
    return [
        one for one in read.symbols
        if one.symbol not in known and one.symbol[0] != "?"
        and not any(re.search(rf"\b{re.escape(one.symbol)}\b", text) for text in index.texts)
        and not any(one.symbol in passage.text for passage in index.passages)
    ]  # fmt: skip


def strange_pairs(read: Read, index: Index) -> list[tuple[int, int, str]]:
    """Pairs such as LQD/TLT whose ratio no card has, with their place."""
    known = {(name, "SPY") for name in index.symbols} | {("HYG", "IEF"), ("KRE", "SPY")}
    return [
        (read.statement.start + match.start(), read.statement.start + match.end(), match.group())
        for match in _PAIR.finditer(read.body)
        if (match[1], match[2]) not in known and read.numbers
    ]
