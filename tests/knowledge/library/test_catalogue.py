"""What a search is told of a catalogue: words, dates, filters; never what is not visible."""

from datetime import date, timedelta

import pytest

from knowledge.errors import BadQuery
from knowledge.library import Catalogue, Library
from knowledge.library.about import digest_of
from knowledge.tenants import PUBLIC
from tests.knowledge.library.made import TODAY, add

MARCH, APRIL, MAY = date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 1)


def catalogue_of(library: Library) -> Catalogue:
    catalogue = library.catalogue(PUBLIC)
    assert catalogue is not None
    return catalogue


def texts(catalogue: Catalogue, ids: list[str]) -> list[str]:
    return [passage.text for passage in catalogue.passages(ids).values()]


def found(catalogue: Catalogue, match: str, as_of: date = TODAY) -> list[str]:
    return texts(catalogue, [chunk for chunk, _ in catalogue.lexical(match, 10, as_of=as_of)])


def test_a_tenant_without_documents_has_no_catalogue(library: Library) -> None:
    assert library.catalogue(PUBLIC) is None
    assert library.entries(PUBLIC) == []
    assert library.tenants() == []


def test_words_are_found_by_their_stem_best_first_with_bm25_above_nought(library: Library) -> None:
    add(
        library,
        "Title\n\nholdings of banks and more banks\n\none bank among many other words in it\n\nnothing",
    )
    catalogue = catalogue_of(library)
    hits = catalogue.lexical('"banking"', 5, as_of=TODAY)
    assert texts(catalogue, [chunk for chunk, _ in hits]) == [
        "holdings of banks and more banks",
        "one bank among many other words in it",
    ]
    assert hits[0][1] > hits[1][1] > 0
    assert [chunk for chunk, _ in catalogue.lexical('"bank"', 1, as_of=TODAY)] == [hits[0][0]]


def test_accents_and_case_do_not_matter(library: Library) -> None:
    add(library, "Título\n\nla economía ÉLEVÉE")
    assert found(catalogue_of(library), '"economia" AND "elevee"') == ["la economía ÉLEVÉE"]


def test_headings_are_words_of_their_passages_and_weigh_what_they_are_told_to(library: Library) -> None:
    add(library, "hedging of options and what else there is", title="Dealers")
    add(library, "dealers and what else there is to say", title="Options")
    catalogue = catalogue_of(library)

    def best(weights: tuple[float, float]) -> str:
        hits = catalogue.lexical("dealers", 9, as_of=TODAY, weights=weights)
        assert len(hits) == 2
        return texts(catalogue, [hits[0][0]])[0]

    assert best((9.0, 1.0)).startswith("hedging")
    assert best((0.1, 1.0)).startswith("dealers")


@pytest.mark.parametrize("match", ["", '"', "AND", "nocolumn: x", "(", "*"])
def test_an_expression_that_is_none_is_the_askers_to_mend(library: Library, match: str) -> None:
    add(library, "Title\n\nwords")
    catalogue = catalogue_of(library)
    with pytest.raises(BadQuery):
        catalogue.lexical(match, 5, as_of=TODAY)
    assert found(catalogue, "words") == ["words"]


def test_nothing_is_found_before_it_was_known(library: Library) -> None:
    add(library, "A\n\ngamma rose", published=MARCH)
    add(library, "B\n\ngamma fell", published=None, added=APRIL)
    add(
        library, "C\n\n[known 2026-05-01] gamma came true\n\n[known 2020-01-01] gamma before", published=MARCH
    )
    catalogue = catalogue_of(library)
    assert found(catalogue, "gamma", MARCH - timedelta(days=1)) == []
    assert set(found(catalogue, "gamma", MARCH)) == {"gamma rose", "[known 2020-01-01] gamma before"}
    assert "gamma fell" not in found(catalogue, "gamma", APRIL - timedelta(days=1))
    assert "gamma fell" in found(catalogue, "gamma", APRIL)
    assert len(found(catalogue, "gamma", APRIL)) == 3
    assert len(found(catalogue, "gamma", MAY)) == 4
    assert catalogue.latest() == MAY


def test_a_dated_part_of_an_undated_document_is_known_from_its_own_day(library: Library) -> None:
    add(library, "Undated\n\n[known 2026-03-31] gamma then", added=MAY)
    catalogue = catalogue_of(library)
    assert found(catalogue, "gamma", MARCH) == ["[known 2026-03-31] gamma then"]
    assert catalogue.documents(as_of=MARCH) == {library.entries(PUBLIC)[0].document}
    assert catalogue.documents(as_of=MARCH - timedelta(days=1)) == set()


