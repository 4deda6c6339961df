"""A database that an earlier version of the program filled goes on with all that is in it."""

import shutil
from pathlib import Path
from typing import Any

import alembic.op
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect

from bot.agent.budget import Limits, OverBudget, Spent, Total, Wanted
from bot.store import migrating, open_store
from bot.store.migrating import VERSIONS
from bot.store.rows import Rows
from bot.store.standing import standing
from tests.bot.store.community import schedule
from tests.bot.store.made import GUILD, answer, on
from tests.bot.store.processes import together
from tests.tools.ledger.made import seal, settlement

DAY = on(2).date()
FIRST = [answer(id=f"early-{number}", asked_at=on(2, number)) for number in range(5)]
STEPS = ("v0001_answers_and_usage.py", "v0002_reservations.py", "v0003_ledger.py")
_OPENS = """
with open_store(sys.argv[1]) as store:
    store.answers.keep(answer(id=sys.argv[2]))
"""
_DIES = """
import os, signal
alembic.op.create_index = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
open_store(sys.argv[1])
"""


@pytest.fixture(params=[1, 2, 3], ids=["of the first version", "of the second", "of the third"])
def filled(request: pytest.FixtureRequest, url: str, tmp_path: Path) -> str:
    """As an earlier version left it: made by its steps alone, with answers and what they took."""
    steps = tmp_path / "earlier" / "migrations"
    (steps / "versions").mkdir(parents=True)
    for step in STEPS[: request.param]:
        shutil.copy(Path(migrating.__file__).parent / "migrations" / "versions" / step, steps / "versions")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrating, "__file__", str(steps.parent / "migrating.py"))
        with open_store(url) as store:
            for one in FIRST:
                store.answers.keep(one)
            store.usage.spend(GUILD, "7", DAY, 900, 0.125, 3)
            there = inspect(store.answers._engine)
            assert there.has_table("reservations") == (request.param >= 2)
            assert there.has_table("seals") == (request.param >= 3)
            assert not there.has_table("guilds")
    return url


def test_everything_is_there_and_what_is_new_works_on_it(filled: str) -> None:
    with open_store(filled) as store:
        assert list(store.answers.of("conversation-1")) == FIRST
        assert store.usage.spent(GUILD, "7", DAY) == Spent(Total(900, 0.125, 3), Total(900, 0.125, 3))
        limits, wanted = Limits(person_tokens=1_000), Wanted(GUILD, "7", DAY, 200, 0.0, 60.0)
        store.usage.reserve(wanted, limits.over_on_day)
        with pytest.raises(OverBudget, match="set aside"):
            store.usage.reserve(wanted, limits.over_on_day)
        (row,) = store.ledger.seal([seal()])
        assert store.ledger.settle([settlement(row)]) == 1
        assert [(link.rows, link.broken) for link in store.ledger.verify()] == [(1, ()), (1, ()), (0, ())]
        assert store.schedules.add(schedule()).id == 1
        with store.answers._engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
            assert compare_metadata(context, Rows.metadata) == []


def test_a_step_that_fails_leaves_the_schema_and_everything_in_it(
    filled: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last thing that the steps do is to make an index on the answers."""
    before = standing(filled)
    create_index = alembic.op.create_index

    def fails(name: str, *arguments: Any, **options: Any) -> None:
        if name == "ix_answers_person":
            raise RuntimeError("the lights go out")
        create_index(name, *arguments, **options)

    with monkeypatch.context() as patch:
        patch.setattr("alembic.op.create_index", fails)
        with pytest.raises(RuntimeError, match="lights"):
            open_store(filled)
    after = standing(filled)
    assert (after.schema, after.rows) == (before.schema, before.rows)
    assert "guilds" not in after.rows
    with open_store(filled) as store:
        assert list(store.answers.of("conversation-1")) == FIRST
        assert len(store.ledger.seal([seal()])) == 1


def test_processes_that_meet_at_it_all_get_in(filled: str) -> None:
    assert together(_OPENS, *((filled, f"of-{number}") for number in range(3))) == [(0, "")] * 3
    with open_store(filled) as store:
        kept = {one.id for one in store.answers.of("conversation-1")}
    assert kept == {one.id for one in FIRST} | {"of-0", "of-1", "of-2"}


def test_a_process_killed_in_the_middle_of_the_steps_leaves_it_as_it_was(filled: str) -> None:
    assert together(_DIES, [filled]) == [(-9, "")]
    with open_store(filled) as store:
        assert list(store.answers.of("conversation-1")) == FIRST
        store.usage.release(store.usage.reserve(Wanted(GUILD, "7", DAY, 1, 0.0, 60.0), Limits().over_on_day))
