"""Which things a statement names: phrases of the vocabulary, labels of facts, and verbs of movement."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.agent.grounding.bare_averages import average_at
from bot.agent.grounding.known import Index
from bot.agent.grounding.movement import PLACES, falls, rises
from bot.agent.grounding.vocabulary import longest, metrics, names
from bot.agent.grounding.words import Token, tokens

_CLOSING = frozenset(("closed", "settled", "finished", "ended"))
_HORIZONS = frozenset(("near", "mid", "long"))
_AVERAGES = frozenset(("ema", "sma", "average", "roc", "ma"))
"""Nouns that a list of sessions shares: "EMA 21 and 63"."""

_PRONOUNS = frozenset(("figure", "one", "reading", "number", "counterpart", "version", "value"))
_BETWEEN_NUMBERS = frozenset(("-", ",", "/", "and", "or", "session", "&", "+", "\u2013"))
_BETWEEN_NAMES = frozenset((
    "and", "or", ",", "/", "&", "both", "but", "below", "above", "under", "over", "session", "-",
))  # fmt: skip
_RETRACEMENTS = frozenset(("23.6", "38.2", "50", "61.8", "78.6"))
_SWINGS = frozenset(("retracement", "fibonacci", "fib", "swing", "upswing", "downswing"))
_AFTER_RETRACEMENT = frozenset((")", "at", "line", "level", ":", "(", "is", "mark"))


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


def mentions(words: Sequence[Token], index: Index, lead: int, around: frozenset[str]) -> list[Mention]:
    """The names in a statement, in order and without overlap; the longest name at a word wins.

    Args:
        words: The statement's words, those of its lead first.
        index: The facts: their labels are names too.
        lead: How many of the words are the lead's.
        around: Words of the paragraph so far.
    """
    found: list[Mention] = []
    horizons = _speaks_of_horizons(words, around)
    at = 0
    while at < len(words):
        listed = _list_at(words, at, found, index)
        if listed:
            found += listed
            at = listed[-1].last
            continue
        size, ids = _name_at(words, at, lead, index)
        if not size:
            size, ids = average_at(words, at, around)
        if at < lead:
            size = min(size, lead - at)
        if not size or (size == 1 and _is_common_word(words, at, found, horizons=horizons)):
            at += 1
            continue
        if words[at].norm in _CLOSING and found and found[-1].last >= at - 1 and not found[-1].weak:
            # "the VIX closed at": the verb names no price of its own
            at += size
            continue
        found.append(_mention(words, at, at + size, ids))
        at = _continued(words, found, at + size)
    return found


def _speaks_of_horizons(words: Sequence[Token], around: frozenset[str]) -> bool:
    """Whether "near", "mid", "long" and "signal" are names here, and not common words."""
    said = {word.norm for word in words}
    return (
        "horizon" in around
        or len(said & _HORIZONS) >= 2
        or not said.isdisjoint(("horizon", "macd", "signal"))
    )


def _list_at(words: Sequence[Token], at: int, found: Sequence[Mention], index: Index) -> list[Mention]:
    """The names that a number begins by being one of several, or another span of the last name."""
    if words[at].kind != "number":
        return []
    listed = _listed(words, at)
    named = next((one for one in reversed(found) if not one.weak), None)
    if listed or named is None:
        return listed
    return _same_over(words, at, named, index)


def _name_at(words: Sequence[Token], at: int, lead: int, index: Index) -> tuple[int, frozenset[int]]:
    """The longest name that begins at a word, with its metrics; (0, none) if none."""
    none: tuple[int, frozenset[int]] = (0, frozenset())
    size, ids = longest(names(), words, at)
    label_size, label_ids = longest(index.labels, words, at, commas=True)
    if label_size > size:
        size, ids = label_size, label_ids
    elif label_size == size:
        ids |= label_ids
    if size == 1 and words[at].norm == "atr" and 0 < at < lead and words[at - 1].kind == "mark":
        # "Distance (ATR)": a column's unit is no name
        return none
    if size == 1 and words[at].kind == "number" and not _retraced(words, at):
        return none
    if not size and at >= lead and _moves(words[at]):
        return 1, _moving()
    return size, ids


def _is_common_word(words: Sequence[Token], at: int, found: Sequence[Mention], *, horizons: bool) -> bool:
    """Whether a name of one word is none here."""
    norm = words[at].norm
    if norm in ("downside", "upside"):
        # "the nearest flip is on the downside"
        after = words[at + 1].norm if at + 1 < len(words) else ""
        return after in (":", "map", "level", "side") or (at > 0 and words[at - 1].norm in ("on", "to"))
    if norm == "gap":
        # "the 10-year less 2-year gap" is no gap at the open
        return bool(found) and found[-1].last == at
    return (norm in _HORIZONS or norm == "signal") and not horizons


def _moves(word: Token) -> bool:
    """Whether a word is a verb of movement, and no mere place: "fell", not "below"."""
    return word.kind == "word" and word.norm not in PLACES and (falls(word.norm) or rises(word.norm))


@cache
def _moving() -> frozenset[int]:
    """The metrics that any verb of movement may name."""
    ends = longest(names(), tokens("rose"), 0)[1]
    return frozenset(id_ for id_ in ends if metrics()[id_].weak)


def _mention(words: Sequence[Token], first: int, last: int, ids: frozenset[int]) -> Mention:
    known = metrics()
    # labels of facts have numbers past the vocabulary's
    listed = [known[id_] for id_ in ids if id_ < len(known)]
    return Mention(
        first,
        last,
        words[first].start,
        words[last - 1].end,
        ids,
        owner=any(one.owner for one in listed),
        foreign=bool(listed) and all(one.foreign for one in listed),
        weak=bool(listed) and all(one.weak for one in listed) and len(listed) == len(ids),
    )


def _listed(words: Sequence[Token], at: int) -> list[Mention]:
    """A name for each number of "20-, 50- and 200-session averages", with the noun at the end."""
    numbers = [at]
    here = at + 1
    while here < len(words) and (words[here].kind == "number" or words[here].norm in _BETWEEN_NUMBERS):
        if words[here].kind == "number":
            numbers.append(here)
        here += 1
    if len(numbers) < 2 or here >= len(words):
        return []
    noun = numbers[-1]
    found = []
    for number in numbers:
        size, ids = longest(names(), [words[number], *words[noun + 1 : here + 3]], 0)
        if size < 2:
            return []
        last = noun + size if number == noun else number + 1
        found.append(_mention(words, number, last, ids))
    return found


def _retraced(words: Sequence[Token], at: int) -> bool:
    """Whether a bare number names a retracement: "23.6 % at 186.42", "the 78.6 % line".

    50 is also a common figure, so it must stand like a name: "50 % (198.10)".
    """
    if words[at].norm not in _RETRACEMENTS or not any(word.norm in _SWINGS for word in words):
        return False
    after = [word.norm for word in words[at + 1 : at + 3]]
    return words[at].norm != "50" or (len(after) == 2 and after[0] == "%" and after[1] in _AFTER_RETRACEMENT)


def _same_over(words: Sequence[Token], at: int, last: Mention, index: Index) -> list[Mention]:
    """The name in "the 252-session figure": the same thing as the last name, over other sessions."""
    here = at + 1
    if here < len(words) and words[here].norm == "-":
        here += 1
    if here + 1 >= len(words) or words[here].norm != "session" or words[here + 1].norm not in _PRONOUNS:
        return []
    count = int(float(words[at].norm))
    families = {(one.key.partition(".")[0], one.fact.unit) for one in index.of(last.metrics)}
    ids = {
        max(one.metrics)
        for one in index.known
        if (one.key.partition(".")[0], one.fact.unit) in families and count in one.periods
    }
    return [_mention(words, at, here + 2, frozenset(ids))] if ids else []


def _continued(words: Sequence[Token], found: list[Mention], at: int) -> int:
    """Name the next number where it shares the last name's noun, and give the place after it.

    "EMA 21 and 63", "above its 20- and 50-session averages and the 200": the noun goes on.
    """
    last = found[-1]
    noun = next((word for word in words[last.first : last.last] if word.norm in _AVERAGES), None)
    if noun is None:
        return at
    here = at
    while here < len(words) and words[here].norm in _BETWEEN_NAMES:
        here += 1
    if here == at or here >= len(words) or not _is_bare_number(words, here):
        return at
    size, ids = longest(names(), [words[here], Token(-1, -1, "session", "word"), noun], 0)
    if size < 3:
        return at
    found.append(_mention(words, here, here + 1, ids))
    return here + 1


def _is_bare_number(words: Sequence[Token], at: int) -> bool:
    """Whether a number has neither currency nor unit, and may be a span of sessions."""
    if words[at].kind != "number" or (words[at].start > 0 and words[at - 1].norm == "$"):
        return False
    after = words[at + 1].norm if at + 1 < len(words) else ""
    if after == ".":
        # the full stop of the statement, not a decimal point
        return at + 2 == len(words)
    return after not in ("%", "atr", "percent")
