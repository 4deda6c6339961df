"""Cards of results read from a market: what must be seen, in every state of the data."""

import dataclasses
from collections.abc import Mapping
from datetime import date

import pytest

from bot.cards.analysis import analysis_card
from bot.cards.blocks import Picture
from bot.cards.chart import chart_card, picture
from bot.cards.length import units
from bot.cards.limits import VIEW_CHARACTERS, VIEW_COMPONENTS
from bot.cards.pages import pages
from bot.cards.request import Request
from bot.cards.result import card_of
from bot.cards.scan import scan_card
from bot.cards.tables import PHONE
from bot.cards.view import layout
from tests.bot.cards.made import nested
from tests.bot.cards.shown import made, page_text, request_of, seen
from tools.charts import Chart
from tools.desk import Desk
from tools.phrases import written
from tools.results import Analysis, LevelsReport, Result, Scan, facts_of
from tools.types import Absent, Fact, LayerReading, Sentence, Unit

HOSTILE = "**x** `y` ||z|| @everyone <@1> [a](https://b.example) # h\n> q"


@pytest.mark.data
def test_a_real_analysis_with_its_chart_is_one_page(real_desk: Desk) -> None:
    """On a busy day, at the end of breadth, on the newest session and in a crash."""
    for day in (date(2021, 2, 10), date(2024, 3, 8), date(2025, 9, 26), date(2020, 3, 23)):
        result, chart = real_desk.analyze("IWM", day), real_desk.chart("IWM", day)
        card = card_of(result, Request("analyze", "IWM"), chart=chart)
        (page,) = pages(card)
        assert [one.data for one in page.pictures] == [chart.png]
        assert page.pictures[0].alt == chart.alt
        every = list(nested(layout(page).to_components()))
        assert len(every) <= VIEW_COMPONENTS * 3 // 4
        assert (
            sum(units(one["content"]) for one in every if one.get("type") == 10) <= VIEW_CHARACTERS * 7 // 8
        )


@pytest.mark.data
def test_every_real_analysis_is_one_page(real_results: Mapping[str, Result]) -> None:
    """With layers that abstain, without a price's highs and lows, and with nothing known."""
    for name, result in real_results.items():
        if isinstance(result, Analysis):
            assert len(pages(made(result))) == 1, name


def test_states_are_a_symbol_and_a_word(analysis: Analysis) -> None:
    """For each layer and for the rating; with its score, points and letter."""
    text = seen(made(analysis))
    marks = {"bullish": "▲", "neutral": "■", "bearish": "▼"}
    for layer in analysis.layers:
        assert not isinstance(layer.state, Absent)
        assert f"{layer.title} {marks[layer.state]} {layer.state}" in text
        assert written(layer.score) in text
        assert layer.rationale.text in text
    rating = written(analysis.composite.rating)
    points, letter = written(analysis.composite.points), written(analysis.composite.letter)
    assert f"{rating.capitalize()} · {points} of 100 · {letter}" in text
    assert analysis.composite.rationale.text in text
    assert analysis.sizing.rationale.text in text


def test_a_layer_the_card_has_never_heard_of_is_shown(analysis: Analysis) -> None:
    """Adding a layer changes no card."""
    old = analysis.layers[0]
    assert isinstance(old.score, Fact)
    weight = dataclasses.replace(old.score, id="iwm.tides.weight", value=20.0, unit=Unit.PERCENT)
    score = dataclasses.replace(old.score, id="iwm.tides.score", value=0.37)
    tides = LayerReading(
        "tides", "Tides", weight, "bullish", score, Sentence("The moon is full."), (), old.flips, old.flags
    )
    more = dataclasses.replace(analysis, layers=(*analysis.layers, tides))
    for kind in ("analyze", "why"):
        text = seen(made(more, kind))
        assert "Tides ▲ bullish" in text
        assert "The moon is full." in text
    assert f"Tides to {'▲■▼'[('bullish', 'neutral', 'bearish').index(old.flips[0].to)]}" in seen(made(more))


