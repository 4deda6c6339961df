"""The desk: which session, what is said first, one currency in every result, equal bytes for equal inputs."""

import dataclasses
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.builders import (
    NAMED_SESSIONS,
    FakeBars,
    FakeEvents,
    bars_from,
    fact,
    folder_market,
    market_of,
    panel_from,
    random_closes,
    rate_from,
    walk,
)
from tools.bars import Bars
from tools.calendar import Event
from tools.desk import Desk
from tools.errors import BadRequest, NoData, SettingsError, SourceDown
from tools.market.events import EventTable
from tools.market.ports import Events, Market
from tools.market.sessions import Sessions
from tools.phrases import written
from tools.profile import load_profile
from tools.results import BreadthReport, Result, facts_of, to_json
from tools.types import Fact, Missing, Sentence, Unit

CALENDAR = Sessions(end=date(2027, 12, 31))
NOW = datetime(2025, 9, 26, 22, 0, tzinfo=UTC)
"""Friday evening: the last session of the real bars has closed."""
LAST = date(2025, 9, 26)

UNITS = {unit.value for unit in Unit}


@cache
def real_desk(folder: Path) -> Desk:
    source = folder_market(folder)
    market = Market("folder", source, source, source, source, simulated=False, terms="Files of a folder.")
    return Desk(market, CALENDAR, EventTable.from_files(sessions=CALENDAR), lambda: NOW)


@cache
def answer(folder: Path, how: str, symbol: str, session: date) -> Result:
    result: Result = getattr(real_desk(folder), how)(symbol, session)
    return result


SESSIONS = CALENDAR.between(date(2023, 9, 1), LAST)
"""About 520 sessions, the last one just closed."""


def made(symbol: str, seed: int, rows: int = len(SESSIONS)) -> Bars:
    return walk(seed, rows, symbol, index=SESSIONS[:rows])


def all_bars(**changed: Bars) -> list[Bars]:
    names = ("IWM", "SPY", "QQQ", "HYG", "IEF", "KRE")
    bars = {name: made(name, seed) for seed, name in enumerate(names)}
    bars["VIX"] = bars_from(15 + 5 * np.sin(np.arange(len(SESSIONS)) / 9), "^VIX", index=SESSIONS)
    return list((bars | changed).values())


MEMBERS = random_closes(3, len(SESSIONS), 25)
PANEL = panel_from(MEMBERS, SESSIONS)
CURVE = rate_from(np.linspace(-0.5, 0.7, len(SESSIONS)), SESSIONS, "T10Y2Y")


def desk_of(
    market: Market, now: datetime = NOW, profiles: Path | None = None, events: Events | None = None
) -> Desk:
    return Desk(market, CALENDAR, events or FakeEvents(), lambda: now, profiles)


def fake_desk(now: datetime = NOW, profiles: Path | None = None, **changed: Bars) -> Desk:
    return desk_of(market_of(*all_bars(**changed), panel=PANEL, rates=[CURVE]), now, profiles)


QUESTIONS = ("analyze", "breadth", "rotation", "levels")


# --- the session ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", QUESTIONS)
def test_every_question_without_a_date_reads_the_last_completed_session(how: str) -> None:
    header = getattr(fake_desk(), how)("iwm").header
    assert (header.symbol, header.as_of, header.requested, header.notices) == ("IWM", LAST, None, ())
    assert (header.provisional, header.simulated) == (False, False)


@pytest.mark.parametrize("how", QUESTIONS)
def test_every_question_about_a_closed_day_reads_the_session_before(how: str) -> None:
    header = getattr(fake_desk(), how)("$IWM", date(2025, 9, 21)).header
    assert (header.as_of, header.requested) == (date(2025, 9, 19), date(2025, 9, 21))
    assert "a Sunday" in header.notices[0].text


@pytest.mark.parametrize("how", QUESTIONS)
def test_every_question_refuses_the_future(how: str) -> None:
    with pytest.raises(BadRequest, match="in the future"):
        getattr(fake_desk(), how)("IWM", date(2025, 9, 27))


