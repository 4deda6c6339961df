"""What people call the facts: phrases to metrics, and fact ids to metrics."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from typing import Any

from bot.agent.grounding.words import Token, phrase

_AVERAGES = {
    "ema": ("ema", "ema average", "ema moving average", "average", "moving average"),
    "sma": ("sma", "moving average", "ma", "average", "sma average", "simple moving average"),
    "roc": ("roc", "rate of change", "return", "change", "gain", "move", "rise", "drop", "performance"),
    "vol": (
        "realised volatility",
        "volatility",
        "vol",
        "realized volatility",
        "realised vol",
        "realized vol",
    ),
}
"""For each macro of the vocabulary, the nouns that people put to its sessions."""

_LEADING = frozenset((
    "ema", "sma", "ma", "roc", "vol", "volatility", "rate of change", "moving average", "realised volatility",
))  # fmt: skip
"""Nouns that may stand before their sessions as well: "EMA 21", "volatility over 21 sessions"."""

_INNER_MARKS = frozenset("-()/%\u2013*,")
_MACRO = re.compile(r"\{(\w+) (\d+)\}")
_DATED = re.compile(r"\.(?:\d{8}|\d{4}-\d{2}-\d{2})(?=\.|$)|(?<=\.round|\.shelf)\.\d+")


@dataclass(frozen=True, slots=True)
class Metric:
    """One thing that is measured.

    Attributes:
        number: Its place in the vocabulary.
        keys: Patterns of fact ids without their symbol.
        owner: Whether its name may stand for all that belongs to it, as "R1" does for its distance.
        foreign: Whether it is something no fact measures.
        weak: Whether its name only hints: "rose" may be any change.
    """

    number: int
    keys: tuple[str, ...]
    owner: bool
    foreign: bool
    weak: bool


Trie = dict[str, "Trie | frozenset[int]"]
_END = ""
"""No word is empty: under this key a trie holds the metrics whose name ends there."""


_FUNCTION = frozenset((
    "at", "from", "of", "under", "over", "above", "below", "in", "to", "for", "by", "on", "with", "is",
    "was",
))  # fmt: skip
"""Words that name nothing: a name that shrinks to one of them would swallow every sentence."""


@cache
def metrics() -> tuple[Metric, ...]:
    """Every metric of the vocabulary."""
    return _read()[0]


@cache
def names() -> Trie:
    """Phrases to metrics, word by word."""
    return _read()[1]


@cache
def _read() -> tuple[tuple[Metric, ...], Trie]:
    source = files("bot.agent.grounding").joinpath("vocabulary.toml").read_text(encoding="utf-8")
    entries = tomllib.loads(source)["metric"]
    trie: Trie = {}
    for number, entry in enumerate(entries):
        for name in entry["names"]:
            for spelled in _spelled(name):
                insert(trie, _words_of(spelled), number)
    return tuple(_metric(number, entry) for number, entry in enumerate(entries)), trie


def _metric(number: int, entry: Mapping[str, Any]) -> Metric:
    return Metric(
        number=number,
        keys=tuple(entry["keys"]),
        owner=bool(entry.get("owner")),
        foreign=bool(entry.get("none")),
        weak=bool(entry.get("weak")),
    )


def _words_of(spelled: str) -> tuple[str, ...]:
    """The words of a name; what they leave must still name something.

    Raises:
        ValueError: If only a word such as "at" is left of a longer name.
    """
    words = phrase(spelled)
    parts = spelled.split()
    if len(parts) > 1 and words == phrase(parts[0]) and words[0] in _FUNCTION:
        raise ValueError(f"vocabulary: {spelled!r} is no name: it leaves {words[0]!r}")
    return words


def insert(trie: Trie, words: Sequence[str], number: int) -> None:
    """Add a phrase that names a metric; an empty phrase names nothing."""
    if not words:
        return
    node = trie
    for word in words:
        below = node.setdefault(word, {})
        assert isinstance(below, dict)  # noqa: S101 - a word is never the end mark
        node = below
    ends = node.get(_END, frozenset())
    assert isinstance(ends, frozenset)  # noqa: S101 - only sets stand under the end mark
    node[_END] = ends | {number}


def _spelled(name: str) -> Iterator[str]:
    """All spellings of a name: "{ema 21}" is "EMA 21", "21-session EMA", "21-period average", ..."""
    macro = _MACRO.search(name)
    if not macro:
        yield name
        return
    kind, n = macro.groups()
    for noun in _AVERAGES[kind]:
        ways = [f"{n} session {noun}", f"{n} {noun}", f"{n} period {noun}", f"{n} bar {noun}"]
        if noun in _LEADING:
            ways += [
                f"{noun} {n}",
                f"{noun} {n} session",
                f"{noun} over {n} session",
                f"{noun} of {n} session",
                f"{noun} over {n}",
            ]
        if kind == "roc":
            ways += [f"{noun} over {n} session", f"{noun} in {n} session"]
        for way in ways:
            yield name.replace(macro.group(), way)


def longest(
    trie: Trie, words: Sequence[Token], at: int, *, commas: bool = False
) -> tuple[int, frozenset[int]]:
    """The longest name that begins at a word: how many words it has, and what it names; (0, none) if none.

    Brackets, dashes and slashes inside a name do not count: "EMA(21)", "21-session EMA", "IWM/SPY ratio"; nor
    do commas where `commas` is set: labels may have them.
    """
    node = trie
    best: tuple[int, frozenset[int]] = (0, frozenset())
    for index in range(at, len(words)):
        token = words[index]
        if token.kind == "mark":
            if index == at or not _inside_name(words, at, index, commas=commas):
                break
            continue
        below = node.get(token.norm)
        if not isinstance(below, dict):
            break
        node = below
        ends = node.get(_END)
        if isinstance(ends, frozenset):
            best = (index + 1 - at, ends)
    return best


def _inside_name(words: Sequence[Token], at: int, index: int, *, commas: bool) -> bool:
    """Whether a mark may stand inside a name that began at `at`."""
    mark = words[index].norm
    if mark not in _INNER_MARKS:
        return False
    if mark == ")":
        return any(word.norm == "(" for word in words[at:index])
    if mark == "," and not commas:
        # "MACD(12,26,9)": between numbers a comma parts no names
        beside = (*words[index - 1 : index], *words[index + 1 : index + 2])
        return len(beside) == 2 and all(word.kind == "number" for word in beside)
    return True


def key_of(id_: str) -> tuple[str, str]:
    """A fact's symbol and its key, dates and running numbers dropped: `iwm.calendar.opex.20250516.day`."""
    symbol, _, rest = id_.partition(".")
    if symbol == "calendar":
        # an event belongs to no symbol
        return "", _DATED.sub("", id_)
    return symbol.upper(), _DATED.sub("", rest)


@cache
def metrics_of(key: str) -> frozenset[int]:
    """The metrics that a key belongs to."""
    return frozenset(
        metric.number for metric in metrics() if any(fnmatchcase(key, pattern) for pattern in metric.keys)
    )


@cache
def family(key: str) -> str:
    """What a key belongs to: its layer, its level, its event."""
    parts = key.split(".")
    if parts[0] == "reward_risk" and len(parts) > 1:
        return f"level.{parts[1]}"
    if parts[0] in ("level", "horizon", "credit", "calendar") and len(parts) > 1:
        return ".".join(parts[:2])
    return parts[0]
