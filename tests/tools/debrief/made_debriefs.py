"""Any debrief at all, as hypothesis draws them."""

from datetime import date

from hypothesis import strategies as st

from tools.debrief.called import LayerThen
from tools.debrief.types import Debrief, Lesson, Warned
from tools.types import Fact, Missing, Sentence, Unit

_words = st.text(max_size=12)
_numbers = st.floats(allow_nan=False, allow_infinity=False)
_days = st.dates(date(1990, 1, 1), date(2100, 1, 1))
_facts = st.builds(
    Fact,
    id=_words,
    label=_words,
    value=st.one_of(_numbers, st.booleans(), _words, st.sampled_from(["1", "true", "null", "2022-03-04"])),
    unit=st.sampled_from(Unit),
    as_of=_days,
    source=_words,
    method=_words,
    notes=st.lists(_words, max_size=2).map(tuple),
)
_readings = st.one_of(_facts, st.builds(Missing, _words, _words, _words))
_sentences = st.builds(Sentence, _words, st.lists(_words, max_size=2).map(tuple))
_names = st.lists(_words, max_size=2).map(tuple)
_some = st.lists(_readings, max_size=2).map(tuple)
_notes = st.lists(_sentences, max_size=2).map(tuple)
_warnings = st.builds(
    Warned, said=_sentences, layers=_names, time=_readings, price=_readings, notes=_notes, facts=_some
)
_lessons = st.builds(
    Lesson,
    rule=_words,
    situation=_words,
    said=_sentences,
    cases=_readings,
    rate=_readings,
    low=_readings,
    high=_readings,
    base=_readings,
)

_FIELDS = {
    "seal": _words,
    "kind": st.sampled_from(["forward", "backfilled"]),
    "simulated": st.booleans(),
    "symbol": _words,
    "session": _days,
    "before": _days,
    "sealing": _sentences,
    "layers": st.lists(st.builds(LayerThen, _words, _readings, _readings), max_size=2).map(tuple),
    "outcome": _sentences,
    "most_right": _names,
    "most_wrong": _names,
    "blamed": _sentences,
    "warning": _warnings,
    "lesson": _lessons,
    "notes": _notes,
    "facts": _some,
    "source": _words,
    "digest": _words,
}
_READINGS = (
    "sealed_at", "next_open", "rating", "score", "points", "atr", "open_to_close", "close_to_close",
    "verdict_open", "verdict_close",
)  # fmt: skip

debriefs = st.builds(Debrief, **_FIELDS, **dict.fromkeys(_READINGS, _readings))  # type: ignore[arg-type]
