"""Answers as JSON and back: the fields are read off the dataclasses, so there is no second list of them.

Each dataclass is an object in the order of its fields, a fact with its unrounded value; days and moments are
ISO texts. Equal answers give equal bytes, and reading gives the same answer again, except for the card: of
it stays what it was, so that it can be made again (`shown_of`).
"""

import dataclasses
import json
import math
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar

from bot.agent.types import Answer
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
    tree = {"kind": _KIND, "version": VERSION} | _plain(fields | {"card": shown})
    text = json.dumps(tree, indent=indent, ensure_ascii=False, allow_nan=False)
    # half a character, as a terminal may pass it on, cannot be stored; JSON has an escape for it
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


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
        return typing.cast("T", _typed(shape, tree))
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


def _plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - a tree of anything an answer holds; one return for each kind
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": repr(float(value))}
    return value


def _typed(shape: Any, value: Any) -> Any:  # noqa: ANN401, PLR0911 - one return for each kind of type
    """Make a value of a type from what JSON holds.

    Raises:
        TypeError: The value is not of that type.
        ValueError: The value is not one that the type allows.
    """
    origin, inner = typing.get_origin(shape), typing.get_args(shape)
    if origin in (typing.Union, types.UnionType):
        return _one_of(inner, value)
    if origin is Literal:
        if value not in inner:
            raise ValueError(f"{value!r:.40} is none of {', '.join(map(str, inner))}")
        return value
    if origin is tuple:
        return tuple(_typed(inner[0], part) for part in _expect(list, value))
    if origin is Mapping:
        return {key: _typed(inner[1], part) for key, part in _expect(dict, value).items()}
    if shape is float:
        return _number(value)
    if dataclasses.is_dataclass(shape):
        return _object(typing.cast("type", shape), _expect(dict, value))
    if issubclass(shape, date):
        return (datetime if shape is datetime else date).fromisoformat(_expect(str, value))
    return shape(value) if issubclass(shape, Enum) else _expect(shape, value)


def _object(shape: type, value: dict[str, Any]) -> Any:  # noqa: ANN401
    parts = _parts(shape)
    if strange := sorted(value.keys() - parts.keys()):
        raise ValueError(f"{shape.__name__} has no {', '.join(strange)[:80]}")
    if absent := [name for name, (_, required) in parts.items() if required and name not in value]:
        raise ValueError(f"{shape.__name__} is without {', '.join(absent)}")
    return shape(**{name: _typed(parts[name][0], part) for name, part in value.items()})


@cache
def _parts(shape: type) -> dict[str, tuple[Any, bool]]:
    """Name of each field -> its type, and whether it has to be there."""
    hints = typing.get_type_hints(shape)
    return {
        part.name: (hints[part.name], part.default is MISSING and part.default_factory is MISSING)
        for part in dataclasses.fields(shape)
    }


def _one_of(shapes: tuple[Any, ...], value: Any) -> Any:  # noqa: ANN401
    """The first type of a union that takes the value; "not there" is asked first."""
    if value is None and types.NoneType in shapes:
        return None
    for shape in shapes:
        try:
            return _typed(shape, value)
        except TypeError:
            continue
    raise TypeError(f"{value!r:.40} is of no type that is allowed here")


def _number(value: Any) -> int | float:  # noqa: ANN401
    if isinstance(value, dict) and value.keys() == {"float"}:
        return float(_expect(str, value["float"]))
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r:.40} is no number")
    return value


def _expect(shape: type[T], value: object) -> T:
    if not isinstance(value, shape) or (shape is int and isinstance(value, bool)):
        raise TypeError(f"{value!r:.40} is no {shape.__name__}")
    return value
