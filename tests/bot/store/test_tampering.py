"""Whatever is altered in the ledger's tables, `verify` finds the place; and the tables refuse it at first."""

import sqlite3
from contextlib import closing

import psycopg
import pytest

from bot.store import Store, open_store
from tests.bot.store.attacks import attack
from tests.tools.ledger.made import MONDAY, debrief, seal, settlement
from tests.tools.ledger.memory_ledger import FakeLedger
from tools.errors import BadData
from tools.ledger.port import Chain, Ledger, Link, Wanted

CHAINS: tuple[Chain, ...] = ("seals", "settlements", "debriefs")


def fill(ledger: Ledger, close: float = 242.17) -> None:
    """Four rows in every chain."""
    rows = ledger.seal([seal(day, close=close if day == 1 else 242.17) for day in range(4)])
    ledger.settle([settlement(row, 1) for row in rows])
    first = ledger.write_debrief(debrief(rows[0]))
    ledger.write_debrief(debrief(rows[0], first.hash))
    for row in rows[1:3]:
        ledger.write_debrief(debrief(row))


@pytest.fixture
def filled(url: str) -> str:
    """A database with four rows in every chain."""
    with open_store(url) as store:
        fill(store.ledger)
        assert [(link.rows, link.broken) for link in store.ledger.verify()] == [(4, ())] * 3
    return url


def verified(url: str) -> dict[Chain, Link]:
    with open_store(url) as store:
        return {link.chain: link for link in store.ledger.verify()}


_OTHER = f"'{'ab' * 32}'"
_COMMON = {
    "number": "1000",
    "previous": _OTHER,
    "hash": _OTHER,
    "body": "replace(body, 'forward', 'backfilled')",
    "symbol": "'SPY'",
    "session": "'2031-01-01'",
    "kind": "'backfilled'",
    "simulated": "NOT simulated",
}
_EACH = [(chain, column, value) for chain in CHAINS for column, value in _COMMON.items()] + [
    ("settlements", "seal", _OTHER),
    ("settlements", "horizon", "7"),
    ("debriefs", "seal", "(SELECT hash FROM seals WHERE number = 4)"),
    ("debriefs", "corrects", _OTHER),
]


def test_every_column_of_every_chain_is_in_the_list_of_changes(store: Store) -> None:
    with store.answers._engine.connect() as connection:
        for chain in CHAINS:
            columns = set(connection.exec_driver_sql(f"SELECT * FROM {chain}").keys())  # noqa: S608
            assert columns == {column for name, column, _ in _EACH if name == chain}


@pytest.mark.parametrize(("chain", "column", "value"), _EACH)
def test_a_changed_value_is_found_in_its_row(filled: str, chain: Chain, column: str, value: str) -> None:
    attack(filled, f"UPDATE {chain} SET {column} = {value} WHERE number = 2")  # noqa: S608
    broken = verified(filled)[chain].broken
    assert "row 2" in broken[0]


@pytest.mark.parametrize("chain", CHAINS)
def test_a_changed_row_is_not_read(filled: str, chain: Chain) -> None:
    attack(filled, f"UPDATE {chain} SET body = replace(body, 'forward', 'backfilled') WHERE number = 2")  # noqa: S608
    with open_store(filled) as store, pytest.raises(BadData, match=rf"^{chain}, row 2: its hash does not"):
        getattr(store.ledger, chain)(Wanted())


@pytest.mark.parametrize("chain", CHAINS)
def test_a_deleted_row_is_missed(filled: str, chain: Chain) -> None:
    attack(filled, f"DELETE FROM {chain} WHERE number = 2")  # noqa: S608
    assert verified(filled)[chain].broken[0] == f"{chain}, row 2 is missing."


