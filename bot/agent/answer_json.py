"""Answers as JSON and back: the fields are read off the dataclasses, so there is no second list of them.

Each dataclass is an object in the order of its fields, a fact with its unrounded value; days and moments are
ISO texts. Equal answers give equal bytes, and reading gives the same answer again, except for the card: of
it stays what it was, so that it can be made again (`shown_of`).
"""

import dataclasses
import json
import typing
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from bot.agent.types import Answer
from bot.typed_json import plain, typed, written
from knowledge.errors import KnowledgeError
from tools.errors import BadData

T = TypeVar("T")

VERSION = 1
"""Raised when a reader of the old shape would misread the new one; a new field with a default is not that."""

_KIND = "answer"


@dataclass(frozen=True, slots=True)
class Shown:
    """The card that stood beside an answer: enough to make it again.

    Attributes:
        kind: Which result, e.g. "analysis".
        symbol: What it was about.
        session: The session of its readings.
        digest: Hash of its inputs: the same digest, the same card.
    """

    kind: str
    symbol: str
    session: date
    digest: str


def to_json(answer: Answer, indent: int | None = None) -> str:
    """The whole answer.

    Args:
        answer: What to write.
        indent: For people; None writes one line.
    """
    card = answer.card
    shown = card and Shown(
        type(card).__name__.lower(), card.header.symbol, card.header.as_of, card.header.digest
    )
    fields = {part.name: getattr(answer, part.name) for part in dataclasses.fields(answer)}
    tree = {"kind": _KIND, "version": VERSION} | plain(fields | {"card": shown})
    return written(tree, indent)


def from_json(text: str) -> Answer:
    """The answer that `to_json` wrote, without its card.

    Raises:
        BadData: It is no answer, or one of a version that is not read here.
    """
    return _read(Answer, _tree(text) | {"card": None})


def shown_of(text: str) -> Shown | None:
    """Which card stood beside the answer that `to_json` wrote.

    Raises:
        BadData: It is no answer, or one of a version that is not read here.
    """
    return _read(typing.cast("type[Shown | None]", Shown | None), _tree(text).get("card"))


def _read(shape: type[T], tree: object) -> T:
    try:
        return typing.cast("T", typed(shape, tree))
    except (KeyError, TypeError, ValueError, KnowledgeError) as error:
        raise BadData(f"a kept answer cannot be read: {error}.") from error


def _tree(text: str) -> dict[str, Any]:
    try:
        tree = json.loads(text)
    except ValueError as error:
        raise BadData(f"a kept answer cannot be read: it is no JSON ({error}).") from error
    if not isinstance(tree, dict) or tree.pop("kind", None) != _KIND:
        raise BadData("a kept answer cannot be read: the JSON is not that of an answer.")
    version = tree.pop("version", None)
    if version != VERSION:
        raise BadData(
            f"a kept answer is of version {str(version)[:20]}, and this program reads version {VERSION}: "
            "it was written by another version of the program; use that one to read it."
        )
    return tree
