"""The command line. Each command parses, asks the desk, and prints; heavy imports wait until then."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.ask_chart import ChartFile
from bot.ask_cli import ask, chat, why
from bot.command import Data, Json, console, day_of, progress, services
from bot.discord_cli import discord_bot
from bot.knowledge_cli import knowledge_app
from bot.record_cli import debrief, record_app
from bot.store_cli import store_app
from tools.errors import BadRequest

if TYPE_CHECKING:
    from bot.wiring import Services
    from tools.charts import ChartKind
    from tools.results import Analysis, Result

app = typer.Typer(
    name="plumbline",
    help="A market-signal desk: every number computed, every reading dated. Not financial advice.",
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
data_app = typer.Typer(help="What is kept on disk: look at it, bring it up to date.", no_args_is_help=True)
app.add_typer(data_app, name="data")
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(record_app, name="record")
app.add_typer(store_app, name="store")
for _name, _command in (
    ("debrief", debrief),
    ("ask", ask),
    ("chat", chat),
    ("why", why),
    ("discord", discord_bot),
):
    app.command(_name)(_command)


class Theme(StrEnum):
    """Colours of a chart."""

    DARK = "dark"
    LIGHT = "light"


Symbol = Annotated[str, typer.Argument(help="A ticker, e.g. IWM or ^VIX.", metavar="SYMBOL")]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="YYYY-MM-DD", help="The session to read; a closed day means the last one."
    ),
]
ChartTheme = Annotated[Theme | None, typer.Option("--theme", help="Colours of the chart.")]
Events = Annotated[
    bool, typer.Option("--events/--no-events", help="Whether the macro calendar moves the thresholds.")
]


@app.command()
def analyze(
    symbol: Symbol = "IWM",
    *,
    as_of: AsOf = None,
    data: Data = None,
    as_json: Json = False,
    chart: ChartFile = None,
    theme: ChartTheme = None,
    events: Events = True,
    provisional: Annotated[
        bool,
        typer.Option("--provisional", help="Read the running session as it stands, labelled provisional."),
    ] = False,
    seal: Annotated[
        bool,
        typer.Option("--seal", help="Also seal the call in the ledger: `record` scores it, for good or ill."),
    ] = False,
) -> None:
    """The whole card: composite, layers, what would flip them, rotation, credit, levels, risk, evidence."""
    day = day_of(as_of, "--as-of")
    if seal and (provisional or not events):
        raise BadRequest(
            "--seal seals the card as everybody gets it: of a finished session, with the macro calendar. "
            "Leave out --provisional and --no-events."
        )
    with services(data, quiet=as_json) as opened:
        result = opened.desk.analyze(symbol, day, events=events, provisional=provisional)
        _show(result, as_json=as_json)
        if seal:
            _seal(opened, result, quiet=as_json)
        _draw(opened, symbol, day, chart, theme, "all")


@app.command()
def breadth(
    symbol: Symbol = "IWM",
    as_of: AsOf = None,
    data: Data = None,
    as_json: Json = False,
    chart: ChartFile = None,
    theme: ChartTheme = None,
    events: Events = True,
) -> None:
    """How many members carry the move, and the one reading that would change the verdict."""
    day = day_of(as_of, "--as-of")
    with services(data, quiet=as_json) as opened:
        _show(opened.desk.breadth(symbol, day, events=events), as_json=as_json)
        _draw(opened, symbol, day, chart, theme, "breadth")


@app.command()
def rotation(
    symbol: Symbol = "IWM",
    as_of: AsOf = None,
    data: Data = None,
    as_json: Json = False,
    chart: ChartFile = None,
    theme: ChartTheme = None,
) -> None:
    """Small caps against large caps: leadership, parity or flight, and the ratio that would flip it."""
    day = day_of(as_of, "--as-of")
    with services(data, quiet=as_json) as opened:
        _show(opened.desk.rotation(symbol, day), as_json=as_json)
        _draw(opened, symbol, day, chart, theme, "ratio")


@app.command()
def levels(
    symbol: Symbol = "IWM",
    as_of: AsOf = None,
    data: Data = None,
    as_json: Json = False,
    chart: ChartFile = None,
    theme: ChartTheme = None,
) -> None:
    """Support, resistance, pivots, retracements, and risk against reward."""
    day = day_of(as_of, "--as-of")
    with services(data, quiet=as_json) as opened:
        _show(opened.desk.levels(symbol, day), as_json=as_json)
        _draw(opened, symbol, day, chart, theme, "price")


@app.command()
def claims(symbol: Symbol = "IWM", as_of: AsOf = None, data: Data = None, as_json: Json = False) -> None:
    """What other systems claim of small caps, each claim tested on history."""
    day = day_of(as_of, "--as-of")
    with services(data, quiet=as_json) as opened:
        _show(opened.desk.claims(symbol, day), as_json=as_json)


@app.command()
def evidence(
    symbol: Symbol = "IWM",
    as_of: AsOf = None,
    data: Data = None,
    as_json: Json = False,
    layer: Annotated[
        str | None, typer.Option("--layer", help="Only a layer, or composite, rotation, credit, positioning.")
    ] = None,
    state: Annotated[
        str | None, typer.Option("--state", help='Only a state or flag, e.g. "bearish".')
    ] = None,
    horizon: Annotated[int | None, typer.Option("--horizon", help="Only this many sessions ahead.")] = None,
) -> None:
    """What followed each state in the past: cases, hit rate, base rate, interval, and a verdict."""
    day = day_of(as_of, "--as-of")
    with services(data, quiet=as_json) as opened:
        result = opened.desk.evidence(symbol, day, layer=layer, state=state, horizon=horizon)
        _show(result, as_json=as_json)


@app.command()
def scan(
    universe: Annotated[str, typer.Argument(help="The index whose members are ranked.")] = "russell2000",
    as_of: AsOf = None,
    data: Data = None,
    as_json: Json = False,
    top: Annotated[int, typer.Option("--top", min=1, max=5000, help="How many to show from each end.")] = 20,
) -> None:
    """Every member of the index through the stack, best first."""
    day = day_of(as_of, "--as-of")
    with services(data, quiet=as_json) as opened, progress("scanning", quiet=as_json) as report:
        result = opened.desk.scan(universe, day, progress=report)
    _show(result, as_json=as_json, top=top)


@data_app.command("status")
def data_status(data: Data = None) -> None:
    """What is stored, to which session, and how far behind it is."""
    from bot.terminal.stored import status_table

    with services(data) as opened:
        console().print(status_table(opened))


@data_app.command("refresh")
def data_refresh(
    symbols: Annotated[
        list[str] | None, typer.Argument(help="Symbols; none means what the cards read.")
    ] = None,
    data: Data = None,
    members: Annotated[
        bool, typer.Option("--members/--no-members", help="Also the members of the Russell 2000.")
    ] = True,
) -> None:
    """Fetch what is new; an interrupted run goes on where it stopped. Exits with 1 when nothing came."""
    from bot.refresh import refresh
    from bot.terminal.stored import refresh_summary

    with services(data) as opened, progress("fetching") as report:
        outcome = refresh(opened, symbols or [], members=members, progress=report)
    console().print(refresh_summary(outcome))
    if outcome.failed and not outcome.fresh:
        raise typer.Exit(1)


@app.command()
def doctor(data: Data = None) -> None:
    """What is configured, reachable and stale. Exits with 1 when something does not work."""
    from bot.doctor import examine
    from bot.terminal.doctor import report

    with services(data) as opened:
        findings = examine(opened)
    console().print(report(findings))
    if any(finding.state == "fails" for finding in findings):
        raise typer.Exit(1)


def _print_version(wanted: bool) -> None:
    if wanted:
        from bot.version import running_version

        typer.echo(f"plumbline {running_version()}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=_print_version, help="Print the version and stop."),
    ] = False,
) -> None:
    del version  # its callback has answered


def _show(result: "Result", *, as_json: bool, top: int = 20) -> None:
    if as_json:
        from tools.results import to_json

        typer.echo(to_json(result))
        return
    from bot.terminal.card import card

    console().print(card(result, top=top))


def _seal(opened: "Services", card: "Analysis", *, quiet: bool) -> None:
    """Seal the call of a card that was shown; beside JSON the lines go to standard error."""
    from bot.terminal.sealed import sealed_lines

    sealed = opened.book.seal(card.header.symbol, card.header.as_of)
    console(stderr=quiet).print(sealed_lines(sealed))


def _draw(
    opened: "Services",
    symbol: str,
    day: date | None,
    path: Path | None,
    theme: Theme | None,
    kind: "ChartKind",
) -> None:
    """Write a chart where one was asked for; the file is there whole or not at all."""
    if path is None:
        return
    from tools.market.atomic import write_whole

    picture = opened.desk.chart(symbol, day, kind=kind, theme=theme.value if theme else opened.settings.theme)
    write_whole(path, picture.png)
    typer.echo(f"Chart: {path}\n{picture.alt}", err=True)
