"""A ledger in memory, held to the same claims as the databases."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tools.errors import BadRequest
from tools.ledger.chain import KINDS, Stored, append, check
from tools.ledger.codec import to_text
from tools.ledger.entries import DebriefEntry, Seal, Settlement
from tools.ledger.port import Chain, Entry, Link, Row, Wanted
from tools.ledger.references import disagreement, found_by


@dataclass
class FakeLedger:
    """What `tools.ledger.port.Ledger` says, in lists; for one thread.

    Attributes:
        stored: The rows of each chain as a database would have them, to look at and to damage.
    """

    stored: dict[Chain, list[Stored]] = field(default_factory=lambda: {chain: [] for chain in KINDS})
    _seals: list[Row[Seal]] = field(default_factory=list)
    _settlements: list[Row[Settlement]] = field(default_factory=list)
    _debriefs: list[Row[DebriefEntry]] = field(default_factory=list)

    def seal(self, seals: Sequence[Seal]) -> Sequence[Row[Seal]]:
        there = {_session_of(row.entry): row for row in self._seals}
        new: list[Seal] = []
        for one in seals:
            if _session_of(one) not in {*there, *map(_session_of, new)}:
                new.append(one)
        rows = self._put("seals", new)
        self._seals += rows
        there |= {_session_of(row.entry): row for row in rows}
        return tuple(there[_session_of(one)] for one in seals)

    def settle(self, settlements: Sequence[Settlement]) -> int:
        for one in settlements:
            self._must_agree(one, later=False)
        done = {(row.entry.seal, row.entry.horizon) for row in self._settlements}
        new: list[Settlement] = []
        for one in settlements:
            to_text(one)
            if (one.seal, one.horizon) not in done:
                done.add((one.seal, one.horizon))
                new.append(one)
        self._settlements += self._put("settlements", new)
        return len(new)

    def write_debrief(self, entry: DebriefEntry) -> Row[DebriefEntry]:
        self._must_agree(entry, later=True)
        own = [row for row in self._debriefs if row.entry.seal == entry.seal]
        if entry.corrects is None and own:
            return own[-1]
        if entry.corrects != (own[-1].hash if own else None):
            raise BadRequest("a correction names the newest debrief of its seal; this one names another.")
        self._debriefs += self._put("debriefs", [entry])
        return self._debriefs[-1]

    def seals(self, wanted: Wanted) -> Sequence[Row[Seal]]:
        return sorted(_of(self._seals, wanted), key=lambda row: (row.entry.session, row.number))

    def settlements(self, wanted: Wanted) -> Sequence[Row[Settlement]]:
        return sorted(
            _of(self._settlements, wanted),
            key=lambda row: (row.entry.session, row.entry.horizon, row.number),
        )

    def debriefs(self, wanted: Wanted) -> Sequence[Row[DebriefEntry]]:
        return sorted(_of(self._debriefs, wanted), key=lambda row: (row.entry.session, row.number))

    def unsettled(
        self, horizons: Sequence[int], wanted: Wanted
    ) -> Sequence[tuple[Row[Seal], tuple[int, ...]]]:
        done = {(row.entry.seal, row.entry.horizon) for row in self._settlements}
        found = []
        for row in self.seals(wanted):
            left = tuple(each for each in dict.fromkeys(horizons) if (row.hash, each) not in done)
            if left:
                found.append((row, left))
        return found

    def heads(self) -> Mapping[Chain, str]:
        return {chain: rows[-1].hash for chain, rows in self.stored.items() if rows and rows[-1].hash}

    def verify(self, heads: Mapping[Chain, str] | None = None) -> Sequence[Link]:
        return [check(chain, self.stored[chain], (heads or {}).get(chain)) for chain in KINDS]

    def _put(self, chain: Chain, entries: Sequence[Entry]) -> list[Row[Entry]]:
        rows = self.stored[chain]
        last = (rows[-1].number, rows[-1].hash or "") if rows else None
        linked = append(chain, last, [(one, to_text(one)) for one in entries])
        rows += [
            Stored(each.row.number, each.previous, each.row.hash, each.body, found_by(each.row.entry))
            for each in linked
        ]
        return [each.row for each in linked]

    def _must_agree(self, entry: Settlement | DebriefEntry, *, later: bool) -> None:
        seal = next((row.entry for row in self._seals if row.hash == entry.seal), None)
        why = disagreement(found_by(entry), None if seal is None else found_by(seal), later=later)
        if why is not None:
            raise BadRequest(f"it is not kept: {why}.")


def _session_of(seal: Seal) -> tuple[object, ...]:
    return seal.symbol, seal.session, seal.kind, seal.simulated


def _of(rows: Iterable[Row[Entry]], wanted: Wanted) -> list[Row[Entry]]:
    return [
        row
        for row in rows
        if wanted.symbol in (None, row.entry.symbol)
        and wanted.kind in (None, row.entry.kind)
        and wanted.simulated in (None, row.entry.simulated)
        and (wanted.first is None or row.entry.session >= wanted.first)
        and (wanted.last is None or row.entry.session <= wanted.last)
    ]
