"""Breadth: do the members carry the move, and what single reading would change that."""

from bot.agent.offline.intents.intent import Intent, on_symbol, term
from bot.agent.offline.values import Ask, Call
from bot.agent.offline.writing.breadth import write_breadth


def _calls(ask: Ask) -> tuple[Call, ...]:
    """Breadth; where a price is asked for as well, the stack too: a price flips only the other layers."""
    breadth = on_symbol("breadth")(ask)
    return breadth + on_symbol("signal_stack")(ask) if "price" in ask.angles else breadth


INTENT = Intent(
    name="breadth",
    term=term("breadth divergence"),
    cues=(
        ("breadth", 6),
        ("participation|participating", 5),
        ("members|components|constituents|stocks|names .. above|below|over", 6),
        ("advance decline", 5),
        ("advancers|decliners", 5),
        ("diverg*", 4),
        ("broad|narrow", 4),
        ("rally confirmed", 4),
        ("thrust|washed", 4),
        ("percent|percentage|% of", 4),
        ("50 day|dma", 2),
        ("200 day|dma", 2),
    ),
    calls=_calls,
    write=write_breadth,
    words=("breadth", "participation", "members", "components", "constituents", "divergence", "diverging"),
)
