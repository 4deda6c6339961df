"""The page of tested claims: the table first, then the numbers, the lists, and how much was tried."""

from datetime import date
from pathlib import Path

import pytest

from tests.bot.terminal.rendered import card_text, words
from tests.tools.desk.desks import fake_desk, real_desk
from tools.results import ClaimsReport


@pytest.fixture(scope="module")
def made() -> ClaimsReport:
    return fake_desk().claims("IWM")


def test_every_claim_stands_in_the_table_with_its_verdict(made: ClaimsReport) -> None:
    text = words(card_text(made))
    for one in made.claims:
        assert one.title in text
        assert words(one.said.text) in text or not one.trials
    for title in ("Claims of other systems", "Not known", "Survivorship", "Everything that was tried"):
        assert title in text
    assert made.header.disclaimer in text


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_no_line_is_wider_than_the_console(made: ClaimsReport, width: int) -> None:
    assert max(len(line.rstrip()) for line in card_text(made, width).splitlines()) <= width


@pytest.mark.data
def test_the_real_page_shows_the_interval_of_each_verdict(data_dir: Path) -> None:
    report = real_desk(data_dir).claims("IWM", date(2025, 9, 26))
    text = card_text(report)
    assert max(len(line.rstrip()) for line in text.splitlines()) <= 100
    table = text[text.index("Claims of other systems") : text.index("Not known")]
    assert table.count("not supported") + table.count("too few cases") > 20
    assert "2016-02-26" in text[text.index("Survivorship") :]
