"""Chat models by name: the offline analyst, or whatever LangChain can open.

A model's client belongs to one event loop: open it in the loop that asks it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from bot.settings import Settings
from tools.errors import SettingsError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

OFFLINE = "offline"

_KEYS: Mapping[str, str] = {"openai": "OPENAI_API_KEY", "anthropic": "ANTHROPIC_API_KEY"}
"""Where a provider's client looks for its key; others need none, or say so themselves."""

_NO_KEY = SecretStr("none")
"""OpenAI's client insists on a key, and an endpoint on this machine mostly takes any."""


def open_model(settings: Settings) -> "BaseChatModel":
    """The model that writes answers, `settings.model`. Nothing is asked of it yet.

    Raises:
        SettingsError: The provider is unknown, its package is not installed, or there is no key.
    """
    return _open(settings, settings.model)


def open_fallbacks(settings: Settings) -> "tuple[BaseChatModel, ...]":
    """The models to ask when that one fails, in order.

    Raises:
        SettingsError: As `open_model`.
    """
    return tuple(_open(settings, name) for name in settings.model_fallbacks)


def open_offline() -> "BaseChatModel":
    """The analyst that writes by fixed rules; it needs no network and costs nothing."""
    from bot.agent.offline.model import OfflineAnalyst  # noqa: PLC0415 - LangChain is heavy

    model: BaseChatModel = OfflineAnalyst()
    model.name = OFFLINE
    return model


def name_of(model: "BaseChatModel") -> str:
    """What an answer says wrote it: `offline`, `openai:...`."""
    return model.name or model._llm_type  # noqa: SLF001 - LangChain has no other name for a kind of model


def _open(settings: Settings, name: str) -> "BaseChatModel":
    if name in ("", OFFLINE):
        return open_offline()
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 - a second that help must not pay

    provider = name.partition(":")[0].replace("-", "_")
    try:
        model: BaseChatModel = init_chat_model(
            name.partition(":")[2], model_provider=provider, **_options(settings, provider)
        )
    except ImportError:
        raise SettingsError(f"PLUMB_MODEL: the package for {provider!r} is not installed.") from None
    except Exception as error:  # noqa: BLE001 - vendors raise what they like, and may quote the key
        raise SettingsError(_why_not(provider, error)) from None
    if provider == "anthropic" and not _keyed(model):
        raise SettingsError(_no_key(provider))
    if provider == "anthropic":
        _own_client(model)
    model.name = f"{provider}:{name.partition(':')[2]}"
    return model


def _options(settings: Settings, provider: str) -> dict[str, Any]:
    """What a provider's client is made with. The URL and the key are those of the main model's provider."""
    own = provider == settings.model.partition(":")[0].replace("-", "_")
    url = settings.model_url if own else None
    key = settings.model_key if own else None
    if provider == "ollama":
        # no key; the wait goes to its HTTP client
        options: dict[str, Any] = {
            "num_predict": settings.model_tokens,
            "client_kwargs": {"timeout": settings.model_wait},
        }
    else:
        # retries are ours: only we know the deadline
        options = {"timeout": settings.model_wait, "max_retries": 0, "max_tokens": settings.model_tokens}
        if key is not None:
            options["api_key"] = key
    if provider == "openai":
        import httpx  # noqa: PLC0415 - with OpenAI's client

        # without it a stream says nothing of what it cost
        options["stream_usage"] = True
        # LangChain shares clients between models whose timeouts are plain numbers, and so between event loops
        options["timeout"] = httpx.Timeout(settings.model_wait)
        if url is not None:
            options["use_responses_api"] = False
            options.setdefault("api_key", _key_or_none())
    if url is not None:
        options["base_url"] = url
    return options


def _key_or_none() -> SecretStr:
    from langchain_core.utils import secret_from_env  # noqa: PLC0415 - with LangChain, as above

    found = secret_from_env(_KEYS["openai"], default=None)()
    return found or _NO_KEY


async def close_model(model: "BaseChatModel") -> None:
    """Let go of a model's connections, in the loop that asked it; it is not asked again."""
    for name in ("root_async_client", "_async_client"):
        client = getattr(model, name, None)
        if client is not None and hasattr(client, "close"):
            await client.close()


def _own_client(model: "BaseChatModel") -> None:
    """Give Anthropic's model a client of its own: LangChain would share one between event loops."""
    from anthropic import AsyncAnthropic  # noqa: PLC0415 - with its client

    # its place is a cached property, which is read from here
    model.__dict__["_async_client"] = AsyncAnthropic(**model._client_params)  # type: ignore[attr-defined]  # noqa: SLF001


def _keyed(model: "BaseChatModel") -> bool:
    key = getattr(model, "anthropic_api_key", None)
    return isinstance(key, SecretStr) and bool(key.get_secret_value())


def _why_not(provider: str, error: Exception) -> str:
    text = str(error)
    if isinstance(error, ValueError) and "Unsupported provider" in text:
        return (
            f"PLUMB_MODEL: no provider is called {provider[:40]!r}; allowed are offline, anthropic:MODEL, "
            "openai:MODEL (with PLUMB_MODEL_URL for any endpoint of its format) and ollama:MODEL."
        )
    if provider in _KEYS and ("api_key" in text or "credentials" in text.lower()):
        return _no_key(provider)
    return f"PLUMB_MODEL: {provider} could not be set up ({type(error).__name__})."


def _no_key(provider: str) -> str:
    return f"PLUMB_MODEL_KEY: {provider} needs a key; set it, or {_KEYS[provider]}."
