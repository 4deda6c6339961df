"""Two member lists on the same sessions, measured again with pandas."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.builders import inputs_of, panel_from, random_closes, sheet_of, walk
from tests.tools.desk.desks import real_desk
from tools.bars import MemberPanel
from tools.desk.gather import count_breadth
from tools.evidence.claims.claim import ClaimInputs
from tools.evidence.claims.lists import survivorship
from tools.evidence.claims.survivorship import LEAST, gap_between, on_common
from tools.profile import load_profile
from tools.types import Fact, Missing

PROFILE = load_profile("IWM")
DAYS = pd.bdate_range("2015-01-01", periods=700)
EARLY = panel_from(random_closes(1, 600, 30, holes=0.001), DAYS[:600], as_of=date(2016, 2, 26))
LATE = panel_from(random_closes(2, 650, 40, holes=0.001), DAYS[50:], as_of=date(2017, 3, 1))


def by_pandas(panel: MemberPanel) -> pd.Series:
    """Share of members above their own 50-session mean, where enough members have one."""
    closes = pd.DataFrame(panel.closes, index=panel.index)
    mean = closes.rolling(50).mean()
    there = mean.notna().sum(axis=1)
    share = 100 * (closes > mean).sum(axis=1) / there
    return share[100 * there / len(panel.membership.symbols) >= LEAST]


def shared() -> pd.DataFrame:
    return pd.DataFrame({"early": by_pandas(EARLY), "late": by_pandas(LATE)}).dropna()


def test_the_gap_is_that_of_pandas() -> None:
    wanted = shared()
    gap = gap_between(
        *on_common(*(count_breadth(p, PROFILE) for p in (EARLY, LATE)), 50, date(2030, 1, 1)), 50
    )
    difference = wanted["late"] - wanted["early"]
    assert gap.sessions.equals(pd.DatetimeIndex(wanted.index))
    assert np.allclose(gap.points, difference)
    assert gap.mean == pytest.approx(difference.mean())
    assert gap.mean_size == pytest.approx(difference.abs().mean())
    worst = difference.abs().idxmax()
    assert gap.largest == (pytest.approx(difference[worst]), worst.date())
    assert gap.by_year == pytest.approx(difference.groupby(difference.index.year).mean().to_dict())
    for limit in (30.0, 50.0, 55.0):
        sides = (wanted["early"] < limit) != (wanted["late"] < limit)
        assert gap.crossed(limit) == pytest.approx(100 * sides.mean())


def test_a_session_with_prices_of_few_members_is_not_compared() -> None:
    """A hole in the prices takes a full window of sessions from the comparison."""
    closes = random_closes(1, 600, 30)
    closes[300, :25] = np.nan
    holed = panel_from(closes, DAYS[:600])
    one, other = on_common(count_breadth(holed, PROFILE), count_breadth(LATE, PROFILE), 50, date(2030, 1, 1))
    assert one.index.equals(other.index)
    assert not one.index.isin(DAYS[300:350]).any()
    assert one.index.isin([DAYS[299], DAYS[350]]).sum() == 2


def test_nothing_after_the_session_is_compared() -> None:
    until = DAYS[400].date()
    one, _ = on_common(count_breadth(EARLY, PROFILE), count_breadth(LATE, PROFILE), 50, until)
    assert one.index[-1] == DAYS[400]


def test_one_list_is_no_comparison_and_says_so() -> None:
    bars = walk(1, 700, "IWM", index=DAYS)
    inputs = ClaimInputs(inputs_of(bars))
    early, late = count_breadth(EARLY, PROFILE), count_breadth(LATE, PROFILE)
    for lists in ((), (early,)):
        found = survivorship(inputs, lists, 1, sheet_of(bars))
        assert isinstance(found.numbers[0], Missing)
        assert "not two member lists" in found.said.text
    apart = panel_from(random_closes(3, 100, 30), pd.bdate_range("1999-01-04", periods=100))
    found = survivorship(inputs, (count_breadth(apart, PROFILE), late), 1, sheet_of(bars))
    assert "no session has enough prices of both" in found.said.text


def test_each_claim_about_breadth_is_judged_under_both_lists() -> None:
    bars = walk(1, 700, "IWM", index=DAYS)
    lists = (count_breadth(EARLY, PROFILE), count_breadth(LATE, PROFILE))
    found = survivorship(
        ClaimInputs(inputs_of(bars, growth=walk(2, 700, "QQQ", index=DAYS))), lists, 1, sheet_of(bars)
    )
    titles = [one.title for one in found.verdicts]
    assert titles[::2] == titles[1::2]
    assert len(set(titles)) == len(titles) // 2 > 4
    dates = [one.listed.value for one in found.verdicts if isinstance(one.listed, Fact)]
    assert dates == ["2016-02-26", "2017-03-01"] * (len(titles) // 2)


@pytest.mark.data
def test_the_real_lists_are_measured_as_pandas_measures_them(data_dir: Path) -> None:
    """The report's figures from the two real panels' shares, joined and compared by pandas."""
    early, late = (count_breadth(p, PROFILE) for p in real_desk(data_dir).market.panels.panels("russell2000"))
    shares = {}
    for name, one in (("early", early), ("late", late)):
        counts = pd.DataFrame({"a": one.counts.above[50], "n": one.counts.eligible[50]}, index=one.index)
        counts = counts[counts["n"] >= len(one.membership.symbols) * LEAST / 100]
        shares[name] = 100 * counts["a"] / counts["n"]
    joined = pd.DataFrame(shares).dropna()
    gap = joined["late"] - joined["early"]
    report = real_desk(data_dir).claims("IWM", date(2025, 9, 26))
    found = {one.id.removeprefix("iwm.claims.lists."): one for one in report.survivorship.numbers}
    wanted = {
        "sessions": len(joined), "mean": gap.mean(), "mean_size": gap.abs().mean(),
        "largest": gap[gap.abs().idxmax()], "year.2011": gap["2011"].mean(),
        "crossed.low": 100 * ((joined["early"] < 30) != (joined["late"] < 30)).mean(),
        "crossed.middle": 100 * ((joined["early"] < 50) != (joined["late"] < 50)).mean(),
        "crossed.thin": 100 * ((joined["early"] < 55) != (joined["late"] < 55)).mean(),
    }  # fmt: skip
    for key, value in wanted.items():
        one = found[key]
        assert isinstance(one, Fact)
        assert one.number == pytest.approx(value), key
