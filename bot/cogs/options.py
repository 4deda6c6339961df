"""Options that many commands share: their words and what is offered while people type."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from discord import app_commands
from discord.app_commands import locale_str as _

from bot.cards.limits import AUTOCOMPLETE_CHOICES
from bot.clock import today

if TYPE_CHECKING:
    from bot.serving.reply import Interaction
    from tools.desk.asked import Calendar

SYMBOL: Final = _("A symbol, such as IWM; none means this server's first one")
AS_OF: Final = _("A past day, YYYY-MM-DD; none means the newest session")

KNOWN: Final = (
    ("IWM", "Russell 2000"), ("SPY", "S&P 500"), ("QQQ", "Nasdaq 100"), ("DIA", "Dow 30"),
    ("MDY", "S&P MidCap 400"), ("IJR", "S&P SmallCap 600"), ("VTI", "US total market"),
    ("IWO", "Russell 2000 growth"), ("IWN", "Russell 2000 value"), ("RSP", "S&P 500 equal weight"),
    ("HYG", "High-yield bonds"), ("LQD", "Investment-grade bonds"), ("TLT", "20-year Treasuries"),
    ("IEF", "7-10-year Treasuries"), ("GLD", "Gold"), ("SLV", "Silver"), ("USO", "Crude oil"),
    ("XLF", "Financials"), ("XLK", "Technology"), ("XLE", "Energy"), ("XLV", "Health care"),
    ("XLI", "Industrials"), ("XBI", "Biotech"), ("KRE", "Regional banks"), ("^VIX", "S&P 500 volatility"),
)  # fmt: skip
"""Offered while a symbol is typed; every other symbol can be typed all the same."""


BESIDE: Final = ("composite", "rotation", "credit", "positioning")
"""States that stand beside the layers and have evidence of their own."""


def symbols_like(typed: str, own: Sequence[str]) -> list[app_commands.Choice[str]]:
    """Choices for what was typed so far: the server's own symbols first; at most 25.

    Args:
        typed: As typed, any text.
        own: The server's symbols.
    """
    part = typed.strip().removeprefix("$").casefold()
    names = dict(KNOWN)
    offered = [(symbol, names.get(symbol, "this server's symbol")) for symbol in own]
    offered += [(symbol, name) for symbol, name in KNOWN if symbol not in own]
    found = [
        app_commands.Choice(name=f"{symbol} · {name}", value=symbol)
        for symbol, name in offered
        if part in symbol.casefold() or part in name.casefold()
    ]
    return sorted(found, key=lambda one: not one.value.casefold().startswith(part))[:AUTOCOMPLETE_CHOICES]


def days_like(typed: str, calendar: "Calendar", today: date) -> list[app_commands.Choice[str]]:
    """Sessions to choose from, the newest first; a day that was typed whole stands alone."""
    named = [
        ("newest completed or running day", today),
        ("a day before", today - timedelta(days=1)),
        ("a week before", today - timedelta(days=7)),
        ("a month before", today - timedelta(days=30)),
        ("three months before", today - timedelta(days=91)),
        ("a year before", today - timedelta(days=365)),
    ]
    sessions: dict[str, str] = {}
    for words, day in named:
        sessions.setdefault(calendar.at_or_before(day).isoformat(), words)
    part = typed.strip()
    return [
        app_commands.Choice(name=f"{session} · {words}", value=session)
        for session, words in sessions.items()
        if part in session
    ]


async def offer_symbols(interaction: "Interaction", typed: str) -> list[app_commands.Choice[str]]:
    """Symbols while one is typed."""
    surface = interaction.client.surface
    guild = interaction.guild_id if interaction.is_guild_integration() else None
    own = (await surface.guilds.settings(guild)).symbols if guild is not None else ()
    return symbols_like(typed, own)


async def offer_days(interaction: "Interaction", typed: str) -> list[app_commands.Choice[str]]:
    """Sessions while a day is typed."""
    surface = interaction.client.surface
    return days_like(typed, surface.services.sessions, today(surface.clock))


async def offer_layers(interaction: "Interaction", typed: str) -> list[app_commands.Choice[str]]:
    """What evidence can be asked about: the layers of the profile, and what stands beside them."""
    names = [*interaction.client.surface.services.desk.profile("default").layers, *BESIDE]
    part = typed.strip().casefold()
    return [
        app_commands.Choice(name=name.replace("_", " "), value=name)
        for name in names
        if part in name.replace("_", " ")
    ][:AUTOCOMPLETE_CHOICES]
