"""Per cents and ratios made at random from prices: right ones are never found, wrong ones always."""

from hypothesis import assume, given
from hypothesis import strategies as st

from tests.knowledge.claims.checks.written import found, rules

CENTS = st.integers(2_000, 90_000).map(lambda cents: cents / 100)


@given(CENTS, CENTS, st.integers(0, 2))
def test_the_right_per_cent_to_a_level_is_never_found(price: float, level: float, digits: int) -> None:
    move = 100 * (level / price - 1)
    side = "upside" if move > 0 else "downside"
    text = (
        f"IWM is trading at ${price:.2f}. The target of ${level:.2f} implies {abs(move):.{digits}f}% {side}."
    )
    assert rules(found(text)) == []


@given(CENTS, CENTS, st.floats(1.2, 60.0))
def test_a_wrong_per_cent_to_a_level_is_always_found(price: float, level: float, off: float) -> None:
    move = 100 * (level / price - 1)
    assume(abs(move) > 0.5)
    side = "upside" if move > 0 else "downside"
    text = (
        f"IWM is trading at ${price:.2f}. The target of ${level:.2f} implies {abs(move) + off:.1f}% {side}."
    )
    assert rules(found(text)) == ["percent_to_level"]


@given(
    entry=CENTS,
    risk_cents=st.integers(100, 2000),
    reward_cents=st.integers(100, 4000),
    short=st.booleans(),
)
def test_reward_and_risk_come_out_long_and_short(
    entry: float, risk_cents: int, reward_cents: int, *, short: bool
) -> None:
    side = -1 if short else 1
    risk, reward = risk_cents / 100, reward_cents / 100
    assume(entry - risk > 1 and entry - reward > 1)
    stop, target = entry - side * risk, entry + side * reward
    ratio = reward / risk
    assume(0.2 < ratio < 30)
    rows = f"| Entry | ${entry:.2f} |\n| Stop | ${stop:.2f} |\n| Target | ${target:.2f} |"
    table = "| Parameter | Level |\n|---|---|\n" + rows + "\n| Reward/risk | {:.2f}:1 |"
    assert "reward_risk" not in rules(found(table.format(ratio)))
    assert "reward_risk" in rules(found(table.format(ratio * 1.3 + 0.1)))


@given(CENTS, CENTS)
def test_a_change_from_one_figure_to_another(one: float, two: float) -> None:
    change = 100 * (two / one - 1)
    assume(0.2 < abs(change) < 300)
    verb = "rose" if change > 0 else "fell"
    right = f"Assets {verb} from ${one:.2f} billion to ${two:.2f} billion, {abs(change):.1f}% in all."
    assert rules(found(right)) == []
    wrong = f"Assets {verb} from ${one:.2f} billion to ${two:.2f} billion, {abs(change) + 1.5:.1f}% in all."
    assert rules(found(wrong)) == ["percent_change"]
