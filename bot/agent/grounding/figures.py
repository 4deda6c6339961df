"""The check of numbers: each is a fact of the right name, symbol and session, or arithmetic over such."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.agent.grounding.candidates import Candidates, Grounding, candidates
from bot.agent.grounding.citing import attributed, said_by
from bot.agent.grounding.elapsed import elapsed
from bot.agent.grounding.figure_claims import claim, is_fact, numbers_of, why_not
from bot.agent.grounding.fitting import fits
from bot.agent.grounding.governing import foreign
from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.last_level import level_before, level_of, of_other_level, priced_after
from bot.agent.grounding.marks import to_mark
from bot.agent.grounding.modifiers import admits
from bot.agent.grounding.percentiles import of_percentile
from bot.agent.grounding.quoted import between_quotes, of_quoted, word_for_word
from bot.agent.grounding.reaching import reached
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.shared_values import not_all
from bot.agent.grounding.sums import in_sum, sums
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.unmeasured import idle
from bot.agent.grounding.verdict import Claim
from bot.agent.grounding.vocabulary import family
from bot.agent.grounding.windows import window
from bot.agent.grounding.words import tokens
from knowledge.types import Passage
from tools.phrases import written

_MOST = 60
"""Figures of one statement that are told apart; a list of hundreds is no sentence, and takes ever longer."""


_AGAINST = 3
"""Facts that are named against a number which stands right at their name."""

_MARKS = 4
"""Figures of reports that a later statement may measure from."""


_FROM_THEN = frozenset(("from", "then", "was", "were", "had"))
_QUOTED = frozenset(("quoted", "gave", "cited", "named", "then", "reported"))
_TELLING = 4
"""Digits of a number that is no accident among the facts."""

_NEAR = 7
"""Words between two figures that share a unit."""

_ELLIPTIC = frozenset((Kind.ATR, Kind.SIGMA, Kind.POINTS, Kind.PERCENT))
"""Units that are said once for two figures."""


def figures(
    read: Read,
    carried: Carried,
    index: Index,
    asked: frozenset[str],
    passages: Sequence[Passage],
    tallies: Sequence[Claim] = (),
) -> list[Claim]:
    """The claims of a statement's numbers.

    Args:
        read: The statement.
        carried: What earlier statements lend; the facts that hold here are added to it.
        index: What the text may rest on.
        asked: The figures of the question, as written.
        passages: The pieces of reports that the statement cites.
        tallies: Claims that have taken some of the numbers already.
    """
    if len(read.numbers) > _MOST:
        because = "more figures than one statement can be checked for"
        return [claim(one, read, holds=False, because=because) for one in read.numbers]
    ground = Grounding(read, carried, index, asked, passages)
    claims: list[tuple[Quantity, Claim]] = []
    levels: list[tuple[int, str]] = []
    stated: list[Known] = list(carried.stated)
    written_out = list(sums(read.text, read.statement.start, read.statement.end))
    for quantity in read.numbers:
        if any(tally.start <= quantity.digits[0] < tally.end for tally in tallies):
            continue
        level = priced_after(quantity, read, index) or level_before(quantity, read, levels, index)
        made = in_sum(quantity, written_out, index, read) or _figure(quantity, ground, level, stated)
        if made is None:
            continue
        claims.append((quantity, made))
        if made.passages:
            carried.marks.append(quantity)
        if made.holds:
            stated += [one for one in index.known if one.fact.id in made.facts]
        levels += [(read.at(quantity.start), level_of(fact)) for fact in made.facts[:1] if level_of(fact)]
    again = []
    for quantity, made in claims:
        # distances may rest on figures that stand after them: what failed is tried once more
        summed = any(one.start <= made.start < one.end for one in written_out)
        second = None if made.holds or summed else _tried_again(quantity, ground, stated)
        again.append(second or made)
    carried.stated = stated[-8:]
    carried.marks = carried.marks[-_MARKS:]
    return again


def _tried_again(quantity: Quantity, ground: Grounding, stated: Sequence[Known]) -> Claim | None:
    """The claim of a number that failed, with all that the statement gives, and the unit told before it."""
    level = priced_after(quantity, ground.read, ground.index)
    made = _figure(quantity, ground, level, stated)
    kind = _unit_before(quantity, ground.read)
    if kind is None or (made is not None and made.holds):
        return made
    other = _figure(replace(quantity, kind=kind), ground, level, stated)
    return other if other is not None and other.holds else made


def _unit_before(quantity: Quantity, read: Read) -> Kind | None:
    """The unit of "1.29 ATR from its peak and QQQ 1.33": that of the number before; None if there is none."""
    before = [one for one in read.numbers if one.end <= quantity.start and one.kind is not Kind.SESSIONS]
    if quantity.kind is not Kind.PLAIN or quantity.worded or not before:
        return None
    first, last = read.at(before[-1].end - 1) + 1, read.at(quantity.start)
    between = {word.norm for word in read.words[first:last]}
    spoken = any(first <= one.index < last for one in read.symbols)
    joined = spoken or not between.isdisjoint(("against", "versus", "vs", "to"))
    near = last - first <= _NEAR and ";" not in between
    return before[-1].kind if joined and near and before[-1].kind in _ELLIPTIC else None


def _figure(quantity: Quantity, ground: Grounding, level: str, stated: Sequence[Known]) -> Claim | None:
    """The claim of one number; None where it states no figure."""
    read, index = ground.read, ground.index
    if idle(quantity, read):
        return None
    quoted = _quoted(quantity, ground)
    if quoted is not None or window(quantity, read, index):
        return quoted
    told = (
        _elapsed(quantity, ground, stated)
        or _to_mark(quantity, ground, stated)
        or _reported(quantity, ground)
    )
    return told or _of_facts(quantity, ground, level, stated)


def _elapsed(quantity: Quantity, ground: Grounding, stated: Sequence[Known]) -> Claim | None:
    """The claim of days between two dates."""
    passages = ground.passages or ground.carried.passages
    if not elapsed(quantity, ground.read, passages, stated, ground.index):
        return None
    return claim(quantity, ground.read, holds=True, because="between two dates of the text")


def _of_facts(quantity: Quantity, ground: Grounding, level: str, stated: Sequence[Known]) -> Claim:
    """The claim of a number that is a fact's, or arithmetic over facts, or is wrong."""
    read, index = ground.read, ground.index
    strange = foreign(quantity, read, index)
    may = candidates(quantity, ground)
    found = None
    if strange is None:
        found = (
            _one_fact(quantity, ground, may, level)
            or _ranked(quantity, ground, may)
            or reached(quantity, ground, may, stated)
        )
    found = found or _in_reason(quantity, ground, may) or _echoed(quantity, ground)
    if found is not None:
        return found
    because = (
        "this figure is not among the facts of this run"
        if strange is not None
        else why_not(quantity, may.named, held=may.options.held is not None)
    )
    held = strange is None and may.options.held is not None
    against = numbers_of(may.named)[:_AGAINST] if held else ()
    return claim(quantity, read, holds=False, because=because, against=against)


