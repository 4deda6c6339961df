"""Markdown of an answer on a terminal: nothing steers it, nothing hides, no figure is cut."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.terminal.answer_text import AnswerText
from tests.bot.terminal.rendered import printed, words

HOSTILE = (
    "\x1b]8;;http://evil.example\x07click\x1b]8;;\x07 \x9b31m \u202edesrever "
    "&#8238; &#27;[31m <script>x</script> "
    "[good](http://evil.example) ![pic](http://evil.example/p) <http://auto.example>\n\n[1]: http://ref.example\n"
)


def on_terminal(text: str, width: int = 80) -> str:
    """As a terminal with every colour and links receives it."""
    out = Console(file=io.StringIO(), width=width, force_terminal=True, color_system="truecolor")
    with out.capture() as captured:
        out.print(AnswerText(text))
    return captured.get()


def styles_off(text: str) -> str:
    return re.sub("\x1b\\[[0-9;]*m", "", text)


def test_nothing_of_a_text_reaches_the_terminal_as_a_control() -> None:
    """Beside the colours of the program itself there is no escape, no link, no turned direction."""
    shown = styles_off(on_terminal(HOSTILE))
    assert not set(shown) & set("\x1b\x07\x9b\u202e")


def test_links_images_references_entities_and_html_stay_as_they_were_written() -> None:
    shown = words(printed(AnswerText(HOSTILE), 200))
    for part in (
        "[good](http://evil.example)", "![pic](http://evil.example/p)", "<http://auto.example>",
        "[1]: http://ref.example", "&#8238;", "&#27;[31m", "<script>x</script>",
    ):  # fmt: skip
        assert part in shown


@given(st.text(max_size=200))
def test_no_text_arises_and_no_control_passes(text: str) -> None:
    shown = styles_off(on_terminal(text))
    assert all(one == "\n" or (ord(one) >= 0x20 and not 0x7F <= ord(one) <= 0x9F) for one in shown)


@given(
    st.lists(
        st.sampled_from(["$207.31", "**+0.73**", "43 %", "`RSI`", "<b>", "[x](y)", "&amp;", "IWM", "[1]"]),
        max_size=30,
    )
)
def test_no_figure_disappears(parts: list[str]) -> None:
    shown = words(printed(AnswerText(" ".join(parts)), 60))
    for figure in ("$207.31", "+0.73", "43 %", "[x](y)", "&amp;", "<b>", "[1]"):
        assert shown.count(figure) >= sum(figure in part for part in parts)


def test_emphasis_and_bullets_are_drawn() -> None:
    shown = printed(AnswerText("**Trend** is *up*:\n\n- one\n- two"))
    assert "**" not in shown
    assert "• one" in shown


def test_brackets_of_rich_are_letters() -> None:
    assert "[bold red]x[/] :smile:" in words(printed(AnswerText("[bold red]x[/] :smile:")))


TABLE = (
    "| Layer | State | Score |\n|---|---|---:|\n| Relative strength | bullish | +0.61 |\n"
    "| Trend | bearish | -1.00 |"
)


@pytest.mark.parametrize("width", [20, 40, 60, 100, 200])
def test_a_table_fits_and_keeps_every_cell_whole(width: int) -> None:
    shown = printed(AnswerText(TABLE), width)
    assert max(map(len, shown.splitlines())) <= width
    for cell in ("Layer", "bullish", "+0.61", "bearish", "-1.00"):
        assert cell in shown


@pytest.mark.parametrize("width", [20, 40, 60, 100, 200])
def test_paragraphs_fit(width: int) -> None:
    shown = printed(
        AnswerText("IWM closed at $207.31, which is above its average. " * 5 + "\n\n- " + "word " * 40), width
    )
    assert max(map(len, shown.splitlines())) <= width
