"""From figures with their metrics to claims: variant, entity, day, horizon, method, credit."""

import re
from dataclasses import dataclass, replace
from datetime import date

from knowledge.claims.as_of import SaidDay, day_of, said_days
from knowledge.claims.extract_bind import Bound, bind, fits
from knowledge.claims.extract_kind import THRESHOLD, by_horizon, horizon_of, named_around, variant_of
from knowledge.claims.extract_links import (
    BEFORE,
    companions,
    day_change_after_close,
    day_change_after_price,
    entity_prices,
    linked,
    price_after_move,
)
from knowledge.claims.extract_reading import Reading
from knowledge.claims.extract_source import Source
from knowledge.claims.extract_whose import whose
from knowledge.claims.extract_words import (
    Credit,
    credited,
    credits_in,
    denominator,
    level_to_reach,
    method,
    refers,
)
from knowledge.claims.horizon import horizons
from knowledge.claims.metrics import metrics
from knowledge.claims.model import Claim, Measure, Span
from knowledge.claims.quantities import out_of

_LEVELS = frozenset({"target", "stop", "entry", "support", "resistance", "pivot", "trigger", "level"})


_ON_A_DAY = re.compile(
    r"(?:[^.;]|\.[0-9]){0,40}?\bon[ ](?:(?:Mon|Tues|Wednes|Thurs|Fri)day"
    r"|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}[ ][0-9])"
)
_AWAY = re.compile(r"[ ](?:lower|higher|below|above|away)\b")


@dataclass(frozen=True, slots=True)
class Setting:
    """What surrounds a stretch that is read.

    Attributes:
        span: The sentence or table row that its claims quote.
        section: The headings above it.
        context: Lower-case text of it and what surrounds it.
        leads: Stretches that lead into it, the nearest last.
        before: The entity in mind from what stood before.
        known: The day by which it was known: the publication's, or a later one of its block.
        day: The day that its heading or its table names; None: `known`.
        label: Words of its table row or column that may show the variant.
        given: A metric that its surroundings settle for its first figure (a question, a list's lead).
    """

    span: Span
    section: tuple[str, ...]
    context: str
    leads: tuple[Span, ...] = ()
    before: str | None = None
    known: date | None = None
    day: date | None = None
    label: str = ""
    given: str | None = None


@dataclass(frozen=True, slots=True)
class _Around:
    """What a sentence says of its figures: the days, whom it credits, the stretches of time it names."""

    days: list[SaidDay]
    credits: list[Credit]
    quoted: bool
    stretches: list[tuple[int, int]]


def _around(source: Source, reading: Reading, setting: Setting) -> _Around:
    text = reading.text
    spans = [(reading.start, reading.end), *((span.start, span.end) for span in reversed(setting.leads))]
    return _Around(
        days=next((days for span in spans if (days := said_days(text, *span, setting.known))), []),
        credits=next((who for span in spans if (who := credits_in(text, *span, source.common))), []),
        quoted=any(refers(text, *span) for span in spans),
        stretches=horizons(text, reading.start, reading.end),
    )


def claims(source: Source, reading: Reading, setting: Setting) -> list[Claim]:
    """The claims of one sentence, in the order of their figures."""
    if not reading.quantities:
        return []
    given = linked(reading, _bounds(reading, setting))
    around = _around(source, reading, setting)
    for extra in [*day_change_after_price(reading, given), *price_after_move(reading, given)]:
        given[extra.quantity] = (extra, None)
    for index, (bound, said) in given.items():
        if bound.metric.key == "return" and day_change_after_close(reading, index, given):
            given[index] = (replace(bound, metric=metrics()["day_change"]), said)
    _scores(reading, given)
    _levels_to_reach(reading, given)
    claimed = {bound.metric.key for bound, _ in given.values()}
    found: list[Claim] = []
    for index in sorted(given):
        bound, said = given[index]
        both = [bound, *companions(reading, bound, claimed)]
        for one in both:
            claim = _claim(source, reading, setting, around, one, said)
            if claim is None:
                continue
            if one.mention is None and found and found[-1].metric == claim.metric:
                claim = _shared(claim, found[-1])
            found.append(replace(claim, id=f"{claim.id}/{claim.metric}") if len(both) > 1 else claim)
    return _distances(reading.text, found)


