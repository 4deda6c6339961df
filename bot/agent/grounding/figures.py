"""The check of numbers: each is a fact of the right name, symbol and session, or arithmetic over such."""

import re
from collections.abc import Sequence

from bot.agent.grounding.citing import said_by
from bot.agent.grounding.deriving import derived, expressions
from bot.agent.grounding.fitting import fits, near
from bot.agent.grounding.governing import family, foreign, governed
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.modifiers import admits
from bot.agent.grounding.quantities import Kind, Quantity
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried, about, of_session, sessions_of, symbols_of
from bot.agent.grounding.verdict import Claim, ClaimKind
from knowledge.types import Passage
from tools.phrases import written

_WINDOW_BEFORE = frozenset("over last past for in within trailing previous across prior rolling during next each every to on of through after".split())
_WINDOW_AFTER = frozenset("average sma ema roc return change high low range volatility band slope history window look lookback session period beta rsi moving mean percentile".split())
_IDLE = frozenset("one two three four thing reason point caution side hand note way case other both time first second none zero each question part".split())


def figures(
    read: Read, carried: Carried, index: Index, asked: frozenset[str], passages: Sequence[Passage]
) -> list[Claim]:
    """The claims of a statement's numbers."""
    claims = []
    sums = expressions(read.text, read.statement.start, read.statement.end)
    for quantity in read.numbers:
        claim = _in_sum(quantity, sums, index, read) or _figure(quantity, read, carried, index, asked, passages)
        if claim is not None:
            claims.append(claim)
    return claims


def _in_sum(
    quantity: Quantity, sums: list[tuple[int, int, bool, list[tuple[int, int]]]], index: Index, read: Read
) -> Claim | None:
    for start, end, right, operands in sums:
        if not start <= quantity.digits[0] < end:
            continue
        if any(a <= quantity.digits[0] < b for a, b in operands):
            found = next((one for one in index.known if fits(quantity, one, read, signs=False)), None)
            if found is None and quantity.value in (1, 2, 100, 50):
                return _claim(quantity, read, holds=True, because="a number of the arithmetic")
            if found is None:
                return _claim(quantity, read, holds=False, because="no fact of this run has this value")
            return _claim(quantity, read, holds=True, because=_is(found), facts=(found,))
        return _claim(quantity, read, holds=right, because="arithmetic written out" if right else "the arithmetic does not give this")
    return None


def _figure(  # noqa: PLR0913 - what a figure may rest on
    quantity: Quantity, read: Read, carried: Carried, index: Index, asked: frozenset[str], passages: Sequence[Passage]
) -> Claim | None:
    if idle(quantity, read):
        return None
    quoted = said_by(quantity, read, passages)
    if quoted is not None:
        because = f"said in {quoted.cited.title}"
        return Claim(quantity.start, quantity.end, read.text[quantity.start : quantity.end], ClaimKind.NUMBER, True, because, (), (quoted.id,))
    if window(quantity, read, index):
        return None
    strange = foreign(quantity, read)
    whose = symbols_of(quantity, read, carried, index)
    when = sessions_of(quantity, read, carried, index)
    scoped = {id(one) for one in index.known if about(one, whose) and of_session(one, when)}
    options = governed(quantity, read, carried.mentions, index, scoped)
    named: list[Known] = []
    if not strange:
        named = options.held if options.held is not None else [one for one in options.free if id(one) in scoped]
        for one in named:
            if fits(quantity, one, read) and admits(one, quantity, read):
                return _claim(quantity, read, holds=True, because=_is(one), facts=(one,))
        if options.held is None and specific(quantity, read.text):
            for one in index.known:
                if id(one) in scoped and fits(quantity, one, read) and admits(one, quantity, read):
                    return _claim(quantity, read, holds=True, because=_is(one), facts=(one,))
        pool = [
            one
            for mention in read.mentions
            for one in index.of(mention.metrics)
            if not mention.owner or one.key.count(".") <= 1
        ]
        made = derived(quantity, read, [one for one in pool if of_session(one, when)], index) if scoped else None
        if made is not None:
            because = "from " + " and ".join(f"{one.fact.label} {written(one.fact)}" for one in made)
            return _claim(quantity, read, holds=True, because=because, facts=made)
    digits = read.text[quantity.digits[0] : quantity.digits[1]]
    if any(word.norm in ("no", "not", "none", "nothing", "without") for word in read.words):
        families = {family(one.key) for one in options.free}
        for _, key, gone in index.missing:
            if family(key) in families and re.search(rf"(?<![\d.]){re.escape(digits)}(?![\d.]*\d)", gone.reason):
                return _claim(quantity, read, holds=True, because=f"{gone.label}: {gone.reason}")
    if _echoed(quantity, read, asked):
        return _claim(quantity, read, holds=True, because="a figure of the question, said to be so")
    return _claim(quantity, read, holds=False, because=_why(quantity, strange is not None, named))


