"""Inline Markdown as plain text: the words stay, the marks, tags and addresses go."""

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

# Brackets within brackets are scanned again per level, so the depth is the constant of the linear time.
_NESTING = 10

_MARKED = re.compile(r"[*_`\[\]<&\\!~]")
_PRODUCT = re.compile(r"(?<=\d)\*(?=\d)")


def plain(content: str, references: dict[str, Any]) -> str:
    r"""The text of a paragraph, a heading or a cell; line breaks stay as `\n`.

    Emphasis, code marks and HTML tags are dropped, links and images keep their text, escapes and entities
    are decoded. `2*3*4` stays as it is, though Markdown would make it 234.

    Args:
        content: Markdown of one block.
        references: Link definitions of the document, as the block parser collected them.
    """
    if not _MARKED.search(content):
        return content
    if "`" not in content:
        content = _PRODUCT.sub(r"\\*", content)
    parser = _parser()
    return _text(parser.inline.parse(content, parser, {"references": references}, []))


def _text(tokens: Iterable["Token"]) -> str:
    parts: list[str] = []
    for token in tokens:
        match token.type:
            case "text" | "text_special" | "code_inline":
                parts.append(token.content)
            case "softbreak" | "hardbreak":
                parts.append("\n")
            case "image":
                parts.append(_text(token.children or ()))
            case "html_inline" if token.content.lower().startswith("<br"):
                parts.append("\n")
    return "".join(parts)


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 40 ms that only Markdown pays

    return MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("strikethrough")
