import struct
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import combinations
from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest

from tests.tools.charts.made_charts import fact, made
from tools.charts import ChartData, ChartKind, Theme, draw, picture
from tools.charts.alt_text import MAX_ALT_CHARACTERS
from tools.charts.canvas import Canvas, drawable
from tools.charts.price_panel import price_plan
from tools.charts.ratio_panel import runs
from tools.charts.theme import PALETTES
from tools.types import ABSTAIN, Absent, Missing, Unit

KINDS: tuple[ChartKind, ...] = get_args(ChartKind)
THEMES: tuple[Theme, ...] = get_args(Theme)
ROOT = Path(__file__).resolve().parents[3]
LONG = "a reason that goes on, " * 30


def nothing_known(data: ChartData) -> ChartData:
    gone = tuple(Missing(f"{rank}", "level", "no ATR: not enough sessions") for rank in (1, 2, 3))
    price = replace(data.price, resistance=gone, support=gone, change=Missing("change", "change", "one row"))
    return replace(
        data, price=price, ratio=Absent(LONG), breadth=Absent("no list"), momentum=Absent("one row")
    )


def flat(data: ChartData) -> ChartData:
    still = np.full(len(data.sessions), 240.0)
    return replace(data, price=replace(data.price, open=still, high=still, low=still, close=still))


CASES = {
    "a year": made(),
    "thirty bars": made(30),
    "one bar": nothing_known(made(1)),
    "closes only": made(closes_only=True),
    "large prices": made(price=743_210.0, symbol="BRK-A"),
    "a fraction of a dollar": made(price=0.0431),
    "nothing known": nothing_known(made()),
    "never moved": flat(nothing_known(made())),
    "every warning": made(simulated=True, provisional=True, expected=made().as_of.replace(day=9)),
    "long names": made(symbol="S" * 300, source="source " * 60),
}


