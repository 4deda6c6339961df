"""Heads of the ledger's chains as a person types them."""

from collections.abc import Mapping, Sequence

from tools.errors import BadRequest
from tools.ledger.chain import KINDS
from tools.ledger.port import Chain

_DIGITS = frozenset("0123456789abcdef")


def heads_of(given: Sequence[str]) -> Mapping[Chain, str]:
    """Chain -> hash, from texts such as "seals:3fa2...".

    Raises:
        BadRequest: One is no head.
    """
    heads: dict[Chain, str] = {}
    for text in given:
        name, _, digits = text.partition(":")
        chain = next((chain for chain in KINDS if chain == name), None)
        if chain is None or len(digits) != 64 or set(digits) - _DIGITS:
            raise BadRequest(
                f"--head {text[:80]!r} is no head; write CHAIN:HASH with one of {', '.join(KINDS)} and the "
                "64 digits that `store status` prints."
            )
        heads[chain] = digits
    return heads
