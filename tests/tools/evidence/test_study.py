"""The study as a whole: what is counted, what is kept, and what is said."""

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.made_bars import random_bars, sheet_of
from tools.bars import Bars
from tools.evidence.cache import packed, study_key, unpacked
from tools.evidence.condition import Condition
from tools.evidence.correction import corrected
from tools.evidence.forward import NO_OPEN
from tools.evidence.numbers import Numbers
from tools.evidence.study import Study, study
from tools.evidence.tried import Counted, count_tried
from tools.evidence.words import horizon_study, state_study, tried_words
from tools.profile import load_profile
from tools.types import Absent, Fact, Missing, Unit

RULES = load_profile("IWM").evidence
QUICK = RULES.model_copy(update={"resamples": 200, "first_years": 1})


def number(p_value: float, low: float, high: float) -> Numbers:
    plain = Numbers(900, 90, 60.0, 55.0, 5.0, low, high, 0.4, 0.5, 0.3, p_value, false_discovery=1.0)
    return replace(plain, walked=1.5, years=8, agreed=5)


def condition(bars: Bars, key: str = "trend.bullish", **changed: object) -> Condition:
    rows = len(bars)
    made: dict[str, object] = {
        "key": key, "family": "trend", "state": "bullish", "title": "trend bullish", "side": "rise",
        "holds": np.arange(rows) % 3 == 0, "known": np.ones(rows, np.bool_),
    }  # fmt: skip
    return Condition(**(made | changed))  # type: ignore[arg-type]


def counted(rows: dict[str, tuple[Numbers, ...]]) -> Counted:
    return count_tried(Study((1,), corrected(rows)), RULES)


class TestTried:
    def test_one_clear_difference_among_few_stands(self) -> None:
        """A p-value far below what the count allows."""
        found = counted({"a": (number(1e-6, 2, 8),), "b": (number(0.5, -2, 8),)})
        assert (found.comparisons, found.differing) == (2, 1)
        assert found.by_chance == pytest.approx(0.1)
        assert found.surviving == {("a", 1)}

    def test_the_same_difference_among_many_does_not(self) -> None:
        """0.004 alone is a difference; as the best of two hundred it is what chance gives."""
        one, rest = number(0.004, 1, 8), number(0.5, -2, 8)
        assert counted({"a": (one,)}).surviving == {("a", 1)}
        found = counted({"a": (one,), **{f"b{place}": (rest,) for place in range(199)}})
        assert found.by_chance == pytest.approx(10.0)
        assert found.differing == 1
        assert not found.surviving

    @given(st.lists(st.floats(1e-9, 1.0), min_size=1, max_size=40))
    def test_survivors_are_those_of_the_definition(self, values: list[float]) -> None:
        """Benjamini and Yekutieli by hand: the largest rank whose p is within rank / (m * harmonic)."""
        rows = {f"k{place}": (number(value, 1, 8),) for place, value in enumerate(values)}
        found = counted(rows)
        size = len(values)
        limit = 0.05 / (size * sum(1 / rank for rank in range(1, size + 1)))
        ranked = sorted(values)
        passing = [value for rank, value in enumerate(ranked, 1) if value <= rank * limit * (1 + 1e-12)]
        cut = max(passing, default=-1.0)
        assert len(found.surviving) == sum(value <= cut for value in values)

    def test_too_few_cases_are_no_comparison(self) -> None:
        """What is not judged cannot differ."""
        assert counted({"a": (Numbers(12, 3),)}).comparisons == 0
        assert count_tried(Absent("no opens"), RULES).comparisons == 0


class TestCache:
    def test_numbers_come_back_as_they_were(self) -> None:
        """Every value, with those that are not known and the counts as whole numbers."""
        rows = {"a": (number(0.2, -1.0, 3.0), Numbers(3, 1)), "b": (Numbers(0, 0), number(0.01, 1.5, 3.5))}
        found = unpacked(packed(rows), ["a", "b"], 2)
        assert found is not None
        assert found["a"][0] == rows["a"][0]
        assert isinstance(found["a"][1].sessions, int)
        assert math.isnan(found["a"][1].hit_rate)
        assert packed(found) == packed(rows)

    @pytest.mark.parametrize(
        "content", [b"", b"{", b"[]", b"{}", b'{"a":[[1,2]]}', b'{"a":[null,null]}', b'{"a":"xx"}', b"\xff"]
    )
    def test_what_is_not_a_study_is_refused(self, content: bytes) -> None:
        """None, so that it is computed again."""
        assert unpacked(content, ["a"], 2) is None

    def test_another_number_of_horizons_is_refused(self) -> None:
        """A profile may ask for others."""
        assert unpacked(packed({"a": (number(0.2, -1, 3),)}), ["a"], 2) is None

    def test_the_key_is_the_content(self) -> None:
        """Bars, conditions and parameters each change it; the same content never does."""
        bars, other = random_bars(1, 300), random_bars(2, 300)
        one = condition(bars)
        key = study_key(bars, [one], RULES)
        assert key == study_key(random_bars(1, 300), [condition(bars)], RULES)
        holds = one.holds.copy()
        holds[-1] ^= True
        different = [
            study_key(other, [one], RULES),
            study_key(bars, [condition(bars, holds=holds)], RULES),
            study_key(bars, [condition(bars, side="fall")], RULES),
            study_key(bars, [one, condition(bars, "trend.bearish")], RULES),
            study_key(bars, [one], QUICK),
        ]
        assert len({key, *different}) == 6


