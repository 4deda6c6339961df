"""Reward against risk recomputed from the entry, stop and targets that stand beside it."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import product

from knowledge.claims.checks.figures import Figure, Interval, shown
from knowledge.claims.checks.found import entities, ours, said, wrong
from knowledge.claims.checks.quotes import Quotes, quotes_of
from knowledge.claims.checks.ratios import Ratio, named_ratios, pair_at
from knowledge.claims.checks.reading import PER_CENT, Line, reading_of
from knowledge.claims.checks.setups import Level, Setup, setups_of
from knowledge.claims.model import Claim, Finding, Measure, Span
from knowledge.ports import EventDays, Prices
from knowledge.types import Document

_REWARD = re.compile(
    r"\b(?:upside|reward|gain|profit|downside|target\w*|potential|make|return)\b", re.IGNORECASE
)
_TARGET_NUMBER = re.compile(
    r"\b(?:T|TP|[Tt]arget[ ])([1-4])\b|\b(first|second|third)(?=[ ]target)", re.IGNORECASE
)
_ORDINALS = {"first": "1", "second": "2", "third": "3"}
_RISK = re.compile(r"\b(?:risk(?:s|ing|ed)?|stop|loss|lose)\b(?![ ]?[-/:][ ]?reward)", re.IGNORECASE)


def check_reward_risk(
    document: Document, claims: Sequence[Claim], _prices: Prices | None, _events: EventDays | None
) -> Iterable[Finding]:
    """Check stated ratios; silent when any reasonable reading of the prices gives the figure."""
    entity_of = entities(document, claims)
    quotes = quotes_of(document, claims)
    seen: set[Span] = set()
    for setup in setups_of(document):
        entity = setup.topic or entity_of((setup.targets or setup.stops)[0].line.whole)
        for ratio in setup.ratios:
            seen.add(ratio.span)
            yield from _check(quotes, setup, ratio, _meant(setup, ratio), entity)
        for target in setup.targets:
            if target.ratio:
                seen.add(target.ratio.span)
                yield from _check(quotes, setup, target.ratio, (target,), entity)
    for line in reading_of(document).lines:
        yield from _per_cents(document, line, entity_of(line.whole), seen)


def _check(
    quotes: Quotes, setup: Setup, ratio: Ratio, targets: Sequence[Level], entity: str
) -> Iterator[Finding]:
    document = quotes.document
    entries = [level.figure for level in setup.entries]
    current = [quote.figure for quote in quotes.current(setup.topic)]
    stops, goals = [level.figure for level in setup.stops], [level.figure for level in targets]
    own = _readings(entries or current, stops, goals)
    stated = Interval(ratio.value - ratio.slack, ratio.value + ratio.slack)
    if not own or _hull(own).meets(stated):
        return
    others = _readings(current, stops, goals) if entries else []
    if others and _hull(others).meets(stated):
        return
    given = _as_range(_hull(own))
    used = (*setup.entries[:1], *setup.stops[:1], *targets[:1])
    spans = dict.fromkeys((ratio.span, *(level.line.whole for level in used)))
    words = document.text[ratio.span.start : ratio.span.end]
    yield wrong(
        "reward_risk",
        "reward/risk of the set-up",
        entity,
        (*(said(document, span) for span in spans), ours("arithmetic", given)),
        f"Entry, stop and target give {given}, the document says {words}.",
    )


def _readings(
    entries: Sequence[Figure], stops: Sequence[Figure], targets: Sequence[Figure]
) -> list[Interval]:
    """The ratios that each entry, stop and target allow, zones taken as all their prices."""
    found = []
    for entry, stop, target in product(entries, stops, targets):
        for side in (1, -1):
            worst = _ratio(entry.high if side > 0 else entry.low, stop, target, side, best=False)
            best = _ratio(entry.low if side > 0 else entry.high, stop, target, side, best=True)
            ends = [end for end in (worst, best) if end is not None]
            if ends:
                found.append(Interval(min(ends), max(ends)))
    return found


def _meant(setup: Setup, ratio: Ratio) -> Sequence[Level]:
    """The targets a ratio speaks of: the one its line names by number, else all."""
    text = ratio.line.text[
        max(0, ratio.span.start - ratio.line.start - 60) : ratio.span.end - ratio.line.start + 40
    ]
    numbers = {_ORDINALS.get(word.lower(), one) for one, word in _TARGET_NUMBER.findall(text)}
    named = [target for target in setup.targets if numbers & set(re.findall(r"[1-4]", target.label))]
    return named if len(numbers) == 1 and len(named) == 1 else setup.targets


def _hull(readings: Sequence[Interval]) -> Interval:
    """From the least to the most favourable reading: an exit may be spread over several targets."""
    return Interval(min(one.low for one in readings), max(one.high for one in readings))


def _ratio(entry: float, stop: Figure, target: Figure, side: int, *, best: bool) -> float | None:
    """One reading; `best` takes the far end of the target zone and the near end of the stop zone."""
    far = (target.high if side > 0 else target.low) if best else (target.low if side > 0 else target.high)
    near = (stop.high if side > 0 else stop.low) if best else (stop.low if side > 0 else stop.high)
    reward, risk = side * (far - entry), side * (entry - near)
    return reward / risk if reward > 0 and risk > 0 else None


def _as_range(possible: Interval) -> str:
    low, high = shown(possible.low), shown(possible.high)
    return f"{low}:1" if low == high else f"{low}:1 to {high}:1"


def _per_cents(document: Document, line: Line, entity: str, seen: set[Span]) -> Iterator[Finding]:
    """A ratio beside the reward and the risk in per cent."""
    shares = [figure.size for figure in line.figures if figure.unit is Measure.PERCENT]
    if len(shares) != 2 or any(figure.bounded for figure in shares):
        return
    ratio = next(named_ratios(line), None) or pair_at(line, 0, len(line.text))
    if ratio is None or ratio.span in seen or not _REWARD.search(line.text) or not _RISK.search(line.text):
        return
    names = [_role(line, figure) for figure in shares]
    if sorted(names) != ["reward", "risk"]:
        return
    reward, risk = (shares[names.index(name)] for name in ("reward", "risk"))
    possible = reward.shown.over(risk.shown)
    if possible is None or possible.meets(Interval(ratio.value - ratio.slack, ratio.value + ratio.slack)):
        return
    value = f"{shown(reward.low / risk.low)}:1"
    yield wrong(
        "reward_risk",
        "reward/risk of two per cents",
        entity,
        (said(document, line.whole), ours("arithmetic", value)),
        f"{shown(reward.low)} % against {shown(risk.low)} % is {value}, the document says "
        f"{document.text[ratio.span.start : ratio.span.end]}.",
    )


def _role(line: Line, figure: Figure) -> str:
    """Whether a per cent is the reward or the risk: by the word behind it, those before, then further on."""
    until, at = figure.span.end - line.start, figure.span.start - line.start
    after = line.masked[until : until + 30].split(PER_CENT)[0].split(",")[0]
    before = line.masked[max(0, at - 30) : at].rsplit(PER_CENT, 1)[-1]
    near = " ".join(before.split()[-2:])
    for words in (" ".join(after.split()[:1]), near, after, before):
        risk, reward = bool(_RISK.search(words)), bool(_REWARD.search(words))
        if risk != reward:
            return "risk" if risk else "reward"
    return ""
