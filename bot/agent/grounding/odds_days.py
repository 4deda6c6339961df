"""Days that a record names: of its first and last call, and of its worst calls, each of its own book."""

import re
from collections.abc import Sequence
from datetime import date

from bot.agent.grounding.days import Day
from bot.agent.grounding.odds_facts import Cell
from bot.agent.grounding.odds_scene import Scene
from bot.agent.grounding.reading import Read
from bot.agent.grounding.verdict import Claim, ClaimKind

_FIELDS = ("first", "last", "due", "as_of")
_RATING = re.compile(r"\b(?:bullish|bearish|neutral)\b")
_WORST = re.compile(r"\bworst\b(?! calls\b)")


def sealed_days(read: Read, scene: Scene) -> list[Claim]:
    """The claims of whole dates in a statement about a record; others are left to others.

    Args:
        read: The statement.
        scene: The same, laid out.
    """
    found = []
    for day in read.days:
        owner = scene.owner_at(day.start - scene.shift, day.end - scene.shift)
        if owner is None or owner.kind != "record":
            continue
        mine = [one for one in scene.cells if one.owner == owner or one.owner.kind == "rules"]
        hits = [one for one in mine if _is_day(one, day)]
        because = _why_not(scene, mine, hits)
        ids = tuple(one.reading.id for one in hits) if not because else ()
        place = (day.start, day.end, read.text[day.start : day.end])
        found.append(Claim(*place, ClaimKind.DATE, not because, because or hits[0].reading.label, ids))
    return found


def _is_day(one: Cell, day: Day) -> bool:
    told = one.field in _FIELDS or one.field.endswith(".session")
    return told and one.fact is not None and day.is_day(date.fromisoformat(str(one.fact.value)))


def _why_not(scene: Scene, mine: Sequence[Cell], hits: Sequence[Cell]) -> str:
    """Why a day is not one of these calls, or not the one it is told to be; empty where it is."""
    if not hits:
        return "no day of these calls"
    calls = [one.field.rpartition(".")[0] for one in hits if one.field.endswith(".session")]
    if not calls:
        return ""
    ratings = [
        str(one.fact.value)
        for one in mine
        if one.fact is not None and one.field in {f"{call}.rating" for call in calls}
    ]
    said = _RATING.search(scene.text)
    if said and not any(rating.endswith(said.group()) for rating in ratings):
        return f"the rating of that call is {ratings[0]}"
    if (
        _WORST.search(scene.text)
        and "worst.1" not in calls
        and sum(one.field.endswith(".session") for one in mine)
    ):
        return "another call is the worst"
    return ""
