"""Quotas: never more than a rate allows, never a promise that is not kept."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.serving.quotas import OverQuota, Quotas, Rate, Refusal

NOW = datetime(2025, 9, 26, 20, 0, tzinfo=UTC)
GUILD = "guild:1"

steps = st.lists(
    st.tuples(st.integers(0, 2), st.integers(1, 2), st.floats(0, 90, allow_nan=False)), max_size=80
)
rates = st.builds(Rate, st.integers(1, 200), st.integers(1, 30))


def test_a_burst_is_served_and_then_one_request_in_each_interval() -> None:
    """20 a minute with 10 at once: the eleventh comes three seconds later."""
    quotas = Quotas()
    assert [quotas.take(7, GUILD, NOW) for _ in range(10)] == [None] * 10
    refused = quotas.take(7, GUILD, NOW)
    assert refused == Refusal("person", 20, NOW + timedelta(seconds=3))
    assert quotas.take(7, GUILD, NOW + timedelta(seconds=3)) is None
    assert quotas.take(7, GUILD, NOW + timedelta(seconds=3)) is not None


def test_a_servers_limit_is_shared_and_a_private_conversation_has_none_of_it() -> None:
    """The sixty-first request of a server in one moment is refused, whoever makes it."""
    quotas = Quotas()
    assert all(quotas.take(person, GUILD, NOW) is None for person in range(60))
    refused = quotas.take(99, GUILD, NOW)
    assert refused is not None
    assert refused.whose == "server"
    assert quotas.take(99, "guild:2", NOW) is None
    assert quotas.take(99, "user:99", NOW) is None


@given(rates, rates, steps)
def test_no_window_serves_more_than_burst_and_rate_allow(
    person: Rate, server: Rate, asked: list[tuple[int, int, float]]
) -> None:
    """For every person and server, between any two moments at which requests were served."""
    quotas, now = Quotas(person, server), NOW
    served: dict[str, list[datetime]] = {}
    for who, where, after in asked:
        now += timedelta(seconds=after)
        if quotas.take(who, f"guild:{where}", now) is None:
            served.setdefault(f"person {who}", []).append(now)
            served.setdefault(f"server {where}", []).append(now)
    for whose, moments in served.items():
        rate = person if whose.startswith("person") else server
        for first, begin in enumerate(moments):
            for last in range(first, len(moments)):
                window = (moments[last] - begin) / rate.interval
                assert last - first + 1 <= rate.burst + window + 1e-3


@given(rates, rates, steps)
def test_who_comes_back_when_told_is_served(
    person: Rate, server: Rate, asked: list[tuple[int, int, float]]
) -> None:
    """A refusal names a later moment, and at it the request is served if nobody asked in between."""
    quotas, now = Quotas(person, server), NOW
    for who, where, after in asked:
        now += timedelta(seconds=after)
        refused = quotas.take(who, f"guild:{where}", now)
        if refused is not None:
            assert refused.again > now
            now = refused.again
            assert quotas.take(who, f"guild:{where}", now) is None


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=300), st.integers(1, 20))
def test_memory_is_bounded(people: list[int], most: int) -> None:
    """However many ask at once."""
    quotas = Quotas(most=most)
    for person in people:
        quotas.take(person, f"guild:{person}", NOW)
        assert len(quotas._persons) <= most
        assert len(quotas._servers) <= most


def test_who_is_idle_is_forgotten() -> None:
    """A minute later only the one who asks is remembered."""
    quotas = Quotas()
    for person in range(500):
        quotas.take(person, f"guild:{person}", NOW)
    quotas.take(1, GUILD, NOW + timedelta(minutes=1))
    assert len(quotas._persons) == len(quotas._servers) == 1


def test_a_clock_set_back_locks_nobody_out_for_long() -> None:
    """An hour back costs no more than a whole burst takes."""
    quotas = Quotas()
    for _ in range(10):
        quotas.take(7, GUILD, NOW)
    earlier = NOW - timedelta(hours=1)
    refused = quotas.take(7, GUILD, earlier)
    assert refused is not None
    assert refused.again <= earlier + timedelta(seconds=30)


def test_a_refusal_says_limit_and_time() -> None:
    """In words, with Discord's relative time; as an error it says the same."""
    refusal = Refusal("server", 120, NOW)
    assert "120 times a minute" in refusal.words
    assert f"<t:{int(NOW.timestamp())}:R>" in refusal.words
    assert str(OverQuota(refusal)) == refusal.words
    assert "once a minute" in Refusal("person", 1, NOW).words
    assert Rate.of(20) == Rate(20, 10)
    assert Rate.of(1) == Rate(1, 1)
