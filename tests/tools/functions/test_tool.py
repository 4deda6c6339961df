"""Arguments are checked by us: strictly, all of them, and a refusal says what is allowed."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.errors import BadRequest
from tools.functions.tool import Argument, Choice, DeskTool, Several, Whole, Words, called
from tools.grounds import Grounds

anything = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text()),
    st.dictionaries(st.text(), st.text())
)  # fmt: skip


@pytest.mark.parametrize("given_", [5, "5", " 5 ", 5.0])
def test_a_whole_number_is_read_where_nothing_is_lost(given_: object) -> None:
    assert Whole(1, 9).read("sessions", given_) == 5


@pytest.mark.parametrize(
    "wrong",
    [
        0,
        10,
        5.5,
        True,
        None,
        "five",
        "-5",
        "5.0",
        "\N{ARABIC-INDIC DIGIT FIVE}",
        [5],
        math.nan,
        math.inf,
        10**400,
        "9" * 5000,
    ],
)
def test_anything_else_is_no_whole_number_and_the_range_is_said(wrong: object) -> None:
    with pytest.raises(BadRequest, match="a whole number from 1 to 9"):
        Whole(1, 9).read("sessions", wrong)


def test_a_number_too_long_to_be_written_is_refused_too() -> None:
    for wrong in (10**9000, [10**9000]):
        with pytest.raises(BadRequest, match="a very large number; allowed is a whole number"):
            Whole(1, 9).read("sessions", wrong)


@pytest.mark.parametrize("wrong", [None, 5, True, "", "   ", ["IWM"], {"a": 1}, "I\x00M"])
def test_text_is_text(wrong: object) -> None:
    with pytest.raises(BadRequest, match="text of 1 to 40 characters"):
        Words(40).read("symbol", wrong)


def test_text_is_bounded_and_trimmed() -> None:
    assert Words(3).read("symbol", "  IWM ") == "IWM"
    with pytest.raises(BadRequest, match="4 characters; allowed are 3"):
        Words(3).read("symbol", "IWMM")


def test_a_choice_forgives_case_and_joints_and_nothing_else() -> None:
    kind = Choice(("trend", "relative strength"))
    assert kind.read("layer", "Relative_Strength") == "relative strength"
    with pytest.raises(BadRequest, match="one of trend, relative strength"):
        kind.read("layer", "strength")


def test_a_list_may_come_as_one_text() -> None:
    kind = Several(2, 3, Words(40))
    assert kind.read("symbols", "IWM, QQQ") == kind.read("symbols", ["IWM", " QQQ"]) == ("IWM", "QQQ")
    for wrong in ("IWM", ["IWM"], ["A", "B", "C", "D"], ["IWM", 5], "IWM,,QQQ", 5, None):
        with pytest.raises(BadRequest):
            kind.read("symbols", wrong)


@given(value=anything)
def test_whatever_is_sent_is_read_or_refused_with_what_is_allowed(value: object) -> None:
    for kind in (Words(20), Choice(("a", "b")), Whole(1, 5), Several(2, 5, Words(10))):
        with contextlib.suppress(BadRequest):
            assert kind.read("name", value) is not None


def one_tool() -> DeskTool:
    return DeskTool(
        "look", "Looks.",
        (Argument("symbol", Words(5), "A symbol."), Argument("sessions", Whole(1, 5), "How many.")),
        lambda _, symbol, sessions: Grounds("look", called(symbol=symbol, sessions=sessions), "seen"),
    )  # fmt: skip


def test_every_argument_is_required_and_no_other_is_taken() -> None:
    tool = one_tool()
    with pytest.raises(BadRequest, match=r"without 'sessions'.*exactly: symbol, sessions"):
        tool.read({"symbol": "IWM"})
    with pytest.raises(BadRequest, match="no argument 'tenant'"):
        tool.read({"symbol": "IWM", "sessions": 5, "tenant": "guild:1"})


def test_the_schema_requires_every_property_and_allows_no_other() -> None:
    schema = one_tool().schema()
    assert schema["required"] == ["symbol", "sessions"]
    assert schema["additionalProperties"] is False
    assert schema["properties"] == {
        "symbol": {"type": "string", "minLength": 1, "maxLength": 5, "description": "A symbol."},
        "sessions": {"type": "integer", "minimum": 1, "maximum": 5, "description": "How many."},
    }


def test_arguments_kept_as_text_are_the_same_call_again() -> None:
    tool = one_tool()
    assert tool.read(dict(called(symbol="IWM", sessions=5))) == {"symbol": "IWM", "sessions": 5}
    assert called(symbols=("IWM", "QQQ")) == (("symbols", "IWM, QQQ"),)
