"""The members of an index from a list on file: a fund's holdings download, or a plain table of tickers.

A holdings download has lines of its own above the table (the date of the list among them) and prose
below it, and holds cash, futures and rights besides shares.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from tools.bars import Membership
from tools.errors import BadData
from tools.market.symbols import us_ticker

_TICKER = re.compile(r"[A-Z]{1,6}(-[A-Z])?")
_AS_OF = "fund holdings as of"
_DATE_FORMATS = ("%b %d, %Y", "%d-%b-%Y", "%d/%b/%Y", "%Y-%m-%d", "%B %d, %Y", "%m/%d/%Y")
_NO_SHARE_WORDS = frozenset({"ESCROW", "CONTRA", "RIGHTS", "WARRANT", "WARRANTS"})
_CASH = frozenset({"cash", "money market", "cash collateral and margins", "cash and/or derivatives"})


@dataclass(frozen=True, slots=True)
class FundList:
    """A list as parsed.

    Attributes:
        as_of: The date the list gives for itself, or None.
        symbols: The members in Yahoo's spelling, sorted, each once.
        removed: Reason in words -> rows that are no member.
    """

    as_of: date | None
    symbols: tuple[str, ...]
    removed: Mapping[str, int]

    def membership(self, universe: str, as_of: date, source: str) -> Membership:
        """The list as of a date."""
        return Membership(universe, as_of, self.symbols, self.removed, source)


def parse_fund_list(content: bytes, who: str) -> FundList:
    """Read a list of members.

    Rows are removed for the first reason that applies: no share (cash, futures), no ticker, not listed on
    an exchange, an escrow or right or warrant, a ticker that no US share has, a repetition.

    Args:
        content: The CSV; a column `Ticker` is needed, `Name`, `Asset Class` and `Exchange` are used where
            they are given.
        who: What to call it in the error.

    Raises:
        BadData: It is not text, has no Ticker column or no member.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadData(f"{who} is not a text file; expected a CSV with a Ticker column.") from error
    if text.lstrip()[:1] == "<":
        raise BadData(f"{who} is a web page; expected a CSV with a Ticker column.")
    as_of, header, rows = _table(text, who)
    symbols: set[str] = set()
    removed: Counter[str] = Counter()
    for row in rows:
        cells = dict(zip(header, row, strict=False))
        ticker = us_ticker(cells["ticker"])
        reason = _not_a_member(cells, ticker) or ("repeated ticker" if ticker in symbols else None)
        if reason:
            removed[reason] += 1
        else:
            symbols.add(ticker)
    if not symbols:
        raise BadData(f"{who} lists no member.")
    return FundList(as_of, tuple(sorted(symbols)), dict(removed))


def _table(text: str, who: str) -> tuple[date | None, list[str], list[list[str]]]:
    as_of: date | None = None
    header: list[str] | None = None
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text)):
            cells = [cell.strip() for cell in row]
            if header is None:
                if cells and cells[0].lower().startswith(_AS_OF):
                    as_of = _date(" ".join(cells))
                if "ticker" in (names := [cell.lower() for cell in cells]):
                    header = names
            elif sum(map(bool, cells)) > 1 or (len(header) == 1 and cells and cells[0]):
                rows.append(cells + [""] * (len(header) - len(cells)))
            elif rows:
                break
    except csv.Error as error:
        raise BadData(f"{who} is not a readable CSV ({error}).") from error
    if header is None:
        raise BadData(
            f"{who} has no Ticker column; expected a fund's holdings download or a list of tickers."
        )
    return as_of, header, rows


def _date(line: str) -> date | None:
    text = line[len(_AS_OF) :].strip(' ":,')
    for form in _DATE_FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a calendar date has no zone
        except ValueError:
            continue
    return None


def _not_a_member(cells: Mapping[str, str], ticker: str) -> str | None:
    kind = cells.get("asset class", "").lower()
    words = re.findall(r"[A-Z]+", cells.get("name", "").upper())
    exchange = cells.get("exchange", "").upper()
    if kind not in ("", "equity"):
        return "cash or collateral" if kind in _CASH else "futures" if kind == "futures" else "not equity"
    if ticker in ("", "-", "--"):
        return "no ticker"
    if exchange.startswith("NO MARKET"):
        return "not listed on an exchange"
    if _NO_SHARE_WORDS & set(words) or words[-1:] == ["CVR"]:
        return "escrow, right or warrant"
    return None if _TICKER.fullmatch(ticker) else "not the ticker of a share"
