"""`make bench-evidence`: do random markets stay silent, and what does a whole study cost?

The peers are timed where they are importable (`vectorbt`, `backtesting`); neither is a dependency.
"""

import os
import sys
import time
import tracemalloc
import warnings
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from bot.settings import load_settings
from bot.wiring import open_services
from tests.benchmarks.timing import milliseconds, side_by_side
from tests.tools.evidence.null_markets import null_numbers
from tools.bars import Bars
from tools.desk.conditions import conditions_of
from tools.desk.snapshot import Snapshot
from tools.evidence.bootstrap import CAUTION, multiplicities
from tools.evidence.condition import Condition
from tools.evidence.correction import corrected
from tools.evidence.forward import forward_returns
from tools.evidence.numbers import measure
from tools.evidence.study import Study, study
from tools.evidence.tried import count_tried
from tools.profile import load_profile
from tools.types import Absent

MARKETS, ROWS = 200, 6300
SESSION = date(2024, 3, 8)
STATE, HORIZON, RUNS = "trend.bullish", 10, 5


def main() -> int:
    """Print the null test, the cost of a study, and the peers; 0 when all ran."""
    console = Console(width=110)
    _null(console)
    default = Path(__file__).resolve().parents[3] / "shared" / "data"
    data = Path(os.environ.get("PLUMB_TEST_DATA", default))
    if not (data / "manifest.toml").is_file():
        sys.stderr.write(f"The rest needs the real bars: set PLUMB_TEST_DATA (looked in {data}).\n")
        return 1
    shot = open_services(load_settings(data=f"folder:{data}")).desk.snapshot("IWM", SESSION)
    _cost(console, shot)
    _peers(console, shot)
    return 0


def _null(console: Console) -> None:
    """The share of comparisons that differ from base where none does."""
    rules = load_profile("IWM").evidence
    made: Counter[int] = Counter()
    better: Counter[int] = Counter()
    worse: Counter[int] = Counter()
    narrow: Counter[int] = Counter()
    survivors = markets_with = 0
    began = time.perf_counter()
    for seed in range(MARKETS):
        found = null_numbers(seed, ROWS)
        for (_, horizon), one in found.items():
            made[horizon] += 1
            better[horizon] += one.differs > 0
            worse[horizon] += one.differs < 0
            low, high = (one.advantage + (end - one.advantage) / CAUTION for end in (one.low, one.high))
            narrow[horizon] += low > 0 or high < 0
        rows = {f"{key}.{horizon}": (one,) for (key, horizon), one in found.items()}
        surviving = len(count_tried(Study((1,), corrected(rows)), rules).surviving)
        survivors += surviving
        markets_with += surviving > 0
    took = time.perf_counter() - began
    table = Table(
        title=f"(a) {MARKETS} random markets of {ROWS:,} sessions: verdicts where nothing is to be found "
        f"({rules.confidence:g} % intervals, {took:.0f} s)",
        title_justify="left",
    )
    for heading in ("horizon", "comparisons", "better", "worse", "either", f"without the {CAUTION:g}"):
        table.add_column(heading, justify="right")
    for horizon in (*rules.horizons, None):
        chosen = rules.horizons if horizon is None else (horizon,)
        total, up, down, more = (
            sum(counted[one] for one in chosen) for counted in (made, better, worse, narrow)
        )
        table.add_row(
            "all" if horizon is None else str(horizon), f"{total:,}", _share(up, total), _share(down, total),
            _share(up + down, total), _share(more, total),
        )  # fmt: skip
    console.print(table)
    console.print(
        f"With all comparisons of a market counted, {survivors} of {sum(made.values()):,} stand, in "
        f"{markets_with} of {MARKETS} markets."
    )


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _cost(console: Console, shot: Snapshot) -> None:
    """Time and memory of everything that is tried for the fund."""
    rules = shot.profile.evidence
    conditions = conditions_of(shot)

    def whole() -> object:
        multiplicities.cache_clear()
        return study(shot.bars, conditions, rules)

    (timed,) = side_by_side({"whole study": whole}, runs=RUNS)
    tracemalloc.start()
    whole()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    console.print(
        f"(b) IWM to {SESSION}: {len(conditions)} conditions x {len(rules.horizons)} horizons over "
        f"{len(shot.bars):,} sessions, {rules.resamples:,} resamples: median {milliseconds(timed.median)} "
        f"({milliseconds(timed.low)} to {milliseconds(timed.high)}), {peak / 2**20:.0f} MiB at the peak"
    )


