"""The check of comparatives: "deeper than", "the higher of the two" against the numbers beside them."""

from dataclasses import dataclass

from bot.agent.grounding.known import Index
from bot.agent.grounding.placing import of_word
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Quantity
from bot.agent.grounding.verdict import Claim, ClaimKind

_MORE = frozenset((
    "higher", "above", "more", "stronger", "larger", "bigger", "greater", "better", "over", "wider",
    "deeper", "farther", "further", "heavier", "steeper", "firmer", "longer", "older", "up", "exceed",
    "exceeding",
))  # fmt: skip
_LESS = frozenset((
    "lower", "below", "less", "weaker", "smaller", "fewer", "worse", "under", "narrower", "shallower",
    "closer", "nearer", "lighter", "flatter", "softer", "shorter", "down",
))  # fmt: skip
_SIZES = frozenset((
    "wider", "narrower", "deeper", "shallower", "further", "farther", "closer", "nearer", "larger",
    "smaller", "bigger",
))  # fmt: skip
"""Said of sizes: -9 % is deeper than -4 %."""

_NO_COMPARISON = frozenset(("third", "bound", "half", "threshold", "-"))
"""After a comparative they make it a name: "the lower third", "lower bound", "higher-beta"."""

_JOIN = frozenset(("than", "against", "versus", "vs", "compared"))
_PLACES = frozenset(("above", "below", "over", "under"))
_MOVES = frozenset(("up", "down"))
_RISING = frozenset(("rising", "ascending", "increasing"))
_FALLING = frozenset(("falling", "descending", "decreasing"))

_JOIN_REACH = 15
"""Words from a comparative to its "than" at most."""

_LEFT_REACH = 14
"""Words from the first number to its comparative at most."""

_Pair = tuple[Quantity, Quantity]


@dataclass(frozen=True, slots=True)
class _Around:
    """A word's numbers: those before and after it, each with the place where it begins."""

    before: list[tuple[int, Quantity]]
    after: list[tuple[int, Quantity]]


def comparatives(read: Read, index: Index) -> list[Claim]:
    """The claims of comparatives that stand between, or before, two numbers of one kind.

    "68.5 against 50.7, the higher of the two" is told from its own numbers, whatever bears them.

    Args:
        read: The statement.
        index: What the tools gave.
    """
    claims = _ordered(read, index)
    numbers = sorted(read.numbers, key=lambda one: one.start)
    for at in range(read.lead, len(read.words)):
        word = read.words[at].norm
        if (word not in _MORE and word not in _LESS) or _word(read, at + 1) in _NO_COMPARISON:
            continue
        pair = _pair(at, read, numbers)
        if pair is None:
            continue
        a, b = pair
        if word in ("better", "worse") and any(
            one.norm in ("drawdown", "peak", "worst") for one in read.words
        ):
            # the smaller fall is the better one
            continue
        x, y = (abs(a.value), abs(b.value)) if word in _SIZES else (a.value, b.value)
        if x == y:
            continue
        holds = (x > y) == (word in _MORE)
        because = f"{read.text[a.start : a.end].strip()} against {read.text[b.start : b.end].strip()}"
        claims.append(of_word(read, at, ClaimKind.DIRECTION, holds=holds, because=because))
    return claims


def _word(read: Read, at: int) -> str:
    return read.words[at].norm if at < len(read.words) else ""


def _ordered(read: Read, index: Index) -> list[Claim]:
    """The claim of an order, as in "in rising order: $153, $191, $203": the averages' vote tells it."""
    for at in range(read.lead, len(read.words) - 1):
        word = read.words[at].norm
        if _word(read, at + 1) != "order" or word not in _RISING | _FALLING:
            continue
        stacks = {one.fact.number for one in index.known if one.key == "votes.stack"}
        if len(stacks) != 1:
            return []
        vote = stacks.pop()
        holds = (vote > 0) == (word in _RISING) and vote != 0
        because = "the vote of the moving-average stack"
        return [of_word(read, at, ClaimKind.RANKING, holds=holds, because=because)]
    return []


