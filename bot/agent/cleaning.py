"""A model's text is a stranger's: no mentions, no links of its own, nothing invisible, not endless."""

import re
import unicodedata
from collections.abc import Iterable

from bot.agent.sentences import ends

LONGEST = 3_800
"""Characters of an answer: a message of Discord's has 4,000 over all its parts."""

_INVISIBLE = frozenset(("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
_MENTION = re.compile(r"<(?:@[!&]?|#|/|a?:|t:|id:)[^<>\n]{0,120}>")
_IMAGE = re.compile(r"!\[([^\]\n]*)\]\([^)\n]*\)")
_LINK = re.compile(r"\[([^\]\n]*)\]\(\s*<?([^)\s>]*)[^)\n]*\)")
_REFERENCE = re.compile(r"^[ \t]*\[[^\]\n]+\]:[ \t]*\S+.*$", re.MULTILINE)
_AUTOLINK = re.compile(r"<((?:[a-z][a-z0-9+.-]{1,20}:)[^<>\s]*)>", re.IGNORECASE)
_URL = re.compile(
    r"(?:[a-z][a-z0-9+.-]{1,20}://|\bwww\.|\bmailto:|\bjavascript:|\bdata:[a-z]+/)[^\s<>()\[\]]*",
    re.IGNORECASE,
)
_INVITE = re.compile(r"\b(?:discord\.gg|discord(?:app)?\.com/invite|t\.me)/\S+", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>\n]{0,200}>")


def clean(text: str, quoted: Iterable[str] = ()) -> str:
    """A model's text as it may be shown and checked; cleaning twice changes nothing more.

    Args:
        text: As the model wrote it.
        quoted: Texts of the passages of this run; an address that stands in one of them may stay.
    """
    passages = tuple(quoted)

    def kept(url: str) -> str:
        bare = url.rstrip(".,;:!?'\"*_`")
        return url if bare and any(bare in passage for passage in passages) else ""

    found = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    found = "".join(
        letter for letter in found if letter in "\n\t" or unicodedata.category(letter) not in _INVISIBLE
    )
    before = None
    while found != before:
        # what is removed may join its neighbours into something new
        before = found
        found = _MENTION.sub("", found)
        found = _IMAGE.sub(r"\1", found)
        found = _LINK.sub(lambda m: m[1] or kept(m[2]), found)
        found = _REFERENCE.sub("", found)
        found = _AUTOLINK.sub(lambda m: m[1], found)
        found = _URL.sub(lambda m: kept(m[0]), found)
        found = _INVITE.sub("", found)
        found = _TAG.sub("", found)
        found = re.sub(r"@(?=[\w!&<])|(?<=<)@", "", found)
    found = re.sub(r"[ \t]+\n", "\n", found)
    return re.sub(r"\n{3,}", "\n\n", found).strip()


def bounded(text: str, longest: int = LONGEST) -> str:
    """The text, or as many of its sentences as fit."""
    if len(text) <= longest:
        return text
    fitting = [end for end in ends(text) if end <= longest]
    return text[: fitting[-1]].rstrip() if fitting else text[: longest - 1].rstrip() + "…"
