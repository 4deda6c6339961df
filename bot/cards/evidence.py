"""The card of evidence: what followed each state, with its cases and its base; states in force come first."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.cards.blocks import Block, Card, Rule, Text
from bot.cards.request import Request
from bot.cards.sections import between, market_card, points, section
from bot.cards.words import escaped, figure, lines, said, small, value
from tools.evidence.results import HorizonStudy, StateStudy, Tried
from tools.phrases import written
from tools.results import EvidenceReport
from tools.types import Fact, Missing

_LEGEND = (
    "Cases: independent ones. Unseen: the advantage in years judged by the years before them, above zero "
    "where the direction held. ● stands with everything that was tried counted, ○ does not."
)


def evidence_card(report: EvidenceReport, request: Request) -> Card:
    """What entry and hit mean, the states in force, the others by family, and how much was tried."""
    header = report.header
    return market_card(
        header,
        "evidence",
        _parts(report),
        request,
        price=report.price,
        beside=(("Analysis", "analyze"), ("Claims", "claims")),
    )


def tried_section(tried: Tried) -> Text:
    """How many comparisons stand behind the verdicts."""
    return section("Everything that was tried", said(tried.said))


def _parts(report: EvidenceReport) -> Iterator[Block]:
    yield Text(lines((said(report.entry), small(_LEGEND))))
    if not report.states:
        yield Text("No forward return is known here, so nothing could be studied.")
    holding = [one for one in report.states if _holds(one)]
    if holding:
        yield section(
            "In force at this session", *(_state(one, named=True) for one in holding), _caveats(holding)
        )
        yield Rule()
    others = [one for one in report.states if not _holds(one)]
    for family, states in groupby(others, lambda one: one.family):
        members = list(states)
        yield section(titled(family), *map(_state, members), _caveats(members))
    if report.absent:
        yield section("Not studied", *map(said, report.absent))
    yield tried_section(report.tried)


def titled(name: str) -> str:
    """The name of a family or layer as a heading."""
    return name.replace("_", " ").capitalize()


def _holds(one: StateStudy) -> bool:
    return isinstance(one.holds, Fact) and bool(one.holds.value)


def _caveats(states: Sequence[StateStudy]) -> str:
    told = dict.fromkeys(caveat.text for one in states for caveat in one.caveats)
    return lines(small(escaped(text)) for text in told)


def _state(one: StateStudy, *, named: bool = False) -> str:
    """A state with a stretch per horizon; lines are short enough for a phone."""
    name = f"{titled(one.family)}: {one.state}" if named else one.state
    head = f"**{'▶ ' if named else ''}{escaped(name)}**"
    return lines((head, *map(horizon_line, one.studies)))


def horizon_line(study: HorizonStudy) -> str:
    """What followed over one horizon; where there are too few cases only their number."""
    length = value(study.horizon)
    cases = f"cases {figure(study.episodes)}"
    if isinstance(study.hit_rate, Missing):
        return f"- {length}: {_verdict(study)}, {cases}"
    interval = between(study.low, study.high, bare=True)
    advantage = f"advantage {value(study.advantage)}" + (f" ({interval})" if interval else "")
    rates = f"hit **{value(study.hit_rate)}**, base {figure(study.base_rate)}, {advantage}"
    return f"- {length}: **{_verdict(study)}**\n  {rates}, {cases}, unseen {points(study.walked)}"


def _verdict(study: HorizonStudy) -> str:
    if isinstance(study.verdict, Missing):
        return value(study.verdict)
    word = written(study.verdict)
    if word in ("no difference shown", "too few cases") or isinstance(study.survives, Missing):
        return escaped(word)
    return f"{escaped(word)} {'●' if study.survives.value else '○'}"
