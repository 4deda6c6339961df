"""Long Markdown in pieces."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.cards.breaking import FENCE, LEAST, broken
from bot.cards.length import clipped, fitting, units
from tests.bot.cards.made import markdown

rooms = st.integers(LEAST, 400)


def _solid(text: str) -> str:
    return re.sub(r"\s|`", "", text)


@given(markdown, rooms, rooms)
def test_every_piece_fits(text: str, first: int, whole: int) -> None:
    """Counted in UTF-16, the first by its own room."""
    pieces = list(broken(text, first, whole))
    assert all(units(piece) <= whole for piece in pieces[1:])
    assert all(units(piece) <= first for piece in pieces[:1])
    assert all(piece.strip() for piece in pieces)


@given(st.text(), rooms, rooms)
def test_nothing_is_lost_and_nothing_is_added(text: str, first: int, whole: int) -> None:
    """Without code blocks the pieces are the text, but for line ends they were broken at."""
    pieces = list(broken(text.replace("`", "'"), first, whole))
    assert _solid("".join(pieces)) == _solid(text.replace("`", "'"))


@given(markdown, rooms, rooms)
def test_nothing_is_lost_of_code(text: str, first: int, whole: int) -> None:
    """Code blocks are opened again, which adds and takes nothing else."""
    kept = iter(_solid("".join(broken(text, first, whole))))
    assert all(sign in kept for sign in _solid(text))


@given(markdown, rooms, rooms)
def test_no_piece_ends_inside_a_code_block(text: str, first: int, whole: int) -> None:
    """Fences come in pairs in every piece but the last of a text that never closes its own."""
    pieces = list(broken(text, first, whole))
    assert all(piece.count(FENCE) % 2 == 0 for piece in pieces[:-1])
    assert sum(piece.count(FENCE) for piece in pieces) % 2 == text.count(FENCE) % 2


def test_a_table_is_broken_at_its_lines_and_opened_as_it_was() -> None:
    """With its language; rows stay whole."""
    rows = [f"row {number:02} of it" for number in range(30)]
    text = "\n".join(["Before.", "```ansi", *rows, "```", "After."])
    pieces = list(broken(text, 120, 120))
    assert len(pieces) > 3
    assert all(piece.startswith("```ansi\nrow") for piece in pieces[1:])
    assert [line for piece in pieces for line in piece.split("\n") if line.startswith("row")] == rows


def test_no_code_block_is_opened_or_closed_around_nothing() -> None:
    """A break right after the opening, or right before the closing, takes the fence with it."""
    before = list(broken("x" * 70 + "\n```\n" + "y" * 60 + "\n```", 80, 80))
    assert before == ["x" * 70, "```\n" + "y" * 60 + "\n```"]
    after = list(broken("```\n" + "y" * 60 + "\n```\nAfter all of that.", 70, 70))
    assert after == ["```\n" + "y" * 60 + "\n```", "After all of that."]


def test_a_line_that_is_too_long_is_broken_at_a_space_at_last_anywhere() -> None:
    """Words stay whole where they can."""
    assert next(broken("word " * 30, 64, 64)).endswith("word ")
    assert "".join(broken("w" * 300, 64, 64)) == "w" * 300


@given(st.text(), st.integers(1, 50))
def test_a_clipped_text_fits_and_says_that_it_was_cut(text: str, limit: int) -> None:
    """Whole where it fits, with an ellipsis where it does not; no character is halved."""
    short = clipped(text, limit)
    assert units(short) <= limit
    assert short == text if units(text) <= limit else short.endswith("…")
    place = fitting(text, limit)
    assert units(text[:place]) <= limit
    assert place == len(text) or units(text[: place + 1]) > limit
    assert units(text) == len(text.encode("utf-16-le")) // 2
