"""Settings: `PLUMB_*` variables and a `.env` file, read once, checked key by key."""

import re
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import unquote

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict

from bot.discord_settings import DiscordSettings
from tools.errors import SettingsError

ISHARES_IWM = (
    "https://www.ishares.com/us/products/239710/ishares-russell-2000-etf/"
    "1467271812596.ajax?fileType=csv&fileName=IWM_holdings&dataType=fund"
)
"""The fund publishes its holdings here every day, as CSV."""

_SECRET = frozenset(("model_key", "state_url", "discord_token"))
"""Settings whose values are never shown: keys, and an address that holds a password."""

_MODEL = re.compile(r"[a-z][a-z0-9_-]*:[^\s,]{1,200}")
_PASSWORD = re.compile(r"://[^/@]*?:([^@/]+)@")
_PRICE = re.compile(r"\d+(\.\d+)?/\d+(\.\d+)?")
_SERVER = re.compile(r"https?://(\[[0-9a-fA-F:.]+\]|[^\s/@:?#\[\]]+)(:\d{1,5})?/?")


class Settings(DiscordSettings):
    """Everything an operator can set. Each key is the variable without `PLUMB_`.

    Those of the Discord process are described where they stand.

    Attributes:
        data: Where bars come from: auto, yfinance, sample or folder:PATH.
        home: Where bars, member lists and incident reports are kept.
        profiles: A folder of profiles laid before the shipped ones.
        events: Event tables laid over the shipped ones.
        holdings_url: The fund's holdings download; lists the members of russell2000.
        yahoo_url: Another base URL for Yahoo, such as a gateway of your own.
        deadline: Seconds one symbol may take to arrive.
        probe: Seconds `auto` waits before it takes the sample.
        pool: Symbols fetched at a time.
        wait: Seconds to wait when told to slow down in a long fetch; beyond it the fetch gives up, what
            came is kept, and what is missing abstains.
        chroma_url: A Chroma server that holds the vectors of the corpus; None keeps them on this disk.
        embedding_model: What turns passages into vectors; None is the shipped model.
        corpus: Whether the shipped reports are part of what everybody may read: shipped or none.
        model: The chat model that writes answers, "offline" or by LangChain's name for it, e.g.
            `anthropic:...`, `openai:...`, `ollama:...`.
        model_url: Where it is served, for a gateway or an endpoint that speaks OpenAI's format.
        model_key: Its key; None leaves it to the provider's own variable.
        model_fallbacks: Models to ask when it fails, in order.
        model_price: Dollars per million tokens in and out, e.g. `3/15`; empty: dollars are not known.
        model_tokens: Tokens that one reply of it may have.
        model_wait: Seconds that it may be silent in a request.
        answer_seconds: Seconds from a question to its answer.
        model_calls: Requests to the model for one answer.
        tool_calls: Calls of tools for one answer.
        run_tokens: Tokens for one answer.
        person_tokens: Tokens of one person in one day.
        tenant_tokens: Tokens of one tenant (a server, or a person on their own) in one day.
        run_dollars: As `run_tokens`; None: no limit.
        person_dollars: As `person_tokens`; None: no limit.
        tenant_dollars: As `tenant_tokens`; None: no limit.
        state_url: A PostgreSQL database for answers, budgets and conversations; None keeps them in `home`.
        theme: Colours of charts.
        log: What is logged to standard error.
    """

    model_config = SettingsConfigDict(
        env_prefix="PLUMB_",
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
    )

    data: str = "auto"
    home: Path = Field(default_factory=lambda: user_data_path("plumbline", appauthor=False))
    profiles: Path | None = None
    events: Annotated[tuple[Path, ...], NoDecode] = ()
    holdings_url: str = ISHARES_IWM
    yahoo_url: str | None = None
    deadline: float = Field(default=20.0, gt=0, le=600)
    probe: float = Field(default=4.0, gt=0, le=60)
    pool: int = Field(default=16, ge=1, le=64)
    wait: float = Field(default=60.0, gt=0, le=3600)
    chroma_url: str | None = None
    embedding_model: str | None = None
    corpus: Literal["shipped", "none"] = "shipped"
    model: str = "offline"
    model_url: str | None = None
    model_key: SecretStr | None = None
    model_fallbacks: Annotated[tuple[str, ...], NoDecode] = ()
    model_price: str = ""
    model_tokens: int = Field(default=2_000, ge=200, le=32_000)
    model_wait: float = Field(default=60.0, gt=0, le=600)
    answer_seconds: float = Field(default=120.0, ge=1, lt=840)
    model_calls: int = Field(default=10, ge=2, le=50)
    tool_calls: int = Field(default=20, ge=1, le=100)
    run_tokens: int = Field(default=200_000, ge=1)
    person_tokens: int = Field(default=1_000_000, ge=1)
    tenant_tokens: int = Field(default=10_000_000, ge=1)
    run_dollars: float | None = Field(default=None, gt=0)
    person_dollars: float | None = Field(default=None, gt=0)
    tenant_dollars: float | None = Field(default=None, gt=0)
    state_url: str | None = None
    theme: Literal["dark", "light"] = "dark"
    log: Literal["debug", "info", "warning", "error"] = "warning"

    @property
    def store_url(self) -> str:
        """Where answers, budgets and the ledger are kept: the server's database, else a file in `home`."""
        return self.state_url or f"sqlite:///{self.home / 'answers.sqlite'}"

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must appear in no log: token, key, and the password of the database."""
        held = [one.get_secret_value() for one in (self.discord_token, self.model_key) if one is not None]
        found = _PASSWORD.search(self.state_url or "")
        if found is not None:
            # a driver quotes it as written or decoded
            held += [found[1], unquote(found[1])]
        return tuple(dict.fromkeys(one for one in held if one))

    @field_validator("data")
    @classmethod
    def _known_source(cls, value: str) -> str:
        if value in ("auto", "yfinance", "sample") or (
            value.startswith("folder:") and len(value) > len("folder:")
        ):
            return value
        raise ValueError("allowed are auto, yfinance, sample and folder:PATH")

    @field_validator("home", "profiles", mode="after")
    @classmethod
    def _expanded(cls, value: Path | None) -> Path | None:
        return value.expanduser() if value else value

    @field_validator("model", "model_fallbacks")
    @classmethod
    def _names_a_provider(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for name in (value,) if isinstance(value, str) else value:
            if name != "offline" and not _MODEL.fullmatch(name):
                raise ValueError(
                    "allowed are offline and PROVIDER:MODEL, e.g. anthropic:..., openai:..., ollama:..."
                )
        return value

    @field_validator("model_price")
    @classmethod
    def _is_price(cls, value: str) -> str:
        if value and not _PRICE.fullmatch(value):
            raise ValueError("write dollars per million tokens in and out, e.g. 3/15")
        return value

    @field_validator("state_url")
    @classmethod
    def _is_database(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("postgresql://", "postgresql+psycopg://")):
            raise ValueError("begins with postgresql://")
        return value

    @field_validator("events", "model_fallbacks", mode="before")
    @classmethod
    def _paths(cls, value: object) -> object:
        return (
            [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value
        )

    @field_validator("events")
    @classmethod
    def _are_files(cls, value: tuple[Path, ...]) -> tuple[Path, ...]:
        for path in value:
            if not path.expanduser().is_file():
                raise ValueError(f"there is no file {str(path)[:200]}; paths are separated by commas")
        return tuple(path.expanduser() for path in value)

    @field_validator("yahoo_url", "model_url")
    @classmethod
    def _is_url(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("begins with http:// or https://")
        return value

    @field_validator("chroma_url")
    @classmethod
    def _is_server(cls, value: str | None) -> str | None:
        if value is not None and not _SERVER.fullmatch(value):
            raise ValueError("is the address of a server and nothing more, such as http://host:8000")
        return value

    @field_validator("profiles")
    @classmethod
    def _is_folder(cls, value: Path | None) -> Path | None:
        if value is not None and not value.is_dir():
            raise ValueError("is not a folder")
        return value


def load_settings(**given: object) -> Settings:
    """The settings of this process, with what the command line gave laid over them.

    Args:
        **given: Keys of `Settings`; None leaves a key to the environment.

    Raises:
        SettingsError: A value is wrong; names the variable and what is allowed.
    """
    chosen = {key: value for key, value in given.items() if value is not None}
    try:
        return Settings(**chosen)  # type: ignore[arg-type]  # pydantic checks them
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else "settings"
        name = f"--{key}" if key in chosen else f"PLUMB_{key.upper()}"
        said = str(first["msg"]).removeprefix("Value error, ")
        if key in _SECRET:
            # neither the value nor pydantic's error, which quotes it
            raise SettingsError(f"{name}: {said}.") from None
        raise SettingsError(f"{name}: {said} (got {str(first['input'])[:80]!r}).") from error
