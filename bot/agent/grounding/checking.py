"""The check: every statement of a text against the grounds of its run."""

import re
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from bot.agent.grounding.advice import advice
from bot.agent.grounding.citing import cited, sources
from bot.agent.grounding.counts import counts
from bot.agent.grounding.days import Day, days
from bot.agent.grounding.figures import figures
from bot.agent.grounding.directions import directions
from bot.agent.grounding.flags import flags
from bot.agent.grounding.known import Index, index_of, plain
from bot.agent.grounding.moments import moments, weekdays_and_times
from bot.agent.grounding.ranks import ranks
from bot.agent.grounding.reading import Read, read, strange_pairs, strangers
from bot.agent.grounding.scope import SECONDS, Carried, session_day, subject
from bot.agent.grounding.states import states
from bot.agent.grounding.statements import Statement, statements
from bot.agent.grounding.than import comparatives
from bot.agent.grounding.verdict import Claim, ClaimKind, Verdict
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
    days_asked = [
        date(day.year, day.month, day.day) for day in days(asked, 0, len(asked)) if _real(day)
    ]  # fmt: skip
    carried = Carried()
    claims: list[Claim] = []
    for statement in statements(text):
        _enter(statement, carried)
        one = read(text, statement, index, carried.words)
        claims += _claims(one, carried, index, figures_asked, days_asked)
        _carry(one, statement, carried, index)
    return Verdict(tuple(sorted(claims, key=lambda claim: (claim.start, claim.end))))


def _real(day: Day) -> bool:
    if day.year is None or day.month is None or day.day is None:
        return False
    return 1 <= day.month <= 12 and day.day <= monthrange(day.year, day.month)[1]


_LEAD_IN = re.compile(r":\s+")


def _repeated(one: Read, carried: Carried, index: Index) -> list[Claim] | None:
    """The claims of a statement that repeats a sentence of ours as it stands; None where it does not.

    Words of the writer may lead to it, if they state no figure: "Beside it, the composite: ...".
    """
    starts = [0, *(match.end() for match in _LEAD_IN.finditer(one.body))]
    for start in starts:
        if re.search(r"\d", re.sub(r"\d{4}-\d\d-\d\d", "", one.body[:start])):
            break
        found = index.sentences.get(plain(one.body[start:]), ())
        for symbol, session, facts in found:
            if not symbol and session is not None and not _dated(one, session, carried):
                # an earlier answer is of its day, and must be said to be
                continue
            if symbol and len(index.symbols) > 1 and carried.symbol not in (None, symbol):
                continue
            if session and len(index.sessions) > 1 and carried.day not in (None, session):
                continue
            return [
                Claim(one.statement.start + start, one.statement.end, one.body[start:], ClaimKind.NUMBER, holds=True,
                      because="a sentence of the card as it stands", facts=facts)
            ]  # fmt: skip
    return None


def _dated(one: Read, session: date, carried: Carried) -> bool:
    return carried.day == session or any(day.is_day(session) for day in one.days)


def _claims(
    one: Read, carried: Carried, index: Index, asked: frozenset[str], days_asked: Sequence[date]
) -> list[Claim]:
    repeated = _repeated(one, carried, index)
    if repeated is not None:
        return repeated
    passages = cited(one, carried.passages, index)
    if (
        not passages
        and carried.passages
        and not one.symbols
        and not any(not name.weak for name in one.mentions)
    ):
        # a list, or a sentence that names nothing of the desk, goes on with the report
        passages = carried.passages
    tallies = [] if passages and not one.symbols else counts(one, carried, index)
    numbers = figures(one, carried, index, asked, passages, tallies)
    found = (
        numbers
        + moments(one, numbers, passages or carried.passages, carried.mentions, index, days_asked)
        + sources(one, index)
    )
    if not passages or len(one.symbols):
        found += states(one, carried, index) + ranks(one, carried, index) + tallies
        found += flags(one, carried, index) + comparatives(one, index) + directions(one, carried, index)
    found += advice(one)
    found += weekdays_and_times(one, carried.mentions, index)
    for symbol in strangers(one, index):
        because = f"nothing in this run is about {symbol.symbol}"
        place = (symbol.start, symbol.end) if symbol.start >= 0 else (one.statement.start, one.statement.end)
        found.append(Claim(*place, symbol.symbol, ClaimKind.SOURCE, holds=False, because=because))
    for start, end, pair in strange_pairs(one, index):
        found.append(Claim(start, end, pair, ClaimKind.SOURCE, holds=False, because="no card has this ratio"))
    carried.passages = passages
    return found


def _enter(statement: Statement, carried: Carried) -> None:
    """Forget what does not cross into another paragraph."""
    if statement.block != carried.block:
        carried.words = frozenset()
        carried.passages = carried.passages if statement.block == carried.block + 1 else []
    carried.block = statement.block


def _carry(one: Read, statement: Statement, carried: Carried, index: Index) -> None:
    """Remember what the next statement may lean on."""
    if one.mentions and not statement.cell:
        carried.mentions = one.mentions
    carried.words |= {word.norm for word in one.words}
    own = [symbol for symbol in one.symbols if symbol.start >= 0 and subject(symbol, one)]
    if (
        own
        and not statement.cell
        and (
            own[0].symbol in index.symbols
            or own[0].symbol[0] == "?"
            or len(own[0].symbol) > 1
            and own[0].symbol not in SECONDS
        )
    ):
        carried.symbol = own[0].symbol
    spoken = [day for day in one.days if session_day(day, index)]
    if spoken and not statement.cell:
        days = [session for session in index.sessions if spoken[-1].is_day(session)]
        if len(days) == 1:
            carried.day = days[0]
        carried.days = frozenset(
            session for session in index.sessions for day in spoken if day.is_day(session)
        )
