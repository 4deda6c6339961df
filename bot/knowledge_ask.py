"""Commands that ask the corpus: list, show, search, claims, conflicts."""
# ruff: noqa: PLC0415, PLR0913 - imports wait until a command runs; its options are its arguments

from typing import TYPE_CHECKING, Annotated

import typer

from bot.command import Json, RealData, console, day_of
from bot.knowledge_command import Corpus, DocumentId, Shipped, SymbolFilter, TenantName, corpus, ticker
from knowledge.errors import CorpusDamaged, NotThere, Refused
from knowledge.tenants import PUBLIC, Tenant, visible_to
from knowledge.types import SearchMode

if TYPE_CHECKING:
    from collections.abc import Mapping

    from knowledge.claims.model import Claim, Finding
    from knowledge.library import Library
    from knowledge.types import Document, Entry


def list_documents(
    *,
    tenant: TenantName = "public",
    symbol: SymbolFilter = None,
    superseded: Annotated[
        bool, typer.Option("--all", help="Also documents that a newer version replaced.")
    ] = False,
    as_json: Json = False,
) -> None:
    """The documents of a tenant, the newest first."""
    from bot.knowledge_json import entries_json
    from bot.terminal.corpus_entries import entries_table

    owner, about = Tenant(tenant), ticker(symbol)
    with corpus(quiet=as_json) as opened:
        entries = [
            entry
            for entry in opened.library.entries(owner, superseded=superseded)
            if about is None or about in entry.symbols
        ]
    if as_json:
        typer.echo(entries_json(entries, owner))
    else:
        console().print(entries_table(entries, owner, about))


def show(
    document: DocumentId,
    *,
    tenant: TenantName = "public",
    passages: Annotated[
        bool, typer.Option("--passages", help="The passages that are found, instead of the whole text.")
    ] = False,
    as_json: Json = False,
) -> None:
    """What is known of a document, and its text as it was read."""
    from bot.knowledge_json import document_json
    from bot.terminal.corpus_entries import document_page

    owner = Tenant(tenant)
    with corpus(quiet=as_json) as opened:
        entry = _entry(opened.library, owner, document)
        whole = opened.library.document(entry.cited.tenant, entry.document)
        chunks = opened.library.chunks(entry.cited.tenant, entry.document) if passages else None
    if as_json:
        typer.echo(document_json(entry, whole, chunks))
        return
    out, page = console(), document_page(entry, whole, chunks)
    if out.is_terminal and len(out.render_lines(page)) > out.height:
        with out.pager(styles=False):
            out.print(page)
    else:
        out.print(page)


def search(
    question: Annotated[str, typer.Argument(help="What to look for, in words.", metavar="QUESTION")],
    *,
    before: Annotated[
        str | None,
        typer.Option(
            "--before",
            metavar="YYYY-MM-DD",
            help="The day the question looks from, included: nothing that became known later is quoted. "
            "Default: today.",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="YYYY-MM-DD", help="Only documents published on this day or later."),
    ] = None,
    symbol: SymbolFilter = None,
    source: Annotated[str | None, typer.Option("--source", help="Only documents of this source.")] = None,
    limit: Annotated[int, typer.Option("--limit", help="Passages at most, 1 to 50.")] = 5,
    mode: Annotated[
        SearchMode, typer.Option("--mode", help="By meaning (dense), by words (lexical), or both (fused).")
    ] = SearchMode.FUSED,
    tenant: TenantName = "public",
    as_json: Json = False,
) -> None:
    """Passages that answer a question, each with who said it, when and where."""
    from bot.knowledge_json import search_json
    from bot.terminal.corpus_search import search_page
    from knowledge.search import search as find
    from knowledge.types import Query

    owner, about = Tenant(tenant), ticker(symbol)
    until, start = day_of(before, "--before"), day_of(since, "--since")
    with corpus(quiet=as_json) as opened:
        query = Query(question, until or opened.today, about, source, start, limit, mode)
        result = find(opened.library, query, owner)
    if as_json:
        typer.echo(search_json(result))
    else:
        console().print(search_page(result))


def claims(
    document: Annotated[
        str | None,
        typer.Argument(
            metavar="[ID]", help="One document; none means all of the tenant and the public ones."
        ),
    ] = None,
    *,
    symbol: SymbolFilter = None,
    metric: Annotated[
        str | None, typer.Option("--metric", help="Only this metric, as the list names it.")
    ] = None,
    shipped: Shipped = False,
    tenant: TenantName = "public",
    as_json: Json = False,
) -> None:
    """What documents claim in numbers: metric, value, day, who says it, and the words."""
    from bot.knowledge_json import claims_json
    from bot.terminal.corpus_claims import claims_page
    from knowledge.claims import claims_of

    owner, about = Tenant(tenant), ticker(symbol)
    with corpus(quiet=as_json) as opened:
        documents, unread = _documents(opened, owner, document, shipped=shipped)
        found: list[Claim] = []
        for done, one in enumerate(documents.values(), start=1):
            found += claims_of(one)
            opened.progress("reading claims", done, len(documents))
    named = [
        claim
        for claim in found
        if about is None or about in (claim.entity, *documents[claim.document].symbols)
    ]
    kept = [claim for claim in named if metric is None or claim.metric == metric.strip().lower()]
    if as_json:
        typer.echo(claims_json(kept, documents))
    elif documents or not unread:
        console().print(claims_page(kept, documents, metrics={claim.metric for claim in named}))
    _tell_unread(unread, as_json=as_json)


