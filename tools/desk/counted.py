"""Breadth counts of member panels, kept by content."""

import threading
from dataclasses import replace

from tools.bars import MemberPanel
from tools.desk.gather import count_breadth
from tools.layers.base import Breadth
from tools.profile import Profile

_PANELS_KEPT = 4
"""A panel's counts are small; the panels in use at once are one per member list."""


class CountedPanels:
    """Counts a panel of thousands of members once. Thread-safe."""

    def __init__(self) -> None:
        """Nothing is counted yet."""
        self._counted: dict[tuple[str, str], Breadth] = {}
        self._lock = threading.Lock()

    def of(self, panel: MemberPanel, profile: Profile) -> Breadth:
        """Participation of the panel's members.

        Whether its list is later than the session is the question's, not the content's: it is never kept.
        """
        key = (panel.digest, profile.digest)
        with self._lock:
            counted = self._counted.get(key)
        if counted is None:
            counted = count_breadth(panel, profile)
            with self._lock:
                while len(self._counted) >= _PANELS_KEPT:
                    self._counted.pop(next(iter(self._counted)))
                self._counted[key] = counted
        return replace(counted, biased=panel.biased)
