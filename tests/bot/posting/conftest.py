"""What goes through the store is tested on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import Store, open_store
from tests.bot.postgres import postgres, postgres_url
from tests.bot.posting.world import World

__all__ = ["postgres", "postgres_url"]


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/state/plumbline.db"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """An open store without anything in it."""
    with open_store(url) as opened:
        yield opened


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    """What is around a runner, on Thursday evening."""
    return World(store, tmp_path)
