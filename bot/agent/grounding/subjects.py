"""Which symbols a statement speaks of, and which it only holds them against."""

from bot.agent.grounding.reading import Read
from bot.agent.grounding.symbols import SymbolAt
from bot.agent.grounding.units import Quantity

_AGAINST = frozenset((
    "against", "versus", "vs", "than", "to", "over", "relative", "ahead", "behind", "lag", "lagged",
    "lagging", "lead", "leading", "led", "trail", "trailed", "trailing", "beat", "beating",
    "outperform", "outperformed", "outperforming", "underperform", "underperformed", "underperforming",
    "outpaced", "/", "outpace", "outran", "outrun", "exceed", "exceeded",
))  # fmt: skip


SECONDS = frozenset(("SPY", "QQQ"))
"""What others are held against: spoken of beside a symbol, they are not the subject of what follows."""


def subject(one: SymbolAt, read: Read) -> bool:
    """Whether a symbol is what the statement speaks of."""
    if against(one, read):
        return False
    if one.start >= 0 and one.index > read.lead and read.words[one.index - 1].norm in ("and", ",", "or"):
        # "trails SPY by 4.8 points and QQQ by 5.9"
        earlier = [other for other in read.symbols if 0 <= other.start < one.start]
        after = read.words[one.index + 1].norm if one.index + 1 < len(read.words) else ""
        return not (earlier and against(earlier[-1], read) and after in ("by", ",", ".", ";"))
    return True


def against(one: SymbolAt, read: Read) -> bool:
    """Whether a symbol is what another is held against: "trails SPY", "against QQQ", "IWM/SPY"."""
    if one.start < 0 or one.index <= read.lead:
        return False
    before = [word.norm for word in read.words[max(read.lead, one.index - 2) : one.index]]
    if before[-1] == "of":
        return before[0] in ("ahead", "short")
    return before[-1] in _AGAINST


def passed(one: SymbolAt, quantity: Quantity, read: Read) -> bool:
    """Whether a symbol of a clause beside has had its number: "while SPY moved 4.2 %: ... 1.22 sigma"."""
    if (
        one.start < 0
        or one.index <= read.lead
        or read.words[one.index - 1].norm not in ("while", "as", "when", "with")
    ):
        return False
    parted = any(word.norm in (":", ";") for word in read.words[one.index + 1 : read.at(quantity.start)])
    return parted and any(one.end <= other.start and other.end <= quantity.start for other in read.numbers)


def in_aside(one: SymbolAt, read: Read, first: int) -> bool:
    """Whether a symbol stands in brackets that are closed again: "its ATR is 1.2 % (IWM: 1.8 %) and ..."."""
    if one.start < 0 or one.index <= read.lead:
        return False
    opened = 0
    for word in read.words[read.lead : one.index]:
        opened += (word.norm == "(") - (word.norm == ")")
    return opened > 0 and any(word.norm == ")" for word in read.words[one.index : first])
