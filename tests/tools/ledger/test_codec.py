"""An entry is read back as it was written, and what cannot be is not written."""

import dataclasses
import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from tests.tools.ledger.any_entry import entries
from tests.tools.ledger.made import debrief, seal, settlement
from tools.errors import BadData
from tools.ledger.codec import from_text, to_text
from tools.ledger.entries import Seal, Settlement
from tools.ledger.port import Row

ROW = Row(1, "ab" * 32, seal())


def turned(value: Any) -> Any:
    """Something equal that is not the same: another zone, a zero of the other sign, a whole number."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: turned(getattr(value, part.name)) for part in dataclasses.fields(value)}
        return dataclasses.replace(value, **parts)
    if isinstance(value, tuple):
        return tuple(turned(each) for each in value)
    if isinstance(value, datetime):
        return value.astimezone(timezone(timedelta(hours=-5)))
    if isinstance(value, float):
        return -value if value == 0 else int(value) if value.is_integer() else np.float64(value)
    return value


@given(entries)
def test_any_entry_comes_back_exactly(entry: Any) -> None:
    assert from_text(type(entry), to_text(entry)) == entry


@given(entries)
def test_equal_entries_give_equal_bytes(entry: Any) -> None:
    other = turned(entry)
    assert other == entry
    text = to_text(entry)
    assert to_text(other).encode() == text.encode()
    assert to_text(from_text(type(entry), text)) == text


def test_the_text_is_canonical_json_without_a_break() -> None:
    text = to_text(seal())
    assert text == json.dumps(json.loads(text), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert '"sealed_at":"2025-09-22T20:30:00+00:00"' in text
    assert '"session":"2025-09-22"' in text
    assert '"score":0.30000000000000004' in text
    assert "\n" not in text


@pytest.mark.parametrize(
    "changes",
    [
        {"close": float("nan")},
        {"score": float("inf")},
        {"close": "much"},
        {"close": None},
        {"kind": "guessed"},
        {"rating": "up"},
        {"sealed_at": datetime(2025, 9, 22, 20)},  # noqa: DTZ001 - the point
        {"layers": (None,)},
        {"symbol": 7},
        {"points": "65.0"},
    ],
    ids=str,
)
def test_what_would_not_come_back_is_not_written(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"can be kept|read back|time zone|JSON compliant"):
        to_text(seal(**changes))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[" * 100_000, "no JSON"),
        ("[]", "no object"),
        ("{}", "version None"),
        ('{"version":2}', "of version 2, and this program reads version 1: update"),
        ('{"version":1}', "is no Settlement: seal: Field required"),
        (to_text(seal()), "is no Settlement"),
        (to_text(debrief(ROW)), "is no Settlement"),
    ],
    ids=range(9),
)
def test_what_is_no_entry_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(BadData, match=said):
        from_text(Settlement, text)


def test_a_field_that_an_older_row_lacks_has_its_default() -> None:
    tree = json.loads(to_text(seal()))
    for layer in tree["layers"]:
        del layer["flips"]
    assert all(layer.flips == () for layer in from_text(Seal, json.dumps(tree)).layers)


def test_moments_are_read_in_utc() -> None:
    read = from_text(Settlement, to_text(settlement(ROW)))
    assert read.settled_at.utcoffset() == timedelta(0)
    assert read.settled_at == datetime(2026, 1, 5, 21, tzinfo=UTC)