def conflicts(
    *,
    symbol: SymbolFilter = None,
    rule: Annotated[str | None, typer.Option("--rule", help="Only what this rule found.")] = None,
    superseded: Annotated[
        bool, typer.Option("--all", help="Also figures that a later report replaced.")
    ] = False,
    limit: Annotated[
        int, typer.Option("--limit", min=1, help="Findings of one kind to show; --json has all.")
    ] = 20,
    data: RealData = None,
    shipped: Shipped = False,
    tenant: TenantName = "public",
    as_json: Json = False,
) -> None:
    """Where claims contradict each other, the arithmetic, the calendar or, with --data, real bars."""
    from bot.checked import Checked
    from bot.knowledge_json import findings_json
    from bot.knowledge_wiring import open_yardsticks
    from bot.terminal.corpus_claims import findings_page
    from knowledge.claims import findings
    from knowledge.claims.model import Verdict

    owner, about = Tenant(tenant), ticker(symbol)
    with corpus(quiet=as_json, data=data) as opened:
        yardsticks = open_yardsticks(opened.settings, bars=data is not None)
        documents, unread = _documents(opened, owner, None, shipped=shipped)
        opened.progress("holding claims together", 0, 1)
        found = [
            finding
            for finding in findings(tuple(documents.values()), yardsticks.prices, yardsticks.events)
            if about is None or about in _about(finding, documents)
        ]
    of_rule = [one for one in found if rule is None or one.rule == rule.strip().lower()]
    shown = [one for one in of_rule if superseded or one.verdict is not Verdict.SUPERSEDED]
    checked = Checked(len(documents), yardsticks.told(), len(of_rule) - len(shown), tuple(shown))
    if as_json:
        typer.echo(findings_json(checked))
    elif documents or not unread:
        rules = None if of_rule or rule is None else {one.rule for one in found}
        console().print(findings_page(checked, most=limit, rules=rules))
    _tell_unread(unread, as_json=as_json)


def _entry(library: "Library", tenant: Tenant, document: str) -> "Entry":
    """A document that the tenant may see: its own, else a public one."""
    try:
        return library.entry(tenant, document)
    except NotThere:
        if tenant == PUBLIC:
            raise
    try:
        return library.entry(PUBLIC, document)
    except NotThere as error:
        raise NotThere(f"no document {document[:16]} in {tenant} or {PUBLIC}.") from error


def _about(finding: "Finding", documents: "Mapping[str, Document]") -> set[str]:
    """The tickers a finding is about: what it measures, and what its documents are about."""
    sides = (documents.get(side.document or "") for side in finding.sides)
    return {finding.entity, *(symbol for document in sides if document for symbol in document.symbols)}


def _documents(
    opened: Corpus, tenant: Tenant, one: str | None, *, shipped: bool
) -> "tuple[dict[str, Document], dict[str, str]]":
    """One document, or all that people added and the tenant may see; by id.

    Returns:
        The documents, and of those that could not be read why not.

    Raises:
        NotThere, CorpusDamaged, Refused: The one that was asked for cannot be read.
    """
    from bot.knowledge_wiring import shipped_stamp
    from bot.shipped_reports import shipped_documents

    library = opened.library
    if one is not None:
        entries = [_entry(library, tenant, one)]
    else:
        ours = frozenset() if shipped else shipped_documents(shipped_stamp(opened.settings))
        entries = [
            entry
            for owner in visible_to(tenant)
            for entry in library.entries(owner)
            if entry.document not in ours
        ]
    found: dict[str, Document] = {}
    unread: dict[str, str] = {}
    for done, entry in enumerate(entries, start=1):
        try:
            found[entry.document] = library.document(entry.cited.tenant, entry.document)
        except (CorpusDamaged, NotThere, Refused) as error:
            if one is not None:
                raise
            unread[entry.document] = str(error)
        opened.progress("reading documents", done, len(entries))
    return found, unread


def _tell_unread(unread: "Mapping[str, str]", *, as_json: bool) -> None:
    """Name the documents that could not be read, after what the others gave, and end with 76."""
    from bot.terminal.corpus_upkeep import unread_lines

    if unread:
        console(stderr=as_json).print(unread_lines(unread))
        raise typer.Exit(CorpusDamaged.exit_code)
