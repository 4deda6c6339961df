"""Which figure of an owner a number tells, from the words beside it."""

import re
from dataclasses import dataclass

from bot.agent.grounding.odds_facts import Owner
from bot.agent.grounding.units import Kind, Quantity

_BASE_BEFORE = re.compile(
    r"(?:\bbase(?:line)?(?: rate| share)?(?: of)?(?: a| the)?(?: rise| fall| higher(?: close| price)?"
    r"| lower(?: close| price)?)?"
    r"(?: (?:is|was|of|at|being|stands at|stood at|for \w+ is))?:?"
    r"|\bbase rates? (?:of|is|was):?|\bbases of(?: \d[\d.]* ?% and)?"
    r"|unconditional(?:ly)?(?: rate)?(?: of| is)?"
    r"|\b(?:against|versus|vs\.?|compared (?:with|to)|than|under|over|where|below|above)(?: an?| the| its)?"
    r"(?: base(?:line)?(?: rate)? of| usual| overall| unconditional)?)\s*(?:about |some |only )?\Z"
)
_BESIDE_BASE = re.compile(
    r"\b(?:below|above|under|over|than) (?:its |the )?base(?: rate)?(?: here| there)?[:,(] *\Z"
)
"""The figure after "below base:" is what lies there."""

_BASE_AFTER = re.compile(
    r"\s*(?:(?:on|for|over|of|in|across|after) (?:all|any|every|each)\b|(?:in )?general(?:ly)?\b"
    r"|in general|overall"
    r"|unconditional|base\b|(?:for|of|as) (?:the|its|a) base|(?:is |was )?(?:the |its )base\b"
    r"|was to be expected|to be expected"
    r"|usually|normally|for the base)"
)
_MEAN_BASE = re.compile(r"\bbase(?:line)? mean\b|\bmean over all\b")
_RATE_BEFORE = re.compile(r"\b(?:hit|hits|right|correct|higher|lower|up|down|rate)\b")
_LOW = re.compile(r"\b(?:low(?:er)? (?:end|bound|limit)|low)\b[^.;]{0,30}\Z")
_HIGH = re.compile(r"\b(?:upper (?:end|bound|limit)|high(?:er)? end|high)\b[^.;]{0,30}\Z")
_SAMPLE = re.compile(r"\bout[- ]of[- ]sample\b|\bwalk(?:ed)?[- ]forward\b")
_JOINED = re.compile(
    r"\s*(?:points?|percentage points?|%|percent)?\s*(?:to|and|through|\u2013|\u2014|-|,"
    r"|\.\.)\s*(?:about )?\Z"
)
_COUNTS = (
    ("least", re.compile(r"\s*(?:independent )?(?:\w+ )?(?:are |is |being |that are "
                         r"|would be )?(?:needed|required)\b|\s*it needs")),
    ("bullish", re.compile(r"\s*(?:\w+ )?(?:was |were )?bullish\b")),
    ("bearish", re.compile(r"\s*(?:\w+ )?(?:was |were )?bearish\b")),
    ("neutral", re.compile(r"\s*(?:\w+ )?(?:was |were )?neutral\b")),
    ("calls", re.compile(r"\s*(?:of (?:them|these|those|which) )?(?:\w+ )?directional\b"
                         r"|\s*directional calls\b")),
    ("hits", re.compile(r"\s*(?:(?:\w+ )?hits|(?:of (?:them|these) )?(?:were |was )?(?:right|correct))\b")),
    ("episodes", re.compile(
        r"\s*(?:of (?:them|these|those|which) )?(?:are |were |is )?(?:\w+ )?(?:independent"
        r"|non-overlapping|episodes|cases)\b"
    )),
    ("sealed", re.compile(r"\s*(?:calls? )?(?:have been |were )?(?:sealed|(?:forward"
                          r"|back-?filled)(?: calls| ones)?\b)")),
    ("any_calls", re.compile(r"\s*(?:\w+ )?calls\b")),
    ("settled", re.compile(r"\s*(?:calls )?(?:are |were )?settled\b")),
    ("sessions", re.compile(r"\s*(?:sessions|observations|readings|occurrences|days|instances)\b")),
)  # fmt: skip
_COUNTED_BEFORE = (
    ("episodes", re.compile(r"\b(?:independent(?: cases| episodes)?|episodes"
                            r"|cases)(?:[^|]*\|)?\s*[:=(]?\s*\Z")),
    ("sealed", re.compile(r"\b(?:sealed(?: \w+)*|sealed[^|]*\||of the|calls)\s*:?\s*\Z")),
    ("any_calls", re.compile(r"\bhits (?:out )?(?:of|in) (?:the )?\Z")),
    ("hits", re.compile(r"\bhits(?:[^|]*\|)?\s*:?\s*\Z")),
    ("sessions", re.compile(r"(?:% of|\bsessions)\s*:?\s*\Z")),
    ("least", re.compile(r"\bof the\s*\Z")),
)  # fmt: skip
_TRIED = (
    ("comparisons", re.compile(r"\s*(?:\w+ )?(?:comparisons?|tests|trials)\b")),
    ("differing", re.compile(r"\s*(?:of them )?(?:differ|differed|stand out)\b")),
    ("by_chance", re.compile(r"\s*(?:would|might|could|are expected|expected|by)?.{0,20}\bchance\b")),
    ("surviving", re.compile(r"\s*(?:of them )?(?:stand|stands|survive|survives|hold|remain)\b")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """The words beside a number.

    Attributes:
        before: From the number before, or the statement's beginning.
        after: To the next number, or the statement's end.
        part: The part of the statement it stands in.
        joined: -1 where a range begins at it, 1 where one ends, else 0.
        unit: The number after it.
    """

    before: str
    after: str
    part: str
    joined: int
    unit: str


def joins(between: str) -> bool:
    """Whether the words between two numbers make them the ends of a range."""
    return _JOINED.fullmatch(between) is not None


def trial_field(beside: Beside) -> str:
    """The count of what was tried that a number tells; empty if none."""
    if re.search(r"\bcomparisons(?: \w+){0,3}[:|] *\Z", beside.before):
        return "comparisons"
    return next((name for name, pattern in _TRIED if pattern.match(beside.after)), "")


def field_of(quantity: Quantity, owner: Owner, beside: Beside) -> str:
    """The field that a number tells; empty where it tells none that is known."""
    if quantity.kind in (Kind.PERCENT, Kind.FRACTION):
        return _share(owner, beside)
    if quantity.kind in (Kind.POINTS, Kind.BP):
        return _points(beside)
    if quantity.kind is Kind.ATR:
        return "worst.against" if owner.kind == "record" else ""
    if quantity.step < 1 and owner.kind == "record" and quantity.kind is Kind.PLAIN:
        return "brier_base" if _is_base(beside) else "brier"
    if owner.kind == "lesson":
        return "cases"
    return _counted(quantity, beside)


def _share(owner: Owner, beside: Beside) -> str:
    """A percentage."""
    near = beside.before[-90:]
    if "skill" in near:
        return "skill"
    if owner.kind == "lesson":
        return {-1: "low", 1: "high"}.get(beside.joined, "base" if _is_base(beside) else "rate")
    if re.search(r"\breturned|\b(?:lost|gained|return of)\b", near) and owner.kind == "record":
        return "worst.percent"
    words = re.findall(
        r"\bbase mean\b|\bmean over all|\bmean\b|\baverage\b|\bmedian\b|\bhit rate\b|\bshare\b"
        r"|\bof the time\b",
        near,
    )
    mean = words[-1] if words else ""
    if mean in ("mean", "average", "base mean", "mean over all"):
        return (
            "base_mean" if "base" in mean or "over all" in mean or _BASE_AFTER.match(beside.after) else "mean"
        )
    if mean == "median":
        return "median"
    return "base_rate" if _is_base(beside) else "hit_rate"


def _is_base(beside: Beside) -> bool:
    """Whether a rate is told as the base's."""
    if (
        re.search(r"\bbase(?:line)?(?: rate| share)?\s*\|?[^|]*\|\s*\Z", beside.before)
        and "|" in beside.before
    ):
        return True
    if _BESIDE_BASE.search(beside.before):
        return False
    return bool(_BASE_BEFORE.search(beside.before) or _BASE_AFTER.match(beside.after))


def _points(beside: Beside) -> str:
    """A number of percentage points."""
    if beside.joined:
        return "low" if beside.joined < 0 else "high"
    if _SAMPLE.search(beside.part):
        return "walked"
    if _LOW.search(beside.before):
        return "low"
    return "high" if _HIGH.search(beside.before) else "advantage"


def _counted(quantity: Quantity, beside: Beside) -> str:
    """A count: what stands behind it names it, else its unit, else what stands before."""
    if "year" in f"{beside.part}{beside.after}" and (years := _years(quantity, beside)):
        return years
    if re.search(r"\bstated\b|\bprobabilit", beside.part):
        return "stated_apart" if "independent" in beside.after[:14] else "stated"
    behind = next((name for name, pattern in _COUNTS if pattern.match(beside.after)), "")
    if behind or quantity.kind is Kind.SESSIONS:
        return behind or "sessions"
    if beside.before.endswith("(") and beside.after.startswith(")"):
        # "61.1 % (54 independent episodes), 48.3 % (60)"
        return "episodes"
    return next((name for name, pattern in _COUNTED_BEFORE if pattern.search(beside.before)), "")


def _years(quantity: Quantity, beside: Beside) -> str:
    """The years judged out of sample, or those of them that agreed: "13 of 20 years"; empty for neither."""
    if quantity.kind is Kind.OTHER or beside.after.lstrip().startswith("years"):
        return "walked_years"
    return "walked_agreed" if re.match(r"\s*(?:of|out of)(?: the)? \Z", beside.after) else ""
