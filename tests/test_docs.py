"""The documentation is held against the product."""

import re
from datetime import date
from pathlib import Path

import pytest

from bot.settings import load_settings
from bot.wiring import open_services
from tests.tools.desk.desks import NOW
from tests.tools.desk.test_book import book_of
from tools.desk import Desk
from tools.desk.back_filling import back_fill
from tools.results import Result, facts_of

ROOT = Path(__file__).resolve().parents[1]
WILD = r"[a-z0-9_^\-]+"
NUMBER = r"[0-9]+"


def patterns() -> list[str]:
    """The ids of docs/facts.md, as written."""
    text = (ROOT / "docs" / "facts.md").read_text(encoding="utf-8")
    found = []
    for line in text.splitlines():
        if line.startswith("| `<"):
            found += re.findall(r"`(<(?:s|universe)>\.[^`]+)`", line.split("|")[1])
    return found


def expression(pattern: str) -> re.Pattern[str]:
    parts = re.split(r"(<[a-z]+>)", pattern)
    body = "".join(
        NUMBER if part == "<n>" else WILD if part.startswith("<") else re.escape(part)
        for part in parts
        if part
    )
    if re.fullmatch(r"<s>\.level\.(r<n>|s<n>|at_price)", pattern):
        body += r"(\.(distance|distance_percent|touches|last_touch))?"
    if pattern == "<s>.level.<part>":
        body += r"(\.[0-9_\-]+)?"
    return re.compile(body)


@pytest.fixture(scope="module")
def desk(data_dir: Path) -> Desk:
    return open_services(load_settings(data=f"folder:{data_dir}")).desk


@pytest.fixture(scope="module")
def results(desk: Desk) -> list[Result]:
    sample = open_services(load_settings(data="sample")).desk
    days = [date(2021, 2, 10), date(2008, 11, 20), date(2025, 9, 26), date(2022, 6, 16)]
    found: list[Result] = [desk.analyze(symbol, day) for symbol in ("IWM", "SPY", "QQQ") for day in days]
    found += [desk.breadth("IWM", day) for day in days]
    found += [desk.evidence("IWM", days[0]), desk.claims("IWM", days[2])]
    book = book_of(desk)
    back_fill(book, "IWM", date(2022, 1, 3), date(2022, 3, 31), NOW)
    found += [book.record("IWM"), book.record(), book.debrief("IWM", date(2022, 3, 1))]
    found += [desk.analyze("IWM"), desk.analyze("^VIX", days[0]), desk.analyze("AAON", date(2023, 6, 30))]
    found += [sample.analyze("IWM"), desk.scan("russell2000", date(2010, 6, 16))]
    return found


def test_every_fact_on_a_card_is_documented(results: list[Result]) -> None:
    known = [expression(pattern) for pattern in patterns()]
    ids = {reading.id for result in results for reading in facts_of(result)}
    unknown = sorted(name for name in ids if not any(known_id.fullmatch(name) for known_id in known))
    assert len(ids) > 300
    assert not unknown


def test_every_documented_fact_is_on_some_card(results: list[Result]) -> None:
    """Options and short interest need a source that has them; flags carry their id without being facts."""
    ids = {reading.id for result in results for reading in facts_of(result)}
    ids |= {flag for result in results for flag in flag_ids(result)}
    elsewhere = {"put_call_volume", "put_call_open_interest", "skew_25d", "expected_move"}
    missing = [
        pattern
        for pattern in patterns()
        if pattern.rsplit(".", 1)[-1] not in elsewhere
        and not any(expression(pattern).fullmatch(name) for name in ids)
    ]
    assert not missing


def flag_ids(result: Result) -> list[str]:
    layers = getattr(result, "layers", ())
    flags = [flag.id for layer in layers for flag in layer.flags]
    positioning = getattr(result, "positioning", None)
    return [*flags, positioning.fade_risk.id] if positioning else flags
