"""The corpus and the earlier answers as one asker sees them: bound by code, before a model says a word."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final, Protocol

from bot.checked import Checked
from knowledge.claims.model import Finding, Verdict
from knowledge.errors import CorpusDamaged, NotThere, Refused
from knowledge.ports import EventDays, Prices
from knowledge.tenants import Tenant, visible_to
from knowledge.types import Document, Entry, Query, SearchResult
from tools.grounds import Said

if TYPE_CHECKING:
    from knowledge.library import Library

_BARS: Final = "Figures were held against the bars of the symbols they name."
_NO_BARS: Final = "No bars were consulted: they are only where they lie on the bot's own machine."


_COMPARED = 20
"""Reports that one text is held against: reading their claims takes time for each."""


class TenantCorpus:
    """Implements `tools.functions.context.Corpus` for one tenant at one session."""

    def __init__(
        self,
        library: "Callable[[], Library]",
        tenant: Tenant,
        session: date,
        *,
        shipped: Callable[[], frozenset[str]],
        yardsticks: Callable[[], tuple[Prices | None, EventDays]],
    ) -> None:
        """Bind; the corpus is opened at the first question to it.

        Args:
            library: The corpus.
            tenant: Who asks.
            session: Nothing that became known later is read.
            shipped: Ids of the documents that come with the program: `conflicts` is about what people added.
            yardsticks: What claims are held against.
        """
        self._library = library
        self._tenant = tenant
        self._session = session
        self._shipped = shipped
        self._yardsticks = yardsticks

    def search(self, query: Query) -> SearchResult:
        """Passages for the tenant: its own and the public ones."""
        from knowledge.search import search  # noqa: PLC0415 - with the corpus, at the first question

        return search(self._library(), query, self._tenant)

    def conflicts(self, symbol: str | None) -> tuple[Finding, ...]:
        """What does not go together in reports that people added, but for what a later report replaced."""
        return self.checked(symbol).findings

    def checked(self, symbol: str | None) -> Checked:
        """The same, with what was looked at to find it."""
        from knowledge.claims import findings  # noqa: PLC0415 - as above

        documents = self._documents()
        prices, events = self._yardsticks()
        found = [
            finding
            for finding in findings(tuple(documents.values()), prices, events)
            if symbol is None or symbol in _about(finding, documents)
        ]
        shown = tuple(one for one in found if one.verdict is not Verdict.SUPERSEDED)
        return Checked(len(documents), _NO_BARS if prices is None else _BARS, len(found) - len(shown), shown)

    def against(self, document: Document, *, prices: bool = True) -> tuple[Finding, ...]:
        """What does not go together in a text that is in no corpus, and between it and what people added.

        Only the newest reports about the symbols of the text are held against it.

        Args:
            document: The text, read.
            prices: Whether its prices are held against bars: those of a report are closes.
        """
        from knowledge.claims import findings  # noqa: PLC0415 - as above

        bars, events = self._yardsticks()
        reports = self._documents(frozenset(document.symbols), _COMPARED)
        reports.pop(document.id, None)
        return tuple(
            finding
            for finding in findings((document, *reports.values()), bars if prices else None, events)
            if finding.verdict is not Verdict.SUPERSEDED
            and any(side.document == document.id for side in finding.sides)
        )

    def _documents(self, about: frozenset[str] = frozenset(), most: int | None = None) -> dict[str, Document]:
        """Reports that were known by the session.

        Args:
            about: Only those about any of these symbols; empty for all.
            most: So many at most, the newest; None for all.
        """
        library, shipped = self._library(), self._shipped()
        entries = [
            entry
            for owner in visible_to(self._tenant)
            for entry in library.entries(owner)
            if entry.document not in shipped
            and _known(entry) <= self._session
            and (not about or about.intersection(entry.symbols))
        ]
        if most is not None:
            entries = sorted(entries, key=_known, reverse=True)[:most]
        found: dict[str, Document] = {}
        for entry in entries:
            try:
                found[entry.document] = library.document(entry.cited.tenant, entry.document)
            except (CorpusDamaged, NotThere, Refused):
                # one unreadable document must not hide what the others say
                continue
        return found


class Between(Protocol):
    """The part of the store that looks earlier answers up (`bot.store`: `Store.answers`)."""

    def between(self, conversation: str, start: date, end: date) -> tuple[Said, ...]:
        """Answers of a conversation from one day to another, both included, the newest first."""


class ConversationEarlier:
    """Implements `tools.functions.context.Earlier` for one conversation and no other."""

    def __init__(self, answers: Between, conversation: str) -> None:
        self._answers = answers
        self._conversation = conversation

    def between(self, start: date, end: date) -> tuple[Said, ...]:
        """Answers given in this conversation."""
        return self._answers.between(self._conversation, start, end)


def _known(entry: Entry) -> date:
    return entry.cited.published.day or entry.added


def _about(finding: Finding, documents: dict[str, Document]) -> set[str]:
    sides = (documents.get(side.document or "") for side in finding.sides)
    return {finding.entity, *(symbol for document in sides if document for symbol in document.symbols)}
