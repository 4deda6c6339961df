"""The desk: a question in, a typed result out. The only place where the market meets the pure stages."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from tools.bars import Bars, MemberPanel
from tools.charts import Chart, KeptCharts, Theme
from tools.desk.asked import Asked, Calendar, resolve
from tools.desk.breadth_report import breadth_report
from tools.desk.card import card_of, levels_of
from tools.desk.chart_data import ChartKind, chart_data
from tools.desk.claims import ClaimTests
from tools.desk.claims_inputs import read_decisions, read_lists, read_rates
from tools.desk.comparison import Comparison, compare, distinct
from tools.desk.counted import CountedPanels
from tools.desk.evidence import Studies, evidence_report
from tools.desk.gather import gather
from tools.desk.hindsight import Hindsight, read_hindsight
from tools.desk.history import History, reading_history
from tools.desk.scan import scan
from tools.desk.snapshot import Snapshot, take_snapshot
from tools.errors import NoData, SourceDown
from tools.evidence.cache import StudyCache
from tools.market.ports import Events, Market, Progress, no_progress
from tools.market.symbols import symbol_of
from tools.overlays.credit import read_credit
from tools.overlays.rotation import read_rotation
from tools.profile import Profile, load_profile
from tools.results import (
    Analysis,
    BreadthReport,
    ClaimsReport,
    EvidenceReport,
    LevelsReport,
    RotationReport,
    Scan,
)
from tools.reward_risk import reward_risk
from tools.stack import read_composite
from tools.types import Absent


class Desk:
    """Answers questions about a market at a session.

    Every method takes a symbol and an optional date, and either returns a result or raises one of
    `tools.errors`. Thread-safe; the only state is kept by content: breadth counts, numbers of
    evidence, verdicts on claims, pictures.
    """

    def __init__(
        self,
        market: Market,
        calendar: Calendar,
        events: Events,
        clock: Callable[[], datetime],
        profiles: Path | None = None,
        studies: StudyCache | None = None,
    ) -> None:
        """Assemble; nothing is read yet.

        Args:
            market: Where the data come from.
            calendar: The exchange's sessions.
            events: The macro calendar.
            clock: The present, with a time zone.
            profiles: The operator's folder of profiles, if there is one.
            studies: Where the numbers of evidence are kept between runs, if anywhere.
        """
        self.market = market
        self.calendar = calendar
        self.events = events
        self._clock = clock
        self._profiles = profiles
        self._studies = Studies(studies)
        self._claims = ClaimTests()
        self._counted = CountedPanels()
        self._charts = KeptCharts()

    def analyze(
        self,
        symbol: str,
        as_of: date | None = None,
        *,
        events: bool = True,
        provisional: bool = False,
        evidence: bool = True,
    ) -> Analysis:
        """The whole card: stack, overlays, sizing, levels, risk, votes and horizons.

        Args:
            symbol: As typed, e.g. "iwm" or "$IWM".
            as_of: The date asked for; a closed day means the session before it. None: the newest.
            events: Whether the macro calendar moves the thresholds.
            provisional: Whether a running session may be read, labelled so.
            evidence: Whether what followed the states in force is studied.

        Raises:
            BadRequest: Not a symbol, or a date in the future.
            NoData: The symbol is unknown, or its history begins later.
            SourceDown: The source did not serve the symbol.
            SettingsError: The profile is wrong.
        """
        return self.card(
            self.snapshot(symbol, as_of, events=events, provisional=provisional), evidence=evidence
        )

    def card(self, shot: Snapshot, *, evidence: bool = False) -> Analysis:
        """The whole card of a snapshot that was taken.

        Args:
            shot: Of `snapshot`.
            evidence: As for `analyze`.
        """
        return card_of(shot, self._studies if evidence else None)

    def profile(self, symbol: str) -> Profile:
        """The parameters that a symbol is read with.

        Raises:
            SettingsError: The profile is wrong.
        """
        return load_profile(symbol, self._profiles)

    def breadth(self, symbol: str, as_of: date | None = None, *, events: bool = True) -> BreadthReport:
        """Whether the members carry the price's move, and the one reading that would change that.

        Raises:
            PlumbError: As `analyze`.
        """
        return breadth_report(self.snapshot(symbol, as_of, events=events))

    def rotation(self, symbol: str, as_of: date | None = None) -> RotationReport:
        """The price ratio's state against the benchmark, with credit beside it.

        Raises:
            PlumbError: As `analyze`.
        """
        shot = self.snapshot(symbol, as_of)
        profile = shot.profile
        state = read_rotation(
            shot.bars, shot.other(profile.benchmark), profile.rotation, profile.benchmark, shot.sheet
        )
        credit = read_credit(shot.gathered.credit, shot.bars.index, profile.credit, shot.sheet)
        return RotationReport(shot.header, shot.price, state, credit)

    def levels(self, symbol: str, as_of: date | None = None) -> LevelsReport:
        """Support, resistance, pivots and risk.

        Raises:
            PlumbError: As `analyze`.
        """
        shot = self.snapshot(symbol, as_of)
        found, measured = levels_of(shot)
        ratios = reward_risk(shot.price.close, measured.stop, found, shot.sheet)
        return LevelsReport(shot.header, shot.price, found, measured, ratios)

    def evidence(
        self,
        symbol: str,
        as_of: date | None = None,
        *,
        layer: str | None = None,
        state: str | None = None,
        horizon: int | None = None,
    ) -> EvidenceReport:
        """What followed each state and flag over the symbol's history, with its base and its interval.

        Args:
            symbol: As typed.
            as_of: The last session that is known, as in `analyze`.
            layer: Only this layer's, or "composite", "rotation", "credit", "positioning".
            state: Only this state or flag, e.g. "bearish" or "breadth divergence warning".
            horizon: Only this one of the profile's horizons, in sessions.

        Raises:
            PlumbError: As `analyze`; `BadRequest` also for an unknown layer, state or horizon.
        """
        shot = self.snapshot(symbol, as_of)
        return evidence_report(shot, self._studies, layer=layer, state=state, horizon=horizon)

    def compare(self, symbols: Sequence[str], as_of: date | None = None) -> Comparison:
        """Two to five symbols side by side, with their differences and who leads on what.

        Raises:
            PlumbError: As `analyze`; `BadRequest` also for too few or too many different symbols.
        """
        names = distinct([symbol_of(symbol.strip().removeprefix("$")) for symbol in symbols])
        return compare([self.analyze(name, as_of, evidence=False) for name in names])

    def history(self, symbol: str, reading: str, as_of: date | None = None, *, sessions: int = 21) -> History:
        """A reading over its last sessions, from the columns that the card is read from.

        Args:
            symbol: As typed.
            reading: One of `tools.desk.reading_columns.READINGS`, e.g. "trend score".
            as_of: The last session shown, as in `analyze`.
            sessions: How many, 2 to 252.

        Raises:
            PlumbError: As `analyze`; `BadRequest` also for a reading without a history; lists those with one.
        """
        return reading_history(self.snapshot(symbol, as_of), reading, sessions)

    def hindsight(self, symbol: str, as_of: date | None = None) -> Hindsight:
        """What the stack of the session before reads today, against what the session did. No debrief.

        Raises:
            PlumbError: As `analyze`; `NoData` also where no bar lies before the session.
        """
        shot = self.snapshot(symbol, as_of)
        if len(shot.bars) < 2:
            raise NoData(f"{shot.symbol} has no bar before {shot.header.as_of.isoformat()}.")
        before = self.snapshot(symbol, shot.bars.index[-2].date())
        return read_hindsight(
            shot, before, read_composite(before.inputs, before.stack, before.readings, before.sheet)
        )

    def scan(
        self, universe: str = "russell2000", as_of: date | None = None, *, progress: Progress = no_progress
    ) -> Scan:
        """Every member of a universe through the stack, best first; breadth abstains for single stocks.

        Raises:
            PlumbError: As `analyze`; `NoData` also when no member has prices at the session.
        """
        asked = resolve(as_of, self.calendar, self._clock(), provisional=False)
        panel = self.market.panels.panel(universe, asked.session).until(asked.session)
        profile = self.profile("default")
        benchmark = self._benchmark(profile, asked, panel)
        behind = self.calendar.count(panel.index[-1].date(), asked.session)
        return scan(panel, asked, behind, profile, benchmark, self.market, progress)

    def claims(self, symbol: str = "IWM", as_of: date | None = None) -> ClaimsReport:
        """What other systems claim of the symbol, each tested on its history up to the session.

        Members' prices may end before the session; the claims about breadth then end where they do, and
        the report says so.

        Raises:
            PlumbError: As `analyze`.
        """
        shot = self.snapshot(symbol, as_of)
        lists = read_lists(shot, self.market.panels, self._counted.of)
        rates, decisions = read_rates(shot, self.market.rates), read_decisions(shot, self.events)
        return self._claims.report(shot, lists, rates, decisions)

    def chart(
        self, symbol: str, as_of: date | None = None, *, kind: ChartKind = "all", theme: Theme = "dark"
    ) -> Chart:
        """A picture with an alt text that says its numbers.

        Raises:
            PlumbError: As `analyze`.
        """
        shot = self.snapshot(symbol, as_of)
        found, _ = levels_of(shot)
        return self._charts.draw(chart_data(shot, found), kind, theme)

    def snapshot(
        self, symbol: str, as_of: date | None = None, *, events: bool = True, provisional: bool = False
    ) -> Snapshot:
        """What every answer about one symbol is read from.

        Raises:
            PlumbError: As `analyze`.
        """
        name = symbol_of(symbol.strip().removeprefix("$"))
        asked = resolve(as_of, self.calendar, self._clock(), provisional=provisional)
        profile = self.profile(name)
        if not events:
            profile = profile.model_copy(
                update={"calendar": profile.calendar.model_copy(update={"enabled": False})}
            )
        gathered = gather(name, asked, self.market, profile, self._counted.of)
        return take_snapshot(name, gathered, profile, self.market, self.calendar, self.events)

    def _benchmark(self, profile: Profile, asked: Asked, panel: MemberPanel) -> Bars | Absent:
        try:
            bars = self.market.bars.bars(profile.benchmark).until(asked.session)
        except (NoData, SourceDown) as error:
            return Absent(str(error).rstrip("."))
        return bars.on_sessions(panel.index)