def test_a_running_bar_is_dropped_unless_it_is_asked_for() -> None:
    monday = date(2025, 9, 29)
    index = SESSIONS.append(pd.DatetimeIndex([monday]))
    running = {
        name: walk(seed, len(index), name, index=index) for seed, name in enumerate(("IWM", "SPY", "QQQ"))
    }
    desk = fake_desk(datetime(2025, 9, 29, 15, 0, tzinfo=UTC), **running)
    settled = desk.analyze("IWM")
    assert settled.header.as_of == LAST
    assert fact(settled.price.close).number == running["IWM"].close[-2]
    unfinished = desk.analyze("IWM", provisional=True)
    assert (unfinished.header.as_of, unfinished.header.provisional) == (monday, True)
    assert fact(unfinished.price.close).number == running["IWM"].close[-1]
    assert unfinished.header.notices[0].text.startswith("Provisional")
    labelled = [one for one in facts_of(unfinished) if isinstance(one, Fact) and one.id == "iwm.close"]
    assert any("provisional" in note for note in labelled[0].notes)


def test_data_that_end_early_are_stale_on_the_card_and_on_its_facts() -> None:
    result = fake_desk(IWM=made("IWM", 0, len(SESSIONS) - 3)).analyze("IWM")
    assert result.header.as_of == SESSIONS[-4].date()
    assert (
        result.header.notices[0].text
        == f"STALE: IWM ends on {SESSIONS[-4].date()}, 3 sessions before {LAST}."
    )
    assert fact(result.price.close).notes == ("stale by 3 sessions",)
    late = {one.id: one for one in result.header.facts}
    assert fact(late["iwm.data.stale"]).number == 3
    one = fake_desk(IWM=made("IWM", 0, len(SESSIONS) - 1)).analyze("IWM")
    assert "1 session before" in one.header.notices[0].text


def test_other_symbols_that_end_early_make_their_readings_absent_not_old() -> None:
    result = fake_desk(SPY=made("SPY", 1, len(SESSIONS) - 2)).analyze("IWM")
    strength = next(layer for layer in result.layers if layer.name == "relative_strength")
    assert isinstance(strength.score, Missing)
    for gone in (strength.score, result.rotation.state, result.rotation.ratio):
        assert isinstance(gone, Missing)
        assert "SPY has no bar for this session" in gone.reason


def test_a_symbol_that_begins_later_does_not_exist_then() -> None:
    with pytest.raises(NoData, match=r"IWM has no bar at 2020-03-23: its history begins on 2023-09-01\."):
        fake_desk().analyze("IWM", date(2020, 3, 23))


@pytest.mark.parametrize("symbol", ["", "../etc", "A B", "ThisIsTooLongForASymbol"])
def test_what_is_no_symbol_is_refused(symbol: str) -> None:
    with pytest.raises(BadRequest):
        fake_desk().analyze(symbol)


def test_trouble_with_the_symbol_surfaces_and_trouble_with_anything_else_is_a_reason() -> None:
    market = market_of(*all_bars(), panel=PANEL)
    bars = market.bars
    assert isinstance(bars, FakeBars)
    bars.known["SPY"] = SourceDown("The source did not answer.")
    result = desk_of(market).analyze("IWM")
    absent = {gone.label: gone.reason for gone in result.header.absent}
    assert absent["SPY"] == "The source did not answer"
    assert result.rotation.rationale.text == "Rotation is not known: The source did not answer."
    bars.known["IWM"] = SourceDown("The source did not answer.")
    with pytest.raises(SourceDown):
        desk_of(market).analyze("IWM")


# --- what is said first -----------------------------------------------------------------------------------


def test_closes_only_are_said_and_the_volume_check_abstains() -> None:
    bare = bars_from(made("IWM", 0).close, "IWM", index=SESSIONS)
    result = fake_desk(IWM=bare).analyze("IWM")
    assert [notice.text for notice in result.header.notices] == [
        "IWM has closes only: ATR is of closes and the volume check abstains."
    ]
    momentum = next(layer for layer in result.layers if layer.name == "momentum")
    assert momentum.flags == ()
    trend = next(layer for layer in result.layers if layer.name == "trend")
    assert "closes only" in fact(trend.facts[2]).method


