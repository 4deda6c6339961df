"""The book: calls sealed, settled, debriefed and scored. The desk reads markets; the book remembers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tools.debrief.codec import from_text, to_text
from tools.desk.asked import Calendar, resolve
from tools.desk.debriefing import debrief_of
from tools.desk.desk import Desk
from tools.desk.sealing import Moment, seal_of
from tools.desk.settling import SettlingRun, settle_all
from tools.errors import NoData
from tools.facts import FactSheet
from tools.ledger.entries import DebriefEntry, Seal
from tools.ledger.port import Chain, Ledger, Link, Row, Wanted
from tools.market.ports import Progress, no_progress
from tools.market.symbols import symbol_of
from tools.profile import RULES_VERSION
from tools.record.score import record_of
from tools.results import Analysis, DebriefReport, RecordReport
from tools.types import Reading


@dataclass(frozen=True, slots=True)
class SealedCard:
    """A card and its row in the ledger; `new` says whether this request wrote it."""

    card: Analysis
    row: Row[Seal]
    new: bool


class Book:
    """Keeps score of the desk's calls, in an append-only ledger.

    Thread-safe as the desk and the ledger are. Only calls of the desk's own market are sealed, settled and
    debriefed: simulated ones are never mixed with real ones.

    Attributes:
        desk: Reads the cards.
        calendar: The exchange's sessions.
    """

    def __init__(
        self,
        desk: Desk,
        ledger: Callable[[], Ledger],
        calendar: Calendar,
        clock: Callable[[], datetime],
        code: str,
    ) -> None:
        """Assemble; the ledger is opened at the first use.

        Args:
            desk: Reads the cards.
            ledger: Opens the ledger, the same one at every call.
            calendar: The exchange's sessions.
            clock: The present, with a time zone.
            code: Version of the program.
        """
        self.desk = desk
        self.calendar = calendar
        self._ledger = ledger
        self._clock = clock
        self._code = code

    @property
    def ledger(self) -> Ledger:
        """What it keeps its rows in."""
        return self._ledger()

    def seal(self, symbol: str, as_of: date | None = None) -> SealedCard:
        """Read the card of a session and seal its call; a session that was sealed before keeps its seal.

        Sealed before the next session opens it is a forward call, later a back-filled one.

        Raises:
            PlumbError: As `Desk.analyze`, and what the ledger raises.
        """
        card, call = self.call(symbol, as_of)
        row = self.ledger.seal([call])[0]
        return SealedCard(card, row, new=row.entry == call)

    def call(self, symbol: str, as_of: date | None = None) -> tuple[Analysis, Seal]:
        """The card of a session and the call it makes; nothing is written.

        Raises:
            PlumbError: As `Desk.analyze`.
        """
        shot = self.desk.snapshot(symbol, as_of)
        card = self.desk.card(shot)
        opens = self.calendar.open_time(self.calendar.next(shot.header.as_of))
        return card, seal_of(shot, card, Moment(self._clock(), opens, self._code))

    def settle(self, symbol: str | None = None, *, progress: Progress = no_progress) -> SettlingRun:
        """Settle every horizon that has ended, of one symbol or of all; each is written once.

        Raises:
            BadRequest: Not a symbol.
        """
        name = _name(symbol)
        market, wanted = self.desk.market, Wanted(name, simulated=self.desk.market.simulated)
        benchmark = self.desk.profile(name or "default").benchmark
        return settle_all(self.ledger, market.bars, benchmark, self.calendar, self._clock(), wanted, progress)

    def debrief(self, symbol: str, as_of: date | None = None, *, write: bool = False) -> DebriefReport:
        """The debrief of a session: of the call sealed at the session before it.

        A debrief that was written is given as it was written; else it is made now.

        Args:
            symbol: As typed.
            as_of: The session that is judged; None for the newest.
            write: Whether one that is made now is kept.

        Raises:
            NoData: No call was sealed at the session before, or the session's bars are not there.
            PlumbError: As `Desk.analyze`.
        """
        name = symbol_of(symbol.strip().removeprefix("$"))
        session = resolve(as_of, self.calendar, self._clock(), provisional=False).session
        row = self._sealed_before(name, session)
        seal = row.entry
        wanted = Wanted(name, seal.kind, seal.simulated, session, session)
        kept = [one for one in self.ledger.debriefs(wanted) if one.entry.seal == row.hash]
        if kept:
            shot = self.desk.snapshot(name, session)
            return DebriefReport(shot.header, shot.price, from_text(kept[-1].entry.body))
        report = debrief_of(self.desk, row, session)
        if write:
            body = to_text(report.debrief)
            self.ledger.write_debrief(
                DebriefEntry(row.hash, name, session, seal.kind, seal.simulated, self._clock(), None, body)
            )
        return report

    def record(
        self, symbol: str | None = None, as_of: date | None = None, *, horizon: int | None = None
    ) -> RecordReport:
        """How sealed calls did up to a session: forward and back-filled, real and simulated apart.

        Args:
            symbol: As typed; None for all.
            as_of: Only calls and outcomes up to this session; None for the newest.
            horizon: The one whose worst calls are listed; None for the profile's.

        Raises:
            BadRequest: Not a symbol, a date in the future, or no such horizon.
        """
        asked = resolve(as_of, self.calendar, self._clock(), provisional=False)
        name = _name(symbol)
        profile = self.desk.profile(name or "default")
        wanted = Wanted(symbol=name, last=asked.session)
        record = record_of(
            self.ledger.seals(wanted),
            self.ledger.settlements(wanted),
            profile.evidence,
            asked.session,
            name,
            shown=profile.evidence.card_horizon if horizon is None else horizon,
        )
        return RecordReport(
            record=record,
            requested=asked.requested,
            # today's heads are no part of what an earlier session knew
            heads=() if asked.requested else self._heads(asked.session),
            profile=profile.name,
            rules=RULES_VERSION,
            notices=asked.notices,
        )

    def verify(self, heads: Mapping[Chain, str] | None = None) -> Sequence[Link]:
        """Whether every chain of the ledger holds, and still has the heads that were noted earlier."""
        return self.ledger.verify(heads)

    def _heads(self, session: date) -> tuple[Reading, ...]:
        """The last hash of each chain that has rows, to be noted down."""
        sheet = FactSheet("desk", session, "ledger")
        return tuple(
            sheet.text(f"record.head.{chain}", f"head of {chain}", head, "hash of the chain's last row")
            for chain, head in self.ledger.heads().items()
        )

    def _sealed_before(self, symbol: str, session: date) -> Row[Seal]:
        """The call of the session before: the forward one where there is one."""
        before = self.calendar.at_or_before(session - timedelta(days=1))
        wanted = Wanted(symbol, simulated=self.desk.market.simulated, first=before, last=before)
        rows = self.ledger.seals(wanted)
        if not rows:
            raise NoData(
                f"No signal of {symbol} was sealed at {before.isoformat()}, the session before "
                f"{session.isoformat()}, so there is no debrief of it."
            )
        return min(rows, key=lambda row: (row.entry.kind != "forward", row.number))


def _name(symbol: str | None) -> str | None:
    return None if symbol is None else symbol_of(symbol.strip().removeprefix("$"))
