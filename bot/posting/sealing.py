"""The job after each close: every followed symbol's call is sealed, the day debriefed, old calls settled."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from bot.agent.incidents import Incidents
from bot.clock import Clock
from tools.desk.book import Book
from tools.errors import BadRequest, NoData, PlumbError

_LOG = logging.getLogger("plumbline.posting")

DELAY: Final = timedelta(minutes=10)
"""After the close, until sources have its bars."""

PATIENCE: Final = timedelta(minutes=75)
"""After the close, until what is not there by then is told instead of waited for."""

_BETWEEN: Final = timedelta(minutes=5)
"""From one try of a symbol to the next."""


class Sealing:
    """Seals, debriefs and settles, once a session and symbol; doing it again adds nothing.

    A symbol that fails is tried until `PATIENCE` is over, and holds up no other.
    """

    def __init__(self, book: Book, clock: Clock, incidents: Incidents, stopping: Callable[[], bool]) -> None:
        self._book = book
        self._clock = clock
        self._incidents = incidents
        self._stopping = stopping
        self._session: date | None = None
        self._done: dict[str, str] = {}
        self._tried: dict[str, datetime] = {}

    def session(self) -> date | None:
        """The newest session whose job may run; None until its sources have had time."""
        calendar, now = self._book.calendar, self._clock()
        session = calendar.last_completed(now)
        return session if now >= calendar.close_time(session) + DELAY else None

    def ready(self, symbols: Iterable[str], session: date) -> bool:
        """Whether nothing of a session's job waits any more for these symbols."""
        calendar = self._book.calendar
        if session < calendar.last_completed(self._clock()):
            return True
        return self._session == session and all(symbol in self._done for symbol in symbols)

    def troubles(self, session: date) -> Mapping[str, str]:
        """Symbol -> why its call of a session was not sealed, for people."""
        if session != self._session:
            return {}
        return {symbol: why for symbol, why in self._done.items() if why}

    async def run(self, symbols: Iterable[str]) -> None:
        """Do what is to be done now.

        Args:
            symbols: All that are followed.

        Raises:
            PlumbError: The ledger could not be written when calls were settled; the next run tries again.
        """
        session = self.session()
        if session is None:
            return
        if session != self._session:
            self._session, self._done, self._tried = session, {}, {}
        now = self._clock()
        left = [
            symbol
            for symbol in dict.fromkeys(symbols)
            if symbol not in self._done and now >= self._tried.get(symbol, now - _BETWEEN) + _BETWEEN
        ]
        for symbol in left:
            if self._stopping():
                return
            self._tried[symbol] = now
            await self._one(symbol, session)
        if left:
            run = await asyncio.to_thread(self._book.settle)
            for symbol, why in run.failed:
                _LOG.warning("calls of %s could not be settled: %s", symbol, why)

    async def _one(self, symbol: str, session: date) -> None:
        try:
            why = await asyncio.to_thread(self._seal, symbol, session)
        except BadRequest as error:
            self._done[symbol] = f"its call was not sealed: {error}"
        except PlumbError as error:
            self._wait(symbol, session, str(error))
        except Exception as error:  # noqa: BLE001 - one symbol holds up no other
            self._done[symbol] = f"its call was not sealed (incident {self._incidents(error)})."
        else:
            if why is None:
                self._done[symbol] = ""
            else:
                self._wait(symbol, session, why)

    def _wait(self, symbol: str, session: date, why: str) -> None:
        _LOG.warning("the call of %s at %s is not sealed: %s", symbol, session, why)
        if self._clock() >= self._book.calendar.close_time(session) + PATIENCE:
            self._done[symbol] = f"its call was not sealed: {why}"

    def _seal(self, symbol: str, session: date) -> str | None:
        """Seal and debrief; why it has to wait, if it has to."""
        calendar = self._book.calendar
        # afterwards it would be a call made in hindsight, for which nobody asked
        if self._clock() < calendar.open_time(calendar.next(session)):
            newest = self._book.seal(symbol, session).card.header.as_of
            if newest != session:
                return f"its bars end on {newest.isoformat()}."
        try:
            self._book.debrief(symbol, session, write=True)
        except NoData as error:
            # whoever asks for the debrief is told the same
            _LOG.info("no debrief of %s at %s: %s", symbol, session, error)
        return None
