"""Who asks, from where, and what they may do: read from the interaction by code, never from text."""

from dataclasses import dataclass, field

from bot.community.values import GuildSettings
from knowledge.tenants import Tenant


@dataclass(frozen=True, slots=True)
class Scope:
    """The place and the person of one request.

    Attributes:
        tenant: Whose corpus, budget and answers: the server where the bot is installed, else the person.
        guild: That server; None in a private conversation and in servers where the bot is not installed.
        channel: The channel or thread.
        parent: The channel a thread belongs to; None for others.
        person: Who asks.
        settings: Of the server, or the defaults.
        manages: Whether the person may change settings and schedules.
        uploads: Whether the person may add and remove the server's documents.
        elsewhere: Whether a personal installation is used in a server that did not install the bot.
        locale: Discord's code of the person's language.
    """

    tenant: Tenant
    guild: int | None
    channel: int
    person: int
    parent: int | None = None
    settings: GuildSettings = field(default_factory=lambda: GuildSettings(0))
    manages: bool = False
    uploads: bool = False
    elsewhere: bool = False
    locale: str = "en-US"
