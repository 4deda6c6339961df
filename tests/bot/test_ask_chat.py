"""A chat whose lines come from a pipe, with conversations that follow a script."""

import io
import sys
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.chat_words import COMMANDS, parsed
from tests.bot.ask_double import FakeConversations, Script, answer, echoing, told
from tools.errors import SourceDown


class Terminal:
    """Runs chats in this process and keeps their conversations between them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self.fake = FakeConversations(echoing)

    def script(self, script: Script) -> None:
        self.fake._script = script

    def chat(self, *lines: str | bytes, options: tuple[str, ...] = ()) -> tuple[int, str, str]:
        """Exit code, output and errors of one chat."""
        given = b"".join((line.encode() if isinstance(line, str) else line) + b"\n" for line in lines)
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
        self._monkeypatch.setattr("bot.ask_command.conversations", self.fake.opened)
        code = main(["chat", *options])
        captured = self._capsys.readouterr()
        return code, captured.out, captured.err


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Terminal:
    """A home of our own without reports."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLUMB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLUMB_CORPUS", "none")
    monkeypatch.setenv("PLUMB_DATA", "sample")
    monkeypatch.setenv("COLUMNS", "120")
    return Terminal(monkeypatch, capsys)


def test_each_line_is_answered_in_order_in_one_conversation(terminal: Terminal) -> None:
    code, out, _ = terminal.chat("How is IWM?", "", "And breadth?")
    assert code == 0
    assert out.index("You asked: How is IWM?") < out.index("You asked: And breadth?")
    assert {question.topic for question in terminal.fake.asked} == {"chat"}
    assert "\n> " not in f"\n{out}"
    assert terminal.fake.closed


def test_a_later_chat_goes_on_and_says_so(terminal: Terminal) -> None:
    terminal.chat("How is IWM?", "And breadth?")
    _, _, errors = terminal.chat("And rates?")
    assert "Going on with the conversation of 2025-05-16, 2 earlier questions; /new starts afresh." in errors
    _, _, errors = terminal.chat("x", options=("--topic", "other"))
    assert "Going on" not in errors


def test_new_starts_afresh_and_stays_so(terminal: Terminal) -> None:
    terminal.chat("How is IWM?", "/new", "And breadth?")
    assert [question.topic for question in terminal.fake.asked] == ["chat", "chat#2"]
    _, out, errors = terminal.chat("/history")
    assert "1 earlier question;" in errors
    assert "And breadth?" in out
    assert "How is IWM?" not in out


def test_forget_asks_for_a_yes(terminal: Terminal) -> None:
    _, _, errors = terminal.chat("How is IWM?", "/forget")
    assert "/forget yes" in errors
    assert terminal.fake.kept["chat"]
    _, out, errors = terminal.chat("/forget yes", "/why")
    assert "Forgotten" in out
    assert "no answer in this conversation yet" in errors
    assert not terminal.fake.kept


def test_quit_leaves_and_the_rest_is_not_asked(terminal: Terminal) -> None:
    terminal.chat("How is IWM?", "/quit", "And breadth?")
    assert len(terminal.fake.asked) == 1


def test_every_command_of_the_list_is_there(terminal: Terminal) -> None:
    code, out, errors = terminal.chat("How is IWM?", *(usage.replace("[ID]", "") for usage in COMMANDS))
    assert code == 0
    assert "no such command" not in out
    for usage, does in COMMANDS.items():
        assert f"{usage} " in out
        assert does in out
    assert len(terminal.fake.asked) == 1, errors


def test_an_unknown_command_gets_the_list_and_is_not_asked(terminal: Terminal) -> None:
    _, out, _ = terminal.chat("/hlep", "/", "/WHY?")
    assert out.count("There is no such command") == 3
    assert "/history" in out
    assert not terminal.fake.asked


def test_why_and_facts_are_of_the_last_answer_or_of_the_named_one(terminal: Terminal) -> None:
    terminal.script(lambda question: told(answer(question=question, id=question.text)))
    _, out, errors = terminal.chat("a1", "b2", "/facts", "/why a1", "/why")
    assert "$207.31" in out
    assert out.index("python -m bot why a1") < out.rindex("python -m bot why b2")
    assert not [line for line in errors.splitlines() if line.startswith("plumbline")]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/why", "no answer in this conversation yet"),
        ("/card", "no answer in this conversation yet"),
        ("/facts", "no answer in this conversation yet"),
        ("/history", "nothing has been asked"),
        ("x" * 5_000, "5,000 characters; at most 4,000"),
        ("x" * 200_000, "at most 4,000"),
        (b"\x00\x1b\x07", "empty"),
    ],
    ids=["why", "card", "facts", "history", "long", "endless", "controls"],
)
def test_what_cannot_be_served_is_said_and_the_chat_goes_on(
    terminal: Terminal, line: str | bytes, says: str
) -> None:
    code, out, errors = terminal.chat(line, "How is IWM?")
    assert code == 0
    assert says in " ".join(errors.split())
    assert "You asked: How is IWM?" in out


def test_a_conversation_that_fails_once_answers_the_next_question(terminal: Terminal) -> None:
    terminal.script(
        lambda question: [SourceDown("No database.")] if question.text == "a" else echoing(question)
    )
    code, out, errors = terminal.chat("a", "b")
    assert code == 0
    assert "plumbline: No database." in errors
    assert "You asked: b" in out


@pytest.mark.parametrize("text", ["🚀 IWM?", "罗素2000怎么样?", "--", "-", "caf\u00e9", "[bold]x[/]", "a\tb"])
def test_lines_of_any_kind_are_asked_as_they_are(terminal: Terminal, text: str) -> None:
    terminal.chat(text)
    assert terminal.fake.asked[0].text == text


def test_bytes_that_are_no_text_are_replaced(terminal: Terminal) -> None:
    terminal.chat(b"caf\xe9 \xff\x00 IWM\r")
    assert terminal.fake.asked[0].text == "caf\N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}  IWM"


def test_an_empty_input_is_a_chat_without_questions(terminal: Terminal) -> None:
    assert terminal.chat()[0] == 0


@pytest.mark.parametrize(
    ("line", "expected"),
    [("/why a1", ("/why", "a1")), ("  /WHY  a1 ", ("/why", "a1")), ("/", ("/", "")), ("/new", ("/new", ""))],
)
def test_a_command_is_its_first_word(line: str, expected: tuple[str, str]) -> None:
    assert parsed(line) == expected
