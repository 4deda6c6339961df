"""How the claim of a number is told: what it rests on, or what stands against it."""

from collections.abc import Sequence

from bot.agent.grounding.fitting import near
from bot.agent.grounding.known import Known
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Quantity
from bot.agent.grounding.verdict import Claim, ClaimKind
from tools.phrases import written


def claim(
    quantity: Quantity,
    read: Read,
    *,
    holds: bool,
    because: str,
    facts: tuple[Known, ...] = (),
    passages: tuple[str, ...] = (),
    against: Sequence[Known] = (),
) -> Claim:
    """The claim of a number, with the facts and passages it rests on, or the facts against it."""
    return Claim(
        quantity.start,
        quantity.end,
        read.text[quantity.start : quantity.end],
        ClaimKind.NUMBER,
        holds,
        because,
        tuple(one.fact.id for one in facts),
        passages,
        tuple(one.fact.id for one in against),
    )


def is_fact(one: Known) -> str:
    """A fact as the reason why a number holds."""
    return f"{one.fact.label} is {written(one.fact)} ({one.fact.id}, {one.fact.as_of.isoformat()})"


def numbers_of(named: Sequence[Known]) -> list[Known]:
    """The facts that are numbers."""
    return [one for one in named if not isinstance(one.fact.value, str | bool)]


def why_not(quantity: Quantity, named: Sequence[Known], *, held: bool) -> str:
    """Why a number does not hold: what the named facts are instead.

    Args:
        quantity: The number.
        named: Facts that it could have been.
        held: Whether it stands right at their name.
    """
    numeric = numbers_of(named)
    if not numeric:
        return "no fact of this run, of this symbol and session, has that name"
    told = ", ".join(f"{one.fact.label} is {written(one.fact)}" for one in numeric[:3])
    if any(near(quantity, abs(one.fact.number)) for one in numeric):
        return f"unit, sign or direction does not agree: {told}"
    return f"not so: {told}" if held else f"no such value among what is named: {told}"
