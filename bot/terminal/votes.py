"""The eight votes with their reasons, and the horizon signals."""

from collections.abc import Sequence

from rich.console import Group
from rich.text import Text

from bot.terminal.bars import scale, score_bar
from bot.terminal.layout import Head, Row, Rows, section
from bot.terminal.words import STRONG, figure, listed, plain, said, state, style_of, told, vote
from tools.horizons import Horizon
from tools.votes import VoteScore

_HORIZONS = (Head("Horizon"), Head("State"), Head(scale()), Head("Score", "right"))


def votes_section(score: VoteScore) -> Group:
    """The score, then each vote with its number and the rule that applied."""
    rows = [Row((plain(one.title), vote(one.vote)), said(one.because)) for one in score.votes]
    totals = (score.score, score.total, score.cast, score.volume_band)
    return section(
        "Eight-indicator score",
        listed([told(reading.label, reading) for reading in totals]),
        Rows((Head("Indicator"), Head("Vote")), rows, "Why"),
    )


def horizons_section(horizons: Sequence[Horizon]) -> Group:
    """One row per horizon."""
    rows = [
        Row(
            (
                plain(one.name, STRONG),
                state(one.state),
                score_bar(one.score, style=style_of(one.state)),
                figure(one.score, STRONG),
            ),
            Text.assemble(plain(one.span), ". ", said(one.because), overflow="fold"),
        )
        for one in horizons
    ]
    return section("Horizons", Rows(_HORIZONS, rows, "Why"))
