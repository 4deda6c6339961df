"""The eight-indicator score of one session: each vote with its number and the reason, from the last row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tools.bars import Bars
from tools.facts import FactSheet
from tools.phrases import say
from tools.profile import VotesProfile
from tools.types import Flag, Missing, Reading, Sentence, Unit
from tools.votes.columns import MIN_VOTES, VoteHistory, vote_history
from tools.votes.words import BALLOTS, Ballot, number_facts, threshold_facts

_BAND_TOP = 1.5
"""The spike band of the specification is two to three times the mean: its top is half above its foot."""


@dataclass(frozen=True, slots=True)
class Vote:
    """One indicator's vote.

    Attributes:
        name: Its key in `VoteHistory.votes`.
        title: Its name on cards.
        vote: -1, 0 or +1; `Missing` where it cannot be cast.
        numbers: What it was cast on, thresholds last.
        because: The rule that applied, with its numbers.
    """

    name: str
    title: str
    vote: Reading
    numbers: tuple[Reading, ...]
    because: Sentence


@dataclass(frozen=True, slots=True)
class VoteScore:
    """The eight votes together.

    Attributes:
        votes: Eight, in the order of a card.
        total: Sum of those cast; `Missing` with fewer than five.
        cast: How many could be cast.
        score: 50 + 50 * total / cast; `Missing` with fewer than five.
        spike: Whether volume reached `volume_spike` times its mean; `Missing` without volume.
        volume_band: Where volume stands to the band of 2-3 times its mean: below, in or above it.
    """

    votes: tuple[Vote, ...]
    total: Reading
    cast: Reading
    score: Reading
    spike: Flag | Missing
    volume_band: Reading

    def facts(self) -> Iterator[Reading]:
        """Every reading, the score first; a number that two votes use comes once for each."""
        yield from (self.score, self.total, self.cast)
        for vote in self.votes:
            yield vote.vote
            yield from vote.numbers
        yield self.volume_band


def votes(
    bars: Bars,
    profile: VotesProfile,
    sheet: FactSheet,
    history: VoteHistory | None = None,
    *,
    wings: int = 5,
) -> VoteScore:
    """The eight votes of the last session, their sum, and a score of 0-100. Rules: `vote_history`.

    Args:
        bars: Cut at the session; at least one row.
        profile: Thresholds.
        sheet: Makes the facts.
        history: Of the same bars and profile, where it is at hand.
        wings: As for `vote_history`.
    """
    history = history or vote_history(bars, profile, wings=wings)
    readings = number_facts(bars, profile, sheet, history) | threshold_facts(profile, sheet)
    enough = f"votes of -1, 0, +1; at least {MIN_VOTES} of {len(BALLOTS)} must be cast"
    few = "fewer than five of the eight votes can be cast"
    ratio = readings["volume_ratio"]
    return VoteScore(
        votes=tuple(
            _told(name, ballot, float(history.votes[name][-1]), readings, sheet)
            for name, ballot in BALLOTS.items()
        ),
        total=sheet.number(
            "votes.sum", "sum of the votes", float(history.total[-1]), Unit.COUNT, enough, missing=few
        ),
        cast=sheet.number(
            "votes.cast", "votes cast", float(history.cast[-1]), Unit.COUNT, f"of {len(BALLOTS)}"
        ),
        score=sheet.number(
            "votes.score",
            "eight-indicator score",
            float(history.score[-1]),
            Unit.POINTS_100,
            "50 + 50 * sum / cast",
            missing=few,
        ),
        spike=_spike(ratio, readings["volume_spike"], profile, sheet),
        volume_band=_band(ratio, profile, sheet),
    )


def _told(name: str, ballot: Ballot, value: float, readings: Mapping[str, Reading], sheet: FactSheet) -> Vote:
    used = {key: readings[key] for key in ballot.uses}
    absent = next((one for one in used.values() if isinstance(one, Missing)), None)
    vote = sheet.number(
        f"votes.{name}",
        f"vote of {ballot.title}",
        value,
        Unit.VOTE,
        "+1 bullish, -1 bearish, else 0; the rule is in the reason",
        missing=absent.reason if absent else "not enough sessions",
    )
    if isinstance(vote, Missing):
        because = say(f"No vote of {ballot.title}: {{vote}}.", vote=vote)
    else:
        template = ballot.bullish if value > 0 else ballot.bearish if value < 0 else ballot.neutral
        because = say(template, **used)
    return Vote(name, ballot.title, vote, tuple(used.values()), because)


def _spike(ratio: Reading, foot: Reading, profile: VotesProfile, sheet: FactSheet) -> Flag | Missing:
    label = "volume spike"
    if isinstance(ratio, Missing):
        return sheet.missing("votes.volume_spike", label, ratio.reason)
    on = ratio.number >= profile.volume_spike
    compared = "at or above" if on else "below"
    because = say(f"Volume is {{ratio}} times its mean, {compared} {{foot}}.", ratio=ratio, foot=foot)
    return Flag(sheet.id("votes.volume_spike"), label, on, because, (foot,))


def _band(ratio: Reading, profile: VotesProfile, sheet: FactSheet) -> Reading:
    label = "volume against the spike band"
    if isinstance(ratio, Missing):
        return sheet.missing("votes.volume_band", label, ratio.reason)
    foot, top = profile.volume_spike, profile.volume_spike * _BAND_TOP
    place = "below" if ratio.number < foot else "above" if ratio.number > top else "in"
    return sheet.text(
        "votes.volume_band",
        label,
        f"{place} the spike band",
        f"the band is {foot:g} to {top:g} times the mean",
    )
