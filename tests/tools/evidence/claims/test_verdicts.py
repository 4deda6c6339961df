"""Verdicts on made histories: a claim that is true there is supported, one that is false is not."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tests.builders import bars_from, inputs_of, random_bars, sheet_of, walk
from tests.tools.evidence.claims.markets import claim_of, rallies
from tools.evidence.claims.chance import chance_words, count_chance
from tools.evidence.claims.claim import Claim, ClaimInputs, Group, Statistic, Trial
from tools.evidence.claims.contrast import Contrast, contrasts, verdict
from tools.evidence.claims.registry import CLAIMS, UNTESTED
from tools.evidence.claims.study import claim_study, run, untested_study
from tools.evidence.forward import forward_returns
from tools.evidence.numbers import measure
from tools.profile import load_profile
from tools.types import Absent, BoolArray, Fact, FloatArray, Missing

RULES = load_profile("IWM").evidence
ROWS = 4000


def nothing(inputs: ClaimInputs) -> Absent:
    del inputs
    return Absent("not designed")


def claim(statistic: Statistic = "share", *, more: bool = True, size: float | None = None) -> Claim:
    return Claim("made", "made", "made", "made", "failed", nothing, statistic=statistic, more=more, size=size)


def drawn(seed: int, case: float, base: float, *, rows: int = ROWS, every: int = 2) -> Trial:
    """Sessions that alternate between case and base, each with its own chance of a hit."""
    draw = np.random.default_rng(seed)
    of_case: BoolArray = np.arange(rows) % every == 0
    chance = np.where(of_case, case, base)
    outcome: FloatArray = (draw.random(rows) < chance).astype(np.float64)
    return Trial(1, "IWM", Group("case", of_case, outcome), Group("base", ~of_case, outcome))


def judged(trial: Trial, of: Claim) -> tuple[str, Contrast]:
    (found,) = contrasts([(trial, of.statistic)], RULES, seed=7)
    return verdict(of, [trial], [found]), found


def test_a_true_difference_is_supported_on_the_side_claimed_only() -> None:
    trial = drawn(1, 0.60, 0.45)
    assert judged(trial, claim())[0] == "supported"
    assert judged(trial, claim(more=False))[0] == "not supported"
    found = judged(trial, claim())[1]
    assert found.low < 15.0 < found.high
    assert found.differs == 1


@pytest.mark.parametrize("seed", range(5))
def test_no_difference_is_not_supported(seed: int) -> None:
    assert judged(drawn(seed, 0.5, 0.5), claim())[0] == "not supported"
    assert judged(drawn(seed, 0.5, 0.5), claim(more=False))[0] == "not supported"


def test_few_independent_cases_say_so_however_clear_they_are() -> None:
    """Twenty-nine hits in a row are still too few; one more decides."""
    for cases, word in ((29, "too few cases"), (30, "supported")):
        rows = np.arange(ROWS) % 100 == 0
        rows &= np.cumsum(rows) <= cases
        outcome = np.where(rows, 1.0, (np.arange(ROWS) % 3 == 0).astype(np.float64))
        trial = Trial(5, "IWM", Group("case", rows, outcome), Group("base", ~rows, outcome))
        assert judged(trial, claim())[0] == word


def test_overlapping_sessions_are_not_independent_cases() -> None:
    """A state that lasts two months is three cases of a month, not forty."""
    rows = np.arange(ROWS) < 60
    outcome = np.ones(ROWS)
    trial = Trial(21, "IWM", Group("case", rows, outcome), Group("base", ~rows, outcome))
    word, found = judged(trial, claim())
    assert (word, found.case.episodes, found.case.sessions) == ("too few cases", 3, 60)


@pytest.mark.parametrize(
    ("case", "word", "includes"),
    [(0.63, "supported", True), (0.42, "not supported", False), (0.30, "not supported", False)],
)
def test_a_ratio_must_leave_out_one_and_reach_what_is_claimed(
    case: float, word: str, *, includes: bool
) -> None:
    """Against a base of 0.3: 2.1 times is supported, 1.4 times is more but not that, once is neither."""
    found_word, found = judged(drawn(3, case, 0.30), claim("ratio", size=2.1))
    assert found_word == word
    assert (found.low <= 2.1 <= found.high) is includes
    assert found.difference == pytest.approx(case / 0.30, rel=0.12)
    assert (found.low > 1.0) is (case > 0.35)


def test_every_deciding_comparison_must_agree() -> None:
    yes, no = drawn(1, 0.60, 0.45), drawn(2, 0.45, 0.60)
    numbers = contrasts([(yes, "share"), (no, "share")], RULES, 7)
    assert verdict(claim(), [yes, no], numbers) == "not supported"
    assert verdict(claim(), [yes, replace(no, decides=False)], numbers) == "supported"


def test_a_mean_is_compared_in_its_own_unit() -> None:
    draw = np.random.default_rng(4)
    rows = np.arange(ROWS) % 2 == 0
    outcome = draw.normal(50, 10, ROWS) + 5 * rows
    trial = Trial(1, "members", Group("case", rows, outcome), Group("base", ~rows, outcome))
    word, found = judged(trial, claim("mean"))
    assert word == "supported"
    assert found.difference == pytest.approx(outcome[rows].mean() - outcome[~rows].mean())
    assert found.low < 5.0 < found.high


def test_against_all_sessions_the_numbers_are_those_of_the_evidence_of_states() -> None:
    """One engine: a claim against its base and a state's study must never differ."""
    bars = walk(5, 3000)
    returns = forward_returns(bars, 10)
    assert not isinstance(returns, Absent)
    holds, known = np.arange(3000) % 7 < 2, np.ones(3000, np.bool_)
    hits = np.where(np.isfinite(returns), (returns > 0).astype(np.float64), np.nan)
    (mine,) = contrasts(
        [(Trial(10, "T", Group("c", holds, hits), Group("b", known, hits)), "share")], RULES, 11
    )
    theirs = measure(holds, known, returns, 10, "rise", RULES, 11, bars.index)
    assert (mine.case.sessions, mine.case.episodes) == (theirs.sessions, theirs.episodes)
    assert (mine.difference, mine.low, mine.high, mine.p_value) == pytest.approx(
        (theirs.advantage, theirs.low, theirs.high, theirs.p_value)
    )


