"""The check of verbs that lead to a threshold: "it would have to fall 6 %, to 0.4417" must lead downwards."""

from collections.abc import Sequence

from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.placing import of_word
from bot.agent.grounding.reading import Read
from bot.agent.grounding.state_words import state_words
from bot.agent.grounding.verdict import Claim, ClaimKind
from tools.phrases import written

_UP = frozenset(("rise", "climb", "gain", "rally", "advance", "recover", "rising", "climbing", "rallying"))
_DOWN = frozenset((
    "fall", "drop", "decline", "slip", "slide", "lose", "sink", "falling", "dropping", "slipping", "sliding",
))  # fmt: skip
_FAR = 9
"""Words from the verb to the threshold at most."""


def towards(read: Read, numbers: Sequence[Claim], index: Index) -> list[Claim]:
    """The claims of verbs that lead to a ratio or a close at which something flips.

    Args:
        read: The statement.
        numbers: The claims of its figures.
        index: What the tools gave.
    """
    words = [word.norm for word in read.words]
    claims: list[Claim] = []
    if (_UP | _DOWN).isdisjoint(words):
        return claims
    for one in numbers:
        flip = _flip(one, index)
        now = _now(flip, index) if flip is not None else None
        if flip is None or now is None:
            continue
        first = read.at(one.start)
        if first == 0 or "to" not in words[max(read.lead, first - 3) : first]:
            continue
        verbs = [at for at in range(max(read.lead, first - _FAR), first) if words[at] in _UP | _DOWN]
        if not verbs or ";" in words[verbs[-1] : first]:
            continue
        holds = (flip.fact.number > now.fact.number) == (words[verbs[-1]] in _UP)
        told = f"{now.fact.label} is {written(now.fact)}"
        claims.append(of_word(read, verbs[-1], ClaimKind.DIRECTION, holds=holds, because=told))
    return claims


def flip_states(read: Read, numbers: Sequence[Claim], index: Index) -> list[Claim]:
    """The claims of the states that ratios lead to: "a rise to 0.6365 would make it small-cap leadership".

    Args:
        read: The statement.
        numbers: The claims of its figures.
        index: What the tools gave.
    """
    told = [one for one in numbers if one.holds and len(one.facts) == 1 and one.facts[0] in index.flips]
    states = set(index.flips.values())
    said = [one for one in state_words(read) if one.word in states]
    claims = []
    for place, one in enumerate(told):
        first = read.at(one.start)
        until = read.at(told[place + 1].start) if place + 1 < len(told) else len(read.words)
        since = read.at(told[place - 1].start) if place else read.lead
        after = [word for word in said if first < word.first < until]
        word = (
            after[0]
            if after
            else next((word for word in reversed(said) if since <= word.first < first), None)
        )
        if word is None or (place and not after):
            continue
        to = index.flips[one.facts[0]]
        if len(told) > 1 or word.word != to:
            because = f"{one.text.strip()} leads to {to}"
            claims.append(of_word(read, word.first, ClaimKind.STATE, holds=word.word == to, because=because))
    return claims


def _flip(claim: Claim, index: Index) -> Known | None:
    """The threshold that a figure is: a ratio or a close."""
    found = [
        one
        for one in index.known
        if claim.facts == (one.fact.id,)
        and (one.key.startswith("rotation.flip.") or ".flip_close." in one.key)
        and not one.key.endswith("_percent")
    ]
    return found[0] if claim.holds and len({one.session for one in found}) == 1 else None


def _now(flip: Known, index: Index) -> Known | None:
    """Today's value of what the threshold is of."""
    key = "rotation.ratio" if flip.key.startswith("rotation.") else "close"
    symbol = flip.fact.id.partition(".")[0]
    return next(
        (
            one
            for one in index.known
            if one.key == key and one.session == flip.session and one.fact.id.partition(".")[0] == symbol
        ),
        None,
    )
