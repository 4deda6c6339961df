"""Reward/risk ratios as they are written: `2.5:1`, `1:3`, `risk/reward of 2.5`, `2.5R`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.claims.checks.reading import Line
from knowledge.claims.model import Span

LABEL = re.compile(
    r"\b(?:reward[ ]?(?:/|:|-|to|-to-)[ ]?risk|risk[ ]?(?:/|:|-|to|-to-)[ ]?reward|R[/:]R|RRR?)\b",
    re.IGNORECASE,
)
_PAIR = re.compile(
    r"(?<![0-9.:])(?P<one>[0-9]{1,3}(?:\.[0-9]{1,3})?)[ ]?(?::|-to-"
    r"|[ ]to[ ])[ ]?(?P<two>[0-9]{1,3}(?:\.[0-9]{1,3})?)"
    r"(?![0-9:%]|\.[0-9])"
)
_ALONE = re.compile(
    r"(?<![0-9.$])(?P<one>[0-9]{1,3}(?:\.[0-9]{1,3})?)(?=x\b|[ ]?R\b|[ ]?[,;).|\t]|[ ]?\Z|[ ][a-z(])"
)
_LIMIT = re.compile(
    r"(?:\b(?:at least|minimum(?: of)?|min\.?|sub|below|under|above|over|better than|more than|less than"
    r"|greater than|exceeds?)|[<>\u2265\u2264]=?)[ ~-]{0,2}\Z",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:[~\u2248]|\b(?:about|around|roughly|approximately|nearly|almost|approx\.?))[ ]?\Z", re.IGNORECASE
)
_REACH = 40
"""A ratio stands within so many characters of the words that name it."""


@dataclass(frozen=True, slots=True)
class Ratio:
    """A stated reward/risk.

    Attributes:
        value: Reward for one unit of risk.
        step: The last digit written.
        about: Said as an approximation.
        span: Where it stands.
        line: The line it stands in.
    """

    value: float
    step: float
    about: bool
    span: Span
    line: Line

    @property
    def slack(self) -> float:
        """How far the true ratio may lie from it."""
        half = self.step / 2
        return half + max(half, 0.08 * self.value) if self.about else half


def named_ratios(line: Line) -> Iterator[Ratio]:
    """The ratios that a line names as reward/risk; limits ("at least 2:1") are none."""
    for label in LABEL.finditer(line.text):
        stretch = line.text[label.end() : label.end() + _REACH]
        match = _PAIR.search(stretch) or _ALONE.search(stretch)
        offset = label.end()
        if match is None:
            offset = max(0, label.start() - 16)
            match = _PAIR.search(line.text[offset : label.start()])
        ratio = _ratio(line, match, offset) if match else None
        if ratio:
            yield ratio


def ratio_at(line: Line, start: int, end: int) -> Ratio | None:
    """The ratio in a stretch of a line that is known to hold one: a cell under a header that says so."""
    match = _PAIR.search(line.text[start:end]) or _ALONE.search(line.text[start:end])
    return _ratio(line, match, start) if match else None


def pair_at(line: Line, start: int, end: int) -> Ratio | None:
    """The same, only for the forms with a colon or "to"."""
    match = _PAIR.search(line.text[start:end])
    return _ratio(line, match, start) if match else None


def _ratio(line: Line, match: re.Match[str], offset: int) -> Ratio | None:
    one, two = match["one"], match.groupdict().get("two") or "1"
    before = line.text[max(0, offset + match.start() - 16) : offset + match.start()]
    if _LIMIT.search(before) or float(one) == 0.0 or float(two) == 0.0:
        return None
    # 1:3 is risk against reward, 3:1 reward against risk; what is 1 is the risk
    against_one = float(one) == 1.0 and float(two) != 1.0
    value, digits, unit = (
        (float(two), two, 1.0) if against_one else (float(one) / float(two), one, float(two))
    )
    step = 10.0 ** -len(digits.partition(".")[2]) / unit
    span = line.span(offset + match.start(), offset + match.end())
    return Ratio(value, step, bool(_ABOUT.search(before)), span, line)
