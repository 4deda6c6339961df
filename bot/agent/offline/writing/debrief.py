"""The debrief: what was sealed or that nothing was, the outcome, the layers, the warning, and one lesson."""

from collections.abc import Iterator

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import (
    bullets,
    figure,
    find,
    first,
    notices,
    outcomes_of,
    paragraphs,
    put,
    sentence,
)
from bot.agent.offline.writing.lines import own_lines
from bot.agent.offline.writing.trouble import trouble
from tools.grounds import Grounds
from tools.types import Fact

_LAYERS = ("trend", "momentum", "breadth", "relative_strength")


def write_debrief(_ask: Ask, outcomes: Outcomes) -> Block:
    """One debrief per symbol."""
    texts, titles = [], []
    for _, outcome in outcomes_of(outcomes, "debrief"):
        if outcome.grounds is None:
            texts.append(trouble(outcome, "The stack of that session can be asked for."))
            continue
        titles.append(_title(outcome.grounds))
        told = (
            _hindsight(outcome.grounds)
            if find(outcome.grounds, "hindsight.before")
            else own_lines(outcome.grounds)
        )
        texts.append(told)
    if len(titles) == 1:
        return Block(paragraphs(*texts), titles[0])
    return Block(paragraphs(*texts))


def _title(grounds: Grounds) -> str:
    return grounds.text.partition(" (")[0]


def _hindsight(grounds: Grounds) -> str:
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
