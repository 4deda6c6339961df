"""The nearest chunks: exactly those a plain sort would give, whatever the store is asked."""

from hypothesis import given
from hypothesis import strategies as st

from knowledge.library.nearest import Found, Narrowing, nearest
from knowledge.ports import Near

windows = st.lists(
    st.builds(
        lambda chunk, known, cosine: Found(f"c{chunk}", f"d{chunk % 7}", 10 + (chunk + known) % 5, cosine),
        st.integers(0, 60),
        st.integers(0, 0),
        st.integers(-100, 100).map(lambda hundredths: hundredths / 100),
    ),
    max_size=200,
)


def by_plain_sort(stored: list[Found], limit: int, narrowing: Narrowing) -> list[Near]:
    best: dict[str, Near] = {}
    for window in stored:
        if narrowing.passes(window) and (
            window.chunk not in best or best[window.chunk].cosine < window.cosine
        ):
            best[window.chunk] = Near(window.chunk, window.document, window.cosine)
    return sorted(best.values(), key=lambda near: (-near.cosine, near.chunk))[:limit]


@given(
    windows,
    st.integers(0, 12),
    st.integers(9, 15),
    st.none() | st.sets(st.sampled_from([f"d{number}" for number in range(7)])),
    st.sampled_from(["exactly", "loosely"]),
)
def test_the_answer_is_that_of_a_plain_sort(
    stored: list[Found], limit: int, known_by: int, documents: set[str] | None, how: str
) -> None:
    narrowing = Narrowing(known_by, documents)

    def ask(take: int, passed_on: Narrowing | None) -> list[Found]:
        ranked = sorted(stored, key=lambda window: (-window.cosine, window.chunk))
        applied = passed_on if how == "exactly" or passed_on is None else Narrowing(passed_on.known_by, None)
        return [window for window in ranked if applied is None or applied.passes(window)][:take]

    assert nearest(ask, limit, narrowing) == by_plain_sort(stored, limit, narrowing)


def test_a_question_from_today_over_everything_asks_once_and_without_a_filter() -> None:
    asked: list[tuple[int, Narrowing | None]] = []
    stored = [Found(f"c{number}", "d", 5, 1 - number / 1000) for number in range(500)]

    def ask(take: int, narrowing: Narrowing | None) -> list[Found]:
        asked.append((take, narrowing))
        return stored[:take]

    assert len(nearest(ask, 20, Narrowing(5, None))) == 20
    assert asked == [(40, None)]


def test_where_most_is_too_late_the_filter_is_passed_on_once() -> None:
    asked: list[Narrowing | None] = []
    stored = [Found(f"c{number}", "d", number, 1 - number / 1000) for number in reversed(range(500))]

    def ask(take: int, narrowing: Narrowing | None) -> list[Found]:
        asked.append(narrowing)
        return [window for window in stored if narrowing is None or narrowing.passes(window)][:take]

    narrowing = Narrowing(99, None)
    assert len(nearest(ask, 20, narrowing)) == 20
    assert asked == [None, narrowing]
