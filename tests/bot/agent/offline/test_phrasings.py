"""What people type leads to the right calls; a third of the table was never tuned on."""

from pathlib import Path

import pytest

from bot.agent.offline.plan import plan
from tests.bot.agent.offline.answering import hit, prompts, shown
from tests.bot.agent.offline.phrasings import ROWS, Row
from tests.bot.agent.offline.phrasings_later import FOLLOW_UPS, LAST, MIXED, SINGLE

TUNED = [row for place, row in enumerate(ROWS) if place % 3 != 2]
HELD_OUT = ROWS[2::3]
LEAST_HELD_OUT = 0.9


@pytest.mark.parametrize(
    "row",
    [*TUNED, *SINGLE, *FOLLOW_UPS, *MIXED, *LAST],
    ids=lambda row: " | ".join((*row.earlier, row.question)),
)
def test_a_phrasing_leads_to_its_calls(row: Row) -> None:
    assert hit(row), [shown(call) for call in plan((*row.earlier, row.question)).calls]


def test_phrasings_that_were_never_tuned_on_are_understood() -> None:
    missed = [row.question for row in HELD_OUT if not hit(row)]
    assert 1 - len(missed) / len(HELD_OUT) >= LEAST_HELD_OUT, missed


@pytest.mark.data
@pytest.mark.parametrize(
    ("prompt", "tools"),
    [(0, ["signal_stack"]), (1, ["breadth", "signal_stack"]), (2, ["debrief"])],
    ids=["stack", "breadth", "debrief"],
)
def test_the_prompts_are_recognised_word_for_word(data_dir: Path, prompt: int, tools: list[str]) -> None:
    planned = plan([prompts(data_dir)[prompt]])
    assert [call.name for call in planned.calls] == tools
    assert {dict(call.arguments)["symbol"] for call in planned.calls} == {"IWM"}


@pytest.mark.data
def test_a_prompt_may_ask_about_another_symbol(data_dir: Path) -> None:
    for prompt in prompts(data_dir):
        planned = plan([prompt.replace("IWM", "QQQ").replace("Russell 2000", "Nasdaq 100")])
        assert {dict(call.arguments)["symbol"] for call in planned.calls} == {"QQQ"}
