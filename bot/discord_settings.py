"""Settings of the Discord process: how it logs in, what it serves beside, and how much it lets people ask."""

import re
from datetime import date
from typing import Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings

_SHARDS = re.compile(r"(\d{1,4}(?:,\d{1,4})*)/([1-9]\d{0,3})")
_WEB = re.compile(r"https?://[^\s/@?#]+(/[^\s?#@]*)?")
_SOCKET = re.compile(r"wss?://[^\s/@?#]+(/[^\s?#@]*)?")


class DiscordSettings(BaseSettings):
    """What an operator can set for the Discord process.

    Attributes:
        discord_token: The bot's token; never shown.
        discord_api: Another base URL for Discord's REST interface, for a gateway of your own or a trial.
        discord_gateway: Another gateway; None: the one that Discord names.
        discord_shards: The shards that this process runs and how many there are, e.g. `0,1/4`; None: all.
        discord_guild: A server in which commands are there at once, for trying.
        health_host: The address that health and metrics are served on.
        health_port: Its port; 0: they are not served.
        log_format: Lines for people or JSON, one object a line.
        privacy_url: The operator's privacy policy.
        support_url: Where people reach the operator.
        person_requests: Requests of one person in a minute.
        server_requests: Requests of one server in a minute.
        work_threads: Threads that compute cards.
        owner_seal: Whether the operator's calls are sealed in the ledger on every session.
        as_of: For demonstrations on stored bars: the clock of the process stands at this day's evening.
    """

    discord_token: SecretStr | None = None
    discord_api: str | None = None
    discord_gateway: str | None = None
    discord_shards: str | None = None
    discord_guild: int | None = Field(default=None, ge=1)
    health_host: str = "127.0.0.1"
    health_port: int = Field(default=8344, ge=0, le=65_535)
    log_format: Literal["text", "json"] = "text"
    privacy_url: str | None = None
    support_url: str | None = None
    person_requests: int = Field(default=20, ge=1, le=10_000)
    server_requests: int = Field(default=120, ge=1, le=100_000)
    work_threads: int = Field(default=2, ge=1, le=16)
    owner_seal: bool = True
    as_of: date | None = None

    @property
    def shards(self) -> tuple[tuple[int, ...], int] | None:
        """The shards of this process and how many there are; None: all, as many as Discord recommends."""
        found = _SHARDS.fullmatch(self.discord_shards or "")
        if found is None:
            return None
        return tuple(int(one) for one in found[1].split(",")), int(found[2])

    @property
    def seals_daily(self) -> bool:
        """Whether calls are sealed; never under a clock that stands, whose seals would be dated falsely."""
        return self.owner_seal and self.as_of is None

    @field_validator("discord_shards")
    @classmethod
    def _are_shards(cls, value: str | None) -> str | None:
        if value is None:
            return value
        found = _SHARDS.fullmatch(value)
        numbers = [int(one) for one in found[1].split(",")] if found else []
        if found is None or max(numbers) >= int(found[2]) or len(set(numbers)) < len(numbers):
            raise ValueError("write which shards of how many, e.g. 0,1/4; they are counted from 0")
        return value

    @field_validator("discord_api", "privacy_url", "support_url")
    @classmethod
    def _is_page(cls, value: str | None) -> str | None:
        if value is not None and not _WEB.fullmatch(value):
            raise ValueError("begins with http:// or https:// and names no user, query or fragment")
        return value

    @field_validator("discord_gateway")
    @classmethod
    def _is_gateway(cls, value: str | None) -> str | None:
        if value is not None and not _SOCKET.fullmatch(value):
            raise ValueError("begins with ws:// or wss://, such as wss://host")
        return value