def _quoted(quantity: Quantity, ground: Grounding) -> Claim | None:
    """The claim of a number that a report says: quoted, held against another report, or cited."""
    read, index = ground.read, ground.index
    if word_for_word(quantity, read, index):
        return claim(quantity, read, holds=True, because="quoted from a report")
    if quantity.kind is not Kind.FRACTION and between_quotes(quantity, read, index):
        return claim(quantity, read, holds=True, because="one side of a contradiction between reports")
    passage = said_by(quantity, read, ground.passages) or _said_then(quantity, ground)
    if passage is None:
        return None
    because = f"said in {passage.cited.title}"
    return claim(quantity, read, holds=True, because=because, passages=(passage.id,))


def _said_then(quantity: Quantity, ground: Grounding) -> Passage | None:
    """The report of the sentence before, whose figure is held against today's: "from 39.6 to 76"."""
    first = ground.read.at(quantity.start)
    before = {word.norm for word in ground.read.words[max(0, first - 3) : first]}
    then = {word.norm for word in ground.read.words[first : first + 5]}
    if ground.passages or not (before & _FROM_THEN or then & _QUOTED):
        return None
    return said_by(quantity, ground.read, ground.carried.passages)


def _to_mark(quantity: Quantity, ground: Grounding, stated: Sequence[Known]) -> Claim | None:
    """The claim of a number that is how far a reading lies from a report's figure."""
    one = to_mark(quantity, ground.read, ground.carried.marks, stated, ground.index)
    if one is None:
        return None
    because = f"from {one.fact.label} {written(one.fact)} and a figure of the report"
    return claim(quantity, ground.read, holds=True, because=because, facts=(one,))


