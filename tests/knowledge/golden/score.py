"""How good findings are, held against what a careful reader found.

The golden files name places by short anchors instead of quoting sentences. Precision and recall are counted
over findings and entries of the documents at hand; what has to stay silent is listed too, and reported apart.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from knowledge.claims.model import Finding, Span, Verdict
from knowledge.types import Document

Grade = Literal["must", "may"]

LONGEST_SPAN = 600
"""Characters. A side that spans more points at nothing: it would overlap every anchor of its section."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A short exact piece of a document's text.

    Attributes:
        document: Name of the document in the golden file: `000`, `dev/chat_post.txt`.
        text: The piece. A space in it stands for any run of white space (line ends, the tabs of a table). It
            does not begin or end inside a number: `3%` is not found in `4.3%`.
        occurrence: Which of its places in the text, from 1.
    """

    document: str
    text: str
    occurrence: int = 1

    def locate(self, document: Document) -> Span:
        """Where it stands; LookupError when it does not."""
        body = r"\s+".join(re.escape(word) for word in self.text.split())
        if self.text[0].isdigit():
            body = r"(?<!\d)(?<!\d[.,])" + body
        if self.text[-1].isdigit():
            body += r"(?!\d)(?![.,]\d)"
        places = [match.span() for match in re.finditer(body, document.text)]
        if len(places) < self.occurrence:
            raise LookupError(
                f"{self.document}: {self.text!r} stands {len(places)} times, not {self.occurrence}"
            )
        return Span(*places[self.occurrence - 1])


Side = tuple[Anchor, ...]
"""Places that say the same; any one of them is the side."""


@dataclass(frozen=True, slots=True)
class Golden:
    """An entry to be found, or (`forbidden`) a pair that must not be reported with these verdicts.

    Attributes:
        id: Its name in the file.
        verdicts: Acceptable ones; of a forbidden one those that are wrong.
        grade: `must`: a careful reader would want it shown; `may`: defensible to show and not to show.
        sides: What a finding has to point at, every one of them.
        needs: What can only be found with a table beside the text: `events`, `prices`.
        forbidden: Whether it must not be found.
        why: The judgement.
    """

    id: str
    verdicts: frozenset[Verdict]
    grade: Grade
    sides: tuple[Side, ...]
    needs: frozenset[str]
    forbidden: bool
    why: str

    @property
    def documents(self) -> frozenset[str]:
        """Names of the documents it speaks of."""
        return frozenset(anchor.document for side in self.sides for anchor in side)


@dataclass(frozen=True, slots=True)
class Reading:
    """Documents that are judged together.

    Attributes:
        name: What they are.
        half: `seeds`, or the folder of its documents: `dev`, `held_out`, `fresh`.
        documents: Their names.
    """

    name: str
    half: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GoldenSet:
    """A golden file.

    Attributes:
        readings: Which documents are judged together.
        entries: What is to be found.
        negatives: What is not.
    """

    readings: tuple[Reading, ...]
    entries: tuple[Golden, ...]
    negatives: tuple[Golden, ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Findings held against the golden entries of their documents.

    Attributes:
        precision: Share of the findings that match an entry; None without findings.
        recall_must: Share of the `must` entries that were found; None when there are none.
        recall_all: Share of all entries that were found; None when there are none.
        matched: Ids of the entries found, in the order of the file.
        missed: Ids of the others, the `must` ones first.
        unexpected: Findings that match no entry.
        forbidden_hit: Ids of negatives that a finding fell for, with that finding, which is `unexpected` too.
    """

    precision: float | None
    recall_must: float | None
    recall_all: float | None
    matched: tuple[str, ...]
    missed: tuple[str, ...]
    unexpected: tuple[Finding, ...]
    forbidden_hit: tuple[tuple[str, Finding], ...]


