"""The checks on real documents of four kinds: what is known to be wrong in them is found."""

from pathlib import Path

import pytest

from knowledge.claims import claims_of
from knowledge.claims.checks import CHECKS, CROSS_CHECKS
from knowledge.claims.model import Finding
from knowledge.documents import read_document
from knowledge.types import Document, Given
from tests.knowledge.claims.checks.calendar_days import Table

pytestmark = pytest.mark.data


@pytest.fixture(scope="module")
def documents(data_dir: Path) -> dict[str, Document]:
    folder = data_dir.parent / "seeds"
    return {
        path.name[:3]: read_document(path.read_bytes(), Given(name=path.name))
        for path in sorted(folder.glob("0*.txt"))
    }


def findings_of(document: Document) -> list[Finding]:
    claims = claims_of(document)
    return [finding for check in CHECKS for finding in check(document, claims, None, Table())]


def test_the_generated_report_is_wrong_in_eight_places(documents: dict[str, Document]) -> None:
    found = {finding.rule: finding for finding in findings_of(documents["000"])}
    assert sorted(finding.rule for finding in findings_of(documents["000"])) == [
        "event_day",
        "event_day",
        "event_too_early",
        "move_against_atr",
        "percent_to_level",
        "range_position",
        "superlative",
        "weighted_sum",
    ]
    assert "43.8" in found["weighted_sum"].why
    assert "43/100" in found["weighted_sum"].why
    assert "-24.4 % to -20.7 %" in found["percent_to_level"].why
    assert "28/100" in found["superlative"].why


def test_the_rules_that_overlap_are_found(documents: dict[str, Document]) -> None:
    (finding,) = findings_of(documents["003"])
    assert finding.rule == "rules_overlap"
    assert "from 50 to 55" in finding.why


@pytest.mark.parametrize("name", ["001", "002"])
def test_the_others_are_left_alone(documents: dict[str, Document], name: str) -> None:
    """Rounded ranges, shares that add up, a weekday that fits: nothing to find."""
    assert findings_of(documents[name]) == []


def test_the_long_average_needs_prices_that_no_document_gives(documents: dict[str, Document]) -> None:
    pair = [documents["000"], documents["002"]]
    claims = {document.id: claims_of(document) for document in pair}
    (finding,) = [found for check in CROSS_CHECKS for found in check(pair, claims, None, None)]
    assert finding.rule == "average_across"
    assert {side.document for side in finding.sides} == {pair[0].id, pair[1].id, None}
