"""The check of numbers: each is a fact of the right name, symbol and session, or arithmetic over such."""

import re
from collections.abc import Sequence

from bot.agent.grounding.citing import attributed, said_by
from bot.agent.grounding.deriving import derived, expressions
from bot.agent.grounding.fitting import fits, near, unit_fits
from bot.agent.grounding.governing import family, foreign, governed
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.modifiers import admits
from bot.agent.grounding.quantities import Kind, Quantity
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried, about, of_session, sessions_of, symbols_of
from bot.agent.grounding.verdict import Claim, ClaimKind
from bot.agent.grounding.vocabulary import key_of
from knowledge.types import Passage
from tools.phrases import written

_WINDOW_BEFORE = frozenset(
    "over last past for in within trailing previous across prior rolling during next each every to on of through after".split()
)
_WINDOW_AFTER = frozenset(
    "average sma ema roc return change high low range volatility band slope history window look lookback session period beta rsi moving mean percentile".split()
)
_IDLE = frozenset(
    "one two three four thing reason point caution side hand note way case other both time first second none zero each question part".split()
)


def figures(
    read: Read, carried: Carried, index: Index, asked: frozenset[str], passages: Sequence[Passage],
    tallies: Sequence[Claim] = (),
) -> list[Claim]:  # fmt: skip
    """The claims of a statement's numbers."""
    claims: list[Claim] = []
    levels: list[tuple[int, str]] = []
    stated: list[Known] = list(carried.stated)
    sums = expressions(read.text, read.statement.start, read.statement.end)
    # sums and distances come last: they may rest on figures that stand after them
    for quantity in read.numbers:
        if any(tally.start <= quantity.digits[0] < tally.end for tally in tallies):
            continue
        claim = _in_sum(quantity, sums, index, read) or _figure(
            quantity,
            read,
            carried,
            index,
            asked,
            passages,
            _level_before(quantity, read, levels, index),
            stated,
        )
        if claim is not None:
            claims.append(claim)
            stated += [one for one in index.known if one.fact.id in claim.facts and claim.holds]
            levels += [(read.at(quantity.start), _level(fact)) for fact in claim.facts[:1] if _level(fact)]
    again = []
    for claim in claims:
        quantity = next((one for one in read.numbers if one.start == claim.start), None)
        if claim.holds or quantity is None or any(start <= claim.start < end for start, end, _, _ in sums):
            again.append(claim)
            continue
        second = _figure(quantity, read, carried, index, asked, passages, "", stated)
        again.append(second or claim)
    carried.stated = stated[-8:]
    return again


def _level(fact: str) -> str:
    """The level a fact belongs to: `iwm.level.r1.touches` -> "level.r1"."""
    key = key_of(fact)[1]
    return family(key) if re.match(r"(?:level|reward_risk)\.[rs]\d", key) else ""


def _level_before(quantity: Quantity, read: Read, levels: list[tuple[int, str]], index: Index) -> str:
    """The level whose price was said last, unless another name stands between."""
    if not levels:
        return ""
    place, name = levels[-1]
    first = read.at(quantity.start)
    for one in read.mentions:
        if (
            place < one.first < first
            and any(_level(known.fact.id) for known in index.of(one.metrics))
            and len({_level(known.fact.id) for known in index.of(one.metrics)} - {""}) == 1
        ):
            return ""
    return name


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
        return _claim(
            quantity,
            read,
            holds=right,
            because="arithmetic written out" if right else "the arithmetic does not give this",
        )
    return None


