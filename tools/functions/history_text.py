"""A history in lines: what it did in sum, then every session, or evenly chosen ones of a long span."""

from collections.abc import Sequence

from tools.desk.history import History, Point
from tools.functions.lines import line
from tools.phrases import written
from tools.types import Fact, Missing

_SHOWN = 32
"""Points written out; a longer span keeps its ends and evenly spaced sessions between."""


def history_lines(history: History) -> list[str]:
    """Sum and caveats, then the points."""
    found = [f"history of {history.label}", str(history.said), line(history.span)]
    pairs = ((history.low, history.low_on), (history.high, history.high_on))
    found += [f"{line(value)}; {line(day)}" for value, day in pairs if isinstance(value, Fact)]
    rest = (history.change, history.changes, history.since_change, history.before)
    found += [line(one) for one in rest if isinstance(one, Fact)]
    found += [
        f"caveat of {'every' if every else 'some'} session: {note}" for note, every in _caveats(history)
    ]
    known = [point for point in history.points if isinstance(point.reading, Fact)]
    reasons = {point.reading.reason for point in history.points if isinstance(point.reading, Missing)}
    part = "some sessions" if known else "any session of the span"
    found += [f"not known at {part} ({reason})" for reason in sorted(reasons)]
    if known:
        shown = _chosen(known)
        chosen = ", evenly chosen with the first and the last" if len(shown) < len(known) else ""
        found.append(f"{history.label} by session{chosen}:")
        found += [f"  {point.session.isoformat()}: {written(point.reading)}" for point in shown]
    return found


def _caveats(history: History) -> list[tuple[str, bool]]:
    """The notes of the points, and whether every known point has them."""
    known = [point.reading for point in history.points if isinstance(point.reading, Fact)]
    notes = dict.fromkeys(note for fact in known for note in fact.notes)
    return [(note, all(note in fact.notes for fact in known)) for note in notes if note != "SIMULATED"]


def _chosen(points: Sequence[Point]) -> Sequence[Point]:
    if len(points) <= _SHOWN:
        return points
    last = len(points) - 1
    places = sorted({round(place * last / (_SHOWN - 1)) for place in range(_SHOWN)})
    return [points[place] for place in places]
