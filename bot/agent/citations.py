"""From a passage's tag in a model's text, `[3fa2c1:7]`, to the `[1]` that people read."""

import re
from collections.abc import Iterable, Mapping, Sequence

from bot.agent.grounding import Claim, ClaimKind
from bot.agent.types import Cited
from knowledge.types import Passage
from tools.grounds import Grounds, tag

_GROUP = re.compile(r"\[\s*([0-9a-fA-F]{6}:\d+(?:\s*[,;]\s*[0-9a-fA-F]{6}:\d+)+)\s*\]")
_TAG = re.compile(r"\[([0-9a-fA-F]{6}:\d+)\]")
_BARE = re.compile(r"[ \t]?\[\^?\d{1,3}\](?!\()")


def passages_by_tag(grounds: Iterable[Grounds]) -> Mapping[str, Passage]:
    """The passages of a run by their tag."""
    return {tag(passage): passage for one in grounds for passage in one.passages}


def plain_tags(text: str) -> str:
    """Tags one by one and in lower case; numbers in brackets that the model made up are taken out.

    People read `[1]` as a citation, so only we write it.
    """

    def apart(found: re.Match[str]) -> str:
        return "".join(f"[{one.strip()}]" for one in re.split("[,;]", found[1]))

    text = _BARE.sub("", _GROUP.sub(apart, text))
    return _TAG.sub(lambda found: found[0].lower(), text)


def strays(text: str, passages: Mapping[str, Passage]) -> tuple[Claim, ...]:
    """Tags that point at no passage of the run, as failures."""
    return tuple(
        Claim(
            start=found.start(),
            end=found.end(),
            text=found[0],
            kind=ClaimKind.SOURCE,
            holds=False,
            because="no passage of this run has this tag",
        )
        for found in _TAG.finditer(text)
        if found[0] not in passages
    )


def numbered(text: str, passages: Mapping[str, Passage]) -> tuple[str, tuple[Cited, ...]]:
    """The text with `[1]`, `[2]`, … in the order of first mention, and what they point at."""
    order: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        if found[0] not in passages:
            return ""
        return f"[{order.setdefault(found[0], len(order) + 1)}]"

    shown = _TAG.sub(number, text)
    return shown, tuple(_cited(number, passages[name]) for name, number in order.items())


def without_numbers(text: str) -> str:
    """The text without its `[1]`: in a later turn they would point at other passages."""
    return _BARE.sub("", text)


def quotes(grounds: Sequence[Grounds]) -> tuple[str, ...]:
    """The texts that may be quoted from."""
    return tuple(passage.text for one in grounds for passage in one.passages)


def _cited(number: int, passage: Passage) -> Cited:
    return Cited(number, passage.id, passage.cited, passage.place, passage.text)
