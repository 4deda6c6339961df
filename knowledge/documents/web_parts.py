"""Which parts of a web page a reader sees, and a walk over them that does not recurse."""

import re
from collections.abc import Iterator
from typing import Literal

from bs4.element import NavigableString, PageElement, Tag

# fmt: off
_UNSEEN = frozenset(
    ("applet", "audio", "button", "canvas", "datalist", "dialog", "embed", "iframe", "input", "link",
     "map", "meta", "noscript", "object", "option", "script", "select", "style", "svg", "template",
     "textarea", "title", "video")
)
# fmt: on
_CHROME = frozenset(("footer", "nav"))
_CHROME_ROLES = frozenset(("alertdialog", "banner", "contentinfo", "dialog", "menu", "navigation", "search"))
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

_HIDING = re.compile(r"display:none|visibility:hidden|font-size:0(?![.\d])|opacity:0(?![.\d])")

Event = tuple[Literal["enter", "leave", "text"], PageElement]


def attribute(tag: Tag, name: str) -> str:
    """An attribute as text, empty when it is not there."""
    value = tag.get(name)
    if value is None:
        return ""
    return value if isinstance(value, str) else " ".join(value)


def is_hidden(tag: Tag) -> bool:
    """Whether the element's own attributes hide it. Style sheets are not read."""
    if tag.has_attr("hidden") or attribute(tag, "aria-hidden").lower() == "true":
        return True
    style = attribute(tag, "style")
    return bool(style) and _HIDING.search("".join(style.lower().split())) is not None


def is_chrome(tag: Tag) -> bool:
    """Navigation, footers, and forms that are not wrapped around a page's content."""
    if tag.name in _CHROME or attribute(tag, "role").lower() in _CHROME_ROLES:
        return True
    # some sites put the whole page into one form
    return tag.name == "form" and tag.find([*_HEADINGS, "table", "article"]) is None


class Parts:
    """A walk over the visible parts of an element.

    Attributes:
        hidden: Hidden elements with text that were passed over.
    """

    def __init__(self) -> None:
        self.hidden = 0

    def events(self, root: Tag) -> Iterator[Event]:
        """Elements as they open and close, and the text between, without what is not seen."""
        stack = [iter(root.contents)]
        open_tags: list[Tag] = []
        while stack:
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
                if open_tags:
                    yield "leave", open_tags.pop()
            elif isinstance(node, Tag):
                if not self._passes(node):
                    continue
                yield "enter", node
                open_tags.append(node)
                stack.append(iter(node.contents))
            elif type(node) is NavigableString:  # comments, CDATA and declarations are subclasses
                yield "text", node

    def text_of(self, root: Tag) -> str:
        """What is seen of an element, on one line."""
        texts = (str(node) for event, node in self.events(root) if event == "text")
        return " ".join(" ".join(texts).split())

    def _passes(self, tag: Tag) -> bool:
        if tag.name in _UNSEEN or is_chrome(tag):
            return False
        if is_hidden(tag):
            self.hidden += any(not text.isspace() for text in tag.strings)
            return False
        return True
