"""Commands that look after the corpus: add, remove, rebuild, check, regenerate."""
# ruff: noqa: PLC0415, PLR0913 - imports wait until a command runs; its options are its arguments

import sys
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.command import Interrupted, Json, RealData, console, day_of, progress, say, services
from bot.knowledge_command import TenantName, bare_corpus, corpus, tickers
from knowledge.tenants import Tenant
from tools.errors import BadRequest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.wiring import Services
    from knowledge.types import Entry

_REFUSED = 65
_DAMAGED = 76
_MONTH = "YYYY-MM"
_SHIPPED_SINCE = date(2007, 1, 1)


def add(
    paths: Annotated[list[Path], typer.Argument(help="Files, and folders with everything below them.")],
    *,
    day: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="The day they were published.")
    ] = None,
    source: Annotated[str | None, typer.Option("--source", help="Who published them.")] = None,
    title: Annotated[str | None, typer.Option("--title", help="The title, for a single file.")] = None,
    symbol: Annotated[
        list[str] | None, typer.Option("--symbol", metavar="TICKER", help="What they are about; repeatable.")
    ] = None,
    licence: Annotated[str | None, typer.Option("--licence", help="What may be done with them.")] = None,
    tenant: TenantName = "public",
    replaces: Annotated[
        str | None,
        typer.Option(
            "--replaces", metavar="ID", help="The document of which a single file is a new version."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Add reports: Markdown, text, HTML, PDF. Exits with 65 when some were refused; the others are in."""
    from bot.adding import Outcome, add_files, shown_path
    from bot.clock import today
    from bot.document_files import find_documents
    from bot.knowledge_json import outcomes_json
    from bot.terminal.corpus_upkeep import outcome_lines, outcome_summary
    from knowledge.documents import SUFFIXES
    from knowledge.types import Given

    owner, published, now = Tenant(tenant), day_of(day, "--date"), today()
    if published and published > now:
        raise BadRequest(f"--date {published.isoformat()} is in the future.")
    found = find_documents(paths, SUFFIXES)
    if len(found.files) > 1 and (title or replaces):
        option = "--title" if title else "--replaces"
        raise BadRequest(f"{option} is for a single file; these are {len(found.files):,}.")
    given = Given("", title, source, published, tickers(symbol or ()), licence)
    outcomes: list[Outcome] = []

    def settled(outcome: Outcome) -> None:
        outcomes.append(outcome)
        if not as_json:
            say(outcome_lines(outcome, now))

    for path, why in found.refused.items():
        settled(Outcome(shown_path(path), None, why))
    with corpus(quiet=as_json) as opened:
        older = opened.library.entry(owner, replaces).document if replaces else None
        try:
            for outcome in add_files(
                opened.library,
                found.files,
                given,
                owner,
                added=opened.today,
                replaces=older,
                progress=opened.progress,
            ):
                settled(outcome)
        except KeyboardInterrupt as stop:
            done = sum(outcome.added is not None for outcome in outcomes)
            raise Interrupted(
                f"interrupted after {done:,} of {len(found.files):,} documents. What is in the corpus stays; "
                "the same command goes on from there."
            ) from stop
    if as_json:
        typer.echo(outcomes_json(outcomes))
    else:
        console().print(outcome_summary(outcomes, found.passed_over, found.led_out, now))
    if any(outcome.refused for outcome in outcomes):
        raise typer.Exit(_REFUSED)


def remove(
    ids: Annotated[
        list[str] | None,
        typer.Argument(metavar="ID...", help="Documents, by id or enough of its beginning."),
    ] = None,
    *,
    tenant: TenantName = "public",
    everything: Annotated[
        bool, typer.Option("--everything", help="All documents of the tenant, instead of some by id.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Remove documents with their passages and vectors, for good."""
    from bot.knowledge_json import removed_json
    from bot.terminal.corpus_upkeep import removal

    owner, names = Tenant(tenant), list(dict.fromkeys(ids or ()))
    if everything == bool(names):
        raise BadRequest("name the documents to remove, or say --everything for all of a tenant.")
    with bare_corpus(quiet=as_json) as opened:
        library = opened.library
        # every name is looked up before anything is removed
        found = {entry.document: entry for entry in (library.entry(owner, name) for name in names)}
        entries = library.entries(owner, superseded=True) if everything else list(found.values())
        if entries and not yes:
            _confirm(entries, owner)
        if everything:
            library.remove_tenant(owner)
        else:
            for entry in entries:
                library.remove(owner, entry.document)
    if as_json:
        typer.echo(removed_json(entries, owner))
    else:
        console().print(removal(entries, owner))


def _confirm(entries: "Sequence[Entry]", tenant: Tenant) -> None:
    """Ask the person at the terminal; where there is nobody to ask, nothing is removed."""
    from bot.terminal.corpus_upkeep import to_be_removed
    from bot.terminal.corpus_words import counted

    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise BadRequest(
            f"{counted(len(entries), 'document')} of {tenant} would be removed for good; say --yes to do it."
        )
    console(stderr=True).print(to_be_removed(entries, tenant))
    if not typer.confirm("Remove for good?", err=True):
        typer.echo("Nothing was removed.", err=True)
        raise typer.Exit(1)


def rebuild(
    tenant: Annotated[
        str | None, typer.Option("--tenant", metavar="TENANT", help="Only this tenant; none means all.")
    ] = None,
) -> None:
    """Make the index anew from the stored documents, as after a change of model; may be interrupted."""
    from bot.terminal.corpus_upkeep import rebuilt_lines

    owner = Tenant(tenant) if tenant is not None else None
    with bare_corpus(repair=True) as opened:
        rebuilt = opened.library.rebuild(opened.progress, owner)
    console().print(rebuilt_lines(rebuilt))
    if rebuilt.refused:
        raise typer.Exit(_REFUSED)


def check() -> None:
    """Hold index and stored documents against each other. Exits with 76 when they do not agree."""
    from bot.terminal.corpus_upkeep import health

    with bare_corpus(repair=True) as opened:
        library = opened.library
        troubles = library.check()
        # a damaged catalogue cannot list its documents
        held = {} if troubles else {owner: library.entries(owner) for owner in library.tenants()}
        waiting = library.pending()
    console().print(health(troubles, held, waiting))
    if troubles:
        raise typer.Exit(_DAMAGED)


def regenerate(
    data: RealData = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="DIR", help="The folder of reports; none means the shipped ones."),
    ] = None,
    symbol: Annotated[str, typer.Option("--symbol", metavar="TICKER", help="Whose months.")] = "IWM",
    first: Annotated[
        str | None, typer.Option("--first", metavar=_MONTH, help="First month; none means 2007-01.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--last", metavar=_MONTH, help="Last month; none means the last full one.")
    ] = None,
) -> None:
    """Write the monthly reports from real bars; the shipped ones are made this way."""
    from bot.corpus import write_reports
    from bot.terminal.corpus_upkeep import written_lines

    begin, end = _month(first, "--first"), _month(last, "--last")
    folder = out or _shipped_folder()
    with services(data) as opened, progress("writing reports") as report:
        try:
            written = write_reports(
                opened,
                folder,
                symbol=symbol,
                first=begin or _SHIPPED_SINCE,
                last=end or _last_month(opened),
                progress=report,
            )
        except (PermissionError, NotADirectoryError, FileExistsError) as error:
            raise BadRequest(f"--out: {folder} cannot be written ({error.strerror}).") from error
    console().print(written_lines(written))


def _shipped_folder() -> Path:
    from importlib.resources import files

    return Path(str(files("knowledge.reports")))


def _month(text: str | None, option: str) -> date | None:
    if text is not None and len(text) != len(_MONTH):
        raise BadRequest(f"{option} {text[:40]!r} is not a month; write it as YYYY-MM, e.g. 2020-03.")
    return day_of(f"{text}-01", option) if text else None


def _last_month(opened: "Services") -> date:
    """The last day of the last month that is over."""
    return opened.clock().date().replace(day=1) - timedelta(days=1)
