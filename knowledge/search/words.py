"""A question as the words to look for."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_WORD = re.compile(r"\d+(?:[.,]\d+)+|[^\W_]+")

_ENDINGS = ("", "s", "es", "ed", "d", "ing")

_MOST = 64
"""Words of a question that are looked for, at most."""

_LITTLE = """
a about an and any are as at be been but by can did do does for from had has have how i if in into is it its
many me much my no not of on or our so than that the their them then there these they this those to was we
were what when where which who whom whose why will with would you your
"""
_COMMON = frozenset(_LITTLE.split())
"""Words that say nothing about what a question is about."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for.

    Attributes:
        words: The question's own words that can tell passages apart.
        others: Rows of the field's other words for what it names, the question's own first.
    """

    words: tuple[str, ...]
    others: tuple[tuple[str, ...], ...] = ()

    @classmethod
    def by(cls, question: str) -> "Asked":
        """Read a question."""
        return cls(terms(question), alternatives(question))


def terms(question: str) -> tuple[str, ...]:
    """The words of a question that can tell passages apart, once each, in order.

    Numbers stay whole: 250.77 is one term. Common words are left out unless there is nothing else.
    """
    words = tuple(dict.fromkeys(_WORD.findall(question.lower())))
    telling = tuple(word for word in words if word not in _COMMON)
    return (telling or words)[:_MOST]


def match(words: tuple[str, ...]) -> str:
    """The words as an FTS5 expression: any of them. A number with a point is a phrase of its parts."""
    return " OR ".join(f'"{word}"' for word in words)


def alternatives(question: str) -> tuple[tuple[str, ...], ...]:
    """Other words for what a question names, one row for each thing it names.

    Args:
        question: As it was asked.

    Returns:
        For every row of `vocabulary.toml` of which the question has a word or phrase: that, as it was asked,
        then the row's others.
    """
    spoken = f" {' '.join(_WORD.findall(question.lower()))} "
    found = []
    for row in _vocabulary():
        named = next(((said, form) for said in row if (form := _form(spoken, said))), None)
        if named is not None:
            found.append((named[1], *(said for said in row if said != named[0])))
    return tuple(found)


def _form(spoken: str, said: str) -> str | None:
    """The word or phrase as the question has it, inflected or not; None where it does not."""
    phrase = " ".join(_WORD.findall(said))
    return next((f"{phrase}{ending}" for ending in _ENDINGS if f" {phrase}{ending} " in spoken), None)


@cache
def _vocabulary() -> tuple[tuple[str, ...], ...]:
    table = tomllib.loads(files("knowledge.search").joinpath("vocabulary.toml").read_text(encoding="utf-8"))
    return tuple(tuple(row) for row in table["same"])