def test_simulated_stands_in_title_and_banner(sample_results: Mapping[str, Result]) -> None:
    """On every page of every card; an unfinished session says so above the figures."""
    for name, result in sample_results.items():
        every = pages(made(result))
        for page in every:
            assert page.title.startswith("### SIMULATED"), name
        assert "Not real prices." in page_text(every[0])
        assert ("PROVISIONAL" in page_text(every[0])) == (name == "provisional")


@pytest.mark.data
def test_real_cards_do_not_say_simulated(real_results: Mapping[str, Result]) -> None:
    """Nor unfinished; stale data say so first."""
    for name, result in real_results.items():
        text = seen(made(result))
        assert "SIMULATED" not in text
        assert ("⚠ STALE" in text.split("Close")[0]) == (name == "stale")


@pytest.mark.data
def test_without_a_composite_the_card_says_why(real_results: Mapping[str, Result]) -> None:
    """Two layers of four are too few; what they say is still shown, without an edge."""
    card = made(real_results["two layers"])
    text = seen(card)
    assert card.tone == "plain"
    assert "– No composite No composite: breadth and relative strength abstain" in text  # noqa: RUF001
    assert "Size · stand aside / protect" in text
    assert "layers present 50.0 %" in text
    assert "Trend ▲ bullish" in text
    assert "Breadth – abstains Abstains: no member list" in text  # noqa: RUF001
    assert "None" not in text


@pytest.mark.data
def test_with_nothing_known_every_part_says_so(real_results: Mapping[str, Result]) -> None:
    """Five sessions of history: no layer, no level, no vote, and no figure in their place."""
    text = seen(made(real_results["nothing"])) + seen(made(real_results["nothing"], "why"))
    for said in (
        "No composite",
        "Abstains: needs 63 sessions that moved.",
        "No layer has a reading to flip.",
        "Rotation is not known: needs 20 sessions.",
        "R1 not known (no ATR: not enough sessions)",
        "No near signal: not known (not enough sessions).",
    ):
        assert said in text


def test_buttons_speak_of_the_session_that_was_read(analysis: Analysis) -> None:
    """But for the newest card and for following, which look forward."""
    card = made(analysis)
    session = analysis.header.as_of
    asked = {button.label: button.request for button in card.buttons}
    assert [*asked] == ["Why?", "Levels", "Breadth", "Evidence", "Chart", "Refresh", "Ask…", "Follow"]
    assert asked.pop("Refresh") == Request("analyze", "IWM")
    assert asked.pop("Follow") == Request("follow", "IWM")
    kinds = ["why", "levels", "breadth", "evidence", "chart", "ask"]
    assert [one.kind for one in asked.values()] == kinds
    assert {(one.symbol, one.as_of) for one in asked.values()} == {("IWM", session)}
    assert card.request == Request("analyze", "IWM", session)


def test_the_longer_card_holds_everything_behind_the_short_one(analysis: Analysis) -> None:
    """Each layer's facts with how they were made, votes, horizons, risk, events, inputs."""
    text = seen(made(analysis, "why"))
    for layer in analysis.layers:
        for fact in layer.facts:
            if isinstance(fact, Fact):
                assert f"{fact.label} {written(fact)}" in text
                assert " ".join(fact.method.split()) in text
    sentences = [
        *(one.because.text for one in (*analysis.votes.votes, *analysis.horizons)),
        *(one.arithmetic.text for one in analysis.reward_risk),
        *(line.said.text for line in analysis.evidence),
        *(item.event.source for item in analysis.calendar.ahead),
        *(one.label for one in analysis.sizing.conditions),
        *(line.symbol for line in analysis.header.sources),
        f"digest {analysis.header.digest}",
    ]
    for sentence in sentences:
        assert " ".join(sentence.split()) in text
    for fact in facts_of((analysis.risk, analysis.credit, analysis.positioning)):
        assert written(fact) in text


def test_the_evidence_of_the_rating_is_on_the_card(analysis: Analysis) -> None:
    """That of the layers is on the longer one."""
    said = {line.subject: line.said.text for line in analysis.evidence}
    text = seen(made(analysis))
    assert said.pop("composite") in text
    assert not [sentence for sentence in said.values() if sentence in text]


