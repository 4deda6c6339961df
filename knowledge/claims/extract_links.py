"""Figures that share the wording of another: "32 %, versus 6 % for …", "-42 % in …, -32 % in …"."""

import re
from collections.abc import Collection

from knowledge.claims.entities import entity
from knowledge.claims.extract_apart import counts_else
from knowledge.claims.extract_bind import Bound, fits
from knowledge.claims.extract_reading import Reading
from knowledge.claims.extract_tokens import word_set
from knowledge.claims.metrics import metrics
from knowledge.claims.model import Measure

_AGAINST = word_set("versus vs compared against than discount premium")
_SIDE = frozenset({"below", "above"})
_PAUSES = frozenset({",", "and", "or", "(", "then"})
_SOFT = word_set(
    "only just about around roughly a an the at to near with for of approximately also then still"
)
_WALLS = frozenset({";", ".", "!", "?", "|", "\t", "\n", ":"})
_FAR = 16
_TELLS_APART = word_set(
    "in during for on by over at within among across of to if through under since last this"
)
_LEVELS = frozenset({"support", "resistance", "target", "entry", "stop", "gap_level", "level"})
_OSCILLATORS = frozenset({"rsi", "stochastic", "adx"})
_TO_PRICE = word_set(
    ": @ = ( at is sit stand trade was now near around currently trading closed finished ended"
)
_SIGNED = re.compile(r"[\s,(/|]{0,3}[-+\u2212\u2013][0-9.]")

_CLOSES = word_set("close closed closing settled finished ended")
_UP_OR_DOWN = re.compile(
    r",?[ ](?:(?:which[ ]was|for|with)[ ])?(?:up|down|off|higher[ ]by|lower[ ]by|gaining|losing|rising"
    r"|falling"
    r"|a[ ](?:gain|loss|rise|drop|fall|decline|jump|move)[ ]of)[ ](?:about[ ]|around[ ]|by[ ])?"
)
_LONGER = re.compile(
    r"\b(?:weeks?|months?|quarters?|years?|weekly|monthly|quarterly|YTD|since|from|so[ ]far|to[ ]date)\b",
    re.IGNORECASE,
)

BEFORE = "before"
"""The variant of a figure that another has replaced: "fell to 30 % from 45 %"."""


def linked(reading: Reading, bounds: list[Bound]) -> dict[int, tuple[Bound, str | None]]:
    """Give figures without a wording of their own the metric of the one before, where words link them.

    Returns:
        By quantity: what it was given, and the variant that the link itself says (`before`) or None.
    """
    given: dict[int, tuple[Bound, str | None]] = {bound.quantity: (bound, None) for bound in bounds}
    for index in range(1, len(reading.quantities)):
        if index - 1 not in given:
            continue
        bound, _ = given[index - 1]
        if index in given:
            if _moved(reading, index) and given[index][0].metric is bound.metric:
                given[index - 1] = (bound, BEFORE)
            continue
        variant = "" if _extreme(reading, index, bound) else _link(reading, index, bound)
        if variant is not None:
            given[index] = (Bound(index, None, bound.metric, bound.cost), variant or None)
            if _moved(reading, index):
                given[index - 1] = (bound, BEFORE)
    for index in range(len(reading.quantities) - 1):
        if index not in given and index + 1 in given and _moved(reading, index + 1):
            given[index] = (Bound(index, None, given[index + 1][0].metric, 0.0), BEFORE)
    return given


