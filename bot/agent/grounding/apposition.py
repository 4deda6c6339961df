"""The check of two names for one price: "R1 at $167.12, the 200-session SMA" must be that average too."""

from bot.agent.grounding.fitting import near
from bot.agent.grounding.known import Index
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.placing import of_word
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried, of_session, scoped_ids, sessions_of
from bot.agent.grounding.units import Kind, Quantity
from bot.agent.grounding.verdict import Claim, ClaimKind
from bot.agent.grounding.whose import symbols_of
from bot.agent.grounding.words import unbracketed
from tools.phrases import written
from tools.types import Unit

_SAME = frozenset((
    ",", "is", "also", "nothing", "else", "than", "same", "as", "which", "coincide", "with", "exactly",
    "itself", "double", "happen", "to", "be", "and",
))  # fmt: skip
"""Words that say of a price what else it is."""

_MOST = 6


def appositions(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims that a price is what the name after it says.

    Args:
        read: The statement.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    claims = []
    for quantity in read.numbers:
        if quantity.kind not in (Kind.USD, Kind.PLAIN) or quantity.step >= 1:
            continue
        name = _other_name(quantity, read)
        if name is None:
            continue
        when = sessions_of(quantity, read, carried, index)
        scoped = scoped_ids(index, symbols_of(quantity, read, carried, index), when)
        facts = [
            one
            for one in index.of(name.metrics)
            if id(one) in scoped and one.fact.unit is Unit.USD and of_session(one, when)
        ]
        if not facts or any(near(quantity, abs(one.fact.number)) for one in facts):
            continue
        because = f"{facts[0].fact.label} is {written(facts[0].fact)}"
        claims.append(of_word(read, name.first, ClaimKind.STATE, holds=False, because=because))
    return claims


def _is_level(name: Mention, read: Read) -> bool:
    """Whether a name is a level's: "resistance R1"."""
    last = [word.norm for word in read.words[name.last - 2 : name.last]]
    return len(last) == 2 and last[0] in ("r", "s") and last[1].isdecimal()


def _other_name(quantity: Quantity, read: Read) -> Mention | None:
    """The second name of a price, where an apposition leads to it and it has no figure of its own."""
    last = read.at(quantity.end - 1)
    after = next((one for one in read.mentions if one.first > last and not one.weak), None)
    if (
        after is None
        or (after.owner and not _is_level(after, read))
        or after.first - last > _MOST + 6
        or not read.words[after.first].led
    ):
        return None
    between = [word.norm for word in unbracketed(read.words[last + 1 : after.first])]
    if "with" in between and "coincide" not in between:
        return None
    if not between or len(between) > _MOST or not _SAME.issuperset(between) or between[-1] == "and":
        return None
    if [word.norm for word in read.words[after.last : after.last + 1]] == ["that"]:
        # "$107.07 is the close that would tip it"
        return None
    own = any(after.last <= read.at(one.digits[0]) <= after.last + 3 for one in read.numbers)
    return None if own else after
