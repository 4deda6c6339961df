"""Claims held against each other: what disagrees, what time has replaced, what is only named alike."""

from dataclasses import replace
from datetime import date
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.claims.compare import compare
from knowledge.claims.compare_values import agree
from knowledge.claims.extract import claims_of
from knowledge.claims.metrics import metrics
from knowledge.claims.model import Bound, Claim, Finding, Measure, Quantity, Span, Verdict
from knowledge.types import Block, BlockKind, Document, Media, Published

CONTRADICTION, SUPERSEDED = Verdict.CONTRADICTION, Verdict.SUPERSEDED
DIFFERENT = Verdict.DIFFERENT_DEFINITION


def document(number: int, day: date | None, *paragraphs: str, section: tuple[str, ...] = ()) -> Document:
    """A document of paragraphs."""
    blocks, at = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(BlockKind.PARAGRAPH, at, at + len(paragraph), section))
        at += len(paragraph) + 2
    published = Published(day, "given") if day else Published()
    name = f"{number:016x}"
    return Document(
        name, name * 4, f"Note {number}", "A desk", published, ("IWM",), None, Media.TEXT,
        "\n\n".join(paragraphs), tuple(blocks),
    )  # fmt: skip


def found(*documents: Document) -> tuple[Finding, ...]:
    """What comparing the documents' claims finds."""
    claims = [claim for one in documents for claim in claims_of(one)]
    return compare(claims, {one.id: one for one in documents})


def short(findings: tuple[Finding, ...]) -> list[tuple[Verdict, list[str]]]:
    """Verdicts with the quotes of both sides."""
    return [(finding.verdict, [side.quote for side in finding.sides]) for finding in findings]


DECEMBER, MARCH, MAY = date(2025, 12, 7), date(2026, 3, 2), date(2026, 5, 17)


def test_figures_that_hardly_change_contradict_each_other_within_a_year() -> None:
    older = document(
        1, DECEMBER, "About 32% of Russell 2000 debt is floating-rate, versus 6% for the S&P 500."
    )
    newer = document(2, MAY, "Some 70-75% of Russell 2000 debt is floating-rate.")
    assert short(found(newer, older)) == [(CONTRADICTION, ["About 32%", "Some 70-75%"])]


def test_sources_that_agree_give_nothing() -> None:
    first = document(1, DECEMBER, "The expense ratio is 0.19%. The fund holds 1,950-1,980 names.")
    second = document(2, MAY, "It charges an expense ratio of 0.19% and holds about 2,000 stocks.")
    assert found(first, second) == ()


def test_a_later_price_replaces_an_earlier_one_and_only_neighbours_are_told() -> None:
    notes = [
        document(1, DECEMBER, "IWM closed at $250.77."),
        document(2, MARCH, "IWM closed at $238.10."),
        document(3, MAY, "IWM closed at $277.60."),
    ]
    expected = [(SUPERSEDED, ["$250.77", "$238.10"]), (SUPERSEDED, ["$238.10", "$277.60"])]
    for order in permutations(notes):
        assert short(found(*order)) == expected


def test_two_prices_of_one_close_contradict_each_other() -> None:
    first = document(1, DECEMBER, "On December 5 IWM closed at $250.77.")
    second = document(2, DECEMBER, "On December 5 IWM closed at $251.90.")
    assert short(found(first, second)) == [(CONTRADICTION, ["$250.77", "$251.90"])]


def test_a_range_that_holds_the_other_figure_agrees() -> None:
    note = document(1, MAY, "Beta is 1.2.", "The implied beta is 1.15-1.25x.")
    assert found(note) == ()


@pytest.mark.parametrize(
    ("first", "second", "verdicts"),
    [
        ("The composite score is 43/100.", "Composite: 43.8/100.", [CONTRADICTION]),
        ("The composite score is 44/100.", "Composite: 43.8/100.", []),
        ("The risk score is 52/100.", "The technical score is 28/100.", []),
        ("R1 is at $283-$285.", "A rally to $283-$286 (R1) is possible.", []),
        ("R1 is at $283-$285.", "R1 is at $291.", [CONTRADICTION]),
        ("Support is at $272.", "Support is at $265.", []),
        ("Three rate cuts are expected in 2026.", "Two rate cuts are expected in 2026.", [CONTRADICTION]),
        ("Three rate cuts are expected in 2026.", "Two rate cuts are expected in 2027.", []),
        ("If RSI falls to 30, buy.", "RSI is 47.", []),
        ("RSI fell to 41 from 55.", "RSI is 41.", []),
        ("The RSI is 62.", "RSI-14 stands at 62.", []),
        ("The RSI is 62.", "RSI-14 stands at 57.", [CONTRADICTION]),
        ("It gained 2.6% over the week.", "It gained 5% over the past month.", []),
        ("The expense ratio is 0.19%.", "The expense ratio is 0.24%.", [CONTRADICTION]),
        ("Net inflows were $2.8 billion in February.", "Net inflows were $2.78 billion in February.", []),
        (
            "Net inflows were $2.1 billion in February.",
            "Net inflows were $2.78 billion in February.",
            [CONTRADICTION],
        ),
        ("The forward P/E of the index is 16x.", "The trailing P/E of the index is 19x.", []),
        ("The P/E of the index is 16x.", "The trailing P/E of the index is 19x.", [DIFFERENT]),
        (
            "Some 70% of Russell 2000 debt is floating-rate.",
            "Floating-rate debt weighs on 70% of companies.",
            [DIFFERENT],
        ),
        ("IWM has a P/E of 18.5x.", "The Russell 2000 has a P/E of 16x.", [DIFFERENT]),
    ],
)
def test_within_one_document(first: str, second: str, verdicts: list[Verdict]) -> None:
    assert [finding.verdict for finding in found(document(1, MAY, first, second))] == verdicts


