"""The check: every statement of a text against the grounds of its run."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from bot.agent.grounding.advice import advice
from bot.agent.grounding.apposition import appositions
from bot.agent.grounding.bands import bands
from bot.agent.grounding.called import called
from bot.agent.grounding.carrying import carry, enter
from bot.agent.grounding.citing import cited
from bot.agent.grounding.conditions import conditions
from bot.agent.grounding.counts import counts
from bot.agent.grounding.days import Day, days
from bot.agent.grounding.directions import directions
from bot.agent.grounding.event_sources import event_sources
from bot.agent.grounding.event_times import weekdays_and_times
from bot.agent.grounding.figures import figures
from bot.agent.grounding.flags import flags
from bot.agent.grounding.indexing import index_of
from bot.agent.grounding.known import Index
from bot.agent.grounding.level_parts import level_parts
from bot.agent.grounding.moments import moments
from bot.agent.grounding.odds import Told, odds, topic_of, without_covered
from bot.agent.grounding.quoting import quotations, without
from bot.agent.grounding.ranks import ranks
from bot.agent.grounding.reading import Read, read
from bot.agent.grounding.repeating import repeated
from bot.agent.grounding.rivals import rivals
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.sources import sources
from bot.agent.grounding.stated import stated
from bot.agent.grounding.statements import statements
from bot.agent.grounding.states import states
from bot.agent.grounding.strangers import strange_pairs, strangers
from bot.agent.grounding.than import comparatives
from bot.agent.grounding.towards import flip_states, towards
from bot.agent.grounding.verdict import Claim, ClaimKind, Verdict
from bot.agent.grounding.volatility_trend import volatility_trend
from bot.agent.grounding.vote_lists import vote_lists
from knowledge.types import Passage
from tools.grounds import Grounds

_DIGITS = re.compile(r"\d[\d.,]*\d|\d")


def check(text: str, grounds: Sequence[Grounds], asked: str = "") -> Verdict:
    """Hold every statement about a figure in a text against what the tools of the run gave.

    Args:
        text: What was written, Markdown.
        grounds: What the tools gave, in the order of their calls.
        asked: The question; its own figures may be repeated where the text says they are the asker's.

    Returns:
        Every claim found, in order of place; pure and deterministic.
    """
    index = index_of(grounds)
    figures_asked = frozenset(_DIGITS.findall(asked))
    days_asked = [real for day in days(asked, 0, len(asked)) if (real := _real(day)) is not None]
    carried = Carried(odds=topic_of(asked, index))
    claims = quotations(text, index)
    said = without(text, claims)
    for statement in statements(said):
        enter(statement, carried)
        one = read(said, statement, index, carried.words)
        claims += _claims(one, carried, index, figures_asked, days_asked)
        carry(one, carried, index)
    return Verdict(tuple(sorted(claims, key=lambda claim: (claim.start, claim.end))))


def _real(day: Day) -> date | None:
    """The date that is written; None where it is not whole, or no calendar has it (31 June)."""
    if day.year is None or day.month is None or day.day is None:
        return None
    if not 1 <= day.month <= 12 or day.day > monthrange(day.year, day.month)[1]:
        return None
    return date(day.year, day.month, day.day)


def _claims(
    one: Read, carried: Carried, index: Index, asked: frozenset[str], days_asked: Sequence[date]
) -> list[Claim]:
    """The claims of a statement; the passages it leans on are remembered for the next."""
    whole = repeated(one, carried, index)
    if whole is not None:
        return whole
    passages = _passages(one, carried, index)
    judged = called(one, index, carried.symbol)
    told = Told() if passages else odds(one, carried, index, judged)
    told.taken += judged
    return [
        *told.claims,
        *judged,
        *without_covered(_of_cards(one, carried, index, asked, days_asked, passages, told), told),
    ]


def _of_cards(
    one: Read,
    carried: Carried,
    index: Index,
    asked: frozenset[str],
    days_asked: Sequence[date],
    passages: Sequence[Passage],
    told: Told,
) -> list[Claim]:
    """The claims of a statement about a card, a report or the calendar; odds are told already."""
    tallies = [] if passages and not one.symbols else counts(one, carried, index)
    numbers = figures(one, carried, index, asked, passages, [*tallies, *told.taken])
    found = [
        *numbers,
        *moments(one, numbers, passages or carried.passages, carried.mentions, index, days_asked),
        *sources(one, index),
        *event_sources(one, index),
    ]
    if not passages or one.symbols:
        # what a report says of no symbol of ours is the report's, not a card's
        found += [*_own_states(one, carried, passages, index), *ranks(one, carried, index), *tallies]
        found += [*flags(one, carried, index), *comparatives(one, index), *directions(one, carried, index)]
        found += [*stated(one, numbers, index), *appositions(one, carried, index)]
        found += [*rivals(one, carried, numbers, index), *vote_lists(one, carried, index)]
        found += [*bands(one, carried, index), *level_parts(one, carried, numbers, index)]
        found += [*conditions(one, carried, index), *volatility_trend(one, carried, index)]
        found += [*towards(one, numbers, index), *flip_states(one, numbers, index)]
    found += [*advice(one), *weekdays_and_times(one, carried.mentions, index), *_strange(one, index)]
    carried.passages = list(passages)
    return found


def _own_states(one: Read, carried: Carried, passages: Sequence[Passage], index: Index) -> list[Claim]:
    """The claims of states, without those that a report is said to have had: "the note had it in parity"."""
    claims = states(one, carried, index)
    return [
        claim
        for claim in claims
        if claim.holds or not any(claim.text.lower() in passage.text.lower() for passage in passages)
    ]


def _passages(one: Read, carried: Carried, index: Index) -> list[Passage]:
    """The passages a statement leans on.

    A list, or a sentence that names nothing of the desk, goes on with the report of the sentence before.
    """
    passages = cited(one, carried.passages, index)
    if passages or one.symbols or any(not name.weak for name in one.mentions):
        return passages
    return carried.passages


def _strange(one: Read, index: Index) -> list[Claim]:
    """The claims about symbols and ratios that no tool of the run read."""
    found = []
    for symbol in strangers(one, index):
        because = f"nothing in this run is about {symbol.symbol}"
        place = (symbol.start, symbol.end) if symbol.start >= 0 else (one.statement.start, one.statement.end)
        found.append(Claim(*place, symbol.symbol, ClaimKind.SOURCE, holds=False, because=because))
    for start, end, pair in strange_pairs(one, index):
        found.append(Claim(start, end, pair, ClaimKind.SOURCE, holds=False, because="no card has this ratio"))
    return found