def _reported(quantity: Quantity, ground: Grounding) -> Claim | None:
    """The claim of a number that is put in a report's mouth, or made from the report's numbers."""
    read, index = ground.read, ground.index
    if attributed(quantity, read, ground.passages):
        return claim(quantity, read, holds=False, because="the report does not say this figure of this")
    if of_quoted(quantity, read, ground.passages, index):
        return claim(quantity, read, holds=True, because="arithmetic over figures of the report")
    return None


def _one_fact(quantity: Quantity, ground: Grounding, may: Candidates, level: str) -> Claim | None:
    """The claim of a number that is one fact's value."""
    read, index = ground.read, ground.index
    if ground.passages and quantity.bound:
        # a report's own bound is no loose way to tell a fact
        quantity = replace(quantity, bound="")
    for one in may.named:
        if of_other_level(one, level) or not _is_value(quantity, one, ground):
            continue
        lacking = not_all(quantity, read, may.scoped, index)
        if lacking:
            return claim(quantity, read, holds=False, because=f"not all of them: {lacking}")
        return claim(quantity, read, holds=True, because=is_fact(one), facts=(one,))
    if may.options.held is None and _specific(quantity, read.text):
        for one in index.known:
            if id(one) in may.scoped and _is_value(quantity, one, ground):
                return claim(quantity, read, holds=True, because=is_fact(one), facts=(one,))
    return None


def _ranked(quantity: Quantity, ground: Grounding, may: Candidates) -> Claim | None:
    """The claim of a number that is a percentile, told as a share of the past."""
    one = of_percentile(quantity, ground.read, may.named)
    return claim(quantity, ground.read, holds=True, because=is_fact(one), facts=(one,)) if one else None


def _is_value(quantity: Quantity, one: Known, ground: Grounding) -> bool:
    return fits(quantity, one, ground.read) and admits(one, quantity, ground.read, ground.index)


def _in_reason(quantity: Quantity, ground: Grounding, may: Candidates) -> Claim | None:
    """The claim of a number in the reason why something is not known: "no average of 252 sessions"."""
    read = ground.read
    if quantity.sign or not any(
        word.norm in ("no", "not", "none", "nothing", "without", "can't", "cannot") for word in read.words
    ):
        return None
    said = {word.norm for word in read.words if len(word.norm) > 3}
    digits = read.text[quantity.digits[0] : quantity.digits[1]]
    alone = re.compile(rf"(?<![\d.]){re.escape(digits)}(?![\d.]*\d)")
    families = {family(one.key) for one in may.options.free}
    for _, key, gone in ground.index.missing:
        shared = said & {word.norm for word in tokens(gone.reason)}
        if family(key) in families and alone.search(gone.reason) and len(shared) >= 2:
            return claim(quantity, read, holds=True, because=f"{gone.label}: {gone.reason}")
    return None


def _echoed(quantity: Quantity, ground: Grounding) -> Claim | None:
    """The claim of a number of the question, where the text says that it is: "you asked about 300"."""
    read = ground.read
    digits = read.text[quantity.digits[0] : quantity.digits[1]]
    addressed = any(word.norm in ("you", "your", "asked", "question", "mention") for word in read.words)
    if digits not in ground.asked or not addressed:
        return None
    return claim(quantity, read, holds=True, because="a figure of the question, said to be so")


def _specific(quantity: Quantity, text: str) -> bool:
    """Whether a number has so many digits that it is no accident to find it among the facts."""
    digits = text[quantity.digits[0] : quantity.digits[1]].replace(",", "").replace(".", "").lstrip("0")
    return digits.isdecimal() and len(digits) >= _TELLING
