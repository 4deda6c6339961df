"""The eight indicators: the score, what was asked about first, then each vote with its reason."""

from collections.abc import Iterable

from bot.agent.offline.cues import match
from bot.agent.offline.values import Ask, Block, Heard, Outcomes
from bot.agent.offline.writing.figures import bullets, first, gone, notices, paragraphs, put, sentence
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds
from tools.horizons import Horizon
from tools.phrases import written
from tools.results import Analysis
from tools.types import Absent
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
    if asked:
        head = f"{bullets(map(_asked, asked))}\n\n{head}"
    if "bullish" in ask.angles:
        head = f"{_SIGNS}\n\n{head}"
    near = "**Horizons**\n" + bullets(_horizons(card.horizons))
    return paragraphs(
        notices(grounds),
        *([near] if horizons else []),
        head,
        bullets(_vote(vote) for vote in rest),
        *([] if horizons else [near]),
        _SCALE,
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
    return f"{first(put(vote.vote))}: {sentence(vote.because)}"


def _horizons(horizons: Iterable[Horizon]) -> Iterable[str]:
    for horizon in horizons:
        state = "abstains" if isinstance(horizon.state, Absent) else horizon.state
        yield f"{first(horizon.name)} term: **{state}**. {sentence(horizon.because)}"
