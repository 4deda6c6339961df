"""A debrief that is kept as text comes back as it was."""

import json

import pytest
from hypothesis import HealthCheck, given, settings

from tests.tools.debrief.made_debriefs import debriefs
from tools.debrief.codec import from_text, to_text
from tools.debrief.types import Debrief
from tools.errors import BadData
from tools.types import Missing


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(debriefs)
def test_any_debrief_comes_back_exactly(debrief: Debrief) -> None:
    """Numbers to the last bit, words that look like numbers as words, and missing ones as missing."""
    text = to_text(debrief)
    again = from_text(text)
    assert again == debrief
    assert repr(again) == repr(debrief)
    assert to_text(again) == text
    assert "\n" not in text


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"seal": "x"}', "not json"])
def test_what_is_no_debrief_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadData, match="no debrief"):
        from_text(text)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(debriefs)
def test_one_kept_before_lessons_had_a_base_is_still_read(debrief: Debrief) -> None:
    kept = json.loads(to_text(debrief))
    del kept["lesson"]["base"]
    lesson = from_text(json.dumps(kept)).lesson
    assert isinstance(lesson.base, Missing)
    assert lesson.rate == debrief.lesson.rate
