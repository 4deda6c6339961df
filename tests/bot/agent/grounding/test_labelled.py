"""How many false sentences the check catches, and how many true ones it flags, over three labelled files.

Each file was labelled by hand from the complete results; a false case is a true one with a single change.
What a figure here says of new texts depends on how much of the file the check was made with:

- `written.toml` was tuned on in full: the rules were written against its cases. Its figure says that nothing
  was lost since, and nothing of new texts.
- `held_out.toml` was measured once unseen: 445 of 497 caught, 64 of 215 true ones flagged. Then it was opened
  and worked on; today's 448 and 13 are no longer the figures of unseen texts.
- `fresh.toml` was never opened for tuning. Its figures, 139 of 150 caught and 16 of 110 flagged, are the best
  guess of how the check does on texts that it has not seen.

The floors stand just below today's figures: a change that loses more than a case or two is seen.
"""

from pathlib import Path

import pytest

from bot.agent.grounding import check
from tests.bot.agent.grounding.cases import FILES, Score, cases, runs_over, score

pytestmark = pytest.mark.data

SHOWN = 5


@pytest.fixture(scope="module")
def scores(data_dir: Path) -> dict[str, Score]:
    runs = runs_over(data_dir)
    return {name: score(cases(name), runs, check) for name in FILES}


def missed(found: Score) -> str:
    """The first false cases that passed, for people."""
    lines = [f"{case.id} ({case.kind}: {case.why}): {case.text}" for case, _ in found.missed[:SHOWN]]
    return "\n".join([f"caught {found.caught} of {found.false}; passed although false, the first:", *lines])


def flagged(found: Score) -> str:
    """The first true cases that were flagged, with what was held against them."""
    lines = [
        f"{case.id}: {case.text}\n    {'; '.join(f'{one.text!r}: {one.because}' for one in verdict.failures)}"
        for case, verdict in found.alarms[:SHOWN]
    ]
    return "\n".join([f"flagged {found.flagged} of {found.true}; true and flagged, the first:", *lines])


@pytest.mark.parametrize(
    ("name", "false", "floor"),
    [("written.toml", 467, 448), ("held_out.toml", 497, 446), ("fresh.toml", 150, 138)],
)
def test_false_sentences_are_caught(scores: dict[str, Score], name: str, false: int, floor: int) -> None:
    found = scores[name]
    assert found.false == false
    assert found.caught >= floor, missed(found)


@pytest.mark.parametrize(
    ("name", "true", "ceiling"),
    [("written.toml", 222, 5), ("held_out.toml", 215, 14), ("fresh.toml", 110, 17)],
)
def test_true_sentences_pass(scores: dict[str, Score], name: str, true: int, ceiling: int) -> None:
    found = scores[name]
    assert found.true == true
    assert found.flagged <= ceiling, flagged(found)


def test_over_all_files_93_in_100_false_ones_are_caught_and_6_1_in_100_true_ones_flagged(
    scores: dict[str, Score],
) -> None:
    caught = sum(one.caught for one in scores.values()) / sum(one.false for one in scores.values())
    alarms = sum(one.flagged for one in scores.values()) / sum(one.true for one in scores.values())
    assert caught >= 0.929, "\n".join(missed(one) for one in scores.values())
    assert alarms <= 0.0615, "\n".join(flagged(one) for one in scores.values())


@pytest.mark.parametrize("kind", ["invented_level", "invented_source", "date"])
def test_of_what_is_invented_or_of_another_day_nothing_passes(scores: dict[str, Score], kind: str) -> None:
    passed = [case.id for one in scores.values() for case, _ in one.missed if case.kind == kind]
    assert sum(one.by_kind[kind] for one in scores.values()) > 75
    assert passed == []


@pytest.mark.parametrize(
    ("kind", "floor"),
    [("value", 0.95), ("unit", 0.97), ("sign", 0.94), ("symbol", 0.93), ("other_symbol", 0.98),
     ("metric", 0.81), ("direction", 0.77)],
)  # fmt: skip
def test_no_kind_of_falsehood_is_given_up(scores: dict[str, Score], kind: str, floor: float) -> None:
    seen = sum(one.by_kind[kind] for one in scores.values())
    passed = sum(one.missed_by_kind[kind] for one in scores.values())
    assert 1 - passed / seen >= floor, "\n".join(missed(one) for one in scores.values())


def test_every_false_case_has_a_kind_and_a_reason() -> None:
    unexplained = [
        case.id for name in FILES for case in cases(name) if not case.true and not (case.kind and case.why)
    ]
    assert unexplained == []
