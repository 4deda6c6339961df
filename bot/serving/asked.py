"""What a person typed into the options of a command, as a request. Pure."""

from collections.abc import Sequence
from datetime import date

from bot.cards.request import Request
from bot.community.values import GuildSettings
from tools.errors import BadRequest
from tools.market.symbols import symbol_of

_LONGEST = 60
_MOST_COMPARED = 5


def asked(
    kind: str, symbol: str | None, as_of: str | None, settings: GuildSettings, *, more: str = ""
) -> Request:
    """The request for one symbol at one session.

    Args:
        kind: A key of the registry of questions.
        symbol: As typed; None for the server's first default.
        as_of: As typed; None for the newest session.
        settings: Of the server.
        more: What else the kind needs.

    Raises:
        BadRequest: Not a symbol, or not a day; says what is allowed.
    """
    name = symbol_of(symbol.strip().removeprefix("$")) if symbol else settings.symbols[0]
    return Request(kind, name, day_asked(as_of), more=more)


def day_asked(text: str | None) -> date | None:
    """The day that was typed; None for none.

    Raises:
        BadRequest: It is not a day.
    """
    if text is None or not text.strip():
        return None
    shown = text.strip()
    try:
        return date.fromisoformat(shown)
    except ValueError:
        raise BadRequest(
            f"{shown[:_LONGEST]!r} is not a day; write it as YYYY-MM-DD, for example 2025-09-26, or leave it "
            "out for the newest session."
        ) from None


def readable(symbol: str | None, as_of: str | None) -> bool:
    """Whether what was typed is a symbol and a day; a slip of the fingers is for nobody else's eyes."""
    try:
        asked("", symbol or "IWM", as_of, GuildSettings(0))
    except BadRequest:
        return False
    return True


def symbols_asked(text: str) -> Sequence[str]:
    """The two to five symbols of a comparison, as typed with spaces or commas between them.

    Raises:
        BadRequest: Fewer or more, or one is no symbol.
    """
    names = [
        symbol_of(part.removeprefix("$")) for part in text.replace(",", " ").split()[: _MOST_COMPARED + 1]
    ]
    different = list(dict.fromkeys(names))
    if not 2 <= len(different) <= _MOST_COMPARED:
        raise BadRequest(
            f"name two to {_MOST_COMPARED} different symbols with spaces between them, such as IWM SPY QQQ."
        )
    return different