def test_dropped_rows_are_counted_in_a_notice() -> None:
    frame = made("IWM", 0).frame()
    frame.iloc[5, 0] = -1.0
    from tools.market.gate import validate  # noqa: PLC0415 - only here

    dirty = validate(frame, symbol="IWM", source="fake")
    header = fake_desk(IWM=dirty).analyze("IWM").header
    assert header.notices[0].text == "1 of IWM's rows were dropped (price not positive)."
    line = next(line for line in header.sources if line.symbol == "IWM")
    assert fact(line.dropped).number == 1
    assert fact(line.rows).number == len(SESSIONS) - 1


def test_a_late_member_list_is_said() -> None:
    later = panel_from(MEMBERS, SESSIONS, as_of=date(2026, 1, 2), biased=True)
    header = desk_of(market_of(*all_bars(), panel=later)).analyze("IWM").header
    assert [notice.text for notice in header.notices] == [
        "Breadth is survivorship-biased: its member list is of 2026-01-02, after this session."
    ]


def test_a_simulated_market_marks_the_result_and_every_fact() -> None:
    result = desk_of(market_of(*all_bars(), panel=PANEL, simulated=True)).analyze("IWM")
    assert result.header.simulated
    facts = [one for one in facts_of(result) if isinstance(one, Fact) and ".data." not in one.id]
    assert len(facts) > 150
    assert [one.id for one in facts if "SIMULATED" not in one.notes] == []


def test_the_calendar_moves_the_thresholds_and_can_be_left_out() -> None:
    event = Event("fomc", date(2025, 9, 29), "FOMC decision", "Federal Reserve Board")
    desk = desk_of(market_of(*all_bars(), panel=PANEL), events=FakeEvents([event]))
    with_it, without = desk.analyze("IWM"), desk.analyze("IWM", events=False)
    assert fact(with_it.calendar.multiple).number == 1.25
    assert fact(without.calendar.multiple).number == 1.0
    trend, plain = with_it.layers[0], without.layers[0]
    ratios = {
        flip.to: fact(flip.reading).number / fact(other.reading).number
        for flip, other in zip(trend.flips, plain.flips, strict=True)
        if flip.to == other.to
    }
    assert ratios
    assert set(ratios.values()) == {1.25}
    assert [c.met for c in with_it.sizing.conditions][6] == "no"
    assert [c.met for c in without.sizing.conditions][6] == "yes"


# --- one currency ----------------------------------------------------------------------------------------

FACT_KEYS = {"id", "label", "value", "unit", "as_of", "source", "method", "notes"}


def check_numbers(node: object, path: str = "") -> int:
    """Assert that every number in a JSON tree is the value of a whole fact; give how many there were."""
    if isinstance(node, bool) or node is None or isinstance(node, str):
        return 0
    assert not isinstance(node, int | float), f"a bare number at {path}"
    if isinstance(node, list):
        return sum(check_numbers(part, f"{path}[{place}]") for place, part in enumerate(node))
    assert isinstance(node, dict)
    if "value" in node:
        assert set(node) == FACT_KEYS, path
        assert node["unit"] in UNITS, path
        date.fromisoformat(node["as_of"])
        for key in ("id", "label", "source", "method"):
            assert isinstance(node[key], str), path
            assert node[key].strip(), f"{path}.{key} is empty"
        assert isinstance(node["notes"], list)
        assert isinstance(node["value"], int | float | str), path
        return int(not isinstance(node["value"], str | bool))
    return sum(check_numbers(part, f"{path}.{key}") for key, part in node.items())


CARDS = [
    (how, symbol, session) for how in QUESTIONS for symbol in ("IWM", "SPY") for session in NAMED_SESSIONS
]


@pytest.mark.parametrize(("how", "symbol", "session"), CARDS)
def test_every_number_of_a_result_is_the_value_of_a_fact(
    data_dir: Path, how: str, symbol: str, session: date
) -> None:
    tree = json.loads(to_json(answer(data_dir, how, symbol, session)))
    assert tree["kind"] in {"analysis", "breadthreport", "rotationreport", "levelsreport"}
    assert check_numbers(tree) > {"analyze": 150, "breadth": 5, "rotation": 15, "levels": 40}[how]


def test_the_walker_refuses_a_bare_number() -> None:
    with pytest.raises(AssertionError, match=r"a bare number at \.a\[0\]"):
        check_numbers({"a": [1.0]})
    with pytest.raises(AssertionError):
        check_numbers({"value": 1.0, "unit": "USD"})


