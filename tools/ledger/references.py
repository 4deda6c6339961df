"""What an entry is found by, and whether it agrees with the seal it names."""

from collections.abc import Mapping

from tools.ledger.entries import DebriefEntry, Seal, Settlement

FOUND_BY: Mapping[str, tuple[str, ...]] = {
    "seals": ("symbol", "session", "kind", "simulated"),
    "settlements": ("seal", "symbol", "session", "kind", "simulated", "horizon"),
    "debriefs": ("seal", "symbol", "session", "kind", "simulated", "corrects"),
}
"""The fields of an entry that a database keeps beside its text, by chain."""


def found_by(entry: Seal | Settlement | DebriefEntry) -> Mapping[str, str | None]:
    """Those fields of an entry, as `texts_of` writes them."""
    chain = (
        "seals" if isinstance(entry, Seal) else "settlements" if isinstance(entry, Settlement) else "debriefs"
    )
    return texts_of({name: getattr(entry, name) for name in FOUND_BY[chain]})


def texts_of(values: Mapping[str, object]) -> Mapping[str, str | None]:
    """Values as text: days as YYYY-MM-DD, truth as "true" or "false"; None stays None."""
    return {name: _text(value) for name, value in values.items()}


def disagreement(
    named: Mapping[str, str | None], seal: Mapping[str, str | None] | None, *, later: bool = False
) -> str | None:
    """What does not hold between an entry and the seal it names; None where all holds.

    Args:
        named: What the entry is found by.
        seal: The same of the seal; None where there is none of that hash.
        later: Whether the entry's session comes after the seal's, as a debrief's does; else it is the same.
    """
    if seal is None:
        return "it names a seal that is not there"
    for field in ("symbol", "kind", "simulated"):
        if named[field] != seal[field]:
            return f"its {field} is not that of its seal"
    own, sealed = named["session"] or "", seal["session"] or ""
    if later and own <= sealed:
        return "its session does not come after that of its seal"
    return None if later or own == sealed else "its session is not that of its seal"


def _text(value: object) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)
