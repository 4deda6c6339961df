"""Ports that nothing fills yet: they say so, and what does not follow from it."""

from datetime import date
from typing import NoReturn

from tools.errors import NoData


class NoRecord:
    """A `Record` where no signal has ever been sealed."""

    def debrief(self, symbol: str, session: date) -> NoReturn:
        """There is none.

        Raises:
            NoData: Always.
        """
        raise NoData(
            f"No signal of {symbol} was sealed before the session of {session.isoformat()}: nothing has been "
            "sealed here yet, so there is no debrief."
        )

    def standing(self, symbol: str, session: date) -> NoReturn:
        """There is none.

        Raises:
            NoData: Always.
        """
        raise NoData(
            f"No signal of {symbol} has been sealed here up to {session.isoformat()}, so there is no record: "
            "how often its calls were right is not known."
        )


class NoEvidence:
    """`Evidence` where no event study has been made."""

    def after(self, symbol: str, state: str, session: date) -> NoReturn:
        """There is none.

        Raises:
            NoData: Always.
        """
        raise NoData(
            f"What followed {state[:80]!r} for {symbol} up to {session.isoformat()} has not been studied "
            "here: no hit rate, base rate or forward return of it is known."
        )
