"""The belt as a whole: every tool answers, refuses in words, and stands on nothing after its session."""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tools.desk.desks import LAST, SESSIONS, fake_desk
from tests.tools.functions.belts import CALLS, UNFILLED, context_of, made_context, real_context
from tools.errors import BadRequest, NoData, PlumbError
from tools.functions import belt
from tools.functions.belt import TOOLS, call
from tools.functions.lines import LONG
from tools.functions.tool import DeskTool
from tools.grounds import Grounds
from tools.phrases import written
from tools.types import Fact

ANSWERING = [name for name in CALLS if name not in UNFILLED]
FIGURE = re.compile(r"\d[\d,.]*\d|\d")


def test_the_belt_is_the_list() -> None:
    assert [tool.name for tool in TOOLS] == list(CALLS)


@pytest.mark.parametrize("name", ANSWERING)
def test_every_tool_answers_a_good_call(name: str) -> None:
    grounds = call(name, CALLS[name], made_context())
    assert grounds.tool == name
    assert [key for key, _ in grounds.arguments] == list(CALLS[name])
    assert 20 < len(grounds.text) <= LONG
    stands_on = (grounds.facts, grounds.passages, grounds.findings, grounds.said)
    assert any(stands_on)


@pytest.mark.parametrize("name", UNFILLED)
def test_a_tool_whose_port_has_nothing_says_that_it_is_not_known(name: str) -> None:
    with pytest.raises(NoData, match=r"No signal of IWM has been sealed"):
        call(name, CALLS[name], made_context())


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_call_that_was_cut_off_does_not_pass_for_one(tool: DeskTool) -> None:
    good = CALLS[tool.name]
    for name in good:
        less = {key: value for key, value in good.items() if key != name}
        with pytest.raises(BadRequest, match=f"without '{name}'"):
            call(tool.name, less, made_context())


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
@pytest.mark.parametrize("stray", ["tenant", "runtime", "config", "self", "context", "guild", "url"])
def test_no_tool_takes_an_argument_that_is_not_its_own(tool: DeskTool, stray: str) -> None:
    with pytest.raises(BadRequest, match=f"no argument '{stray}'"):
        call(tool.name, CALLS[tool.name] | {stray: "guild:1"}, made_context())


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
@pytest.mark.parametrize("wrong", [None, True, {}, -1, "\x00", "", "x" * 2_000])
def test_every_argument_of_every_tool_is_checked(tool: DeskTool, wrong: object) -> None:
    for name in CALLS[tool.name]:
        with pytest.raises(BadRequest):
            call(tool.name, CALLS[tool.name] | {name: wrong}, made_context())


def test_an_unknown_tool_is_refused_with_those_there_are() -> None:
    with pytest.raises(BadRequest, match="There is no tool 'buy'; there are signal_stack, layer"):
        call("buy", {}, made_context())


@pytest.mark.parametrize("name", [name for name in ANSWERING if "date" in CALLS[name]])
def test_a_date_after_the_session_is_refused_whatever_the_desk_could_read(name: str) -> None:
    with pytest.raises(BadRequest, match="after 2025-05-15"):
        call(name, CALLS[name] | {"date": "2025-06-16"}, made_context(date(2025, 5, 15)))


@pytest.mark.parametrize("name", ANSWERING)
def test_the_arguments_kept_are_the_same_call_again(name: str) -> None:
    context = made_context()
    first = call(name, CALLS[name], context)
    again = call(name, dict(first.arguments), context)
    assert again == first


@pytest.mark.parametrize("name", ANSWERING)
def test_the_same_call_gives_the_same_bytes(name: str) -> None:
    assert call(name, CALLS[name], made_context()).text == call(name, CALLS[name], made_context()).text


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_no_schema_lets_a_model_name_a_person_a_place_or_an_address(tool: DeskTool) -> None:
    schema = tool.schema()
    properties = schema["properties"]
    assert isinstance(properties, Mapping)
    forbidden = re.compile(
        r"tenant|guild|server|user|person|asker|channel|place|url|path|file|key", re.IGNORECASE
    )
    assert not [name for name in properties if forbidden.search(name)]
    assert schema["required"] == list(properties)
    assert schema["additionalProperties"] is False
    for one in tool.arguments:
        assert "xample:" in one.description
    assert 60 < len(tool.description) < 420


def test_nothing_of_the_belt_writes() -> None:
    """No tool's module opens, writes, adds, keeps or removes anything."""
    folder = Path(belt.__file__).parent
    verbs = re.compile(
        r"\.(write\w*|add|keep|remove|forget|save|delete|unlink|mkdir|seal)\(|\bopen\(|\bprint\("
    )
    assert {path.name: verbs.findall(path.read_text(encoding="utf-8")) for path in folder.glob("*.py")} == {
        path.name: [] for path in folder.glob("*.py")
    }