@pytest.mark.parametrize("chain", CHAINS)
def test_a_deleted_row_is_missed_where_the_others_move_up(filled: str, chain: Chain) -> None:
    up = [f"UPDATE {chain} SET number = {number - 1} WHERE number = {number}" for number in (3, 4)]  # noqa: S608
    attack(filled, f"DELETE FROM {chain} WHERE number = 2", *up)  # noqa: S608
    assert "row 2: it was not written after" in verified(filled)[chain].broken[0]


@pytest.mark.parametrize("chain", CHAINS)
def test_a_deleted_end_is_missed_by_whoever_noted_the_head(filled: str, chain: Chain) -> None:
    head = verified(filled)[chain].head
    attack(filled, f"DELETE FROM {chain} WHERE number = 4")  # noqa: S608
    with open_store(filled) as store:
        unnoted = {link.chain: link for link in store.ledger.verify()}
        noted = {link.chain: link for link in store.ledger.verify({chain: head})}
    if chain != "seals":
        assert unnoted[chain].broken == ()
    assert "the head noted earlier" in noted[chain].broken[-1]
    assert noted[chain].noted is None


@pytest.mark.parametrize("chain", CHAINS)
def test_rows_that_changed_places_are_found(filled: str, chain: Chain) -> None:
    moves = [(2, 99), (3, 2), (99, 3)]
    attack(filled, *(f"UPDATE {chain} SET number = {to} WHERE number = {of}" for of, to in moves))  # noqa: S608
    assert "row 2" in verified(filled)[chain].broken[0]


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize("place", [0, 5, 3])
def test_an_inserted_row_is_found(filled: str, chain: Chain, place: int) -> None:
    """Before the first, after the last, and in the middle, where the others make room."""
    named = {"seals": "symbol", "settlements": "horizon", "debriefs": "corrects"}[chain]
    values = {"number": str(place), "hash": _OTHER, "symbol": "'QQQ'", "horizon": "3", "corrects": _OTHER}
    with open_store(filled) as store, store.answers._engine.connect() as connection:
        columns = list(connection.exec_driver_sql(f"SELECT * FROM {chain}").keys())  # noqa: S608
    copied = ", ".join(values[name] if name in ("number", "hash", named) else name for name in columns)
    room = [f"UPDATE {chain} SET number = {n + 1} WHERE number = {n}" for n in (4, 3) if place <= n and place]  # noqa: S608
    attack(
        filled,
        *room,
        f"INSERT INTO {chain} ({', '.join(columns)}) SELECT {copied} FROM {chain} WHERE number = 2",  # noqa: S608
    )
    assert f"row {place}" in verified(filled)[chain].broken[0]


def test_a_settlement_and_a_debrief_without_their_seal_are_found(filled: str) -> None:
    attack(filled, "DELETE FROM seals WHERE number = 2")
    links = verified(filled)
    expected: list[tuple[Chain, int]] = [("settlements", 2), ("debriefs", 3)]
    for chain, row in expected:
        assert links[chain].broken == (f"{chain}, row {row}: it names a seal that is not there.",)


def test_a_seal_under_which_others_stand_is_missed_by_them_when_its_columns_change(filled: str) -> None:
    attack(filled, "UPDATE seals SET symbol = 'SPY' WHERE number = 2")
    assert verified(filled)["settlements"].broken == (
        "settlements, row 2: its symbol is not that of its seal.",
    )


def test_whoever_can_write_can_write_everything_anew_and_only_a_noted_head_tells(filled: str) -> None:
    """What a chain cannot prove by itself: a forger rewrites one close and all hashes from there on."""
    heads = {chain: link.head for chain, link in verified(filled).items()}
    forged = FakeLedger()
    fill(forged, close=1.0)
    updates = [
        f"UPDATE {chain} SET previous = '{row.previous}', hash = '{row.hash}', body = '{row.body}'"  # noqa: S608
        + (f", seal = '{row.columns['seal']}'" if chain != "seals" else "")
        + (f", corrects = '{row.columns['corrects']}'" if row.columns.get("corrects") else "")
        + f" WHERE number = {row.number}"
        for chain in CHAINS
        for row in forged.stored[chain]
    ]
    attack(filled, *updates)
    with open_store(filled) as store:
        assert [link.broken for link in store.ledger.verify()] == [()] * 3
        assert store.ledger.seals(Wanted(first=MONDAY))[1].entry.close == 1.0
        for link in store.ledger.verify(heads):
            assert "the head noted earlier" in link.broken[0]


