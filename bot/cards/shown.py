"""The text of an answer on Discord: its emphasis, lists and code stay, and nothing in it reaches anybody.

A mention, link, time stamp or emoji is broken by a character without width, so that every visible character
stays where it was. That works inside code too, where a backslash would show.
"""

import re

from bot.cards.length import fitting, units
from bot.printable import printable_lines

_BREAK = "\N{ZERO WIDTH SPACE}"
_FENCE = "```"
_REACHING = re.compile(
    r"@(?=\S)"  # a person, a role, everyone
    r"|<(?=\S)"  # a mention, a channel, a time stamp, an emoji, a command, an address in brackets
    r"|:(?=\S)"  # an address, an emoji by its name
    r"|\](?=\()"  # an address under other words
    r"|\|(?=\|)"  # words hidden until they are pressed
    r"|-(?=#)"  # small print, which is ours
    r"|>(?=>)"  # a quote that would reach beyond the text
)
_HEADING = re.compile(r"^((?:\s*(?:>{1,3}|[-*+]|\d+[.)])\s+)*\s*)#{1,2}(?=\s)", re.MULTILINE)
_ROW = re.compile(r"\s*\|.*\|\s*")
_RULER = re.compile(r"[\s|:-]+")


def shown_markdown(text: str) -> str:
    """A text as it may stand in a message.

    Args:
        text: Markdown that came from a model or a person.

    Returns:
        The same visible characters. Headings are of the smallest size, rows of a table are lines of cells, a
        code block that is never closed is no block.
    """
    cleaned = "\n".join(printable_lines(text)).strip("\n")
    parts = cleaned.split(_FENCE)
    if len(parts) % 2 == 0:
        # the last fence opens nothing; it would swallow what follows the text
        *parts, before, after = parts
        parts.append(f"{before}``{_BREAK}`{after}")
    laid = (part if place % 2 else _HEADING.sub(r"\1###", _rows(part)) for place, part in enumerate(parts))
    return _REACHING.sub(rf"\g<0>{_BREAK}", _FENCE.join(laid))


def fitted(shown: str, room: int) -> str:
    """The beginning of a text that is already safe, cut at a line's or a word's end where that is near.

    Args:
        shown: What `shown_markdown` gave.
        room: Units there are, as `bot.cards.length` counts them.
    """
    if units(shown) <= room:
        return shown
    end = f"\n{_FENCE}\N{HORIZONTAL ELLIPSIS}"
    cut = shown[: fitting(shown, max(room - len(end), 0))]
    near = max(cut.rfind("\n"), cut.rfind(" "))
    kept = (cut[:near] if near > len(cut) // 2 else cut).rstrip("`")
    # a code block that was cut in two is closed again
    return kept + (end if kept.count(_FENCE) % 2 else "\N{HORIZONTAL ELLIPSIS}")


def _rows(text: str) -> str:
    """Discord draws no tables: each row becomes an item of its cells under the heads of their columns."""
    found: list[str] = []
    heads: list[str] | None = None
    lines = text.split("\n")
    for place, line in enumerate(lines):
        if not _ROW.fullmatch(line):
            heads = None
            found.append(line)
        elif heads is None:
            following = lines[place + 1] if place + 1 < len(lines) else ""
            is_head = bool(_ROW.fullmatch(following) and _RULER.fullmatch(following))
            heads = _cells(line) if is_head else []
            found.append(f"**{' · '.join(_cells(line))}**" if is_head else f"- {' · '.join(_cells(line))}")
        elif not _RULER.fullmatch(line):
            found.append(f"- {' · '.join(_cells(line))}")
    return "\n".join(found)


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().strip("|").split("|")]
