"""A chain shows every change to a row, and a noted head shows that the end is still there."""

import dataclasses
import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from tests.tools.ledger.made import debrief, seal, settlement
from tests.tools.ledger.memory_ledger import FakeLedger
from tools.errors import BadData
from tools.ledger.chain import GENESIS, MOST_SAID, Stored, check, link, read
from tools.ledger.codec import to_text
from tools.ledger.entries import DebriefEntry, Seal, Settlement


@pytest.fixture
def rows() -> list[Stored]:
    """Five seals in a row."""
    ledger = FakeLedger()
    ledger.seal([seal(day) for day in range(5)])
    return ledger.stored["seals"]


def test_a_hash_covers_chain_number_row_before_and_text() -> None:
    body = to_text(seal())
    said = "\n".join(["seals", "1", GENESIS["seals"], body])
    assert link("seals", 1, GENESIS["seals"], body) == hashlib.sha256(said.encode()).hexdigest()
    others = {
        link("settlements", 1, GENESIS["seals"], body),
        link("seals", 2, GENESIS["seals"], body),
        link("seals", 1, GENESIS["debriefs"], body),
        link("seals", 1, GENESIS["seals"], body + " "),
    }
    assert len(others | {link("seals", 1, GENESIS["seals"], body)}) == 5
    assert len(set(GENESIS.values())) == 3


def test_a_chain_that_nobody_touched_is_whole(rows: list[Stored]) -> None:
    whole = check("seals", rows)
    assert (whole.rows, whole.head, whole.broken, whole.noted) == (5, rows[-1].hash, (), None)
    assert [check("seals", rows, row.hash).noted for row in rows] == [1, 2, 3, 4, 5]
    assert check("seals", rows, GENESIS["seals"]).noted == 0


def changed(**fields: Any) -> Callable[[list[Stored]], list[Stored]]:
    """The third row with other values."""
    return lambda rows: [*rows[:2], dataclasses.replace(rows[2], **fields), *rows[3:]]


def exchanged(rows: list[Stored]) -> list[Stored]:
    """The third and the fourth row in each other's place, with each other's number."""
    third, fourth = (dataclasses.replace(rows[i], number=number) for i, number in ((3, 3), (2, 4)))
    return [*rows[:2], third, fourth, rows[4]]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (changed(body=to_text(seal(2, close=1.0))), "seals, row 3: its hash does not fit"),
        (changed(body="{}"), "seals, row 3: its hash does not fit"),
        (changed(body=None), "seals, row 3: a value is of another type"),
        (changed(hash="ab" * 32), "seals, row 3: its hash does not fit"),
        (changed(hash=None), "seals, row 3: a value is of another type"),
        (changed(previous="ab" * 32), "seals, row 3: it was not written after"),
        (changed(previous=None), "seals, row 3: it was not written after"),
        (changed(number=2**40), "seals, rows 3 to 1,099,511,627,775 are missing"),
        (changed(number=-7), "seals, row -7: a chain begins with row 1"),
        (changed(columns={"symbol": "SPY"}), "seals, row 3: symbol does not agree"),
        (changed(columns={"session": None}), "seals, row 3: session does not agree"),
        (changed(wrong=("its seal is gone",)), "seals, row 3: its seal is gone"),
        (lambda rows: [*rows[:2], *rows[3:]], "seals, row 3 is missing"),
        (lambda rows: rows[2:], "seals, rows 1 to 2 are missing"),
        (exchanged, "seals, row 3: it was not written after"),
        (lambda rows: [*rows[:3], dataclasses.replace(rows[2], number=4), *rows[4:]], "seals, row 4: it was"),
    ],
    ids=range(16),
)
def test_the_first_place_that_does_not_hold_is_named_first(
    rows: list[Stored], damage: Callable[[list[Stored]], list[Stored]], said: str
) -> None:
    assert check("seals", damage(rows)).broken[0].startswith(said)


def test_one_altered_text_breaks_one_place(rows: list[Stored]) -> None:
    assert len(check("seals", changed(body=to_text(seal(9)))(rows)).broken) == 1


def test_a_cut_end_shows_only_against_a_noted_head(rows: list[Stored]) -> None:
    head = rows[-1].hash
    assert check("seals", rows[:-1]).broken == ()
    (said,) = check("seals", rows[:-1], head).broken
    assert said.startswith(f"seals: the head noted earlier, {str(head)[:16]}, is not there")


def test_a_row_of_another_chain_does_not_fit(rows: list[Stored]) -> None:
    assert check("debriefs", rows).broken


def test_of_many_broken_places_some_are_named_and_the_others_counted(rows: list[Stored]) -> None:
    wrong: Sequence[Stored] = [dataclasses.replace(rows[0], number=n, previous="") for n in range(1, 101)]
    broken = check("seals", wrong).broken
    assert len(broken) == MOST_SAID + 1
    # the first hash is wrong for an empty row before it, and so is every other; from the second, both
    assert broken[-1] == "seals: and 180 more."


def test_a_text_that_fits_its_hash_and_is_no_entry_is_said() -> None:
    for body in ("", "{}", "[]", "null", "\ud83d".encode("utf-8", "backslashreplace").decode()):
        row = Stored(1, GENESIS["seals"], link("seals", 1, GENESIS["seals"], body), body, {})
        (said,) = check("seals", [row]).broken
        assert said.startswith("seals, row 1: ")


def test_what_is_read_is_what_was_written(rows: list[Stored]) -> None:
    assert [read("seals", Seal, row).entry for row in rows] == [seal(day) for day in range(5)]
    with pytest.raises(BadData, match="row 3: its hash does not fit"):
        read("seals", Seal, changed(body=to_text(seal(3)))(rows)[2])


def test_every_chain_is_walked() -> None:
    ledger = FakeLedger()
    (row,) = ledger.seal([seal()])
    ledger.settle([settlement(row)])
    ledger.write_debrief(debrief(row))
    for chain, kind in (("seals", Seal), ("settlements", Settlement), ("debriefs", DebriefEntry)):
        (stored,) = ledger.stored[chain]  # type: ignore[index]
        assert isinstance(read(chain, kind, stored).entry, kind)  # type: ignore[arg-type, type-var]
        ledger.stored[chain] = [dataclasses.replace(stored, hash="0" * 64)]  # type: ignore[index]
    assert [len(link.broken) for link in ledger.verify()] == [1, 1, 1]
