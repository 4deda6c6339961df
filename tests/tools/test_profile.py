"""Profiles: what is shipped, what an operator lays over it, and what is refused by name."""

from pathlib import Path

import pytest

from tools.errors import SettingsError
from tools.profile import Profile, load_profile


def test_the_reference_profile_has_the_parameters_of_the_specification() -> None:
    iwm = load_profile("IWM")
    assert (iwm.trend.fast_span, iwm.trend.slow_span, iwm.trend.full_scale, iwm.trend.band) == (
        21,
        63,
        2.0,
        0.25,
    )
    assert iwm.atr_threshold_multiple == 1.5
    assert (iwm.momentum.short_period, iwm.momentum.long_period, iwm.momentum.clip) == (10, 21, 2.0)
    assert (iwm.momentum.volume_window, iwm.momentum.range_sessions, iwm.momentum.weak_factor) == (63, 5, 0.5)
    breadth = iwm.breadth
    assert (breadth.floor, breadth.middle, breadth.ceiling, breadth.change_weight) == (30, 50, 70, 0.2)
    assert (breadth.min_coverage, breadth.divergence_below, breadth.washed_out_below) == (80, 55, 30)
    strength = iwm.relative_strength
    assert (strength.period, strength.band, strength.sigma_window, strength.resilience_factor) == (
        10,
        0.5,
        252,
        0.5,
    )
    assert dict(iwm.composite.weights) == {
        "trend": 0.25, "momentum": 0.25, "breadth": 0.25, "relative_strength": 0.25,
    }  # fmt: skip
    assert (iwm.composite.min_coverage, iwm.composite.bullish, iwm.composite.strong) == (60, 0.2, 0.6)
    letters = iwm.composite
    assert (letters.letter_a, letters.letter_b, letters.letter_c, letters.letter_d) == (80, 65, 45, 30)
    assert (iwm.rotation.window, iwm.rotation.parity_band) == (20, 2.0)
    assert (iwm.calendar.before, iwm.calendar.after, iwm.calendar.tighter, iwm.calendar.looser) == (
        2,
        3,
        1.25,
        0.9,
    )
    assert iwm.sizing.breadth_full == 50


def test_any_other_symbol_gets_the_default_profile() -> None:
    spy = load_profile("SPY")
    assert (spy.name, spy.momentum.short_period, spy.atr_threshold_multiple, spy.universe) == (
        "default",
        14,
        1.0,
        "",
    )


def test_case_and_caret_do_not_matter() -> None:
    assert load_profile("iwm") == load_profile("IWM") == load_profile("^IWM")


@pytest.mark.parametrize("symbol", ["../iwm", "..", "/etc/passwd", "iwm.toml", "*", "", "default", "IWM\x00"])
def test_what_a_person_typed_never_becomes_a_path(symbol: str, tmp_path: Path) -> None:
    folder = tmp_path / "profiles"
    folder.mkdir()
    (tmp_path / "iwm.toml").write_text("atr_threshold_multiple = 9.0\n")
    assert load_profile(symbol, folder) == load_profile("SPY")


def test_an_operators_file_is_laid_over_the_shipped_one_key_by_key(tmp_path: Path) -> None:
    (tmp_path / "iwm.toml").write_text('name = "mine"\n[trend]\nband = 0.4\n')
    mine, shipped = load_profile("IWM", tmp_path), load_profile("IWM")
    assert (mine.name, mine.trend.band) == ("mine", 0.4)
    assert mine.trend.fast_span == shipped.trend.fast_span
    assert mine.momentum == shipped.momentum
    assert mine.universe == shipped.universe
    assert load_profile("SPY", tmp_path) == load_profile("SPY")


def test_an_operators_default_reaches_every_symbol_but_not_what_a_symbols_own_file_says(
    tmp_path: Path,
) -> None:
    (tmp_path / "default.toml").write_text("atr_threshold_multiple = 2.0\n[rotation]\nwindow = 30\n")
    assert load_profile("SPY", tmp_path).atr_threshold_multiple == 2.0
    assert load_profile("IWM", tmp_path).rotation.window == 30
    assert load_profile("IWM", tmp_path).atr_threshold_multiple == 1.5


def test_an_empty_or_absent_operator_folder_changes_nothing(tmp_path: Path) -> None:
    assert load_profile("IWM", tmp_path) == load_profile("IWM")
    assert load_profile("IWM", tmp_path / "nothing") == load_profile("IWM")