def test_the_same_seed_gives_the_same_numbers_in_any_company() -> None:
    one, other = drawn(1, 0.5, 0.4), drawn(2, 0.5, 0.4, every=3)
    alone = contrasts([(one, "share")], RULES, 3)[0]
    together = contrasts([(other, "ratio"), (one, "share")], RULES, 3)[1]
    assert alone == together


@pytest.mark.parametrize("lag_is_bad", [True, False])
def test_in_a_market_where_lagging_leads_weakness_the_claim_is_supported(*, lag_is_bad: bool) -> None:
    """The whole way from bars to the verdict: where the opposite is true it is not, and the words say so."""
    inputs = rallies(1, 90, lag_is_bad=lag_is_bad)
    (tested,), _ = run([claim_of("lag_warns_benchmark")], inputs, seed=1)
    assert tested.verdict == ("supported" if lag_is_bad else "not supported")
    said = claim_study(tested, inputs, sheet_of(inputs.market.bars)).said.text
    assert ("the other way round" in said) is not lag_is_bad


def test_in_a_short_market_there_are_too_few_cases() -> None:
    (tested,), _ = run([claim_of("lag_warns_benchmark")], rallies(1, 6, lag_is_bad=True), seed=1)
    assert tested.verdict == "too few cases"


def test_chance_is_counted_over_every_comparison() -> None:
    """Of two hundred comparisons of nothing some differ by their own interval; none stands."""
    trials = [drawn(seed, 0.5, 0.5, rows=1200) for seed in range(200)]
    found = contrasts([(trial, "share") for trial in trials], RULES, 5)
    chance = count_chance(found, RULES)
    assert (chance.comparisons, chance.by_chance) == (200, pytest.approx(10.0))
    assert chance.differing <= 20
    assert sum(chance.survives) == 0
    strong = contrasts([(drawn(1, 0.7, 0.3), "share")], RULES, 5)
    assert count_chance([*found, *strong], RULES).survives[-1]
    assert count_chance([], RULES).comparisons == 0
    words = chance_words(count_chance([], RULES), RULES, sheet_of(walk(1, 30))).said.text
    assert "No claim had enough cases" in words


def test_without_opens_no_claim_is_tested() -> None:
    """A purchase at the next open cannot be judged from closes alone."""
    inputs = ClaimInputs(inputs_of(bars_from(np.linspace(50, 80, 400))))
    for tested in run(CLAIMS, inputs, 1)[0]:
        assert isinstance(tested.trials, Absent)
        study = claim_study(tested, inputs, sheet_of(inputs.market.bars))
        assert isinstance(study.verdict, Missing)
        assert "closes only" in study.said.text


@pytest.mark.parametrize("rows", [1, 2, 20, 64, 300])
def test_short_and_lonely_histories_give_reasons_and_no_numbers(rows: int) -> None:
    inputs = ClaimInputs(inputs_of(random_bars(3, rows)))
    for tested in run(CLAIMS, inputs, 1)[0]:
        study = claim_study(tested, inputs, sheet_of(inputs.market.bars))
        if isinstance(tested.trials, Absent):
            assert isinstance(study.verdict, Missing)
        elif rows < 60:
            assert tested.verdict == "too few cases"
            assert all(isinstance(trial.difference, Missing) for trial in study.trials)


def test_keys_and_titles_are_unique_and_every_claim_has_a_deciding_comparison() -> None:
    keys = [one.key for one in (*CLAIMS, *UNTESTED)]
    titles = [one.title for one in (*CLAIMS, *UNTESTED)]
    assert len(set(keys)) == len(keys)
    assert len(set(titles)) == len(titles)
    inputs = rallies(1, 20, lag_is_bad=True)
    for one in CLAIMS:
        trials = one.design(inputs)
        if not isinstance(trials, Absent):
            assert any(trial.decides for trial in trials), one.key
            assert {len(trial.case.holds) for trial in trials} == {len(inputs.market.bars)}


def test_what_cannot_be_tested_says_why() -> None:
    for one in UNTESTED:
        study = untested_study(one, sheet_of(walk(1, 30)))
        assert isinstance(study.verdict, Missing)
        assert study.verdict.reason == one.reason
        assert one.reason in study.said.text


def test_a_claim_says_the_sessions_it_counts() -> None:
    inputs = rallies(1, 90, lag_is_bad=True)
    (tested,), _ = run([claim_of("lag_warns_benchmark")], inputs, seed=1)
    study = claim_study(tested, inputs, sheet_of(inputs.market.bars))
    first, last = (one for one in study.numbers[-2:] if isinstance(one, Fact))
    index = inputs.market.bars.index
    assert pd.Timestamp(str(first.value)) >= index[10]
    assert pd.Timestamp(str(last.value)) <= index[-11]
    assert any(str(first.value) in caveat.text for caveat in study.caveats)
