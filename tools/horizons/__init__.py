"""Horizon signals: the next sessions, weeks and months: pure."""

from tools.horizons.horizons import Horizon, HorizonHistory, horizon_history, horizons

__all__ = ["Horizon", "HorizonHistory", "horizon_history", "horizons"]
