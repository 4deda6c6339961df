"""What a ledger promises, held on each that there is: in memory, SQLite, PostgreSQL."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest

from bot.store import open_store
from tests.bot.postgres import PASSWORD
from tests.tools.ledger.made import MONDAY, debrief, seal, settlement, unable
from tests.tools.ledger.memory_ledger import FakeLedger
from tools.errors import BadRequest
from tools.ledger.chain import GENESIS
from tools.ledger.entries import HORIZONS
from tools.ledger.port import Ledger, Wanted

ALL = Wanted()


@pytest.fixture(params=["memory", "sqlite", "postgresql"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    """An empty ledger."""
    if request.param == "memory":
        yield FakeLedger()
        return
    file = f"sqlite:///{tmp_path}/state.db"
    url = file if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    with open_store(url) as store:
        yield store.ledger


def rows(ledger: Ledger) -> list[int]:
    return [link.rows for link in ledger.verify()]


def test_an_empty_ledger_holds_and_its_heads_are_known(ledger: Ledger) -> None:
    links = ledger.verify(GENESIS)
    assert [(link.chain, link.rows, link.head, link.broken, link.noted) for link in links] == [
        (chain, 0, GENESIS[chain], (), 0) for chain in ("seals", "settlements", "debriefs")
    ]
    assert [*ledger.seals(ALL), *ledger.settlements(ALL), *ledger.debriefs(ALL)] == []
    assert list(ledger.unsettled(HORIZONS, ALL)) == []


def test_nothing_given_is_nothing_written(ledger: Ledger) -> None:
    assert list(ledger.seal([])) == []
    assert ledger.settle([]) == 0
    assert rows(ledger) == [0, 0, 0]


def test_seals_come_back_in_the_order_given_and_are_numbered_without_gaps(ledger: Ledger) -> None:
    given = [seal(day, symbol=symbol) for symbol in ("SPY", "IWM") for day in (2, 0, 1)]
    sealed = ledger.seal(given)
    assert [row.entry for row in sealed] == given
    assert [row.number for row in sealed] == [1, 2, 3, 4, 5, 6]
    assert len({row.hash for row in sealed}) == 6
    by_session = sorted(sealed, key=lambda row: (row.entry.session, row.number))
    assert list(ledger.seals(ALL)) == by_session


def test_a_session_is_sealed_once_per_symbol_kind_and_market(ledger: Ledger) -> None:
    (first,) = ledger.seal([seal()])
    again = ledger.seal(
        [
            seal(close=1.0, digest="other"),
            seal(kind="backfilled"),
            seal(simulated=True),
            seal(symbol="SPY"),
            seal(1),
            seal(1, close=2.0),
        ]
    )
    assert again[0] == first
    assert [row.number for row in again] == [1, 2, 3, 4, 5, 5]
    assert again[5].entry == seal(1)
    assert rows(ledger) == [5, 0, 0]


def test_one_seal_that_cannot_be_written_keeps_all_others_out(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="JSON"):
        ledger.seal([seal(0), seal(1, close=float("nan")), seal(2)])
    assert rows(ledger) == [0, 0, 0]


def test_each_horizon_is_settled_once(ledger: Ledger) -> None:
    one, two = ledger.seal([seal(0), seal(1)])
    assert ledger.settle([settlement(one, 1), settlement(one, 5), unable(two, 1)]) == 3
    repeated = [settlement(one, 5, outcome=unable(one, 5).outcome), unable(one, 10), settlement(one, 10)]
    assert ledger.settle(repeated) == 1
    assert [(row.entry.seal, row.entry.horizon) for row in ledger.settlements(ALL)] == [
        (one.hash, 1),
        (one.hash, 5),
        (one.hash, 10),
        (two.hash, 1),
    ]
    assert ledger.settlements(ALL)[1].entry == settlement(one, 5)
    assert ledger.settlements(ALL)[2].entry == unable(one, 10)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"seal": "00" * 32}, "a seal that is not there"),
        ({"symbol": "SPY"}, "its symbol is not that of its seal"),
        ({"session": MONDAY + timedelta(days=1)}, "its session is not that of its seal"),
        ({"kind": "backfilled"}, "its kind is not"),
        ({"simulated": True}, "its simulated is not"),
    ],
)
def test_a_settlement_agrees_with_its_seal_or_none_of_them_is_written(
    ledger: Ledger, changes: dict[str, str], said: str
) -> None:
    (one,) = ledger.seal([seal()])
    with pytest.raises(BadRequest, match=said):
        ledger.settle([settlement(one, 1), settlement(one, 5, **changes)])
    assert rows(ledger) == [1, 0, 0]


def test_a_seal_has_one_debrief_and_a_correction_is_a_new_row(ledger: Ledger) -> None:
    one, two = ledger.seal([seal(0), seal(1)])
    first = ledger.write_debrief(debrief(one))
    assert ledger.write_debrief(debrief(one, body="{}")) == first
    other = ledger.write_debrief(debrief(two))
    corrected = ledger.write_debrief(debrief(one, first.hash, body="{}"))
    assert ledger.write_debrief(debrief(one)) == corrected
    again = ledger.write_debrief(debrief(one, corrected.hash))
    assert [row.number for row in (first, other, corrected, again)] == [1, 2, 3, 4]
    assert list(ledger.debriefs(ALL)) == [first, corrected, again, other]
    assert list(ledger.debriefs(Wanted(first=MONDAY + timedelta(days=2)))) == [other]


def test_a_debrief_that_has_no_place_is_refused(ledger: Ledger) -> None:
    one, two = ledger.seal([seal(0), seal(1)])
    for entry, said in (
        (debrief(one, seal="00" * 32), "a seal that is not there"),
        (debrief(one, "00" * 32), "names another"),
        (debrief(one, session=MONDAY), "does not come after"),
        (debrief(one, symbol="SPY"), "its symbol"),
    ):
        with pytest.raises(BadRequest, match=said):
            ledger.write_debrief(entry)
    first, other = ledger.write_debrief(debrief(one)), ledger.write_debrief(debrief(two))
    ledger.write_debrief(debrief(one, first.hash))
    for named in (first, other):
        with pytest.raises(BadRequest, match="names another"):
            ledger.write_debrief(debrief(one, named.hash))
    assert rows(ledger) == [2, 0, 3]


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        (Wanted(), {1, 2, 3, 4, 5}),
        (Wanted(symbol="IWM"), {1, 3, 4, 5}),
        (Wanted(symbol="iwm"), set()),
        (Wanted(kind="backfilled"), {3}),
        (Wanted(simulated=True), {4}),
        (Wanted(simulated=False, kind="forward"), {1, 2, 5}),
        (Wanted(first=MONDAY + timedelta(days=1)), {5}),
        (Wanted(last=MONDAY), {1, 2, 3, 4}),
        (Wanted(first=date.max), set()),
        (Wanted("IWM", "forward", False, MONDAY, MONDAY), {1}),  # noqa: FBT003 - in their order
    ],
    ids=str,
)
def test_what_is_asked_for_is_found(ledger: Ledger, wanted: Wanted, numbers: set[int]) -> None:
    sealed = ledger.seal([seal(), seal(symbol="SPY"), seal(kind="backfilled"), seal(simulated=True), seal(1)])
    ledger.settle([settlement(row, 1) for row in sealed])
    assert {row.number for row in ledger.seals(wanted)} == numbers
    assert {row.number for row in ledger.settlements(wanted)} == numbers
    assert {row.number for row, _ in ledger.unsettled((1, 5), wanted)} == numbers
    assert list(ledger.unsettled((1,), wanted)) == []


def test_what_is_left_to_settle_is_named_with_its_horizons(ledger: Ledger) -> None:
    two, one = ledger.seal([seal(1), seal(0)])
    assert list(ledger.unsettled((), ALL)) == []
    assert list(ledger.unsettled((5, 1, 5), ALL)) == [(one, (5, 1)), (two, (5, 1))]
    ledger.settle([settlement(one, 5), settlement(two, 1), settlement(two, 5), unable(one, 63)])
    assert list(ledger.unsettled(HORIZONS, ALL)) == [(one, (1, 10, 21)), (two, (10, 21, 63))]
    assert list(ledger.unsettled((1, 5), ALL)) == [(one, (1,))]


def test_text_of_any_script_is_kept_as_it_is(ledger: Ledger) -> None:
    odd = seal(posture="ünï \x00 \ud83d \u2212 😀\n", rotation="' -- \\", source="")
    ledger.seal([odd])
    assert ledger.seals(ALL)[0].entry == odd
    assert ledger.verify()[0].broken == ()


def test_large_batches_are_whole_and_a_noted_head_is_found_again(ledger: Ledger) -> None:
    sealed = ledger.seal([seal(day, symbol=f"S{number}") for number in range(251) for day in (0, 1)])
    settled = [settlement(row, horizon) for row in sealed[:251] for horizon in HORIZONS]
    assert ledger.settle(settled) == 1255
    assert ledger.settle(settled) == 0
    heads = {link.chain: link.head for link in ledger.verify()}
    ledger.seal([seal(7)])
    ledger.settle([settlement(sealed[400], 1)])
    links = ledger.verify(heads)
    assert [(link.rows, link.broken, link.noted) for link in links] == [
        (503, (), 502),
        (1256, (), 1255),
        (0, (), 0),
    ]


def test_equal_ledgers_have_equal_heads(ledger: Ledger) -> None:
    """The chain depends on what was written and on nothing of the database."""
    other = FakeLedger()
    for each in (ledger, other):
        sealed = each.seal([seal(0), seal(1), seal(0, kind="backfilled")])
        each.settle([settlement(row, 1) for row in sealed])
        each.write_debrief(debrief(sealed[0]))
    assert list(ledger.verify()) == list(other.verify())


def test_a_login_that_owns_no_table_keeps_the_ledger_and_cannot_drop_what_guards_it(
    postgres_url: str,
) -> None:
    """What docs/ledger.md advises: the schema's owner makes the tables, and the program runs as another."""
    open_store(postgres_url).close()
    name = f"runs_{postgres_url.rsplit('/', 1)[1]}"
    with psycopg.connect(postgres_url) as owner:
        owner.execute(
            f"CREATE ROLE {name} LOGIN PASSWORD 'x'; GRANT SELECT ON plumbline_schema TO {name};"
            f"GRANT SELECT, INSERT ON seals, settlements, debriefs TO {name}"
        )
    theirs = postgres_url.replace(f"plumb:{PASSWORD}", f"{name}:x")
    with open_store(theirs) as store:
        (row,) = store.ledger.seal([seal()])
        assert store.ledger.settle([settlement(row)]) == 1
        assert [link.rows for link in store.ledger.verify()] == [1, 1, 0]
    with psycopg.connect(theirs) as other, pytest.raises(psycopg.errors.InsufficientPrivilege):
        other.execute("DROP TRIGGER seals_append_only ON seals")