def dated_after(grounds: Grounds, session: date) -> list[str]:
    """What of the grounds belongs to a later day; the playbook's rules are of no session."""
    late = [f"{one.id} {one.as_of}" for one in grounds.facts if isinstance(one, Fact) and one.as_of > session]
    if "survivorship-biased" in grounds.text:
        # the bias is the later list itself; its date is shown because of that
        late = [one for one in late if ".breadth.list_date " not in one]
    if grounds.tool != "explain":
        late += [f"{one.id} {one.known_from}" for one in grounds.passages if one.known_from > session]
    late += [f"{one.answer} {one.session}" for one in grounds.said if one.session > session]
    late += [side.quote for one in grounds.findings for side in one.sides if side.day and side.day > session]
    if grounds.session and grounds.session > session:
        late.append(f"session {grounds.session}")
    return late


DESK = fake_desk()
sessions = st.sampled_from([day.date() for day in SESSIONS[280:]])
spoken = st.sampled_from(["latest", "yesterday", "a week ago", "last month", "2025-03-03", "3 sessions ago"])


@settings(max_examples=40)
@given(session=sessions, name=st.sampled_from(ANSWERING), words=spoken)
def test_no_tool_gives_anything_from_after_the_session(session: date, name: str, words: str) -> None:
    arguments = {key: words if key == "date" else value for key, value in CALLS[name].items()}
    try:
        grounds = call(name, arguments, context_of(DESK, session))
    except PlumbError:
        return
    assert dated_after(grounds, session) == []


@pytest.mark.parametrize("name", ["signal_stack", "history", "compare", "debrief"])
def test_what_comes_after_the_session_changes_nothing(name: str) -> None:
    """Bars that end at the session and bars that go on give the same text."""
    session = date(2025, 5, 15)
    rows = int(SESSIONS.searchsorted(session.isoformat())) + 1
    short = {bars.symbol: bars.slice(0, rows) for bars in DESK.market.bars.known.values()}  # type: ignore[attr-defined]
    cut = fake_desk(**{symbol.lstrip("^"): bars for symbol, bars in short.items()})
    whole = call(name, CALLS[name], context_of(DESK, session))
    assert call(name, CALLS[name], context_of(cut, session)).text == whole.text


def unfounded(grounds: Grounds) -> list[str]:
    """Figures of the text that are in no fact, label, note, method, sentence or quoted line."""
    borne = [
        grounds.session.isoformat() if grounds.session else "",
        *(value for _, value in grounds.arguments),
    ]
    for one in grounds.facts:
        borne += [written(one), one.label]
        borne += [one.as_of.isoformat(), *one.notes] if isinstance(one, Fact) else [one.reason]
    borne += [said.text for said in grounds.sentences]
    figures = set(FIGURE.findall("\n".join(borne)))
    quoted = ("{", "definitions", "stored reports", "contradictions")
    own = [line for line in grounds.text.splitlines() if not line.startswith(quoted)]
    return [figure for line in own for figure in FIGURE.findall(line) if figure not in figures]


SPANS = {"1-5", "5-20", "1", "5", "20"}
"""How far the horizons look: part of their names."""


@pytest.mark.parametrize("name", ANSWERING)
@pytest.mark.parametrize("session", [LAST, date(2025, 4, 4), date(2024, 11, 29)])
def test_every_figure_of_a_text_is_one_of_its_grounds(name: str, session: date) -> None:
    grounds = call(name, CALLS[name], made_context(session))
    assert [figure for figure in unfounded(grounds) if figure not in SPANS] == []


def test_simulated_data_are_called_so_in_the_first_line() -> None:
    from dataclasses import replace  # noqa: PLC0415 - beside its only use

    market = replace(DESK.market, simulated=True)
    desk = type(DESK)(market, DESK.calendar, DESK.events, DESK._clock)
    assert "SIMULATED" in call("signal_stack", CALLS["signal_stack"], context_of(desk)).text.splitlines()[0]


@pytest.mark.data
@pytest.mark.parametrize("session", [LAST, date(2020, 3, 23), date(2024, 3, 8), date(2008, 11, 20)])
@pytest.mark.parametrize("name", ANSWERING)
def test_real_data_give_short_founded_texts_of_no_later_day(data_dir: Path, name: str, session: date) -> None:
    grounds = call(name, CALLS[name], real_context(data_dir, session))
    limit = LONG if name in ("signal_stack", "compare", "event_calendar") else 2_500
    assert len(grounds.text) <= limit
    assert "shortened" not in grounds.text
    assert dated_after(grounds, session) == []
    assert [figure for figure in unfounded(grounds) if figure not in SPANS] == []
