"""An answer run again: the same belt, bound as it was bound then."""
# ruff: noqa: PLC0415 - the belt and the check are imported when an answer is run again

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from bot.ask_kept import answers_of

if TYPE_CHECKING:
    from bot.agent.replay import Replay
    from bot.agent.types import Answer
    from bot.store.answers import Answers
    from bot.wiring import Services
    from tools.grounds import Grounds, Said


@dataclass(frozen=True, slots=True)
class EarlierThen:
    """What had been said in a conversation before a moment: what an answer of that moment could know."""

    answers: "Answers"
    conversation: str
    moment: datetime

    def between(self, start: date, end: date) -> "tuple[Said, ...]":
        """Answers given from one day to another, the newest first."""
        return self.answers.between(self.conversation, start, end, before=self.moment)


def replayed(services: "Services", answer: "Answer") -> "Replay":
    """Run the tools and the check of an answer again.

    Raises:
        PlumbError: The answers or the data cannot be opened.
    """
    from bot.agent.grounding import check
    from bot.agent.replay import replay
    from bot.agent_wiring import binder
    from tools.functions.belt import call

    with answers_of(services.settings) as answers:
        bound = binder(services, answers, None)(answer.question.asker, answer.conversation, answer.session)
        then = EarlierThen(answers, answer.conversation, answer.asked_at)
        context = replace(bound, earlier=then)

        def again(name: str, arguments: Mapping[str, object]) -> "Grounds":
            return call(name, arguments, context)

        return replay(answer, again, check)
