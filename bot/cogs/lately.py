"""Questions to the corpus that are too long for the id of a button, kept for turning pages."""

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from knowledge.types import Query

_MOST: Final = 1_000


class AskedLately:
    """Remembers questions by a name made from them; whose documents answer is decided anew each time."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, Query] = OrderedDict()

    def keep(self, query: "Query") -> str:
        """Remember a question.

        Returns:
            Its name, 16 characters, the same for the same question.
        """
        name = hashlib.sha256(repr(query).encode()).hexdigest()[:16]
        self._asked[name] = query
        self._asked.move_to_end(name)
        while len(self._asked) > _MOST:
            self._asked.popitem(last=False)
        return name

    def get(self, name: str) -> "Query | None":
        """The question; None where it is forgotten."""
        return self._asked.get(name)
