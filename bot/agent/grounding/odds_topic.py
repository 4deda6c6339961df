"""Whose odds a text speaks of, from one statement to the next."""

from dataclasses import dataclass, field

from bot.agent.grounding.odds_facts import Owner


@dataclass(slots=True)
class Topic:
    """What earlier statements about odds, or the question, lend the next.

    Attributes:
        owners: The states or books last spoken of; the last one is meant.
        horizon: The horizon last spoken of, in sessions; 0 for none.
        lower: Whether a falling share was spoken of; None where no direction was.
        alive: Whether the last statement told odds.
    """

    owners: list[Owner] = field(default_factory=list)
    horizon: int = 0
    lower: bool | None = None
    alive: bool = False