def test_small_caps_of_two_indices_are_told_apart() -> None:
    first = document(1, DECEMBER, "Earnings of the S&P SmallCap 600 should rise 21% in 2026.")
    second = document(2, MAY, "Earnings of the Russell 2000 are expected to grow 8-12% in 2026.")
    (finding,) = found(first, second)
    assert finding.verdict is DIFFERENT
    assert "small caps" in finding.why


def test_plans_are_compared_with_their_own_documents_only() -> None:
    first = document(1, MARCH, "Our stop is $231 and target 1 is $262.")
    second = document(2, MAY, "Our stop is $250 and target 1 is $298.")
    assert found(first, second) == ()


def test_scenarios_are_not_held_against_readings() -> None:
    note = document(1, MAY, "Volatility would be 45%.", section=("Bear case",))
    other = document(2, MAY, "Volatility is 18%.")
    assert found(note, other) == ()


def test_documents_without_a_day_are_compared_on_what_lasts() -> None:
    first = document(1, None, "The expense ratio is 0.25%. RSI is 40.")
    second = document(2, MAY, "The expense ratio is 0.19%. RSI is 62.")
    assert short(found(first, second)) == [(CONTRADICTION, ["0.25%", "0.19%"])]


def test_a_finding_quotes_its_documents_exactly_and_gives_both_numbers() -> None:
    older = document(1, DECEMBER, "About 38% of index members lose money.")
    newer = document(2, MAY, "Some 48% of index members lose money.")
    documents = {one.id: one for one in (older, newer)}
    (finding,) = found(newer, older)
    assert [side.day for side in finding.sides] == [DECEMBER, MAY]
    assert finding.subject == "share of unprofitable companies, Russell 2000"
    for side in finding.sides:
        assert side.document is not None
        assert side.span is not None
        assert documents[side.document].text[side.span.start : side.span.end] == side.quote
        assert side.quote.split()[-1] in finding.why


def quantity(low: float, high: float, bound: Bound = "exact", step: float = 1.0) -> Quantity:
    """A figure in per cent."""
    return Quantity(low, high, Measure.PERCENT, bound, step, Span(0, 1))


_BOUNDS = st.sampled_from(["exact", "about"])
_FIGURES = st.builds(
    lambda low, wide, bound, step: quantity(low, low + wide, bound, step),
    st.floats(-50, 50),
    st.floats(0, 10),
    _BOUNDS,
    st.sampled_from([0.01, 0.1, 1.0]),
)


@given(_FIGURES, _FIGURES, st.sampled_from(sorted(metrics())))
def test_agreement_is_mutual_and_with_oneself(first: Quantity, second: Quantity, key: str) -> None:
    metric = metrics()[key]
    assert agree(metric, first, first)
    assert agree(metric, first, second) == agree(metric, second, first)


@given(_FIGURES, st.floats(0, 40))
def test_one_sided_figures_agree_with_all_beyond_their_end(figure: Quantity, beyond: float) -> None:
    metric = metrics()["rsi"]
    at_least = replace(figure, low=figure.low, high=float("inf"), bound="at least")
    assert agree(metric, at_least, quantity(figure.low + beyond, figure.low + beyond))


@given(st.permutations(range(4)))
def test_the_order_of_claims_does_not_matter(order: list[int]) -> None:
    notes = [
        document(1, DECEMBER, "About 32% of Russell 2000 debt is floating-rate. RSI is 62."),
        document(2, MARCH, "The expense ratio is 0.25%."),
        document(3, MAY, "Some 70% of Russell 2000 debt is floating-rate. RSI is 37."),
        document(4, MAY, "The expense ratio is 0.19%."),
    ]
    claims: list[Claim] = [claim for at in order for claim in claims_of(notes[at])]
    by_id = {note.id: note for note in notes}
    straight = [claim for note in notes for claim in claims_of(note)]
    assert compare(claims, by_id) == compare(straight, by_id)
