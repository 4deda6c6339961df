"""The long report: facts and quotes section by section, and the same as a file."""

from datetime import date
from pathlib import Path

import pytest

from bot.cards.blocks import Text
from bot.cards.pages import pages
from bot.cards.report import report_card
from bot.cards.request import Request
from bot.checked import Checked
from tests.bot.cards.inert import HOSTILE, foreign, reaches
from tests.bot.cards.shown import seen
from tests.bot.cards.test_passage_cards import finding
from tests.bot.terminal.test_corpus_pages import passage, result
from tests.tools.desk.desks import fake_desk, real_desk
from tools.phrases import written

REPORT = Request("report", "IWM")
SECTIONS = (
    "**Decision**", "**Layers**", "**Breadth and price**", "**Rotation and credit**", "**Levels and risk**",
    "**Events**", "**Indicators and horizons**", "**Evidence for the states in force**",
    "**Claims of other systems**", "**What reports said**", "**Conflicts between sources**",
    "**Inputs and rules**",
)  # fmt: skip


def test_every_dimension_is_a_section_in_order() -> None:
    desk = fake_desk()
    card = report_card(
        desk.analyze("IWM"),
        REPORT,
        breadth=desk.breadth("IWM"),
        claims=desk.claims("IWM"),
        said=result(passage()),
        checked=Checked(2, "No bars.", 0, (finding(),)),
    )
    text = "\n".join(block.markdown for block in card.blocks if isinstance(block, Text))
    places = [text.index(title) for title in SECTIONS]
    assert places == sorted(places)
    assert "> Rates fell." in text
    assert "> 43 % floats" in text


def test_what_was_not_asked_for_is_not_there() -> None:
    text = seen(report_card(fake_desk().analyze("IWM"), REPORT))
    for title in ("What reports said", "Conflicts between sources", "Claims of other systems"):
        assert title not in text


@pytest.mark.data
def test_every_figure_of_a_real_report_is_a_fact_or_quoted(data_dir: Path) -> None:
    desk, day = real_desk(data_dir), date(2024, 3, 8)
    analysis, breadth, claims = desk.analyze("IWM", day), desk.breadth("IWM", day), desk.claims("IWM", day)
    found, checked = result(passage()), Checked(2, "No bars.", 0, (finding(),))
    card = report_card(analysis, REPORT, breadth=breadth, claims=claims, said=found, checked=checked)
    # a credit reading goes without its component's name, as on its own card
    parts = [one.label.partition(": ")[2] for each in analysis.credit.components for one in each.facts]
    places = ("7 of 14", "0.835", "0.610", "165", "2 documents")
    rest = foreign(card, analysis, breadth, claims, found, checked, tuple(parts), places)
    assert {one for one in rest if one not in {"100", "R1", "R2", "R3", "S1", "S2", "S3"}} == set()
    assert written(analysis.composite.points) in seen(card)
    assert written(breadth.verdict) in seen(card)


def test_the_file_says_what_the_card_says() -> None:
    analysis = fake_desk().analyze("IWM")
    card = report_card(analysis, REPORT, said=result(passage("1. Rates fell @home.")))
    (file,) = card.files
    text = file.data.decode()
    assert file.name == "iwm-2025-09-26-report.md"
    assert text.startswith("# **IWM** · report · 2025-09-26")
    assert "\N{ZERO WIDTH SPACE}" not in text
    assert "-# " not in text
    assert analysis.header.disclaimer in text
    assert analysis.composite.rationale.text in text
    assert "Rates fell @home." in text


def test_hostile_passages_are_inert_in_every_page() -> None:
    card = report_card(
        fake_desk().analyze("IWM"), REPORT, said=result(passage(HOSTILE * 30, section=(HOSTILE,)))
    )
    assert reaches(card) == []
    assert len(pages(card)) > 1


def test_a_symbol_with_odd_signs_gives_a_plain_file_name() -> None:
    card = report_card(fake_desk().analyze("^VIX"), Request("report", "^VIX"))
    assert card.files[0].name == "vix-2025-09-26-report.md"
