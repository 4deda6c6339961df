"""Facts as lines: label, value, and where there is room how each was made."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from bot.cards.words import escaped, lines, small, told, value
from tools.types import Fact, Missing, Reading


def facts_lines(readings: Sequence[Reading], session: date, *, methods: bool = False) -> str:
    """One line per fact; those not known together by their reason; a caveat of several facts once.

    Args:
        readings: In the order of the lines.
        session: Of the card; a reading of another day says its date.
        methods: Whether each says how it was made.
    """
    facts = [one for one in readings if isinstance(one, Fact)]
    notes = Counter(note for fact in facts for note in dict.fromkeys(fact.notes))
    caveats = [note for note, carriers in notes.items() if carriers > 1]
    return lines(
        (
            *(_line(fact, session, caveats, methods=methods) for fact in facts),
            *unknown(readings),
            *(f"⚠ {escaped(caveat)}" for caveat in caveats),
        )
    )


def unknown(readings: Sequence[Reading]) -> Iterator[str]:
    """Readings that are not there; those that share a reason share a line."""
    gone = [one for one in readings if isinstance(one, Missing)]
    for reason in dict.fromkeys(one.reason for one in gone):
        same = [one for one in gone if one.reason == reason]
        labels = ", ".join(one.label for one in same)
        yield f"? {escaped(labels)}: {value(same[0])}"


def listed(readings: Sequence[Reading]) -> str:
    """Labels and values on one line."""
    return " · ".join(told(one.label, one) for one in readings)


def _line(fact: Fact, session: date, caveats: Collection[str], *, methods: bool) -> str:
    day = [] if fact.as_of == session else [fact.as_of.isoformat()]
    own = "; ".join((*day, *(note for note in fact.notes if note not in caveats)))
    said = f"{told(fact.label, fact)} ({escaped(own)})" if own else told(fact.label, fact)
    return f"{said}\n{small(escaped(fact.method))}" if methods and fact.method else said
