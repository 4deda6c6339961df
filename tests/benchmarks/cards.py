"""(c) The whole card, warm, and (d) a scan of every member."""

from datetime import date
from pathlib import Path

from bot.settings import load_settings
from bot.wiring import open_services
from tests.benchmarks.timing import Timed, side_by_side

SESSION = date(2022, 6, 16)


def run_card(data: Path, runs: int) -> list[Timed]:
    """The card of IWM, with and without breadth's panel being there, and with the chart."""
    desk = open_services(load_settings(data=f"folder:{data}")).desk
    return side_by_side(
        {
            "card with breadth (2022-06-16)": lambda: desk.analyze("IWM", SESSION),
            "card without breadth (2025-09-26)": lambda: desk.analyze("IWM", date(2025, 9, 26)),
            "card and chart (2022-06-16)": lambda: (desk.analyze("IWM", SESSION), desk.chart("IWM", SESSION)),
        },
        runs=runs,
        warm=2,
    )


def run_scan(data: Path, runs: int) -> tuple[int, list[Timed]]:
    """The scan of the panel that serves the session, and how many members it ranked."""
    desk = open_services(load_settings(data=f"folder:{data}")).desk
    ranked = len(desk.scan("russell2000", SESSION).rows)
    return ranked, side_by_side({"scan": lambda: desk.scan("russell2000", SESSION)}, runs=runs, warm=0)