@pytest.mark.parametrize(("how", "symbol", "session"), CARDS)
def test_one_id_has_one_value_in_a_result(data_dir: Path, how: str, symbol: str, session: date) -> None:
    values: dict[str, object] = {}
    for one in facts_of(answer(data_dir, how, symbol, session)):
        shown = one.value if isinstance(one, Fact) else one.reason
        assert values.setdefault(one.id, shown) == shown, one.id
        assert one.id.startswith(f"{symbol.lower()}."), one.id


LISTED = [
    "close", "adj_close", "trend.ema21", "trend.ema63", "trend.separation", "momentum.roc10",
    "momentum.roc21",
    "rsi14", "macd", "macd_signal", "stoch_k", "stoch_d", "atr14", "adx14", "sma20", "sma50", "sma200",
    "composite.score", "composite.rating",
]  # fmt: skip
OF_OTHERS = ["relative_strength.vs_spy_10", "rotation.ratio"]
OF_IWM = ["breadth.above_sma50", "breadth.above_sma200", "breadth.coverage"]


@pytest.mark.parametrize(
    ("symbol", "keys"),
    [("IWM", LISTED + OF_OTHERS + OF_IWM), ("QQQ", LISTED + OF_OTHERS), ("SPY", LISTED[:-2])],
)
def test_the_listed_facts_are_on_the_card(data_dir: Path, symbol: str, keys: list[str]) -> None:
    result = answer(data_dir, "analyze", symbol, date(2021, 2, 10))
    there = {one.id: one for one in facts_of(result) if isinstance(one, Fact)}
    missing = [key for key in keys if f"{symbol.lower()}.{key}" not in there]
    assert missing == []
    assert all(there[f"{symbol.lower()}.{key}"].as_of == date(2021, 2, 10) for key in keys)


def test_the_benchmark_itself_has_half_of_the_layers_and_so_no_composite(data_dir: Path) -> None:
    result = answer(data_dir, "analyze", "SPY", date(2021, 2, 10))
    composite = result.composite  # type: ignore[union-attr]
    assert isinstance(composite.score, Missing)
    assert fact(composite.coverage).number == 50.0


def sentences_of(result: object) -> Iterator[Sentence]:
    if isinstance(result, Sentence):
        yield result
    elif dataclasses.is_dataclass(result) and not isinstance(result, type):
        for part in dataclasses.fields(result):
            yield from sentences_of(getattr(result, part.name))
    elif isinstance(result, Mapping):
        for value in result.values():
            yield from sentences_of(value)
    elif isinstance(result, tuple):
        for value in result:
            yield from sentences_of(value)


def lengths_of(table: object) -> set[str]:
    """Every whole number of a profile: the lengths that names are made with."""
    if isinstance(table, dict):
        return {text for part in table.values() for text in lengths_of(part)}
    if isinstance(table, list | tuple):
        return {text for part in table for text in lengths_of(part)}
    return {str(table)} if isinstance(table, int) and not isinstance(table, bool) else set()


NAMES = re.compile(
    r"\d{4}-\d\d-\d\d|russell2000|95 % interval|10y-2y|EMA \d+|SMA\(?\d+\)?|"
    r"\d+(?=-session| sessions| rising ones)|(?<=over )\d+(?= are)"
)
"""Dates, and what is called by a number: a universe, an interval, a curve, an average, a look-back."""


def check_sentence(said: Sentence, facts: Mapping[str, Fact], lengths: set[str]) -> None:
    rest, start = said.text, 0
    for key in said.facts:
        text = written(facts[key])
        place = rest.lower().find(text.lower(), start)
        assert place >= 0, f"{text} ({key}) is not in {said.text!r}"
        rest = rest[:place] + rest[place + len(text) :]
        start = place
    # what a layer needs is a sum of lengths; the layers' own tests hold it to the number
    rest = re.sub(r"needs \d+ sessions", "", rest)
    for name in NAMES.findall(rest):
        number = re.search(r"\d+(?!.*\d)", name)
        if number and name[0] in "ES0123456789" and "-" not in name and "95" not in name:
            assert number.group() in lengths, f"{name} in {said.text!r}"
    rest = NAMES.sub("", rest)
    # sizing names its conditions by their limits, which are facts of the result too
    shown = {written(one) for one in facts.values() if isinstance(one.value, float)}
    for text in sorted(shown, key=len, reverse=True):
        if "." in text or "%" in text:
            rest = rest.replace(text, "")
    assert not re.search(r"\d", rest), f"{rest!r} is left of {said.text!r}"


