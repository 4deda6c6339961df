"""The check of verbs against their own figures: "rose from 3.9 to 4.2", "narrowed to 0.5 from 1.2"."""

from collections.abc import Sequence
from itertools import pairwise

from bot.agent.grounding.placing import of_word
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.verdict import Claim, ClaimKind

_UP = ("rose", "rise", "rising", "climb", "gain", "grew", "grow", "increas", "improv", "widen", "expand",
       "steep",
       "strengthen", "heat", "advanc", "jump", "up")  # fmt: skip


_DOWN = ("fell", "fall", "drop", "declin", "slip", "slid", "narrow", "shrank", "shrink", "shrunk", "contract",
         "flatten", "calm", "cool", "weaken", "decreas", "tumbl", "eas", "down")  # fmt: skip


_AGO = frozenset(("ago", "before", "earlier", "back", "prior"))


_SIZED = (
    "widen",
    "expand",
    "narrow",
    "shrank",
    "shrink",
    "shrunk",
    "contract",
    "grew",
    "grow",
    "gap",
    "lead",
)
"""Said of sizes: a lead that goes from -1.2 to -0.5 narrows."""


def from_to(read: Read) -> list[Claim]:
    """The claims of each verb whose own two figures tell whether it is right."""
    words = [word.norm for word in read.words]
    figures = [one for one in read.numbers if one.kind is not Kind.SESSIONS]
    numbers = sorted(figures, key=lambda one: one.start)
    claims = []
    for a, b in pairwise(numbers):
        order = _order(a, b, read, words)
        if order is None or a.bound or b.bound:
            continue
        if a.kind is not b.kind and Kind.PLAIN not in (a.kind, b.kind):
            continue
        place = _verb_before(read.at(a.start), words, numbers, read)
        if place is None and order == (b, a):
            place = next(
                (at for at in range(read.lead, len(words)) if words[at].startswith(_SIZED[:8])), None
            )
        if place is None:
            continue
        old, new = order
        sized = any(word.startswith(_SIZED) for word in words[max(read.lead, place - 4) : place + 1])
        x, y = (abs(old.value), abs(new.value)) if sized else (old.value, new.value)
        if x == y:
            continue
        holds = (y > x) == words[place].startswith(_UP)
        because = f"from {read.text[old.start : old.end].strip()} to {read.text[new.start : new.end].strip()}"
        claims.append(of_word(read, place, ClaimKind.DIRECTION, holds=holds, because=because))
    return claims


def _order(a: Quantity, b: Quantity, read: Read, words: list[str]) -> tuple[Quantity, Quantity] | None:
    """The two numbers as before and after; None where the words between say no such thing."""
    first, last, then = read.at(a.start), read.at(a.end - 1), read.at(b.start)
    before = words[first - 1] if first else ""
    dated = [read.words[at] for at in range(last + 1, then)]
    between = [
        word.norm for word in dated
        if word.norm != "on" and not any(day.start <= word.start < day.end for day in read.days)
    ]  # fmt: skip
    if before == "from" and (between == ["to"] or _is_ago(between)):
        return a, b
    if before == "to" and between in (["from"], [",", "from"]):
        return b, a
    ago = not _AGO.isdisjoint(words[read.at(b.end - 1) + 1 : read.at(b.end - 1) + 4])
    if ago and between in (["versus"], ["vs"], ["against"], [",", "against"], [",", "versus"]):
        # "-1.28 ATR versus -0.78 ATR five sessions before"
        return b, a
    return None


def _is_ago(between: list[str]) -> bool:
    """Whether the words between say when the first figure was, or over what: "five sessions ago to"."""
    if len(between) > 5 or between[-1:] != ["to"] or "session" not in between:
        return False
    # "from 10.2 % over 252 sessions to 17.0 % over 21"
    return between[-2] in _AGO or between[0] == "over"


def _verb_before(at: int, words: list[str], numbers: Sequence[Quantity], read: Read) -> int | None:
    """The verb of movement within five words before a number, with no other number between."""
    for place in range(at - 1, max(read.lead, at - 7) - 1, -1):
        if any(read.at(one.start) <= place <= read.at(one.end - 1) for one in numbers) or words[place] in (
            ";",
            "|",
        ):
            return None
        if words[place].startswith(_UP + _DOWN) and words[place] not in (
            "upper",
            "easy",
            "upside",
            "downside",
            "narrow",
            "contract",
        ):
            return place
        if words[place] in ("went", "gone", "moved", "go", "goes"):
            # "narrowed over the week: the separation went from ... to ..."
            return next((at for at in range(read.lead, place) if words[at].startswith(_SIZED[:8])), None)
    return None