BAD = [
    ("trend", "band", "-0.1"),
    ("trend", "full_scale", "0.0"),
    ("trend", "fast_span", "1"),
    ("trend", "fast_span", "21.5"),
    ("trend", "peak_quantile", "70"),
    ("trend", "typo", "1"),
    ("momentum", "clip", "nan"),
    ("momentum", "weak_factor", "1.5"),
    ("momentum", "band", '"wide"'),
    ("breadth", "floor", "-1.0"),
    ("breadth", "ceiling", "101.0"),
    ("breadth", "implausible_fall", "100.0"),
    ("relative_strength", "sigma_window", "0"),
    ("relative_strength", "full_scale", "inf"),
    ("composite", "min_coverage", "101"),
    ("composite", "weights.trend", "-1.0"),
    ("rotation", "parity_band", "0"),
    ("credit", "max_age", "0"),
    ("positioning", "rally_atr", "-2.0"),
    ("calendar", "enabled", "1"),
    ("calendar", "tighter", "0.9"),
    ("calendar", "looser", "1.1"),
    ("calendar", "before", "-1"),
    ("calendar", "kinds", '["fmoc"]'),
    ("sizing", "breadth_full", "true"),
    ("levels", "volume_bins", "4"),
    ("risk", "gap_percentile", "950.0"),
    ("votes", "adx_trending", "-20.0"),
    ("horizons", "band", "2.0"),
]


@pytest.mark.parametrize(("section", "key", "value"), BAD, ids=str)
def test_a_bad_value_is_refused_with_the_file_and_the_key(
    section: str, key: str, value: str, tmp_path: Path
) -> None:
    (tmp_path / "xyz.toml").write_text(f"[{section}]\n{key} = {value}\n")
    with pytest.raises(SettingsError) as refused:
        load_profile("XYZ", tmp_path)
    assert "xyz.toml" in str(refused.value)
    assert f"{section}.{key}" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[trend]\nfast_span = 63\n", "fast_span must be below slow_span"),
        ("[breadth]\nfloor = 50.0\n", "floor < middle < ceiling"),
        ("[composite]\nbullish = 0.6\n", "bullish must be below strong"),
        ("[composite]\nletter_b = 80.0\n", "letter_a > letter_b"),
        (
            "[composite.weights]\ntrend = 0\nmomentum = 0\nbreadth = 0\nrelative_strength = 0\n",
            "at least one weight",
        ),
    ],
)
def test_values_that_contradict_each_other_are_refused(text: str, named: str, tmp_path: Path) -> None:
    (tmp_path / "xyz.toml").write_text(text)
    with pytest.raises(SettingsError, match=named) as refused:
        load_profile("XYZ", tmp_path)
    assert "xyz.toml" in str(refused.value)


@pytest.mark.parametrize("content", [b"trend = [", b"\xff\xfe", b"[trend]\nband = 0.1\nband = 0.2\n"])
def test_a_file_that_is_no_toml_is_refused_by_name(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "xyz.toml").write_bytes(content)
    with pytest.raises(SettingsError, match=r"xyz\.toml cannot be read"):
        load_profile("XYZ", tmp_path)


def test_the_file_that_is_blamed_is_the_one_that_has_the_bad_key(tmp_path: Path) -> None:
    shipped = Path(load_profile.__code__.co_filename).parent / "profiles" / "default.toml"
    (tmp_path / "default.toml").write_text(shipped.read_text().replace("fast_span = 21", "fast_span = 1"))
    (tmp_path / "iwm.toml").write_text("[trend]\nband = 0.3\n")
    with pytest.raises(SettingsError, match=r"default\.toml: trend\.fast_span"):
        load_profile("IWM", tmp_path)


def test_every_parameter_is_part_of_the_digest() -> None:
    plain = load_profile("SPY")
    table = plain.model_dump()
    digests = {plain.digest}
    changed = 0
    for section, keys in table.items():
        if not isinstance(keys, dict):
            continue
        for key, value in keys.items():
            if isinstance(value, bool) or not isinstance(value, int | float):
                continue
            part = getattr(plain, section).model_copy(update={key: value + 1})
            digests.add(plain.model_copy(update={section: part}).digest)
            changed += 1
    assert len(digests) == changed + 1
    assert changed > 80
    assert Profile.model_validate(table).digest == plain.digest


def test_a_profile_cannot_be_changed() -> None:
    with pytest.raises(Exception, match="frozen"):
        load_profile("IWM").trend.band = 1.0  # type: ignore[misc]
