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
        ("PLUMB_DISCORD_SHARDS", "4/4", "0,1/4"),
        ("PLUMB_DISCORD_SHARDS", "0,0/4", "0,1/4"),
        ("PLUMB_DISCORD_SHARDS", "all", "0,1/4"),
        ("PLUMB_DISCORD_API", "discord.com", "http://"),
        ("PLUMB_DISCORD_API", "https://user:word@host", "names no user"),
        ("PLUMB_DISCORD_GATEWAY", "https://host", "wss://"),
        ("PLUMB_DISCORD_GUILD", "my server", "integer"),
        ("PLUMB_HEALTH_PORT", "70000", "65535"),
        ("PLUMB_LOG_FORMAT", "xml", "json"),
        ("PLUMB_PRIVACY_URL", "ours", "https://"),
        ("PLUMB_PERSON_REQUESTS", "0", "1"),
        ("PLUMB_AS_OF", "yesterday", "date"),
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


def test_shards_are_read_as_which_of_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().shards is None
    monkeypatch.setenv("PLUMB_DISCORD_SHARDS", "0,3/4")
    assert load_settings().shards == ((0, 3), 4)


def test_what_is_secret_is_known_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither in the settings' own words nor in an error."""
    monkeypatch.setenv("PLUMB_DISCORD_TOKEN", "a-secret-token")
    monkeypatch.setenv("PLUMB_MODEL_KEY", "a-secret-key")
    monkeypatch.setenv("PLUMB_STATE_URL", "postgresql://plumb:p%40ssword@host/desk")
    settings = load_settings()
    assert settings.secrets == ("a-secret-token", "a-secret-key", "p%40ssword", "p@ssword")
    assert "a-secret" not in repr((settings.discord_token, settings.model_key))
