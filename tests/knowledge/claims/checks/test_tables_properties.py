"""Score tables made at random: a consistent one is never found, one cell off always is."""

from dataclasses import dataclass, replace

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.knowledge.claims.checks.written import found, rules

NAMES = ("Trend", "Breadth", "Credit", "Liquidity", "Valuation", "Growth", "Carry")
RULES = {"weighted_row", "weights_sum", "weighted_sum", "column_total"}


@dataclass(frozen=True)
class Card:
    """A score table before it is written down: true values, and how many decimals are shown."""

    scores: tuple[float, ...]
    weights: tuple[int, ...]
    score_digits: int
    weighted_digits: int
    of_hundred: bool

    @property
    def products(self) -> list[float]:
        return [score * weight / 100 for score, weight in zip(self.scores, self.weights, strict=True)]

    def text(self, *, weighted: dict[int, float] | None = None, total: float | None = None) -> str:
        rows = []
        for at, product in enumerate(self.products):
            shown = (weighted or {}).get(at, product)
            score = f"{self.scores[at]:.{self.score_digits}f}" + ("/100" if self.of_hundred else "")
            rows.append(f"| {NAMES[at]} | {score} | {self.weights[at]}% | {shown:.{self.weighted_digits}f} |")
        composite = sum(self.products) if total is None else total
        return "\n".join(
            (
                "| Dimension | Score | Weight | Weighted |",
                "|---|---|---|---|",
                *rows,
                f"| Composite | | | {composite:.{self.weighted_digits}f} |",
            )
        )


@st.composite
def cards(draw: st.DrawFn) -> Card:
    count = draw(st.integers(3, len(NAMES)))
    cuts = sorted(draw(st.sets(st.integers(1, 99), min_size=count - 1, max_size=count - 1)))
    weights = [right - left for left, right in zip([0, *cuts], [*cuts, 100], strict=True)]
    tenths = draw(st.lists(st.integers(0, 1000), min_size=count, max_size=count))
    return Card(
        tuple(value / 10 for value in tenths),
        tuple(weights),
        score_digits=draw(st.integers(0, 1)),
        weighted_digits=draw(st.integers(0, 2)),
        of_hundred=draw(st.booleans()),
    )


def slack(card: Card, at: int) -> float:
    """How far a weighted cell may be from score times weight by rounding alone."""
    return 0.5 * 10.0**-card.score_digits * card.weights[at] / 100 + 0.5 * 10.0**-card.weighted_digits


@given(cards())
@settings(max_examples=150)
def test_a_consistent_table_is_never_found(card: Card) -> None:
    assert not RULES & set(rules(found(card.text())))


@given(cards(), st.data())
@settings(max_examples=150)
def test_one_product_beyond_rounding_is_always_found(card: Card, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(card.scores) - 1))
    # twice the slack: the true score may be half a digit from the one that is shown
    off = data.draw(st.sampled_from((-1, 1))) * (2 * slack(card, at) + data.draw(st.floats(0.6, 20.0)))
    text = card.text(weighted={at: card.products[at] + off})
    assert "weighted_row" in rules(found(text))


@given(cards(), st.data())
@settings(max_examples=150)
def test_a_composite_beyond_rounding_is_always_found(card: Card, data: st.DataObject) -> None:
    room = (len(card.scores) + 2) * 0.5 * 10.0**-card.weighted_digits
    off = data.draw(st.sampled_from((-1, 1))) * (2 * room + data.draw(st.floats(0.7, 20.0)))
    total = sum(card.products) + off
    if total > 0:
        assert "weighted_sum" in rules(found(card.text(total=total)))


@given(cards(), st.integers(3, 30))
@settings(max_examples=60)
def test_weights_that_are_not_the_whole_are_always_found(card: Card, more: int) -> None:
    heavier = replace(card, weights=(card.weights[0] + more, *card.weights[1:]))
    assert "weights_sum" in rules(found(heavier.text()))


@given(cards())
@settings(max_examples=100)
def test_the_composite_in_prose_may_be_rounded_but_not_cut(card: Card) -> None:
    """43.8 may be called 44, not 43."""
    card = replace(card, weighted_digits=1, of_hundred=True)
    composite = float(f"{sum(card.products):.1f}")
    nearest = round(composite + 1e-9)
    right = f"The composite score is {nearest}/100.\n\n{card.text()}"
    assert "weighted_sum" not in rules(found(right))
    wrong = nearest + 1 if nearest <= composite else nearest - 1
    if abs(wrong - composite) > 0.56 and 0 < wrong <= 100:
        assert "weighted_sum" in rules(found(f"The composite score is {wrong}/100.\n\n{card.text()}"))


@given(st.lists(st.integers(1, 5000), min_size=3, max_size=8), st.integers(0, 3000))
def test_a_total_is_found_exactly_when_it_is_off(amounts: list[int], off: int) -> None:
    assume(not 1900 <= amounts[0] < 2100)  # a first row of years is a header
    rows = "\n".join(f"| Fund {'ABCDEFGH'[at]} | {amount} |" for at, amount in enumerate(amounts))
    text = f"| Fund | Inflow |\n|---|---|\n{rows}\n| Total | {sum(amounts) + off} |"
    # each row and the total were rounded to whole numbers
    by_rounding = off <= (len(amounts) + 1) / 2
    assert ("column_total" in rules(found(text))) == (not by_rounding)
