"""The check of one number among odds: the field of the owner, horizon and symbol it is told of."""

import re
from dataclasses import replace

from bot.agent.grounding.fitting import near
from bot.agent.grounding.odds_directions import forecasts, told_lower, told_missed, told_sign
from bot.agent.grounding.odds_facts import Cell, Owner
from bot.agent.grounding.odds_fields import Beside, field_of, joins, trial_field
from bot.agent.grounding.odds_scene import Scene
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.verdict import Claim, ClaimKind
from tools.phrases import written
from tools.types import Fact

_SIGNED = frozenset(
    ("advantage", "low", "high", "walked", "mean", "median", "base_mean", "skill", "worst.percent")
)
_LINK = re.compile(r"(?: is| was| at| of|:)? *\Z")
_COARSE = 2.5
"""Points that "about two thirds" may be off."""

_WITHOUT_HORIZON = frozenset(("sealed", "bullish", "bearish", "neutral", "without", "least"))
_ALSO = {"episodes": ("episodes", "apart"), "any_calls": ("calls", "settled")}
"""Fields that people have one word for."""

_FORECASTABLE = frozenset(("hit_rate", "base_rate", "rate"))
_SPREAD = re.compile(r"\binterval\b|\bci\b|\brange\b|\bbetween\b|\bpoints?\b")
_FELL = re.compile(r"\b(?:lost|fell|dropped|declined|down|minus|loss)\b[^.;,]{0,30}\Z")
_ROSE = re.compile(r"\b(?:gained|rose|climbed|up|plus|gain)\b[^.;,]{0,30}\Z")


def odds_number(quantity: Quantity, read: Read, scene: Scene, said: str) -> Claim | None:
    """The claim of a number that tells odds; None where it tells none.

    Args:
        quantity: The number.
        read: Its statement.
        scene: The statement, laid out.
        said: The words of its paragraph so far.
    """
    start, end = quantity.start - scene.shift, quantity.end - scene.shift
    beside = _beside(quantity, read, scene)
    if beside.joined < 0 and quantity.kind is Kind.PLAIN:
        # "-5.3 to +14.9 points"
        quantity = replace(quantity, kind=Kind.PERCENT if "%" in beside.unit else Kind.POINTS)
    if beside.joined > 0 and quantity.kind is Kind.PLAIN and _SPREAD.search(beside.part):
        quantity = replace(quantity, kind=Kind.POINTS)
    named = _named(quantity, start, beside, scene)
    if named is not None:
        return _told(quantity, read, named, "")
    owner = scene.listed(start, beside.joined) or scene.owner_at(start, end)
    if owner is None:
        return _failed(quantity, read, "it is not told after which state, or of which calls")
    name = field_of(quantity, owner, beside)
    if not name:
        return None if quantity.worded else _failed(quantity, read, "it is not told what this counts")
    if name in _FORECASTABLE and forecasts(scene.text, said):
        return _failed(quantity, read, "a share of the past is no probability of what comes")
    symbol = scene.symbol_at(start, end)
    if name.startswith("worst."):
        return _told(quantity, read, _worst(scene, owner, name), "")
    horizon = 0 if name in _WITHOUT_HORIZON or owner.kind == "lesson" else scene.horizon_at(start, end, owner)
    if name == "least":
        owner = Owner("rules", "")
    found = [cell for one in _ALSO.get(name, (name,)) for cell in _found(scene, symbol, owner, horizon, one)]
    if name == "any_calls":
        found += _found(scene, symbol, owner, 0, "sealed")
    return _told(quantity, read, found, _how(quantity, scene, name, beside, found))


def _beside(quantity: Quantity, read: Read, scene: Scene) -> Beside:
    start, end = quantity.start - scene.shift, quantity.end - scene.shift
    # a horizon's own number parts no words: "the mean return over 21 sessions was 1.57 %"
    numbers = sorted(
        (
            one
            for one in read.numbers
            if not any(span.start <= one.start - scene.shift < span.end for span in scene.horizons)
        ),
        key=lambda one: one.start,
    )
    spans = [(one.start - scene.shift, one.end - scene.shift) for one in numbers]
    at = numbers.index(quantity)
    first = spans[at - 1][1] if at else 0
    last = spans[at + 1][0] if at + 1 < len(spans) else len(scene.text)
    joined = 0
    if at and _pair(numbers[at - 1], quantity) and joins(scene.text[first:start]):
        joined = 1
    elif at + 1 < len(spans) and _pair(quantity, numbers[at + 1]) and joins(scene.text[end:last]):
        joined = -1
    if joined > 0:
        # "bases of 59.0 % and 59.5 %": both are what the first one is
        first = spans[at - 2][1] if at > 1 else 0
    a, b = scene.part_of(start)
    unit = scene.text[last : spans[at + 1][1]] if at + 1 < len(spans) else ""
    return Beside(scene.text[first:start], scene.text[end:last], scene.text[a:b], joined, unit)


