"""Answers that are a tool's own lines: its sentences as they stand, its readings as a list."""

from bot.agent.offline.writing.figures import bullets, first, notices, paragraphs, sentence
from tools.grounds import Grounds


def own_lines(grounds: Grounds) -> str:
    """The first sentence as the conclusion, the rest as a list; the heading of the text is the title's."""
    body = [line.strip() for line in grounds.text.split("\n")[1:] if not line.startswith("note: ")]
    told = [line for line in body if line]
    if not told:
        return notices(grounds)
    return paragraphs(notices(grounds), f"**{sentence(told[0])}**", bullets(first(line) for line in told[1:]))
