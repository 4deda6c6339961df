"""Rules of reading claims, one sentence each: which number is whose, of what, since when and by whom."""

from datetime import date

import pytest

from knowledge.claims.extract import claims_of
from knowledge.claims.model import Claim, Method
from knowledge.types import Block, BlockKind, Document, Media, Published

PUBLISHED = date(2026, 3, 10)


def document(
    text: str,
    *,
    kind: BlockKind = BlockKind.PARAGRAPH,
    section: tuple[str, ...] = (),
    source: str = "A desk",
    published: date | None = PUBLISHED,
    symbols: tuple[str, ...] = ("IWM",),
) -> Document:
    """A document of one block."""
    day = Published(published, "given") if published else Published()
    block = Block(kind, 0, len(text), section)
    return Document("d" * 16, "d" * 64, "A note", source, day, symbols, None, Media.TEXT, text, (block,))


def claim(text: str, **given: object) -> Claim:
    """The only claim of a text."""
    (found,) = claims_of(document(text, **given))  # type: ignore[arg-type]
    return found


def named(text: str, **given: object) -> list[tuple[str, str | None, float]]:
    """Metric, variant and lower end (or the finite one) of every claim."""
    found = claims_of(document(text, **given))  # type: ignore[arg-type]
    return [
        (one.metric, one.variant, one.quantity.low if one.quantity.bound != "at most" else one.quantity.high)
        for one in found
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The close sits below the 20-day ($244), 50-day ($251), and 200-day ($263) averages (SMA).",
            [("sma", "20", 244), ("sma", "50", 251), ("sma", "200", 263)],
        ),
        ("SMA(50): 240.10, EMA 21: 244.80", [("sma", "50", 240.1), ("ema", "21", 244.8)]),
        ("The 21-EMA is at $244.10.", [("ema", "21", 244.1)]),
        ("ROE and ROIC are near 9%.", [("roe", None, 9), ("roic", None, 9)]),
        (
            "Maximum drawdowns were -41% in the COVID crash, -32% during 2022 and -58% in the GFC.",
            [("drawdown", "COVID", -41), ("drawdown", "2022", -32), ("drawdown", "GFC", -58)],
        ),
        (
            "Calls were 44% and puts 56% of option volume.",
            [("call_share", None, 44), ("put_share", None, 56)],
        ),
        ("RSI fell to 41 from 55.", [("rsi", None, 41), ("rsi", "before", 55)]),
        (
            "The policy rate went from 4.00% to 3.75%.",
            [("policy_rate", "before", 4.0), ("policy_rate", None, 3.75)],
        ),
        ("The 2-year yield fell 9 bps to 3.48%.", [("treasury_yield", "2y", 3.48)]),
        ("CPI rose 2.6% from a year earlier.", [("inflation", None, 2.6)]),
        ("ATR is $4.10, or 1.7% of price.", [("atr", None, 4.1), ("atr", None, 1.7)]),
        ("The VIX closed at 16.2.", [("vix", None, 16.2)]),
        ("IWM traded at $240.10 (-0.4%).", [("price", None, 240.1), ("day_change", None, -0.4)]),
        (
            "It is 4.8% below its 52-week high of $248.30.",
            [("high_distance", None, 4.8), ("high_52w", None, 248.3)],
        ),
        (
            "Charges a 0.19% expense ratio and yields 1.1%.",
            [("expense_ratio", None, 0.19), ("dividend_yield", None, 1.1)],
        ),
        ("Shares slipped 0.8% to $239.12 on Tuesday.", [("day_change", None, 0.8), ("price", None, 239.12)]),
        ("The ten largest make up 6.2% of it.", [("top10_weight", None, 6.2)]),
        (
            "The trailing P/E is 19x and the forward P/E 16x.",
            [("pe", "trailing", 19), ("pe", "forward", 16)],
        ),
        ("Excluding loss-makers, the forward P/E is 14x.", [("pe", "forward excluding losses", 14)]),
    ],
)
def test_a_number_belongs_to_the_nearest_words_that_grammar_allows(
    text: str, expected: list[tuple[str, str | None, float]]
) -> None:
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "We walked 5 miles and met 12 people.",
        "In 2026 the committee meets eight times, on March 18 and on April 29.",
        "See page 12 of the 2025 annual report [4].",
        "The fund turned 26 years old.",
        "Revenue of the issuer was 5.1 billion yen.",
        "Momentum is worth 12 and breadth is worth 7.",
        "Then Zorba gained 3.1% and nobody asked why.",
        "The market gives it a 64% chance.",
        "The committee made 2 more cuts to its staff and priced 8 of the last 10.",
    ],
)
def test_a_number_that_no_rule_can_name_is_no_claim(text: str) -> None:
    assert claims_of(document(text)) == ()


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        (
            "About 40% of Russell 2000 debt is floating-rate, versus 9% for S&P 500 companies.",
            ["RUSSELL2000", "SP500"],
        ),
        (
            "The Russell 2000 trades at 17x forward earnings, a discount to the S&P 500's 22x.",
            ["RUSSELL2000", "SP500"],
        ),
        ("The S&P SmallCap 600 has a P/E of 15x.", ["SP600"]),
        ("IWM's volatility is higher than that of SPY; its beta is 1.2x to the S&P 500.", ["IWM"]),
        ("IWM has lagged the S&P 500 by 25 percentage points over the last five years.", ["IWM"]),
        ("About 40% of members lose money.", ["RUSSELL2000"]),
        (
            "Earnings of small caps should grow faster than those of large caps (18% vs 12%).",
            ["RUSSELL2000", "SP500"],
        ),
        (
            "Net margins are 5%, well below the S&P 500's 12%, while ROE is near 9%.",
            ["RUSSELL2000", "SP500", "RUSSELL2000"],
        ),
        ("The probability of a June cut is 62%.", ["FED"]),
    ],
)
def test_a_figure_is_about_whom_grammar_points_at(text: str, entities: list[str]) -> None:
    assert [one.entity for one in claims_of(document(text))] == entities


