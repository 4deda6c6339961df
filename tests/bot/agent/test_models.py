"""Models by name: opened as the settings say, and refused in one sentence that holds no secret."""

import httpx
import pytest

from bot.agent.models import name_of, open_fallbacks, open_model
from bot.settings import load_settings
from tools.errors import SettingsError

KEY = "sk-very-secret-0123456789"


@pytest.fixture(autouse=True)
def _no_keys(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "PLUMB_MODEL", "PLUMB_MODEL_KEY"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", ["openai:gpt-x", "anthropic:claude-x", "ollama:llama-x"])
def test_a_model_is_opened_by_name_where_the_settings_say_without_retries_of_its_own(name: str) -> None:
    settings = load_settings(model=name, model_key=KEY, model_url="http://127.0.0.1:9/v1", model_wait=7)
    model = open_model(settings)
    assert name_of(model) == name
    assert KEY not in repr(model) + repr(settings)
    assert "127.0.0.1:9" in str(
        getattr(model, "openai_api_base", None)
        or getattr(model, "anthropic_api_url", None)
        or getattr(model, "base_url", None)
    )
    assert getattr(model, "max_retries", 0) == 0
    wait = getattr(model, "request_timeout", None) or getattr(model, "default_request_timeout", None)
    assert wait in (7, httpx.Timeout(7), None)
    if wait is None:
        assert model.client_kwargs == {"timeout": 7}  # type: ignore[attr-defined]


def test_an_endpoint_of_ones_own_needs_no_key() -> None:
    assert open_model(load_settings(model="openai:x", model_url="http://127.0.0.1:9/v1"))


def test_a_providers_own_variable_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", KEY)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    settings = load_settings(model="anthropic:x", model_fallbacks="openai:y")
    assert [name_of(model) for model in (open_model(settings), *open_fallbacks(settings))] == [
        "anthropic:x",
        "openai:y",
    ]


def test_the_key_and_the_address_of_one_provider_go_to_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
    settings = load_settings(
        model="anthropic:x",
        model_key=KEY,
        model_url="http://127.0.0.1:9",
        model_fallbacks="openai:y, anthropic:z",
    )
    other, same = open_fallbacks(settings)
    assert other.openai_api_key.get_secret_value() == "sk-other"  # type: ignore[attr-defined]
    assert "127.0.0.1" not in str(other.openai_api_base)  # type: ignore[attr-defined]
    assert same.anthropic_api_key.get_secret_value() == KEY  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nobody:x", "no provider is called 'nobody'"),
        ("groq:x", "the package for 'groq' is not installed"),
        ("openai:x", "openai needs a key; set it, or OPENAI_API_KEY"),
        ("anthropic:x", "anthropic needs a key; set it, or ANTHROPIC_API_KEY"),
    ],
)
def test_what_cannot_be_opened_is_one_sentence_and_a_setting_to_change(name: str, says: str) -> None:
    with pytest.raises(SettingsError, match=says) as caught:
        open_model(load_settings(model=name))
    assert caught.value.exit_code == 78
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"model": "gpt-x"}, "PROVIDER:MODEL"),
        ({"model_fallbacks": "openai:a, b"}, "PROVIDER:MODEL"),
        ({"model_price": "cheap"}, "3/15"),
        ({"model_price": "-1/2"}, "3/15"),
        ({"answer_seconds": 840}, "840"),
        ({"model_url": "localhost"}, "http"),
        ({"state_url": "mysql://u:word@h/d"}, "postgresql"),
        ({"model_key": [KEY]}, "string"),
    ],
    ids=str,
)
def test_a_wrong_setting_says_what_is_allowed_and_quotes_no_secret(
    given: dict[str, object], says: str
) -> None:
    with pytest.raises(SettingsError, match=says) as caught:
        load_settings(**given)
    assert KEY not in str(caught.value)
    assert "word" not in str(caught.value)
