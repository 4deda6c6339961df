"""The scorer on findings made by hand, and every anchor of the golden files in its document."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import pytest

from knowledge.claims.model import Finding, Side, Span, Verdict
from knowledge.documents import read_document
from knowledge.types import Document, Given, Media, Published
from tests.knowledge.golden import score as score_of
from tests.knowledge.golden.score import LONGEST_SPAN, Anchor, Golden, GoldenSet, load, score

HERE = Path(__file__).parent
UNANSWERABLE = {"off topic", "finance elsewhere", "near miss"}

FIRST = "Rated 43/100. The parts add to 43.8/100. Beta is 1.2, and 32% of debt floats. Yield\t3%"
SECOND = "Debt is 70% floating,\nup 4.3% on the year; 70% of sales are local. " + "Filler. " * 200


def document(name: str, text: str) -> Document:
    return Document(name, name, name, name, Published(), (), None, Media.TEXT, text, ())


DOCUMENTS = {"a": document("id-a", FIRST), "b": document("id-b", SECOND)}


def side(name: str, quote: str, *, nth: int = 1) -> Side:
    """The nth place of the quote as a finding would cite it."""
    start = -1
    for _ in range(nth):
        start = DOCUMENTS[name].text.index(quote, start + 1)
    return Side(DOCUMENTS[name].id, name, None, Span(start, start + len(quote)), quote)


OURS = Side(None, "arithmetic", None, None, "43.8")


def finding(verdict: Verdict, *sides: Side) -> Finding:
    return Finding(verdict, "rule", "subject", "IWM", sides, "why")


def write(folder: Path, text: str) -> GoldenSet:
    path = folder / "golden.toml"
    path.write_text(text, encoding="utf-8")
    return load(path)


@pytest.fixture
def golden(tmp_path: Path) -> GoldenSet:
    return write(
        tmp_path,
        """
        [[entry]]
        id = "composite"
        verdict = ["does not recompute", "contradiction"]
        grade = "must"
        sides = [{ doc = "a", anchor = "43/100" }]
        why = "sum"

        [[entry]]
        id = "floating"
        verdict = ["contradiction"]
        grade = "must"
        sides = [
          { doc = "a", anchor = "32%" },
          { doc = "b", anchor = "70%", or = [{ anchor = "70%", occurrence = 2 }] },
        ]
        why = "share"

        [[entry]]
        id = "beta"
        verdict = ["superseded"]
        grade = "may"
        sides = [{ doc = "a", anchor = "1.2" }]
        needs = ["events"]
        why = "window"

        [[negative]]
        id = "n-sum"
        forbidden = ["does not recompute"]
        sides = [{ doc = "a", anchor = "43.8/100" }]
        why = "right"
        """,
    )


RIGHT = finding(Verdict.CONTRADICTION, side("a", "32%"), side("b", "70%"))


def test_a_finding_that_points_at_every_side_is_a_match(golden: GoldenSet) -> None:
    got = score([RIGHT], DOCUMENTS, golden)
    assert got.matched == ("floating",)
    assert (got.precision, got.recall_must, got.recall_all) == (1.0, 0.5, 1 / 3)
    assert got.missed == ("composite", "beta")
    assert not got.unexpected


def test_a_figure_of_ours_needs_no_side_in_the_golden_file(golden: GoldenSet) -> None:
    got = score([finding(Verdict.DOES_NOT_RECOMPUTE, side("a", "43/100"), OURS)], DOCUMENTS, golden)
    assert got.matched == ("composite",)


def test_one_side_of_two_is_no_match(golden: GoldenSet) -> None:
    lone = finding(Verdict.CONTRADICTION, side("a", "32%"), side("a", "1.2"))
    got = score([lone], DOCUMENTS, golden)
    assert got.matched == ()
    assert got.unexpected == (lone,)
    assert got.precision == 0.0


def test_a_verdict_that_is_not_acceptable_is_no_match(golden: GoldenSet) -> None:
    wrong = finding(Verdict.SUPERSEDED, *RIGHT.sides)
    assert score([wrong], DOCUMENTS, golden).unexpected == (wrong,)


def test_another_place_that_says_the_same_will_do(golden: GoldenSet) -> None:
    other = finding(Verdict.CONTRADICTION, side("a", "32%"), side("b", "70%", nth=2))
    assert score([other], DOCUMENTS, golden).matched == ("floating",)


def test_several_findings_of_one_entry_count_once_and_cost_no_precision(golden: GoldenSet) -> None:
    again = finding(Verdict.CONTRADICTION, side("b", "70%", nth=2), side("a", "32% of debt"))
    got = score([RIGHT, again], DOCUMENTS, golden)
    assert (got.precision, got.recall_must) == (1.0, 0.5)


def test_one_finding_with_many_sides_can_match_several_entries(golden: GoldenSet) -> None:
    group = finding(Verdict.CONTRADICTION, *RIGHT.sides, side("a", "43/100"))
    assert score([group], DOCUMENTS, golden).matched == ("composite", "floating")


def test_a_forbidden_report_is_named_and_unexpected(golden: GoldenSet) -> None:
    bad = finding(Verdict.DOES_NOT_RECOMPUTE, side("a", "43.8/100"), OURS)
    got = score([RIGHT, bad], DOCUMENTS, golden)
    assert got.forbidden_hit == (("n-sum", bad),)
    assert got.unexpected == (bad,)
    assert got.precision == 0.5


def test_a_finding_that_is_right_is_not_held_against_a_negative_it_touches(golden: GoldenSet) -> None:
    both = finding(Verdict.DOES_NOT_RECOMPUTE, side("a", "43/100"), side("a", "43.8/100"))
    assert score([both], DOCUMENTS, golden).forbidden_hit == ()


def test_what_needs_a_table_that_was_not_given_is_not_missed(golden: GoldenSet) -> None:
    assert score([], DOCUMENTS, golden, having=()).missed == ("composite", "floating")
    found = score([finding(Verdict.SUPERSEDED, side("a", "1.2"))], DOCUMENTS, golden, having=())
    assert (found.precision, found.recall_all, found.unexpected) == (1.0, 0.0, ())


def test_only_entries_about_the_documents_at_hand_count(golden: GoldenSet) -> None:
    got = score([], {"a": DOCUMENTS["a"]}, golden)
    assert got.missed == ("composite", "beta")


def test_no_findings_have_no_precision(golden: GoldenSet) -> None:
    got = score([], DOCUMENTS, golden)
    assert got.precision is None
    assert got.recall_must == 0.0
    empty = score([], {}, golden)
    assert (empty.recall_must, empty.recall_all) == (None, None)


def test_pointing_at_half_the_document_points_at_nothing(golden: GoldenSet) -> None:
    wide = Side("id-b", "b", None, Span(0, LONGEST_SPAN + 1), DOCUMENTS["b"].text[: LONGEST_SPAN + 1])
    assert score([finding(Verdict.CONTRADICTION, side("a", "32%"), wide)], DOCUMENTS, golden).matched == ()


@pytest.mark.parametrize(
    ("anchor", "start"),
    [
        (Anchor("b", "70%", 2), SECOND.rindex("70%")),
        (Anchor("b", "floating, up"), SECOND.index("floating")),
        (Anchor("a", "Yield 3%"), FIRST.index("Yield")),
    ],
)
def test_an_anchor_is_found_across_line_ends_and_tabs(anchor: Anchor, start: int) -> None:
    assert anchor.locate(DOCUMENTS[anchor.document]).start == start


@pytest.mark.parametrize(
    "anchor", [Anchor("b", "3%"), Anchor("a", "43"), Anchor("a", "8/100"), Anchor("a", "1")]
)
def test_an_anchor_does_not_cut_a_number(anchor: Anchor) -> None:
    text = document("x", "43.8/100 and 4.3% and 1.2")
    with pytest.raises(LookupError, match="stands 0 times"):
        anchor.locate(text)


def test_an_anchor_that_is_not_there_is_an_error(golden: GoldenSet) -> None:
    with pytest.raises(LookupError, match="43/100"):
        score([RIGHT], {"a": document("id-a", "nothing"), "b": DOCUMENTS["b"]}, golden)


def entry(**changed: str) -> str:
    row = {
        "id": '"x"',
        "verdict": '["contradiction"]',
        "grade": '"may"',
        "sides": '[{ doc = "a", anchor = "b" }]',
        "why": '"w"',
    }
    return "[[entry]]\n" + "".join(f"{key} = {value}\n" for key, value in (row | changed).items())


@pytest.mark.parametrize(
    "changed",
    [{"grade": '"perhaps"'}, {"verdict": "[]"}, {"verdict": '["odd"]'}, {"sides": "[]"}, {"why": '""'}],
)
def test_a_broken_entry_is_refused(tmp_path: Path, changed: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"x: verdicts|odd"):
        write(tmp_path, entry(**changed))


def test_an_id_stands_once(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="ids stand twice: x"):
        write(tmp_path, entry() + entry())


# ---------------------------------------------------------------- the golden files themselves


def read(path: Path) -> Document:
    return read_document(path.read_bytes(), Given(path.name))


def misplaced(golden: GoldenSet, documents: Mapping[str, Document]) -> list[str]:
    """Anchors that are too long or not in their document, as sentences."""
    wrong = []
    for each in (*golden.entries, *golden.negatives):
        for anchor in (anchor for side in each.sides for anchor in side):
            if len(anchor.text) > 25:
                wrong.append(f"{each.id}: {anchor.text!r} is longer than 25 characters")
            try:
                anchor.locate(documents[anchor.document])
            except LookupError as trouble:
                wrong.append(f"{each.id}: {trouble}")
    return wrong


def reported(golden: Golden, verdict: Verdict, documents: Mapping[str, Document], *, last: bool) -> Finding:
    """What is reported by whoever finds exactly this; of places that say the same, the first or last."""
    places = [side[-1 if last else 0] for side in golden.sides]
    return finding(
        verdict,
        *(
            Side(documents[place.document].id, "", None, place.locate(documents[place.document]), place.text)
            for place in places
        ),
    )


def unsound(golden: GoldenSet, documents: Mapping[str, Document]) -> list[str]:
    """Entries that their own report does not match, and negatives that an entry would excuse."""
    wrong = []
    for each, last in product((*golden.entries, *golden.negatives), (False, True)):
        rivals = (
            [entry for entry in golden.entries if entry.verdicts & each.verdicts]
            if each.forbidden
            else [each]
        )
        for verdict in each.verdicts:
            report = reported(each, verdict, documents, last=last)
            matched = [rival.id for rival in rivals if score_of._matches(report, rival, documents)]
            if bool(matched) == each.forbidden:
                wrong.append(f"{each.id}, {verdict}: matches {', '.join(matched) or 'nothing'}")
    return wrong


PARTS = {"written": "dev", "held_out": "held_out", "fresh": "fresh"}
"""Golden files of the written documents, and the folder of each."""


@pytest.fixture(scope="module")
def written() -> GoldenSet:
    """All parts as one."""
    parts = {folder: load(HERE / f"{name}.toml") for name, folder in PARTS.items()}
    for folder, part in parts.items():
        assert {reading.half for reading in part.readings} == {folder}
    return GoldenSet(
        tuple(reading for part in parts.values() for reading in part.readings),
        tuple(entry for part in parts.values() for entry in part.entries),
        tuple(negative for part in parts.values() for negative in part.negatives),
    )


@pytest.fixture(scope="module")
def written_documents() -> dict[str, Document]:
    folder = HERE / "documents"
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): read(path) for path in paths}


@pytest.fixture(scope="module")
def seeds(data_dir: Path) -> dict[str, Document]:
    return {path.name[:3]: read(path) for path in sorted((data_dir.parent / "seeds").glob("0*.txt"))}


def test_every_anchor_is_in_its_written_document(
    written: GoldenSet, written_documents: dict[str, Document]
) -> None:
    assert misplaced(written, written_documents) == []


def test_the_entries_and_negatives_of_the_written_documents_do_not_quarrel(
    written: GoldenSet, written_documents: dict[str, Document]
) -> None:
    assert unsound(written, written_documents) == []


def test_every_written_document_is_judged_once_and_says_what_it_is(
    written: GoldenSet, written_documents: dict[str, Document]
) -> None:
    judged = Counter(name for reading in written.readings for name in reading.documents)
    assert judged == Counter(list(written_documents))
    for name, text in written_documents.items():
        assert "made for tests" in text.text.lower(), name
        assert text.published.day is not None, name


def test_no_entry_reaches_across_two_readings_or_halves(written: GoldenSet) -> None:
    for each in (*written.entries, *written.negatives):
        homes = [reading for reading in written.readings if each.documents <= set(reading.documents)]
        assert len(homes) == 1, each.id
        assert all(name.startswith(f"{homes[0].half}/") for name in each.documents), each.id


def test_every_part_has_conflicts_and_at_least_as_many_true_negatives(written: GoldenSet) -> None:
    def of(half: str, rows: tuple[Golden, ...]) -> int:
        return sum(all(name.startswith(half) for name in row.documents) for row in rows)

    must = tuple(each for each in written.entries if each.grade == "must")
    for half in (f"{folder}/" for folder in PARTS.values()):
        assert of(half, must) >= 12
        assert of(half, written.negatives) >= of(half, must)


@pytest.mark.data
def test_every_anchor_is_in_its_seed(seeds: dict[str, Document]) -> None:
    assert misplaced(load(HERE / "seeds.toml"), seeds) == []


@pytest.mark.data
def test_the_entries_and_negatives_of_the_seeds_do_not_quarrel(seeds: dict[str, Document]) -> None:
    assert unsound(load(HERE / "seeds.toml"), seeds) == []


@pytest.mark.data
def test_every_answer_is_in_its_seed(seeds: dict[str, Document]) -> None:
    rows = tomllib.loads((HERE / "questions.toml").read_text(encoding="utf-8"))["question"]
    missing = [
        f"{row['id']}: {answer['doc']} {answer['anchor']!r}"
        for row in rows
        for answer in row.get("answers", ())
        if answer["anchor"] not in " ".join(seeds[answer["doc"]].text.split())
    ]
    assert missing == []


def test_the_questions_are_ten_twenty_and_forty() -> None:
    rows = tomllib.loads((HERE / "questions.toml").read_text(encoding="utf-8"))["question"]
    kinds = Counter(row["kind"] for row in rows)
    assert (kinds["trader"], kinds["further"]) == (10, 20)
    assert sum(kinds[kind] for kind in UNANSWERABLE) == 40
    assert min(kinds[kind] for kind in UNANSWERABLE) >= 13
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert bool(row.get("answers")) == (row["kind"] not in UNANSWERABLE), row["id"]
