"""The chain of hashes: each row's covers the one before it, so that a change anywhere shows."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic

from tools.errors import BadData
from tools.ledger.codec import from_text
from tools.ledger.entries import DebriefEntry, Seal, Settlement
from tools.ledger.port import Chain, Entry, Link, Row
from tools.ledger.references import found_by

KINDS: Mapping[Chain, type[Seal] | type[Settlement] | type[DebriefEntry]] = {
    "seals": Seal,
    "settlements": Settlement,
    "debriefs": DebriefEntry,
}
"""What each chain is made of; a seal comes before what names it."""

GENESIS: Mapping[Chain, str] = {
    chain: hashlib.sha256(f"plumbline ledger\n{chain}".encode()).hexdigest() for chain in KINDS
}
"""What the first row of a chain names as the one before it, and the head of an empty chain."""

MOST_SAID = 20
"""So many broken places are named; of the others only how many there are."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A row as a database has it, whoever wrote it; None where a value is not of the type that was written.

    Attributes:
        number: Its place.
        previous: Hash of the row before it.
        hash: Its own.
        body: The entry, as `tools.ledger.codec` writes it.
        columns: What it is found by, as `tools.ledger.references.found_by` writes it.
        wrong: What does not hold between it and the rows it names; empty where all holds.
    """

    number: int
    previous: str | None
    hash: str | None
    body: str | None
    columns: Mapping[str, str | None]
    wrong: tuple[str, ...] = ()


def link(chain: Chain, number: int, previous: str, body: str) -> str:
    """The hash of a row: 64 hexadecimal digits of SHA-256.

    Args:
        chain: Its chain, so that no row can be moved to another.
        number: Its place in it.
        previous: Hash of the row before it, or the chain's `GENESIS`.
        body: The text of the entry, exactly as it is kept.
    """
    # the parts before the text hold no line break, so no two rows are written alike
    return hashlib.sha256(f"{chain}\n{number}\n{previous}\n{body}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Linked(Generic[Entry]):
    """A row ready to be appended: its place, its text, and what it is found by."""

    row: Row[Entry]
    previous: str
    body: str


def append(
    chain: Chain, last: tuple[int, str] | None, entries: Iterable[tuple[Entry, str]]
) -> list[Linked[Entry]]:
    """Rows for entries, in the order given.

    Args:
        chain: Where they go.
        last: Number and hash of its last row; None where it is empty.
        entries: Each with its text.
    """
    number, head = last or (0, GENESIS[chain])
    linked = []
    for entry, body in entries:
        number, previous = number + 1, head
        head = link(chain, number, previous, body)
        linked.append(Linked(Row(number, head, entry), previous, body))
    return linked


def read(chain: Chain, kind: type[Entry], stored: Stored) -> Row[Entry]:
    """A row that holds by itself: its hash fits, its text is read, and its columns agree with it.

    Raises:
        BadData: It does not.
    """
    if stored.hash is None or stored.previous is None or stored.body is None:
        raise BadData(f"{_place(chain, stored.number)}: a value is of another type than was written.")
    if link(chain, stored.number, stored.previous, stored.body) != stored.hash:
        raise BadData(f"{_place(chain, stored.number)}: its hash does not fit what is written in it.")
    try:
        entry = from_text(kind, stored.body)
    except BadData as error:
        raise BadData(f"{_place(chain, stored.number)}: {error}") from error
    told = found_by(entry)
    differing = [name for name, value in stored.columns.items() if told[name] != value]
    if differing:
        raise BadData(f"{_place(chain, stored.number)}: {', '.join(differing)} does not agree with its text.")
    return Row(stored.number, stored.hash, entry)


def check(chain: Chain, rows: Iterable[Stored], noted: str | None = None) -> Link:
    """Walk a chain from its first row to its last, and name every place that does not hold.

    A row that was changed breaks its own place only: what follows is held against the hash that is there.

    Args:
        chain: Its name.
        rows: All of it, by number.
        noted: A head noted earlier, e.g. one that was published; None asks for nothing.
    """
    broken: list[str] = []
    count, number, head, found = 0, 0, GENESIS[chain], 0 if noted == GENESIS[chain] else None
    known: str | None = head
    kind: type[Any] = KINDS[chain]  # which of them does not matter here
    for stored in rows:
        broken += _gap(chain, number, stored.number)
        if known is not None and stored.previous != known and stored.number == number + 1:
            broken.append(f"{_place(chain, stored.number)}: it was not written after the row before it.")
        try:
            read(chain, kind, stored)
        except BadData as error:
            broken.append(str(error))
        broken += [f"{_place(chain, stored.number)}: {why}." for why in stored.wrong]
        count, number, known = count + 1, stored.number, stored.hash
        head = known or ""
        if noted is not None and known == noted:
            found = number
    if noted is not None and found is None:
        broken.append(
            f"{chain}: the head noted earlier, {noted[:16]}, is not there: rows were cut off or rewritten."
        )
    more = len(broken) - MOST_SAID
    said = (*broken[:MOST_SAID], f"{chain}: and {more:,} more.") if more > 0 else tuple(broken)
    return Link(chain, count, head, said, found)


def _gap(chain: Chain, before: int, number: int) -> list[str]:
    if number < 1:
        return [f"{_place(chain, number)}: a chain begins with row 1."]
    first, last = max(before, 0) + 1, number - 1
    if last < first:
        return []
    which = f"row {first:,} is" if first == last else f"rows {first:,} to {last:,} are"
    return [f"{chain}, {which} missing."]


def _place(chain: Chain, number: int) -> str:
    return f"{chain}, row {number:,}"
