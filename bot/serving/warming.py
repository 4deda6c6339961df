"""What takes seconds the first time, done before somebody waits for it."""

from importlib import import_module
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.wiring import Services

_HEAVY: Final = (
    "tools.charts.reliability_picture",
    "bot.cards.result",
    "bot.cards.report",
    "tools.functions.belt",
    "arch.bootstrap",
    "scipy.stats",
)


def load() -> None:
    """Import what commands need; called on a worker thread before the bot logs in."""
    for name in _HEAVY:
        import_module(name)


def open_corpus(services: "Services") -> None:
    """Open the corpus and its model, so that the first search finds them open; puts the shipped reports in.

    Raises:
        KnowledgeError: It cannot be opened.
    """
    services.library()
