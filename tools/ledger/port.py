"""What the desk asks of a ledger. `bot.store` keeps it in a database, held to what is said here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, Literal, Protocol, TypeVar

from tools.ledger.entries import DebriefEntry, Kind, Seal, Settlement

Entry = TypeVar("Entry", Seal, Settlement, DebriefEntry)
Chain = Literal["seals", "settlements", "debriefs"]


@dataclass(frozen=True, slots=True)
class Row(Generic[Entry]):
    """An entry in its place in its chain.

    Attributes:
        number: 1 and up, without gaps.
        hash: Of the entry and the hash before it: 64 hexadecimal digits.
        entry: What was written.
    """

    number: int
    hash: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class Link:
    """How one chain stands.

    Attributes:
        chain: Its name.
        rows: How many rows it has.
        head: Hash of its last row; of nothing where it is empty.
        broken: What does not hold, in words, the first place first; empty where all holds.
        noted: Number of the row whose hash is the head that was asked for; 0 where it is that of the empty
            chain; None where none was asked for, or it is not there.
    """

    chain: Chain
    rows: int
    head: str
    broken: tuple[str, ...]
    noted: int | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are asked for; None asks for all.

    Attributes:
        symbol: E.g. "IWM".
        kind: Forward or back-filled.
        simulated: Of the simulated market or of a real one.
        first, last: Sessions of the entries, both included.
    """

    symbol: str | None = None
    kind: Kind | None = None
    simulated: bool | None = None
    first: date | None = None
    last: date | None = None


class Ledger(Protocol):
    """Append-only: nothing in it is ever changed or deleted.

    Every method is safe among threads and processes; what has returned survives the end of the process.
    All raise `SourceDown` where the database did not serve and `BadData` where a row is damaged.
    """

    def seal(self, seals: Sequence[Seal]) -> Sequence[Row[Seal]]:
        """Append seals, all or none, in the order given.

        A symbol's session is sealed once per kind and market: where it was sealed before, the row that is
        there is returned and nothing is written.

        Returns:
            One row per seal, in the order given.
        """

    def settle(self, settlements: Sequence[Settlement]) -> int:
        """Append settlements, all or none; a horizon of a seal that is settled already is left as it is.

        Returns:
            How many were written.

        Raises:
            BadRequest: A settlement names a seal that is not there.
        """

    def write_debrief(self, entry: DebriefEntry) -> Row[DebriefEntry]:
        """Append a debrief. Where the seal has one and `corrects` is None, the one there is returned.

        Raises:
            BadRequest: It names a seal that is not there, or corrects an entry that is not the seal's newest.
        """

    def seals(self, wanted: Wanted) -> Sequence[Row[Seal]]:
        """Seals by session, then by number."""

    def settlements(self, wanted: Wanted) -> Sequence[Row[Settlement]]:
        """Settlements by the seals' session, then by horizon."""

    def debriefs(self, wanted: Wanted) -> Sequence[Row[DebriefEntry]]:
        """Debriefs by the judged session, then by number; of a corrected one both rows."""

    def unsettled(
        self, horizons: Sequence[int], wanted: Wanted
    ) -> Sequence[tuple[Row[Seal], tuple[int, ...]]]:
        """Seals that lack a settlement at one of the horizons, with those horizons; by session."""

    def heads(self) -> Mapping[Chain, str]:
        """Hash of the last row of each chain that has rows: what to note down elsewhere."""

    def verify(self, heads: Mapping[Chain, str] | None = None) -> Sequence[Link]:
        """Read every row, and recompute every hash and every reference; a damaged row raises nothing.

        Args:
            heads: Heads noted earlier and kept elsewhere: a chain that no longer holds its own was cut off
                at the end, or written anew, and is broken.

        Returns:
            One link per chain: seals, settlements, debriefs.
        """
