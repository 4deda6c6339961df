"""A request: what a person wants to see. Commands, buttons and schedules all come down to one of these."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from bot.cards.limits import CUSTOM_ID

_ID = re.compile(
    r"plumb:(?P<kind>[a-z_]{1,20}):(?P<symbol>[A-Z0-9.^=-]{0,15}):(?P<day>\d{8}|)"
    r":(?P<page>\d{0,2}):(?P<more>[^\x00-\x1f]{0,40})"
)
TEMPLATE = re.compile(_ID.pattern)
"""What the `custom_id` of each of our buttons looks like."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked for; equal requests get equal cards.

    Attributes:
        kind: "analyze", "levels", "why", …: a key of the registry of questions.
        symbol: As resolved by `tools.market.symbols.symbol_of`; "" where the kind takes none.
        as_of: The session asked for; None for the newest.
        page: Which page of the card, from 1.
        more: What else the kind needs, such as a layer, an answer's id or a horizon.
    """

    kind: str
    symbol: str = ""
    as_of: date | None = None
    page: int = 1
    more: str = ""

    @property
    def custom_id(self) -> str:
        """The request as the id of a button, at most 100 characters; it survives a restart.

        Raises:
            ValueError: A part does not fit its place.
        """
        day = "" if self.as_of is None else f"{self.as_of:%Y%m%d}"
        page = "" if self.page == 1 else str(self.page)
        made = f"plumb:{self.kind}:{self.symbol}:{day}:{page}:{self.more}"
        if not _ID.fullmatch(made) or len(made) > CUSTOM_ID:
            raise ValueError(f"{made[:120]!r} does not fit a custom_id")
        return made

    @classmethod
    def parsed(cls, custom_id: str) -> Self | None:
        """The request of a button that was pressed; None for an id that is none of ours."""
        found = _ID.fullmatch(custom_id)
        if found is None:
            return None
        try:
            day = date.fromisoformat(found["day"]) if found["day"] else None
        except ValueError:
            return None
        return cls(found["kind"], found["symbol"], day, int(found["page"] or 1), found["more"])

    def at_page(self, page: int) -> Self:
        """The same request, another page."""
        return replace(self, page=page)
