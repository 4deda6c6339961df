"""The eight indicators: the score, what was asked about first, then each vote with its reason."""

import re
from collections.abc import Iterable

from bot.agent.offline.cues import match
from bot.agent.offline.values import Ask, Block, Heard, Outcomes
from bot.agent.offline.writing.figures import bullets, find, first, gone, notices, paragraphs, put, sentence
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds
from tools.horizons import Horizon
from tools.phrases import written
from tools.results import Analysis
from tools.types import Absent, Fact
from tools.votes import Vote

_CUES = {
    "rsi": "rsi|overbought|oversold",
    "macd": "macd",
    "fibonacci": "fibonacci",
    "volume": "volume",
    "stochastic": "stochastic*|stoch|overbought|oversold",
    "percent_b": "bollinger|percent|%b|overbought|oversold",
    "adx": "adx|di|dmi",
    "stack": "sma|smas|averages",
}
_SIGNS = "By the rule beside each: a plus vote is bullish, a minus vote bearish, none neutral."
_ADJUSTED = "RSI, MACD, %B and the averages are of adjusted closes; levels and stops are chart prices."
_VOTE_LINES = "The lines of the RSI are those of its vote; no overbought or oversold line is set for it here."
_AVERAGE = re.compile(r" (20|50|200) ?(?:day|days|session|sessions|dma|sma|ma|d|moving|average)\b")
_SCALE = "These votes do not enter the composite, which rests on the four layers alone."


def write_indicators(ask: Ask, outcomes: Outcomes) -> Block:
    """Indicators of each symbol."""

    def one(grounds: Grounds) -> str:
        card = grounds.result
        return _told(grounds, card, ask) if isinstance(card, Analysis) else grounds.text

    return each(outcomes, "indicators", one, "The stack of the symbol can still be asked for.")


def _told(grounds: Grounds, card: Analysis, ask: Ask) -> str:
    asked = [vote for vote in card.votes.votes if _is_named(vote, ask.heard)]
    rest = [vote for vote in card.votes.votes if vote not in asked]
    horizons = match(ask.heard.words, (("term|horizon|horizons", 1),)).score > 0
    score = card.votes
    head = f"**{first(put(score.score))} of 100**; {put(score.total)}, {put(score.cast)}."
    if gone(score.score):
        head = f"**{first(put(score.score))}.**"
    extremes = bullets(_extremes(grounds, ask.heard))
    if asked and not extremes:
        head = f"{bullets(map(_asked, asked))}\n\n{head}"
    if extremes:
        return paragraphs(
            notices(grounds, members=False), extremes, bullets(map(_asked, asked)), _VOTE_LINES, head
        )
    if "bullish" in ask.angles:
        head = f"{_SIGNS}\n\n{head}"
    near = "**Horizons**\n" + bullets(_horizons(card.horizons))
    average = _against_average(card, grounds, ask.heard)
    if average:
        return paragraphs(notices(grounds, members=False), average)
    return paragraphs(
        notices(grounds, members=False),
        *([near] if horizons else []),
        head,
        bullets(_vote(vote) for vote in rest),
        *([] if horizons else [near]),
        f"{_ADJUSTED} {_SCALE}",
    )


def _is_named(vote: Vote, heard: Heard) -> bool:
    cue = _CUES.get(vote.name)
    return cue is not None and match(heard.words, ((cue, 1),)).score > 0


def _asked(vote: Vote) -> str:
    """A vote that was asked about: its own figures first."""
    figures = ", ".join(put(fact) for fact in vote.numbers if ".threshold." not in fact.id)
    return f"**{figures}.** {_vote(vote)}"


def _vote(vote: Vote) -> str:
    if gone(vote.vote):
        return f"{vote.title}: {written(vote.vote)}"
    return f"{first(put(vote.vote))}. {sentence(vote.because)}"


def _horizons(horizons: Iterable[Horizon]) -> Iterable[str]:
    for horizon in horizons:
        state = "abstains" if isinstance(horizon.state, Absent) else horizon.state
        yield f"{first(horizon.name)} term: **{state}**. {sentence(horizon.because)}"


def _against_average(card: Analysis, grounds: Grounds, heard: Heard) -> str:
    """Yes or no to "is it above its 200-day?", on adjusted closes, with the chart's own average if known."""
    named = _AVERAGE.search(heard.words)
    if named is None:
        return ""
    window = named[1]
    close, average = find(grounds, "votes.adj_close"), find(grounds, f"sma{window}")
    if not isinstance(close, Fact) or not isinstance(average, Fact):
        return f"**{first(put(average))}.**" if average is not None else ""
    above = close.number > average.number
    asked_below = match(heard.words, (("below|under|beneath", 1),)).score > 0
    asked_above = match(heard.words, (("above|over", 1),)).score > 0
    opening = ""
    if asked_above or asked_below:
        opening = "Yes: " if above == asked_above and above != asked_below else "No: "
    told = f"{put(close)} is {'above' if above else 'below'} the {put(average)}"
    chart, level = card.price.close, find(grounds, f"level.sma{window}")
    beside = f" On chart prices: {put(chart)}, {put(level)}." if isinstance(level, Fact) else ""
    return f"**{opening}{card.header.symbol} {told}** (both adjusted for dividends).{beside}"


_EXTREMES = (
    ("stoch_k", "votes.threshold.stochastic_high", "votes.threshold.stochastic_low"),
    ("percent_b", "votes.threshold.band_high", "votes.threshold.band_low"),
)
"""A reading, and its lines of overbought and oversold; the RSI has lines of a vote alone."""


def _extremes(grounds: Grounds, heard: Heard) -> Iterable[str]:
    """Yes or no to "is it oversold?", by the line of each reading that has one."""
    over = match(heard.words, (("overbought|stretched|extended|overextended", 1),)).score > 0
    under = match(heard.words, (("oversold", 1),)).score > 0
    for word, asked, place in (("Overbought", over, 1), ("Oversold", under, 2)):
        for keys in _EXTREMES if asked else ():
            reading, line = find(grounds, keys[0]), find(grounds, keys[place])
            if not isinstance(reading, Fact) or not isinstance(line, Fact):
                continue
            above, at = reading.number > line.number, reading.number == line.number
            yes = not at and above == (place == 1)
            side = "at" if at else "above" if above else "below"
            told = f"{put(reading)}, {side} its {'upper' if place == 1 else 'lower'} line {written(line)}"
            yield f"**{word} by {_NAMES[keys[0]]}: {'yes' if yes else 'no'}** ({told})"


_NAMES = {"stoch_k": "%K", "percent_b": "%B"}