@pytest.mark.parametrize("chain", CHAINS)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET symbol = symbol",
        "DELETE FROM {}",
        "DELETE FROM {} WHERE number = 4",
        "TRUNCATE {} CASCADE",
    ],
)
def test_the_table_refuses_every_change(filled: str, chain: Chain, statement: str) -> None:
    said = "is append-only: what is in it is never changed and never deleted"
    if filled.startswith("sqlite"):
        if statement.startswith("TRUNCATE"):
            pytest.skip("SQLite has no such statement")
        with (
            closing(sqlite3.connect(filled.removeprefix("sqlite:///"))) as one,
            pytest.raises(sqlite3.IntegrityError, match=f"{chain} {said}"),
        ):
            one.execute(statement.format(chain))
    else:
        with psycopg.connect(filled) as other, pytest.raises(psycopg.errors.RestrictViolation, match=said):
            other.execute(statement.format(chain))
    assert [link.broken for link in verified(filled).values()] == [()] * 3


class TestFile:
    """SQLite takes more than a server does."""

    @pytest.fixture
    def file(self, tmp_path: object) -> str:
        """A file with four rows in every chain."""
        url = f"sqlite:///{tmp_path}/x.db"
        with open_store(url) as store:
            fill(store.ledger)
        return url

    @pytest.mark.parametrize("chain", CHAINS)
    @pytest.mark.parametrize("number", [2, 5])
    def test_no_row_takes_the_place_of_another(self, file: str, chain: Chain, number: int) -> None:
        with closing(sqlite3.connect(file.removeprefix("sqlite:///"))) as one:
            names = [each[1] for each in one.execute(f"PRAGMA table_info({chain})")]
            copied = ", ".join(str(number) if name == "number" else name for name in names)
            with pytest.raises(sqlite3.IntegrityError, match="replaces none"):
                one.execute(
                    f"INSERT OR REPLACE INTO {chain} ({', '.join(names)}) "  # noqa: S608
                    f"SELECT {copied} FROM {chain} WHERE number = 2"
                )

    @pytest.mark.parametrize("chain", CHAINS)
    @pytest.mark.parametrize(
        ("column", "value"),
        [
            ("body", "CAST(body AS BLOB)"),
            ("body", "CAST(X'ff' AS TEXT)"),
            ("body", "substr(body, 1, 20)"),
            ("body", "7"),
            ("hash", "CAST(hash AS BLOB)"),
            ("previous", "X'00'"),
            ("session", "'rubbish'"),
            ("session", "CAST(X'ff' AS TEXT)"),
            ("simulated", "7"),
            ("simulated", "'x'"),
            ("number", "-9223372036854775808"),
            ("number", "9223372036854775807"),
        ],
    )
    def test_values_of_any_type_are_found_and_raise_nothing(
        self, file: str, chain: Chain, column: str, value: str
    ) -> None:
        attack(file, f"UPDATE {chain} SET {column} = {value} WHERE number = 3")  # noqa: S608
        links = verified(file)
        assert links[chain].broken
        assert links[chain].rows == 4

    def test_a_table_that_is_gone_is_said_and_the_others_are_walked(self, file: str) -> None:
        attack(file, "ALTER TABLE settlements RENAME TO elsewhere")
        links = verified(file)
        assert "settlements: after row 0 nothing more can be read" in links["settlements"].broken[0]
        assert [links["seals"].rows, links["debriefs"].rows] == [4, 4]
