"""Profiles: every parameter of the specification, from TOML, checked key by key."""

import hashlib
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from tools.calendar import KINDS
from tools.errors import SettingsError

RULES_VERSION = "2026.1"
"""Changes whenever the same bars and profile would give another reading."""

Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]
Percent = Annotated[float, Field(ge=0, le=100)]
Window = Annotated[int, Field(ge=2, le=2520)]
Sessions = Annotated[int, Field(ge=1, le=2520)]


class _Section(BaseModel):
    """A table of a profile: immutable, every key required, no other keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class TrendProfile(_Section):
    """EMA spans in sessions; `full_scale` and `band` in ATR."""

    fast_span: Window
    slow_span: Window
    atr_period: Window
    full_scale: Positive
    band: NotNegative
    cross_sessions: Sessions
    run_sessions: Sessions
    peak_window: Window
    peak_quantile: Share

    @model_validator(mode="after")
    def _fast_is_faster(self) -> Self:
        if self.fast_span >= self.slow_span:
            raise ValueError("fast_span must be below slow_span")
        return self


class MomentumProfile(_Section):
    """Rates of change in sessions; `band` in score."""

    short_period: Window
    long_period: Window
    atr_period: Window
    clip: Positive
    band: Share
    range_sessions: Window
    volume_window: Window
    weak_factor: Share


class BreadthProfile(_Section):
    """Shares in per cent, windows in sessions, `band` in score."""

    short_window: Window
    long_window: Window
    floor: Percent
    middle: Percent
    ceiling: Percent
    change_sessions: Sessions
    change_full_scale: Positive
    change_weight: Share
    band: Share
    min_coverage: Percent
    divergence_below: Percent
    return_sessions: Sessions
    washed_out_below: Percent
    washed_out_within: Sessions
    rising_sessions: Sessions
    low_window: Window
    near_low_atr: Positive
    thrust_window: Window
    thrust_from: Percent
    thrust_to: Percent
    implausible_rise: Positive
    implausible_fall: Annotated[float, Field(gt=0, lt=100)]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.floor < self.middle < self.ceiling:
            raise ValueError("floor < middle < ceiling must hold")
        return self


class RelativeStrengthProfile(_Section):
    """Periods in sessions; `band` and `full_scale` in sigma of the symbol's own history."""

    period: Window
    sigma_window: Window
    band: NotNegative
    full_scale: Positive
    resilience_factor: Share
    growth_window: Window


class CompositeProfile(_Section):
    """Ratings in score, letters on the 0-100 scale, weights by layer name."""

    min_coverage: Percent
    bullish: Share
    strong: Share
    letter_a: Percent
    letter_b: Percent
    letter_c: Percent
    letter_d: Percent
    weights: Mapping[str, NotNegative]

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.bullish < self.strong:
            raise ValueError("bullish must be below strong")
        if not self.letter_a > self.letter_b > self.letter_c > self.letter_d:
            raise ValueError("letter_a > letter_b > letter_c > letter_d must hold")
        if not sum(self.weights.values()) > 0:
            raise ValueError("at least one weight must be above zero")
        return self


class RotationProfile(_Section):
    """`parity_band` in per cent; `leading` and `lagging` name the two sides."""

    window: Window
    parity_band: Positive
    leading: str
    lagging: str


class CreditProfile(_Section):
    """Thresholds of the credit votes."""

    slope_window: Window
    history: Window
    slope_sigma: NotNegative
    change_sessions: Sessions
    oas_change_bp: Positive
    oas_stressed: Positive
    curve_change_bp: Positive
    vix_stressed: Percent
    vix_supportive: Percent
    state_at: Share
    max_age: Sessions


class PositioningProfile(_Section):
    """The short-covering rally and its fade."""

    rally_atr: Positive
    rally_sessions: Sessions
    low_window: Window
    breadth_below: Percent
    fade_sessions: Sessions


class CalendarProfile(_Section):
    """Which events move the thresholds, and by how much."""

    enabled: bool
    kinds: Sequence[str]
    before: Annotated[int, Field(ge=0, le=20)]
    after: Annotated[int, Field(ge=0, le=20)]
    tighter: Annotated[float, Field(ge=1)]
    looser: Annotated[float, Field(gt=0, le=1)]

    @field_validator("kinds")
    @classmethod
    def _on_file(cls, kinds: Sequence[str]) -> Sequence[str]:
        if unknown := sorted(set(kinds) - KINDS.keys()):
            raise ValueError(f"{unknown[0]} is no kind of event; the kinds are {', '.join(KINDS)}")
        return kinds


class SizingProfile(_Section):
    """Conditions for full size."""

    breadth_full: Percent


