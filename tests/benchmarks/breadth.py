"""(b) Breadth over the whole panel against a plain pandas rolling mean, and one more session."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

from tests.benchmarks.timing import Timed, side_by_side
from tools.indicators.breadth import participation
from tools.market.folder import FolderMarketData

WINDOWS = (50, 200)


def run(data: Path, runs: int) -> tuple[str, list[Timed]]:
    """Medians over the panel that serves 2022, and its size."""
    panel = FolderMarketData(data).panel("russell2000", date(2022, 6, 16))
    closes = panel.closes
    frame = pd.DataFrame(closes)
    tail = closes[-max(WINDOWS) :]

    def ours() -> object:
        return participation(closes, WINDOWS, implausible_rise=100.0, implausible_fall=60.0)

    def plain() -> object:
        means = [frame.rolling(window).mean() for window in WINDOWS]
        return [((frame > mean).sum(axis=1), mean.notna().sum(axis=1)) for mean in means]

    def one_more() -> object:
        return participation(tail, WINDOWS, implausible_rise=100.0, implausible_fall=60.0)

    size = f"{closes.shape[1]:,} members x {closes.shape[0]:,} sessions, {np.isfinite(closes).sum():,} prices"
    candidates = {
        "plumbline, whole history": ours,
        "pandas rolling mean": plain,
        "plumbline, one more session": one_more,
    }
    return size, side_by_side(candidates, runs=runs)