def test_levels_stand_in_a_table_for_a_phone(sample_results: Mapping[str, Result]) -> None:
    """Each with price, distance and parts, and none of its lines wraps."""
    report = sample_results["levels"]
    assert isinstance(report, LevelsReport)
    text = "\n".join(map(page_text, pages(made(report))))
    rows = text.split("```")[1].split("\n")
    assert max(map(len, rows)) <= PHONE
    for level in (*report.levels.resistance, *report.levels.support):
        shown = (level.price, level.distance, level.distance_percent, level.touches, level.last_touch)
        for text in (*map(written, shown), ", ".join(level.made_of)):
            assert text in seen(made(report))


def test_a_scan_shows_the_best_and_the_worst(sample_results: Mapping[str, Result]) -> None:
    """As many as asked for of each; all where there are no more."""
    scan = sample_results["scan"]
    assert isinstance(scan, Scan)
    short = seen(scan_card(scan, request_of(scan), top=3))
    shown = [row.symbol for row in scan.rows if f" {row.symbol} {written(row.points)} " in short]
    assert shown == [row.symbol for row in (*scan.rows[:3], *scan.rows[-3:])]
    few = dataclasses.replace(scan, rows=scan.rows[:4])
    assert "All, best first" in seen(scan_card(few, request_of(scan), top=3))
    none = dataclasses.replace(scan, rows=())
    assert "No member has a composite." in seen(scan_card(none, request_of(scan)))
    for line in "\n".join(map(page_text, pages(made(scan)))).split("```")[1].split("\n"):
        assert len(line) <= PHONE


def test_a_chart_is_a_picture_with_its_words(sample_chart: Chart) -> None:
    """Under its own title, with the other kinds of chart beside it."""
    asked = Request("chart", "IWM", sample_day := date(2026, 11, 18), more="price")
    (page,) = pages(chart_card(sample_chart, asked))
    assert page.title.startswith("### **SIMULATED · IWM")
    assert page.pictures == (Picture("iwm-price.png", sample_chart.png, sample_chart.alt),)
    kinds = [button.request.more for button in page.buttons if button.request.kind == "chart"]
    assert kinds == ["all", "ratio", "breadth", "momentum", "price"]
    assert {button.request.as_of for button in page.buttons} == {sample_day, None}


def test_a_picture_goes_with_any_card(sample_results: Mapping[str, Result], sample_chart: Chart) -> None:
    """Last, where the card has no place of its own for it."""
    card = card_of(sample_results["levels"], Request("levels", "^IWM"), chart=sample_chart)
    assert card.blocks[-1] == picture(sample_chart, Request("levels", "^IWM"))
    assert card.blocks[-1].name == "iwm-chart.png"  # type: ignore[union-attr]


def test_text_from_outside_formats_nothing(analysis: Analysis) -> None:
    """Neither in a notice, nor in a remark, nor in a name."""
    line = dataclasses.replace(analysis.header.sources[0], symbol=HOSTILE, remarks=(HOSTILE,))
    header = dataclasses.replace(
        analysis.header, notices=(Sentence(HOSTILE),), sources=(line,), terms=HOSTILE, banner=HOSTILE
    )
    hostile = dataclasses.replace(analysis, header=header)
    for kind in ("analyze", "why"):
        for page in pages(made(hostile, kind)):
            text = page_text(page)
            for forbidden in ("**x**", "`y`", "||z||", "@everyone", "<@1>", " [a](", "https://", "\n> q"):
                assert forbidden not in text


def test_a_rating_moved_by_the_calendar_says_what_it_would_be(analysis: Analysis) -> None:
    """The plain rating stands beside it only where they differ."""
    plain = analysis.composite.rating_without_calendar
    assert isinstance(plain, Fact)
    same = dataclasses.replace(plain, value=written(analysis.composite.rating))
    other = dataclasses.replace(plain, value="strong bearish")
    texts = [
        seen(
            analysis_card(
                dataclasses.replace(
                    analysis, composite=dataclasses.replace(analysis.composite, rating_without_calendar=one)
                ),
                Request("analyze", "IWM"),
            )
        )
        for one in (same, other)
    ]
    assert [f"{plain.label} strong bearish" in text for text in texts] == [False, True]
