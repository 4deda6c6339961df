"""A debrief as text and back: what the ledger keeps of it."""

from functools import cache

from pydantic import TypeAdapter, ValidationError

from tools.debrief.types import Debrief
from tools.errors import BadData


@cache
def _adapter() -> TypeAdapter[Debrief]:
    return TypeAdapter(Debrief)


def to_text(debrief: Debrief) -> str:
    """As JSON on one line; equal debriefs give equal texts, and `from_text` gives the debrief back."""
    return _adapter().dump_json(debrief).decode("utf-8")


def from_text(text: str) -> Debrief:
    """The debrief that `to_text` wrote.

    Raises:
        BadData: The text is no debrief.
    """
    try:
        return _adapter().validate_json(text)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "the whole text"
        raise BadData(f"This is no debrief as it is kept: {where}: {first['msg']}.") from error