def _figure(  # noqa: PLR0913 - what a figure may rest on
    quantity: Quantity,
    read: Read,
    carried: Carried,
    index: Index,
    asked: frozenset[str],
    passages: Sequence[Passage],
    level: str,
    stated: Sequence[Known],
) -> Claim | None:
    if idle(quantity, read):
        return None
    if any(
        text in index.quotes and read.text[quantity.start : quantity.end].strip() in text
        for text in re.findall(r"[\"\u201c]([^\"\u201d]+)[\"\u201d]", read.body)
    ):
        return _claim(quantity, read, holds=True, because="quoted from a report")
    if quantity.kind is not Kind.FRACTION and _between_quotes(quantity, read, index):
        return _claim(quantity, read, holds=True, because="one side of a contradiction between reports")
    quoted = said_by(quantity, read, passages)
    if quoted is not None:
        because = f"said in {quoted.cited.title}"
        return Claim(
            quantity.start,
            quantity.end,
            read.text[quantity.start : quantity.end],
            ClaimKind.NUMBER,
            True,
            because,
            (),
            (quoted.id,),
        )
    if window(quantity, read, index):
        return None
    if attributed(quantity, read, passages):
        return _claim(quantity, read, holds=False, because="the report does not say this figure of this")
    quoted_sum = _of_quoted(quantity, read, passages, index)
    if quoted_sum:
        return _claim(quantity, read, holds=True, because="arithmetic over figures of the report")
    strange = foreign(quantity, read, index)
    whose = symbols_of(quantity, read, carried, index)
    when = sessions_of(quantity, read, carried, index)
    scoped = {id(one) for one in index.known if about(one, whose) and of_session(one, when)}
    options = governed(quantity, read, carried.mentions, index, scoped)
    named: list[Known] = []
    if not strange:
        named = (
            options.held if options.held is not None else [one for one in options.free if id(one) in scoped]
        )
        if quantity.kind is Kind.FRACTION and options.held is None:
            # a fraction is so coarse that it must be named outright
            direct = {
                id(one)
                for mention in read.mentions
                if not mention.owner and not mention.weak
                for one in index.of(mention.metrics)
            }
            named = [one for one in named if id(one) in direct]
        for one in named:
            if (
                level
                and _level(one.fact.id) not in ("", level)
                and "." in one.key.removeprefix(f"{family(one.key)}")
            ):
                continue
            if fits(quantity, one, read) and admits(one, quantity, read, index):
                lacking = _not_all(quantity, read, scoped, index)
                if lacking:
                    return _claim(quantity, read, holds=False, because=f"not all of them: {lacking}")
                return _claim(quantity, read, holds=True, because=_is(one), facts=(one,))
        if options.held is None and specific(quantity, read.text):
            for one in index.known:
                if id(one) in scoped and fits(quantity, one, read) and admits(one, quantity, read, index):
                    return _claim(quantity, read, holds=True, because=_is(one), facts=(one,))
        pool = [
            one
            for mention in read.mentions
            for one in index.of(mention.metrics)
            if not mention.owner or _PRICED.fullmatch(one.key)
        ]
        pool += [one for one in stated if one not in pool]
        wide = _COMPARED & {word.norm for word in read.words}
        pool = [one for one in pool if (id(one) in scoped or wide and of_session(one, when))]
        # a figure that is there with another sign or side is wrong, whatever can be computed
        wrong = any(
            unit_fits(quantity, one, read) and fits(quantity, one, read, signs=False) for one in named
        )
        allowed = scoped and not wrong and (options.held is None or _apart(quantity, read))
        made = derived(quantity, read, pool, stated, index) if allowed else None
        if made is not None:
            because = "from " + " and ".join(f"{one.fact.label} {written(one.fact)}" for one in made)
            return _claim(quantity, read, holds=True, because=because, facts=made)
    digits = read.text[quantity.digits[0] : quantity.digits[1]]
    if any(word.norm in ("no", "not", "none", "nothing", "without") for word in read.words):
        families = {family(one.key) for one in options.free}
        for _, key, gone in index.missing:
            if family(key) in families and re.search(
                rf"(?<![\d.]){re.escape(digits)}(?![\d.]*\d)", gone.reason
            ):
                return _claim(quantity, read, holds=True, because=f"{gone.label}: {gone.reason}")
    if _echoed(quantity, read, asked):
        return _claim(quantity, read, holds=True, because="a figure of the question, said to be so")
    return _claim(
        quantity,
        read,
        holds=False,
        because=_why(quantity, strange is not None, named, held=options.held is not None),
    )


