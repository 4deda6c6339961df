"""The check of how volatility goes over ever shorter spans: "rising: 10 % over 252, 17 % over 21"."""

import re

from bot.agent.grounding.known import Index
from bot.agent.grounding.placing import of_match
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried, scoped_ids
from bot.agent.grounding.verdict import Claim, ClaimKind

_TREND = re.compile(
    r"\b(?:volatility|vol)\b[^.;:,(]{0,40}?\b(?:"
    r"(?P<up>rising|rises|risen|climbing|picking up|picked up|ratchet(?:s|ed|ing)? up"
    r"|stepp(?:ed|ing) up|heat(?:ed|ing) up|increas(?:es|ed|ing)|higher the closer)"
    r"|(?P<down>falling|falls|fallen|easing|eased|cooling|cooled|calming|calmed|stepp(?:ed|ing) down"
    r"|subsid(?:ed|ing)|declin(?:es|ed|ing)|coming down|come down))\b",
    re.IGNORECASE,
)
_LENGTHENING = re.compile(r"\b(?:lengthens?|longer the (?:window|span)|further back)\b", re.IGNORECASE)
_LONG, _MIDDLE, _SHORT = 252, 63, 21


def volatility_trend(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of a trend of realised volatility, where its figures over several spans are given.

    Args:
        read: The statement.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    if len(read.numbers) < 2:
        return []
    spoken = {one.symbol for one in read.symbols if one.symbol in index.symbols}
    scoped = scoped_ids(index, spoken or ({carried.symbol} if carried.symbol else None), None)
    said = {int(word.norm) for word in read.words if word.norm.isdecimal()}
    long = _LONG if _LONG in said or _MIDDLE not in said else _MIDDLE
    values = {
        span: {
            one.fact.number for one in index.known if one.key == f"volatility.{span}" and id(one) in scoped
        }
        for span in (long, _SHORT)
    }
    if any(len(found) != 1 for found in values.values()):
        return []
    rises = values[_SHORT].pop() > values[long].pop()
    if _LENGTHENING.search(read.plain):
        rises = not rises
    return [
        of_match(
            read,
            match,
            ClaimKind.DIRECTION,
            holds=bool(match["up"]) == rises,
            because=f"21 sessions against {long}",
        )
        for match in _TREND.finditer(read.plain)
    ]
