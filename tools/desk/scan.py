"""Every member of a universe through the stack, by the same code as a single card."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from tools.bars import Bars, MemberPanel, digest_of, member_bars
from tools.desk.asked import Asked
from tools.desk.snapshot import caveats, stale_notice
from tools.desk.sources import bars_line, panel_line
from tools.facts import FactSheet
from tools.layers.base import STATE_NAMES, Inputs
from tools.market.ports import Market, Progress
from tools.profile import RULES_VERSION, Profile
from tools.results import Header, Scan, ScanRow
from tools.stack import RATING_NAMES, StackHistory, letter, stack_history
from tools.types import Absent, Reading, Sentence, Unit

_NO_UNIVERSE = Absent("a single stock has no members")
_NO_PRICE = Absent("no price in the panel")
_REPORT_EVERY = 25


def scan(
    panel: MemberPanel,
    asked: Asked,
    behind: int,
    profile: Profile,
    benchmark: Bars | Absent,
    market: Market,
    progress: Progress,
) -> Scan:
    """Rank the members of a panel.

    Args:
        panel: Closes up to the session.
        asked: The resolved date.
        behind: Sessions from the panel's end to the session.
        profile: The members' profile; breadth abstains for each of them.
        benchmark: What relative strength is measured against.
        market: Named in the header.
        progress: Told of members done.
    """
    universe = panel.membership.universe
    last = panel.index[-1].date()
    sheet = FactSheet(universe, last, panel.source, caveats(asked, behind, simulated=panel.simulated))
    digest = _digest(panel, profile, benchmark)
    rows, without = _rows(panel, profile, benchmark, progress, sheet.notes)
    lines = [panel_line(panel, digest, sheet)]
    if isinstance(benchmark, Bars):
        lines.append(bars_line(benchmark.symbol, benchmark, sheet))
    notices = list(asked.notices)
    quoted: tuple[Reading, ...] = ()
    if behind:
        said, quoted = stale_notice(universe, behind, asked, sheet)
        notices.append(said)
    if panel.biased:
        listed = panel.membership.as_of.isoformat()
        notices.append(Sentence(f"Survivorship-biased: the member list is of {listed}, after this session."))
    header = Header(
        symbol=universe,
        as_of=last,
        requested=asked.requested,
        notices=tuple(notices),
        simulated=panel.simulated,
        provisional=False,
        banner=market.banner,
        terms=market.terms,
        sources=tuple(lines),
        absent=(sheet.missing(f"data.{profile.benchmark.lower()}", profile.benchmark, benchmark.reason),)
        if isinstance(benchmark, Absent)
        else (),
        profile=profile.name,
        rules=RULES_VERSION,
        digest=digest,
        facts=quoted,
    )
    members = len(panel.membership.symbols)
    return Scan(
        header,
        universe,
        sheet.fact("scan.members", "members", members, Unit.COUNT, "of the list"),
        sheet.fact("scan.ranked", "members ranked", len(rows), Unit.COUNT, "with a composite"),
        tuple(rows),
        {
            reason: sheet.fact(
                f"scan.without.{place}", reason, count, Unit.COUNT, "members without a composite"
            )
            for place, (reason, count) in enumerate(sorted(without.items()))
        },
    )


def _rows(
    panel: MemberPanel,
    profile: Profile,
    benchmark: Bars | Absent,
    progress: Progress,
    notes: tuple[str, ...],
) -> tuple[list[ScanRow], dict[str, int]]:
    """Rank the members of a panel.

    Args:
        panel: Closes up to the session.
        profile: The members' profile; breadth abstains for each of them.
        benchmark: What relative strength is measured against.
        progress: Told of members done.
        notes: Caveats that every fact carries.

    Returns:
        Rows with a composite, best first (ties by the unclipped score, then by symbol), and why the others
        have none.
    """
    rules = profile.breadth
    found: list[_Member] = []
    without: Counter[str] = Counter()
    for place, symbol in enumerate(panel.symbols):
        if place % _REPORT_EVERY == 0:
            progress(place, len(panel.symbols), symbol)
        bars = member_bars(panel, place, rise=rules.implausible_rise, fall=rules.implausible_fall)
        member = bars if isinstance(bars, Absent) else _through(bars, panel, profile, benchmark)
        if isinstance(member, Absent):
            without[member.reason] += 1
        else:
            found.append(member)
    unpriced = len(panel.membership.symbols) - len(panel.symbols)
    if unpriced:
        without[_NO_PRICE.reason] += unpriced
    progress(len(panel.symbols), len(panel.symbols), "done")
    found.sort(key=lambda member: (-member.score, -member.strength, member.bars.symbol))
    rows = [_row(member, rank, profile, panel.source, notes) for rank, member in enumerate(found, start=1)]
    return rows, dict(without)


def _digest(panel: MemberPanel, profile: Profile, benchmark: Bars | Absent) -> str:
    """Hash of what a scan reads: the panel and the benchmark, both cut, the profile and the rules."""
    listed = f"{panel.membership.universe} {panel.membership.as_of} {len(panel.membership.symbols)}"
    priced = np.flatnonzero(np.isfinite(panel.closes).any(axis=0))
    names = ",".join(panel.symbols[place] for place in priced)
    closes = digest_of(f"{listed} {names}", panel.index, {"closes": panel.closes[:, priced]})
    other = benchmark.reason if isinstance(benchmark, Absent) else benchmark.digest
    parts = f"{RULES_VERSION} {profile.digest} {closes} {other}"
    return hashlib.blake2b(parts.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class _Member:
    """One member's last session, before it is ranked."""

    bars: Bars
    score: float
    strength: float
    coverage: float
    rating: int
    layers: Mapping[str, tuple[float, int]]


