"""What is set aside is seen by everybody at once, and outlives its process by no more than its time."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from bot.agent.budget import Limits, OverBudget, Price, Spent, Total, Wanted
from bot.store import Store, open_store, usage
from knowledge.tenants import Tenant
from tests.bot.store.made import GUILD, OTHER
from tests.bot.store.processes import together
from tools.errors import SourceTimeout

DAY = date(2025, 6, 2)
ROOT = Path(__file__).parents[3]


def wanted(person: str = "7", tenant: Tenant = GUILD, day: date = DAY, seconds: float = 60.0) -> Wanted:
    return Wanted(tenant, person, day, 1_000, 0.25, seconds)


def held(store: Store, person: str = "7", tenant: Tenant = GUILD, day: date = DAY) -> Spent:
    """What is set aside, as whoever asks next is told."""
    seen: list[Spent] = []

    def look(spent: Spent, under_way: Spent) -> str:
        assert spent == store.usage.spent(tenant, person, day)
        seen.append(under_way)
        return "only looking"

    with pytest.raises(OverBudget, match="only looking"):
        store.usage.reserve(wanted(person, tenant, day), look)
    return seen[0]


def free(_: Spent, __: Spent) -> None:
    return None


def test_what_is_set_aside_counts_until_it_is_released_for_person_and_tenant(store: Store) -> None:
    one, two = store.usage.reserve(wanted("7"), free), store.usage.reserve(wanted("8"), free)
    assert held(store) == Spent(Total(1_000, 0.25, 1), Total(2_000, 0.5, 2))
    assert held(store, "9") == Spent(Total(), Total(2_000, 0.5, 2))
    store.usage.release(one)
    store.usage.release(one)
    assert held(store) == Spent(Total(), Total(1_000, 0.25, 1))
    store.usage.release(two)
    assert held(store) == Spent()


def test_another_tenant_and_another_day_have_budgets_of_their_own(store: Store) -> None:
    store.usage.reserve(wanted(), free)
    assert held(store, tenant=OTHER) == held(store, day=date(2025, 6, 3)) == Spent()


def test_what_may_not_be_set_aside_is_not(store: Store) -> None:
    with pytest.raises(OverBudget, match="No more today"):
        store.usage.reserve(wanted(), lambda *_: "No more today.")
    assert held(store) == Spent()


def test_it_ends_by_itself(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.usage.reserve(wanted(seconds=60), free)
    now = usage.time.time()
    monkeypatch.setattr(usage.time, "time", lambda: now + 55)
    assert held(store).person.tokens == 1_000
    monkeypatch.setattr(usage.time, "time", lambda: now + 62)
    assert held(store) == Spent()


def test_what_is_spent_and_what_is_set_aside_are_told_apart() -> None:
    limits = Limits(person_tokens=1_000, tenant_dollars=1.0)
    some, none = Spent(Total(600), Total(600, 0.6)), Spent()
    assert limits.over_on_day(some, none) is None
    assert limits.over_on_day(some, Spent(Total(399), Total(399, 0.39))) is None
    assert "is spent for today" in str(limits.over_on_day(Spent(Total(1_000), Total(1_000)), none))
    assert str(limits.over_on_day(some, Spent(Total(400), Total(400)))).startswith(
        "What is left of your budget"
    )
    over = str(limits.over_on_day(some, Spent(Total(0), Total(0, Price(3, 15).dollars(100_000, 10_000)))))
    assert over.startswith("What is left of this place's budget")


_RESERVES = """
from datetime import date
from bot.agent.budget import Limits, OverBudget, Wanted
from knowledge.tenants import Tenant
limits, got = Limits(person_tokens=3_000), 0
with open_store(sys.argv[1]) as store:
    for _ in range(20):
        try:
            wanted = Wanted(Tenant("guild:41"), "7", date(2025, 6, 2), 1_000, 0.25, 60.0)
            store.usage.reserve(wanted, limits.over_on_day)
            got += 1
        except OverBudget:
            pass
print(got, file=sys.stderr)
"""


def test_three_processes_at_once_set_aside_no_more_than_there_is(url: str) -> None:
    done = together(_RESERVES, [url], [url], [url])
    assert [code for code, _ in done] == [0, 0, 0], done
    assert sum(int(said) for _, said in done) == 3
    with open_store(url) as store:
        assert held(store).person == Total(3_000, 0.75, 3)


_DIES = """
import os, signal, sys
from datetime import date
from bot.agent.budget import Wanted
from bot.store import open_store
from knowledge.tenants import Tenant
store = open_store(sys.argv[1])
for _ in range(20):
    store.usage.reserve(Wanted(Tenant("guild:41"), "7", date(2025, 6, 2), 1_000, 0.25, 60.0), lambda *_: None)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_killed_process_locks_nobody_out_for_long(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(url) as store:
        died = subprocess.run([sys.executable, "-c", _DIES, url], cwd=ROOT, check=False, timeout=60)
        assert died.returncode == -9
        limits = Limits(person_tokens=3_000)
        with pytest.raises(OverBudget, match="set aside"):
            store.usage.reserve(wanted(), limits.over_on_day)
        now = usage.time.time()
        monkeypatch.setattr(usage.time, "time", lambda: now + 62)
        store.usage.reserve(wanted(), limits.over_on_day)
        assert store.usage.spent(GUILD, "7", DAY) == Spent()


def test_a_database_that_is_held_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3  # noqa: PLC0415 - for this test alone

    monkeypatch.setattr("bot.store.engine.PATIENCE", 0)
    with open_store(f"sqlite:///{tmp_path}/s.db") as store:
        holder = sqlite3.connect(tmp_path / "s.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(SourceTimeout):
            store.usage.reserve(wanted(), free)
        holder.close()
        store.usage.release(store.usage.reserve(wanted(), free))
