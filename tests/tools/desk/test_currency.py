"""One currency: every number of a result is a fact, and every sentence quotes only facts."""

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tests.builders import (
    NAMED_SESSIONS,
    fact,
    walk,
)
from tests.tools.desk.desks import (
    QUESTIONS,
    SESSIONS,
    UNITS,
    answer,
    fake_desk,
)
from tools.phrases import written
from tools.profile import load_profile
from tools.results import facts_of, to_json
from tools.types import Fact, Missing, Sentence

FACT_KEYS = {"id", "label", "value", "unit", "as_of", "source", "method", "notes"}


def check_numbers(node: object, path: str = "") -> int:
    """Assert that every number in a JSON tree is the value of a whole fact; give how many there were."""
    if isinstance(node, bool) or node is None or isinstance(node, str):
        return 0
    assert not isinstance(node, int | float), f"a bare number at {path}"
    if isinstance(node, list):
        return sum(check_numbers(part, f"{path}[{place}]") for place, part in enumerate(node))
    assert isinstance(node, dict)
    if "value" in node:
        assert set(node) == FACT_KEYS, path
        assert node["unit"] in UNITS, path
        date.fromisoformat(node["as_of"])
        for key in ("id", "label", "source", "method"):
            assert isinstance(node[key], str), path
            assert node[key].strip(), f"{path}.{key} is empty"
        assert isinstance(node["notes"], list)
        assert isinstance(node["value"], int | float | str), path
        return int(not isinstance(node["value"], str | bool))
    return sum(check_numbers(part, f"{path}.{key}") for key, part in node.items())


CARDS = [
    (how, symbol, session) for how in QUESTIONS for symbol in ("IWM", "SPY") for session in NAMED_SESSIONS
]


@pytest.mark.parametrize(("how", "symbol", "session"), CARDS)
def test_every_number_of_a_result_is_the_value_of_a_fact(
    data_dir: Path, how: str, symbol: str, session: date
) -> None:
    tree = json.loads(to_json(answer(data_dir, how, symbol, session)))
    assert tree["kind"] in {"analysis", "breadthreport", "rotationreport", "levelsreport", "evidencereport"}
    assert (
        check_numbers(tree)
        > {"analyze": 150, "breadth": 5, "rotation": 15, "levels": 40, "evidence": 200}[how]
    )


def test_the_walker_refuses_a_bare_number() -> None:
    with pytest.raises(AssertionError, match=r"a bare number at \.a\[0\]"):
        check_numbers({"a": [1.0]})
    with pytest.raises(AssertionError):
        check_numbers({"value": 1.0, "unit": "USD"})


@pytest.mark.parametrize(("how", "symbol", "session"), CARDS)
def test_one_id_has_one_value_in_a_result(data_dir: Path, how: str, symbol: str, session: date) -> None:
    values: dict[str, object] = {}
    for one in facts_of(answer(data_dir, how, symbol, session)):
        shown = one.value if isinstance(one, Fact) else one.reason
        assert values.setdefault(one.id, shown) == shown, one.id
        assert one.id.startswith(f"{symbol.lower()}."), one.id


LISTED = [
    "close", "adj_close", "trend.ema21", "trend.ema63", "trend.separation", "momentum.roc10",
    "momentum.roc21",
    "rsi14", "macd", "macd_signal", "stoch_k", "stoch_d", "atr14", "adx14", "sma20", "sma50", "sma200",
    "composite.score", "composite.rating",
]  # fmt: skip
OF_OTHERS = ["relative_strength.vs_spy_10", "rotation.ratio"]
OF_IWM = ["breadth.above_sma50", "breadth.above_sma200", "breadth.coverage"]


@pytest.mark.parametrize(
    ("symbol", "keys"),
    [("IWM", LISTED + OF_OTHERS + OF_IWM), ("QQQ", LISTED + OF_OTHERS), ("SPY", LISTED[:-2])],
)
def test_the_listed_facts_are_on_the_card(data_dir: Path, symbol: str, keys: list[str]) -> None:
    result = answer(data_dir, "analyze", symbol, date(2021, 2, 10))
    there = {one.id: one for one in facts_of(result) if isinstance(one, Fact)}
    missing = [key for key in keys if f"{symbol.lower()}.{key}" not in there]
    assert missing == []
    assert all(there[f"{symbol.lower()}.{key}"].as_of == date(2021, 2, 10) for key in keys)