class LevelsProfile(_Section):
    """Where support and resistance come from."""

    wings: Annotated[int, Field(ge=1, le=50)]
    lookback: Window
    cluster_atr: Positive
    volume_bins: Annotated[int, Field(ge=5, le=500)]
    volume_shelf: Positive
    averages: Sequence[Window]
    recency_half_life: Sessions


class RiskProfile(_Section):
    """Windows of the risk figures."""

    atr_period: Window
    volatility_windows: Sequence[Window]
    beta_window: Window
    liquidity_window: Window
    gap_window: Window
    gap_percentile: Percent
    chandelier_window: Window
    chandelier_multiple: Positive


class VotesProfile(_Section):
    """Thresholds of the eight votes."""

    rsi_period: Window
    rsi_high: Percent
    rsi_low: Percent
    stochastic_high: Percent
    stochastic_low: Percent
    band_high: float
    band_low: float
    adx_trending: Percent
    fibonacci_high: float
    fibonacci_low: float
    volume_window: Window
    volume_spike: Positive


class HorizonsProfile(_Section):
    """The three horizons."""

    near_period: Window
    long_period: Window
    band: Share


class EvidenceProfile(_Section):
    """Horizons in sessions; `confidence` in per cent."""

    horizons: Annotated[tuple[Sessions, ...], Field(min_length=1, strict=False)]
    card_horizon: Sessions
    min_episodes: Sessions
    confidence: Annotated[float, Field(gt=50, lt=100)]
    resamples: Annotated[int, Field(ge=200, le=100_000)]
    first_years: Annotated[int, Field(ge=1, le=50)]

    @model_validator(mode="after")
    def _card_shows_a_horizon(self) -> Self:
        if list(self.horizons) != sorted(set(self.horizons)):
            raise ValueError("horizons must be different and rising")
        if self.card_horizon not in self.horizons:
            raise ValueError("card_horizon must be one of horizons")
        return self


class Profile(_Section):
    """All parameters for one instrument."""

    name: str
    benchmark: str
    growth: str
    universe: str
    atr_threshold_multiple: Positive
    trend: TrendProfile
    momentum: MomentumProfile
    breadth: BreadthProfile
    relative_strength: RelativeStrengthProfile
    composite: CompositeProfile
    rotation: RotationProfile
    credit: CreditProfile
    positioning: PositioningProfile
    calendar: CalendarProfile
    sizing: SizingProfile
    levels: LevelsProfile
    risk: RiskProfile
    votes: VotesProfile
    horizons: HorizonsProfile
    evidence: EvidenceProfile

    @property
    def digest(self) -> str:
        """A hash of every parameter; part of each result's identity."""
        return hashlib.blake2b(self.model_dump_json().encode(), digest_size=8).hexdigest()


_SHIPPED = Path(__file__).parent / "profiles"


def load_profile(symbol: str, folder: Path | None = None) -> Profile:
    """The profile of a symbol: the default, and over it what is given for the symbol.

    Later ones win, key by key: the shipped default, the operator's default, the shipped file of the
    symbol, the operator's file of the symbol.

    Args:
        symbol: Upper or lower case; without a file of its own it gets the default.
        folder: The operator's profiles.

    Raises:
        SettingsError: A file cannot be read, or a key in it is unknown, missing or out of range;
            the message names the file and the key.
    """
    folders = [candidate for candidate in (_SHIPPED, folder) if candidate]
    names = dict.fromkeys(("default", symbol.lower().lstrip("^")))
    tables = [(path, _read(path)) for name in names for path in _named(name, folders)]
    whole: dict[str, Any] = {}
    for _, table in tables:
        whole = _laid_over(whole, table)
    try:
        return Profile.model_validate(whole)
    except ValidationError as error:
        first = error.errors()[0]
        blamed = next((path for path, table in reversed(tables) if _has(table, first["loc"])), tables[0][0])
        key = ".".join(str(part) for part in first["loc"]) or "the whole file"
        given = "" if isinstance(first["input"], dict) else f" (got {first['input']!r})"
        raise SettingsError(f"profile {blamed.name}: {key}: {first['msg']}{given}") from error


def _named(name: str, folders: Sequence[Path]) -> Iterator[Path]:
    """The files of a profile, among those that exist: what a person typed never becomes a path."""
    for folder in folders:
        yield from (path for path in sorted(folder.glob("*.toml")) if path.stem == name)


def _has(table: Mapping[str, Any], key: Sequence[int | str]) -> bool:
    """Whether a file gives the key that was refused, so that the message names the right file."""
    here: Any = table
    for part in key:
        if not isinstance(here, Mapping):
            break
        if part not in here:
            return False
        here = here[part]
    return bool(table)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"profile {path.name} cannot be read: {error}") from error


def _laid_over(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        if isinstance(below, dict) and isinstance(value, dict):
            merged[key] = _laid_over(below, value)
        else:
            merged[key] = value
    return merged
