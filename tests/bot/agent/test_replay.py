"""Running an answer again says "same bytes", or what differs and why; it never passes over a difference."""

import dataclasses
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agent.answer_json import from_json, to_json
from bot.agent.grounding.verdict import Verdict
from bot.agent.replay import SAME, Replay, as_called, as_recorded, replay
from bot.agent.types import ToolUse
from knowledge.errors import CorpusDown
from tests.bot.store.made import answer
from tools.errors import BadRequest, NoData, SourceDown
from tools.functions.tool import Several, Whole, Words
from tools.grounds import Grounds, Said

ANSWER = answer()
USE = ANSWER.uses[0]
GROUNDS = Grounds("indicators", (), USE.text, facts=ANSWER.facts, session=USE.session, digest=USE.digest)


def _check(text: str, grounds: Sequence[Grounds], asked: str) -> Verdict:
    """Finds one claim, borne by whatever fact was given."""
    assert (text, asked) == (ANSWER.written, ANSWER.question.text)
    there = [reading.id for one in grounds for reading in one.facts]
    (claim,) = ANSWER.verdict.claims
    if claim.facts[0] in there:
        return ANSWER.verdict
    return Verdict((dataclasses.replace(claim, holds=False, because="no fact of this run", facts=()),))


def _gives(grounds: Grounds) -> Callable[[str, Mapping[str, object]], Grounds]:
    def call(name: str, arguments: Mapping[str, object]) -> Grounds:
        assert (name, arguments) == ("indicators", {"symbol": "IWM", "date": "latest"})
        return grounds

    return call


def _fails(error: Exception) -> Callable[[str, Mapping[str, object]], Grounds]:
    def call(_: str, __: Mapping[str, object]) -> Grounds:
        raise error

    return call


def _said(done: Replay) -> list[str]:
    return [part.said for part in done.parts]


def test_what_comes_out_as_recorded_is_the_same_bytes() -> None:
    done = replay(ANSWER, _gives(GROUNDS), _check)
    assert [str(part) for part in done.parts] == [
        'indicators(symbol="IWM", date="latest"): same bytes',
        "facts (1): same bytes",
        "verdict (1 claims): same bytes",
    ]
    assert done.reproduced
    assert done.answer == ANSWER.id


def test_an_answer_that_was_stored_is_reproduced_too() -> None:
    assert replay(from_json(to_json(ANSWER)), _gives(GROUNDS), _check).reproduced


def test_other_inputs_are_named_before_what_they_led_to() -> None:
    rsi = dataclasses.replace(ANSWER.facts[0], value=64.10000000000002)
    now = dataclasses.replace(GROUNDS, digest="e" * 32, text=USE.text.replace("64.1", "64.2"), facts=(rsi,))
    done = replay(ANSWER, _gives(now), _check)
    assert _said(done) == [
        (
            "the inputs differ (digest d1d1d1d1d1d1, now eeeeeeeeeeee); "
            "line 2 was 'RSI 14: 64.1', is 'RSI 14: 64.2'"
        ),
        "iwm.rsi14 of 2025-09-26 was 64.10000000000001, is 64.10000000000002",
        SAME,
    ]
    assert not done.reproduced


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"session": date(2025, 9, 25)}, "it read session 2025-09-26, now it reads 2025-09-25"),
        ({"digest": None}, "the inputs differ (digest d1d1d1d1d1d1, now none)"),
        ({"facts": (*ANSWER.facts, *ANSWER.facts)}, "it gave 1 readings, now 2"),
        ({"text": f"{USE.text}\n"}, "the text had 2 lines, now it has 3"),
        ({"text": f"{USE.text} "}, "line 2 was 'RSI 14: 64.1', is 'RSI 14: 64.1 '"),
    ],
)
def test_any_other_byte_is_a_difference(changes: dict[str, Any], said: str) -> None:
    done = replay(ANSWER, _gives(dataclasses.replace(GROUNDS, **changes)), _check)
    assert done.parts[0].said == said
    assert not done.reproduced


@pytest.mark.parametrize(
    ("value", "other"), [(1.0, 1.0000000000000002), (0.0, -0.0), (True, 1.0), ("1", 1.0), (False, 0.0)]
)
def test_values_are_compared_by_their_bits(value: float | str | bool, other: float | str | bool) -> None:  # noqa: FBT001
    def with_value(of: float | str | bool) -> tuple[Any, ...]:  # noqa: FBT001
        return (dataclasses.replace(ANSWER.facts[0], value=of),)

    then = answer(facts=with_value(value))
    for given_, same in ((value, True), (other, False)):
        now = dataclasses.replace(GROUNDS, facts=with_value(given_))
        assert replay(then, _gives(now), _check).parts[1].same is same