def _pair(at: int, read: Read, numbers: list[Quantity]) -> _Pair | None:
    """The two numbers that a comparative compares, the greater of "higher" first; None where it has none."""
    places = [(read.at(one.digits[0]), one) for one in numbers]
    around = _Around(
        [(place, one) for place, one in places if place < at],
        [(place, one) for place, one in places if place > at],
    )
    word = read.words[at].norm
    if word in _MOVES:
        return _moved(at, read, around)
    if word in _PLACES:
        return None if word == "over" and _is_span(at, around) else _placed(at, read, around)
    if word in ("more", "less") and _word(read, at + 1) == "volatile":
        return _first_two(around, read)
    if word in ("more", "less"):
        # "8 points more": the number beside it is a difference
        return None
    return _joined(at, read, around)


def _first_two(around: _Around, read: Read) -> _Pair | None:
    """The pair of "IWM is the more volatile: 16.0 % against 10.6 %"."""
    if len(around.after) < 2:
        return None
    (first, a), (second, b) = around.after[:2]
    between = [word.norm for word in read.words[first + 1 : second]]
    return (a, b) if a.kind is b.kind and not _JOIN.isdisjoint(between) and ";" not in between else None


def _moved(at: int, read: Read, around: _Around) -> _Pair | None:
    """The pair of "half an ATR apart, up from 1.2"."""
    if not (around.before and around.after) or _word(read, at + 1) != "from":
        return None
    (left, a), (right, b) = around.before[-1], around.after[0]
    return (a, b) if right - at <= 4 and at - left <= 6 and _alike(a, b) else None


def _is_span(at: int, around: _Around) -> bool:
    """Whether "over" leads to a number of sessions: "20.6 % over 252"."""
    return bool(around.after) and around.after[0][0] == at + 1


def _placed(at: int, read: Read, around: _Around) -> _Pair | None:
    """The pair of "$590.49, three cents above the close of $590.46": the distance stands between."""
    if len(around.before) < 2 or not around.after:
        return None
    (_, a), (left, distance) = around.before[-2:]
    right, b = around.after[0]
    if right - at > 6 or at - left > 3 or not _alike(a, b):
        return None
    if any(a.end <= one.start < distance.start and not one.weak for one in read.mentions):
        # "RSI is 25.6, %K 3.9 under a %D of 5.1": two figures, no distance
        return None
    apart = distance.kind is not a.kind and a.kind is b.kind
    if not (apart or a.value > 5 * distance.value):
        return None
    # "four cents above it at $125.88": the second stands above the first
    return (b, a) if _word(read, at + 1) in ("it", "that", "this") else (a, b)


def _joined(at: int, read: Read, around: _Around) -> _Pair | None:
    """The pair around a "than": "the higher composite, 68.5 against 50.7", "9 % is deeper than 4 %"."""
    join = next(
        (i for i in range(at + 1, min(at + 1 + _JOIN_REACH, len(read.words))) if read.words[i].norm in _JOIN),
        None,
    )
    if read.words[at].led:
        pair = _adjacent(read, at, around)
        if pair is not None:
            return pair
    if join is None or not around.after:
        return None
    first, b = around.after[0]
    if len(around.after) > 1:
        second, c = around.after[1]
        if first < join < second and _alike(b, c):
            return b, c
    if join < first and first - join <= 5:
        alike = [one for place, one in around.before if _alike(one, b) and at - place <= _LEFT_REACH]
        return (alike[-1], b) if alike else None
    return None


def _adjacent(read: Read, at: int, around: _Around) -> _Pair | None:
    """The pair of "had the lower volatility, 29.0 % to 26.4 %"."""
    if len(around.after) < 2:
        return None
    (first, a), (second, b) = around.after[:2]
    between = [word.norm for word in read.words[read.at(a.end - 1) + 1 : second]]
    return (a, b) if first - at <= 6 and between == ["to"] and _alike(a, b) else None


def _alike(a: Quantity, b: Quantity) -> bool:
    """Whether two numbers can be compared: of one kind and exact, or bare and of like size."""
    if a.kind is b.kind and not a.bound and not b.bound:
        return True
    return {a.kind.value, b.kind.value} <= {"plain", "of 100", "ATR", "USD"} and (
        0.2 < abs(a.value or 1) / abs(b.value or 1) < 5
    )