@pytest.mark.parametrize(("how", "symbol", "session"), CARDS)
def test_every_number_in_a_sentence_is_a_written_fact_or_part_of_a_name(
    data_dir: Path, how: str, symbol: str, session: date
) -> None:
    result = answer(data_dir, how, symbol, session)
    facts = {one.id: one for one in facts_of(result) if isinstance(one, Fact)}
    lengths = lengths_of(load_profile(symbol).model_dump())
    said = list(sentences_of(result))
    assert said
    for sentence in said:
        check_sentence(sentence, facts, lengths)


@pytest.mark.parametrize("rows", [1, 5, 20, 64, 100, 263])
def test_short_histories_say_what_they_lack_and_never_a_bare_number(rows: int) -> None:
    short = walk(5, rows, "IWM", index=SESSIONS[-rows:])
    desk = fake_desk(IWM=short)
    for how in QUESTIONS:
        result = getattr(desk, how)("IWM")
        check_numbers(json.loads(to_json(result)))
        facts = {one.id: one for one in facts_of(result) if isinstance(one, Fact)}
        for sentence in sentences_of(result):
            if "not known" not in sentence.text:
                check_sentence(sentence, facts, lengths_of(load_profile("IWM").model_dump()))
        for one in facts_of(result):
            if isinstance(one, Fact) and not isinstance(one.value, str):
                assert np.isfinite(one.number), one.id


# --- equal inputs, equal bytes -----------------------------------------------------------------------------


@pytest.mark.parametrize("how", QUESTIONS)
def test_the_same_inputs_give_the_same_bytes(data_dir: Path, how: str) -> None:
    source = folder_market(data_dir)
    market = Market("folder", source, source, source, source, simulated=False, terms="Files of a folder.")
    events = EventTable.from_files(sessions=CALENDAR)
    other = Desk(market, CALENDAR, events, lambda: NOW + timedelta(days=40))
    session = date(2021, 2, 10)
    assert to_json(getattr(other, how)("iwm", session)) == to_json(answer(data_dir, how, "IWM", session))


PROGRAM = """
import hashlib, sys
from datetime import UTC, date, datetime
from pathlib import Path
from tools.desk import Desk
from tools.market.events import EventTable
from tools.market.folder import FolderMarketData
from tools.market.ports import Market
from tools.market.sessions import Sessions
from tools.results import to_json
calendar = Sessions(end=date(2027, 12, 31))
source = FolderMarketData(Path(sys.argv[1]))
market = Market("folder", source, source, source, source, simulated=False, terms="Files of a folder.")
events = EventTable.from_files(sessions=calendar)
desk = Desk(market, calendar, events, lambda: datetime(2025, 9, 26, 22, tzinfo=UTC))
text = to_json(desk.analyze("IWM", date(2021, 2, 10)))
sys.stdout.write(hashlib.sha256(text.encode()).hexdigest())
"""


def test_another_process_with_another_hash_seed_gives_the_same_bytes(data_dir: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM, str(data_dir)],
        cwd=root,
        env={"PYTHONHASHSEED": "4711", "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=True,
    )
    text = to_json(answer(data_dir, "analyze", "IWM", date(2021, 2, 10)))
    assert done.stdout == hashlib.sha256(text.encode()).hexdigest()


THEN = date(2025, 6, 2)


def digest(desk: Desk, session: date = THEN) -> str:
    return desk.analyze("IWM", session).header.digest


def nudged(bars: Bars, session: date) -> Bars:
    """The same bars with one close of one session a hair higher."""
    frame = bars.frame()
    frame.loc[pd.Timestamp(session), ["close", "adj_close"]] *= 1.0001
    frame.loc[pd.Timestamp(session), "high"] *= 1.001
    index = frame.index
    columns = {name: frame[name].to_numpy() for name in ("open", "high", "low", "adj_close", "volume")}
    if bars.fields == "close":
        columns = {}
    return bars_from(frame["close"].to_numpy(), bars.symbol, index=index, **columns)


