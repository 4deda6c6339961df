"""A figure that is said of several things at once: it must be so of each."""

from bot.agent.grounding.fitting import fits, unit_fits
from bot.agent.grounding.known import Index
from bot.agent.grounding.reading import Read
from bot.agent.grounding.units import Quantity
from tools.phrases import written


def not_all(quantity: Quantity, read: Read, scoped: frozenset[int], index: Index) -> str:
    """What of "trend, momentum and breadth are all at -1.00" is not so; empty where all are."""
    first = read.at(quantity.start)
    left = [one for one in read.mentions if one.last <= first and not one.weak]
    between = [word.norm for word in read.words[left[-1].last : first]] if left else []
    if len(between) > 4 or "," in between or not set(between) & {"all", "both", "each"}:
        return ""
    group = [left[-1]]
    for one in reversed(left[:-1]):
        if any(word.norm not in (",", "and", "&") for word in read.words[one.last : group[0].first]):
            break
        group.insert(0, one)
    for one in group:
        facts = [
            known
            for known in index.of(one.metrics)
            if id(known) in scoped and unit_fits(quantity, known, read)
        ]
        if facts and not any(fits(quantity, known, read) for known in facts):
            return f"{facts[0].fact.label} is {written(facts[0].fact)}"
    return ""