_PRICED = re.compile(
    r"level\.[rs]\d|composite\.(?:points|score)|\w+\.score|breadth\.above_sma50|volatility\.\d+"
)
_COMPARED = frozenset("than difference between apart gap lead spread more less against".split())
_APART = frozenset(
    "apart away below above under over wide between short clear behind ahead stronger weaker beyond".split()
)
_DISTANCES = frozenset(
    "gap difference distance spread range margin reward risk sum total cushion room".split()
)


def _apart(quantity: Quantity, read: Read) -> bool:
    """Whether a number that stands at a name is said to be a distance from it."""
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    after = {word.norm for word in read.words[last + 1 : last + 4]}
    before = {word.norm for word in read.words[max(0, first - 5) : first]}
    return bool(after & _APART or before & _DISTANCES)


def _between_quotes(quantity: Quantity, read: Read, index: Index) -> bool:
    """Whether a statement that holds reports against each other names one of their figures."""
    said = read.text[quantity.start : quantity.end].strip()
    words = {word.norm for word in read.words}
    return any(said in quote for quote in index.quotes) and bool(
        words
        & {"contradict", "contradiction", "disagree", "against", "versus", "report", "differ", "recompute"}
    )


def _of_quoted(quantity: Quantity, read: Read, passages: Sequence[Passage], index: Index) -> bool:
    """Whether a percentage is the share of two quoted numbers, or the way from the close to one."""
    if quantity.kind is not Kind.PERCENT or not passages:
        return False
    values = [
        abs(one.value)
        for one in read.numbers
        if one is not quantity and said_by(one, read, passages) is not None
    ]
    closes = [one.fact.number for one in index.known if one.key == "close"]
    return any(y and near(quantity, 100 * x / y) for x in values for y in values if x != y) or any(
        near(quantity, abs(100 * (x / close - 1))) for x in values for close in closes
    )


def _why(quantity: Quantity, strange: bool, named: list[Known], *, held: bool) -> str:  # noqa: FBT001 - private
    if strange:
        return "this figure is not among the facts of this run"
    near_by = [one for one in named if not isinstance(one.fact.value, str | bool)][:3]
    if not near_by:
        return "no fact of this run, of this symbol and session, has that name"
    told = ", ".join(f"{one.fact.label} is {written(one.fact)}" for one in near_by)
    if any(
        near(quantity, abs(one.fact.number)) for one in named if not isinstance(one.fact.value, str | bool)
    ):
        return f"unit, sign or direction does not agree: {told}"
    return f"not so: {told}" if held else f"no such value among what is named: {told}"


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


def _not_all(quantity: Quantity, read: Read, scoped: set[int], index: Index) -> str:
    """What of "trend, momentum and breadth are all at -1.00" is not so; empty where all are."""
    first = read.at(quantity.start)
    left = [one for one in read.mentions if one.last <= first and not one.weak]
    between = [word.norm for word in read.words[left[-1].last : first]] if left else []
    if len(between) > 4 or not set(between) & {"all", "both", "each"}:
        return ""
    group = [left[-1]]
    for one in reversed(left[:-1]):
        if any(word.norm not in (",", "and", "&") for word in read.words[one.last : group[0].first]):
            break
        group.insert(0, one)
    for one in group:
        facts = [
            known
            for known in index.of(one.metrics)
            if id(known) in scoped and unit_fits(quantity, known, read)
        ]
        if facts and not any(fits(quantity, known, read) for known in facts):
            return f"{facts[0].fact.label} is {written(facts[0].fact)}"
    return ""


def specific(quantity: Quantity, text: str) -> bool:
    """Whether a number has so many digits that it is no accident to find it among the facts."""
    digits = text[quantity.digits[0] : quantity.digits[1]].replace(",", "").replace(".", "").lstrip("0")
    return len(digits) >= 4


