"""The price: its close, its change on the day, a month's change where one is asked for, and yes or no."""

import re

from bot.agent.offline.cues import match
from bot.agent.offline.values import Ask, Block, Heard, Outcomes
from bot.agent.offline.words import plain
from bot.agent.offline.writing.figures import bullets, find, first, notices, paragraphs, put, sentence
from bot.agent.offline.writing.history import write_history
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds
from tools.phrases import written
from tools.results import Analysis
from tools.types import Absent, Fact, LayerReading, Missing

MONTH = 21
"""Sessions of a month, for which every card has a rate of change."""

_ASKED = re.compile(
    r"\b(at|above|over|below|under|near|around)\s+\$?(\d{1,6}(?:,\d{3})*(?:\.\d+)?)(?![\d%]|\s*-?\s*(?:day|session|ema|sma))"
)
"""A price named in a question, and the side of it; not the length of an average."""

_CENT = 0.005
_NO_CAUSE = (
    "What moved a price is not computed here: no news is read. What the layers read at that close is known:"
)
_BASIS = "The close is a chart price, not adjusted for dividends; rates of change are of adjusted closes."
_DOWN = "fall|fallen|drop*|fell|down|sold|sink|red|lose|lost"
_UP = "rise|risen|rose|rally|rallied|up|jump*|green|gain|gained"


def write_price(ask: Ask, outcomes: Outcomes) -> Block:
    """The price of each symbol; over a stretch without a rate of its own, the closes of it."""
    if any(call.name == "history" for call in outcomes):
        return write_history(ask, outcomes)

    def one(grounds: Grounds) -> str:
        card = grounds.result
        return _told(grounds, card, ask) if isinstance(card, Analysis) else grounds.text

    return each(outcomes, "signal_stack", one)


def _told(grounds: Grounds, card: Analysis, ask: Ask) -> str:
    heard = ask.heard
    why = "why" in ask.angles
    return paragraphs(
        notices(grounds, members=False),
        f"**{_answer(grounds, heard)}{_line(grounds, card.header.symbol)}.**",
        bullets(_month(grounds)) if heard.sessions == MONTH else "",
        f"{_NO_CAUSE}\n\n{bullets(map(_layer, card.layers))}" if why else "",
        _BASIS,
    )


def _line(grounds: Grounds, symbol: str) -> str:
    """`IWM close $208.13, change $1.35 (0.7 %)`."""
    close, change = find(grounds, "close"), find(grounds, "change")
    percent = find(grounds, "change_percent")
    told = f"{symbol} {put(close)}" if close else f"{symbol} close: not known"
    if change is None or isinstance(change, Missing):
        return told
    beside = f" ({written(percent)})" if isinstance(percent, Fact) else ""
    return f"{told}, change on the day {written(change)}{beside}"


def _answer(grounds: Grounds, heard: Heard) -> str:
    """Yes or no, where that is asked: the close against the price named, or the change against its sign."""
    close, change = find(grounds, "close"), find(grounds, "change")
    named = _ASKED.search(plain(heard.text))
    if named and isinstance(close, Fact):
        return f"{_against(close.number, named[1], named[2].replace(',', ''))}: "
    if heard.sessions == MONTH:
        change = find(grounds, "momentum.roc21")
    if not isinstance(change, Fact):
        return ""
    for cue, fits in ((_DOWN, change.number < 0), (_UP, change.number > 0)):
        if match(heard.words, ((cue, 1),)).score and not match(heard.words, (("up or down", 1),)).score:
            why = match(heard.words, (("why", 1), ("how much", 1))).score > 0
            if fits:
                return "" if why else "Yes: "
            return "Not what this session shows: " if why else "No: "
    return ""


def _against(close: float, word: str, asked: str) -> str:
    price = float(asked)
    if word in ("above", "over"):
        return "Yes" if close > price else "No"
    if word in ("below", "under"):
        return "Yes" if close < price else "No"
    if abs(close - price) < _CENT:
        return "Yes"
    decimals = len(asked.partition(".")[2])
    return "Rounded, yes" if abs(round(close, decimals) - price) < _CENT else "No"


def _month(grounds: Grounds) -> list[str]:
    found = (find(grounds, key) for key in ("momentum.roc21", "momentum.roc10"))
    return [first(put(one)) for one in found if one is not None]


def _layer(layer: LayerReading) -> str:
    state = "abstains" if isinstance(layer.state, Absent) else layer.state
    if isinstance(layer.state, Absent):
        return f"{layer.title} abstains: not known ({layer.state.reason})"
    return f"{layer.title} **{state}**: {sentence(layer.rationale)}"
