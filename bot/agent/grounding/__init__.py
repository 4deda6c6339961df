"""Whether a text says only what its grounds bear: pure, deterministic, and independent of who wrote it."""

from bot.agent.grounding.checking import check
from bot.agent.grounding.cutting import cut, settled
from bot.agent.grounding.verdict import Claim, ClaimKind, Verdict

__all__ = ["Claim", "ClaimKind", "Verdict", "check", "cut", "settled"]