def companions(reading: Reading, bound: Bound, claimed: Collection[str]) -> list[Bound]:
    """The same figure under the other of two metrics named together: "ROE and ROIC", "support/resistance".

    Args:
        reading: The sentence.
        bound: The figure and its metric.
        claimed: Metrics that have a figure of their own in the sentence.
    """
    mention = bound.mention
    if mention is None:
        return []
    quantity = reading.quantities[bound.quantity]
    written = reading.text[quantity.span.start : quantity.span.end]
    found = []
    at = reading.mentions.index(mention)
    for other in (*reading.mentions[max(0, at - 1) : at], *reading.mentions[at + 1 : at + 2]):
        between = reading.words[min(mention.last, other.last) : max(mention.first, other.first)]
        beside = not between and _slash(reading, max(mention.first, other.first))
        if not beside and [word.form for word in between] != ["and"]:
            continue
        for key in (key for key in other.keys if key not in claimed):
            metric = metrics()[key]
            same = metric.units[0] is bound.metric.units[0] and metric.units[0] in {
                Measure.PERCENT,
                Measure.USD,
            }
            if same and metric is not bound.metric and fits(metric, quantity, written):
                found.append(Bound(bound.quantity, other, metric, bound.cost))
    return found[:1]


def day_change_after_price(reading: Reading, given: dict[int, tuple[Bound, str | None]]) -> list[Bound]:
    """Signed per cent right behind a price ("$250.77 (-0.42 %)") are the change on the day."""
    found = []
    for index in range(1, len(reading.quantities)):
        first, second = reading.quantities[index - 1], reading.quantities[index]
        if index in given or index - 1 not in given or second.unit is not Measure.PERCENT:
            continue
        beside = _SIGNED.match(reading.text, first.span.end) and second.span.start - first.span.end <= 3
        if beside and given[index - 1][0].metric.key == "price":
            found.append(Bound(index, None, metrics()["day_change"], 0.0))
    return found


def day_change_after_close(reading: Reading, index: int, given: dict[int, tuple[Bound, str | None]]) -> bool:
    """Whether a move is the day's because it stands right behind a close: "closed at $61.20, down 0.9 %"."""
    if index - 1 not in given or given[index - 1][0].metric.key != "price":
        return False
    mention = given[index - 1][0].mention
    if mention is None or (mention.first == 0 and not reading.entities):
        return False
    named = {word.form for word in reading.words[mention.first : mention.last]}
    upto = reading.text[reading.start : reading.quantities[index].span.end + _FAR]
    between = reading.text[reading.quantities[index - 1].span.end : reading.quantities[index].span.start]
    return bool(_CLOSES & named) and bool(_UP_OR_DOWN.fullmatch(between)) and not _LONGER.search(upto)


def price_after_move(reading: Reading, given: dict[int, tuple[Bound, str | None]]) -> list[Bound]:
    """Dollars to which a move led are the price: "slipped 0.8 % to $239.12"."""
    found = []
    for index in range(1, len(reading.quantities)):
        quantity = reading.quantities[index]
        if index in given or index - 1 not in given or quantity.unit is not Measure.USD:
            continue
        moved = given[index - 1][0].metric.key in {"return", "day_change"}
        if moved and [reading.words[at].form for at in _between(reading, index)] == ["to"]:
            found.append(Bound(index, None, metrics()["price"], 0.0))
    return found


def entity_prices(reading: Reading) -> list[Bound]:
    """Dollars, or a number with cents, right behind a fund's name are its price: "IWM: $239.77"."""
    found = []
    for hit in reading.entities:
        at = hit.last
        while at < len(reading.words) and reading.words[at].form in _TO_PRICE and reading.inside[at] is None:
            at += 1
        if at >= len(reading.words) or entity(hit.names[0]).kind != "fund":
            continue
        index = reading.inside[at]
        if index is None:
            continue
        quantity = reading.quantities[index]
        cents = quantity.unit is Measure.COUNT and 0 < quantity.step < 1
        money = quantity.unit is Measure.USD and quantity.step <= 1
        if (cents or money) and fits(metrics()["price"], quantity, ""):
            found.append(Bound(index, None, metrics()["price"], 0.0))
    return found


def _slash(reading: Reading, at: int) -> bool:
    return reading.text[reading.words[at - 1].end : reading.words[at].start].strip() in {"/", "&"}


