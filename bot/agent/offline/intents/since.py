"""How long a state has held: asked of a layer, the composite or breadth that was just spoken of."""

from bot.agent.offline.intents.intent import Intent, call
from bot.agent.offline.intents.layer import layers_asked
from bot.agent.offline.values import Ask, Call
from bot.agent.offline.writing.history import write_history

_SESSIONS = 63


def _calls(ask: Ask) -> tuple[Call, ...]:
    layers = layers_asked(ask.heard)
    return call("history", symbol=ask.symbol, reading=f"{layers[0]} state", date=ask.date, sessions=_SESSIONS)


def _rating_calls(ask: Ask) -> tuple[Call, ...]:
    return call("history", symbol=ask.symbol, reading="rating", date=ask.date, sessions=_SESSIONS)


def _breadth_calls(ask: Ask) -> tuple[Call, ...]:
    return call("history", symbol=ask.symbol, reading="breadth state", date=ask.date, sessions=_SESSIONS)


LAYER = Intent(name="layer since", cues=(), calls=_calls, write=write_history)
STACK = Intent(name="stack since", cues=(), calls=_rating_calls, write=write_history)
BREADTH = Intent(name="breadth since", cues=(), calls=_breadth_calls, write=write_history)
