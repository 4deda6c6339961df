"""Event days of 2025 and 2026, written by hand."""

from datetime import date

from tests.knowledge.claims.checks.written import Days

FOMC = (
    (2025, 1, 29), (2025, 3, 19), (2025, 5, 7), (2025, 6, 18), (2025, 7, 30), (2025, 9, 17), (2025, 10, 29),
    (2025, 12, 10), (2026, 1, 28), (2026, 3, 18), (2026, 4, 29), (2026, 6, 17), (2026, 7, 29), (2026, 9, 16),
    (2026, 10, 28), (2026, 12, 9),
)  # fmt: skip
CPI = (
    (2026, 3, 11), (2026, 4, 10), (2026, 5, 12), (2026, 6, 10), (2026, 7, 14), (2026, 8, 12), (2026, 9, 11),
    (2026, 10, 14), (2026, 11, 10), (2026, 12, 10),
)  # fmt: skip
PAYROLLS = (
    (2026, 3, 6), (2026, 4, 3), (2026, 5, 8), (2026, 6, 5), (2026, 7, 2), (2026, 8, 7), (2026, 9, 4),
    (2026, 10, 2), (2026, 11, 6), (2026, 12, 4),
)  # fmt: skip
OPEX = (
    (2026, 1, 16), (2026, 2, 20), (2026, 3, 20), (2026, 4, 17), (2026, 5, 15), (2026, 6, 18), (2026, 7, 17),
    (2026, 8, 21), (2026, 9, 18), (2026, 10, 16), (2026, 11, 20), (2026, 12, 18),
)  # fmt: skip


class Table:
    """Several hand-written tables, each with its own coverage; sessions by the rules alone."""

    def __init__(self) -> None:
        year = date(2026, 1, 1), date(2026, 12, 31)
        self._kinds = {
            "fomc": Days({"fomc": _days(FOMC)}, first=date(2025, 1, 1), last=year[1]),
            "cpi": Days({"cpi": _days(CPI)}, first=date(2026, 3, 1), last=year[1]),
            "payrolls": Days({"payrolls": _days(PAYROLLS)}, first=date(2026, 3, 1), last=year[1]),
            "opex": Days({"opex": _days(OPEX)}, first=year[0], last=year[1]),
            "reconstitution": Days(
                {"reconstitution": [date(2026, 6, 26)]}, first=year[0], last=date(2026, 10, 31)
            ),
        }

    def days(self, kind: str, first: date, last: date) -> tuple[date, ...] | None:
        return self._kinds[kind].days(kind, first, last) if kind in self._kinds else None

    def is_session(self, _day: date) -> bool | None:
        return None


def _days(days: tuple[tuple[int, int, int], ...]) -> list[date]:
    return [date(*day) for day in days]
