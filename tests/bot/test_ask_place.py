"""What a terminal keeps between two commands."""

import threading
from pathlib import Path

import pytest

from bot.ask_place import Given, Place, once
from tools.errors import BadRequest


def test_a_person_is_made_once_and_is_no_name(tmp_path: Path) -> None:
    first = Place(tmp_path).person()
    assert first == Place(tmp_path).person()
    assert first.startswith("terminal-")
    assert first != Place(tmp_path / "other").person()


def test_several_first_commands_settle_on_one_person_in_the_end(tmp_path: Path) -> None:
    threads = [threading.Thread(target=Place(tmp_path).person) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Place(tmp_path).person() == Place(tmp_path).person()


def test_the_last_answer_and_any_other_are_known_with_their_data(tmp_path: Path) -> None:
    place = Place(tmp_path)
    assert place.given() is None
    one, two = Given("a1", "public", "sample"), Given("b2", "guild:7", "folder:/x")
    place.remember(one)
    place.remember(two)
    assert Place(tmp_path).given() == two
    assert place.given("a1") == one
    assert place.given("c3") is None


def test_only_the_newest_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.ask_place._MOST", 3)
    place = Place(tmp_path)
    for number in range(5):
        place.remember(Given(f"a{number}", "public", "sample"))
    assert place.given("a1") is None
    assert place.given("a2") is not None


@pytest.mark.parametrize("damaged", ["", "{", "[1]", '"text"', '[["a"]]', '{"a": 1}', "\x00"])
def test_a_damaged_file_is_as_none(tmp_path: Path, damaged: str) -> None:
    (tmp_path / "terminal").mkdir()
    for name in ("answers.json", "topics.json"):
        (tmp_path / "terminal" / name).write_text(damaged, encoding="utf-8")
    place = Place(tmp_path)
    assert place.given() is None
    assert place.topic("chat") == "chat"
    assert place.start_afresh("chat") == "chat#2"


def test_a_name_stands_for_the_conversation_begun_last(tmp_path: Path) -> None:
    place = Place(tmp_path)
    assert place.topic("chat") == "chat"
    assert place.start_afresh("chat") == "chat#2"
    assert place.start_afresh("chat") == "chat#3"
    assert Place(tmp_path).topic("chat") == "chat#3"
    assert place.topic("other") == "other"


@pytest.mark.parametrize("name", ["", " ", "a#2", "x" * 61, "a\nb", "../x", "-x"])
def test_what_cannot_be_a_name_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadRequest, match="letters, digits"):
        Place(tmp_path).topic(name)


@pytest.mark.parametrize("name", ["chat", "Small caps", "Zins-Wende", "日本", "a.b:c_d"])
def test_names_of_any_language_are_taken(tmp_path: Path, name: str) -> None:
    assert Place(tmp_path).topic(name) == name


def test_a_question_alone_has_a_topic_of_its_own_that_no_name_reaches() -> None:
    assert once() != once()
    assert "#" in once()


def test_what_was_typed_is_readable_to_its_owner_alone(tmp_path: Path) -> None:
    path = Place(tmp_path).lines
    assert path.stat().st_mode & 0o777 == 0o600
