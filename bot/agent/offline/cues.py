"""Cues: short phrases that point at a kind of question, in a notation that is quick to write and read.

A cue is words in order. `momentum` is the word, `diverg*` any word that begins so, `rise|fall` one or the
other, `..` up to four words between, `^` the beginning of the part.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

Cues = tuple[tuple[str, int], ...]
"""(cue, weight): a kind's score is the sum over its cues that occur."""


@dataclass(frozen=True, slots=True)
class Match:
    """How well a part fits: the sum of the weights, and where the first cue stands."""

    score: int
    place: int


def match(words: str, cues: Cues) -> Match:
    """What the cues find in words with one space around each."""
    score, place = 0, len(words)
    for cue, weight in cues:
        found = pattern(cue).search(words)
        if found:
            score += weight
            place = min(place, found.start())
    return Match(score, place)


@cache
def pattern(cue: str) -> re.Pattern[str]:
    """A cue as an expression over words with one space around each."""
    parts: list[str] = []
    for step in cue.split():
        if step == "^":
            parts.append("^")
        elif step == "..":
            parts.append(r"(?: \S+){0,4}?")
        else:
            options = "|".join(
                re.escape(option.removesuffix("*")) + (r"\S*" if option.endswith("*") else "")
                for option in step.split("|")
            )
            parts.append(f" (?:{options})")
    return re.compile("".join(parts) + "(?= )")


def vocabulary(cues: Iterable[str]) -> Iterable[str]:
    """The whole words that cues are made of."""
    for cue in cues:
        for step in cue.split():
            yield from (option for option in step.split("|") if option.isalpha())