@pytest.mark.parametrize("symbol", ["IWM", "SPY", "QQQ", "HYG", "IEF", "KRE"])
def test_the_digest_changes_with_any_bar_read_and_not_with_later_ones(symbol: str) -> None:
    whole = next(bars for bars in all_bars() if bars.symbol == symbol)
    before = digest(fake_desk())
    assert digest(fake_desk(**{symbol: nudged(whole, date(2024, 3, 4))})) != before
    assert digest(fake_desk(**{symbol: nudged(whole, THEN)})) != before
    assert digest(fake_desk(**{symbol: nudged(whole, date(2025, 6, 3))})) == before


def test_the_digest_does_not_change_when_the_future_is_appended() -> None:
    rows = int(SESSIONS.searchsorted(pd.Timestamp(THEN), side="right"))
    early = market_of(
        *(bars.slice(0, rows) for bars in all_bars()),
        panel=panel_from(MEMBERS[:rows], SESSIONS[:rows]),
        rates=[rate_from(CURVE.level[:rows], SESSIONS[:rows], "T10Y2Y")],
    )
    then = desk_of(early, datetime(2025, 6, 2, 22, tzinfo=UTC)).analyze("IWM")
    now = fake_desk().analyze("IWM", THEN)
    assert then.header.digest == now.header.digest
    tree, later = (json.loads(to_json(result)) for result in (then, now))
    for header in (tree["header"], later["header"]):
        del header["requested"]
    assert tree["header"] == later["header"]
    assert tree == later


def test_the_digest_changes_with_members_rates_and_what_is_absent() -> None:
    before = digest(fake_desk())
    market = market_of(*all_bars(), panel=PANEL, rates=[CURVE])
    members = MEMBERS.copy()
    members[300:, 4] *= 1.3
    other = rate_from(CURVE.level + 0.01, SESSIONS, "T10Y2Y")
    for changed in (
        market_of(*all_bars(), panel=panel_from(members, SESSIONS), rates=[CURVE]),
        market_of(*all_bars(), panel=panel_from(MEMBERS, SESSIONS, listed=["ZZZ"]), rates=[CURVE]),
        market_of(*all_bars(), panel=PANEL, rates=[other]),
        market_of(*all_bars(), panel=PANEL),
        market_of(*all_bars(), rates=[CURVE]),
        market_of(*[bars for bars in all_bars() if bars.symbol != "KRE"], panel=PANEL, rates=[CURVE]),
    ):
        assert digest(desk_of(changed)) != before
    assert digest(desk_of(market)) == before


def test_the_digest_sees_who_advanced_even_where_no_average_was_crossed() -> None:
    """A thrust is read from advancing and declining members, so they belong to what was read."""
    closes = np.cumprod(np.full((len(SESSIONS), 5), 1.001), axis=0)
    row = int(SESSIONS.searchsorted(pd.Timestamp(THEN)))
    changed = closes.copy()
    changed[row, 0] = changed[row - 1, 0] * 0.9999
    first, second = (
        desk_of(market_of(*all_bars(), panel=panel_from(panel, SESSIONS))) for panel in (closes, changed)
    )
    one, other = first.analyze("IWM", THEN), second.analyze("IWM", THEN)
    shares = [fact(card.layers[2].facts[0]).number for card in (one, other)]
    assert shares[0] == shares[1]
    assert one.header.digest != other.header.digest


def test_the_digest_changes_with_a_profile_parameter_and_with_the_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = load_profile("IWM")
    text = 'name = "iwm"\nuniverse = "russell2000"\natr_threshold_multiple = 1.5\n'
    text += "[momentum]\nshort_period = 10\n"
    (tmp_path / "iwm.toml").write_text(text)
    assert load_profile("IWM", tmp_path) == shipped
    before = digest(fake_desk())
    assert digest(fake_desk(profiles=tmp_path)) == before
    (tmp_path / "iwm.toml").write_text(text + "clip = 2.0001\n")
    assert digest(fake_desk(profiles=tmp_path)) != before
    monkeypatch.setattr("tools.desk.gather.RULES_VERSION", "2026.2")
    assert digest(fake_desk()) != before


