"""Open the store: one database, brought up to date, with one repository for each kind of thing."""

from types import TracebackType
from typing import Self

from sqlalchemy import Engine

from bot.store.address import Address, address
from bot.store.answers import Answers
from bot.store.database import Database
from bot.store.engine import make_engine
from bot.store.failures import spoken
from bot.store.feedback import KeptFeedback
from bot.store.forgetting import Forgotten, conversations_of, forget_person
from bot.store.guilds import Guilds
from bot.store.ledger import KeptLedger
from bot.store.migrating import migrate
from bot.store.posts import Posts
from bot.store.schedules import Schedules
from bot.store.usage import Usage
from bot.store.watches import Watches
from tools.ledger.port import Ledger


class Store:
    """Everything that outlives a run. May be shared by threads.

    Attributes:
        answers: Answers given.
        usage: What they took.
        ledger: Calls sealed before their outcome, and what came of them.
        guilds: Servers and their settings.
        schedules: Posts on every session.
        watches: States that people want to be told of.
        posts: Messages that are made once.
        feedback: What people said of the bot.
    """

    def __init__(self, engine: Engine, where: Address) -> None:
        self._engine = engine
        self.answers = Answers(engine, where)
        self.usage = Usage(engine, where)
        self.ledger: Ledger = KeptLedger(engine, where)
        self._database = database = Database(engine, where)
        self.guilds = Guilds(database)
        self.schedules = Schedules(database)
        self.watches = Watches(database)
        self.posts = Posts(database)
        self.feedback = KeptFeedback(database)

    def conversations_of(self, person: int) -> tuple[str, ...]:
        """The conversations of a person in all tenants, so that what they remember can be dropped first.

        Raises:
            SourceDown: The database did not serve.
        """
        return conversations_of(self._database, person)

    def forget_person(self, person: int) -> Forgotten:
        """Delete what is kept of a person in all tenants; nothing of anybody else.

        Raises:
            SourceDown: The database did not serve; nothing was deleted.
        """
        return forget_person(self._database, person)

    def close(self) -> None:
        """Let go of all connections."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(url: str) -> Store:
    """Open a database and bring it up to date; an SQLite file that is not there is made.

    Args:
        url: `sqlite:///PATH` (four slashes for an absolute path), `postgresql://…` or
            `postgresql+psycopg://…`.

    Raises:
        SettingsError: Such a URL is not read, nothing can be kept there, the login is refused, or a newer
            version of the program made the database.
        BadData: The file is damaged.
        SourceDown: The server does not answer, or others hold the database for too long.
    """
    where = address(url)
    engine = make_engine(where)
    try:
        with spoken(where):
            migrate(engine, where)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine, where)