def idle(quantity: Quantity, read: Read) -> bool:
    """Whether a number in words counts nothing that is measured: "two things", "one caution"."""
    if (
        quantity.worded
        and quantity.value in (95, 100)
        and re.search(r"of (?:a|one) hundred\b|of 100", read.body)
    ):
        return True
    if not quantity.worded:
        # "1, 2 or 3 attempts" in a sentence that names nothing measured
        return (
            quantity.kind is Kind.PLAIN
            and quantity.step == 1.0
            and abs(quantity.value) <= 12
            and not read.mentions
            and not read.symbols
            and not read.statement.cell
        )
    if quantity.value == 1 and quantity.kind is Kind.ATR:
        return True
    if quantity.kind is Kind.SHARES and quantity.value < 13:
        return True
    if (
        quantity.kind is Kind.FRACTION
        and quantity.value == 50
        and any(word.norm in ("swing", "retracement", "upswing", "downswing") for word in read.words)
    ):
        return True
    if quantity.kind is Kind.FRACTION and quantity.value == 95:
        # how a 95th percentile is said
        return True
    if quantity.kind is Kind.SESSIONS and quantity.value < 4:
        last = read.at(quantity.end - 1)
        return {word.norm for word in read.words[max(0, last - 6) : last]} & {
            "apart",
            "tell",
            "these",
            "both",
        } != set()
    if quantity.kind is Kind.FRACTION:
        return False
    if quantity.kind is not Kind.PLAIN:
        return False
    last = read.at(quantity.end - 1)
    after = read.words[last + 1].norm if last + 1 < len(read.words) else ""
    first = read.at(quantity.start)
    before = read.words[first - 1].norm if first else ""
    if before in ("at", "is", "of", "reads", "was", "=", ":", "to", "stands") and after in (
        ",",
        ".",
        "",
        "and",
        "on",
        ";",
        ")",
        "with",
        "while",
        "against",
    ):
        return quantity.value < 13 and before not in ("at", "reads", "=", ":", "stands")
    return quantity.value < 13


def window(quantity: Quantity, read: Read, index: Index) -> bool:
    """Whether it is a span that facts are measured over: "over the last 10 sessions", "in twenty-one"."""
    if quantity.kind not in (Kind.SESSIONS, Kind.PLAIN) or quantity.step != 1.0:
        return False
    spanned = re.match(
        r"\d+[-\u2013]\d+ sessions?|\d+ sessions? and more", read.text[quantity.start : quantity.start + 24]
    )
    if spanned or re.search(
        r"\d[-\u2013]\Z",
        read.text[max(0, quantity.start - 2) : quantity.start + (1 if quantity.sign < 0 else 0)],
    ):
        phrase_ = re.search(
            r"\d+[-\u2013]\d+ sessions?|\d+ sessions? and more",
            read.text[max(0, quantity.start - 4) : quantity.end + 12],
        )
        if phrase_ and any(phrase_.group() in text for text in index.texts):
            return True
    count = int(abs(quantity.value))
    if not any(count in one.periods for one in index.known):
        return False
    first, last = read.at(quantity.start), read.at(quantity.end - 1)
    before = [word.norm for word in read.words[max(0, first - 3) : first]]
    after = [word.norm for word in read.words[last + 1 : last + 3]]
    if quantity.kind is Kind.SESSIONS:
        hyphened = (
            re.search(r"\d-|[a-z]-(?:day|session)", read.text[quantity.start : quantity.end]) is not None
        )
        led = any(word in _WINDOW_BEFORE for word in before)
        return (
            hyphened
            or led
            or bool(after and after[0] in _WINDOW_AFTER)
            or (bool(after) and after[0] in ("ago", "earlier", "before", "back"))
            or after[:2] == ["and", "more"]
            or (
                after[:1] == ["of"]
                and read.text[quantity.end : quantity.end + 8].strip()[:4] in ("of +", "of -")
            )
        )
    return bool(before) and before[-1] in ("over", "in") and (count in (5, 10, 20, 21, 63, 126, 200, 252)) and (
        not after or after[0] in (",", ".", ";", ")", "and", "but", "while", "with", "|", ":")
    )  # fmt: skip


def _echoed(quantity: Quantity, read: Read, asked: frozenset[str]) -> bool:
    digits = read.text[quantity.digits[0] : quantity.digits[1]]
    return digits in asked and any(
        word.norm in ("you", "your", "asked", "question", "mention") for word in read.words
    )
