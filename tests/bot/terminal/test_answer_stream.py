"""An answer while it is made, on a terminal and in a file."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.terminal.answer_stream import Telling
from tests.bot.terminal.rendered import words

TEXT = "IWM closed at **$207.31**.\n\n- Trend is up.\n- Breadth is neutral [1].\n\nThat is all."


class Screen(io.StringIO):
    """A file that is a terminal."""

    def isatty(self) -> bool:
        return True


def telling(*, terminal: bool, width: int = 80) -> tuple[Telling, io.StringIO, io.StringIO]:
    out, err = (Screen(), Screen()) if terminal else (io.StringIO(), io.StringIO())
    kinds = {"width": width, "force_terminal": terminal, "color_system": None, "legacy_windows": False}
    return Telling(Console(file=out, **kinds), Console(file=err, **kinds)), out, err  # type: ignore[arg-type]


def pieces(text: str, sizes: list[int]) -> list[str]:
    found = []
    for size in sizes:
        found.append(text[:size])
        text = text[size:]
    return [*found, text]


@given(st.lists(st.integers(0, 30), max_size=20))
def test_a_file_receives_the_text_as_it_was_written_however_it_was_cut(sizes: list[int]) -> None:
    one, out, _ = telling(terminal=False)
    for piece in pieces(TEXT, sizes):
        one.sentences(piece)
    one.complete(TEXT)
    one.finish()
    assert out.getvalue() == f"{TEXT}\n\n"


def test_pieces_are_written_at_once() -> None:
    one, out, _ = telling(terminal=False)
    one.sentences("IWM closed at $207.31. ")
    assert out.getvalue() == "IWM closed at $207.31."
    one.sentences("It rose.")
    assert out.getvalue() == "IWM closed at $207.31. It rose."


def test_what_is_being_done_is_a_line_on_standard_error() -> None:
    one, out, err = telling(terminal=False)
    one.working("reading IWM's\x1b[31m signal stack")
    assert "reading IWM's" in err.getvalue()
    assert "\x1b" not in err.getvalue()
    assert out.getvalue() == ""


@pytest.mark.parametrize("terminal", [True, False])
def test_a_text_that_does_not_go_on_from_the_pieces_is_shown_again_and_said(*, terminal: bool) -> None:
    one, out, _ = telling(terminal=terminal)
    one.sentences("IWM closed at $1.\n\n")
    one.complete("IWM closed at $207.31.")
    assert "Corrected:" in out.getvalue()
    assert words(out.getvalue()).endswith("IWM closed at $207.31.")


@pytest.mark.parametrize("terminal", [True, False])
def test_a_text_that_goes_on_is_shown_once(*, terminal: bool) -> None:
    one, out, _ = telling(terminal=terminal)
    one.sentences("IWM closed at $207.31.\n\n")
    one.complete("IWM closed at $207.31.\n\nIt rose.")
    assert "Corrected:" not in out.getvalue()
    assert out.getvalue().count("It rose.") >= 1


def test_spaces_at_the_end_are_no_correction() -> None:
    one, out, _ = telling(terminal=False)
    one.sentences("IWM closed at $207.31.\n")
    one.complete("IWM closed at $207.31.")
    assert "Corrected:" not in out.getvalue()


def test_an_answer_without_pieces_is_shown_whole() -> None:
    one, out, _ = telling(terminal=False)
    one.complete(TEXT)
    assert out.getvalue() == f"{TEXT}\n\n"


def test_on_a_terminal_the_unfinished_paragraph_is_seen_before_it_is_complete() -> None:
    one, out, _ = telling(terminal=True)
    one.sentences("IWM closed at ")
    assert "IWM closed at" in out.getvalue()
    one.working("reading breadth")
    assert "reading breadth" in out.getvalue()
    one.sentences("$207.31.\n\nNext")
    one.finish()
    assert "$207.31." in out.getvalue()
    assert out.getvalue().rstrip().endswith("Next")


def test_an_interrupted_answer_stays_as_far_as_it_was_shown() -> None:
    one, out, _ = telling(terminal=True)
    one.sentences("IWM closed at $207.31. It ro")
    one.finish()
    one.finish()
    assert out.getvalue().rstrip().endswith("It ro")


@pytest.mark.parametrize("terminal", [True, False])
def test_nothing_of_a_text_steers_the_terminal(*, terminal: bool) -> None:
    one, out, _ = telling(terminal=terminal)
    for piece in ("\x1b]0;title\x07 a", "\x1b[2J", "\u202eb\n\n", "\x9b2J c"):
        one.sentences(piece)
    one.finish()
    assert not set("\x07\x9b\u202e") & set(out.getvalue())
    assert "\x1b]" not in out.getvalue()
    assert "\x1b[2J" not in out.getvalue()
