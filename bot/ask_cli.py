"""Commands of the conversation: ask one question, chat, and why an answer says what it says."""
# ruff: noqa: PLC0415 - imports wait until a command runs; its options are its arguments

from typing import Annotated

import typer

from bot.ask_chart import ChartFile
from bot.command import Data, Json, day_of
from bot.knowledge_command import TenantName

AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="YYYY-MM-DD", help="The day to look from: nothing later is read or quoted."
    ),
]
Topic = Annotated[
    str | None, typer.Option("--topic", metavar="NAME", help="Go on in the conversation of this name.")
]


def ask(
    question: Annotated[
        str,
        typer.Argument(metavar="QUESTION", help='What you want to know; "-" reads it from standard input.'),
    ],
    *,
    as_of: AsOf = None,
    data: Data = None,
    topic: Topic = None,
    card: Annotated[bool, typer.Option("--card", help="Also the card that the answer read.")] = False,
    chart: ChartFile = None,
    tenant: TenantName = "public",
    as_json: Json = False,
) -> None:
    """Ask one question in your own words. Every figure of the answer is computed or cited."""
    from bot.ask_once import Wanted, answer_once
    from knowledge.tenants import Tenant

    wanted = Wanted(
        question, day_of(as_of, "--as-of"), topic, Tenant(tenant), card=card, chart=chart, as_json=as_json
    )
    raise typer.Exit(answer_once(wanted, data))


def chat(
    *,
    as_of: AsOf = None,
    data: Data = None,
    topic: Annotated[
        str, typer.Option("--topic", metavar="NAME", help="The conversation to go on with.")
    ] = "chat",
    tenant: TenantName = "public",
) -> None:
    """Talk with the desk. /help lists what can be typed; each line of standard input is one question."""
    from bot.chat import chat_here
    from knowledge.tenants import Tenant

    chat_here(data, day_of(as_of, "--as-of"), topic, Tenant(tenant))


def why(
    answer: Annotated[
        str | None, typer.Argument(metavar="[ID]", help="An answer's id; none means the last one.")
    ] = None,
    *,
    replay: Annotated[
        bool, typer.Option("--replay/--no-replay", help="Whether its tools and its check are run again.")
    ] = True,
    data: Data = None,
    tenant: Annotated[
        str | None,
        typer.Option("--tenant", metavar="TENANT", help="Whose answer; default: that of the last one."),
    ] = None,
    as_json: Json = False,
) -> None:
    """What an answer rests on, and whether it comes out the same again. Exits with 1 when it does not."""
    from bot.ask_why import explain
    from knowledge.tenants import Tenant

    raise typer.Exit(
        explain(answer, Tenant(tenant) if tenant else None, data, replay=replay, as_json=as_json)
    )
