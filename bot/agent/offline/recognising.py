"""Which kinds of question a part is, from its words alone."""

from collections.abc import Sequence

from bot.agent.offline.cues import Match
from bot.agent.offline.intents.intent import Intent
from bot.agent.offline.intents.registry import INTENTS
from bot.agent.offline.values import Heard

_LEADS_FROM = 6
_COUNTS_FROM = 4
_FAINT_BESIDE = 6
"""A kind scoring under five is left out beside one that scores this much."""

_WHOLE_STACK = 20
_STACK_BESIDE = 12
"""The whole stack counts beside narrower readings only where it is asked for in so many words."""


def recognise(heard: Heard) -> tuple[Intent, ...]:
    """The kinds of a part in the order it names them; empty when nothing is recognised.

    A leading kind takes the whole part, and so does the whole stack where most layers are named. Otherwise
    every reading named is a kind of its own, and the whole stack is one only where nothing narrower is named,
    or where it is asked for in so many words.
    """
    fits = [(intent, intent.fit(heard)) for intent in INTENTS]
    leading = [
        (intent, fit)
        for intent, fit in fits
        if fit.score >= (_LEADS_FROM if intent.leads else _WHOLE_STACK)
        and (intent.leads or intent.name == "stack")
    ]
    if leading:
        return (max(leading, key=lambda pair: pair[1].score)[0],)
    told = [(intent, fit) for intent, fit in fits if not intent.leads and fit.score >= _COUNTS_FROM]
    small = [intent for intent, _ in told if intent.small]
    asked = _narrowed([pair for pair in told if not pair[0].small])
    return tuple(asked) or tuple(small[:1])


def _narrowed(told: Sequence[tuple[Intent, Match]]) -> list[Intent]:
    stack = [pair for pair in told if pair[0].name == "stack"]
    rest = [pair for pair in told if pair[0].name != "stack"]
    if stack and not rest:
        return [stack[0][0]]
    if stack and stack[0][1].score >= _STACK_BESIDE:
        rest = [*rest, *stack]
    best = max((fit.score for _, fit in rest), default=0)
    kept = [pair for pair in rest if best < _FAINT_BESIDE or pair[1].score > _COUNTS_FROM]
    return [intent for intent, _ in sorted(kept, key=lambda pair: pair[1].place)]