def _between(reading: Reading, index: int) -> list[int]:
    """Words between the quantity before and this one, what stands in brackets left out."""
    first = reading.at(reading.quantities[index - 1].span.end)
    last = reading.at(reading.quantities[index].span.start)
    kept: list[int] = []
    depth = 0
    for at in range(first, last):
        form = reading.words[at].form
        if form == ")" and depth:
            depth -= 1
        elif form == "(" and any(reading.words[step].form == ")" for step in range(at, last)):
            depth += 1
        elif not depth:
            kept.append(at)
    return kept


def _link(reading: Reading, index: int, bound: Bound) -> str | None:  # noqa: C901, PLR0911 - a rule, a return
    """`""` where a figure shares the metric of the one before, `before` where it is its past; else None."""
    quantity, previous = reading.quantities[index], reading.quantities[index - 1]
    written = reading.text[quantity.span.start : quantity.span.end]
    days = {quantity.unit, previous.unit} <= {
        Measure.COUNT,
        Measure.DAYS,
        Measure.SESSIONS,
    } and bound.metric.key == "lookback"
    restated = previous.unit is not quantity.unit and fits(bound.metric, quantity, written)
    apart = counts_else(bound.metric, quantity, reading.text, reading.start)
    if apart or (not days and not fits(bound.metric, quantity, written)):
        return None
    between = _between(reading, index)
    forms = [reading.words[at].form for at in between]
    if forms in (["/"], [";"]) and bound.metric.key in _LEVELS:
        return ""
    if len(forms) > _FAR or _WALLS & set(forms):
        return None
    if forms[-1:] == ["from"]:
        return BEFORE
    if _other_metric(reading, between, bound):
        return None
    forms = _without_when(forms)
    hard = [form for form in forms if form not in _SOFT]
    if restated:
        return "" if hard in ([","], ["("], [",", "or"], ["or"]) else None
    if forms == ["to"]:
        return "" if _moved(reading, index) else None
    if days and forms and forms[-1] in {"vs", "versus", "not", "and", "("}:
        return ""
    against = [at for at, form in enumerate(forms) if form in _AGAINST or (form in _SIDE and len(forms) <= 8)]
    if against and "," not in forms[against[-1] + 1 :] and len(forms) - against[-1] <= 7:
        return ""
    if not hard or hard[-1] not in _PAUSES:
        return None
    if bound.metric.key in _LEVELS and len(hard) == 1:
        return ""
    if len(forms) < len(between):
        return ""
    following = reading.at(quantity.span.end)
    word = reading.words[following].form if following < len(reading.words) else ""
    return "" if word in _TELLS_APART else None


def _without_when(forms: list[str]) -> list[str]:
    """The words without a closing "in 2020"."""
    when = (
        len(forms) >= 2
        and forms[-2] in {"in", "during", "for", "by"}
        and re.fullmatch(r"(?:19|20)[0-9]{2}", forms[-1])
    )
    return forms[:-2] if when else forms


def _extreme(reading: Reading, index: int, bound: Bound) -> bool:
    """A one-sided number behind an oscillator's reading is a mark on the same scale: "not yet sub-30"."""
    quantity = reading.quantities[index]
    if (
        bound.metric.key not in _OSCILLATORS
        or quantity.unit is not Measure.COUNT
        or quantity.bound in {"exact", "about"}
    ):
        return False
    return not _other_metric(reading, _between(reading, index), bound)


def _moved(reading: Reading, index: int) -> bool:
    """Whether the figure before and this one are "from A to B"."""
    first = reading.at(reading.quantities[index - 1].span.start)
    between = [reading.words[at].form for at in _between(reading, index)]
    return between == ["to"] and first > 0 and reading.words[first - 1].form == "from"


def _other_metric(reading: Reading, between: list[int], bound: Bound) -> bool:
    inside = set(between)
    return any(
        bound.metric.key not in mention.keys
        and not (mention.behind and between and mention.first == between[0])
        and inside.issuperset(range(mention.first, mention.last))
        and any(set(metrics()[key].units) & set(bound.metric.units) for key in mention.keys)
        for mention in reading.mentions
    )