def _peers(console: Console, shot: Snapshot) -> None:
    """One state at one horizon, by whoever is importable."""
    condition = next(one for one in conditions_of(shot) if one.key == STATE)
    answers: dict[str, Callable[[], str]] = {"plumbline": lambda: _ours(shot, condition)}
    for name, make in (("vectorbt", _vectorbt), ("backtesting.py", _backtesting)):
        try:
            answers[name] = make(shot.bars, condition)
        except ImportError as error:
            console.print(f"{name} is not importable here: {error}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        said = {name: answer() for name, answer in answers.items()}
        timed = side_by_side(answers, runs=RUNS)
    table = Table(title=f"(c) what followed {STATE}, {HORIZON} sessions on", title_justify="left")
    for heading in ("candidate", "median", "what it says"):
        table.add_column(heading)
    for one in timed:
        table.add_row(one.name, milliseconds(one.median), said[one.name])
    console.print(table)


def _ours(shot: Snapshot, condition: Condition) -> str:
    multiplicities.cache_clear()
    returns = forward_returns(shot.bars, HORIZON)
    assert not isinstance(returns, Absent)
    one = measure(
        condition.holds, condition.known, returns, HORIZON, condition.side, shot.profile.evidence, 1,
        shot.bars.index,
    )  # fmt: skip
    return (
        f"{one.hit_rate:.1f} % of {one.sessions:,} sessions, {one.episodes} independent; base "
        f"{one.base_rate:.1f} %; {one.advantage:+.1f} points, {one.low:+.1f} to {one.high:+.1f}"
    )


def _prices(bars: Bars) -> tuple[pd.Series, pd.Series]:
    """Adjusted opens and closes."""
    index = bars.index
    return pd.Series(bars.open * bars.adj_close / bars.close, index), pd.Series(bars.adj_close, index)


def _vectorbt(bars: Bars, condition: Condition) -> Callable[[], str]:
    """A portfolio that enters at the next open and leaves at the close of the horizon, one case at a time.

    It has neither base rate nor interval, and knows of one condition at a time.
    """
    import vectorbt

    opens, closes = _prices(bars)

    def work() -> str:
        enter, leave = np.zeros(len(bars), np.bool_), np.zeros(len(bars), np.bool_)
        free = 0
        # one position at a time: the caller must say when it ends
        for row in np.flatnonzero(condition.holds):
            if row >= free and row + HORIZON < len(bars):
                enter[row + 1], leave[row + HORIZON] = True, True
                free = row + HORIZON
        price = closes.where(~pd.Series(enter, closes.index), opens)
        made = vectorbt.Portfolio.from_signals(closes, enter, leave, price=price, freq="1D", init_cash=1e6)
        return f"{100 * made.trades.win_rate():.1f} % of {made.trades.count()} trades"

    return work


def _backtesting(bars: Bars, condition: Condition) -> Callable[[], str]:
    """A strategy that enters at the next open; it can leave at an open only, so one session later.

    It has neither base rate nor interval, and knows of one condition at a time.
    """
    from backtesting import Backtest, Strategy

    scale = bars.adj_close / bars.close
    frame = pd.DataFrame(
        {
            "Open": bars.open * scale, "High": bars.high * scale, "Low": bars.low * scale,
            "Close": bars.adj_close, "Volume": bars.volume,
        },
        index=bars.index,
    )  # fmt: skip

    class HoldFor(Strategy):  # type: ignore[misc]
        def init(self) -> None:
            self.free = 0

        def next(self) -> None:
            row = len(self.data) - 1
            if self.position and row >= self.free:
                self.position.close()
            if row >= self.free and condition.holds[row]:
                self.buy(size=1)
                self.free = row + HORIZON

    def work() -> str:
        stats = Backtest(frame, HoldFor, cash=1e6, finalize_trades=False).run()
        return f"{stats['Win Rate [%]']:.1f} % of {stats['# Trades']} trades, left an open late"

    return work


if __name__ == "__main__":
    sys.exit(main())
