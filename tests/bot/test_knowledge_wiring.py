"""How the corpus is put together: late, once, and without a market."""

import re
import threading
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.clock import today
from bot.doctor import examine
from bot.knowledge_wiring import (
    coming,
    corpus_folder,
    models_folder,
    open_knowledge,
    open_yardsticks,
    shipped_stamp,
)
from bot.settings import Settings, load_settings
from bot.wiring import open_services
from knowledge.errors import CorpusBusy
from knowledge.tenants import PUBLIC
from knowledge.types import Given
from tests.bot.conftest import Run
from tools.errors import BadRequest

LATE_EVENING = datetime(2026, 5, 18, 2, tzinfo=UTC)


def test_the_day_is_the_one_at_the_exchange() -> None:
    assert today(lambda: LATE_EVENING) == date(2026, 5, 17)


def test_services_open_the_corpus_when_it_is_first_asked_for_and_once(corpus_home: Path) -> None:
    services = open_services(load_settings(data="sample"))
    assert not (corpus_home / "knowledge").exists()
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(services.library())) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    try:
        assert len(found) == 4
        assert len({id(library) for library in found}) == 1
        assert (corpus_home / "knowledge").is_dir()
    finally:
        services.library().close()


def test_a_second_process_is_told_who_has_the_corpus(knowledge: Run) -> None:
    library = open_knowledge(load_settings())
    try:
        code, _, errors = knowledge("list")
        assert code == CorpusBusy.exit_code
        assert "another process" in errors
    finally:
        library.close()
    assert knowledge("list")[0] == 0


def test_what_a_killed_run_left_is_finished_at_the_next_start(
    corpus_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed between the shelf and the index: the document is stored, and the next start indexes it."""
    del corpus_home
    settings = load_settings()
    with monkeypatch.context() as patch:

        def killed(*_: object, **__: object) -> None:
            raise KeyboardInterrupt

        patch.setattr("knowledge.library.ingest.index", killed)
        library = open_knowledge(settings)
        with pytest.raises(KeyboardInterrupt):
            library.add(b"# Report\n\nSome words.", Given("a.md"), PUBLIC, added=date(2026, 5, 17))
        assert library.pending() == 1
        library.close()
    library = open_knowledge(settings)
    try:
        assert library.pending() == 0
        assert [entry.cited.title for entry in library.entries(PUBLIC)] == ["Report"]
    finally:
        library.close()


def test_the_shipped_reports_are_in_the_public_corpus_unless_they_are_not_wanted(
    knowledge: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "package"
    (shipped / "playbook").mkdir(parents=True)
    text = "---\ntitle: Stops\nsource: Ours\npublished: 2020-01-02\n---\nA stop is a price.\n"
    (shipped / "playbook" / "stops.md").write_text(text, encoding="utf-8")
    monkeypatch.setattr("importlib.resources.files", lambda _: shipped)
    assert "No document" in knowledge("list")[1]
    monkeypatch.setenv("PLUMB_CORPUS", "shipped")
    assert "Stops" in knowledge("list")[1]
    assert "Stops" in knowledge("list", "--json")[1]


@pytest.mark.parametrize("command", [("list",), ("search", "rates"), ("claims",), ("conflicts",), ("check",)])
def test_no_question_to_the_corpus_opens_a_market(
    knowledge: Run, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a market was opened")

    monkeypatch.setattr("bot.wiring.open_services", forbidden)
    code, _, errors = knowledge(*command)
    assert code == 0, errors


def test_the_calendar_is_a_yardstick_without_a_market(corpus_home: Path) -> None:
    del corpus_home
    yardsticks = open_yardsticks(load_settings(), bars=False)
    assert yardsticks.prices is None
    assert yardsticks.events.is_session(date(2026, 5, 15)) is True
    assert "not held against bars" in yardsticks.told()


def test_simulated_prices_are_no_yardstick(corpus_home: Path) -> None:
    del corpus_home
    with pytest.raises(BadRequest, match="simulated"):
        open_yardsticks(load_settings(data="sample"), bars=True)


def test_symbols_without_bars_are_named(corpus_home: Path, tmp_path: Path) -> None:
    del corpus_home
    folder = tmp_path / "bars"
    folder.mkdir()
    (folder / "IWM.csv").write_text("Date,Close\n2026-05-14,240\n2026-05-15,241\n", encoding="utf-8")
    yardsticks = open_yardsticks(load_settings(data=f"folder:{folder}"), bars=False)
    assert yardsticks.prices is not None
    assert yardsticks.prices.close("IWM", date(2026, 5, 15)) == 241
    assert yardsticks.prices.close("NOPE", date(2026, 5, 15)) is None
    assert "Bars consulted: folder." in yardsticks.told()
    assert yardsticks.told().endswith("It has none of NOPE.")


def findings() -> dict[str, tuple[str, str]]:
    found = examine(open_services(load_settings(data="sample")))
    return {one.part: (one.state, one.said) for one in found}


def test_the_doctor_looks_at_the_corpus_without_opening_it(knowledge: Run, tmp_path: Path) -> None:
    report = tmp_path / "report.md"
    report.write_text("# Report\n\nSome words.", encoding="utf-8")
    assert "none yet" in findings()["corpus"][1]
    knowledge("add", report, "--tenant", "guild:7")
    library = open_knowledge(load_settings())
    try:
        found = findings()
    finally:
        library.close()
    assert "guild-7 1" in found["corpus"][1]
    assert "without the shipped reports" in found["corpus"][1]
    assert str(corpus_folder(load_settings())) in found["corpus"][1]
    assert found["embedding"] == ("works", "all-MiniLM-L6-v2, prepared")
    assert "on this disk" in found["vectors"][1]


def test_the_doctor_says_when_a_chroma_server_does_not_answer(
    corpus_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del corpus_home
    monkeypatch.setenv("PLUMB_CHROMA_URL", "http://127.0.0.1:9")
    state, said = findings()["vectors"]
    assert state == "fails"
    assert "http://127.0.0.1:9 does not answer" in said


def test_a_server_that_is_not_there_is_said_with_its_own_code(
    knowledge: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMB_CHROMA_URL", "http://127.0.0.1:9")
    (tmp_path / "report.md").write_text("# Report\n\nSome words.", encoding="utf-8")
    code, _, errors = knowledge("add", tmp_path / "report.md")
    assert code == 69
    assert "127.0.0.1:9" in errors


def test_the_first_use_says_what_is_coming(corpus_home: Path) -> None:
    bare = Settings(home=corpus_home / "new", corpus="shipped")
    said = coming(bare)
    assert said is not None
    assert re.fullmatch(
        r"preparing the corpus once: the embedding model and \d+ shipped reports, a minute or two", said
    )
    models_folder(bare).mkdir(parents=True)
    (models_folder(bare) / "made").write_bytes(b"")
    assert "embedding model" not in str(coming(bare))
    assert coming(Settings(home=corpus_home / "new", corpus="none")) is None
    shipped_stamp(bare).parent.mkdir(parents=True)
    shipped_stamp(bare).write_text("{}", encoding="utf-8")
    assert coming(bare) is None
