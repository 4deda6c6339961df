"""The text of an answer on Discord: nothing in it reaches anybody, and nothing of it disappears."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cards.answer import partial
from bot.cards.length import units
from bot.cards.limits import VIEW_CHARACTERS
from bot.cards.shown import fitted, shown_markdown
from bot.printable import printable_lines
from tests.bot.cards.inert import HOSTILE, REACHING

BREAK = "\N{ZERO WIDTH SPACE}"
PIECES = st.sampled_from(
    ["@", "everyone", "here", "<", ">", "<@1>", "<#2>", "<t:3:R>", "<:a:4>", "</b:5>", "<id:home>", "[", "]",
     "(", ")", "http", "https://", ":", "//", "x.example", "`", "```", "|", "||", "#", "# ", "-# ", "- ",
     "\n", " ", "*", "**", "\\", BREAK, "\u202e", "1", "a", "\N{HOURGLASS}\N{GRINNING FACE}"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200)


@given(TEXTS)
def test_whatever_the_text_nothing_in_it_reaches_anybody(text: str) -> None:
    assert REACHING.findall(shown_markdown(text)) == []


@given(TEXTS.filter(lambda text: "#" not in text and "|" not in text))
def test_every_visible_character_stays_in_its_order(text: str) -> None:
    """Headings and tables apart, which are laid out anew."""
    visible = "\n".join(printable_lines(text)).replace(BREAK, "").strip("\n")
    assert shown_markdown(text).replace(BREAK, "").strip("\n") == visible


@given(TEXTS)
def test_no_letter_or_digit_is_lost_or_made(text: str) -> None:
    """Of any text, tables and headings too."""
    kept = [sign for sign in "\n".join(printable_lines(text)) if sign.isalnum()]
    assert [sign for sign in shown_markdown(text) if sign.isalnum()] == kept


@given(TEXTS, st.text(max_size=300))
def test_what_is_shown_meanwhile_fits_and_ends_with_what_is_done(text: str, working: str) -> None:
    shown = partial(text * 40, working)
    assert units(shown) <= VIEW_CHARACTERS
    assert shown.split("\n")[-1].startswith("-# ⏳")
    assert REACHING.findall(shown) == []


@given(TEXTS.map(lambda text: shown_markdown(text * 3)), st.integers(min_value=0, max_value=200))
def test_a_cut_text_is_a_beginning_with_closed_code(shown: str, room: int) -> None:
    cut = fitted(shown, room)
    assert cut == shown or units(cut) <= max(room, 5)
    assert cut.count("```") % 2 == 0 or cut == shown


def test_emphasis_lists_and_code_stay() -> None:
    text = "**bold** and *this*\n- one\n- two `RSI 14`\n```\nx = 1\n# no heading\n```"
    assert shown_markdown(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Big", "### Big"),
        ("> ## Big", "> ### Big"),
        ("### Small", "### Small"),
        ("#1 of the list", "#1 of the list"),
        ("a ||spoiler||", f"a |{BREAK}|spoiler|{BREAK}|"),
        ("-# fine print", f"-{BREAK}# fine print"),
        ("never ``` closed", f"never ``{BREAK}` closed"),
        ("| A | B |\n|---|---|\n| 1 | 2 |\nend", "**A · B**\n- 1 · 2\nend"),
    ],
)
def test_what_would_hide_or_shout_is_laid_out_plainly(text: str, shown: str) -> None:
    assert shown_markdown(text) == shown


def test_hostile_text_keeps_its_words() -> None:
    shown = shown_markdown(HOSTILE)
    assert REACHING.findall(shown) == []
    for word in re.findall(r"[a-z]{4,}", HOSTILE):
        assert word in shown.replace(BREAK, "")


def test_the_check_finds_what_reaches() -> None:
    assert len(REACHING.findall(HOSTILE)) >= 12
