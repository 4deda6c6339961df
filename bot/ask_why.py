"""Why an answer says what it says: its record, and the same run again."""

import json

import typer

from bot.agent.answer_json import to_json
from bot.agent.replay import Replay
from bot.agent.types import Answer
from bot.ask_kept import kept_answer
from bot.ask_place import Place
from bot.ask_replay import replayed
from bot.command import console, interruptible, services, settings_of
from bot.terminal.why import why_page
from bot.terminal.why_replay import replay_page
from knowledge.tenants import PUBLIC, Tenant
from tools.errors import NoData

DIFFERS = 1
"""Exit code of an answer that does not come out the same again."""


def explain(id_: str | None, tenant: Tenant | None, data: str | None, *, replay: bool, as_json: bool) -> int:
    """Print what an answer rests on, run it again if that is wanted, and return the exit code.

    Args:
        id_: The answer; None means the last one that was given at this terminal.
        tenant: Whose it is; None: that of the last one, else public.
        data: The source of bars that was named; None: the one that the answer was given from.
        replay: Whether it is run again.
        as_json: Whether a program reads the output.

    Raises:
        NoData: There is no such answer.
    """
    settings = settings_of(data)
    given = Place(settings.home).given(id_)
    if id_ is None:
        if given is None:
            raise NoData('no answer was given at this terminal yet; python -m bot ask "..." gives one.')
        id_ = given.answer
    if tenant is None:
        tenant = Tenant(given.tenant) if given else PUBLIC
    answer = kept_answer(settings, id_, tenant)
    if not as_json:
        out = console()
        out.print(why_page(answer, drawn=out.is_terminal))
    again = _again(answer, data or (given and given.data), quiet=as_json) if replay else None
    if as_json:
        typer.echo(_json(answer, again))
    elif again is not None:
        console().print(replay_page(again))
    return 0 if again is None or again.reproduced else DIFFERS


def _again(answer: Answer, data: str | None, *, quiet: bool) -> Replay:
    with interruptible("Nothing was changed."), services(data, quiet=quiet) as opened:
        return replayed(opened, answer)


def _json(answer: Answer, again: Replay | None) -> str:
    """The answer's own JSON, with the outcome of the run beside it."""
    parts = again and [{"what": part.what, "same": part.same, "said": part.said} for part in again.parts]
    told = {"answer": json.loads(to_json(answer)), "reproduced": again and again.reproduced, "parts": parts}
    return json.dumps(told, indent=2, ensure_ascii=False)
