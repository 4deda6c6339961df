"""The check of comparatives: "deeper than", "the higher of the two" against the numbers beside them."""

from bot.agent.grounding.known import Index
from bot.agent.grounding.quantities import Quantity
from bot.agent.grounding.reading import Read
from bot.agent.grounding.verdict import Claim, ClaimKind

_MORE = frozenset(
    "higher above more stronger larger bigger greater better over wider deeper farther further heavier steeper firmer longer older up exceeds exceeding".split()
)
_LESS = frozenset(
    "lower below less weaker smaller fewer worse under narrower shallower closer nearer lighter flatter softer shorter down".split()
)
_SIZES = frozenset(
    "wider narrower deeper shallower further farther closer nearer larger smaller bigger".split()
)
_JOIN = frozenset("than against versus vs compared".split())
_FROM = frozenset(("from",))


def comparatives(read: Read, index: Index) -> list[Claim]:
    """The claims of comparatives that stand between, or before, two numbers of one kind."""
    claims = _ordered(read, index)
    words = read.words
    numbers = sorted(read.numbers, key=lambda one: one.start)
    for at in range(read.lead, len(words)):
        word = words[at].norm
        if at + 1 < len(words) and words[at + 1].norm in ("third", "bound", "half", "threshold", "-"):
            continue
        if word not in _MORE and word not in _LESS:
            continue
        pair = _pair(at, read, numbers)
        if pair is None:
            continue
        a, b = pair
        x, y = (abs(a.value), abs(b.value)) if word in _SIZES else (a.value, b.value)
        if x == y:
            continue
        right = (x > y) == (word in _MORE)
        claims.append(
            Claim(words[at].start, words[at].end, read.text[words[at].start : words[at].end], ClaimKind.DIRECTION, right,
                  f"{read.text[a.start : a.end].strip()} against {read.text[b.start : b.end].strip()}")
        )  # fmt: skip
    return claims


def _ordered(read: Read, index: Index) -> list[Claim]:
    """ "in rising order: $153, $191, $203"."""
    words = [word.norm for word in read.words]
    for at in range(read.lead, len(words) - 1):
        if words[at + 1] == "order" and words[at] in (
            "rising",
            "ascending",
            "falling",
            "descending",
            "increasing",
            "decreasing",
        ):
            stacks = [one.fact.number for one in index.known if one.key == "votes.stack"]
            if len(set(stacks)) != 1:
                return []
            right = (stacks[0] > 0) == (words[at] in ("rising", "ascending", "increasing")) and stacks[0] != 0
            return [
                Claim(
                    read.words[at].start,
                    read.words[at].end,
                    read.text[read.words[at].start : read.words[at].end],
                    ClaimKind.RANKING,
                    right,
                    "the vote of the moving-average stack",
                )
            ]
    return []


def _pair(at: int, read: Read, numbers: list[Quantity]) -> tuple[Quantity, Quantity] | None:
    words = read.words
    places = [(read.at(one.digits[0]), one) for one in numbers]
    before = [(place, one) for place, one in places if place < at]
    after = [(place, one) for place, one in places if place > at]
    norm = words[at].norm
    if norm in ("past", "beyond", "short", "shy"):
        near = bool(before) and bool(after) and after[0][0] - at <= 3 and at - before[-1][0] <= 3
        return (before[-1][1], after[0][1]) if near and _alike(before[-1][1], after[0][1]) else None
    join = next((i for i in range(at + 1, min(at + 16, len(words))) if words[i].norm in _JOIN), None)
    if norm in ("above", "below", "over", "under", "up", "down", "more", "less"):
        if norm in ("up", "down") and after and before:
            # "half an ATR apart, up from 1.2"
            if (
                at + 1 < len(words)
                and words[at + 1].norm == "from"
                and after[0][0] - at <= 4
                and at - before[-1][0] <= 6
                and _alike(before[-1][1], after[0][1])
            ):
                return before[-1][1], after[0][1]
            return None
        if norm in ("above", "below", "over", "under") and before and after and after[0][0] - at <= 6:
            # "$590.49, three cents above the close of $590.46": the distance stands between
            if (
                len(before) >= 2
                and at - before[-1][0] <= 3
                and _alike(before[-2][1], after[0][1])
                and before[-2][1].value > 5 * before[-1][1].value
            ):
                return before[-2][1], after[0][1]
        return None
    if join is None:
        # "QQQ has the higher composite, 68.5 against 50.7"
        return None
    if after and len(after) >= 2 and after[0][0] < join < after[1][0] and _alike(after[0][1], after[1][1]):
        return after[0][1], after[1][1]
    if before and after and join < after[0][0] and after[0][0] - join <= 5:
        alike = [one for place, one in before if _alike(one, after[0][1]) and at - place <= 14]
        return (alike[-1], after[0][1]) if alike else None
    return None


def _alike(a: Quantity, b: Quantity) -> bool:
    return (
        a.kind is b.kind
        and not a.bound
        and not b.bound
        or {a.kind.value, b.kind.value} <= {"plain", "of 100", "ATR", "USD"}
        and 0.2 < abs(a.value or 1) / abs(b.value or 1) < 5
    )
