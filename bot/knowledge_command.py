"""What the commands of the corpus share: options, and the corpus opened for one run."""
# ruff: noqa: PLC0415 - help must not pay for the corpus: what is heavy is imported when a command runs

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from bot.command import interruptible, settings_of
from tools.errors import SettingsError
from tools.market.symbols import symbol_of

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.library import Library
    from knowledge.ports import Progress

TenantName = Annotated[
    str,
    typer.Option("--tenant", metavar="TENANT", help="Whose documents: public, guild:<id> or user:<id>."),
]
DocumentId = Annotated[
    str, typer.Argument(metavar="ID", help="A document's id, or enough of its beginning to be the only one.")
]
SymbolFilter = Annotated[
    str | None, typer.Option("--symbol", metavar="TICKER", help="Only about this ticker.")
]
Shipped = Annotated[
    bool,
    typer.Option("--shipped", help="Also the reports that come with the program, not only what was added."),
]
_KEPT = "What is in the corpus stays; the same command goes on from there."


class Corpus(NamedTuple):
    """The corpus for one run of a command."""

    library: "Library"
    settings: "Settings"
    today: date
    progress: "Progress"


@contextmanager
def corpus(*, quiet: bool = False, data: str | None = None) -> Iterator[Corpus]:
    """Open the corpus to ask it or add to it, and let go of it whatever happens.

    Args:
        quiet: Show no progress: the output is read by a program.
        data: The source of bars that was named, if any.
    """
    from bot.clock import today
    from bot.knowledge_wiring import coming, open_knowledge
    from bot.terminal.corpus_progress import corpus_progress

    settings = settings_of(data)
    with (
        interruptible(_KEPT),
        _kept_in(settings),
        corpus_progress(quiet=quiet, coming=coming(settings)) as progress,
        open_knowledge(settings, progress=progress) as library,
    ):
        yield Corpus(library, settings, today(), progress)


@contextmanager
def bare_corpus(*, quiet: bool = False, repair: bool = False) -> Iterator[Corpus]:
    """Open the corpus as it stands, without the shipped reports, to look after it.

    Args:
        quiet: Show no progress: the output is read by a program.
        repair: Open it even if it is damaged or was made with another model.
    """
    from bot.clock import today
    from bot.knowledge_wiring import open_corpus
    from bot.terminal.corpus_progress import corpus_progress

    settings = settings_of()
    with (
        interruptible(_KEPT),
        _kept_in(settings),
        corpus_progress(quiet=quiet) as progress,
        open_corpus(settings, repair=repair, progress=progress) as library,
    ):
        yield Corpus(library, settings, today(), progress)


@contextmanager
def _kept_in(settings: "Settings") -> Iterator[None]:
    """Say it in one sentence when the home of the corpus takes nothing."""
    from bot.home import nothing_kept

    try:
        yield
    except OSError as error:
        said = nothing_kept(settings.home, error)
        if said is None:
            raise
        raise SettingsError(said) from error


def ticker(text: str | None) -> str | None:
    """A ticker as typed: "iwm" or "$IWM" is IWM.

    Raises:
        BadRequest: It is not shaped like one.
    """
    return None if text is None else symbol_of(text.strip().removeprefix("$"))


def tickers(texts: Sequence[str]) -> tuple[str, ...]:
    """Several, each once."""
    return tuple(dict.fromkeys(symbol_of(text.strip().removeprefix("$")) for text in texts))
