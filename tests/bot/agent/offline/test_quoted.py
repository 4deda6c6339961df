"""Quotations end with a sentence of their author, and an error is told in its own sentence alone."""

from dataclasses import replace
from datetime import date

import pytest

from bot.agent.offline.intents.intent import call
from bot.agent.offline.values import Ask, Heard, Outcome
from bot.agent.offline.writing.definition import write_definition
from bot.agent.offline.writing.quoted import excerpt, quotation
from bot.agent.refusals import said, told
from tests.tools.functions.belts import passage
from tools.errors import BadRequest, NoData, SourceDown
from tools.grounds import Grounds

LONG = "Spreads rose to 4.5 % in a week. Small caps fell by 3.2 % then. " * 8


def test_a_long_passage_ends_with_a_sentence_and_an_ellipsis_outside_the_quotation_marks() -> None:
    text = quotation(passage(LONG, date(2025, 3, 31)), 70)
    assert text.startswith(
        "\u201cSpreads rose to 4.5 % in a week. Small caps fell by 3.2 % then.\u201d \u2026 ("
    )


def test_a_sentence_longer_than_wished_is_quoted_whole() -> None:
    sentence = "The spread " + "of small caps and large caps " * 12 + "was 4.5 % at most."
    assert excerpt(f"{sentence} Then it fell.", 100) == sentence


@pytest.mark.parametrize("text", ["More than > 50 % rose.", "Fewer than < 30 % fell.", "The a_b ratio fell."])
def test_signs_that_mean_something_stay(text: str) -> None:
    assert excerpt(text) == text


@pytest.mark.parametrize("text", ["**Bold** <@123> [3fa2c1:7] `code`", "<script>x</script>"])
def test_formatting_and_mentions_go(text: str) -> None:
    assert not set("*<@[]`") & set(excerpt(text))


def test_a_passage_known_later_says_from_when() -> None:
    late = replace(passage("It rose.", date(2025, 3, 31)), known_from=date(2025, 4, 15))
    assert ", 2025-03-31, known from 2025-04-15)" in quotation(late)
    assert "known from" not in quotation(passage("It rose.", date(2025, 3, 31)))


@pytest.mark.parametrize("error", [BadRequest("No such day."), NoData("No bars."), SourceDown("No answer.")])
def test_an_error_is_said_without_what_is_meant_for_a_model(error: Exception) -> None:
    opened = told(error)
    assert opened is not None
    assert said(opened[0]) == str(error)
    assert said("Something else.") == "Something else."


def test_abbreviations_are_titled_in_capitals() -> None:
    grounds = Grounds(
        "explain", (("term", "rsi"),), "", passages=(passage("RSI is a rate.", date(2025, 3, 31)),)
    )
    (one,) = call("explain", term="rsi")
    block = write_definition(Ask("explain", Heard("rsi", " rsi "), ("IWM",)), {one: Outcome(grounds)})
    assert block.text.startswith("**RSI**")
