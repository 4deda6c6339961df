"""An answer written as JSON is the same answer when read; what cannot be read is refused in words."""

import dataclasses
import json
import math
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given

from bot.agent.answer_json import VERSION, Shown, from_json, shown_of, to_json
from bot.agent.types import Answer
from tests.bot.store.any_answer import answers
from tests.bot.store.made import answer
from tools.errors import BadData
from tools.results import Header, LevelsReport
from tools.types import Fact, Unit


def _changed(**parts: object) -> str:
    return json.dumps(json.loads(to_json(answer())) | parts)


def _bits(value: Any) -> Any:
    """The tree with floats by their bits and all else with its type: 1 is not 1.0, and NaN is NaN."""
    if dataclasses.is_dataclass(value):
        return type(value), [_bits(getattr(value, part.name)) for part in dataclasses.fields(value)]
    if isinstance(value, tuple):
        return [_bits(part) for part in value]
    if isinstance(value, float):
        return "nan" if math.isnan(value) else value.hex()
    return type(value), value


@given(answers)
def test_any_answer_comes_back_bit_for_bit(one: Answer) -> None:
    text = to_json(one)
    back = from_json(text)
    moment = back.asked_at
    assert (moment, moment.utcoffset()) == (one.asked_at, one.asked_at.utcoffset())
    same_zone = dataclasses.replace(back, asked_at=one.asked_at)
    assert _bits(same_zone) == _bits(one)
    assert to_json(back) == text


@given(answers)
def test_the_bytes_are_plain_json_of_valid_text(one: Answer) -> None:
    text = to_json(one)
    text.encode("utf-8")
    assert "\x00" not in text
    assert "\n" not in text
    json.loads(text, parse_constant=pytest.fail)
    assert json.loads(to_json(one, indent=2)) == json.loads(text)


def test_every_field_is_there_under_its_own_name_and_a_fact_is_an_object() -> None:
    tree = json.loads(to_json(answer()))
    assert list(tree) == ["kind", "version", *(part.name for part in dataclasses.fields(Answer))]
    assert tree["facts"] == [
        {
            "id": "iwm.rsi14",
            "label": "RSI 14",
            "value": 64.10000000000001,
            "unit": "of 100",
            "as_of": "2025-09-26",
            "source": "folder",
            "method": "Wilder RSI(14)",
            "notes": [],
        }
    ]


def test_equal_answers_are_equal_bytes() -> None:
    assert to_json(answer()) == to_json(answer())


@pytest.mark.parametrize("value", [True, 1, 1.0, "1", "nan", -0.0, 5e-324, 0.1 + 0.2, math.inf, -math.inf])
def test_a_value_keeps_its_type_and_its_bits(value: float | str | bool) -> None:  # noqa: FBT001 - the point
    fact = Fact("a.b", "b", value, Unit.TEXT, date(2025, 9, 26), "folder", "")
    back = from_json(to_json(answer(facts=(fact,)))).facts[0].value
    assert (type(back), repr(back)) == (type(value), repr(value))


def test_the_card_is_left_out_and_can_be_made_again() -> None:
    session = date(2025, 9, 26)
    header = Header("IWM", session, None, (), False, False, None, "terms", (), (), "default", "1", "d2" * 16)  # noqa: FBT003
    empty: Any = None
    text = to_json(answer(card=LevelsReport(header, empty, empty, empty, ())))
    assert from_json(text) == answer()
    assert shown_of(text) == Shown("levelsreport", "IWM", session, "d2" * 16)
    assert shown_of(to_json(answer())) is None


@pytest.mark.parametrize("version", [VERSION + 1, 0, None, "1", [1]])
def test_another_version_is_refused_in_words(version: object) -> None:
    with pytest.raises(BadData, match="and this program reads version 1: it was written by another version"):
        from_json(_changed(version=version))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it is no JSON"),
        ("{", "it is no JSON"),
        ("[]", "is not that of an answer"),
        ('"answer"', "is not that of an answer"),
        ('{"kind": "analysis"}', "is not that of an answer"),
        ('{"kind": "answer", "version": 1}', "Answer is without id, question"),
        (_changed(mood="good"), "Answer has no mood"),
        (_changed(outcome="fine"), "'fine' is none of grounded, repaired"),
        (_changed(session="yesterday"), "Invalid isoformat"),
        (_changed(session=None), "None is no str"),
        (_changed(text=5), "5 is no str"),
        (_changed(facts={}), "is no list"),
        (_changed(facts=[{}]), "Fact is without id, label"),
        (_changed(verdict={"claims": [1]}), "1 is no dict"),
        (_changed(cost={"model_calls": True}), "Cost is without tool_calls"),
    ],
)
def test_what_is_no_answer_says_so_in_one_sentence(text: str, said: str) -> None:
    with pytest.raises(BadData, match=r"^a kept answer cannot be read: ") as refused:
        from_json(text)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_tenant_that_cannot_be_is_refused() -> None:
    text = to_json(answer()).replace("guild:41", "guild:all")
    with pytest.raises(BadData, match="no tenant is called 'guild:all'"):
        from_json(text)


def test_a_field_that_came_later_takes_its_default() -> None:
    tree = json.loads(to_json(answer()))
    del tree["question"]["as_of"], tree["facts"][0]["notes"]
    assert from_json(json.dumps(tree)) == answer()


def test_a_moment_keeps_its_offset() -> None:
    moment = datetime.fromisoformat("2025-09-27T14:30:05.000001+05:30")
    back = from_json(to_json(answer(asked_at=moment))).asked_at
    assert back.isoformat() == "2025-09-27T14:30:05.000001+05:30"
    assert back.astimezone(UTC) == moment
