"""Cards: what must be seen, in every state of the data and on every terminal."""

import dataclasses
import io
import re
from collections.abc import Mapping

import pytest
from rich.cells import cell_len
from rich.console import Console

from bot.terminal.card import card
from tests.bot.terminal.rendered import card_text, words
from tools.phrases import written
from tools.results import Analysis, Result, Scan
from tools.types import Absent, Fact, LayerReading, Missing, Sentence, Unit

ANSI = re.compile(r"\x1b\[([0-9;]*)m")
HOSTILE = "[bold red]x[/] \x1b[31m\u202egnp"


def _styled(result: Result, **options: object) -> str:
    console = Console(file=io.StringIO(), width=100, force_terminal=True, **options)  # type: ignore[arg-type]
    with console.capture() as capture:
        console.print(card(result))
    return capture.get()


@pytest.mark.parametrize("width", [*range(60, 161, 5), 96, 200])
def test_no_line_is_wider_than_the_terminal(width: int, sample_results: Mapping[str, Result]) -> None:
    """Every kind of card fits."""
    for name, result in sample_results.items():
        assert max(cell_len(line) for line in card_text(result, width).splitlines()) <= width, name


@pytest.mark.data
@pytest.mark.parametrize("width", [60, 80, 95, 100, 140])
def test_no_line_of_a_real_card_is_wider_than_the_terminal(
    width: int, real_results: Mapping[str, Result]
) -> None:
    """Likewise with long reasons and empty parts."""
    for name, result in real_results.items():
        assert max(cell_len(line) for line in card_text(result, width).splitlines()) <= width, name


@pytest.mark.parametrize("width", [1, 10, 20, 40])
def test_an_absurdly_narrow_terminal_does_not_crash(width: int, sample_results: Mapping[str, Result]) -> None:
    """It need not be legible."""
    for result in sample_results.values():
        assert card_text(result, width)


def test_colour_carries_nothing_alone(sample_results: Mapping[str, Result]) -> None:
    """Without colour, and through a pipe, the card says the same characters."""
    for result in sample_results.values():
        piped = card_text(result)
        assert ANSI.sub("", _styled(result, color_system="truecolor")) == piped
        assert ANSI.sub("", _styled(result, no_color=True)) == piped
        assert "\x1b" not in piped


def test_no_style_paints_a_background(sample_results: Mapping[str, Result]) -> None:
    """So that cards read on light and on dark; the banner swaps the terminal's own two colours."""
    for result in sample_results.values():
        codes = {
            int(code)
            for match in ANSI.finditer(_styled(result, color_system="standard"))
            for code in match[1].split(";")
            if code
        }
        assert not codes & {*range(40, 49), *range(100, 108)}


def test_states_are_a_mark_and_a_word(analysis: Analysis) -> None:
    """For each layer and for the rating."""
    text = words(card_text(analysis))
    marks = {"bullish": "▲", "neutral": "■", "bearish": "▼"}
    for layer in analysis.layers:
        assert not isinstance(layer.state, Absent)
        assert f"{layer.title} {marks[layer.state]} {layer.state}" in text
        assert written(layer.score) in text
    rating = written(analysis.composite.rating)
    points, letter = written(analysis.composite.points), written(analysis.composite.letter)
    assert f"{rating.capitalize()} {points} / 100 · {letter}" in text


def test_a_layer_the_card_has_never_heard_of_is_shown(analysis: Analysis) -> None:
    """Adding a layer changes no card."""
    old = analysis.layers[0]
    assert isinstance(old.score, Fact)
    weight = dataclasses.replace(old.score, id="iwm.tides.weight", value=20.0, unit=Unit.PERCENT)
    score = dataclasses.replace(old.score, id="iwm.tides.score", value=0.37)
    tides = LayerReading(
        "tides", "Tides", weight, "bullish", score, Sentence("The moon is full."), (), old.flips, old.flags
    )
    text = words(card_text(dataclasses.replace(analysis, layers=(*analysis.layers, tides))))
    assert "Tides ▲ bullish" in text
    assert "+0.37 The moon is full." in text
    assert f"Tides {words(text).split('Tides ')[2].split()[0]} {old.flips[0].to}" in text


def test_warnings_stand_above_everything(sample_results: Mapping[str, Result]) -> None:
    """SIMULATED and PROVISIONAL come before the symbol, in a box, and SIMULATED again at the end."""
    for name, result in sample_results.items():
        text = card_text(result)
        assert "SIMULATED" in text[: text.index(result.header.symbol)]
        assert "Not real prices." in text
        assert "SIMULATED" in text[text.index("digest") :]
        assert ("PROVISIONAL" in text) == (name == "provisional")


@pytest.mark.data
def test_stale_data_stand_above_everything(real_results: Mapping[str, Result]) -> None:
    """With the notice that says how old they are; fresh data have no box."""
    stale = card_text(real_results["stale"])
    assert "STALE" in stale[: stale.index("Composite")]
    assert stale.startswith("┏")
    assert card_text(real_results["2025"]).startswith("IWM   2025-09-26   $241.34   change $2.05 0.9 %")


