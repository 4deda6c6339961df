"""Markets in which no state means anything: random walks, with the real columns of the card over them."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from tests.builders import inputs_of
from tools.bars import Bars
from tools.evidence.forward import forward_returns
from tools.evidence.numbers import Case, Numbers, measure_all
from tools.layers.registry import LAYERS
from tools.market.gate import validate
from tools.profile import load_profile
from tools.stack import RATING_NAMES, stack_history
from tools.types import ABSTAIN, Absent, StateArray


def null_pair(seed: int, rows: int) -> tuple[Bars, Bars]:
    """A fund and its benchmark: correlated walks with nights, days, ranges, volume and a little drift."""
    draw = np.random.default_rng(seed)
    common = draw.normal(0.0, 0.011, rows)
    return _walk(draw, 1.1 * common, "FUND"), _walk(draw, common, "BASE")


def _walk(draw: np.random.Generator, common: np.ndarray, symbol: str) -> Bars:
    rows = len(common)
    day = 0.8 * (common + draw.normal(0, 0.011, rows))
    night = 0.0002 + 0.2 * common + draw.normal(0, 0.006, rows)
    close = 100 * np.exp(np.cumsum(day + night))
    first = close / np.exp(day)
    columns = {
        "open": first,
        "high": np.maximum(first, close) * (1 + draw.exponential(0.004, rows)),
        "low": np.minimum(first, close) * (1 - np.minimum(draw.exponential(0.004, rows), 0.3)),
        "close": close,
        "adj_close": close,
        "volume": draw.lognormal(17, 0.4, rows),
    }
    index = pd.bdate_range("2000-05-26", periods=rows)
    return validate(pd.DataFrame(columns, index=index), symbol=symbol, source="null")


def null_cases(bars: Bars, benchmark: Bars) -> dict[str, Case]:
    """States of composite, trend, momentum and relative strength, and the flags beside them."""
    profile = load_profile("IWM")
    inputs = inputs_of(bars, profile, benchmark=benchmark)
    stack = stack_history(inputs)
    ratings = stack.ratings(profile.composite, inputs.multiples)
    codes = np.where(np.isfinite(stack.score), ratings, ABSTAIN).astype(np.int8)
    found = _cases("composite", codes, RATING_NAMES)
    for layer in LAYERS:
        history = stack.layers[layer.name]
        if isinstance(history, Absent):
            continue
        states = history.states(inputs.multiples)
        found |= _cases(layer.name, states, {1: "bullish", 0: "neutral", -1: "bearish"})
        for name, holds in layer.flags(inputs, history).items():
            found[f"{layer.name}.{name}"] = Case(holds & (states != ABSTAIN), states != ABSTAIN, "rise")
    return found


def _cases(family: str, codes: StateArray, names: Mapping[int, str]) -> dict[str, Case]:
    known = codes != ABSTAIN
    return {
        f"{family}.{name}": Case(codes == code, known, "fall" if code < 0 else "rise")
        for code, name in names.items()
    }


def null_numbers(seed: int, rows: int) -> dict[tuple[str, int], Numbers]:
    """Every comparison of one such market that has enough cases, by condition and horizon."""
    rules = load_profile("IWM").evidence
    bars, benchmark = null_pair(seed, rows)
    cases = null_cases(bars, benchmark)
    found: dict[tuple[str, int], Numbers] = {}
    for horizon in rules.horizons:
        returns = forward_returns(bars, horizon)
        assert not isinstance(returns, Absent)
        # one seed for all: the resamples depend on the length alone, so drawing them once is enough
        numbers = measure_all(list(cases.values()), returns, horizon, rules, 1, bars.index)
        found |= {(key, horizon): one for key, one in zip(cases, numbers, strict=True) if one.enough}
    return found
