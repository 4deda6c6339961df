"""`ask` as a person meets it, with conversations that follow a script."""

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.ask_place import Place
from bot.settings import load_settings
from bot.wiring import open_services
from tests.bot.ask_double import FakeConversations, Script, answer, echoing, told
from tests.bot.terminal.rendered import words
from tools.errors import SourceDown

Run = Callable[..., tuple[int, str, str]]
Talking = Callable[[Script], FakeConversations]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of our own without reports, and no .env of the checkout."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLUMB_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PLUMB_CORPUS", "none")
    monkeypatch.setenv("PLUMB_DATA", "sample")
    monkeypatch.setenv("COLUMNS", "100")
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in this process; returns exit code, output and errors."""
    del home

    def command(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command


@pytest.fixture
def talking(monkeypatch: pytest.MonkeyPatch) -> Talking:
    """Puts scripted conversations where the real ones are opened."""

    def put(script: Script) -> FakeConversations:
        fake = FakeConversations(script)
        monkeypatch.setattr("bot.ask_command.conversations", fake.opened)
        return fake

    return put


def typed(monkeypatch: pytest.MonkeyPatch, text: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text)))


def test_an_answer_is_text_citations_notices_and_a_footer(run: Run, talking: Talking) -> None:
    fake = talking(lambda _: told(answer()))
    code, out, errors = run("ask", "How is IWM?", "--as-of", "2025-05-15")
    assert code == 0
    assert out.startswith("IWM closed at $207.31.\n\nBreadth is neutral [1].\n\n")
    shown = words(out)
    assert "[1] Breadth, in short" in shown
    assert "! The data end on 2025-05-15." in shown
    assert "why: python -m bot why 3fa2c1d0" in shown
    assert "reading IWM's signal stack" in errors
    (asked,) = fake.asked
    assert asked.text == "How is IWM?"
    assert str(asked.as_of) == "2025-05-15"
    assert asked.asker.channel == "terminal"
    assert fake.closed


def test_each_line_below_is_whole_in_a_file(run: Run, talking: Talking) -> None:
    talking(lambda _: told(answer()))
    _, out, _ = run("ask", "How is IWM?")
    (footer,) = [line for line in out.splitlines() if line.startswith("answer 3fa2c1d0")]
    assert footer.endswith("why: python -m bot why 3fa2c1d0")


def test_one_question_is_a_conversation_of_its_own_and_a_topic_goes_on(run: Run, talking: Talking) -> None:
    fake = talking(echoing)
    for arguments in ((), (), ("--topic", "rates"), ("--topic", "rates")):
        assert run("ask", "How is IWM?", *arguments)[0] == 0
    first, second, third, fourth = (question.topic for question in fake.asked)
    assert first != second
    assert third == fourth == "rates"
    assert len({question.asker for question in fake.asked}) == 1


def test_a_question_may_come_from_standard_input(
    run: Run, talking: Talking, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake = talking(echoing)
    typed(monkeypatch, "Wie steht\x00 IWM? 🚀 \xff\n".encode())
    assert run("ask", "-")[0] == 0
    assert fake.asked[0].text == "Wie steht  IWM? 🚀 ÿ"
    typed(monkeypatch, b"caf\xe9 IWM")
    assert run("ask", "-")[0] == 0
    assert fake.asked[1].text == "caf\N{REPLACEMENT CHARACTER} IWM"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (("ask", ""), 64, "empty"),
        (("ask", "   "), 64, "1 to 4,000"),
        (("ask", "x" * 5_000), 64, "5,000 characters; at most 4,000"),
        (("ask", "IWM?", "--as-of", "yesterday"), 64, "YYYY-MM-DD"),
        (("ask", "IWM?", "--as-of", "2999-01-01"), 64, "in the future"),
        (("chat", "--as-of", "1969-12-31"), 64, "1990"),
        (("ask", "IWM?", "--tenant", "nobody"), 64, "guild:<id>"),
        (("ask", "IWM?", "--topic", "a#b"), 64, "letters, digits"),
        (("ask", "IWM?", "--chart", "x.jpg"), 64, ".png"),
        (("ask", "IWM?", "--data", "nonsense"), 78, "folder:PATH"),
        (("chat", "--topic", ""), 64, "letters, digits"),
        (("chat", "--as-of", "soon"), 64, "YYYY-MM-DD"),
        (("why",), 66, "no answer was given"),
        (("why", "x", "--tenant", "nobody"), 64, "guild:<id>"),
    ],
)
def test_what_cannot_be_served_is_one_clear_sentence(
    run: Run,
    talking: Talking,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    code: int,
    says: str,
) -> None:
    fake = talking(echoing)
    typed(monkeypatch, b"")
    done, out, errors = run(*arguments)
    assert done == code, errors
    last = errors.splitlines()[-1]
    assert says in last
    assert last.startswith("plumbline: ")
    assert len(last) < 400
    assert not out
    assert not fake.asked


@pytest.mark.parametrize(
    "text", ["--", "-x", "🚀", "罗素2000?", "'; DROP TABLE", "[bold]x[/]", "%s {0}", "\x1b[31m"]
)
def test_awkward_questions_are_asked_as_they_are(run: Run, talking: Talking, text: str) -> None:
    fake = talking(echoing)
    code, out, _ = run("ask", "--", text)
    assert code == 0
    assert fake.asked[0].text == text.replace("\x1b", "").strip()
    assert f"You asked: {fake.asked[0].text}" in out
    assert "\x1b" not in out


def test_no_question_is_a_wrong_command_line(run: Run) -> None:
    assert run("ask")[0] == 2
    assert run("ask", "--")[0] == 2


def test_json_is_the_answer_and_nothing_else(run: Run, talking: Talking) -> None:
    talking(lambda _: told(answer()))
    code, out, errors = run("ask", "How is IWM?", "--json")
    assert code == 0
    assert json.loads(out)["id"] == "3fa2c1d0"
    assert errors == ""


def test_a_corrected_answer_is_said_to_be_one(run: Run, talking: Talking) -> None:
    talking(lambda _: [*told(answer("IWM closed at $1."))[:-1], told(answer("IWM closed at $207.31."))[-1]])
    _, out, _ = run("ask", "How is IWM?")
    assert out.startswith("IWM closed at $1.\n\nCorrected:\nIWM closed at $207.31.\n\n")


def test_a_refusal_has_an_exit_code_of_its_own(run: Run, talking: Talking) -> None:
    talking(lambda _: told(answer("Today's budget is used up.", outcome="refused")))
    code, out, _ = run("ask", "How is IWM?")
    assert code == 75
    assert "budget" in out


def test_what_goes_wrong_in_a_conversation_keeps_its_code(run: Run, talking: Talking) -> None:
    talking(lambda _: [SourceDown("The database did not serve.")])
    code, _, errors = run("ask", "How is IWM?")
    assert code == 69
    assert "The database did not serve." in errors


def test_an_answer_that_never_comes_is_an_incident(run: Run, talking: Talking) -> None:
    talking(lambda _: told(answer())[:-1])
    code, _, errors = run("ask", "How is IWM?")
    assert code == 70
    assert "incident" in errors


def test_the_card_is_shown_below_and_its_chart_drawn(run: Run, talking: Talking, tmp_path: Path) -> None:
    analysis = open_services(load_settings(data="sample")).desk.analyze("IWM")
    talking(lambda _: told(answer(card=analysis)))
    path = tmp_path / "iwm.png"
    code, out, errors = run("ask", "How is IWM?", "--card", "--chart", str(path))
    assert code == 0
    assert out.index("answer 3fa2c1d0") < out.index("Composite")
    assert path.read_bytes().startswith(b"\x89PNG")
    assert f"Chart: {path}" in errors


def test_without_a_card_none_is_shown_and_that_is_said(run: Run, talking: Talking, tmp_path: Path) -> None:
    talking(lambda _: told(answer()))
    code, _, errors = run("ask", "How is IWM?", "--card", "--chart", str(tmp_path / "x.png"))
    assert code == 0
    assert "read no card" in errors
    assert not (tmp_path / "x.png").exists()


def test_the_answer_is_remembered_with_its_tenant_and_its_data(
    run: Run, talking: Talking, home: Path
) -> None:
    talking(lambda _: told(answer()))
    assert run("ask", "How is IWM?")[0] == 0
    given = Place(home).given()
    assert given is not None
    assert given.answer == "3fa2c1d0"
    assert given.data == "sample"