def test_pronouns_mean_what_the_sentence_before_was_about() -> None:
    text = "The S&P SmallCap 600 screens for profits. Its P/E is 15x."
    assert claim(text).entity == "SP600"


def test_a_figure_of_the_fund_is_not_given_to_an_index_that_stands_nearby() -> None:
    assert claim("IWM tracks the Russell 2000 and charges an expense ratio of 0.19%.").entity == "IWM"


@pytest.mark.parametrize(
    ("text", "metric", "variant"),
    [
        ("If fewer than 55% of members are above their 50-day average, stand aside.", "breadth", "threshold"),
        ("Only 48% of members are above their 50-day average.", "breadth", "50"),
        ("A sustained close above $262 would change the picture.", "trigger", None),
        ("IWM breaking $231 would confirm the bear case.", "trigger", None),
        ("The bear case needs CPI above 3.5%.", "inflation", "threshold"),
        ("RSI could dip to 30 in a panic.", "rsi", "threshold"),
        ("A hard stop at $231.", "stop", None),
    ],
)
def test_a_condition_is_not_a_reading(text: str, metric: str, variant: str | None) -> None:
    found = claim(text)
    assert (found.metric, found.variant) == (metric, variant)


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        ("As of the close on March 6, 2026, IWM was trading at $240.10.", date(2026, 3, 6), True),
        ("On March 6 RSI was 47.", date(2026, 3, 6), True),
        ("On December 2 RSI was 47.", date(2025, 12, 2), True),
        ("On Friday RSI was 47.", date(2026, 3, 6), True),
        ("In February net outflows reached $1.9 billion.", date(2026, 2, 28), True),
        ("For the week ending 6 March inflows were $420 million.", date(2026, 3, 6), True),
        ("RSI is 47 ahead of the decision on March 18.", PUBLISHED, False),
        ("A March 20, 2026 call with a $256 strike was bought.", PUBLISHED, False),
        ("RSI is 47.", PUBLISHED, False),
    ],
)
def test_the_day_is_the_one_said_or_the_publications(text: str, day: date, said: bool) -> None:  # noqa: FBT001
    found = claim(text)
    assert (found.as_of, found.as_of_said) == (day, said)


def test_each_figure_has_the_day_beside_it() -> None:
    found = claims_of(
        document("Outflows were $1.9 billion in February, after inflows of $640 million in January.")
    )
    assert [(one.variant, one.as_of) for one in found] == [
        ("outflow", date(2026, 2, 28)),
        ("inflow", date(2026, 1, 31)),
    ]


def test_without_a_publication_day_nothing_is_dated() -> None:
    assert claim("RSI is 47.", published=None).as_of is None


@pytest.mark.parametrize(
    ("text", "horizon"),
    [
        (
            "IWM has lagged SPY by 25% over the past five years.",
            "over the past five years",
        ),
        ("Earnings are expected to grow 14% in 2026.", "in 2026"),
        ("The Russell 2000 gained 5.5% in a single week.", "in a single week"),
        ("Since November 24 it gained 9%.", "Since November 24"),
        ("A 3-year beta of 1.3.", "3-year"),
        ("RSI is 47.", None),
    ],
)
def test_the_stretch_of_time_is_kept_as_written(text: str, horizon: str | None) -> None:
    assert claims_of(document(text))[-1].horizon == horizon


