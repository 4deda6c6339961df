"""The languages of posts: the words around the cards, from tables beside the code."""

import functools
import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Final

ENGLISH: Final = "en-US"

LANGUAGES: Final = (ENGLISH, "de")
"""What a server can choose, by Discord's codes."""

Word = Callable[[str], str]
"""Gives an English word of a post in the language of a server."""


def words_in(locale: str) -> Word:
    """The words of a language; English ones where there is no table of it, or the word is not in it."""
    table = _table(locale) if locale in LANGUAGES and locale != ENGLISH else {}
    return lambda word: table.get(word, word.replace("_", " "))


@functools.cache
def _table(locale: str) -> Mapping[str, str]:
    text = (files("bot.community.languages") / f"{locale}.toml").read_text(encoding="utf-8")
    words: Mapping[str, str] = tomllib.loads(text)["posts"]
    return words
