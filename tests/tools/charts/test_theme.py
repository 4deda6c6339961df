"""Contrast as WCAG 2 defines it."""

from collections.abc import Iterator

import pytest

from tools.charts.theme import PALETTES, Palette


def luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def texts(palette: Palette) -> Iterator[tuple[str, str]]:
    """Every colour that is written in, with every ground it is written on."""
    page, panel = palette.background, palette.panel
    for label in ("text", "muted", "close", "up", "down", "first", "second", "resistance", "support"):
        yield getattr(palette, label), page
    yield palette.muted, panel
    yield palette.on_close, palette.close
    yield palette.on_badge, palette.badge
    for strip in palette.strips.values():
        yield palette.text, strip


def lines(palette: Palette) -> Iterator[tuple[str, str]]:
    """Every colour of a line, with every ground it crosses."""
    grounds = (palette.background, palette.panel, palette.shade, palette.watermark, *palette.states.values())
    for line in ("close", "up", "down", "first", "second", "resistance", "support", "muted"):
        for ground in grounds:
            yield getattr(palette, line), ground


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_text_has_a_contrast_of_four_and_a_half(palette: Palette) -> None:
    assert min(contrast(*pair) for pair in texts(palette)) >= 4.5


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_lines_have_a_contrast_of_three(palette: Palette) -> None:
    assert min(contrast(*pair) for pair in lines(palette)) >= 3.0


@pytest.mark.parametrize("palette", PALETTES.values(), ids=PALETTES)
def test_the_watermark_is_seen_and_stays_behind(palette: Palette) -> None:
    assert 1.1 <= contrast(palette.watermark, palette.panel) <= 2.0


def test_contrast_of_black_and_white_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
