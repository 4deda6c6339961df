import re
from dataclasses import fields, is_dataclass, replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tools.charts.made_charts import made
from tools.charts import ChartData, ChartKind
from tools.charts.alt_text import MAX_ALT_CHARACTERS, alt_text, title
from tools.phrases import written
from tools.types import Absent, Fact, Missing

KINDS: tuple[ChartKind, ...] = get_args(ChartKind)


def facts_in(value: object) -> list[Fact]:
    if isinstance(value, Fact):
        return [value]
    if isinstance(value, tuple):
        return [fact for part in value for fact in facts_in(part)]
    if is_dataclass(value):
        return [fact for part in fields(value) for fact in facts_in(getattr(value, part.name))]
    return []


@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_is_one_of_the_facts(kind: ChartKind) -> None:
    """What is left after taking the facts, the dates and the names of the lines out has no figure."""
    data = made()
    said = alt_text(data, kind)
    names = ["EMA 21", "EMA 63", "SMA 20", "SMA 50", "SMA 200", "over 10 sessions", "over 21"]
    pieces = {written(fact) for fact in facts_in(data)} | {data.as_of.isoformat(), *names}
    scale = ["score is -1 at", "and +1 at", ", 0 at", *(f"{side}{rank} " for side in "RS" for rank in "123")]
    for piece in sorted((*pieces, *scale), key=len, reverse=True):
        said = said.replace(piece, "")
    assert re.findall(r"\d", said) == []


def test_each_kind_says_its_own_panel_and_all_says_every_one() -> None:
    data = made()
    words = {"price": "EMA 21", "ratio": "Price ratio", "breadth": "Breadth:", "momentum": "Momentum score"}
    for kind, word in words.items():
        assert word in alt_text(data, "all")
        for other in words:
            assert (word in alt_text(data, other)) == (kind == other)


def test_an_absent_panel_is_said_with_its_reason() -> None:
    data = made(breadth=Absent("no member list belongs to this symbol's profile"))
    assert "Breadth: not known (no member list belongs to this symbol's profile)." in alt_text(
        data, "breadth"
    )


def test_missing_levels_are_left_out_and_a_side_without_any_gives_its_reason() -> None:
    data = made()
    assert "S2 $223.20." in alt_text(data, "price")
    gone = tuple(Missing(f"r{rank}", "R", "price is at its high") for rank in (1, 2, 3))
    data = replace(data, price=replace(data.price, resistance=gone))
    assert "resistance not known (price is at its high)" in alt_text(data, "price")


def test_simulated_provisional_and_stale_are_the_first_words() -> None:
    data = made(simulated=True, provisional=True, expected=made().as_of.replace(day=9))
    assert alt_text(data, "price").startswith("SIMULATED, PROVISIONAL, STALE: IWM")
    assert "The data end before 2026-03-09." in alt_text(data, "price")
    assert title(data).startswith("SIMULATED · PROVISIONAL · STALE · IWM · 2026-03-06 · close $240.00")


def test_an_estimate_is_said_to_be_about() -> None:
    assert "Breadth: about " in alt_text(made(), "breadth")


def with_texts(symbol: str, reason: str, *, absent: bool) -> ChartData:
    gone = Absent(reason)
    data = made(30, symbol=symbol, source=reason, simulated=True)
    missing = (Missing("r1", "R1", reason),)
    data = replace(data, price=replace(data.price, resistance=missing, support=missing))
    return replace(data, ratio=gone, breadth=gone, momentum=gone) if absent else data


@given(st.text(max_size=2000), st.text(max_size=2000), st.booleans(), st.sampled_from(KINDS))
def test_any_text_from_outside_fits_discords_limit(
    symbol: str,
    reason: str,
    absent: bool,  # noqa: FBT001 - hypothesis passes it by name
    kind: ChartKind,
) -> None:
    said = alt_text(with_texts(symbol, reason, absent=absent), kind)
    assert len(said) <= MAX_ALT_CHARACTERS
    assert "\n" not in said


@pytest.mark.parametrize("length", [300, 5000])
def test_a_sentence_that_does_not_fit_is_left_out_whole(length: int) -> None:
    data = made()
    gone = Missing("x", "x", "y" * length)
    price = replace(data.price, change=gone, averages=(replace(data.price.averages[0], last=gone),))
    said = alt_text(replace(data, price=price), "all")
    assert len(said) <= MAX_ALT_CHARACTERS
    assert said.startswith("IWM, 252 sessions to 2026-03-06")
    assert said.endswith((".", "…"))


def test_real_reasons_leave_nothing_out() -> None:
    assert len(alt_text(made(simulated=True), "all")) < 0.8 * MAX_ALT_CHARACTERS
