"""The card of claims of other systems, tested: by verdict, each with its sentences and its comparisons."""

from collections.abc import Iterator, Sequence
from datetime import date

from bot.cards.blocks import Block, Card, Text
from bot.cards.evidence import tried_section
from bot.cards.facts import facts_lines
from bot.cards.request import Request
from bot.cards.sections import between, market_card, section
from bot.cards.words import escaped, figure, lines, said, small, value
from tools.evidence.results import ClaimStudy, ClaimTrial, ListVerdict, Survivorship
from tools.phrases import written
from tools.results import ClaimsReport
from tools.types import Fact, Missing, Unit

_VERDICTS = (
    ("supported", "✓ Supported"),
    ("not supported", "✗ Not supported"),
    ("too few cases", "○ Too few cases"),
)
_REST = ("not known", "? Not known")
_LEGEND = (
    "● stands with every comparison counted, ○ does not. * the comparison that the verdict rests on. "
    "Independent: cases that do not overlap. Intervals by stationary block bootstrap."
)


def claims_card(report: ClaimsReport, request: Request) -> Card:
    """How many claims hold, then each under its verdict, the member lists, and how much was tried."""
    header = report.header
    return market_card(
        header,
        "claims of other systems, tested",
        _parts(report),
        request,
        price=report.price,
        beside=(("Evidence", "evidence"),),
    )


def verdict_of(claim: ClaimStudy) -> str:
    """The verdict in words; a claim that could not be tested is "not known"."""
    return written(claim.verdict) if isinstance(claim.verdict, Fact) else "not known"


def _parts(report: ClaimsReport) -> Iterator[Block]:
    yield Text(lines((f"**{said(report.said)}**", small(escaped(_LEGEND)))))
    yield section("At a glance", *_glance(report.claims))
    for word, title in _VERDICTS:
        found = [one for one in report.claims if verdict_of(one) == word]
        if found:
            yield section(title)
            yield from (Text(_claim(one)) for one in found)
    rest = [one for one in report.claims if verdict_of(one) not in dict(_VERDICTS)]
    if rest:
        yield section(_REST[1], *map(_unknown, rest))
    yield section("Survivorship", *_survivorship(report.survivorship, report.header.as_of))
    yield tried_section(report.tried)


def _glance(claims: Sequence[ClaimStudy]) -> Iterator[str]:
    """The claims by name under each verdict."""
    for word, title in (*_VERDICTS, _REST):
        names = [escaped(one.title) for one in claims if verdict_of(one) == word]
        if names:
            yield f"{title}: {'; '.join(names)}"


def _claim(claim: ClaimStudy) -> str:
    return lines(
        (
            f"**{escaped(claim.title)}**",
            said(claim.claim),
            said(claim.said),
            small(f"test: {said(claim.test)}"),
            *_trials(claim.trials),
            *(small(said(caveat)) for caveat in claim.caveats),
        )
    )


def _trials(trials: Sequence[ClaimTrial]) -> Iterator[str]:
    for case, base in dict.fromkeys((trial.case, trial.base) for trial in trials):
        yield small(f"{escaped(case)} against {escaped(base)}:")
        yield from (_trial(one) for one in trials if (one.case, one.base) == (case, base))


def _trial(trial: ClaimTrial) -> str:
    head = f"- {value(trial.horizon)}{escaped('*') if trial.decides else ''}, {escaped(trial.whose)}:"
    cases = f"{figure(trial.sessions)} sessions, {figure(trial.episodes)} independent"
    if isinstance(trial.difference, Missing):
        return f"{head} {cases} against {figure(trial.base_episodes)}"
    mean = "" if isinstance(trial.mean, Missing) else f" (mean {value(trial.mean)})"
    interval = between(trial.low, trial.high, bare=True)
    shown = f"{figure(trial.rate)}{mean} against {figure(trial.base_rate)}: **{value(trial.difference)}**"
    return f"{head} {shown}{f' ({interval})' if interval else ''}{_stands(trial)}, {cases}"


def _stands(trial: ClaimTrial) -> str:
    """Whether a difference stands when everything that was tried is counted; nothing where none is shown."""
    if isinstance(trial.low, Missing) or isinstance(trial.high, Missing):
        return ""
    none = 1.0 if isinstance(trial.difference, Fact) and trial.difference.unit is Unit.TIMES else 0.0
    if trial.low.number <= none <= trial.high.number:
        return ""
    return " ●" if isinstance(trial.survives, Fact) and trial.survives.value else " ○"


def _unknown(claim: ClaimStudy) -> str:
    reason = claim.verdict.reason if isinstance(claim.verdict, Missing) else claim.said.text
    return f"**{escaped(claim.title)}**\n{said(claim.claim)}\n{small(escaped(reason))}"


def _survivorship(found: Survivorship, session: date) -> Iterator[str]:
    yield said(found.said)
    yield facts_lines(found.numbers, session)
    yield from map(_listed, found.verdicts)


def _listed(one: ListVerdict) -> str:
    interval = between(one.low, one.high, bare=True)
    difference = f"difference {figure(one.difference)}{f' ({interval})' if interval else ''}"
    head = f"- {escaped(one.title)}, list of {value(one.listed)}: **{value(one.verdict)}**"
    return f"{head}, {figure(one.episodes)} independent, {difference}"