def _pair(left: Quantity, right: Quantity) -> bool:
    """Whether two numbers may be the ends of one range: the unit may be told once, after the last."""
    if left.kind is right.kind:
        return True
    return left.kind is Kind.PLAIN and right.kind in (Kind.POINTS, Kind.PERCENT)


def _named(quantity: Quantity, start: int, beside: Beside, scene: Scene) -> list[Cell] | None:
    """The figures that the words right before a number name outright; None where they name none so."""
    labelled = _labelled(start, scene, scene.symbol_at(start, start))
    if labelled:
        return labelled
    trial = trial_field(beside) if quantity.kind in (Kind.PLAIN, Kind.TIMES) else ""
    return _found(scene, None, Owner("tried", ""), 0, trial) if trial else None


def _labelled(start: int, scene: Scene, symbol: str | None) -> list[Cell]:
    """The figures whose own label stands right before a place: a label is always a name of its fact."""
    before = _LINK.sub("", scene.text[:start])
    named = [
        one
        for one in scene.cells
        if before.endswith(one.reading.label.lower()) and symbol in (None, one.symbol)
    ]
    # "share higher ..." is the end of "base share higher ..."
    longest = max((len(one.reading.label) for one in named), default=0)
    return [one for one in named if len(one.reading.label) == longest]


def _found(scene: Scene, symbol: str | None, owner: Owner, horizon: int, name: str) -> list[Cell]:
    one = scene.cell(symbol, owner, horizon, name)
    return [one] if one is not None else []


def _worst(scene: Scene, owner: Owner, name: str) -> list[Cell]:
    """The figure of the worst call that the statement tells, by its day; without a day, of the worst."""
    field = name.partition(".")[2]
    calls = [
        one for one in scene.cells if one.owner == owner and re.fullmatch(rf"worst\.\d+\.{field}", one.field)
    ]
    days = {
        one.field.split(".")[1]
        for one in scene.cells
        if one.owner == owner
        and one.field.endswith(".session")
        and one.fact is not None
        and str(one.fact.value) in scene.text
    }
    return [one for one in calls if one.field.split(".")[1] in (days or {"1"})]


def _how(quantity: Quantity, scene: Scene, name: str, beside: Beside, found: list[Cell]) -> str:
    """How the number must be turned before it is the fact's: "", "-" or "100-"."""
    start = quantity.start - scene.shift
    if name in ("hit_rate", "base_rate", "rate") and found:
        if found[0].owner.kind != "evidence":
            return "100-" if told_missed(scene, start) else ""
        lower = told_lower(scene, start)
        return "100-" if lower is not None and lower is not found[0].lower else ""
    if name == "advantage" and not quantity.sign:
        return "-" if told_sign(beside.before, beside.after) < 0 else ""
    return ""


def _told(quantity: Quantity, read: Read, found: list[Cell], how: str) -> Claim:
    """The claim of a number against the figures that it may be."""
    for cell in found:
        fact = cell.fact
        if fact is not None and _fits(quantity, cell, fact, read, how):
            because = f"{fact.label} is {written(fact)} ({fact.id}, {fact.as_of.isoformat()})"
            return _claim(quantity, read, holds=True, because=because, facts=(fact.id,))
    if not found:
        return _failed(quantity, read, "no figure of this run is of this state or book, at this horizon")
    told = ", ".join(
        f"{one.reading.label} is {written(one.fact) if one.fact else 'not known'}" for one in found[:2]
    )
    return _failed(quantity, read, f"not so: {told}")


def _fits(quantity: Quantity, cell: Cell, fact: Fact, read: Read, how: str) -> bool:
    value = fact.number
    if how == "100-":
        value = 100.0 - value
    if how == "-":
        value = -value
    if quantity.kind is Kind.FRACTION:
        return abs(value - quantity.value) <= (_COARSE if quantity.about else quantity.step)
    if not near(replace(quantity, worded=False), abs(value)):
        return False
    if cell.field not in _SIGNED and not cell.field.endswith(".percent"):
        return quantity.sign >= 0
    if abs(value) < quantity.step / 2:
        return True
    before = read.text[read.statement.start : quantity.start].lower()
    sign = quantity.sign or (-1 if _FELL.search(before) else 1 if _ROSE.search(before) else 0)
    return value < 0 if sign < 0 else value > 0


def _failed(quantity: Quantity, read: Read, because: str) -> Claim:
    return _claim(quantity, read, holds=False, because=because)


def _claim(
    quantity: Quantity, read: Read, *, holds: bool, because: str, facts: tuple[str, ...] = ()
) -> Claim:
    return Claim(
        quantity.start,
        quantity.end,
        read.text[quantity.start : quantity.end],
        ClaimKind.NUMBER,
        holds,
        because,
        facts,
    )
