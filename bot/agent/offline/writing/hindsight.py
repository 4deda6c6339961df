"""Hindsight where nothing was sealed: the stack of the session before, and what the session did."""

from collections.abc import Iterator

from bot.agent.offline.writing.figures import (
    bullets,
    figure,
    find,
    first,
    notices,
    paragraphs,
    put,
    sentence,
)
from tools.grounds import Grounds
from tools.types import Fact

_LAYERS = ("trend", "momentum", "breadth", "relative_strength")


def hindsight(grounds: Grounds) -> str:
    """The same points as a debrief has, said to be none."""
    said = {name: _line(grounds, name) for name in ("not a debrief", "lesson")}
    told = [str(one) for one in grounds.sentences]
    outcome = _starting(told, "The composite of the session before")
    layers = _starting(told, "Move of ", "A move of ", "Which layer was right", "No layer had a score")
    warning = _starting(
        told, "Earliest warning", "No earliest warning", "No warning", "The source has closes only"
    )
    before = figure(grounds, "hindsight.before", "composite.rating", "composite.points")
    return paragraphs(
        notices(grounds),
        f"**Nothing was sealed, so this is hindsight, not a debrief.** {_sealed(told)}",
        f"**Signal before the session**\n{bullets([*before, *_scores(grounds)])}",
        f"**Outcome**\n{bullets([outcome])}",
        f"**Layers**\n{bullets([layers])}",
        f"**Earliest warning**\n{bullets([warning])}",
        f"**Lesson:** {sentence(said['lesson'])}" if said["lesson"] else "",
    )


def _scores(grounds: Grounds) -> Iterator[str]:
    """A line per layer; the reason of an abstention once."""
    for name in _LAYERS:
        state = find(grounds, f"{name}.state")
        if state is not None:
            score = figure(grounds, f"{name}.score") if isinstance(state, Fact) else []
            yield ", ".join([first(put(state)), *score])


def _sealed(told: list[str]) -> str:
    """Why there is no seal, and how the reading was made."""
    return " ".join([*told[:1], *(one for one in told if one.startswith("Computed afterwards"))])


def _starting(told: list[str], *beginnings: str) -> str:
    return next((one for one in told if one.startswith(beginnings)), "")


def _line(grounds: Grounds, word: str) -> str:
    for line in grounds.text.split("\n"):
        head, _, rest = line.partition(": ")
        if head.endswith(word):
            return rest
    return ""
