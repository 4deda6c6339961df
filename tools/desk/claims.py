"""The claims of other systems on one symbol: columns of the card in, verdicts out."""

import hashlib
import threading
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pandas as pd

from tools.bars import RateSeries
from tools.desk.claims_inputs import Lists, rate_lines
from tools.desk.snapshot import Snapshot
from tools.evidence.claims.chance import chance_words
from tools.evidence.claims.claim import ClaimInputs, Subject
from tools.evidence.claims.lists import survivorship
from tools.evidence.claims.registry import CLAIMS, UNTESTED
from tools.evidence.claims.study import claim_study, noted, run, untested_study
from tools.evidence.results import ClaimStudy
from tools.facts import FactSheet
from tools.layers.base import Breadth
from tools.phrases import say
from tools.results import ClaimsReport, Header
from tools.types import Absent, Fact, Missing, Reading, Sentence, Unit

_WORDS = ("supported", "not supported", "too few cases")

_BIASED = "survivorship-biased: one member list for every session of the history"

_REPORTS_KEPT = 4
"""Reports of a symbol at a session; each holds a few thousand figures."""


class ClaimTests:
    """Tests the claims, once per content: a conversation pays for them once. Thread-safe."""

    def __init__(self) -> None:
        """Nothing is tested yet."""
        self._kept: dict[object, ClaimsReport] = {}
        self._lock = threading.Lock()

    def report(
        self,
        shot: Snapshot,
        lists: Lists,
        rates: Mapping[str, RateSeries | Absent],
        decisions: pd.DatetimeIndex | Absent,
    ) -> ClaimsReport:
        """Every claim tested on the history up to the snapshot's session.

        The breadth read is that of `lists`, which may end before the session; everything else is the
        snapshot's.

        Args:
            shot: The symbol at its session.
            lists: The member lists there are.
            rates: FRED id -> series cut at the session.
            decisions: Days of FOMC decisions up to the session.
        """
        header = _header(shot, lists, rates)
        key = (header.digest, shot.sheet, decisions if isinstance(decisions, Absent) else tuple(decisions))
        with self._lock:
            found = self._kept.get(key)
        if found is None:
            found = _tested(shot, lists, rates, decisions, header)
            with self._lock:
                while len(self._kept) >= _REPORTS_KEPT:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[key] = found
        # the same readings may have been asked for by another date, which the header says
        return replace(found, header=header)


def _tested(
    shot: Snapshot,
    lists: Lists,
    rates: Mapping[str, RateSeries | Absent],
    decisions: pd.DatetimeIndex | Absent,
    header: Header,
) -> ClaimsReport:
    inputs = ClaimInputs(replace(shot.inputs, breadth=lists.breadth), rates, decisions)
    seed = int(header.digest[:8], 16)
    tested, chance = run(CLAIMS, inputs, seed)
    about = {subject: _caveats(subject, lists, shot.sheet) for subject in ("price", "breadth", "rates")}
    biased = noted(shot.sheet, _BIASED)
    studies = [
        claim_study(
            one,
            inputs,
            biased if one.claim.subject == "breadth" else shot.sheet,
            about[one.claim.subject],
        )
        for one in tested
    ]
    studies += [untested_study(one, shot.sheet) for one in UNTESTED]
    counts, said = _counted(studies, shot.sheet)
    return ClaimsReport(
        header=header,
        price=shot.price,
        claims=tuple(studies),
        survivorship=survivorship(inputs, lists.all, seed, biased),
        tried=chance_words(chance, shot.profile.evidence, shot.sheet),
        counts=counts,
        said=said,
    )


def _caveats(subject: Subject | str, lists: Lists, sheet: FactSheet) -> tuple[Sentence, ...]:
    if subject == "rates":
        return (Sentence("Rates are those of the session before, since they are published after the close."),)
    if subject != "breadth" or isinstance(lists.breadth, Absent):
        return ()
    listed = _listed(lists.breadth, sheet)
    return (
        say(
            "Survivorship: the members are those of the list of {listed} on every session, so those that "
            "were gone by then are not counted before, and those that joined later not after.",
            listed=listed,
        ),
    )


def _listed(breadth: Breadth, sheet: FactSheet) -> Fact:
    day = breadth.membership.as_of.isoformat()
    return sheet.text(
        "claims.list", "date of the member list", day, breadth.membership.source, unit=Unit.DATE
    )


def _counted(studies: Sequence[ClaimStudy], sheet: FactSheet) -> tuple[tuple[Reading, ...], Sentence]:
    """How many claims got which verdict."""
    words = [one.verdict.value if isinstance(one.verdict, Fact) else "not known" for one in studies]
    counts = {
        word.replace(" ", "_"): sheet.fact(
            f"claims.count.{word.replace(' ', '_')}",
            f"claims {word}",
            words.count(word),
            Unit.COUNT,
            "verdicts",
        )
        for word in (*_WORDS, "not known")
    }
    said = say(
        "Of the claims, supported: {supported}; not supported: {not_supported}; too few cases: "
        "{too_few_cases}; not known: {not_known}.",
        **counts,
    )
    return tuple(counts.values()), said


def _header(shot: Snapshot, lists: Lists, rates: Mapping[str, RateSeries | Absent]) -> Header:
    """The card's header with the panels and rates that only the claims read."""
    header, sheet = shot.header, shot.sheet
    lines = (*lists.lines, *rate_lines(shot, rates))
    panels = {line.symbol for line in lists.lines}
    kept = tuple(line for line in header.sources if line.symbol not in panels)
    absent = tuple(
        gone for gone in header.absent
        if gone.id != sheet.id("data.breadth") or isinstance(lists.breadth, Absent)
    )  # fmt: skip
    absent += tuple(
        sheet.missing(f"data.{name.lower()}", name, series.reason)
        for name, series in rates.items()
        if isinstance(series, Absent) and sheet.id(f"data.{name.lower()}") not in {gone.id for gone in absent}
    )
    notices, facts = list(header.notices), list(header.facts)
    if lists.session is not None and lists.session < header.as_of:
        last = sheet.text(
            "claims.breadth_until", "newest session with members' prices", lists.session.isoformat(),
            "of all panels", unit=Unit.DATE,
        )  # fmt: skip
        facts.append(last)
        notices.append(
            say("Members' prices end on {last}: claims about breadth are tested up to it.", last=last)
        )
    if isinstance(lists.breadth, Breadth):
        facts.append(_listed(lists.breadth, sheet))
    return replace(
        header,
        sources=(*kept, *lines),
        absent=_without_repeats(absent),
        notices=tuple(notices),
        facts=tuple(facts),
        digest=_digest(header.digest, [line.digest for line in lines]),
    )


def _without_repeats(absent: Sequence[Missing]) -> tuple[Missing, ...]:
    return tuple({gone.id: gone for gone in absent}.values())


def _digest(card: str, more: Sequence[str]) -> str:
    """Hash of everything read: the card's inputs and rules, every panel and rate."""
    return hashlib.blake2b(" ".join([card, *more]).encode(), digest_size=8).hexdigest()
