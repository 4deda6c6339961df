"""A fresh library per test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from knowledge.library import Library
from tests.knowledge.library.made import opened


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "corpus"


@pytest.fixture
def library(root: Path) -> Iterator[Library]:
    with opened(root) as library:
        yield library
