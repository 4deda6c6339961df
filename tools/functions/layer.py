"""Tool: one layer of the stack."""

from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked, grounds_of
from tools.functions.context import BeltContext
from tools.functions.stack_text import evidence_lines, layer_lines, price_lines, state_facts
from tools.functions.tool import Argument, Choice, DeskTool, called
from tools.grounds import Grounds
from tools.layers.registry import LAYERS

_NAMES = tuple(layer.title.lower() for layer in LAYERS)


def layer(context: BeltContext, symbol: str, layer: str, date: str) -> Grounds:
    """One layer with every fact, flip and condition at a session."""
    name, day = asked(context, symbol, date)
    card = context.desk.analyze(name, day.session)
    one = next(reading for reading in card.layers if reading.title.lower() == layer)
    lines = [*price_lines(card.price), *layer_lines(card.header, one, whole=True)]
    lines += evidence_lines(card, one.name)
    arguments = called(symbol=symbol, layer=layer, date=date)
    return grounds_of("layer", arguments, card, day, lines, card=card, more=state_facts(card))


TOOL = DeskTool(
    "layer",
    "One layer of the signal stack in full: its state, score, every figure it was decided on, the next close "
    "at which it flips, and its warning flags. Call it when one layer is asked about (averages and crosses: "
    "trend; rate of change and volume check: momentum; members above their averages: breadth; return "
    "against SPY: relative strength).",
    (
        SYMBOL_ARGUMENT,
        Argument("layer", Choice(_NAMES), f'Which layer: one of {", ".join(_NAMES)}. Example: "trend".'),
        DATE_ARGUMENT,
    ),
    layer,
)
