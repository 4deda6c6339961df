"""The commands that keep score: seal, settle, debrief, back-fill, and the record of it all."""
# ruff: noqa: PLC0415 - help must not pay for pandas: what is heavy is imported when a command runs

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from bot.ask_chart import ChartFile
from bot.command import Data, Json, console, day_of, interruptible, progress, services, settings_of
from tools.errors import BadRequest, NoData, SourceDown

if TYPE_CHECKING:
    from bot.wiring import Services
    from tools.results import DebriefReport, RecordReport


_BROKEN = 65
_HOW = (
    "Calls are sealed by `analyze SYMBOL --seal` or `record seal SYMBOL` after a close; `record back-fill` "
    "does a past period, labelled so."
)


class SymbolOrCommand(TyperGroup):
    """`record IWM` shows the record of IWM; `record verify` and the others are commands."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 - typer keeps its type to itself
        """What is no command of the group is for `show`."""
        asks_help = args and args[0] in ctx.help_option_names
        if not asks_help and (not args or args[0] not in self.commands):
            args = ["show", *args]
        return super().parse_args(ctx, args)


record_app = typer.Typer(
    cls=SymbolOrCommand,
    help="How sealed calls did. `record [SYMBOL]` shows it; the commands below keep it. Nothing in it is "
    "ever changed or deleted.",
)

Judged = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="YYYY-MM-DD", help="The session that is judged; None: the newest that is over."
    ),
]
Symbols = Annotated[list[str], typer.Argument(help="Tickers, e.g. IWM SPY.", metavar="SYMBOL...")]


@record_app.command("show")
def show(
    symbol: Annotated[str | None, typer.Argument(help="A ticker; none means all.", metavar="SYMBOL")] = None,
    *,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="YYYY-MM-DD", help="Only calls and outcomes up to this session."),
    ] = None,
    horizon: Annotated[
        int | None,
        typer.Option("--horizon", help="List the worst calls at this horizon: 1, 5, 10, 21 or 63."),
    ] = None,
    data: Data = None,
    as_json: Json = False,
    chart: ChartFile = None,
) -> None:
    """Calls, hit rate against base rate, Brier score, reliability, worst calls first."""
    day = day_of(as_of, "--as-of")
    with services(data, quiet=as_json) as opened:
        report = opened.book.record(symbol, day, horizon=horizon)
        _print(report, as_json=as_json)
        if not as_json and not any(book.kind == "forward" and book.horizons for book in report.record.books):
            typer.echo(_HOW)
        _picture(opened, report, chart)


@record_app.command("verify")
def verify(
    head: Annotated[
        list[str] | None,
        typer.Option(
            "--head",
            metavar="CHAIN:HASH",
            help="A head noted earlier; repeatable. It tells whether the end of a chain was cut off.",
        ),
    ] = None,
) -> None:
    """Prove the chains: every hash recomputed, every reference followed. Exits with 65 when one is broken."""
    from bot.chain_heads import heads_of
    from bot.store import open_store
    from bot.terminal.store import link_lines

    heads = heads_of(head or [])
    with open_store(settings_of().store_url) as store, interruptible("Nothing was changed."):
        links = store.ledger.verify(heads)
    typer.echo("\n".join(link_lines(links)))
    if any(link.broken for link in links):
        raise typer.Exit(_BROKEN)


@record_app.command("seal")
def seal(
    symbols: Symbols,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="YYYY-MM-DD", help="The session; a past one is back-filled."),
    ] = None,
    data: Data = None,
) -> None:
    """Seal the call of a session: forward before the next session opens, back-filled later.

    A symbol that cannot be sealed does not keep the others from it; the exit code is that of the last one.
    """
    from bot.terminal.sealed import sealed_lines

    day, failed = day_of(as_of, "--as-of"), 0
    with services(data) as opened:
        for symbol in symbols:
            try:
                sealed = opened.book.seal(symbol, day)
            except (BadRequest, NoData, SourceDown) as error:
                failed = error.exit_code
                typer.echo(f"plumbline: {symbol[:40]!r} is not sealed: {error}", err=True)
            else:
                console().print(sealed_lines(sealed))
    if failed:
        raise typer.Exit(failed)


@record_app.command("settle")
def settle(
    symbol: Annotated[str | None, typer.Argument(help="A ticker; none means all.", metavar="SYMBOL")] = None,
    data: Data = None,
) -> None:
    """Settle every horizon that has ended: 1, 5, 10, 21 and 63 sessions after each call, each once."""
    from bot.terminal.sealed import settled_lines

    with services(data) as opened, progress("settling") as report:
        run = opened.book.settle(symbol, progress=report)
    console().print(settled_lines(run))
    if run.failed and not run.written:
        raise typer.Exit(1)


@record_app.command("back-fill")
def back_fill_command(
    symbol: Annotated[str, typer.Argument(help="A ticker, e.g. IWM.", metavar="SYMBOL")],
    first: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first session.")],
    last: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="The last session.")],
    data: Data = None,
    *,
    corpus: Annotated[
        bool, typer.Option("--corpus", help="Also put the debriefs into the corpus; takes longer.")
    ] = False,
) -> None:
    """Seal, settle and debrief a past period, in a book of its own that counts in no forward record."""
    from bot.terminal.sealed import back_filled_lines
    from tools.desk.back_filling import back_fill

    start, end = _day(first, "--from"), _day(last, "--to")
    with services(data) as opened, progress("back-filling") as report:
        done = back_fill(opened.book, symbol, start, end, opened.clock(), report)
        console().print(back_filled_lines(done))
        if not done.sealed and not done.there:
            raise typer.Exit(NoData.exit_code)
        if corpus:
            _into_corpus(opened, done.symbol, done.first, done.last)


def debrief(
    symbol: Annotated[str, typer.Argument(help="A ticker, e.g. IWM.", metavar="SYMBOL")] = "IWM",
    *,
    as_of: Judged = None,
    data: Data = None,
    as_json: Json = False,
    corpus: Annotated[
        bool, typer.Option("--corpus/--no-corpus", help="Whether the debrief is put into the corpus.")
    ] = True,
) -> None:
    """What the session did to the call sealed before it, which layer was right, and one lesson; kept."""
    day = day_of(as_of, "--as-of")
    with services(data, quiet=as_json) as opened:
        try:
            report = opened.book.debrief(symbol, day, write=True)
        except NoData as gone:
            raise NoData(f"{gone} {_HOW}") from gone
        _print(report, as_json=as_json)
        if corpus:
            judged = report.header.as_of
            _into_corpus(opened, report.header.symbol, judged, judged, quiet=True)


def _day(text: str, option: str) -> date:
    day = day_of(text, option)
    if day is None:
        raise BadRequest(f"{option} needs a date, written YYYY-MM-DD.")
    return day


def _into_corpus(opened: "Services", symbol: str, first: date, last: date, *, quiet: bool = False) -> None:
    """The debriefs of a period as documents; one that is there already stays as it is."""
    from bot.debriefs_kept import keep_debriefs

    added = keep_debriefs(opened, symbol, first, last, quiet=quiet)
    if not quiet:
        typer.echo(f"Debriefs put into the corpus: {added}.")


def _print(report: "RecordReport | DebriefReport", *, as_json: bool) -> None:
    if as_json:
        from tools.results import to_json

        typer.echo(to_json(report))
        return
    from bot.terminal.card import card

    console().print(card(report))


def _picture(opened: "Services", report: "RecordReport", path: Path | None) -> None:
    if path is None:
        return
    from tools.charts.reliability import reliability_chart
    from tools.market.atomic import write_whole

    picture: Any = reliability_chart(report, opened.settings.theme)
    write_whole(path, picture.png)
    typer.echo(f"Chart: {path}\n{picture.alt}", err=True)
