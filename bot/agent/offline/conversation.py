"""What the analyst reads from messages: the questions, the calls already made, what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage

from bot.agent.offline.plan import plan
from bot.agent.offline.values import Call, Outcome, Plan
from bot.agent.refusals import said
from bot.agent.types import ABOUT
from tools.grounds import Grounds

REPAIR = "repair"
"""The mark, in `additional_kwargs["plumbline"]`, of a message that asks for a text without what failed."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The turn that the last question began.

    Attributes:
        number: Questions so far: makes the ids of calls unique in a conversation.
        plan: What is asked.
        after: The messages since the question.
        repair: What a repair asks to leave out; None where none is asked for.
        drafted: The text that a repair is about.
    """

    number: int
    plan: Plan
    after: tuple[BaseMessage, ...]
    repair: str | None = None
    drafted: str = ""

    @property
    def ids(self) -> dict[str, Call]:
        """The calls of the plan by the ids they are made with."""
        return {f"offline_{self.number}_{place}": call for place, call in enumerate(self.plan.calls)}

    @property
    def called(self) -> bool:
        """Whether the calls have been made."""
        return any(isinstance(message, ToolMessage) for message in self.after)

    def outcomes(self) -> dict[Call, Outcome]:
        """What came of the calls, by call."""
        ids = self.ids
        return {
            ids[message.tool_call_id]: _outcome(message)
            for message in self.after
            if isinstance(message, ToolMessage) and message.tool_call_id in ids
        }


def read_turn(messages: Sequence[BaseMessage]) -> Turn:
    """The last turn of a conversation."""
    asked = [
        place
        for place, message in enumerate(messages)
        if isinstance(message, HumanMessage) and "plumbline" not in message.additional_kwargs
    ]
    questions = [_text(messages[place]) for place in asked]
    about = [str(messages[place].additional_kwargs.get(ABOUT, "")) for place in asked]
    after = tuple(messages[asked[-1] + 1 :]) if asked else tuple(messages)
    repairs = [place for place, message in enumerate(after) if _is_repair(message)]
    drafted = [_text(message) for message in after if isinstance(message, AIMessage) and _text(message)]
    return Turn(
        len(asked),
        plan(questions, about),
        after,
        _text(after[repairs[-1]]) if repairs else None,
        drafted[-1] if drafted else "",
    )


def _is_repair(message: BaseMessage) -> bool:
    return isinstance(message, HumanMessage) and message.additional_kwargs.get("plumbline") == REPAIR


def _text(message: BaseMessage) -> str:
    """The text of a message, whatever form its content has."""
    return str(message.text)


def _outcome(message: ToolMessage) -> Outcome:
    if isinstance(message.artifact, Grounds) and message.status != "error":
        return Outcome(message.artifact)
    return Outcome(None, said(_text(message)))
