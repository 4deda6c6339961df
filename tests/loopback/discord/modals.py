"""A person fills in a modal."""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any

from tests.loopback.discord.commands import Resolved

ROW, TEXT_INPUT, TEXT_DISPLAY, LABEL = 1, 4, 10, 18
MANY_VALUES = {3, 5, 6, 7, 8, 19, 22}


def submitted(modal: Mapping[str, Any], given: Mapping[str, Any], resolved: Resolved) -> dict[str, Any]:
    """The data of the modal's submission; fields are named by custom_id or by a word of their label.

    Raises:
        AssertionError: A field is not there, or a person could not have sent this.
    """
    left = dict(given)
    components = [_filled(one, left, resolved) for one in modal["components"]]
    assert not left, f"the modal {modal['title']!r} has no field {', '.join(left)}"
    return {"custom_id": modal["custom_id"], "components": components}


def _filled(one: Mapping[str, Any], left: dict[str, Any], resolved: Resolved) -> dict[str, Any]:
    number = {"id": one.get("id", 0)}
    if one["type"] == TEXT_DISPLAY:
        return {"type": TEXT_DISPLAY, **number}
    if one["type"] == ROW:
        inner = [_field(field, field.get("label") or "", left, resolved) for field in one["components"]]
        return {"type": ROW, **number, "components": inner}
    assert one["type"] == LABEL, f"a modal holds no component of type {one['type']}"
    return {"type": LABEL, **number, "component": _field(one["component"], one["label"], left, resolved)}


def _field(field: Mapping[str, Any], label: str, left: dict[str, Any], resolved: Resolved) -> dict[str, Any]:
    key = next((one for one in left if one == field["custom_id"] or one.lower() in label.lower()), None)
    value = left.pop(key) if key is not None else field.get("value")
    needed = field.get("required", True)
    assert value or not needed, f"the client would not send this: {label!r} is required"
    made = {"type": field["type"], "id": field.get("id", 0), "custom_id": field["custom_id"]}
    if field["type"] in MANY_VALUES:
        many = list(value or ()) if isinstance(value, list | tuple | NoneType) else [value]
        values = [resolved.of(one) for one in many]
        return made | {"values": values}
    if field["type"] == TEXT_INPUT:
        value = value or ""
        least, most = field.get("min_length") or 0, field.get("max_length") or 4_000
        assert not value or least <= len(value) <= most, f"{label!r} has {least} to {most} characters"
    return made | {"value": value}
