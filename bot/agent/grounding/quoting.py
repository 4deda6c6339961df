"""Words of a report between quotation marks: a quotation that the report has word for word bears itself.

What is quoted is not read as a statement of the desk: "a close below 14 sessions' average" inside the marks
is the report's, and the marks and the source beside it say so.
"""

import re
from collections.abc import Iterator

from bot.agent.grounding.known import Index
from bot.agent.grounding.verdict import Claim, ClaimKind

_QUOTED = re.compile(
    r"\u201c([^\u201c\u201d]{1,3000})\u201d|(?<!\w)\"([^\"]{1,3000})\"(?!\w)|^>[ ]?(.+)$", re.MULTILINE
)
_SPOKEN = re.compile(r"[^\w%$.,+-]+")
_LEAST = 5
"""Words of a quotation that stands for itself; a shorter one is a figure in a sentence of the writer's."""


def quotations(text: str, index: Index) -> list[Claim]:
    """The quotations of a text that a passage, or a side of a contradiction, has word for word.

    Args:
        text: The whole text.
        index: What the tools gave.
    """
    sources = [(one.id, f" {_spoken(one.text)} ") for one in index.passages]
    found = []
    for start, end in _spans(text):
        quote = text[start:end]
        said = _spoken(quote.strip().removesuffix("\u2026").removesuffix("...").strip())
        if quote in index.quotes:
            found.append(_claim(text, start, end, "quoted from a report", ()))
        elif len(said.split()) >= _LEAST:
            passage = next((id_ for id_, spoken in sources if f" {said} " in spoken), None)
            if passage is not None:
                found.append(_claim(text, start, end, "quoted word for word", (passage,)))
    return found


def without(text: str, quoted: list[Claim]) -> str:
    """The text with its quotations blanked, every other character where it was."""
    for claim in quoted:
        blank = "".join("\n" if letter == "\n" else " " for letter in text[claim.start : claim.end])
        text = text[: claim.start] + blank + text[claim.end :]
    return text


def _spans(text: str) -> Iterator[tuple[int, int]]:
    for match in _QUOTED.finditer(text):
        group = next(number for number in (1, 2, 3) if match[number] is not None)
        yield match.span(group)


def _spoken(text: str) -> str:
    """Words and figures in one spelling, without emphasis, line breaks and marks."""
    words = (word.strip(".,-+") for word in _SPOKEN.sub(" ", text.lower()).split())
    return " ".join(word for word in words if word)


def _claim(text: str, start: int, end: int, because: str, passages: tuple[str, ...]) -> Claim:
    return Claim(
        start, end, text[start:end], ClaimKind.SOURCE, holds=True, because=because, passages=passages
    )
