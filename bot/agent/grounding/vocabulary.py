"""What people call the facts: phrases to metrics, and fact ids to metrics."""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

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


_FUNCTION = frozenset("at from of under over above below in to for by on with is was".split())
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
    found = []
    trie: Trie = {}
    for number, entry in enumerate(tomllib.loads(source)["metric"]):
        found.append(
            Metric(
                number,
                tuple(entry["keys"]),
                bool(entry.get("owner")),
                bool(entry.get("none")),
                bool(entry.get("weak")),
            )
        )
        for name in entry["names"]:
            for spelled in _spelled(name):
                words = phrase(spelled)
                if (
                    words == phrase(" ".join(spelled.split()[:1]))
                    and len(spelled.split()) > 1
                    and words[0] in _FUNCTION
                ):
                    raise ValueError(f"vocabulary: {spelled!r} is no name: it leaves {words[0]!r}")
                insert(trie, words, number)
    return tuple(found), trie


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
        if noun in (
            "ema",
            "sma",
            "ma",
            "roc",
            "vol",
            "volatility",
            "rate of change",
            "moving average",
            "realised volatility",
        ):
            ways += [f"{noun} {n}", f"{noun} over {n} session", f"{noun} of {n} session", f"{noun} over {n}"]
        if kind == "roc":
            ways += [f"{noun} over {n} session", f"{noun} in {n} session"]
        for way in ways:
            yield name.replace(macro.group(), way)


def longest(
    trie: Trie, words: Sequence[Token], at: int, *, commas: bool = False
) -> tuple[int, frozenset[int]]:
    """The longest name that begins at a word: how many words it has, and what it names; (0, none) if none.

    Brackets, dashes and slashes inside a name do not count: "EMA(21)", "21-session EMA", "IWM/SPY ratio"; nor,
    where `commas` is set, do commas, which labels may have.
    """
    node = trie
    best: tuple[int, frozenset[int]] = (0, frozenset())
    index = at
    while index < len(words):
        token = words[index]
        if token.kind == "mark":
            if index == at or token.norm not in "-()/%\u2013*,":
                break
            if (
                token.norm == ","
                and not commas
                and not (
                    index + 1 < len(words)
                    and words[index + 1].kind == "number"
                    and words[index - 1].kind == "number"
                )
            ):
                break
            if token.norm == ")" and not any(word.norm == "(" for word in words[at:index]):
                break
            index += 1
            continue
        below = node.get(token.norm)
        if not isinstance(below, dict):
            break
        node = below
        index += 1
        ends = node.get(_END)
        if isinstance(ends, frozenset):
            best = (index - at, ends)
    return best


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
