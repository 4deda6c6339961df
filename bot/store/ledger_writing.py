"""What happens inside a transaction that appends to a chain of the ledger."""

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection, insert, select

from bot.store.ledger_rows import ROWS, SealRow, SettlementRow
from tools.errors import BadRequest
from tools.ledger.chain import Linked
from tools.ledger.entries import DebriefEntry, Settlement
from tools.ledger.port import Chain, Entry
from tools.ledger.references import FOUND_BY, disagreement, found_by, texts_of

_AT_ONCE = 500
"""So many hashes in one question: both databases have a limit."""


def last_of(connection: Connection, chain: Chain) -> tuple[int, str] | None:
    """Number and hash of a chain's last row; None where it is empty."""
    rows = ROWS[chain]
    found = connection.execute(select(rows.number, rows.hash).order_by(rows.number.desc()).limit(1)).first()
    return None if found is None else (found[0], found[1])


def insert_rows(connection: Connection, chain: Chain, linked: Sequence[Linked[Entry]]) -> None:
    """Put rows at the end of a chain."""
    if not linked:
        return
    values = [
        {"number": each.row.number, "previous": each.previous, "hash": each.row.hash, "body": each.body}
        | {name: getattr(each.row.entry, name) for name in FOUND_BY[chain]}
        for each in linked
    ]
    connection.execute(insert(ROWS[chain]), values)


def must_agree(connection: Connection, entries: Sequence[Settlement] | Sequence[DebriefEntry]) -> None:
    """Refuse entries that name no seal, or one that they do not agree with.

    Raises:
        BadRequest: One does.
    """
    seals: dict[str, Mapping[str, str | None]] = {}
    named = (SealRow.hash, SealRow.symbol, SealRow.session, SealRow.kind, SealRow.simulated)
    for some in _portions({one.seal for one in entries}):
        for values in connection.execute(select(*named).where(SealRow.hash.in_(some))):
            seals[values[0]] = texts_of(dict(zip(FOUND_BY["seals"], values[1:], strict=True)))
    for one in entries:
        later = isinstance(one, DebriefEntry)
        why = disagreement(found_by(one), seals.get(one.seal), later=later)
        if why is not None:
            what = "debrief" if later else "settlement"
            raise BadRequest(f"this {what} of {one.symbol}, {one.session}, is not kept: {why}.")


def settled_pairs(connection: Connection, seals: Iterator[str]) -> set[tuple[str, int]]:
    """Seals and horizons that are settled, of the seals given by hash."""
    pairs: set[tuple[str, int]] = set()
    for some in _portions(set(seals)):
        question = select(SettlementRow.seal, SettlementRow.horizon).where(SettlementRow.seal.in_(some))
        pairs.update((each[0], each[1]) for each in connection.execute(question))
    return pairs


def _portions(hashes: set[str]) -> Iterator[list[str]]:
    all_ = sorted(hashes)
    for start in range(0, len(all_), _AT_ONCE):
        yield all_[start : start + _AT_ONCE]
