"""The word lists of `lists.toml`, read once at first use."""

import tomllib
from functools import cache
from pathlib import Path


@cache
def words_in(name: str) -> frozenset[str]:
    """The words of a list by its name in the file; an underscore stands for a blank."""
    with Path(__file__).with_name("lists.toml").open("rb") as file:
        return frozenset(word.replace("_", " ") for word in tomllib.load(file)[name].split())
