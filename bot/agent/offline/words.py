"""Words as cues are matched on them: lower case, contractions opened, hyphens open, spelling corrected."""

import re
import unicodedata
from collections.abc import Callable

from bot.agent.offline.lists import words_in

_QUOTES = str.maketrans({"\N{RIGHT SINGLE QUOTATION MARK}": "'", "\N{LEFT SINGLE QUOTATION MARK}": "'"})
_IS = re.compile(r"\b(what|where|how|when|who|that|it|there)'?s\b")
_POSSESSIVE = re.compile(r"'s?\b")
_TOKEN = re.compile(r"[^\W_]+(?:&[^\W_]+)?%?|[/%]")
_LONGEST = 4_000


def plain(text: str) -> str:
    """Lower case, one kind of quote, compatible characters folded; at most 4,000 characters."""
    return unicodedata.normalize("NFKC", text[:_LONGEST]).translate(_QUOTES).lower()


def words_of(text: str, corrected: Callable[[str], str]) -> str:
    """The words of a text with one space around each, e.g. ` what is the 52 week high `.

    Args:
        text: As typed.
        corrected: Gives the known word that a misspelt one stands for.
    """
    lowered = _IS.sub(r"\1 is", plain(text)).replace("n't", " not")
    tokens = _TOKEN.findall(_POSSESSIVE.sub(" ", lowered))
    return f" {' '.join(corrected(token) for token in tokens)} "


def foreign(text: str) -> bool:
    """Whether a text is not English: mostly other letters, or mostly small words of other languages."""
    letters = [letter for letter in text[:_LONGEST] if letter.isalpha()]
    if sum(not letter.isascii() for letter in letters) * 3 > len(letters):
        return True
    tokens = _TOKEN.findall(plain(text))
    return len(tokens) > 2 and sum(token in words_in("abroad") for token in tokens) * 3 >= len(tokens)
