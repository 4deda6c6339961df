"""Evidence: what followed each state, with its cases, its base and a verdict in words."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.footer import footer_of
from bot.terminal.header import header_of
from bot.terminal.layout import PHRASE, Head, Row, Rows, section
from bot.terminal.words import ABSENT, NO_READING, STRONG, figure, plain, said, value
from tools.evidence.results import EvidenceLine, HorizonStudy, StateStudy, Tried
from tools.phrases import written
from tools.results import EvidenceReport
from tools.types import Fact, Missing

_HEADS = (
    Head("Sessions", "right"),
    Head(" Cases", "right"),
    Head("Hit", "right"),
    Head("Base", "right"),
    Head("Advantage", "right"),
    Head("Interval".rjust(14), "right"),
    Head("Unseen", "right"),
)
_STYLES = {"better than base": "green", "worse than base": "red", "too few cases": ABSENT}
_LEGEND = (
    "▶ holds at this session. Cases: independent ones. Unseen: the advantage in years judged by the years "
    "before them, above zero where the direction held. ● stands with everything that was tried counted, "
    "○ does not."
)


def evidence_card(report: EvidenceReport) -> Group:
    """What entry and hit mean, a block per layer, and last how much was tried."""
    return Group(
        header_of(report.header, report.price),
        said(report.entry),
        plain(_LEGEND, ABSENT),
        *(_family(family, list(states)) for family, states in groupby(report.states, lambda one: one.family)),
        *([section("Not studied", *(said(one) for one in report.absent))] if report.absent else []),
        tried_section(report.tried),
        footer_of(report.header),
    )


def evidence_section(lines: Sequence[EvidenceLine]) -> Group:
    """What followed the states in force, beside the card that shows them."""
    rows = [Row((plain(_titled(line.subject), STRONG),), said(line.said)) for line in lines]
    return section("Evidence for the states in force", Rows((Head(""),), rows))


def tried_section(tried: Tried) -> Group:
    """How many comparisons stand behind the verdicts."""
    return section("Everything that was tried", said(tried.said))


def _family(family: str, states: Sequence[StateStudy]) -> Group:
    caveats = dict.fromkeys(caveat.text for one in states for caveat in one.caveats)
    parts = [part for one in states for part in _state(one)]
    return section(_titled(family), *parts, *(plain(text, ABSENT) for text in caveats))


def _state(one: StateStudy) -> Iterator[RenderableType]:
    holds = isinstance(one.holds, Fact) and bool(one.holds.value)
    yield plain(f"▶ {one.state}" if holds else one.state, STRONG if holds else "")
    rows = [Row(tuple(_cells(study)), _verdict(study)) for study in one.studies]
    yield Rows(_HEADS, rows, "Verdict", least=PHRASE)


def _cells(study: HorizonStudy) -> Iterator[Text]:
    yield plain(written(study.horizon).split()[0])
    yield figure(study.episodes)
    yield figure(study.hit_rate, STRONG)
    yield figure(study.base_rate, ABSENT)
    yield _points(study.advantage)
    if isinstance(study.low, Missing) or isinstance(study.high, Missing):
        yield plain(NO_READING, ABSENT)
    else:
        yield Text.assemble(_points(study.low), " to ", _points(study.high))
    yield _points(study.walked)


def _points(reading: Fact | Missing) -> Text:
    """Points without the word, which the columns' headings leave no room for."""
    text = figure(reading)
    return plain(text.plain.removesuffix(" points"), str(text.style))


def _verdict(study: HorizonStudy) -> Text:
    if isinstance(study.verdict, Missing):
        return value(study.verdict)
    word = str(study.verdict.value)
    mark = ""
    if word not in ("no difference shown", "too few cases") and isinstance(study.survives, Fact):
        mark = " ●" if study.survives.value else " ○"
    return plain(f"{word}{mark}", _STYLES.get(word, ""))


def _titled(name: str) -> str:
    return name.replace("_", " ").capitalize()
