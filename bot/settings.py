"""Settings: `PLUMB_*` variables and a `.env` file, read once, checked key by key."""

import re
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from tools.errors import SettingsError

ISHARES_IWM = (
    "https://www.ishares.com/us/products/239710/ishares-russell-2000-etf/"
    "1467271812596.ajax?fileType=csv&fileName=IWM_holdings&dataType=fund"
)
"""The fund publishes its holdings here every day, as CSV."""

_SERVER = re.compile(r"https?://(\[[0-9a-fA-F:.]+\]|[^\s/@:?#\[\]]+)(:\d{1,5})?/?")


class Settings(BaseSettings):
    """Everything an operator can set. Each key is the variable without `PLUMB_`.

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
    theme: Literal["dark", "light"] = "dark"
    log: Literal["debug", "info", "warning", "error"] = "warning"

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

    @field_validator("events", mode="before")
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

    @field_validator("yahoo_url")
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
        raise SettingsError(f"{name}: {said} (got {str(first['input'])[:80]!r}).") from error