@pytest.mark.data
def test_without_a_composite_the_card_says_why(real_results: Mapping[str, Result]) -> None:
    """Two layers of four are too few; what they say is still shown."""
    text = words(card_text(real_results["two layers"]))
    assert "No composite Size: stand aside / protect" in text
    assert "Layers present 50.0 %" in text
    assert "Trend ▲ bullish" in text
    assert "Breadth – abstains" in text  # noqa: RUF001 - the mark of an absent reading


@pytest.mark.data
def test_with_nothing_known_every_part_says_so(real_results: Mapping[str, Result]) -> None:
    """Five sessions of history: no layer, no level, no vote, and no figure in their place."""
    text = words(card_text(real_results["nothing"]))
    for said in (
        "No composite",
        "Abstains: needs 63 sessions that moved.",
        "No layer has a reading to flip.",
        "Rotation is not known: needs 20 sessions.",
        "no ATR: not enough sessions",
        "No near signal: not known (not enough sessions).",
    ):
        assert said in text


@pytest.mark.data
def test_another_session_than_asked_is_noticed(real_results: Mapping[str, Result]) -> None:
    """A Saturday was asked for."""
    assert "2025-09-27 is a Saturday: reading 2025-09-26" in words(card_text(real_results["other session"]))


@pytest.mark.data
def test_closes_only_shares_one_line_of_absence(real_results: Mapping[str, Result]) -> None:
    """Ten pivots that are not known for one reason do not fill ten lines."""
    text = words(card_text(real_results["levels of closes"], 90))
    assert "DeMark pivot R1, DeMark pivot S1: not known (closes only)" in text
    assert text.count("classic pivot R1") == 1


def test_text_from_outside_is_only_text(analysis: Analysis) -> None:
    """Markup is printed as it is; escapes and marks of direction never reach the terminal."""
    header = analysis.header
    gone = Missing("x", HOSTILE, HOSTILE)
    hostile = dataclasses.replace(
        analysis,
        header=dataclasses.replace(
            header,
            symbol=HOSTILE,
            banner=HOSTILE,
            terms=HOSTILE,
            profile=HOSTILE,
            notices=(Sentence(HOSTILE),),
            sources=tuple(
                dataclasses.replace(line, symbol=HOSTILE, source=HOSTILE, remarks=(HOSTILE,))
                for line in header.sources
            ),
            absent=(gone,),
        ),
        layers=tuple(
            dataclasses.replace(
                layer, title=HOSTILE, state=Absent(HOSTILE), score=gone, rationale=Sentence(HOSTILE)
            )
            for layer in analysis.layers
        ),
        credit=dataclasses.replace(analysis.credit, state=gone, missing=(gone,)),
        rotation=dataclasses.replace(analysis.rotation, state=gone, rationale=Sentence(HOSTILE)),
    )
    text = card_text(hostile, 140)
    assert text.count("[bold red]x[/]") > 20
    assert not set(text) & {"\x1b", "\u202e"}


def test_a_hostile_member_is_only_text(scan: Scan) -> None:
    """In a scan, and in its reasons."""
    row = dataclasses.replace(scan.rows[0], symbol=HOSTILE)
    text = card_text(dataclasses.replace(scan, rows=(row,), without={HOSTILE: scan.members}), 140)
    assert text.count("[bold red]x[/]") == 2
    assert "\x1b" not in text


def test_a_scan_shows_best_and_worst(scan: Scan) -> None:
    """The first and the last by rank; the middle is left out."""
    console = Console(file=io.StringIO(), width=100)
    with console.capture() as capture:
        console.print(card(scan, top=3))
    text = capture.get()
    best, worst = text[: text.index("Worst")], text[text.index("Worst") :]
    ranks = [written(row.rank) for row in scan.rows]
    assert re.findall(r"^ *([\d,]+)  \S", best, re.MULTILINE) == ranks[:3]
    assert re.findall(r"^ *([\d,]+)  \S", worst, re.MULTILINE) == ranks[:-4:-1]
    for row in (*scan.rows[:3], *scan.rows[-3:]):
        assert row.symbol in text


def test_a_short_scan_shows_each_member_once(scan: Scan) -> None:
    """Where best and worst would overlap there is one list."""
    few = dataclasses.replace(scan, rows=scan.rows[:5])
    text = card_text(few)
    assert "Worst" not in text
    for row in few.rows:
        assert text.count(row.symbol) == 1


def test_a_scan_leaves_out_columns_rather_than_cutting_them(scan: Scan) -> None:
    """At 60 cells the layers are gone, and every composite is whole."""
    wide, narrow = card_text(scan, 120), card_text(scan, 60)
    assert "momentum" in wide
    assert "momentum" not in narrow
    assert written(scan.rows[0].points) in narrow


def test_a_scan_of_nobody_says_so(scan: Scan) -> None:
    """With the reasons and their counts."""
    reasons = {"too few sessions": scan.members}
    text = card_text(dataclasses.replace(scan, rows=(), without=reasons))
    assert "No member has a composite." in text
    assert f"too few sessions: {written(scan.members)}" in text
