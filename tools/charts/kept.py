"""Pictures kept by what they are drawn from: the same data are not drawn twice."""

import hashlib
import pickle
import threading
from collections import OrderedDict
from typing import Final

from tools.charts.data import Chart, ChartData, ChartKind, Theme
from tools.charts.draw import draw

_MOST: Final = 128
"""Pictures, of 50 to 100 KB each."""


class KeptCharts:
    """Draws charts, and keeps those used last. Thread-safe."""

    def __init__(self, most: int = _MOST) -> None:
        """Nothing is drawn yet.

        Args:
            most: How many pictures are kept; the one unused for longest goes first.
        """
        self._most = most
        self._kept: OrderedDict[bytes, Chart] = OrderedDict()
        self._lock = threading.Lock()

    def draw(self, data: ChartData, kind: ChartKind, theme: Theme) -> Chart:
        """As `draw`; the data's whole content decides whether it is the same picture."""
        # equal bytes are equal data; equal data whose bytes differ are only drawn once more
        key = hashlib.blake2b(pickle.dumps((data, kind, theme)), digest_size=16).digest()
        with self._lock:
            kept = self._kept.get(key)
            if kept is not None:
                self._kept.move_to_end(key)
                return kept
        made = draw(data, kind, theme)
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made
