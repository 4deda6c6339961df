"""Every claim with its test, and those that cannot be tested."""

from tools.evidence.claims import (
    breadth,
    decisions,
    momentum,
    positioning,
    rates,
    relative,
    rotation,
    trend,
    volume,
)
from tools.evidence.claims.claim import Claim
from tools.evidence.claims.untested import UNTESTED

__all__ = ["CLAIMS", "RATES", "UNTESTED"]

CLAIMS: tuple[Claim, ...] = (
    *rotation.CLAIMS,
    *breadth.CLAIMS,
    *relative.CLAIMS,
    *trend.CLAIMS,
    *momentum.CLAIMS,
    *volume.CLAIMS,
    *positioning.CLAIMS,
    *rates.CLAIMS,
    *decisions.CLAIMS,
)

RATES = ("T10Y2Y", "DGS2", "BAMLH0A0HYM2")
"""The series that the tests read."""
