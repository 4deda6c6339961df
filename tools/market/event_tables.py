"""Event tables in TOML, shipped and the operator's own: dates, and the days for which they are complete.

    [[events]]
    kind = "cpi"                        # fomc, cpi, pce, payrolls or reconstitution
    label = "CPI release"
    source = "Bureau of Labor Statistics, news release schedule"
    time = "08:30"                      # New York; leave out where not known
    covers = [{ from = 2027-01-01, to = 2027-12-31 }]
    not_published = ["2025-10"]         # reference months that had no release
    dates = [2027-01-13]

A day outside `covers` is not known; a day inside without an event has none. Several `[[events]]` of a file
may share a kind (for another hour, say): their dates and coverage count together.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from tools.calendar import Event
from tools.errors import SettingsError

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Clock = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
Month = Annotated[str, StringConstraints(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Span = tuple[date, date]
"""First and last day, both inclusive."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """The events of one kind, and where that list is complete.

    Attributes:
        kind: A key of `tools.calendar.KINDS`.
        events: By day.
        covers: Days for which `events` is complete, in order, not touching each other.
        not_published: Reference months ("2025-10") that had no release.
    """

    kind: str
    events: tuple[Event, ...]
    covers: tuple[Span, ...]
    not_published: tuple[str, ...] = ()


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Range(_Strict):
    first: date = Field(alias="from")
    last: date = Field(alias="to")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.first > self.last:
            raise ValueError(f"from {self.first} is after to {self.last}")
        return self


class _Block(_Strict):
    kind: Literal["fomc", "cpi", "pce", "payrolls", "reconstitution"]
    label: Text
    source: Text
    time: Clock | None = None
    covers: list[_Range] = Field(default_factory=list)
    not_published: list[Month] = Field(default_factory=list)
    dates: list[date]

    @model_validator(mode="after")
    def _dates_rise(self) -> Self:
        for earlier, later in pairwise(self.dates):
            if earlier >= later:
                raise ValueError(f"dates must rise: {later} follows {earlier}")
        return self


class _Table(_Strict):
    events: Annotated[list[_Block], Field(min_length=1)]

    @model_validator(mode="after")
    def _dates_are_covered(self) -> Self:
        for block in self.events:
            covers = [span for other in self.events if other.kind == block.kind for span in other.covers]
            for day in block.dates:
                if not any(span.first <= day <= span.last for span in covers):
                    raise ValueError(f"{block.kind} date {day} lies outside what the file covers")
        return self


def read_schedules(path: Path) -> tuple[Schedule, ...]:
    """The schedules of one file, one per kind, in the order of their first mention.

    Raises:
        SettingsError: The file cannot be read, or a key is unknown, missing or wrong; the sentence names
            the file and the key.
    """
    try:
        table = _Table.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"The event table {path.name} cannot be read: {error}.") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "events"
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"The event table {path.name} is wrong at {key}: {reason}.") from error
    kinds = dict.fromkeys(block.kind for block in table.events)
    return tuple(_schedule(kind, [block for block in table.events if block.kind == kind]) for kind in kinds)


def _schedule(kind: str, blocks: Sequence[_Block]) -> Schedule:
    events = [
        Event(kind, day, block.label, block.source, block.time) for block in blocks for day in block.dates
    ]
    return Schedule(
        kind,
        tuple(sorted(events, key=lambda event: event.day)),
        tuple(sorted((span.first, span.last) for block in blocks for span in block.covers)),
        tuple(month for block in blocks for month in block.not_published),
    )
