"""Entries of the ledger as text and back: canonical JSON, so that equal entries give equal bytes.

Keys are sorted and nothing is padded; days are ISO texts, moments are in UTC, numbers are written in the
shortest form that reads back exactly, and zero has no sign.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from tools.errors import BadData
from tools.ledger.entries import DebriefEntry, Seal, Settlement
from tools.ledger.port import Entry

VERSION = 1
"""Raised when a reader of the old shape would misread the new one; a new field with a default is not that."""


def to_text(entry: Entry) -> str:
    """An entry as one line of text.

    Raises:
        ValueError: It would not read back as it is: a number that is none, a moment without a zone, a value
            of another type than its field's.
    """
    kind = type(entry)
    adapter = _adapters()[kind]
    try:
        read = adapter.validate_python(adapter.dump_python(entry, warnings="none"))
    except ValidationError as error:
        raise ValueError(f"no {kind.__name__} can be kept like this: {_first(error)}") from error
    # a whole number where a fraction is meant is written as one
    text = json.dumps(
        _plain(adapter.dump_python(read)) | {"version": VERSION},
        sort_keys=True,
        separators=(",", ":"),
        ensure_ascii=False,
        allow_nan=False,
    )
    # half a character, as a terminal may pass it on, cannot be stored; JSON has an escape for it
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    if from_text(kind, text) != entry:
        raise ValueError(f"this {kind.__name__} would not be read back as it is")
    return text


def from_text(kind: type[Entry], text: str) -> Entry:
    """The entry that `to_text` wrote.

    Args:
        kind: `Seal`, `Settlement` or `DebriefEntry`.
        text: What was written.

    Raises:
        BadData: It is no such entry, or one of a version that is not read here.
    """
    try:
        tree = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadData(f"the text of this {kind.__name__} is no JSON.") from error
    if not isinstance(tree, dict):
        raise BadData(f"the text of this {kind.__name__} is no object.")
    version = tree.pop("version", None)
    if version != VERSION:
        raise BadData(
            f"this {kind.__name__} is of version {str(version)[:20]}, and this program reads version "
            f"{VERSION}: update the program."
        )
    try:
        read: Entry = _adapters()[kind].validate_python(tree)
    except ValidationError as error:
        raise BadData(f"the text is no {kind.__name__}: {_first(error)}.") from error
    return read


@cache
def _adapters() -> Mapping[type, TypeAdapter[Any]]:
    return {kind: TypeAdapter(kind) for kind in (Seal, Settlement, DebriefEntry)}


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg']}"


def _plain(value: Any) -> Any:  # noqa: ANN401 - whatever a field holds
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return float(value) + 0.0  # -0.0 equals 0.0, and is to be written like it
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("a moment is kept with its time zone")
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value
