"""Bodies held against Discord's own description of its API.

The description lets unknown keys through and says `oneOf` where a `type` decides; both are sharpened here:
a key it does not know is a fault, and a component is held against the one schema of its type.
"""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from tests.loopback.discord.refusal import Fault

UNDESCRIBED: dict[str, str] = {
    "nsfw": "a command's documented field, which the description of requests lacks",
    "tts": "discord.py sends it, false, with edits too; Discord ignores it there",
}
"""Keys that a client may send although the description lacks them, with the reason."""

WIDENED: dict[str, Any] = {
    "SnowflakeType": {"type": ["string", "integer"], "minimum": 0},
}
"""Schemas that say less than Discord takes: placeholder ids of attachments are numbers in its own guide."""

Schema = dict[str, Any]


class Description:
    """Validators of request bodies, made once per path and method when first needed."""

    def __init__(self, file: Path) -> None:
        document = json.loads(file.read_text(encoding="utf-8"))
        self._paths = document["paths"]
        self._schemas = document["components"]["schemas"]
        sharp = {name: self._sharpened(one) for name, one in self._schemas.items()}
        self._sharp = {"schemas": sharp | WIDENED}
        self._validators: dict[tuple[str, str], Any] = {}

    def knows(self, method: str, path: str) -> bool:
        """Whether the description has this request."""
        return method.lower() in self._paths.get(path, {})

    def faults(self, method: str, path: str, body: Any) -> Iterator[Fault]:
        """What is wrong with a body."""
        validator = self._validator(method, path)
        if validator is None:
            return
        for error in validator.iter_errors(body):
            place = ".".join(str(step) for step in error.instance_path)
            yield Fault("description", place, error.message[:300])

    def _validator(self, method: str, path: str) -> Any:
        key = (method, path)
        if key not in self._validators:
            content = (
                self._paths.get(path, {}).get(method.lower(), {}).get("requestBody", {}).get("content", {})
            )
            schema = content.get("application/json", {}).get("schema")
            self._validators[key] = schema and jsonschema_rs.Draft202012Validator(
                {"components": self._sharp, **self._sharpened(schema)}
            )
        return self._validators[key]

    def _sharpened(self, schema: Any) -> Any:
        if isinstance(schema, list):
            return [self._sharpened(one) for one in schema]
        if not isinstance(schema, dict):
            return schema
        made = {key: self._sharpened(value) for key, value in schema.items()}
        if made.get("type") == "object" and made.get("properties") and "additionalProperties" not in made:
            made["properties"] = {**dict.fromkeys(UNDESCRIBED, True), **made["properties"]}
            made["additionalProperties"] = False
        for union in ("oneOf", "anyOf"):
            if union in schema and (cases := self._cases(schema[union])):
                made.pop(union)
                return made | cases
        return made

    def _cases(self, union: list[Schema]) -> Schema | None:
        """A union that `type` decides, as one case per type; None for another union."""
        types = [self._types(one) for one in union]
        if len(union) < 2 or not all(types):
            return None
        if len({one for group in types for one in group}) != sum(len(group) for group in types):
            return None
        allowed = [one for group in types for one in group]
        cases: list[Schema] = [
            {
                "if": {"properties": {"type": {"enum": group}}, "required": ["type"]},
                "then": self._sharpened(member),
            }
            for group, member in zip(types, union, strict=True)
        ]
        known = {"type": "object", "properties": {"type": {"enum": allowed}}, "required": ["type"]}
        return {"allOf": [known, *cases]}

    def _types(self, schema: Schema) -> list[int]:
        reference = schema.get("$ref", "")
        found = self._schemas.get(reference.rsplit("/", 1)[-1], schema)
        enum = found.get("properties", {}).get("type", {}).get("enum", [])
        return enum if "type" in found.get("required", ()) else []


@cache
def description(file: Path) -> Description | None:
    """The description in a file, read once; None where it is not there."""
    return Description(file) if file.is_file() else None
