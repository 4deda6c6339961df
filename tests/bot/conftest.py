"""The command line against a corpus of its own; the embedding model is prepared once for all."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.__main__ import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Prepared models, shared by the workers of a parallel run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "models"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def corpus_home(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty corpus in a home of our own, without the shipped reports and without a .env."""
    home = tmp_path / "home"
    home.mkdir()
    (home / "models").symlink_to(models)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PLUMB_HOME", str(home))
    monkeypatch.setenv("PLUMB_CORPUS", "none")
    monkeypatch.setenv("PLUMB_YAHOO_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("COLUMNS", "120")
    return home


@pytest.fixture
def knowledge(corpus_home: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `plumbline knowledge …` in this process; returns exit code, output and errors."""
    del corpus_home

    def command(*arguments: object) -> tuple[int, str, str]:
        code = main(["knowledge", *(str(argument) for argument in arguments)])
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return command
