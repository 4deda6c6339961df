"""The words that a card gives a state, as a text says them, and where they stand in a statement."""

from dataclasses import dataclass

from bot.agent.grounding.reading import Read

_WORDS: dict[tuple[str, ...], str] = {
    ("strong", "bullish"): "strong bullish", ("strongly", "bullish"): "strong bullish",
    ("strong", "bearish"): "strong bearish", ("strongly", "bearish"): "strong bearish",
    ("bullish",): "bullish", ("bearish",): "bearish", ("neutral",): "neutral",
    ("supportive",): "supportive", ("stressed",): "stressed",
    ("parity",): "parity", ("small", "-", "cap", "leadership"): "small-cap leadership",
    ("small", "cap", "leadership"): "small-cap leadership",
    ("large", "-", "cap", "flight"): "large-cap flight",
    ("large", "cap", "flight"): "large-cap flight",
    ("abstain",): "abstains", ("abstaining",): "abstains", ("abstained",): "abstains",
    ("not", "known"): "abstains", ("unavailable",): "abstains", ("unknown",): "abstains",
    ("deterioration",): "deterioration warning", ("resilience",): "resilience", ("weakness",): "weakness",
    ("rise", "not", "confirmed"): "rise diverging", ("fall", "not", "confirmed"): "fall diverging",
    ("rise", "confirmed"): "rise confirmed", ("rise", "diverging"): "rise diverging",
    ("fall", "confirmed"): "fall confirmed", ("fall", "diverging"): "fall diverging",
    ("repairing",): "repairing",
    ("weak",): "weak", ("strong",): "strong", ("outside", "neutral", "band"): "outside",
    ("inside", "neutral", "band"): "neutral", ("within", "neutral", "band"): "neutral",
    ("sit", "out"): "out", ("sitting", "out"): "out", ("stand", "aside"): "stand aside / protect",
    ("standing", "aside"): "stand aside / protect",
    ("half", "size"): "half", ("half", "-", "size"): "half",
    ("lead", "benchmark"): "leads its benchmark", ("led", "benchmark"): "leads its benchmark",
    ("leading", "benchmark"): "leads its benchmark", ("lag", "benchmark"): "lags its benchmark",
    ("lagged", "benchmark"): "lags its benchmark", ("lagging", "benchmark"): "lags its benchmark",
    ("full", "size"): "full", ("full", "-", "size"): "full",
    ("size", ":", "half"): "half", ("posture", ":", "half"): "half", ("sizing", ":", "half"): "half",
    ("size", ":", "full"): "full", ("posture", ":", "full"): "full", ("sizing", ":", "full"): "full",
}  # fmt: skip
"""Words in the checker's spelling to a card's state; "outside" is any state but neutral."""

_LONGEST = max(len(name) for name in _WORDS)
_NO_STATE_BEFORE = frozenset((
    "band", "line", "zone", "range", "threshold", "or", "case", "side", "territory", "rule", "state",
    "start", "begin", "flip", "trigger", "level",
))  # fmt: skip
"""After a state's word they make it a name: "the neutral band", "the bullish case"."""

_VERBS = frozenset(("is", "are", "look", "still", "stay", "remain"))
"""Before "weak" and "strong": elsewhere they say little ("a strong close")."""

_NAMING = frozenset(
    ("label", "called", "call", "filed", "quadrant", "read", "as", "under", "card", "combination")
)
"""Before "weakness" they make it the quadrant's name."""

REGIMES = frozenset(
    ("parity", "small-cap leadership", "large-cap flight", "leads its benchmark", "lags its benchmark")
)
VERBAL = frozenset(("leads its benchmark", "lags its benchmark"))
"""Regimes that a verb asserts by itself."""

POSTURES = frozenset(("half", "full", "stand aside / protect"))
VERDICTS = frozenset(("rise confirmed", "rise diverging", "fall confirmed", "fall diverging", "repairing"))
QUADRANTS = frozenset(("deterioration warning", "resilience", "weakness"))


@dataclass(frozen=True, slots=True)
class Said:
    """A state word in a statement.

    Attributes:
        word: The state, as cards say it; also "abstains", "outside", "weak" and "strong".
        first: Number of its first word.
        last: One past its last.
    """

    word: str
    first: int
    last: int


def state_words(read: Read) -> list[Said]:
    """The state words of a statement, longer ones first: "strong bullish" is not "bullish"."""
    words = [word.norm for word in read.words]
    found = []
    at = read.lead
    while at < len(words):
        size = _size_at(at, words, read.lead)
        after = _after(at + size, words)
        if size and words[at + size - 1] == "benchmark" and not _is_own(read, at, at + size):
            size = 0
        within = after == "territory" and words[at - 1] in ("in", "into")
        if size and (after not in _NO_STATE_BEFORE or within):
            found.append(Said(_WORDS[tuple(words[at : at + size])], at, at + size))
        at += size or 1
    return found


def _is_own(read: Read, first: int, last: int) -> bool:
    """Whether it is "its benchmark" that is led, and not any: "leading a benchmark that rises"."""
    return "its " in read.text[read.words[first].start : read.words[last - 1].end]


def _size_at(at: int, words: list[str], lead: int) -> int:
    """How many words the state's name has that begins here; 0 for none."""
    for size in range(_LONGEST, 0, -1):
        name = tuple(words[at : at + size])
        if name in (("weak",), ("strong",)) and (at == lead or words[at - 1] not in _VERBS):
            continue
        if name == ("weakness",) and _NAMING.isdisjoint(words[max(lead, at - 4) : at]):
            # a common word, unless something is called so
            continue
        if len(name) == size and name in _WORDS:
            return size
    return 0


def _after(at: int, words: list[str]) -> str:
    """The word that follows, past a hyphen."""
    if words[at : at + 1] == ["-"]:
        at += 1
    return words[at] if at < len(words) else ""