class Kept(dict[str, bytes]):
    """A cache in memory that counts what it was asked to keep."""

    def put(self, key: str, content: bytes) -> None:
        self[key] = content


class TestStudy:
    @settings(max_examples=5)
    @given(st.integers(0, 50))
    def test_the_same_bytes_with_and_without_a_cache(self, seed: int) -> None:
        """Computed, computed again, or read back."""
        bars, cache = random_bars(seed, 400), Kept()
        asked = [condition(bars), condition(bars, "trend.bearish", side="fall")]
        first, second = study(bars, asked, QUICK, cache), study(bars, asked, QUICK)
        third = study(bars, asked, QUICK, cache)
        for found in (first, second, third):
            assert not isinstance(found, Absent)
            assert packed(found.numbers) == next(iter(cache.values()))
        assert len(cache) == 1

    def test_a_damaged_entry_is_computed_again(self) -> None:
        """And replaced."""
        bars, cache = random_bars(3, 400), Kept()
        whole = study(bars, [condition(bars)], QUICK, cache)
        key = next(iter(cache))
        cache[key] = cache[key][:-20]
        again = study(bars, [condition(bars)], QUICK, cache)
        assert not isinstance(whole, Absent)
        assert not isinstance(again, Absent)
        assert packed(again.numbers) == packed(whole.numbers) == cache[key]

    def test_closes_alone_have_no_study(self) -> None:
        """An entry needs an open."""
        bars = random_bars(3, 300, "close")
        found = study(bars, [condition(bars)], QUICK)
        assert found == Absent(NO_OPEN)


class TestWords:
    bars = random_bars(1, 300)
    sheet = sheet_of(bars)

    def test_a_sentence_has_the_cases_the_base_and_the_interval(self) -> None:
        """Every number of it is a fact of the study."""
        one = condition(self.bars)
        found = horizon_study(one, 10, number(0.3, -2.9, 8.2), RULES, self.sheet, survives=False)
        assert found.said.text == (
            "After trend bullish the price was higher 10 sessions later in 60.0 % of 900 sessions (90 "
            "independent cases); base rate 55.0 %: +5.0 points, 95 % interval -2.9 points to +8.2 points. "
            "No difference shown."
        )
        assert isinstance(found.advantage, Fact)
        assert found.advantage.id == "test.evidence.trend.bullish.10.advantage"
        assert found.advantage.unit is Unit.POINTS
        assert isinstance(found.survives, Fact)
        assert found.survives.value is False

    @pytest.mark.parametrize(
        ("low", "high", "verdict"),
        [(0.1, 8, "better than base"), (-8, -0.1, "worse than base"), (0, 8, "no difference shown")],
    )
    def test_verdicts(self, low: float, high: float, verdict: str) -> None:
        """By whether the interval leaves zero out."""
        one = condition(self.bars, side="fall")
        found = horizon_study(one, 1, number(0.01, low, high), RULES, self.sheet, survives=True)
        assert isinstance(found.verdict, Fact)
        assert found.verdict.value == verdict
        assert "lower 1 session later" in found.said.text
        assert ("it stands" in found.said.text) == (verdict != "no difference shown")

    def test_too_few_cases_give_counts_and_nothing_else(self) -> None:
        """No rate without cases; the verdict says why."""
        found = horizon_study(condition(self.bars), 63, Numbers(240, 12), RULES, self.sheet, survives=False)
        assert isinstance(found.verdict, Fact)
        assert found.verdict.value == "too few cases"
        assert found.said.text == (
            "After trend bullish, 63 sessions later: too few cases (12 independent in 240 sessions)."
        )
        for reading in (
            found.hit_rate, found.base_rate, found.advantage, found.low, found.high, found.mean, found.median,
            found.base_mean, found.walked, found.survives,
        ):  # fmt: skip
            assert isinstance(reading, Missing)
            assert reading.reason == "too few cases"

    def test_caveats_travel_with_every_fact(self) -> None:
        """Survivorship is said once in words and noted on each number."""
        one = condition(self.bars, caveats=("survivorship-biased: the list is late",))
        whole = Study((5,), {one.key: (number(0.2, -1, 3),)})
        found = state_study(one, whole, count_tried(whole, RULES), RULES, self.sheet)
        assert [caveat.text for caveat in found.caveats] == ["Survivorship-biased: the list is late."]
        assert isinstance(found.holds, Fact)
        (part,) = found.studies
        for fact in (found.holds, part.hit_rate, part.low, part.walked, part.verdict):
            assert isinstance(fact, Fact)
            assert "survivorship-biased: the list is late" in fact.notes
            assert fact.as_of > date(2024, 1, 1)

    def test_everything_tried_is_said(self) -> None:
        """With what chance alone would give."""
        rows = {f"k{place}": (number(0.5, -1, 3),) for place in range(40)} | {"a": (number(0.01, 1, 3),)}
        said = tried_words(counted(rows), RULES, self.sheet).said.text
        assert said == (
            "Comparisons made: 41. By their own intervals 1 differ from base; about 2 would by chance alone. "
            "With all of them counted, 0 stand."
        )
