"""Answers of the analyst over the belt, without a loop around it, and the calls of a plan as text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.agent.offline.plan import plan
from bot.agent.offline.values import Call, Outcome, Outcomes, Plan
from bot.agent.offline.write import write
from tests.bot.agent.offline.phrasings import Row
from tools.errors import PlumbError
from tools.functions.belt import call as call_tool
from tools.functions.context import BeltContext
from tools.grounds import Grounds
from tools.phrases import written
from tools.types import Fact, Missing

PROMPTS = ("Analyze IWM's", "Given current IWM", "Run a signal")
"""How the three prompts of the third seed begin."""


@dataclass(frozen=True)
class Answered:
    """An answer, and everything it was written from."""

    plan: Plan
    outcomes: Outcomes
    text: str

    @property
    def grounds(self) -> list[Grounds]:
        return [one.grounds for one in self.outcomes.values() if one.grounds]

    def fact(self, key: str) -> str:
        """A fact by its key below the symbol, as it is written."""
        found = (one for grounds in self.grounds for one in grounds.facts)
        return next(written(one) for one in found if one.id.partition(".")[2] == key)


def answered(questions: Sequence[str], context: BeltContext) -> Answered:
    """Plan, call every tool, write."""
    planned = plan(questions)
    outcomes = {one: outcome(one, context) for one in planned.calls}
    return Answered(planned, outcomes, write(planned, outcomes))


def outcome(call: Call, context: BeltContext) -> Outcome:
    try:
        return Outcome(call_tool(call.name, call.as_json(), context))
    except PlumbError as error:
        return Outcome(None, str(error))


def shown(call: Call) -> str:
    """`tool(argument, ...)`, as the table of phrasings writes calls."""
    values = (
        f"[{', '.join(value)}]" if isinstance(value, tuple) else str(value) for _, value in call.arguments
    )
    return f"{call.name}({', '.join(values)})"


def hit(row: Row) -> bool:
    """Whether a phrasing leads to the calls it should."""
    calls = [shown(one) for one in plan((*row.earlier, row.question)).calls]
    return len(calls) == len(row.calls) and all(map(_fits, row.calls, calls))


def _fits(expected: str, call: str) -> bool:
    return re.fullmatch(re.escape(expected).replace(re.escape("~"), ".+"), call) is not None


@cache
def prompts(data_dir: Path) -> tuple[str, ...]:
    """The three prompts of the third seed, word for word."""
    (seed,) = (data_dir.parent / "seeds").glob("003_*.txt")
    lines = seed.read_text(encoding="utf-8").splitlines()
    return tuple(next(line for line in lines if line.startswith(begin)) for begin in PROMPTS)


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def figures(text: str) -> set[str]:
    """Every figure of a text; a comma or stop at its end is the sentence's."""
    return {found.rstrip(",") for found in NUMBER.findall(text)}


def grounded(answer: Answered) -> set[str]:
    """Every figure that the answer may say: of facts as written, of labels, sentences and quotations."""
    return {figure for said in _said(answer) for figure in figures(said)}


def _said(answer: Answered) -> Iterator[str]:
    yield from (one.trouble for one in answer.outcomes.values())
    for grounds in answer.grounds:
        yield from (value for _, value in grounds.arguments)
        yield from (str(sentence) for sentence in grounds.sentences)
        yield str(grounds.session)
        for passage in grounds.passages:
            yield from (passage.text, str(passage.cited.published.day), passage.id, passage.cited.source)
        for finding in grounds.findings:
            yield from (finding.why, finding.subject, *(f"{side.quote} {side.day}" for side in finding.sides))
        for said in grounds.said:
            yield from (said.question, str(said.day), str(said.session))
            yield from (f"{fact.label} {written(fact)}" for fact in said.facts)
        for fact in grounds.facts:
            yield f"{fact.label} {written(fact)}"
            if isinstance(fact, Fact):
                yield from (str(fact.as_of), fact.source, *fact.notes)
            elif isinstance(fact, Missing):
                yield fact.reason
