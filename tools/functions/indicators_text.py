"""The eight votes and the horizon signals in lines."""

from tools.functions.lines import line
from tools.results import Analysis
from tools.types import Absent, Missing


def indicators_lines(analysis: Analysis) -> list[str]:
    """The score, each vote with its numbers and rule, the volume spike, and the horizons."""
    votes = analysis.votes
    found = [line(votes.score), line(votes.total), line(votes.cast)]
    for vote in votes.votes:
        if isinstance(vote.vote, Missing):
            found.append(line(vote.vote))
            continue
        found.append(f"{line(vote.vote)}. {vote.because}")
        found.append("  " + "; ".join(line(one) for one in vote.numbers if ".threshold." not in one.id))
    spike = votes.spike
    if isinstance(spike, Missing):
        found.append(line(spike))
    else:
        found.append(f"{spike.label}: {'yes' if spike.on else 'no'}. {spike.because}")
    found.append(line(votes.volume_band))
    for horizon in analysis.horizons:
        state = "not known" if isinstance(horizon.state, Absent) else horizon.state
        found.append(f"{horizon.name} horizon ({horizon.span}): {state}. {horizon.because}")
    return found