def test_the_digest_changes_with_the_macro_calendar_that_moved_the_thresholds() -> None:
    """Equal digests mean equal results, and the event table is an input too."""
    market = market_of(*all_bars(), panel=PANEL, rates=[CURVE])
    before = digest(fake_desk())
    past, ahead = (
        Event("fomc", day, "FOMC decision", "Federal Reserve Board")
        for day in (date(2024, 3, 20), date(2025, 6, 18))
    )
    digests = {before, *(digest(desk_of(market, events=FakeEvents([event]))) for event in (past, ahead))}
    assert len(digests) == 3
    off = desk_of(market, events=FakeEvents([past])).analyze("IWM", THEN, events=False)
    assert off.header.digest != before


def test_a_wrong_profile_is_a_settings_error(tmp_path: Path) -> None:
    (tmp_path / "iwm.toml").write_text("[composite.weights]\nastrology = 0.1\n")
    with pytest.raises(SettingsError, match="astrology"):
        fake_desk(profiles=tmp_path).analyze("IWM")


def test_asking_twice_counts_the_members_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    from tools.desk import desk as module  # noqa: PLC0415 - what is watched

    count = module.count_breadth

    def watched(*given: object) -> object:
        calls.append(given)
        return count(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(module, "count_breadth", watched)
    desk = fake_desk()
    first, second = desk.analyze("IWM"), desk.analyze("IWM")
    desk.breadth("IWM", THEN)
    assert to_json(first) == to_json(second)
    assert len(calls) == 1


# --- the breadth report -------------------------------------------------------------------------------------


def breadth_desk(price: np.ndarray, above: int, *, listed: int = 0, members: int = 20) -> BreadthReport:
    """A price, and so many of the members above their average."""
    rows = len(SESSIONS)
    climbing, falling = np.cumprod(np.full(rows, 1.0005)), np.cumprod(np.full(rows, 0.9995))
    closes = np.column_stack([climbing if place < above else falling for place in range(members)])
    symbol = bars_from(price, "IWM", open=price, high=price * 1.01, low=price * 0.99, index=SESSIONS)
    names = [f"Z{place:03d}" for place in range(listed)]
    market = market_of(symbol, made("SPY", 1), panel=panel_from(closes, SESSIONS, listed=names))
    return desk_of(market).breadth("IWM")


UP, DOWN = np.linspace(100, 140, len(SESSIONS)), np.linspace(140, 100, len(SESSIONS))


@pytest.mark.parametrize(
    ("price", "above", "verdict", "limit"),
    [
        (UP, 20, "rise confirmed", 55.0), (UP, 11, "rise confirmed", 55.0), (UP, 10, "rise diverging", 55.0),
        (DOWN, 0, "fall confirmed", 50.0), (DOWN, 9, "fall confirmed", 50.0),
        (DOWN, 10, "fall diverging", 50.0),
    ],
)  # fmt: skip
def test_the_verdict_compares_the_move_with_the_members(
    price: np.ndarray, above: int, verdict: str, limit: float
) -> None:
    report = breadth_desk(price, above)
    assert fact(report.verdict).value == verdict
    assert fact(report.threshold).number == limit
    assert report.rationale.text.startswith(verdict)


def test_an_estimate_that_straddles_the_limit_gives_no_verdict() -> None:
    """12 of 20 priced members of 200: 60 %, with an interval that holds the limit of 55 %."""
    assert fact(breadth_desk(UP, 12).verdict).value == "rise confirmed"
    assert fact(breadth_desk(UP, 12, listed=180).verdict).value == "mixed"
    assert fact(breadth_desk(UP, 20, listed=180).verdict).value == "rise confirmed"
    assert fact(breadth_desk(UP, 1, listed=180).verdict).value == "rise diverging"


def test_without_members_the_report_abstains_with_the_reason() -> None:
    report = desk_of(market_of(*all_bars())).breadth("IWM")
    assert isinstance(report.verdict, Missing)
    assert report.verdict.reason == "No prices of russell2000 here"
    assert report.rationale.text == "Abstains: No prices of russell2000 here."
    spy = fake_desk().breadth("SPY")
    assert isinstance(spy.verdict, Missing)


def test_the_report_on_real_bars_agrees_with_the_card(data_dir: Path) -> None:
    for session in NAMED_SESSIONS[:3]:
        report, card = (answer(data_dir, how, "IWM", session) for how in ("breadth", "analyze"))
        assert report.layer == card.layers[2]  # type: ignore[union-attr]
        assert report.header == card.header
