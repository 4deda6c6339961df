"""Which document is a version of which: a pure question, whatever was said."""

from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.library.versions import Superseded, Version, report_key, superseded
from knowledge.types import Document, Media, Published

NAMES = "abcdef"
versions = st.lists(
    st.builds(
        Version,
        st.sampled_from(NAMES),
        st.none() | st.sampled_from([*NAMES, "gone"]),
        st.integers(1, 9),
    ),
    unique_by=lambda version: version.document,
)


def test_what_is_replaced_is_hidden_from_the_day_any_later_version_was_known() -> None:
    chain = [Version("a", None, 10), Version("b", "a", 30), Version("c", "b", 20)]
    assert superseded(chain) == {"a": Superseded("b", 20), "b": Superseded("c", 20)}


def test_a_version_that_goes_lets_its_neighbours_join() -> None:
    chain = [Version("a", None, 10), Version("c", "b", 20)]
    assert superseded(chain, {"b": "a"}) == {"a": Superseded("c", 20)}
    assert superseded(chain, {"b": None}) == {}
    assert superseded([Version("a", None, 10)], {"b": "a"}) == {}


def test_removed_versions_that_name_each_other_end() -> None:
    assert superseded([Version("a", "b", 1)], {"b": "c", "c": "b"}) == {}


@pytest.mark.parametrize("replaces", ["a", "nowhere", None])
def test_what_replaces_itself_or_nothing_that_is_there_replaces_nothing(replaces: str | None) -> None:
    assert superseded([Version("a", replaces, 1)]) == {}


def test_in_a_ring_the_one_known_first_is_the_oldest() -> None:
    ring = [Version("a", "c", 3), Version("b", "a", 1), Version("c", "b", 2)]
    assert superseded(ring) == {"b": Superseded("c", 2), "c": Superseded("a", 3)}


@given(versions, st.randoms(use_true_random=False))
def test_some_version_is_always_current_and_order_plays_no_part(made: list[Version], random: Random) -> None:
    found = superseded(made)
    assert not made or len(found) < len(made)
    for start in found:
        passed = [start]
        while passed[-1] in found:
            passed.append(found[passed[-1]].by)
            assert len(passed) <= len(made), "a ring is left"
    random.shuffle(made)
    assert superseded(made) == found


@given(versions)
def test_nothing_is_hidden_before_a_later_version_is_known(made: list[Version]) -> None:
    """On each day, for each hidden document, something that came after it is known."""
    known = {version.document: version.known_from for version in made}
    for fate in superseded(made).values():
        assert fate.since <= known[fate.by]
        assert fate.since in known.values()


def document(title: str, source: str, day: date | None) -> Document:
    published = Published(day, "given") if day else Published()
    return Document("0" * 16, "0" * 64, title, source, published, (), None, Media.TEXT, "", ())


def test_a_report_is_known_by_title_source_and_day_without_regard_to_case_and_spacing() -> None:
    day = date(2026, 5, 1)
    key = report_key(document("IWM  weekly\n", "Apex", day))
    assert key is not None
    assert key == report_key(document("iwm Weekly", " APEX", day))
    assert key != report_key(document("IWM weekly", "Apex", date(2026, 5, 8)))
    assert key != report_key(document("IWM", "weekly Apex", day))
    assert report_key(document("IWM weekly", "Apex", None)) is None
