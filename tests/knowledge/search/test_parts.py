"""The pure parts of a search: words, fusion, variety."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search.diversity import Wording, spread
from knowledge.search.fusion import coverage, fused, likeness, most_bm25
from knowledge.search.words import match, terms
from knowledge.types import SearchMode


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What is the stop?", ("stop",)),
        ("Where did IWM close: $250.77 or 1,234.5?", ("close", "iwm", "250.77", "1,234.5")),
        ("what is it", ("what", "is", "it")),
        ("breadth breadth BREADTH", ("breadth",)),
        ("under_score", ("under", "score")),
        ("?!", ()),
        ("Größe der Zinsen", ("größe", "der", "zinsen")),
    ],
)
def test_terms_keep_what_tells_passages_apart(question: str, words: tuple[str, ...]) -> None:
    assert set(terms(question)) == set(words)


@given(st.text(max_size=500))
def test_no_question_breaks_the_word_index(question: str) -> None:
    words = terms(question)
    assert len(words) <= 64
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "create virtual table f using fts5(t, tokenize='porter unicode61 remove_diacritics 2')"
    )
    connection.execute("insert into f values ('the stop is at 250.77')")
    if words:
        connection.execute("select * from f where f match ?", (match(words),)).fetchall()
    connection.close()


@given(
    st.lists(
        st.lists(st.sampled_from(["ab", "cd", "ef", "gh", "ij", "kl"]), min_size=1, max_size=30),
        min_size=2,
        max_size=12,
    ),
    st.sets(st.sampled_from(["ab", "cd", "ef", "gh", "ij", "kl"]), min_size=1),
)
def test_bm25_never_exceeds_the_most_it_can_be(texts: list[list[str]], asked: set[str]) -> None:
    """FTS5 itself is the oracle."""
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "create virtual table f using fts5(t, tokenize='porter unicode61 remove_diacritics 2')"
    )
    connection.executemany("insert into f values (?)", [(" ".join(text),) for text in texts])
    rows = connection.execute("select -bm25(f) from f where f match ?", (match(tuple(asked)),)).fetchall()
    connection.close()
    most = most_bm25([sum(word in text for text in texts) for word in asked], len(texts))
    assert all(score <= most * (1 + 1e-9) for (score,) in rows)
    assert all(0 <= coverage(score, most) <= 1 for (score,) in rows)


@given(st.floats(-1, 1), st.floats(-0.5, 0.9), st.floats(0, 1), st.sampled_from(SearchMode))
def test_the_score_stays_between_0_and_1(
    cosine: float, background: float, covered: float, mode: SearchMode
) -> None:
    assert 0 <= fused(likeness(cosine, background), covered, mode) <= 1


def test_more_likeness_and_more_words_never_lower_a_passage() -> None:
    fuse = SearchMode.FUSED
    assert fused(0.6, 0.5, fuse) > fused(0.5, 0.5, fuse)
    assert fused(0.5, 0.5, fuse) > fused(0.5, 0.4, fuse)
    assert fused(likeness(None, 0.0), 0.7, fuse) < fused(likeness(0.1, 0.0), 0.7, fuse)


def test_a_shared_word_alone_is_no_answer_but_nearly_all_of_them_are() -> None:
    assert fused(0.15, 0.4, SearchMode.FUSED) == 0
    assert fused(0.25, 0.4, SearchMode.FUSED) > 0
    assert fused(0.0, 0.9, SearchMode.FUSED) > 0.5


def test_a_model_whose_unrelated_texts_are_alike_is_read_above_that() -> None:
    assert likeness(0.7, 0.7) == 0
    assert likeness(0.85, 0.7) == pytest.approx(0.5)
    assert likeness(1.0, 0.7) == 1


def says_the_same(one: str, other: str) -> bool:
    return Wording.of(one).says_the_same(Wording.of(other))


def test_the_same_words_with_other_numbers_are_another_statement() -> None:
    march = "IWM closed the month of March at 114.46, 31.0 per cent lower, below its 63-session average."
    april = "IWM closed the month of April at 130.20, 13.8 per cent higher, below its 63-session average."
    assert not says_the_same(march, april)
    assert says_the_same(march, march.replace("closed the month", "closed  the\nmonth").upper())


def test_a_quote_with_a_word_changed_says_the_same() -> None:
    quote = " ".join(f"word{letter}" for letter in "abcdefghijklmnopqrstuvwxyz") + " and 12 per cent"
    assert says_the_same(quote, quote.replace("worde", "other"))
    assert not says_the_same(quote, "Something else altogether, with 12 per cent.")


def test_a_third_passage_of_one_document_waits_for_the_others() -> None:
    ranked = ["a1", "a2", "a3", "b1", "a4", "c1"]
    assert spread(ranked, 4, lambda item: item[0]) == ["a1", "a2", "b1", "c1"]
    assert spread(ranked, 6, lambda item: item[0]) == ["a1", "a2", "b1", "c1", "a3", "a4"]
    assert spread(["a1", "a2", "a3"], 3, lambda item: item[0]) == ["a1", "a2", "a3"]
