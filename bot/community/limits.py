"""How much a person and a server may ask this bot to remember."""

from typing import Final

WATCHES_OF_PERSON: Final = 10
"""Wherever they were made: each is read after every close, and a person who is told ten things reads none."""

WATCHES_OF_GUILD: Final = 100
"""Their symbols are all analyzed within minutes of the close, so one server must not fill them."""

SCHEDULES_OF_GUILD: Final = 10
"""Each posts on every session; more would be noise in the channels and a queue before the open."""

SYMBOLS: Final = 10
"""Of a schedule, or of a server's defaults: one card each, and a post of more is read by nobody."""

CONFIRM: Final = 5
"""Sessions a state may have to hold: after a week a change is no news."""

COOLDOWN: Final = 21
"""Sessions without a further report: a month."""

WATCH_DAYS: Final = 365
"""Days a watch lasts at most, so that those of people who left come to an end."""

ROLES: Final = 10
"""Roles, or channels, that one setting names: what is longer is read through by no administrator."""

FEEDBACK: Final = 1_000
"""Characters of what somebody says of the bot."""