def test_the_benchmark_itself_has_half_of_the_layers_and_so_no_composite(data_dir: Path) -> None:
    result = answer(data_dir, "analyze", "SPY", date(2021, 2, 10))
    composite = result.composite  # type: ignore[union-attr]
    assert isinstance(composite.score, Missing)
    assert fact(composite.coverage).number == 50.0


def sentences_of(result: object) -> Iterator[Sentence]:
    if isinstance(result, Sentence):
        yield result
    elif dataclasses.is_dataclass(result) and not isinstance(result, type):
        for part in dataclasses.fields(result):
            yield from sentences_of(getattr(result, part.name))
    elif isinstance(result, Mapping):
        for value in result.values():
            yield from sentences_of(value)
    elif isinstance(result, tuple):
        for value in result:
            yield from sentences_of(value)


def lengths_of(table: object) -> set[str]:
    """Every whole number of a profile: the lengths that names are made with."""
    if isinstance(table, dict):
        return {text for part in table.values() for text in lengths_of(part)}
    if isinstance(table, list | tuple):
        return {text for part in table for text in lengths_of(part)}
    return {str(table)} if isinstance(table, int) and not isinstance(table, bool) else set()


NAMES = re.compile(
    r"\d{4}-\d\d-\d\d|russell2000|95 % interval|10y-2y|EMA \d+|SMA\(?\d+\)?|"
    r"\d+(?=-session| sessions| rising ones)|(?<=over )\d+(?= are)"
)
"""Dates, and what is called by a number: a universe, an interval, a curve, an average, a look-back."""


def check_sentence(said: Sentence, facts: Mapping[str, Fact], lengths: set[str]) -> None:
    rest, start = said.text, 0
    for key in said.facts:
        text = written(facts[key])
        place = rest.lower().find(text.lower(), start)
        assert place >= 0, f"{text} ({key}) is not in {said.text!r}"
        rest = rest[:place] + rest[place + len(text) :]
        start = place
    # what a layer needs is a sum of lengths; the layers' own tests hold it to the number
    rest = re.sub(r"needs \d+ sessions", "", rest)
    for name in NAMES.findall(rest):
        number = re.search(r"\d+(?!.*\d)", name)
        if number and name[0] in "ES0123456789" and "-" not in name and "95" not in name:
            assert number.group() in lengths, f"{name} in {said.text!r}"
    rest = NAMES.sub("", rest)
    # sizing names its conditions by their limits, which are facts of the result too
    shown = {written(one) for one in facts.values() if isinstance(one.value, float)}
    for text in sorted(shown, key=len, reverse=True):
        if "." in text or "%" in text:
            rest = rest.replace(text, "")
    assert not re.search(r"\d", rest), f"{rest!r} is left of {said.text!r}"


@pytest.mark.parametrize(("how", "symbol", "session"), CARDS)
def test_every_number_in_a_sentence_is_a_written_fact_or_part_of_a_name(
    data_dir: Path, how: str, symbol: str, session: date
) -> None:
    result = answer(data_dir, how, symbol, session)
    facts = {one.id: one for one in facts_of(result) if isinstance(one, Fact)}
    lengths = lengths_of(load_profile(symbol).model_dump())
    said = list(sentences_of(result))
    assert said
    for sentence in said:
        check_sentence(sentence, facts, lengths)


@pytest.mark.parametrize("rows", [1, 5, 20, 64, 100, 263])
def test_short_histories_say_what_they_lack_and_never_a_bare_number(rows: int) -> None:
    short = walk(5, rows, "IWM", index=SESSIONS[-rows:])
    desk = fake_desk(IWM=short)
    for how in QUESTIONS:
        result = getattr(desk, how)("IWM")
        check_numbers(json.loads(to_json(result)))
        facts = {one.id: one for one in facts_of(result) if isinstance(one, Fact)}
        for sentence in sentences_of(result):
            if "not known" not in sentence.text:
                check_sentence(sentence, facts, lengths_of(load_profile("IWM").model_dump()))
        for one in facts_of(result):
            if isinstance(one, Fact) and not isinstance(one.value, str):
                assert np.isfinite(one.number), one.id
