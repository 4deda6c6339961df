"""A claim at its place: of a word, or of what a pattern found in a statement."""

import re

from bot.agent.grounding.reading import Read
from bot.agent.grounding.verdict import Claim, ClaimKind


def of_word(read: Read, place: int, kind: ClaimKind, *, holds: bool, because: str) -> Claim:
    """The claim that one word makes.

    Args:
        read: The statement.
        place: The word's number in it.
        kind: What it claims.
        holds: Whether the grounds bear it.
        because: For people: why.
    """
    word = read.words[place]
    return Claim(word.start, word.end, read.text[word.start : word.end], kind, holds, because)


def of_match(
    read: Read,
    match: re.Match[str],
    kind: ClaimKind,
    *,
    holds: bool,
    because: str,
    facts: tuple[str, ...] = (),
) -> Claim:
    """The claim of what a pattern found in the statement's own words.

    Args:
        read: The statement.
        match: What was found in `read.plain`.
        kind: What it claims.
        holds: Whether the grounds bear it.
        because: For people: why.
        facts: Ids of the facts that tell it, for or against.
    """
    return Claim(
        read.place(match.start()),
        read.place(match.end() - 1) + 1,
        match.group(),
        kind,
        holds,
        because,
        facts if holds else (),
        against=() if holds else facts,
    )
