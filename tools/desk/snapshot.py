"""One symbol at one session, with everything computed that its answers are read from."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from tools.bars import Bars
from tools.calendar import KINDS, Event
from tools.desk.asked import Asked, Calendar
from tools.desk.gather import Gathered
from tools.facts import FactSheet
from tools.layers.base import Breadth, Inputs
from tools.market.ports import Events, Market
from tools.overlays.calendar_window import CalendarWindow, calendar_window, multiples_on, threshold_multiples
from tools.phrases import say
from tools.profile import RULES_VERSION, Profile
from tools.results import Header, Price
from tools.stack import StackHistory, read_layers, stack_history
from tools.types import Absent, FloatArray, LayerReading, Reading, Sentence, Unit

_LOOK_AHEAD = timedelta(days=150)
"""Far enough that the next FOMC decision and the next quarter's season are in sight."""


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Everything the desk's answers read.

    Attributes:
        symbol: As resolved.
        profile: Its parameters.
        gathered: Its inputs, cut at the session.
        inputs: What the layers read, with the calendar's multiples.
        stack: The layers and the composite over history.
        readings: The layers' last session.
        window: The calendar overlay.
        sheet: Makes facts of this symbol at this session.
        header: What every result begins with.
        price: The session's price.
    """

    symbol: str
    profile: Profile
    gathered: Gathered
    inputs: Inputs
    stack: StackHistory
    readings: tuple[LayerReading, ...]
    window: CalendarWindow
    sheet: FactSheet
    header: Header
    price: Price

    @property
    def bars(self) -> Bars:
        """The symbol's bars up to the session."""
        return self.gathered.bars

    def column(self, layer: str, name: str) -> FloatArray:
        """A column of a layer's history; NaN throughout where the layer abstains."""
        history = self.stack.layers[layer]
        if isinstance(history, Absent):
            return np.full(len(self.bars), np.nan)
        return history.columns[name]

    def other(self, symbol: str) -> Bars | Absent:
        """Another symbol's bars up to the session."""
        return self.gathered.others[symbol]


def take_snapshot(
    symbol: str, gathered: Gathered, profile: Profile, market: Market, calendar: Calendar, events: Events
) -> Snapshot:
    """Compute the layers and the header of a gathered card."""
    bars, asked = gathered.bars, gathered.asked
    behind = calendar.count(bars.last_session, asked.session)
    simulated = market.simulated or bars.simulated
    notes = caveats(asked, behind, simulated=simulated)
    if not bars.adjusted:
        notes += ("not adjusted for dividends",)
    sheet = FactSheet(symbol, bars.last_session, bars.source, notes)
    window, multiples = _calendar(bars, profile, calendar, events, sheet)
    inputs = Inputs(
        bars,
        gathered.others[profile.benchmark],
        gathered.others[profile.growth],
        gathered.breadth,
        profile,
        multiples,
        gathered.intraday,
    )
    stack = stack_history(inputs)
    notices, quoted = _notices(gathered, behind, sheet)
    header = Header(
        symbol=symbol,
        as_of=bars.last_session,
        requested=asked.requested,
        notices=notices,
        simulated=simulated,
        provisional=asked.provisional,
        banner=market.banner,
        terms=market.terms,
        sources=gathered.lines,
        absent=gathered.absent,
        profile=profile.name,
        rules=RULES_VERSION,
        digest=_digest(gathered, window, multiples),
        facts=quoted,
    )
    readings = read_layers(inputs, stack, sheet)
    return Snapshot(
        symbol, profile, gathered, inputs, stack, readings, window, sheet, header, _price(bars, sheet)
    )


def _digest(gathered: Gathered, window: CalendarWindow, multiples: FloatArray) -> str:
    """Hash of everything the card is made from: its inputs, and what the macro calendar did to them."""
    hasher = hashlib.blake2b(gathered.digest.encode(), digest_size=8)
    hasher.update(np.ascontiguousarray(multiples).tobytes())
    hasher.update(repr((window.in_force, window.ahead, window.unknown)).encode())
    return hasher.hexdigest()


def caveats(asked: Asked, behind: int, *, simulated: bool) -> tuple[str, ...]:
    """What every fact of a card at the session must carry."""
    notes = []
    if simulated:
        notes.append("SIMULATED")
    if asked.provisional:
        notes.append("provisional: the session is not finished")
    if behind:
        notes.append(f"stale by {behind} session{'' if behind == 1 else 's'}")
    return tuple(notes)