def _why(quantity: Quantity, strange: bool, named: list[Known]) -> str:  # noqa: FBT001 - private
    if strange:
        return "this figure is not among the facts of this run"
    near_by = [one for one in named if not isinstance(one.fact.value, str | bool)][:3]
    if not near_by:
        return "no fact of this run, of this symbol and session, has that name"
    told = ", ".join(f"{one.fact.label} is {written(one.fact)}" for one in near_by)
    if any(near(quantity, abs(one.fact.number)) for one in named if not isinstance(one.fact.value, str | bool)):
        return f"unit, sign or direction does not agree: {told}"
    return f"no such value: {told}"


def _is(one: Known) -> str:
    return f"{one.fact.label} is {written(one.fact)} ({one.fact.id}, {one.fact.as_of.isoformat()})"


def _claim(
    quantity: Quantity, read: Read, *, holds: bool, because: str, facts: tuple[Known, ...] = ()
) -> Claim:
    return Claim(
        quantity.start,
        quantity.end,
        read.text[quantity.start : quantity.end],
        ClaimKind.NUMBER,
        holds,
        because,
        tuple(one.fact.id for one in facts),
    )


def specific(quantity: Quantity, text: str) -> bool:
    """Whether a number has so many digits that it is no accident to find it among the facts."""
    digits = text[quantity.digits[0] : quantity.digits[1]].replace(",", "").replace(".", "").lstrip("0")
    return len(digits) >= 4


def idle(quantity: Quantity, read: Read) -> bool:
    """Whether a number in words counts nothing that is measured: "two things", "one caution"."""
    if not quantity.worded:
        return False
    if quantity.kind is Kind.FRACTION:
        return False
    if quantity.kind is not Kind.PLAIN:
        return False
    last = read.at(quantity.end - 1)
    after = read.words[last + 1].norm if last + 1 < len(read.words) else ""
    first = read.at(quantity.start)
    before = read.words[first - 1].norm if first else ""
    if before in ("at", "is", "of", "reads", "was", "=", ":", "to", "stands") and after in (",", ".", "", "and", "on", ";", ")", "with", "while", "against"):
        return quantity.value < 13 and before not in ("at", "reads", "=", ":", "stands")
    return quantity.value < 13


def window(quantity: Quantity, read: Read, index: Index) -> bool:
    """Whether it is a span that facts are measured over: "over the last 10 sessions", "in twenty-one"."""
    if quantity.kind not in (Kind.SESSIONS, Kind.PLAIN) or quantity.step != 1.0:
        return False
    count = int(abs(quantity.value))
    if not any(count in one.periods for one in index.known):
        return False
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    before = [word.norm for word in read.words[max(0, first - 3) : first]]
    after = [word.norm for word in read.words[last + 1 : last + 3]]
    if quantity.kind is Kind.SESSIONS:
        hyphened = re.search(r"\d-|[a-z]-(?:day|session)", read.text[quantity.start : quantity.end]) is not None
        led = any(word in _WINDOW_BEFORE for word in before)
        return hyphened or led or bool(after and after[0] in _WINDOW_AFTER) or (bool(after) and after[0] in ("ago", "earlier", "before", "back")) or after == ["and", "more"]
    return bool(before) and before[-1] in ("over", "in") and (count in (5, 10, 20, 21, 63, 126, 200, 252)) and (
        not after or after[0] in (",", ".", ";", ")", "and", "but", "while", "with", "|", ":")
    )  # fmt: skip


def _echoed(quantity: Quantity, read: Read, asked: frozenset[str]) -> bool:
    digits = read.text[quantity.digits[0] : quantity.digits[1]]
    return digits in asked and any(word.norm in ("you", "your", "asked", "question", "mention") for word in read.words)
