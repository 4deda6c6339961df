"""Typed values as JSON and back, strictly: the fields are read off the dataclasses.

Equal values give equal bytes, and reading gives the same value again; a part that the type does not know is
refused, as is one of another type.
"""

import dataclasses
import json
import math
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, Literal, TypeVar

T = TypeVar("T")


def plain(value: Any) -> Any:  # noqa: ANN401, PLR0911 - a tree of anything; one return for each kind
    """What JSON can hold of a value: dataclasses as objects in the order of their fields, days as texts."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {part.name: plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and not math.isfinite(value):
        return {"float": repr(float(value))}
    return value


def written(tree: object, indent: int | None = None) -> str:
    """A tree of plain values as JSON that every database can keep.

    Args:
        tree: What `plain` gave.
        indent: For people; None writes one line.
    """
    text = json.dumps(tree, indent=indent, ensure_ascii=False, allow_nan=False)
    # half a character, as a terminal may pass it on, cannot be stored; JSON has an escape for it
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def typed(shape: Any, value: Any) -> Any:  # noqa: ANN401, PLR0911 - one return for each kind of type
    """Make a value of a type from what JSON holds.

    Raises:
        KeyError: A part is not there.
        TypeError: The value is not of that type.
        ValueError: The value is not one that the type allows, or has parts that the type does not know.
    """
    origin, inner = typing.get_origin(shape), typing.get_args(shape)
    if origin in (typing.Union, types.UnionType):
        return _one_of(inner, value)
    if origin is Literal:
        if value not in inner:
            raise ValueError(f"{value!r:.40} is none of {', '.join(map(str, inner))}")
        return value
    if origin is tuple:
        return tuple(typed(inner[0], part) for part in _expect(list, value))
    if origin is Mapping:
        return {key: typed(inner[1], part) for key, part in _expect(dict, value).items()}
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
    return shape(**{name: typed(parts[name][0], part) for name, part in value.items()})


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
            return typed(shape, value)
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
