"""How alike a number of a text and a number of a report are: in value, and in the words around them."""

from collections.abc import Sequence

from bot.agent.grounding.reading import Read
from bot.agent.grounding.source_names import FILLER
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.words import Token

Context = list[tuple[str, int]]
"""Stems around a number, each with how many words away it stands."""

_STEM = 5
"""Letters that are kept of a word: "inflows" and "inflow" are one, and so are "highest" and "higher"."""

_CLOSE = 5
"""Words away at most of what says which of several numbers one is."""

_BEFORE, _AFTER = 10, 8
"""Words that are looked at: a number's name mostly stands before it."""

_SAME = {"loss": "lose", "lost": "lose", "losses": "lose", "bought": "buy", "sold": "sell", "held": "hold"}
"""Forms that share no stem."""

_OPPOSITES = (
    ("small", "large"),
    ("buy", "sell"),
    ("bull", "bear"),
    ("long", "short"),
    ("up", "down"),
    ("highe", "lower"),
    ("more", "less"),
    ("inflo", "outfl"),
    ("best", "worst"),
    ("gain", "loss"),
)
"""As stems."""

_APART = frozenset(("difference", "between", "gap", "apart"))
_FEWER = frozenset(("fewer", "less"))
_EXCHANGEABLE = frozenset((Kind.PLAIN, Kind.MEMBERS, Kind.TIMES, Kind.USD, Kind.OTHER))
"""Kinds that a report and a text may write differently: "1,953 names" and "1,953"."""


def context(words: Sequence[Token], first: int, last: int) -> Context:
    """The words around a number, as stems, up to the end of its clause.

    Args:
        words: Those of the text.
        first: Number of the quantity's first word.
        last: Number of its last word.
    """
    before = range(first - 1, max(-1, first - 1 - _BEFORE), -1)
    after = range(last + 1, min(len(words), last + 1 + _AFTER))
    return _stems(words, before) + _stems(words, after)


def _stems(words: Sequence[Token], places: range) -> Context:
    found = []
    for step, place in enumerate(places, start=1):
        word = words[place]
        if word.norm in (".", ";"):
            break
        if word.kind == "word" and word.norm not in FILLER:
            found.append((_SAME.get(word.norm, word.norm)[:_STEM], step))
    return found


def close_stems(around: Context) -> set[str]:
    """The stems right beside a number."""
    return {word for word, step in around if step <= _CLOSE}


def likeness(a: Context, b: Context) -> float:
    """How alike two surroundings are: shared words, the near ones counting more; 0 where none is shared."""
    theirs: dict[str, int] = {}
    for word, step in b:
        theirs[word] = min(step, theirs.get(word, 99))
    seen: set[str] = set()
    total = 0.0
    for word, step in a:
        if word in theirs and word not in seen:
            seen.add(word)
            total += 1.0 / (1 + abs(step - theirs[word]) + 0.25 * min(step, theirs[word]))
    return total


def opposed(around: Context, stems: set[str]) -> bool:
    """Whether the words beside a number say the opposite of those in a report: "inflows" of its outflows.

    Args:
        around: The number's surroundings in the text.
        stems: What stands close to the report's number.
    """
    near = close_stems(around)
    return any(
        x in near and y not in near and y in stems and x not in stems
        for a, b in _OPPOSITES
        for x, y in ((a, b), (b, a))
    )


def same_number(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities are one number; "about" gives it half a unit of its last digit."""
    if a.kind is not b.kind and not {a.kind, b.kind} <= _EXCHANGEABLE:
        return False
    if {a.kind, b.kind} == {Kind.USD, Kind.TIMES}:
        return False
    if a.sign and b.sign and a.sign != b.sign:
        return False
    rounding = max(a.step, b.step) / 2 * (a.about or b.about)
    return abs(abs(a.value) - abs(b.value)) <= rounding + 1e-9 * max(abs(a.value), 1)


def difference_of(quantity: Quantity, numbers: Sequence[Quantity], read: Read) -> bool:
    """Whether a quantity is the difference of two numbers of a report, and the statement says so.

    "8 points more than a year ago" holds where the report has 43 % and 35 %, and one of them is said too;
    "the gap is 8 points" may stand alone.

    Args:
        quantity: The number in question.
        numbers: Those of the report.
        read: The statement.
    """
    words = {word.norm for word in read.words}
    if not words & (_APART | _FEWER | {"more"}):
        return False
    # points are the difference of percentages
    kinds = {quantity.kind, Kind.PERCENT if quantity.kind is Kind.POINTS else quantity.kind}
    wanted = [one for one in numbers if one.kind in kinds]
    sign = -1 if words & _FEWER else 1
    stated = [one.value for one in read.numbers if one is not quantity]
    alone = not stated or bool(words & _APART)
    return any(
        abs(sign * (a.value - b.value) - abs(quantity.value)) <= quantity.step / 2
        and (alone or a.value in stated)
        for a in wanted
        for b in wanted
        if a is not b
    )
