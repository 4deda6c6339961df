"""Monthly reports from the desk's facts: what a month did, how it stood, and what came of it. Pure."""

from tools.monthly.month import Month, read_month
from tools.monthly.outcome import HORIZONS, Outcome, read_outcome
from tools.monthly.writer import write_month

__all__ = ["HORIZONS", "Month", "Outcome", "read_month", "read_outcome", "write_month"]