def test_filters_leave_what_they_name(library: Library) -> None:
    iwm = add(library, "A\n\ngamma", source="Apex  Research", symbols=("IWM", "SPY"), published=MARCH)
    spy = add(library, "B\n\ngamma", source="Other", symbols=("SPY",), published=MAY)
    bare = add(library, "C\n\ngamma", source="Other")
    catalogue = catalogue_of(library)

    def passing(**filters: object) -> set[str]:
        documents = catalogue.documents(as_of=TODAY, **filters)  # type: ignore[arg-type]
        hits = catalogue.lexical("gamma", 9, as_of=TODAY, **filters)  # type: ignore[arg-type]
        assert {
            passage.document for passage in catalogue.passages([i for i, _ in hits]).values()
        } == documents
        return documents

    ids = [added.entry.document for added in (iwm, spy, bare)]
    assert passing() == set(ids)
    assert passing(symbol="iwm") == {ids[0]}
    assert passing(symbol="SPY") == {ids[0], ids[1]}
    assert passing(symbol="QQQ") == set()
    assert passing(source="apex research") == {ids[0]}
    assert passing(since=MAY) == {ids[1]}
    assert passing(since=MARCH) == {ids[0], ids[1]}
    assert passing(symbol="SPY", source="other", since=MARCH) == {ids[1]}


def test_a_passage_comes_with_all_that_is_to_be_cited(library: Library) -> None:
    added = add(library, "A\n\none two\n\nthree", title="T", source="S", published=MARCH, symbols=("IWM",))
    catalogue = catalogue_of(library)
    chunks = library.chunks(PUBLIC, added.entry.document)
    ids = [chunk.id for chunk in chunks]
    passages = catalogue.passages([ids[2], "nothing", ids[0], ids[2]])
    assert list(passages) == [ids[2], ids[0]]
    passage = passages[ids[2]]
    document = library.document(PUBLIC, added.entry.document)
    assert passage.text == "three" == document.text[passage.start : passage.end]
    assert (passage.position, passage.of, passage.windows) == (2, 3, 1)
    assert passage.section == ("T", "Body")
    assert passage.known_from == MARCH
    assert passage.superseded_since is None
    assert passage.entry == added.entry == library.entries(PUBLIC)[0]
    assert added.entry.cited.published.day == MARCH
    assert catalogue.passages([ids[0]], as_of=MARCH - timedelta(days=1)) == {}
    assert len(catalogue.passages([f"{number}" for number in range(1200)] + ids)) == 3


def test_frequencies_are_counted_in_passages(library: Library) -> None:
    add(library, "Title\n\nbanks banks\n\nbank at 250.77\n\n77 and 250")
    catalogue = catalogue_of(library)
    assert catalogue.counts() == (1, 4)
    assert catalogue.frequencies(["banks", "250.77", "nowhere", 'ti"tle']) == (2, 1, 0, 0)


def test_documents_are_named_by_the_beginning_of_their_id(library: Library) -> None:
    ids = [add(library, f"Report {number}\n\ntext").entry.document for number in range(3)]
    for document in ids:
        assert library.entry(PUBLIC, document[:4].upper()).document == document
        assert library.document(PUBLIC, f" {document} ").id == document
    for wrong in ("", "abc", "xyzw", ids[0] + "0", "%%%%"):
        with pytest.raises(BadQuery):
            library.entry(PUBLIC, wrong)


def test_the_beginning_of_several_ids_is_not_enough(library: Library) -> None:
    """Four digits are shared by two of a few hundred documents; the catalogue alone decides."""
    seen: dict[str, str] = {}
    for number in range(2_000):
        document = digest_of(f"Report {number}".encode())[:16]
        if document[:4] in seen:
            add(library, seen[document[:4]])
            add(library, f"Report {number}")
            with pytest.raises(BadQuery, match="several ids"):
                library.entry(PUBLIC, document[:4])
            assert library.entry(PUBLIC, document[:8]).document == document
            return
        seen[document[:4]] = f"Report {number}"
    pytest.fail("no two ids began alike")


def test_the_list_is_newest_first(library: Library) -> None:
    for day, text in ((MARCH, "first"), (None, "undated"), (MAY, "second")):
        add(library, f"{text}\n\nbody", published=day)
    assert [entry.cited.title for entry in library.entries(PUBLIC)] == ["undated", "second", "first"]
