"""The tree of a web page: end tags that authors may leave out are put in, and its depth is bounded."""

import warnings
from typing import Any, ClassVar

from bs4 import BeautifulSoup
from bs4.element import Tag

from knowledge.documents.limits import Limits
from knowledge.errors import Refused

_TABLE = frozenset(("table",))
_LIST = frozenset(("ul", "ol", "table"))
_TERMS = frozenset(("dl", "table"))
_CELLS = ("td", "th")
_ROWS = ("tbody", "thead", "tfoot")

# Opening tag -> the elements it ends, and those past which it does not reach; it may end several at once.
# The standard's parser knows more such rules; these are the ones that authors rely on.
_ENDS: dict[str, tuple[tuple[str, ...], frozenset[str]]] = {
    "li": (("li",), _LIST),
    "dt": (("dt", "dd"), _TERMS),
    "dd": (("dt", "dd"), _TERMS),
    "td": (_CELLS, _TABLE),
    "th": (_CELLS, _TABLE),
    "tr": ((*_CELLS, "tr"), _TABLE),
    **dict.fromkeys(_ROWS, ((*_CELLS, "tr", *_ROWS), _TABLE)),
}

# What ends an open paragraph, and what a paragraph may be inside of.
# fmt: off
_END_PARAGRAPH = frozenset(
    ("address", "article", "aside", "blockquote", "center", "details", "dd", "div", "dl", "dt", "fieldset",
     "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav",
     "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul")
)
# fmt: on
_HOLDS_PARAGRAPHS = frozenset(("td", "th", "caption", "button", "object"))


def tree_of(text: str, limits: Limits) -> BeautifulSoup:
    """Parse a page with the standard library's parser.

    Raises:
        Refused: Elements are nested deeper than `limits.nesting`.
    """
    bounded = type("Tree", (_Tree,), {"deepest": limits.nesting})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # advice to callers, about XML and about names of files
        tree: BeautifulSoup = bounded(text, "html.parser")
    return tree


class _Tree(BeautifulSoup):
    deepest: ClassVar[int]  # of the class, since the constructor parses

    def handle_starttag(self, name: str, *args: Any, **kwargs: Any) -> Tag | None:  # noqa: ANN401 - passed on
        if name in _END_PARAGRAPH:
            self._end(("p",), _HOLDS_PARAGRAPHS)
        if name in _ENDS:
            self._end(*_ENDS[name])
        return super().handle_starttag(name, *args, **kwargs)

    def pushTag(self, tag: Tag) -> None:  # noqa: N802 - the parser's name
        super().pushTag(tag)
        if len(self.tagStack) > self.deepest:
            raise Refused(f"Its elements are nested deeper than {self.deepest} levels.")

    def _end(self, names: tuple[str, ...], within: frozenset[str]) -> None:
        """End open elements of these names that are inside the innermost of `within`."""
        outermost = None
        for tag in reversed(self.tagStack):
            if tag.name in within:
                break
            if tag.name in names:
                outermost = tag
        while outermost is not None and self.tagStack[-1] is not outermost:
            self.handle_endtag(self.tagStack[-1].name)
        if outermost is not None:
            self.handle_endtag(outermost.name)
