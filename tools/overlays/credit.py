"""Credit and curve: the weather that small caps feel before their price shows it. Context, never a veto.

Each component votes +1 (supportive), 0 or -1 (stressed) by its own rule; the state is the mean of the
votes that are there against `state_at`. Fewer than two votes: it abstains.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import pandas as pd

from tools.bars import Bars, RateSeries
from tools.facts import FactSheet
from tools.overlays.credit_components import (
    Component,
    curve_component,
    ratio_component,
    spread_component,
    volatility_component,
)
from tools.phrases import say
from tools.profile import CreditProfile
from tools.types import ABSTAIN, Absent, FloatArray, Missing, Reading, Sentence, StateArray, Unit

STATE_NAMES: Mapping[int, str] = {1: "supportive", 0: "neutral", -1: "stressed"}
VOTE_WORDS: Mapping[int, str] = {1: "supportive", 0: "neutral", -1: "stressed"}

LEAST_VOTES = 2


@dataclass(frozen=True, slots=True, eq=False)
class CreditInputs:
    """What the overlay may read, each already cut at the session of the card, or why it is not there."""

    high_yield: Bars | Absent
    treasuries: Bars | Absent
    banks: Bars | Absent
    benchmark: Bars | Absent
    volatility: Bars | Absent
    spread: RateSeries | Absent
    curve: RateSeries | Absent


@dataclass(frozen=True, slots=True, eq=False)
class CreditHistory:
    """All components, the mean vote and the state per session."""

    components: tuple[Component, ...]
    absent: Mapping[str, str] = field(default_factory=dict)
    mean_vote: FloatArray = field(default_factory=lambda: np.empty(0))
    state: StateArray = field(default_factory=lambda: np.empty(0, np.int8))


@dataclass(frozen=True, slots=True)
class CreditComponent:
    """One component at one session."""

    title: str
    vote: Reading
    facts: tuple[Reading, ...]
    word: Reading


@dataclass(frozen=True, slots=True)
class Credit:
    """The overlay at one session."""

    state: Reading
    mean_vote: Reading
    components: tuple[CreditComponent, ...]
    missing: tuple[Missing, ...]
    rationale: Sentence


def credit_history(inputs: CreditInputs, index: pd.DatetimeIndex, profile: CreditProfile) -> CreditHistory:
    """Votes and state on the sessions of `index`; a reading older than `max_age` sessions is not used."""
    components: list[Component] = []
    absent: dict[str, str] = {}
    makers: tuple[tuple[str, Callable[[], Component | Absent]], ...] = (
        (
            "HYG/IEF",
            lambda: ratio_component(
                "hyg_ief", "HYG/IEF", inputs.high_yield, inputs.treasuries, index, profile
            ),
        ),
        ("high-yield spread", lambda: spread_component(inputs.spread, index, profile)),
        ("10y-2y curve", lambda: curve_component(inputs.curve, index, profile)),
        (
            "KRE/SPY",
            lambda: ratio_component("kre_spy", "KRE/SPY", inputs.banks, inputs.benchmark, index, profile),
        ),
        ("VIX", lambda: volatility_component(inputs.volatility, index, profile)),
    )
    for title, make in makers:
        made = make()
        if isinstance(made, Absent):
            absent[title] = made.reason
        else:
            components.append(made)
    votes = np.array([component.vote for component in components]).reshape(len(components), len(index))
    there = np.isfinite(votes).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(there >= LEAST_VOTES, np.nansum(votes, axis=0) / there, np.nan)
        state = np.where(mean >= profile.state_at, 1, np.where(mean <= -profile.state_at, -1, 0)).astype(
            np.int8
        )
    state[np.isnan(mean)] = ABSTAIN
    return CreditHistory(tuple(components), absent, mean, state)


def read_credit(
    inputs: CreditInputs, index: pd.DatetimeIndex, profile: CreditProfile, sheet: FactSheet
) -> Credit:
    """The last session in facts and words."""
    history = credit_history(inputs, index, profile)
    absent = dict(history.absent)
    components = []
    for component in history.components:
        if np.isnan(component.vote[-1]):
            absent[component.title] = f"no reading within {profile.max_age} sessions"
            continue
        components.append(_read_component(component, index, sheet))
    missing = tuple(
        sheet.missing(f"credit.{title.lower().replace('/', '_').replace(' ', '_')}", title, reason)
        for title, reason in absent.items()
    )
    named = ", ".join(part.label for part in missing)
    if not len(history.state) or history.state[-1] == ABSTAIN:
        reason = "fewer than two components have data"
        return Credit(
            sheet.missing("credit.state", "credit", reason),
            sheet.missing("credit.mean_vote", "mean vote", reason),
            tuple(components),
            missing,
            Sentence(f"Credit abstains: {reason}; not known: {named}."),
        )
    state = sheet.text(
        "credit.state",
        "credit",
        STATE_NAMES[int(history.state[-1])],
        f"mean vote against +-{profile.state_at:g}",
    )
    mean = sheet.number(
        "credit.mean_vote", "mean vote", history.mean_vote[-1], Unit.SCORE, "mean of the votes present"
    )
    votes = "; ".join(f"{part.title} {{v{place}}}" for place, part in enumerate(components))
    words = {f"v{place}": part.word for place, part in enumerate(components)}
    ending = f" Not known: {named}." if named else ""
    said = say(f"Credit is {{state}} (mean vote {{mean}}): {votes}.{ending}", state=state, mean=mean, **words)
    return Credit(state, mean, tuple(components), missing, said)


def _read_component(component: Component, index: pd.DatetimeIndex, sheet: FactSheet) -> CreditComponent:
    row = int(component.dates.searchsorted(index[-1], side="right")) - 1
    day = pd.Timestamp(component.dates[row]).date()
    stale = ("older than the session",) if day < sheet.as_of else ()
    facts = tuple(
        sheet.number(
            f"credit.{component.key}.{name}",
            f"{component.title}: {label}",
            values[-1],
            unit,
            method,
            as_of=day,
            source=component.source,
            notes=stale,
        )
        for name, (label, values, unit, method) in component.columns.items()
    )
    vote = sheet.number(
        f"credit.{component.key}.vote",
        f"{component.title} vote",
        component.vote[-1],
        Unit.VOTE,
        "the component's rule",
        as_of=day,
        source=component.source,
        notes=stale,
    )
    own = replace(sheet, as_of=day, source=component.source, notes=sheet.notes + stale)
    word = own.text(
        f"credit.{component.key}.vote_word",
        f"{component.title}: vote in a word",
        VOTE_WORDS[int(component.vote[-1])],
        "the component's rule",
    )
    return CreditComponent(component.title, vote, facts, word)
