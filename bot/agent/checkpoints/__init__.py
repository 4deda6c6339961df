"""Where conversations are remembered: the port, and one adapter for each database."""

from bot.agent.checkpoints.port import Checkpoints

__all__ = ["Checkpoints"]
