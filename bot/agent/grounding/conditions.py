"""The check of conditions for full size told by name: "breadth and credit fail", "only rotation passes"."""

import re
from collections.abc import Mapping

from bot.agent.grounding.known import Index
from bot.agent.grounding.placing import of_match
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.verdict import Claim, ClaimKind

_NAMES: Mapping[str, str] = {
    "composite": r"composite(?: rating)?|rating",
    "divergence": r"(?:breadth )?divergence(?: warning| check| flag)?|breadth warning",
    "breadth": r"breadth",
    "rotation": r"rotation",
    "credit": r"credit",
    "momentum": r"(?:weak )?momentum",
    "window": r"(?:tightening )?(?:event|calendar)(?: window| tightening)?|CPI window|FOMC window",
}
"""What each condition is called, the longer names first."""

_KEYS: Mapping[str, str] = {
    "composite.rating": "composite",
    "breadth.divergence_warning": "divergence",
    "breadth.above_sma50": "breadth",
    "breadth.above_sma": "breadth",
    "rotation.state": "rotation",
    "credit.state": "credit",
    "momentum.weak": "momentum",
    "calendar.tightening": "window",
}
"""The condition that each reading decides."""

_ONE = "|".join(f"(?:the |its )?(?:{name})" for name in _NAMES.values())
_LIST = rf"(?P<list>(?:{_ONE})(?:(?:, and |, | and | & )(?:{_ONE}))*)"
_FAILING = r"(?:fails?|failed|failing|unmet|(?:is|are) not met|not met|missing)"
_PASSING = r"(?:pass(?:es|ed)?|(?:is|are) (?:all )?met|hold|met|in place)"
_AFTER = re.compile(
    rf"\b(?P<way>{_FAILING}|{_PASSING})(?P<tail>[^.;:(]{{0,40}})?(?:: | \(){_LIST}(?=[.;)\n]|$)",
    re.IGNORECASE,
)
"""The verb first: "four of the seven fail: composite, breadth, rotation and credit"."""

_BEFORE = re.compile(
    rf"(?:^|[.;:,] |\bonly |\band |\bwhile |\bbut ){_LIST} (?:all |both |alone |also )?"
    rf"(?P<way>{_FAILING}|{_PASSING}|are the (?:\w+ )?(?:\w+ )?(?:that|which) (?P<late>pass|fail))\b",
    re.IGNORECASE,
)
"""The names first: "only rotation and the event window pass"."""

_ABOUT = re.compile(
    r"\b(?:conditions?|sizing|full[- ]size|posture|stand aside|half size|seven)\b", re.IGNORECASE
)
_SUPPOSED = re.compile(r"\b(?:would|could|if|should|must|needs? to|unless|until)\b", re.IGNORECASE)


def conditions(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims that named conditions for full size pass or fail.

    Args:
        read: The statement; it or its paragraph must speak of sizing.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    around = " ".join(sorted(read.around))
    if not (_ABOUT.search(read.plain) or _ABOUT.search(around)) or _SUPPOSED.search(read.plain):
        return []
    met = _met(read, carried, index)
    if not met:
        return []
    return [
        _claim(match, read, met) for pattern in (_AFTER, _BEFORE) for match in pattern.finditer(read.plain)
    ]


def _claim(match: re.Match[str], read: Read, met: Mapping[str, str]) -> Claim:
    way = (match.groupdict().get("late") or match["way"]).lower()
    passing = re.fullmatch(_PASSING, way) is not None
    wrong = [name for name in _named(match["list"]) if name in met and (met[name] == "yes") != passing]
    told = ", ".join(f"{name}: {met[name]}" for name in _named(match["list"]) if name in met)
    return of_match(read, match, ClaimKind.STATE, holds=not wrong, because=f"met: {told}")


def _named(text: str) -> list[str]:
    """The conditions of a list, in order."""
    found: list[str] = []
    for part in re.split(r", and |, | and | & ", text):
        name = part.removeprefix("the ").removeprefix("its ")
        found += [key for key, pattern in _NAMES.items() if re.fullmatch(pattern, name, re.IGNORECASE)][:1]
    return found


def _met(read: Read, carried: Carried, index: Index) -> dict[str, str]:
    """Each condition of the symbol spoken of, and whether it is met; none where several may be meant."""
    spoken = {one.symbol for one in read.symbols if one.symbol in index.symbols}
    whose = spoken or ({carried.symbol} if carried.symbol else set(index.symbols))
    found: dict[str, set[str]] = {}
    for symbol, key, met in index.conditions:
        name = next((name for stem, name in _KEYS.items() if key.startswith(stem)), None)
        if symbol in whose and name is not None:
            found.setdefault(name, set()).add(met)
    return {name: values.pop() for name, values in found.items() if len(values) == 1}
