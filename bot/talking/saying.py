"""What a sentence of somebody else names outright, and whether a figure stands right at the name. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.agent.grounding import Claim
from bot.agent.grounding.days import Day
from bot.agent.grounding.indexing import index_of
from bot.agent.grounding.known import Index
from bot.agent.grounding.mentions import Mention
from bot.agent.grounding.reading import Read, read
from bot.agent.grounding.statements import Statement
from tools.grounds import Grounds
from tools.types import Fact, Unit

_JOINTS = frozenset((
    "is", "are", "was", "at", "of", "to", ":", "=", "(", "-", "|", "about", "around", "near", "now", "just",
    "only", "still", "stand", "stands", "read", "reads", "reading", "sit", "sits", "print", "prints", "came",
    "in", "currently", "roughly", "nearly", "almost", "session", "hit", "hits", "today", "$", "+", "*", "on",
    "14", "wilder", ")", "point", "score", "with", "value", "level", "has", "had", "closed", "finished",
    "ended", "settled", "as", "approximately", "already", "back",
))  # fmt: skip
"""Words that leave a figure standing at the name before it."""

_REACH: Final = 5
"""Words between a name and its figure."""

_SPREAD = re.compile(r"\b(?:curve|spread|2s10s|10s2s|minus|less)\b", re.IGNORECASE)
_DIGITS = re.compile(r"\d")
_TELLING: Final = 4
"""Digits of a figure that is no accident among the facts."""

_OTHER_DAY = re.compile(
    r"\b(?:yesterday|ago|overnight|(?:last|prior|previous) (?:week|month|quarter|year|session|night|\w+day)"
    r"|back (?:in|then|when)|(?:mon|tues|wednes|thurs|fri)day|the (?:day|session|week) before)\b",
    re.IGNORECASE,
)
"""Words for a day that is not the one a figure is held against, or that may not be."""

_OF_THE_DAY = frozenset(("close", "change", "change_percent"))
"""Readings that people state without naming them: "IWM 241.3, up 1 %"."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence, read against what is known.

    Attributes:
        read: Its words, names and numbers.
        index: What is known.
        text: The sentence.
    """

    read: Read
    index: Index
    text: str

    def names(self, fact: Fact) -> bool:
        """Whether the sentence names what the fact measures, or names nothing that could be meant instead."""
        named = [one for one in self.read.mentions if not one.weak]
        return any(self._is(one, fact) for one in named)

    def bears(self, claim: Claim, facts: Sequence[Fact]) -> bool:
        """Whether a figure that equals facts is said of them, and does not merely happen to be the same."""
        if len(_DIGITS.findall(claim.text)) >= _TELLING:
            return True
        return any(_key(one) in _OF_THE_DAY or self.names(one) for one in facts)

    def dated(self, facts: Iterable[Fact]) -> bool:
        """Whether the sentence names the session of the facts."""
        sessions = {one.as_of for one in facts}
        return any(day.is_day(session) for day in self.read.days for session in sessions)

    def of_another_day(self, facts: Sequence[Fact]) -> bool:
        """Whether the sentence is about another day than its facts, or may be: then they do not bear it.

        It names days, none of which is theirs; days after theirs are events to come. Or it says "yesterday",
        "last week" and the like, which no session stands for.
        """
        if not facts:
            return False
        sessions = {one.as_of for one in facts}
        past = [day for day in self.read.days if not _after(day, max(sessions))]
        if past:
            return not any(day.is_day(session) for day in past for session in sessions)
        return _OTHER_DAY.search(self.text) is not None

    def refuted_by(self, claim: Claim, facts: Sequence[Fact]) -> tuple[Fact, ...]:
        """The facts that a figure must be, since it stands right at their name.

        Args:
            claim: The figure.
            facts: What the check holds against it.
        """
        name = self._name_before(claim)
        if name is None or name.foreign or name.owner:
            return ()
        return tuple(
            one
            for one in facts
            if self._is(name, one) and one.unit is not Unit.VOTE and not self._is_other_yield(one)
        )[:1]

    def _name_before(self, claim: Claim) -> Mention | None:
        place = self.read.at(claim.start)
        before = [one for one in self.read.mentions if one.last <= place]
        if not before:
            return None
        between = [word.norm for word in self.read.words[before[-1].last : place]]
        if len(between) > _REACH or not _JOINTS.issuperset(between):
            return None
        return before[-1]

    def _is(self, name: Mention, fact: Fact) -> bool:
        return any(known.fact.id == fact.id for known in self.index.of(name.metrics))

    def _is_other_yield(self, fact: Fact) -> bool:
        """Whether "10y" may be a yield, of which only the distance to another is known."""
        return ".curve." in fact.id and _SPREAD.search(self.text) is None


def saying(text: str, sentence: Statement, grounds: Sequence[Grounds]) -> Saying:
    """Read one statement of a text.

    Args:
        text: The whole text.
        sentence: Where the statement stands.
        grounds: What it is held against.
    """
    index = index_of(grounds)
    return Saying(read(text, sentence, index), index, text[sentence.start : sentence.end])


def _after(day: Day, session: date) -> bool:
    """Whether a whole date lies after a session."""
    if day.year is None or day.month is None or day.day is None:
        return False
    return (day.year, day.month, day.day) > (session.year, session.month, session.day)


def _key(fact: Fact) -> str:
    return fact.id.partition(".")[2]
