"""A reading over its last sessions: the change, the extremes, and the sessions themselves."""

from collections.abc import Mapping, Sequence

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import (
    bullets,
    caveats,
    first,
    notices,
    outcomes_of,
    paragraphs,
    put,
    title,
)
from bot.agent.offline.writing.trouble import trouble
from tools.grounds import Grounds
from tools.phrases import written
from tools.types import Fact, Missing, Reading, Unit

_FEW = 2
_LISTED = 12
"""Sessions listed one by one; of more the first, the last and the extremes are said."""


def write_history(_ask: Ask, outcomes: Outcomes) -> Block:
    """One reading of one symbol, or how long its state has held."""
    texts, titles = [], []
    for _, outcome in outcomes_of(outcomes, "history"):
        if outcome.grounds is None:
            texts.append(trouble(outcome, "Today's reading can be asked for by itself."))
        else:
            texts.append(_told(outcome.grounds))
            titles.append(_title(outcome.grounds))
    return Block(paragraphs(*texts), titles[0] if len(titles) == 1 else "")


def _title(grounds: Grounds) -> str:
    return grounds.text.partition(" (")[0] or title(grounds)


def _told(grounds: Grounds) -> str:
    own = {one.id.rpartition(".")[2]: one for one in grounds.facts if ".history." in one.id}
    points = _points(grounds)
    if not points:
        return paragraphs(notices(grounds), f"**{_why(own)}**")
    runs = [put(own[key]) for key in ("since_change", "before") if isinstance(own.get(key), Fact)]
    last = points[-1]
    if last.unit is Unit.TEXT:
        return paragraphs(notices(grounds), f"**{_since(points)}.**", bullets(runs))
    sums = [put(own[key]) for key in ("change", "sessions") if isinstance(own.get(key), Fact)]
    for key in ("highest", "lowest") if len(points) > _FEW else ():
        reading, day = own.get(key), own.get(f"{key}_on")
        if isinstance(reading, Fact) and isinstance(day, Fact):
            sums.append(f"{put(reading)} on {written(day)}")
    listed = [f"{point.as_of.isoformat()}: {put(point)}" for point in points]
    return paragraphs(
        notices(grounds),
        f"**On {last.as_of.isoformat()} {put(last)}; on {points[0].as_of.isoformat()} {put(points[0])}.**",
        bullets([*sums, *runs]),
        bullets(listed) if _FEW < len(listed) <= _LISTED else "",
        caveats(grounds, points),
    )


def _since(points: Sequence[Fact]) -> str:
    """A state, and the session from which it has held without a break, where that is among the points."""
    last = points[-1]
    begins = last
    for point in reversed(points):
        if point.value != last.value:
            return f"{first(put(last))}, since {begins.as_of.isoformat()}"
        begins = point
    return f"{first(put(last))}, in every session shown"


def _why(own: Mapping[str, Reading]) -> str:
    """Why no session of the span has a value."""
    change = own.get("change")
    if isinstance(change, Missing):
        return f"{first(put(change))}."
    return "Not known for these sessions."


def _points(grounds: Grounds) -> list[Fact]:
    """The sessions' values in order: they share one id and differ by session."""
    by_id: dict[str, list[Fact]] = {}
    for one in grounds.facts:
        if isinstance(one, Fact) and ".history." not in one.id and ".data." not in one.id:
            by_id.setdefault(one.id, []).append(one)
    points = max(by_id.values(), key=len, default=[])
    return sorted(points, key=lambda fact: fact.as_of)
