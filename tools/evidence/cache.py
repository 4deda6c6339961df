"""Keeping numeric studies: the port, the key that is the content, and the bytes."""

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, fields
from typing import Any, Protocol

import numpy as np

from tools.bars import Bars
from tools.evidence.condition import Condition
from tools.evidence.numbers import Numbers
from tools.profile import RULES_VERSION, EvidenceProfile


class StudyCache(Protocol):
    """Keeps bytes by key. It may forget anything, and returns only what was put, whole."""

    def get(self, key: str) -> bytes | None:
        """What was put under the key, or None."""
        ...

    def put(self, key: str, content: bytes) -> None:
        """Keep it, if possible; trouble is not the caller's."""
        ...


def study_key(bars: Bars, conditions: Sequence[Condition], rules: EvidenceProfile) -> str:
    """A hash of everything the numbers of a study depend on: equal keys mean equal numbers.

    Args:
        bars: The symbol.
        conditions: What is asked of it.
        rules: Parameters.
    """
    hasher = hashlib.blake2b(digest_size=16)
    for part in (RULES_VERSION, bars.digest, rules.model_dump_json()):
        hasher.update(f"{part};".encode())
    for one in conditions:
        hasher.update(f"{one.key} {one.side};".encode())
        hasher.update(np.packbits(one.holds).tobytes())
        hasher.update(np.packbits(one.known).tobytes())
    return hasher.hexdigest()


def packed(numbers: Mapping[str, Sequence[Numbers]]) -> bytes:
    """Numbers by condition and horizon as bytes; equal numbers give equal bytes."""
    plain = {
        key: [[None if math.isnan(value) else value for value in astuple(one)] for one in row]
        for key, row in numbers.items()
    }
    return json.dumps(plain, allow_nan=False, separators=(",", ":")).encode()


def unpacked(content: bytes, keys: Sequence[str], horizons: int) -> dict[str, tuple[Numbers, ...]] | None:
    """The numbers again; None where the bytes are not those of these conditions and horizons.

    Args:
        content: Of `packed`.
        keys: Of the conditions, in order.
        horizons: How many there are.
    """
    try:
        plain = json.loads(content)
        found = {key: tuple(_numbers(row) for row in plain[key]) for key in keys}
    except (ValueError, TypeError, KeyError):
        return None
    return found if all(len(row) == horizons for row in found.values()) else None


def _numbers(row: Sequence[Any]) -> Numbers:
    given = {
        field.name: int(value) if field.type is int else math.nan if value is None else float(value)
        for field, value in zip(fields(Numbers), row, strict=True)
    }
    return Numbers(**given)  # type: ignore[arg-type]  # by field, as it was packed
