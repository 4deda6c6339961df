"""Trade set-ups of a document: entries, stops, targets and the reward/risk said of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from knowledge.claims.checks.figures import Figure
from knowledge.claims.checks.quote_patterns import PRICE_FIGURE
from knowledge.claims.checks.ratios import LABEL, Ratio, named_ratios, pair_at, ratio_at
from knowledge.claims.checks.reading import Line, Reading, reading_of
from knowledge.claims.checks.tables import Row, Table, tables_of
from knowledge.claims.checks.topics import topic
from knowledge.claims.model import Measure
from knowledge.types import BlockKind, Document

_ROLES = (
    ("stop", re.compile(r"\b(?:stops?|stop-?loss|invalidation)\b", re.IGNORECASE)),
    (
        "target",
        re.compile(r"\b(?:targets?|take[- ]profits?|objectives?|TP[1-4]?|T[1-4]|PT[1-4]?)\b", re.IGNORECASE),
    ),
    (
        "entry",
        re.compile(r"\b(?:entry|entries|enter|scale-?in|buy (?:zone|area|at|range|limit))\b", re.IGNORECASE),
    ),
)
_SHORT = re.compile(r"\bshort\b(?![- ]?(?:term|covering|interest|squeeze|dated|lived|er\b|-))", re.IGNORECASE)
_LONG = re.compile(r"\blong\b(?![- ]?(?:term|dated|er\b|-))|\bbuy\b", re.IGNORECASE)
_COUNTED = re.compile(r"\b(?:first|second|third)[ ]|(?<=[Tt]arget[ ])[1-4]\b|(?<=\bT)[1-4]\b", re.IGNORECASE)
_NUMBERS = {"first": "1", "second": "2", "third": "3"}
_SECONDARY = re.compile(
    r"\b(?:soft|scale|scaling|add|trail\w*|mental|reassess\w*|second|aggressive)\b", re.IGNORECASE
)
_MOVING_STOP = re.compile(r"\b(?:trail\w*|break-?even|raised?|lock(?:ed|s)? in)\b", re.IGNORECASE)
_PROSE = tuple(
    (
        role,
        re.compile(
            rf"\b(?:{names})(?![a-z])(?:[ ]\([^()]{{0,30}}\))?(?:[ ](?:order|zone|point|price|level|near|at"
            r"|around|of|from|in|between|below|above"
            r"|is|are|set|sits|placed|goes|to|the|on|a|an|hard|just|long|short|one|two|first|second|for"
            r"|[A-Z]{2,5}"
            rf"|[1-4])){{0,6}}[ :=(@]{{1,3}}(?P<price>{PRICE_FIGURE}+)",
            re.IGNORECASE,
        ),
    )
    for role, names in (
        ("entry", r"entry|entries|enter(?:ing|ed)?|buy(?:ing)?|long|short(?:ing)?|initiate[sd]?"),
        ("stop", r"stop(?:s|ped)?(?:[ -]?loss)?"),
        ("target", r"targets?|targeting|take[- ]profits?|objective|T[1-4]|TP[1-4]?"),
    )
)
_PRICES = frozenset({Measure.USD, Measure.COUNT})


@dataclass(frozen=True, slots=True)
class Level:
    """One price of a set-up.

    Attributes:
        label: What the document calls it.
        figure: The price or zone.
        line: Where it stands.
        ratio: Reward/risk said of this one alone; None when none is.
    """

    label: str
    figure: Figure
    line: Line
    ratio: Ratio | None = None


@dataclass(frozen=True, slots=True)
class Setup:
    """Prices that belong to one trade.

    Attributes:
        topic: The ticker.
        entries: Where it is entered; additions to it only when there is nothing else.
        stops: Where it is given up; softer ones only when there is nothing else.
        targets: Where it is closed at a profit.
        ratios: Stated reward/risk of the whole.
        side: +1 long, -1 short by its words, 0 when they do not say.
        moving_stop: Whether the stop is said to move.
    """

    topic: str
    entries: tuple[Level, ...]
    stops: tuple[Level, ...]
    targets: tuple[Level, ...]
    ratios: tuple[Ratio, ...]
    side: int
    moving_stop: bool


@lru_cache(maxsize=8)
def setups_of(document: Document) -> tuple[Setup, ...]:
    """The set-ups of a document: tables and lists of a section together, else each paragraph."""
    reading = reading_of(document)
    found: list[Setup | None] = []
    tables = [table for table in tables_of(document) if table.rows]
    rowwise = _together([table for table in tables if not _columns(table)])
    found += [_from_rows(reading, [row for table in together for row in table.rows]) for together in rowwise]
    found += [setup for table in tables if _columns(table) for setup in _from_columns(reading, table)]
    prose = (line for line in reading.lines if line.kind is BlockKind.PARAGRAPH)
    found += [_from_prose(reading, list(lines)) for _, lines in groupby(prose, lambda line: line.block)]
    return tuple(setup for setup in found if setup)


def _together(tables: Sequence[Table]) -> Iterator[list[Table]]:
    """Tables and lists of one section that make one set-up; a second entry begins the next one."""
    for _, group in groupby(tables, lambda table: (table.section, table.listed)):
        run: list[Table] = []
        for table in group:
            if run and _has_entry(table) and any(_has_entry(one) for one in run):
                yield run
                run = []
            run.append(table)
        yield run


def _has_entry(table: Table) -> bool:
    return any(_ROLES[2][1].search(row.label) for row in table.rows)


def _from_rows(reading: Reading, rows: list[Row]) -> Setup | None:
    levels: list[tuple[str, Level]] = []
    ratios: list[Ratio] = []
    for row in rows:
        if not row.cells or row.cells[0].figures:
            continue
        role = next((name for name, pattern in _ROLES if pattern.search(row.label)), None)
        if LABEL.search(row.label):
            ratios += list(named_ratios(row.line))[:1]
        elif role:
            figure = _first_price(row)
            if figure:
                levels.append(
                    (role, Level(row.label, figure, row.line, _own_ratio(row) if role == "target" else None))
                )
    return _setup(reading, levels, ratios, [row.line for row in rows])


def _first_price(row: Row) -> Figure | None:
    for cell in row.cells[1:]:
        prices = [figure for figure in cell.figures if figure.unit in _PRICES and not figure.bounded]
        if prices:
            return prices[0]
    return None


def _own_ratio(row: Row) -> Ratio | None:
    named = next(named_ratios(row.line), None)
    if named:
        return named
    for cell in row.cells[2:]:
        start, end = cell.span.start - row.line.start, cell.span.end - row.line.start
        ratio = pair_at(row.line, start, end)
        if ratio and len(cell.text) <= 12:
            return ratio
    return None


def _columns(table: Table) -> dict[str, int]:
    """Columns by role, when the header names entry, stop and target: one set-up a row."""
    found: dict[str, int] = {}
    for at, name in enumerate(table.header):
        role = "ratio" if LABEL.search(name) else next((r for r, p in _ROLES if p.search(name)), None)
        if role and at > 0:
            found.setdefault(role, at)
    return found if {"entry", "stop", "target"} <= found.keys() else {}


def _from_columns(reading: Reading, table: Table) -> Iterator[Setup]:
    columns = _columns(table)
    for row in table.rows:
        levels = [
            (role, Level(f"{row.label} {role}", figure, row.line))
            for role, at in columns.items()
            if role != "ratio" and (figure := row.figure(at)) is not None and not figure.bounded
        ]
        cell = row.cell(columns["ratio"]) if "ratio" in columns else None
        ratio = cell and ratio_at(row.line, cell.span.start - row.line.start, cell.span.end - row.line.start)
        setup = _setup(reading, levels, [ratio] if ratio else [], [row.line])
        if setup:
            yield setup


def _from_prose(reading: Reading, lines: list[Line]) -> Setup | None:
    levels: list[tuple[str, Level]] = []
    ratios: list[Ratio] = []
    for line in lines:
        taken = set()
        for role, pattern in reversed(_PROSE):
            for match in pattern.finditer(line.masked):
                figure = line.figure_at(match.start("price"))
                if figure and figure.span not in taken:
                    taken.add(figure.span)
                    levels.append((role, Level(_named(role, line, match.start()), figure, line)))
        ratios += named_ratios(line)
    return _setup(reading, levels, ratios, lines) if levels else None


def _named(role: str, line: Line, start: int) -> str:
    """The role with its number, where the words count: "second target", "Target 2"."""
    counted = _COUNTED.search(line.text[max(0, start - 10) : start + 10])
    return f"{role} {_NUMBERS.get(counted[0].lower().strip(), counted[0].strip())}" if counted else role


def _setup(
    reading: Reading, levels: Iterable[tuple[str, Level]], ratios: list[Ratio], lines: list[Line]
) -> Setup | None:
    by_role: dict[str, list[Level]] = {"entry": [], "stop": [], "target": []}
    for role, level in levels:
        by_role[role].append(level)
    for role in ("entry", "stop"):
        main = [level for level in by_role[role] if not _SECONDARY.search(level.label)]
        by_role[role] = main or by_role[role]
    if not by_role["stop"] and not by_role["target"]:
        return None
    text = " ".join((*lines[0].section[-1:], *(line.text for line in lines)))
    short, long = bool(_SHORT.search(text)), bool(_LONG.search(text))
    first = (by_role["target"] or by_role["stop"])[0]
    return Setup(
        topic(reading, first.line),
        tuple(by_role["entry"]),
        tuple(by_role["stop"]),
        tuple(by_role["target"]),
        tuple(ratios),
        long - short,
        bool(_MOVING_STOP.search(" ".join(level.line.text for level in by_role["stop"]))),
    )
