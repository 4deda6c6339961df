"""The check of where a close stands to the Bollinger bands: %B above one is outside them."""

import re

from bot.agent.grounding.known import Index
from bot.agent.grounding.placing import of_match
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried, scoped_ids
from bot.agent.grounding.verdict import Claim, ClaimKind

_STANDS = re.compile(
    r"\b(?P<where>inside|within|outside|beyond|above|over|below|under) (?:of )?(?:the |its |both )?"
    r"(?P<which>upper |lower )?(?:Bollinger )?bands?\b",
    re.IGNORECASE,
)
_SPOKEN = re.compile(r"Bollinger|%B")
_SUPPOSED = re.compile(r"\b(?:would|could|if|until|unless|when|means?|not|nor|no)\b", re.IGNORECASE)


def bands(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims that a close is inside, above or below its Bollinger bands.

    Args:
        read: The statement.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    if not _SPOKEN.search(read.plain) or _SUPPOSED.search(read.plain):
        return []
    whose = {one.symbol for one in read.symbols if one.symbol in index.symbols}
    scoped = scoped_ids(index, whose or ({carried.symbol} if carried.symbol else None), None)
    facts = [one for one in index.known if one.key == "percent_b" and id(one) in scoped]
    if len(facts) != 1:
        return []
    return [
        of_match(
            read,
            match,
            ClaimKind.DIRECTION,
            holds=_stands(
                match["where"].lower(), (match["which"] or "").strip().lower(), facts[0].fact.number
            ),
            because=f"%B is {facts[0].fact.number:.2f}",
        )
        for match in _STANDS.finditer(read.plain)
    ]


def _stands(where: str, which: str, position: float) -> bool:
    """Whether the place is right; 0 is the lower band, 1 the upper one."""
    if where in ("inside", "within"):
        return 0 <= position <= 1
    if where in ("outside", "beyond"):
        return {"upper": position > 1, "lower": position < 0}.get(which, not 0 <= position <= 1)
    line = 0 if which == "lower" else 1
    return position > line if where in ("above", "over") else position < (1 if which == "upper" else 0)
