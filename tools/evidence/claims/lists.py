"""Survivorship measured: two member lists of one index on the same sessions, and the claims under either."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from tools.evidence.claims.claim import ClaimInputs
from tools.evidence.claims.registry import CLAIMS
from tools.evidence.claims.study import Tested, run
from tools.evidence.claims.survivorship import LEAST, Gap, gap_between, on_common
from tools.evidence.results import ListVerdict, Survivorship
from tools.facts import FactSheet
from tools.layers.base import Breadth
from tools.phrases import say
from tools.types import Absent, Reading, Sentence, Unit

_OF_PANELS = "of the panels"
_NAN = float("nan")
_ABOUT_BREADTH = tuple(claim for claim in CLAIMS if claim.subject == "breadth")


def survivorship(inputs: ClaimInputs, lists: Sequence[Breadth], seed: int, sheet: FactSheet) -> Survivorship:
    """The earliest list against the latest, on the sessions both have prices for.

    Args:
        inputs: What the claims are tested on.
        lists: The panels counted, the oldest list first.
        seed: Of the bootstrap.
        sheet: Makes the facts of the symbol at the session.
    """
    if len(lists) < 2:
        return _unknown("there are not two member lists with prices", sheet)
    window = inputs.market.profile.breadth.short_window
    earlier, later = on_common(lists[0], lists[-1], window, sheet.as_of)
    if not len(earlier.index):
        return _unknown("no session has enough prices of both lists", sheet)
    numbers, said = _words(gap_between(earlier, later, window), earlier, later, inputs, sheet)
    verdicts, counts, changed = _verdicts(earlier, later, inputs, seed, sheet)
    return Survivorship(
        (*numbers, *counts),
        Sentence(f"{said.text} {changed.text}", said.facts + changed.facts),
        verdicts,
    )


def _unknown(reason: str, sheet: FactSheet) -> Survivorship:
    gone = sheet.missing("claims.lists", "effect of the list's date on breadth", reason)
    return Survivorship(
        (gone,), say("What the date of the member list does to breadth is {gone}.", gone=gone)
    )


def _words(
    gap: Gap, earlier: Breadth, later: Breadth, inputs: ClaimInputs, sheet: FactSheet
) -> tuple[tuple[Reading, ...], Sentence]:
    rules = inputs.market.profile.breadth
    how = "later list's share less the earlier list's"

    def points(key: str, label: str, value: float) -> Reading:
        return sheet.fact(f"claims.lists.{key}", label, value, Unit.POINTS, how)

    def day(key: str, label: str, value: date) -> Reading:
        return sheet.text(f"claims.lists.{key}", label, value.isoformat(), _OF_PANELS, unit=Unit.DATE)

    size, worst = gap.largest
    shown = {
        "sessions": sheet.fact(
            "claims.lists.sessions", "sessions with both lists", len(gap.sessions), Unit.SESSIONS, "compared"
        ),
        "first": day("first", "first session compared", gap.sessions[0].date()),
        "last": day("last", "last session compared", gap.sessions[-1].date()),
        "before": day("earlier", "earlier list", earlier.membership.as_of),
        "after": day("later", "later list", later.membership.as_of),
        "mean": points("mean", "mean difference", gap.mean),
        "size": sheet.fact(
            "claims.lists.mean_size", "mean size of the difference", gap.mean_size, Unit.POINTS,
            f"absolute value of the {how}",
        ),
        "largest": points("largest", "largest difference", size),
        "least": sheet.fact(
            "claims.lists.least", "least share of a list with prices", LEAST, Unit.PERCENT, "of the test"
        ),
        "worst": day("largest_on", "session of the largest difference", worst),
    }  # fmt: skip
    crossed = {
        name: sheet.fact(
            f"claims.lists.crossed.{name}", f"sessions on different sides of {limit:g} %", gap.crossed(limit),
            Unit.PERCENT, "share of the sessions compared",
        )
        for name, limit in (
            ("low", rules.washed_out_below),
            ("middle", inputs.market.profile.sizing.breadth_full),
            ("thin", rules.divergence_below),
        )
    }  # fmt: skip
    limits = {
        f"{name}_limit": sheet.fact(
            f"claims.lists.{name}_limit", "threshold", value, Unit.PERCENT, "profile key"
        )
        for name, value in (
            ("low", rules.washed_out_below),
            ("middle", inputs.market.profile.sizing.breadth_full),
            ("thin", rules.divergence_below),
        )
    }
    years = [points(f"year.{year}", f"mean difference in {year}", mean) for year, mean in gap.by_year.items()]
    said = say(
        "On {sessions} from {first} to {last} on which at least {least} of either list have prices, the list "
        "of {after} shows {mean} against that of {before} on "
        "average (mean size {size}, largest {largest} on {worst}). The two lie on different sides of "
        "{low_limit} on {low}, of {middle_limit} on {middle} and of {thin_limit} on {thin} of the sessions. "
        "Neither list is that of the session, so this is not the whole of the bias.",
        **shown, **crossed, **limits,
    )  # fmt: skip
    return (*shown.values(), *crossed.values(), *limits.values(), *years), said


def _verdicts(
    earlier: Breadth, later: Breadth, inputs: ClaimInputs, seed: int, sheet: FactSheet
) -> tuple[tuple[ListVerdict, ...], tuple[Reading, ...], Sentence]:
    """The claims about breadth under either list, on the common sessions only."""
    under = [
        run(_ABOUT_BREADTH, replace(inputs, market=replace(inputs.market, breadth=one)), seed)[0]
        for one in (earlier, later)
    ]
    found: list[ListVerdict] = []
    changed = 0
    for first, second in zip(*under, strict=True):
        found += [_under(first, "earlier", earlier, sheet), _under(second, "later", later, sheet)]
        changed += first.verdict != second.verdict
    count = sheet.fact(
        "claims.lists.changed", "claims whose verdict depends on the list", changed, Unit.COUNT, "under both"
    )
    tried = sheet.fact(
        "claims.lists.claims", "claims about breadth", len(_ABOUT_BREADTH), Unit.COUNT, "under both"
    )
    said = say(
        "On those sessions the verdict depends on the list for {changed} of the {tried} breadth claims.",
        changed=count,
        tried=tried,
    )
    return tuple(found), (count, tried), said


def _under(tested: Tested, name: str, breadth: Breadth, sheet: FactSheet) -> ListVerdict:
    """The verdict and the deciding difference of one claim under one list."""
    claim, prefix = tested.claim, f"claims.lists.{tested.claim.key}.{name}"
    label = f"{claim.title}, {name} list"
    listed = sheet.text(
        f"claims.lists.{name}",
        f"{name} list",
        breadth.membership.as_of.isoformat(),
        _OF_PANELS,
        unit=Unit.DATE,
    )
    numbers = {"episodes": _NAN, "difference": _NAN, "low": _NAN, "high": _NAN}
    reason, verdict = "too few cases", tested.verdict
    if isinstance(tested.trials, Absent):
        reason, verdict = tested.trials.reason, ""
    else:
        decides = [trial.decides for trial in tested.trials].index(True)
        one = tested.numbers[decides]
        numbers = {
            "episodes": one.case.episodes, "difference": one.difference, "low": one.low, "high": one.high,
        }  # fmt: skip
    made = {
        field: sheet.number(
            f"{prefix}.{field}",
            f"{field}: {label}",
            value,
            Unit.COUNT if field == "episodes" else Unit.POINTS,
            "deciding comparison on the common sessions",
            missing=reason,
        )
        for field, value in numbers.items()
    }
    word: Reading = sheet.missing(f"{prefix}.verdict", f"verdict: {label}", reason)
    if verdict:
        word = sheet.text(f"{prefix}.verdict", f"verdict: {label}", verdict, "common sessions only")
    return ListVerdict(claim.title, listed, word, **made)
