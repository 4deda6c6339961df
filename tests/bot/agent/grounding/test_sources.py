"""What others said, what was said before, what was asked, and what is not known."""

from datetime import date

from tests.bot.agent.grounding.made import (
    EARLIER,
    ONE,
    checked,
    fact,
    failing,
    grounds,
    passage,
    reports,
    said_earlier,
    told_apart,
)
from tools.types import Unit

REVIEW = passage(
    "Hedge funds were net short by 4.2 billion dollars. Floating-rate debt is 43 % of all debt.",
    "Positioning review",
    "Harbor Desk",
)
PRIMER = passage("Floating-rate debt is 51 % of all debt.", "Credit primer", "Quay Letter", document="4ab3d2")
READ = [grounds(), reports(REVIEW, PRIMER)]
TOLD = [
    grounds(),
    said_earlier("RSI was 58.9 then.", [fact("iwm.rsi14", "RSI 14", 58.9, Unit.POINTS_100, EARLIER)]),
]
REFUSAL = (
    "2025-10-10 is in the future. The last completed session is 2025-09-26; ask for that or an earlier date."
)


def test_a_report_says_its_own_figure() -> None:
    told_apart(
        "According to Positioning review, floating-rate debt is 43 % of all debt.",
        "According to Positioning review, floating-rate debt is 34 % of all debt.",
        READ,
    )


def test_a_figure_of_one_report_is_not_another_s() -> None:
    told_apart(
        "Credit primer says floating-rate debt is 51 %.",
        "Positioning review says floating-rate debt is 51 %.",
        READ,
    )


def test_a_figure_of_the_card_is_not_put_into_a_report_s_mouth() -> None:
    told_apart("RSI is 64.1.", "Positioning review says RSI is 64.1.", READ)


def test_who_said_nothing_here_is_no_source() -> None:
    true = "Positioning review puts floating-rate debt at 43 %."
    told_apart(true, "Goldman Sachs puts floating-rate debt at 43 %.", READ)
    told_apart(true, "According to Meridian Research, floating-rate debt is 43 %.", READ)
    told_apart("RSI is 64.1.", "Bloomberg reports an RSI of 64.1.", READ)


def test_a_report_that_was_found_is_no_source_of_a_run_without_it() -> None:
    text = "Positioning review puts floating-rate debt at 43 %."
    assert checked(text, READ).holds, failing(text, READ)
    assert not checked(text, ONE).holds


def test_a_tag_points_at_a_passage_of_the_run() -> None:
    said = "Floating-rate debt is 43 % of all debt"
    told_apart(f"{said} [3fa2c1:7].", f"{said} [3fa2c1:8].", READ)
    told_apart(f"{said} [3fa2c1:7].", f"{said} [3fa2c2:7].", READ)


def test_a_claim_on_a_report_names_its_passage() -> None:
    verdict = checked("According to Positioning review, floating-rate debt is 43 % of all debt.", READ)
    assert verdict.passages == (REVIEW.id,)


def test_a_quotation_has_the_words_of_a_passage() -> None:
    told_apart(
        'The note has "Hedge funds were net short by 4.2 billion dollars".',
        'The note has "Hedge funds were net long by 4.2 billion dollars".',
        READ,
    )


def test_a_report_is_of_its_day() -> None:
    told_apart(
        "Positioning review (2025-08-01) puts floating-rate debt at 43 %.",
        "Positioning review (2025-07-01) puts floating-rate debt at 43 %.",
        READ,
    )


def test_an_earlier_answer_bears_only_its_own_session() -> None:
    told_apart("On 2025-09-19 RSI was 58.9.", "RSI is 58.9.", TOLD)
    told_apart("On 2025-09-26 RSI was 64.1.", "On 2025-09-19 RSI was 64.1.", TOLD)


def test_an_earlier_answer_is_repeated_with_its_day() -> None:
    told_apart("On 2025-09-19: RSI was 58.9 then.", "RSI was 58.9 then.", TOLD)


def test_a_refusal_of_a_tool_may_be_repeated_in_its_own_words() -> None:
    run = [grounds(sentences=[REFUSAL])]
    told_apart(REFUSAL, REFUSAL.replace("10-10", "10-13"), run)
    told_apart(REFUSAL, REFUSAL.replace("09-26", "09-25"), run)
    assert not checked(REFUSAL).holds, "without the refusal nothing bears its days"


def test_a_sentence_of_the_card_holds_as_it_stands() -> None:
    sentence = "The averages are 7.22 dollars apart, so the state needs 3 sessions to turn."
    assert not checked(sentence).holds
    verdict = checked(sentence, [grounds(sentences=[sentence])])
    assert verdict.holds
    assert [one.text for one in verdict.claims] == [sentence]


def test_figures_of_the_question_are_repeated_as_the_asker_s() -> None:
    asked = "What if IWM falls to 215?"
    text = "The 215 you name is below the close of $231.48."
    told_apart(text, text.replace("215", "216"), asked=asked)
    told_apart(text, "S1 is at 215.", asked=asked)
    assert not checked(text).holds, "nobody asked"


def test_a_day_of_the_question_may_be_repeated() -> None:
    told_apart(
        "You asked about 2025-03-14, and RSI is 64.1.",
        "You asked about 2025-03-17, and RSI is 64.1.",
        asked="What happened on 2025-03-14?",
    )


def test_what_is_not_known_has_no_figure() -> None:
    true = "Short interest is not known: no file with short interest was given. RSI is 64.1."
    told_apart(true, "Short interest is 21 million shares.")
    told_apart(true, "Short interest is 3 %.")


def test_advice_is_never_borne_and_refusing_it_is_no_advice() -> None:
    told_apart(
        "RSI is 64.1, and I cannot tell you whether you should buy now.",
        "RSI is 64.1, and you should buy now.",
    )
    told_apart("RSI is 64.1. We do not recommend buying.", "RSI is 64.1. We recommend buying the dip.")
    told_apart("RSI is 64.1. No position is safe.", "RSI is 64.1. Your money is safe.")


def test_what_no_tool_gave_is_not_borne() -> None:
    told_apart("IWM closed at $231.48.", "IWM closed at $231.48.\n\nTLT closed at $88.10.")
    assert not checked("IWM closed at $231.48.", []).holds


def test_a_fact_of_another_session_of_the_run_is_told_by_its_day() -> None:
    before = date(2025, 9, 24)
    run = [
        grounds(),
        grounds(facts=[fact("iwm.close", "close", 233.6, Unit.USD, before)], day=before, card=None),
    ]
    told_apart(
        "IWM closed at $233.60 on 2025-09-24 and at $231.48 on 2025-09-26.",
        "IWM closed at $231.48 on 2025-09-24 and at $233.60 on 2025-09-26.",
        run,
    )
