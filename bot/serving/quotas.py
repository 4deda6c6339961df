"""How often people and servers may ask: a rate with a burst for each, and when to try again. Pure."""

import math
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from tools.errors import PlumbError

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests a minute on average, of which so many may come at once."""

    per_minute: int
    burst: int

    @classmethod
    def of(cls, per_minute: int) -> "Rate":
        """Half a minute's requests may come at once."""
        return cls(per_minute, math.ceil(per_minute / 2))

    @property
    def interval(self) -> timedelta:
        """How long one request takes to come free again."""
        return _MINUTE / self.per_minute


@dataclass(frozen=True, slots=True)
class Refusal:
    """A request over the limit.

    Attributes:
        whose: Whose limit it is.
        per_minute: The limit.
        again: When the next request will be served, in whole seconds.
    """

    whose: Literal["person", "server"]
    per_minute: int
    again: datetime

    @property
    def words(self) -> str:
        """For the person who asked, in Discord Markdown."""
        times = "once a minute" if self.per_minute == 1 else f"{self.per_minute} times a minute"
        limit = (
            f"One person can ask {times}, and you have reached that."
            if self.whose == "person"
            else f"One server can ask {times}, and this one has reached that."
        )
        return f"{limit} Please try again <t:{int(self.again.timestamp())}:R>."


class OverQuota(PlumbError):  # noqa: N818 - named for what happened, as the others are
    """A request was refused by a quota."""

    exit_code = 75

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.words)
        self.refusal = refusal


class _Meters:
    """When the requests already served will have come free again, for each key; idle keys are forgotten."""

    def __init__(self, rate: Rate, most: int) -> None:
        self.rate = rate
        self._most = most
        self._free: OrderedDict[str, datetime] = OrderedDict()

    def __len__(self) -> int:
        return len(self._free)

    def next(self, key: str, now: datetime) -> datetime:
        """When this key's next request can be served; not after `now` if it can be at once."""
        return self._spent_until(key, now) - self.rate.interval * (self.rate.burst - 1)

    def take(self, key: str, now: datetime) -> None:
        self._free[key] = self._spent_until(key, now) + self.rate.interval
        self._free.move_to_end(key)
        while self._free and (len(self._free) > self._most or next(iter(self._free.values())) <= now):
            self._free.popitem(last=False)

    def _spent_until(self, key: str, now: datetime) -> datetime:
        # a clock that was set back must lock nobody out for longer than a whole burst takes
        return min(max(self._free.get(key, now), now), now + self.rate.interval * self.rate.burst)


class Quotas:
    """Limits of persons and servers. A refused request takes nothing from either."""

    def __init__(self, person: Rate | None = None, server: Rate | None = None, *, most: int = 20_000) -> None:
        """All limits are unused.

        Args:
            person: Of one person anywhere; None: 20 requests a minute, 10 at once.
            server: Of everybody in one server together; None: 120 a minute, 60 at once.
            most: Persons and servers remembered; beyond it the one silent for longest is forgotten.
        """
        self._persons = _Meters(person or Rate(20, 10), most)
        self._servers = _Meters(server or Rate(120, 60), most)

    def take(self, person: int, tenant: str, now: datetime) -> Refusal | None:
        """Take one request.

        Args:
            person: Who asks.
            tenant: Where: "guild:<id>", or "user:<id>", for which the person's own limit is enough.
            now: The present, with a time zone.

        Returns:
            None where it may be served; else whose limit stands against it for longest.
        """
        asked: list[tuple[Literal["person", "server"], _Meters, str]] = [
            ("person", self._persons, str(person))
        ]
        if not tenant.startswith("user:"):
            asked.append(("server", self._servers, tenant))
        whose, meters, key = max(asked, key=lambda one: one[1].next(one[2], now))
        again = meters.next(key, now)
        if again > now:
            return Refusal(whose, meters.rate.per_minute, _whole_second(again))
        for _, each, name in asked:
            each.take(name, now)
        return None


def _whole_second(moment: datetime) -> datetime:
    """Rounded up: who comes back then is served."""
    return moment if not moment.microsecond else moment.replace(microsecond=0) + timedelta(seconds=1)
