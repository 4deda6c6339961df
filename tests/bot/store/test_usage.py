"""Nothing that is spent gets lost or counted twice, whoever spends at the same time."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.agent.budget import Spent, Total
from bot.store import Store, open_store
from tests.bot.store.made import GUILD, OTHER
from tests.bot.store.processes import together

DAY = date(2025, 6, 2)


def test_nothing_spent_is_zero(store: Store) -> None:
    assert store.usage.spent(GUILD, "anna", DAY) == Spent(Total(0, 0.0, 0), Total(0, 0.0, 0))


def test_persons_days_and_tenants_have_accounts_of_their_own(store: Store) -> None:
    store.usage.spend(GUILD, "7", DAY, tokens=100, dollars=0.5, model_calls=1)
    store.usage.spend(GUILD, "8", DAY, tokens=20, dollars=0.25, model_calls=2)
    store.usage.spend(GUILD, "7", date(2025, 6, 3), tokens=3, dollars=0.0, model_calls=1)
    store.usage.spend(OTHER, "7", DAY, tokens=4000, dollars=8.0, model_calls=40)
    assert store.usage.spent(GUILD, "7", DAY) == Spent(Total(100, 0.5, 1), Total(120, 0.75, 3))
    assert store.usage.spent(GUILD, "9", DAY) == Spent(Total(), Total(120, 0.75, 3))
    assert store.usage.spent(OTHER, "7", DAY) == Spent(Total(4000, 8.0, 40), Total(4000, 8.0, 40))


def test_small_amounts_add_up_without_drift_and_large_ones_fit(store: Store) -> None:
    for _ in range(10):
        store.usage.spend(GUILD, "7", DAY, tokens=2**40, dollars=0.1, model_calls=1)
    assert store.usage.spent(GUILD, "7", DAY).person == Total(10 * 2**40, 1.0, 10)


@pytest.mark.parametrize(
    "amounts", [(-1, 0.0, 0), (0, -0.1, 0), (0, 0.0, -1), (0, float("nan"), 0), (0, float("inf"), 0)]
)
def test_what_nobody_can_spend_is_a_bug(store: Store, amounts: tuple[int, float, int]) -> None:
    with pytest.raises(ValueError, match="nobody spends"):
        store.usage.spend(GUILD, "7", DAY, *amounts)
    assert store.usage.spent(GUILD, "7", DAY).person == Total()


def test_eight_threads_lose_nothing(store: Store) -> None:
    def spend(number: int) -> None:
        for _ in range(20):
            store.usage.spend(GUILD, str(number % 2), DAY, tokens=1, dollars=0.01, model_calls=1)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(spend, range(8)))
    assert store.usage.spent(GUILD, "0", DAY) == Spent(Total(80, 0.8, 80), Total(160, 1.6, 160))


_SPENDS = """
from datetime import date
from knowledge.tenants import Tenant
with open_store(sys.argv[1]) as store:
    for _ in range(50):
        store.usage.spend(Tenant("guild:41"), "7", date(2025, 6, 2), tokens=3, dollars=0.001, model_calls=1)
"""


def test_three_processes_lose_nothing(url: str) -> None:
    assert together(_SPENDS, [url], [url], [url]) == [(0, "")] * 3
    with open_store(url) as store:
        assert store.usage.spent(GUILD, "7", DAY).person == Total(450, 0.15, 150)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    spends=st.lists(
        st.tuples(st.sampled_from("abc"), st.integers(0, 10**6), st.integers(0, 10**9), st.integers(0, 9)),
        max_size=12,
    )
)
def test_sums_are_exact_for_any_spending(store: Store, spends: list[tuple[str, int, int, int]]) -> None:
    tenant = OTHER
    before = {person: store.usage.spent(tenant, person, DAY) for person in "abc"}
    for person, tokens, nano, calls in spends:
        store.usage.spend(tenant, person, DAY, tokens, nano / 1e9, calls)
    sums: dict[str, Counter[str]] = {person: Counter() for person in ("a", "b", "c", "all")}
    for person, tokens, nano, calls in spends:
        for whose in (person, "all"):
            sums[whose].update(tokens=tokens, nano=nano, calls=calls)
    for person in "abc":
        spent = store.usage.spent(tenant, person, DAY)
        for now, then, added in (
            (spent.person, before[person].person, sums[person]),
            (spent.tenant, before[person].tenant, sums["all"]),
        ):
            assert now.tokens - then.tokens == added["tokens"]
            assert round(now.dollars * 1e9) - round(then.dollars * 1e9) == added["nano"]
            assert now.model_calls - then.model_calls == added["calls"]
