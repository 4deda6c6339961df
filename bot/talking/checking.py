"""Somebody's text held against facts and the corpus: which of its numbers are right, wrong, or not known.

It blocks: call it outside the event loop.
"""
# ruff: noqa: PLC0415 - the check and the corpus are loaded when a text is checked

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from bot.agent.asking import LONGEST as _MESSAGE
from bot.talking.checked_values import CheckedText
from bot.talking.named_in import MOST_SYMBOLS, named_in
from knowledge.errors import KnowledgeError, Refused
from knowledge.tenants import Tenant
from tools.desk.asked import resolve
from tools.errors import BadRequest, NoData, PlumbError
from tools.grounds import Grounds
from tools.market.symbols import symbol_of
from tools.results import Header, facts_of

if TYPE_CHECKING:
    from bot.wiring import Services
    from knowledge.claims.model import Finding
    from tools.desk import Desk
    from tools.results import MarketResult

LONGEST: Final = 5 * _MESSAGE
"""Characters of a text that are checked."""

_TRIED: Final = 5
"""Words that may be tickers and are asked for; a source on the network is asked for each."""

_REPORT: Final = 600
"""Characters from which a text is a report; a shorter one says prices of any moment, not closes."""

Asked = Callable[[str, date], "MarketResult"]


class _Read(NamedTuple):
    """What was read of the symbols of a text.

    Attributes:
        symbols: Those that could be read.
        grounds: One list for each session.
        headers: Of the cards, the first of each symbol and session.
    """

    symbols: tuple[str, ...]
    grounds: tuple[tuple[Grounds, ...], ...]
    headers: tuple[Header, ...]


def check_text(
    services: "Services",
    tenant: Tenant,
    text: str,
    *,
    symbol_hint: str,
    as_of: date | None = None,
) -> CheckedText:
    """Check a message or a report.

    Args:
        services: The desk, the calendar, the corpus.
        tenant: Whose reports it is held against, beside the public ones.
        text: From outside; its beginning is checked where it is longer than `LONGEST`.
        symbol_hint: What it is about where it names no symbol that can be read.
        as_of: The day it was written, by the exchange's clock: it is held against that day's session, and
            those of whole dates that it names. None: the newest session.

    Raises:
        BadRequest: The text is empty, or the day lies in the future.
        NoData, SourceDown: Nothing could be read of any of its symbols.
    """
    from bot.agent.cleaning import clean
    from bot.agent.grounding import check
    from bot.talking.standing import Held, stand

    body = clean(text[:LONGEST], ()).strip()
    if not body:
        raise BadRequest("there is no text to check in this message.")
    calendar, now = services.sessions, services.clock()
    asked = resolve(as_of, calendar, now, provisional=False)
    names = named_in(body, as_of or asked.session)
    sessions = _sessions(services, (asked.session, *names.days))
    read = _read(services.desk, (*(names.symbols or (symbol_hint,)), *names.against), symbol_hint, sessions)
    runs: list[Sequence[Grounds]] = list(read.grounds)
    if len(runs) > 1:
        runs.append([one for grounds in read.grounds for one in grounds])
    found, unread = _findings(services, tenant, body, asked.session)
    notices = [str(notice) for notice in asked.notices]
    given = not read.symbols or read.symbols[0] in names.symbols
    if not given:
        notices.append(f"The text names no symbol that could be read: {symbol_hint} was taken.")
    if len(text) > LONGEST:
        notices.append(f"Only the first {LONGEST:,} characters were checked.")
    return CheckedText(
        text=body,
        symbols=read.symbols,
        named=given,
        session=asked.session,
        statements=stand(body, [Held(check(body, run), run) for run in runs]),
        findings=found,
        notices=(*notices, *unread),
        headers=read.headers,
    )


def _sessions(services: "Services", days: Iterable[date]) -> tuple[date, ...]:
    """The sessions of some days, once each; a day that the calendar does not reach is left out."""
    found: dict[date, None] = {}
    for day in days:
        try:
            found[services.sessions.at_or_before(day)] = None
        except BadRequest:
            continue
    return tuple(found)


def _read(desk: "Desk", names: Sequence[str], hint: str, sessions: Sequence[date]) -> _Read:
    """The desk's cards of the first symbols that have any; of the hint where none has."""
    cards: dict[str, dict[date, tuple[Grounds, ...]]] = {}
    headers: list[Header] = []
    first: PlumbError | None = None
    for name in (*names[:_TRIED], hint):
        if len(cards) == MOST_SYMBOLS or (cards and name == hint):
            break
        try:
            cards[name] = {}
            for session in sessions:
                made = tuple(_cards(desk, symbol_of(name), session))
                cards[name][session] = made
                headers += [one.result.header for one in made[:1] if one.result is not None]
        except PlumbError as error:
            first = first or error
            if not cards[name]:
                del cards[name]
    if not cards:
        raise first or NoData("nothing could be read.")
    by_session = (
        tuple(one for read in cards.values() for one in read.get(session, ())) for session in sessions
    )
    return _Read(tuple(cards), tuple(made for made in by_session if made), tuple(headers))


def _cards(desk: "Desk", symbol: str, session: date) -> Iterator[Grounds]:
    """The card of a symbol, then what else there is of it: not every one has breadth or a rotation."""
    yield _grounds("analyze", symbol, session, desk.analyze(symbol, session, evidence=False))
    asked: tuple[tuple[str, Asked], ...] = (
        ("breadth", desk.breadth),
        ("rotation", desk.rotation),
        ("levels", desk.levels),
    )
    for name, ask in asked:
        try:
            yield _grounds(name, symbol, session, ask(symbol, session))
        except PlumbError:
            continue


def _grounds(name: str, symbol: str, session: date, result: "MarketResult") -> Grounds:
    return Grounds(
        name,
        (("symbol", symbol), ("date", session.isoformat())),
        "",
        facts=tuple(facts_of(result)),
        result=result,
        session=result.header.as_of,
        digest=result.header.digest,
    )


def _findings(
    services: "Services", tenant: Tenant, text: str, session: date
) -> "tuple[tuple[Finding, ...], tuple[str, ...]]":
    """What does not go together in the text, and between it and the reports that people added."""
    from bot.agent_wiring import tenant_corpus
    from knowledge.documents import read_document
    from knowledge.types import Given

    try:
        given = Given("text.md", title="This text", source="this text", published=session)
        document = read_document(text.encode("utf-8"), given)
        found = tenant_corpus(services, tenant, session).against(document, prices=len(text) >= _REPORT)
        # "the stochastic votes -1" is a vote, not a reading off its scale
        votes = "vote" in text.lower()
        return tuple(one for one in found if not (votes and one.rule == "outside_scale")), ()
    except Refused:
        return (), ()
    except KnowledgeError as error:
        return (), (f"The stored reports could not be read: {error}",)
