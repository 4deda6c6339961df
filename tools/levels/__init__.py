"""Support and resistance, next-session pivots and retracements: pure."""

from tools.levels.facts import Level
from tools.levels.levels import Levels, levels

__all__ = ["Level", "Levels", "levels"]