@pytest.mark.parametrize(
    ("text", "method", "who"),
    [
        ("RSI is 47.", Method.STATED, None),
        ("RSI is estimated at 47.", Method.ESTIMATED, None),
        ("RSI is roughly 47.", Method.ESTIMATED, None),
        ("According to DataDesk, the forward P/E is 17x.", Method.QUOTED, "DataDesk"),
        ("Harbour Street expects a forward P/E of 17x.", Method.QUOTED, "Harbour Street"),
        ("The forward P/E is 17x. [3]", Method.QUOTED, None),
        ("Breadth shows a reading of 47% of members above their 50-day average.", Method.STATED, None),
    ],
)
def test_how_a_figure_is_come_by_is_read_from_the_words(text: str, method: Method, who: str | None) -> None:
    found = claim(text)
    assert (found.method, found.attributed_to) == (method, who)


def test_each_figure_is_credited_to_the_name_before_it() -> None:
    text = "How much of the debt is floating-rate? Northgate says 42%, while Fenwick says 38%."
    assert [one.attributed_to for one in claims_of(document(text))] == ["Northgate", "Fenwick"]


def test_our_own_reports_compute() -> None:
    assert claim("RSI is 47.", source="Plumbline monthly reports").method is Method.COMPUTED


@pytest.mark.parametrize(
    ("text", "denominator"),
    [
        (
            "An estimated 70% of Russell 2000 constituent debt is floating-rate.",
            "Russell 2000 constituent debt",
        ),
        ("About 32% of their debt is floating-rate.", "debt"),
        ("Short interest is 16% of shares outstanding.", "shares outstanding"),
        ("The expense ratio is 0.19%.", None),
    ],
)
def test_of_what_a_share_is_one_is_kept(text: str, denominator: str | None) -> None:
    assert claim(text).denominator == denominator


def test_a_tables_cell_is_named_by_its_column_and_row() -> None:
    rows = [
        "Dimension\tScore\tWeight\tWeighted",
        "Trend\t60/100\t25%\t15.0",
        "Risk Profile\t40/100\t75%\t30.0",
    ]
    assert named("\n".join(rows), kind=BlockKind.TABLE) == [
        ("score", "trend", 60),
        ("score_weight", "trend", 25),
        ("weighted_score", "trend", 15),
        ("score", "risk", 40),
        ("score_weight", "risk", 75),
        ("weighted_score", "risk", 30),
    ]


def test_a_levels_table_names_levels_and_the_distance_to_them() -> None:
    rows = [
        "Level\tZone\tNote",
        "R1 - near\t~$248-$250\t50-day SMA",
        "Stop Loss\t$231\t~4% risk from current price",
    ]
    assert named("\n".join(rows), kind=BlockKind.TABLE) == [
        ("resistance", "R1", 248),
        ("stop", None, 231),
        ("level_distance", "stop", 4),
    ]


def test_columns_may_be_funds_or_stretches_of_time() -> None:
    funds = "Metric\tIWM\tIJR\nP/E\t18.6\t16.1"
    assert [(one.entity, one.quantity.low) for one in claims_of(document(funds, kind=BlockKind.TABLE))] == [
        ("IWM", 18.6),
        ("IJR", 16.1),
    ]
    times = "Performance\t1 Year\t5 Year\nFund\t12.8%\t5.9%"
    assert [(one.metric, one.horizon) for one in claims_of(document(times, kind=BlockKind.TABLE))] == [
        ("return_1y", "1 Year"),
        ("return", "5 Year"),
    ]


def test_a_list_is_read_with_what_leads_into_it() -> None:
    text = "As of March 6, the S&P 500 shows:\n\n- P/E: 22x\n- Dividend yield: 1.3%"
    blocks = (
        Block(BlockKind.PARAGRAPH, 0, text.index("\n")),
        Block(BlockKind.LIST, text.index("- P/E"), len(text)),
    )
    day = Published(PUBLISHED, "given")
    listed = Document("d" * 16, "d" * 64, "A note", "A desk", day, (), None, Media.TEXT, text, blocks)
    assert [(one.entity, one.as_of) for one in claims_of(listed)] == [("SP500", date(2026, 3, 6))] * 2


def test_spans_are_the_documents_words() -> None:
    text = "Trading resumed. RSI is\nroughly 47 now. Volume was 26.1 million shares."
    first, second = claims_of(document(text))
    assert text[first.quantity.span.start : first.quantity.span.end] == "roughly 47"
    assert text[first.sentence.start : first.sentence.end] == "RSI is\nroughly 47 now."
    assert text[second.quantity.span.start : second.quantity.span.end] == "26.1 million shares"
    assert first.id == f"{'d' * 16}@{text.index('roughly')}"


def test_two_metrics_on_one_number_have_ids_of_their_own() -> None:
    ids = [one.id.rpartition("/")[2] for one in claims_of(document("ROE and ROIC are near 9%."))]
    assert ids == ["roe", "roic"]
