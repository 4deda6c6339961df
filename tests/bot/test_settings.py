"""Settings are checked key by key, and an error says the key and what is allowed."""

from pathlib import Path

import pytest

from bot.settings import load_settings
from tools.errors import SettingsError


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the .env of the checkout."""
    monkeypatch.chdir(tmp_path)


def test_without_any_setting_everything_has_a_default() -> None:
    settings = load_settings()
    assert settings.data == "auto"
    assert settings.home.name == "plumbline"


def test_the_environment_is_read_under_its_prefix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMB_DATA", "sample")
    assert load_settings().data == "sample"


def test_the_command_line_beats_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMB_DATA", "sample")
    assert load_settings(data="yfinance").data == "yfinance"
    assert load_settings(data=None).data == "sample"


def test_a_dotenv_file_is_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PLUMB_DATA=sample\nOTHER=1\n", encoding="utf-8")
    assert load_settings().data == "sample"


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("PLUMB_DATA", "bloomberg", "folder:PATH"),
        ("PLUMB_DATA", "folder:", "folder:PATH"),
        ("PLUMB_DEADLINE", "0", "greater than 0"),
        ("PLUMB_DEADLINE", "soon", "number"),
        ("PLUMB_POOL", "1000", "64"),
        ("PLUMB_THEME", "pink", "dark"),
        ("PLUMB_PROFILES", "nowhere", "not a folder"),
        ("PLUMB_CHROMA_URL", "localhost:8000", "http://host:8000"),
        ("PLUMB_CHROMA_URL", "http://", "http://host:8000"),
        ("PLUMB_CHROMA_URL", "http://user:word@host", "nothing more"),
        ("PLUMB_CHROMA_URL", "http://host:8000/path", "nothing more"),
        ("PLUMB_CORPUS", "mine", "shipped"),
    ],
)
def test_a_wrong_value_is_one_sentence_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert variable in str(caught.value)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("url", ["http://127.0.0.1:8000", "https://chroma.example/", "http://[::1]:8000"])
def test_a_chroma_server_is_an_address(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("PLUMB_CHROMA_URL", url)
    assert load_settings().chroma_url == url


def test_an_empty_setting_is_no_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    """`PLUMB_CHROMA_URL=` in a .env is the line of the example with nothing filled in."""
    for variable in ("PLUMB_CHROMA_URL", "PLUMB_EMBEDDING_MODEL", "PLUMB_CORPUS"):
        monkeypatch.setenv(variable, "")
    settings = load_settings()
    assert (settings.chroma_url, settings.embedding_model, settings.corpus) == (None, None, "shipped")


def test_a_wrong_option_is_named_as_the_option() -> None:
    with pytest.raises(SettingsError, match=r"--data: allowed are"):
        load_settings(data="bloomberg")
