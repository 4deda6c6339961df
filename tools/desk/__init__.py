"""The one conductor: every surface asks the desk, and the desk alone reads the market."""

from tools.desk.desk import Desk

__all__ = ["Desk"]