@dataclass
class Written:
    """One text on a picture."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    def covers(self, other: "Written") -> bool:
        across = min(self.right, other.right) - max(self.left, other.left)
        down = min(self.bottom, other.bottom) - max(self.top, other.top)
        return across > 0 and down > 0


@dataclass
class Page:
    """What a picture was written with."""

    texts: list[Written] = field(default_factory=list)
    size: tuple[int, int] = (0, 0)


@pytest.fixture
def page(monkeypatch: pytest.MonkeyPatch) -> Page:
    """A canvas that draws as usual and remembers its texts."""
    page = Page()

    class RecordingCanvas(Canvas):
        def text(self, x: float, y: float, text: str, colour: str, size: float, **looks: Any) -> None:
            super().text(x, y, text, colour, size, **looks)
            page.size = (self.width, self.height)
            width = self.measure(text, size, looks.get("weight", "regular"))
            left = x - width * {"left": 0.0, "center": 0.5, "right": 1.0}[looks.get("align", "left")]
            # letters are about three quarters of their size high
            half = 0.38 * size
            page.texts.append(Written(text, left, left + width, y - half, y + half))

    monkeypatch.setattr(picture, "Canvas", RecordingCanvas)
    return page


def chunks(png: bytes) -> list[bytes]:
    names, place = [], 8
    while place < len(png):
        (size,) = struct.unpack(">I", png[place : place + 4])
        names.append(png[place + 4 : place + 8])
        place += 12 + size
    return names


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("theme", THEMES)
def test_a_chart_is_a_png_of_the_size_it_says(kind: ChartKind, theme: Theme) -> None:
    chart = draw(made(120), kind, theme)
    assert chart.png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", chart.png[16:24]) == (chart.width, chart.height)
    assert chart.width == 1100
    assert 0 < len(chart.alt) <= MAX_ALT_CHARACTERS


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("kind", ["all", "price"])
def test_no_text_covers_another_or_leaves_the_picture(name: str, kind: ChartKind, page: Page) -> None:
    draw(CASES[name], kind, "dark")
    texts = [text for text in page.texts if text.text != "SIMULATED" or text.bottom - text.top < 30]
    assert [(a.text, b.text) for a, b in combinations(texts, 2) if a.covers(b)] == []
    width, height = page.size
    outside = [
        text.text
        for text in page.texts
        if text.left < 0 or text.right > width or text.top < 0 or text.bottom > height
    ]
    assert outside == []


def test_every_level_average_and_the_close_are_labelled(page: Page) -> None:
    draw(made(), "price", "light")
    said = {text.text for text in page.texts}
    assert {"R1 $240.96", "R2 $241.92", "R3 $242.88", "$240.00", "S1 $238.80", "S2 $223.20"} <= said
    assert any(text.startswith("EMA 21 $") for text in said)
    assert not any(text.startswith("S3") for text in said)


def test_simulated_stands_in_the_title_and_on_every_panel(page: Page) -> None:
    chart = draw(made(simulated=True), "all", "dark")
    assert sum(text.text == "SIMULATED" for text in page.texts) == 5
    assert chart.title.startswith("SIMULATED")


def test_provisional_stands_in_the_title(page: Page) -> None:
    chart = draw(made(provisional=True), "ratio", "dark")
    assert "PROVISIONAL" in {text.text for text in page.texts}
    assert "PROVISIONAL" in chart.title


def test_every_chart_names_its_source_and_says_what_it_is_not(page: Page) -> None:
    draw(made(), "breadth", "dark")
    said = {text.text for text in page.texts}
    assert "Source: made" in said
    assert any("not financial advice" in text for text in said)


def test_price_says_on_what_scale_it_is(page: Page) -> None:
    draw(made(), "all", "dark")
    assert any("prices as quoted, EMAs dividend-adjusted" in text.text for text in page.texts)


def test_an_absent_panel_says_why(page: Page) -> None:
    draw(made(breadth=Absent("no member list")), "breadth", "dark")
    assert "Breadth: not known — no member list." in {text.text for text in page.texts}


def test_unconfirmed_rotation_and_an_estimate_are_named(page: Page) -> None:
    draw(made(), "all", "dark")
    said = " ".join(text.text for text in page.texts)
    assert "small-cap leadership for 28 sessions, unconfirmed" in said
    assert "estimate from a sample" in said
    assert {"parity", "P"} & {text.text for text in page.texts}


def test_a_dollar_sign_is_not_mathematics() -> None:
    """Each of these is an error, or another glyph, as mathtext."""
    data = made(30, symbol="$\\frac{$", source="$\\undefined{$", breadth=Absent("costs $5 or $\\sqrt$ 6"))
    draw(data, "all", "dark")


def test_what_the_font_lacks_is_a_question_mark_and_lines_stay_one() -> None:
    assert drawable("IWM\n小 \x00  $5") == "IWM ? ? $5"


def test_equal_data_give_equal_bytes_on_every_thread() -> None:
    alone = draw(made(), "all", "dark").png
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda _: draw(made(), "all", "dark").png, range(4)))
    assert set(together) == {alone}


def test_other_data_give_another_picture() -> None:
    assert draw(made(seed=1), "price", "dark").png != draw(made(seed=2), "price", "dark").png


def test_the_file_has_no_metadata_and_is_small() -> None:
    png = draw(made(simulated=True), "all", "light").png
    assert set(chunks(png)) == {b"IHDR", b"PLTE", b"IDAT", b"IEND"}
    assert len(png) < 300_000


def test_importing_charts_does_not_import_matplotlib() -> None:
    code = "import sys, tools.charts; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_runs_cover_every_known_session_once() -> None:
    states = np.array([ABSTAIN, ABSTAIN, 1, 1, 0, -1, -1, ABSTAIN, 1], np.int8)
    assert list(runs(states)) == [(2, 4, 1), (4, 5, 0), (5, 7, -1), (8, 9, 1)]


def test_the_scale_of_price_holds_levels_beyond_every_bar() -> None:
    data = made()
    far = (fact("r1", 400.0, Unit.USD),)
    plan = price_plan(replace(data.price, resistance=far), PALETTES["dark"])
    assert plan.low < np.nanmin(data.price.low)
    assert plan.high > 400.0
