"""The eight votes with their reasons, and the horizon signals."""

from collections.abc import Sequence

from bot.cards.facts import listed
from bot.cards.states import vote
from bot.cards.words import escaped, lines, said, score_bar, small, state, value
from tools.horizons import Horizon
from tools.types import Absent
from tools.votes import VoteScore


def votes_text(score: VoteScore) -> str:
    """The score, then each vote with its number and the rule that applied."""
    return lines(
        (
            "**Eight-indicator score**",
            listed((score.score, score.total, score.cast, score.volume_band)),
            *(f"{vote(one.vote)} · {escaped(one.title)}\n{small(said(one.because))}" for one in score.votes),
        )
    )


def horizons_text(horizons: Sequence[Horizon]) -> str:
    """One signal per horizon."""
    return lines(("**Horizons**", *(_horizon(one) for one in horizons)))


def _horizon(one: Horizon) -> str:
    name = f"{escaped(one.name)} {state(one.state)}"
    scored = "" if isinstance(one.state, Absent) else f" {score_bar(one.score, 4)} **{value(one.score)}**"
    return f"{name}{scored} · {escaped(one.span)}\n{small(said(one.because))}"
