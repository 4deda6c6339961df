"""One turn: the model, else the analyst that stands in for it, else the card, else an honest sentence."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from langchain_core.messages import AIMessageChunk, BaseMessage, HumanMessage

from bot.agent.card import Call, card_of
from bot.agent.drafts import Check, Cut, Draft, Finished, finish
from bot.agent.grounding import Verdict
from bot.agent.middleware.retrying import trouble
from bot.agent.models import OFFLINE
from bot.agent.run import Run, RunContext, Stopped
from bot.agent.sentences import continued
from bot.agent.streaming import Pieces
from bot.agent.types import Outcome
from bot.agent.words import CARD, CUT_OFF, MODEL_FREE, SHORTENED, removed
from tools.errors import PlumbError

if TYPE_CHECKING:
    from bot.agent.agent import Agent

_Item = tuple[BaseMessage, Mapping[str, object]]
"""A piece of a message, and which node of the graph it comes from."""


_LEAST_SECONDS = 0.05
"""The card is tried even where no time is left for it."""


@dataclass(frozen=True, slots=True)
class Writers:
    """Who may write an answer, and what holds their texts against what was read.

    Attributes:
        agent: The model with its belt.
        stand_in: The same with the offline analyst; None where the model is the analyst itself.
        call: The belt, for the card.
        check: `bot.agent.grounding.check`.
        cut: `bot.agent.grounding.cut`.
        model_free: Whether the stand-in, where there is one, writes instead of the model.
    """

    agent: "Agent"
    stand_in: "Callable[[], Agent] | None"
    call: Call
    check: Check
    cut: Cut
    model_free: bool = False

    def first(self) -> "Agent":
        """Who is asked first; the analyst is put together when it is needed."""
        return self.stand_in() if self.model_free and self.stand_in is not None else self.agent


@dataclass(frozen=True, slots=True)
class Written:
    """What a turn came to.

    Attributes:
        finished: The text for people.
        outcome: How it came to be.
        draft: The text as it was checked, before anything was cut.
        model: Who wrote it.
        notices: What the reader must know of that.
    """

    finished: Finished
    outcome: Outcome
    draft: Draft
    model: str
    notices: tuple[str, ...]


async def take_turn(
    writers: Writers, context: RunContext, earlier: Sequence[BaseMessage], card: float, end: float
) -> Written:
    """Answer one question; some answer always comes before `end`.

    Args:
        writers: Who may write.
        context: What tools work with; its run says until when the model may.
        earlier: The conversation before.
        card: By the loop's clock, when writers give up and the card is shown.
        end: By the loop's clock, when a text must be there.
    """
    run = context.run
    messages = [*earlier, HumanMessage(run.question.text, additional_kwargs=run.question.marks)]
    why = await _ask(writers.first, context, messages)
    found = await _best(writers, run, card)
    if found is not None:
        return found
    notices = (why,) if why else ()
    if writers.stand_in is not None and run.model != OFFLINE:
        run.again(card)
        failed = await _ask(writers.stand_in, context, messages)
        found = await _best(writers, run, card)
        if found is not None:
            return Written(found.finished, "card", found.draft, found.model, (*notices, *found.notices))
        why = why or failed
    return await _card(writers, context, end, why)


async def _ask(made: "Callable[[], Agent]", context: RunContext, messages: list[BaseMessage]) -> str | None:
    """Let an agent write; its text is in the run. Gives what went wrong, for the reader."""
    run = context.run
    pieces = Pieces(run)
    try:
        async with asyncio.timeout(max(run.seconds_left, 0.0)):
            agent = await asyncio.to_thread(made)
            stream = agent.astream(
                {"messages": messages},
                {"callbacks": [run.raw_calls]},
                context=context,
                stream_mode="messages",
            )
            # closed at once when something fails here: nothing of it goes on in the background
            async with aclosing(cast("AsyncGenerator[_Item]", stream)) as items:
                async for message, about in items:
                    if isinstance(message, AIMessageChunk) and about.get("langgraph_node") == "model":
                        pieces.add(message.id, message.text)
    except Stopped as over:
        return str(over)
    except Exception as error:  # noqa: BLE001 - whatever a model or its client raises, an answer must come
        said = str(error) if isinstance(error, PlumbError) else trouble(error)
        return said or f"The language model failed (incident {run.incidents(error)})."
    finally:
        await pieces.close()
    return None


async def _best(writers: Writers, run: Run, by: float) -> Written | None:
    """The last text that was checked, as far as it may be shown."""
    if run.draft is None:
        return None
    try:
        async with asyncio.timeout_at(by):
            draft = await _going_on(run, run.draft)
            done = await _finished(writers, run, draft)
    except Exception as error:  # noqa: BLE001 - a text that cannot be checked is not shown
        run.incidents(error)
        return None
    if done is None:
        return None
    notices = [MODEL_FREE] if run.model == OFFLINE else []
    if run.cut_off:
        notices.append(CUT_OFF)
    if done.removed:
        notices.append(removed(done.removed))
    if done.shortened:
        notices.append(SHORTENED)
    outcome: Outcome = "cut" if done.removed else "repaired" if run.repaired else "grounded"
    return Written(done, outcome, draft, run.model, tuple(notices))


async def _card(writers: Writers, context: RunContext, end: float, why: str | None) -> Written:
    run = context.run
    try:
        async with asyncio.timeout_at(max(end, run.now() + _LEAST_SECONDS)):
            text = await asyncio.to_thread(card_of, run, context, writers.call)
            if text is not None:
                draft = await _going_on(run, await run.judged(text))
                done = await _finished(writers, run, draft)
                if done is not None:
                    return Written(done, "card", draft, OFFLINE, (*((why,) if why else ()), CARD))
    except Exception as error:  # noqa: BLE001 - an honest sentence is still to come
        why = why or f"The answer failed (incident {run.incidents(error)})."
    return said(
        f"No answer could be made. {why or 'Nothing that was written could be borne out.'} "
        "Nothing was estimated; please ask again, or name a symbol such as IWM."
    )


def said(text: str) -> Written:
    """A sentence of ours that claims no figure."""
    empty = Draft("", Verdict(()))
    return Written(Finished(text, (), ()), "refused", empty, OFFLINE, ())


async def _going_on(run: Run, draft: Draft) -> Draft:
    """The text, made to begin with what was given out already: people have read that."""
    if draft.text.startswith(run.told):
        return draft
    return await run.judged(continued(run.told, draft.text))


async def _finished(writers: Writers, run: Run, draft: Draft) -> Finished | None:
    started = run.now()
    done = await run.aside(finish, draft, run.borne, run.question.text, writers.check, writers.cut)
    run.check_seconds += run.now() - started
    return done