def load(path: Path) -> GoldenSet:
    """Read a golden file; ValueError names the entry that breaks the format."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    readings = tuple(
        Reading(row["name"], row["half"], tuple(row["documents"])) for row in table.get("set", ())
    )
    entries = tuple(_golden(row, forbidden=False) for row in table.get("entry", ()))
    negatives = tuple(_golden(row, forbidden=True) for row in table.get("negative", ()))
    names = [each.id for each in (*entries, *negatives)]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"ids stand twice: {', '.join(twice)}")
    return GoldenSet(readings, entries, negatives)


def score(
    findings: Iterable[Finding],
    documents: Mapping[str, Document],
    golden: GoldenSet,
    having: Collection[str] = ("events", "prices"),
) -> Score:
    """Hold findings against the entries that speak of these documents alone.

    A finding matches an entry when its verdict is acceptable and every side of the entry is overlapped by a
    side of the finding; further sides do no harm. One finding may match several entries, and the other way
    round.

    Args:
        findings: What the product found in `documents`.
        documents: By their names in the golden file.
        golden: The golden file.
        having: What the product was given beside the text. Entries that need something else do not count as
            missed; found all the same, they are not held against it.

    Raises:
        LookupError: An anchor is not in its document.
    """
    found = list(findings)
    here = [each for each in golden.entries if each.documents <= documents.keys()]
    matches = {each.id: [f for f in found if _matches(f, each, documents)] for each in here}
    right = {id(finding) for hits in matches.values() for finding in hits}
    unexpected = tuple(finding for finding in found if id(finding) not in right)
    hits = tuple(
        (each.id, finding)
        for each in golden.negatives
        if each.documents <= documents.keys()
        for finding in unexpected
        if _matches(finding, each, documents)
    )
    counted = [each for each in here if each.needs <= set(having)]
    must = [each for each in counted if each.grade == "must"]
    missed = sorted((each for each in counted if not matches[each.id]), key=lambda each: each.grade == "may")
    return Score(
        precision=_share(len(found) - len(unexpected), len(found)),
        recall_must=_share(sum(bool(matches[each.id]) for each in must), len(must)),
        recall_all=_share(len(counted) - len(missed), len(counted)),
        matched=tuple(each.id for each in here if matches[each.id]),
        missed=tuple(each.id for each in missed),
        unexpected=unexpected,
        forbidden_hit=hits,
    )


def _matches(finding: Finding, golden: Golden, documents: Mapping[str, Document]) -> bool:
    return finding.verdict in golden.verdicts and all(
        any(_points_at(finding, anchor, documents[anchor.document]) for anchor in side)
        for side in golden.sides
    )


def _points_at(finding: Finding, anchor: Anchor, document: Document) -> bool:
    place = anchor.locate(document)
    return any(
        side.document == document.id
        and side.span is not None
        and side.span.end - side.span.start <= LONGEST_SPAN
        and side.span.start < place.end
        and place.start < side.span.end
        for side in finding.sides
    )


def _share(part: int, of: int) -> float | None:
    return part / of if of else None


def _golden(row: Mapping[str, Any], *, forbidden: bool) -> Golden:
    name = str(row.get("id", "an entry without id"))
    verdicts = row["forbidden" if forbidden else "verdict"]
    grade = row.get("grade", "must")
    sides = tuple(_side(side) for side in row["sides"])
    if not verdicts or not sides or grade not in ("must", "may") or not row.get("why"):
        raise ValueError(f"{name}: verdicts, sides, why and a grade of must or may are needed")
    return Golden(
        id=name,
        verdicts=frozenset(Verdict(verdict) for verdict in verdicts),
        grade=grade,
        sides=sides,
        needs=frozenset(row.get("needs", ())),
        forbidden=forbidden,
        why=row["why"],
    )


def _side(row: Mapping[str, Any]) -> Side:
    return tuple(
        Anchor(row["doc"], place["anchor"], place.get("occurrence", 1)) for place in (row, *row.get("or", ()))
    )