def test_documents_that_came_since_are_the_reason() -> None:
    def passage(tag: str) -> str:
        return json.dumps({"kind": "passage", "tag": tag, "text": "Breadth is thin.\nVery."})

    use = dataclasses.replace(USE, text=f"2 passages\n{passage('[aaaaaa:1]')}\n{passage('[bbbbbb:2]')}")
    now = dataclasses.replace(GROUNDS, text=f"2 passages\n{passage('[cccccc:3]')}\n{passage('[aaaaaa:1]')}")
    said = replay(answer(uses=(use,)), _gives(now), _check).parts[0].said
    assert said.startswith(
        "documents were added or removed since: 1 new and 1 missing lines of kind passage; line 2"
    )


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (SourceDown("Yahoo did not answer."), "the source is down: Yahoo did not answer."),
        (CorpusDown("the vector store is away."), "the source is down: the vector store is away."),
        (NoData("no bars."), "there is no data now: no bars."),
        (BadRequest("no such tool."), "fails now: no such tool."),
    ],
)
def test_a_call_that_fails_now_is_a_difference_and_leaves_its_facts_unborne(
    error: Exception, said: str
) -> None:
    done = replay(ANSWER, _fails(error), _check)
    assert _said(done) == [
        said,
        "iwm.rsi14 of 2025-09-26 is not given any more",
        "'64.1' held, now it fails: no fact of this run",
    ]
    assert not done.reproduced


def test_a_bug_in_a_tool_is_not_taken_for_a_difference() -> None:
    with pytest.raises(ZeroDivisionError):
        replay(ANSWER, _fails(ZeroDivisionError()), _check)


@pytest.mark.parametrize("outcome", ["refused", "unavailable", "down", "over budget", "failed"])
def test_a_call_that_failed_then_is_not_made_again(outcome: Any) -> None:
    failed = ToolUse("layer", {"layer": '"mood"'}, outcome, "layer is 'mood'; allowed is one of trend, ...")
    done = replay(answer(uses=(failed, USE)), _gives(GROUNDS), _check)
    assert done.parts[0].said == f"not run again; as recorded, {outcome}: {failed.text}"
    assert done.reproduced


def test_facts_of_earlier_answers_count_as_given() -> None:
    said = Said("x", date(2025, 9, 1), date(2025, 9, 1), "q", "t", ANSWER.facts)
    now = dataclasses.replace(GROUNDS, facts=(), said=(said,))
    assert replay(ANSWER, _gives(now), _check).parts[1].same


def test_the_same_fact_of_another_session_is_not_it() -> None:
    other = dataclasses.replace(ANSWER.facts[0], as_of=date(2025, 9, 25))
    done = replay(ANSWER, _gives(dataclasses.replace(GROUNDS, facts=(other,))), _check)
    assert done.parts[1].said == "iwm.rsi14 of 2025-09-26 is not given any more"


def test_of_many_differing_facts_a_few_are_named_and_the_rest_counted() -> None:
    facts = tuple(dataclasses.replace(ANSWER.facts[0], id=f"iwm.f{number}") for number in range(9))
    said = replay(answer(facts=facts), _gives(GROUNDS), _check).parts[1].said
    assert said.count("is not given any more") == 5
    assert said.endswith("; and 4 more")


def test_a_check_that_finds_more_or_other_claims_is_a_difference() -> None:
    (claim,) = ANSWER.verdict.claims

    def finds(*claims: Any) -> str:
        return replay(ANSWER, _gives(GROUNDS), lambda *_: Verdict(claims)).parts[2].said

    assert finds(claim, claim) == "the check finds 2 claims now"
    assert finds() == "the check finds 0 claims now"
    assert finds(dataclasses.replace(claim, because="RSI 14")) == "'64.1' is read in another way: RSI 14"


def test_an_answer_without_calls_or_claims_is_reproduced() -> None:
    plain = answer(uses=(), facts=(), verdict=Verdict(()))
    assert replay(plain, _fails(AssertionError()), lambda *_: Verdict(())).reproduced


_WORDS = st.text(min_size=1, max_size=40)


@given(st.dictionaries(_WORDS, _WORDS | st.lists(_WORDS, max_size=5)))
def test_arguments_come_back_from_the_record(arguments: dict[str, object]) -> None:
    assert as_called(as_recorded(arguments)) == arguments


@given(st.integers(-1000, 1000))
def test_a_whole_number_comes_back_as_the_belt_reads_it(number: int) -> None:
    back = as_called(as_recorded({"sessions": abs(number)}))
    assert Whole(0, 1000).read("sessions", back["sessions"]) == abs(number)


@pytest.mark.parametrize(
    "arguments",
    [
        {"symbols": "IWM, SPY", "date": "latest"},
        {"term": "200"},
        {"question": '"small caps"', "symbol": "any", "since": "any", "before": "latest"},
        {"question": '"small caps', "symbol": "[a", "since": "null"},
        {"symbol": "$IWM", "reading": "rsi14", "date": "2025-09-26", "sessions": "20"},
        {},
    ],
)
def test_arguments_recorded_as_plain_texts_are_taken_as_they_stand(arguments: dict[str, str]) -> None:
    assert as_called(arguments) == arguments


def test_a_list_in_either_record_is_the_same_call() -> None:
    symbols = Several(2, 5, Words(40))
    for recorded in ({"symbols": "IWM, SPY"}, as_recorded({"symbols": ["IWM", "SPY"]})):
        assert symbols.read("symbols", as_called(recorded)["symbols"]) == ("IWM", "SPY")


def test_every_part_has_one_line() -> None:
    use = dataclasses.replace(USE, arguments={"question": "a\nb\n"}, outcome="down", text="c\nd")
    now = dataclasses.replace(GROUNDS, text="a\nb\nc")
    done = replay(answer(uses=(use, USE)), _gives(now), _check)
    assert all("\n" not in str(part) for part in done.parts)