def stale_notice(
    name: str, behind: int, asked: Asked, sheet: FactSheet
) -> tuple[Sentence, tuple[Reading, ...]]:
    """That the data of `name` end before the session asked for, and the facts that says it with."""
    late = sheet.number(
        "data.stale", "sessions behind", behind, Unit.SESSIONS, "sessions after the newest bar"
    )
    last = sheet.text(
        "data.last", "newest bar", sheet.as_of.isoformat(), "date of the newest bar", unit=Unit.DATE
    )
    said = say(f"STALE: {name} ends on {{last}}, {{late}} before {asked.session}.", last=last, late=late)
    return said, (late, last)


def _notices(
    gathered: Gathered, behind: int, sheet: FactSheet
) -> tuple[tuple[Sentence, ...], tuple[Reading, ...]]:
    """What the reader must know first, and the facts those sentences quote."""
    notices = list(gathered.asked.notices)
    quoted: list[Reading] = []
    bars = gathered.bars
    if behind:
        said, facts = stale_notice(bars.symbol, behind, gathered.asked, sheet)
        notices.append(said)
        quoted += facts
    if bars.audit.rows_dropped:
        lost = sheet.number(
            "data.rows_dropped",
            "rows dropped",
            bars.audit.rows_dropped,
            Unit.COUNT,
            "rows the gate dropped, all dates",
        )
        quoted.append(lost)
        reasons = "; ".join(bars.audit.dropped)
        notices.append(say(f"Rows of {bars.symbol} dropped by the gate: {{lost}} ({reasons}).", lost=lost))
    if isinstance(gathered.breadth, Breadth) and gathered.breadth.biased:
        listed = gathered.breadth.membership.as_of.isoformat()
        notices.append(
            Sentence(f"Breadth is survivorship-biased: its member list is of {listed}, after this session.")
        )
    if not bars.adjusted:
        notices.append(
            Sentence(
                f"{bars.symbol} has no adjusted closes: returns, averages and ratios leave dividends out."
            )
        )
    if bars.fields == "close":
        notices.append(
            Sentence(f"{bars.symbol} has closes only: ATR is of closes and the volume check abstains.")
        )
    return tuple(notices), tuple(quoted)


def _price(bars: Bars, sheet: FactSheet) -> Price:
    unit = Unit.INDEX if bars.symbol.startswith("^") else Unit.USD
    before = bars.close[-2] if len(bars) > 1 else np.nan
    return Price(
        sheet.number(
            "close", "close", bars.close[-1], unit, "split-adjusted close, unadjusted for dividends"
        ),
        sheet.number(
            "adj_close", "adjusted close", bars.adj_close[-1], unit, "adjusted for splits and dividends"
        ),
        sheet.number("change", "change", bars.close[-1] - before, unit, "close less the close before"),
        sheet.number(
            "change_percent",
            "change",
            100.0 * (bars.close[-1] / before - 1.0),
            Unit.PERCENT,
            "close / close before - 1",
        ),
    )


def _calendar(
    bars: Bars, profile: Profile, calendar: Calendar, events: Events, sheet: FactSheet
) -> tuple[CalendarWindow, FloatArray]:
    """The overlay at the session, and its multiples on the bars: ones where the profile has it off."""
    rules, session = profile.calendar, bars.last_session
    sessions = calendar.between(bars.index[0].date(), session + _LOOK_AHEAD)
    moving: Sequence[Event] = ()
    gaps: Mapping[str, Absent] = {}
    if rules.enabled:
        moving = events.between(sessions[0].date(), sessions[-1].date(), rules.kinds)
        # calendar days that hold the window's sessions even across a long weekend
        first = session - timedelta(days=2 * rules.after + 4)
        last = session + timedelta(days=2 * rules.before + 4)
        gaps = {kind: gap for kind in rules.kinds if (gap := events.gap(kind, first, last)) is not None}
    upcoming = {kind: events.next(kind, session) for kind in KINDS}
    window = calendar_window(sheet, session, sessions, moving, upcoming, rules, gaps=gaps)
    multiples = threshold_multiples(
        sessions,
        [event.day for event in moving],
        before=rules.before,
        after=rules.after,
        tighter=rules.tighter,
        looser=rules.looser,
    )
    return window, multiples_on(bars.index, sessions, multiples)