def _shared(claim: Claim, before: Claim) -> Claim:
    """A figure without a wording of its own shares the stretch of time and the kind of the one before."""
    metric = metrics()[claim.metric]
    own = claim.variant is not None or before.variant in {BEFORE, THRESHOLD} or metric.behind > 3
    return replace(
        claim, horizon=claim.horizon or before.horizon, variant=claim.variant if own else before.variant
    )


def _bounds(reading: Reading, setting: Setting) -> list[Bound]:
    bounds = bind(reading)
    named = {bound.quantity for bound in bounds}
    prices = [bound for bound in entity_prices(reading) if bound.quantity not in named]
    bounds.extend(prices)
    if setting.given and not bounds:
        metric = metrics()[setting.given]
        for index, quantity in enumerate(reading.quantities):
            written = reading.text[quantity.span.start : quantity.span.end]
            if fits(metric, quantity, written) and quantity.unit is reading.quantities[0].unit:
                bounds.append(Bound(index, None, metric, 0.0))
    named_more = (named_around(reading, bound) for bound in bounds)
    return sorted((bound for bound in named_more if bound), key=lambda bound: bound.quantity)


def _scores(reading: Reading, given: dict[int, tuple[Bound, str | None]]) -> None:
    """A figure out of a highest possible one ("28/100") is a score, whatever stands beside it."""
    for index, quantity in enumerate(reading.quantities):
        if index not in given and out_of(reading.text, quantity) is not None:
            given[index] = (Bound(index, None, metrics()["score"], 0.0), None)


def _levels_to_reach(reading: Reading, given: dict[int, tuple[Bound, str | None]]) -> None:
    """Dollars that a price is yet to reach or lose are no price."""
    for index, quantity in enumerate(reading.quantities):
        if index in given and given[index][0].metric.key not in {"price", "trigger", "day_high", "day_low"}:
            continue
        if level_to_reach(reading.text, reading.start, quantity):
            mention = given[index][0].mention if index in given else None
            given[index] = (Bound(index, mention, metrics()["trigger"], 0.0), None)


def _claim(
    source: Source, reading: Reading, setting: Setting, around: _Around, bound: Bound, said: str | None
) -> Claim | None:
    text, quantity = reading.text, reading.quantities[bound.quantity]
    horizon = horizon_of(reading, bound, around.stretches)
    if (
        horizon is None
        and bound.metric.key == "return"
        and _ON_A_DAY.match(text, quantity.span.end, reading.end)
    ):
        bound = replace(bound, metric=metrics()["day_change"])
    bound = by_horizon(bound, horizon)
    variant = variant_of(reading, bound, said, setting.label)
    if bound.metric.key in {"sma", "ema"} and variant is None and setting.given != bound.metric.key:
        return None
    entity = whose(reading, bound, setting.before, source.about)
    if entity is None:
        return None
    day = day_of(text, reading.start, reading.end, around.days, quantity.span, reading.quantities)
    who = credited(around.credits, quantity)
    return Claim(
        id=f"{source.document.id}@{quantity.span.start}",
        document=source.document.id,
        metric=bound.metric.key,
        variant=variant,
        entity=entity,
        quantity=quantity,
        denominator=denominator(text, reading.start, quantity, reading.end),
        as_of=day or setting.day or setting.known,
        as_of_said=day is not None,
        horizon=None if variant and bound.metric.key == "drawdown" else horizon,
        method=method(
            text, reading.start, quantity, quoted=around.quoted or who is not None, computed=source.computed
        ),
        attributed_to=who,
        sentence=setting.span,
        section=setting.section,
    )


def level_name(claim: Claim) -> str:
    """How a level is called: `S1`, `target 1`, `stop`."""
    if claim.variant and claim.metric in {"support", "resistance"}:
        return claim.variant
    return " ".join(part for part in (claim.metric, claim.variant) if part)


def _distances(text: str, found: list[Claim]) -> list[Claim]:
    """A distance in per cent takes the name of the level before it."""
    level: str | None = None
    result = []
    for claim in found:
        if claim.metric in _LEVELS and claim.quantity.unit is not Measure.PERCENT and claim.variant != BEFORE:
            level = level_name(claim)
        away = claim.metric == "return" and _AWAY.match(text, claim.quantity.span.end)
        if level and (away or claim.metric == "level_distance"):
            result.append(replace(claim, metric="level_distance", variant=level))
        else:
            result.append(claim)
    return result