def _through(bars: Bars, panel: MemberPanel, profile: Profile, benchmark: Bars | Absent) -> _Member | Absent:
    """A member's stack at the panel's last session, or why it has none."""
    if bars.last_session < panel.index[-1].date():
        return Absent("no price at the session")
    plain = np.ones(len(bars))
    history = stack_history(Inputs(bars, benchmark, _NO_UNIVERSE, _NO_UNIVERSE, profile, plain))
    if not np.isfinite(history.score[-1]):
        return Absent("too few sessions")
    layers = {
        name: (float(past.score[-1]), int(past.states(plain)[-1]))
        for name, past in history.layers.items()
        if not isinstance(past, Absent) and np.isfinite(past.score[-1])
    }
    rating = int(history.ratings(profile.composite, plain)[-1])
    score, coverage = float(history.score[-1]), float(history.coverage[-1])
    return _Member(bars, score, _strength(history, profile), coverage, rating, layers)


def _strength(history: StackHistory, profile: Profile) -> float:
    """The composite without the layers' clips: it ranks members whose layers are all at their ends."""
    total = 0.0
    for name, past in history.layers.items():
        if not isinstance(past, Absent) and np.isfinite(past.score[-1]):
            total += profile.composite.weights[name] * float(
                (past.score if past.strength is None else past.strength)[-1]
            )
    return total


def _row(member: _Member, rank: int, profile: Profile, source: str, notes: tuple[str, ...]) -> ScanRow:
    sheet = FactSheet(member.bars.symbol, member.bars.last_session, source, ("closes only", *notes))
    points = 50.0 + 50.0 * member.score
    return ScanRow(
        member.bars.symbol,
        sheet.fact(
            "scan.rank",
            "rank",
            rank,
            Unit.COUNT,
            "by composite score, ties by the same without clipping, then by symbol",
        ),
        sheet.fact("composite.points", "composite of 100", points, Unit.POINTS_100, "50 + 50 x score"),
        sheet.fact(
            "composite.score", "composite score", member.score, Unit.SCORE, "weighted mean of its layers"
        ),
        sheet.text("composite.rating", "rating", RATING_NAMES[member.rating], "plain thresholds"),
        sheet.text("composite.letter", "letter", letter(points, profile.composite), "points against letters"),
        sheet.fact("adj_close", "adjusted close", member.bars.adj_close[-1], Unit.USD, "as in the panel"),
        sheet.fact("composite.coverage", "layers present", member.coverage, Unit.PERCENT, "weight present"),
        tuple(
            sheet.fact(f"{name}.score", name.replace("_", " "), score, Unit.SCORE, STATE_NAMES[state])
            for name, (score, state) in member.layers.items()
        ),
    )
