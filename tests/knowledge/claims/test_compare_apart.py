"""Figures that the words around them tell apart, and figures that nothing tells apart."""

from datetime import date

import pytest

from knowledge.claims import findings
from knowledge.claims.model import Finding
from knowledge.documents import read_document
from knowledge.types import Given

FRIDAY = date(2026, 5, 22)


def found(text: str) -> list[Finding]:
    """What is found in a note about IWM."""
    head = f"---\ntitle: A note\nsource: A desk\npublished: {FRIDAY}\nsymbols: IWM\n---\n"
    return list(findings((read_document((head + text).encode(), Given(name="note.md")),), None, None))


@pytest.mark.parametrize(
    "text",
    [
        "IWM closed at $255.10 on Monday. On Tuesday it closed at $256.80. By Friday the close was $259.40.",
        "IWM closed at $255.10 on Monday, $256.80 on Tuesday, $254.30 on Wednesday and $259.40 on Friday.",
        "IWM closed at $269.10. It has never closed above $271.90.",
        "Implied volatility is 21.5% against a realised 17.2%, a premium of 4.3 points.",
        "VIX is at 16.2. Three-month VIX is 18.4.",
        "The policy rate stands at 3.75%. The market has the policy rate at 3.25% by December.",
        "Inflation is 3.1%. Services inflation is 4.0%.",
        "The stop is at $240.\n\n## Second tranche\n\nThe stop is at $236.",
        "IWM closed at $255. It traded at $251 at noon.",
        "## June\n\nRSI is 58.\n\n## May\n\nRSI is 44.",
        "Short interest is 96 million shares. A fortnight earlier short interest stood at 88 million shares.",
        "Correlation with the S&P 500 is 0.86. In falling markets the correlation with the S&P 500 is 0.95.",
        "IWM trades about 29 million shares a day. The members together turn over 3.1 billion shares a day.",
        "Entry: $600.\n\nAn alternative to the entry is to buy in three equal parts at $606, $600 and $594.",
        "RSI is 58. RSI is 51. RSI is 44.",
    ],
)
def test_what_the_words_tell_apart_does_not_disagree(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "RSI is 58. The RSI is at 44.",
        "Inflation is 3.1%. The inflation rate stands at 4.0%.",
        "The fund holds 1,987 stocks. The fund now holds 1,610 stocks.",
    ],
)
def test_plain_figures_that_nothing_tells_apart_disagree(text: str) -> None:
    assert [finding.rule for finding in found(text)] == ["same_metric"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        (
            "IWM closed at $256. $224 is 12.5% below the close, and the stop at $241 5.9% under it.",
            [],
        ),
        (
            "IWM is at $250. The stop at $240 is 4% below the close, while $262 is 4.8% above it.",
            [],
        ),
        (
            "Entry: $250.\nStop: $242.50, which is 3% under the entry.\n\nAlternative: an entry at $245.",
            [],
        ),
        (
            "Entry: $250.00, on a close.\nTarget 1: $262.50, which is 9% above the entry.",
            ["percent_to_level"],
        ),
    ],
)
def test_a_per_cent_is_measured_from_what_its_own_clause_names(text: str, rules: list[str]) -> None:
    assert [finding.rule for finding in found(text)] == rules
