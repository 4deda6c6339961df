"""What does not hold is taken out whole, and what holds stays as it was written."""

import pytest

from bot.agent.grounding import cut
from tests.bot.agent.grounding.made import checked

WRONG = "R1 is at $999.99."

KEPT = (
    ("nothing fails", "RSI is 64.1. ADX is 17.8.", "RSI is 64.1. ADX is 17.8."),
    ("a sentence", "RSI is 64.1. ADX is 99.9. The close is $231.48.", "RSI is 64.1. The close is $231.48."),
    ("never half a sentence", "Trend is bullish; RSI is 99.9. ADX is 17.8.", "ADX is 17.8."),
    ("the first sentence", "You should sell now. RSI is 64.1.", "RSI is 64.1."),
    ("a bullet", "- RSI: 64.1\n- ADX: 99.9", "- RSI: 64.1"),
    ("a numbered point", "1. RSI: 64.1\n2. ADX: 99.9\n3. ATR 14: $4.57", "1. RSI: 64.1\n3. ATR 14: $4.57"),
    ("a sentence of a bullet", "- RSI: 64.1. ADX: 99.9.\n- ADX: 17.8", "- RSI: 64.1.\n- ADX: 17.8"),
    (
        "a row",
        "| Reading | Value |\n|---|---|\n| RSI 14 | 64.1 |\n| ADX | 99.9 |",
        "| Reading | Value |\n|---|---|\n| RSI 14 | 64.1 |",
    ),
    (
        "a row for one of its cells",
        "| Reading | Value | Vote |\n|---|---|---|\n| RSI 14 | 64.1 | +1 |\n| ADX | 99.9 | -1 |",
        "| Reading | Value | Vote |\n|---|---|---|\n| RSI 14 | 64.1 | +1 |",
    ),
    ("a heading that leads to nothing", f"RSI is 64.1.\n\n## Levels\n\n{WRONG}", "RSI is 64.1."),
    (
        "a heading before another",
        f"## Levels\n\n{WRONG}\n\n## Trend\n\nThe 21-session EMA is $228.37.",
        "## Trend\n\nThe 21-session EMA is $228.37.",
    ),
    ("a bold heading", f"RSI is 64.1.\n\n**Levels**\n\n{WRONG}", "RSI is 64.1."),
    ("a lead-in", "RSI is 64.1.\n\nLevels:\n\n- R1: $999.99", "RSI is 64.1."),
    (
        "not a heading that still leads",
        f"## Levels\n\n{WRONG}\n\nS1 is at $226.71.",
        "## Levels\n\nS1 is at $226.71.",
    ),
    ("everything", "RSI is 99.9.", ""),
    ("everything with its heading", f"## Levels\n\n{WRONG}", ""),
)


@pytest.mark.parametrize(("text", "left"), [row[1:] for row in KEPT], ids=[row[0] for row in KEPT])
def test_what_fails_goes_whole_and_what_holds_stays(text: str, left: str) -> None:
    assert cut(text, checked(text)) == left
    assert checked(left).holds


def test_what_leaned_on_a_cut_sentence_is_gone_after_a_second_cut() -> None:
    text = "RSI is 64.1. TLT closed at $88.10. The 21-session EMA is below the 63-session EMA."
    once = cut(text, checked(text))
    assert cut(once, checked(once)) == "RSI is 64.1."
