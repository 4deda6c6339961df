"""Changing a server's settings: one field at a time, checked; what is refused says what is allowed. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final
from zoneinfo import available_timezones

from bot.community.languages import LANGUAGES
from bot.community.limits import ROLES, SYMBOLS
from bot.community.values import GuildSettings
from tools.errors import BadRequest
from tools.market.symbols import symbol_of

_YES, _NO = ("yes", "on", "true"), ("no", "off", "false")
_BETWEEN = re.compile(r"[\s,;]+")
_MENTION = re.compile(r"<(?:#|@&)(\d{1,20})>|(\d{1,20})")


def changed(settings: GuildSettings, key: str, value: str, most_tokens: int) -> GuildSettings:
    """Settings with one field as a person typed it.

    Args:
        settings: As they are.
        key: The field: one of `KEYS`.
        value: What was typed; several symbols, channels or roles are separated by spaces or commas, and
            nothing at all means none.
        most_tokens: The operator's limit of tokens of one server in a day.

    Raises:
        BadRequest: There is no such setting, or it cannot be that; the text says what is allowed.
    """
    if key == "daily_tokens":
        return replace(settings, daily_tokens=_tokens(value, most_tokens))
    if key not in _READ:
        raise BadRequest(f"there is no setting called {key[:40]!r}; there are {', '.join(KEYS)}.")
    field: dict[str, Any] = {key: _READ[key](value)}
    return replace(settings, **field)


def symbols_of(value: str) -> tuple[str, ...]:
    """The symbols that a person typed, each once, separated by spaces or commas.

    Raises:
        BadRequest: There are none or too many, or one is not shaped like a symbol.
    """
    typed = _parts(value)
    if not 1 <= len(typed) <= SYMBOLS:
        raise BadRequest(f"name 1 to {SYMBOLS} symbols, separated by spaces, such as IWM SPY.")
    return tuple(dict.fromkeys(symbol_of(one.removeprefix("$")) for one in typed))


def _zone(value: str) -> str:
    name = value.strip()
    known = {zone.lower(): zone for zone in available_timezones()}
    if name.lower() not in known:
        raise BadRequest(
            f"{name[:40]!r} is no time zone; allowed are IANA names such as America/New_York, Europe/Vienna "
            "or UTC."
        )
    return known[name.lower()]


def _locale(value: str) -> str:
    known = {code.lower(): code for code in LANGUAGES}
    if value.strip().lower() not in known:
        raise BadRequest(
            f"{value.strip()[:20]!r} is no language of the posts; allowed are {', '.join(LANGUAGES)}."
        )
    return known[value.strip().lower()]


def _model(value: str) -> str:
    name = value.strip().lower()
    if name in ("", "default"):
        return ""
    if name != "offline":
        raise BadRequest(
            f"{value.strip()[:40]!r} cannot be chosen; allowed are default, the operator's model, and "
            "offline, the built-in analyst that costs nothing."
        )
    return name


def _yes(value: str) -> bool:
    word = value.strip().lower()
    if word not in (*_YES, *_NO):
        raise BadRequest(f"{value.strip()[:20]!r} is neither yes nor no.")
    return word in _YES


def _ids(value: str) -> tuple[int, ...]:
    found = [_MENTION.fullmatch(one) for one in _parts(value)]
    if len(found) > ROLES:
        raise BadRequest(f"at most {ROLES} may be named here, not {len(found)}.")
    numbers = tuple(dict.fromkeys(int(one[1] or one[2]) for one in found if one is not None))
    if None in found or any(not 0 < number < 2**63 for number in numbers):
        raise BadRequest("name channels or roles by mentioning them or by their ids, separated by spaces.")
    return numbers


def _channel(value: str) -> int | None:
    found = _ids(value)
    if len(found) > 1:
        raise BadRequest("name one channel, or none so that each watch reports where it was made.")
    return found[0] if found else None


def _tokens(value: str, most: int) -> int | None:
    said = _BETWEEN.sub("", value).replace("_", "")
    if said.lower() in ("", "default"):
        return None
    if not (said.isascii() and said.isdigit()) or len(said) > 18 or int(said) > most:
        raise BadRequest(
            f"the tokens of a day are a whole number from 0 to {most:,}, the operator's limit; "
            "default means that limit."
        )
    return int(said)


def _parts(value: str) -> list[str]:
    return [part for part in _BETWEEN.split(value.strip()) if part]


_READ: Mapping[str, Callable[[str], object]] = {
    "channels": _ids,
    "alerts": _channel,
    "managers": _ids,
    "uploaders": _ids,
    "private": _yes,
    "zone": _zone,
    "locale": _locale,
    "symbols": symbols_of,
    "talk": _yes,
    "model": _model,
}

KEYS: Final = (*_READ, "daily_tokens")
"""The settings that can be changed."""
