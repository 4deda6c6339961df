"""Fetching what a card needs: the symbol must be there, everything else may be absent with its reason."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from tools.bars import Bars, MemberPanel, Positioning, RateSeries, digest_of
from tools.desk.asked import Asked
from tools.desk.sources import bars_line, counts_digest, panel_line, rate_line
from tools.errors import NoData, PlumbError, SourceDown
from tools.facts import FactSheet
from tools.indicators.breadth import participation
from tools.layers.base import Breadth
from tools.market.ports import Market
from tools.overlays.credit import CreditInputs
from tools.profile import RULES_VERSION, Profile
from tools.results import SourceLine
from tools.types import Absent, Fact, Missing

HIGH_YIELD, TREASURIES, BANKS, VOLATILITY = "HYG", "IEF", "KRE", "^VIX"
SPREAD, CURVE, LONG_RATE, SHORT_RATE = "BAMLH0A0HYM2", "T10Y2Y", "DGS10", "DGS2"


@dataclass(frozen=True, slots=True, eq=False)
class Gathered:
    """Everything a card reads, cut at its session.

    Attributes:
        asked: The resolved date.
        bars: The symbol.
        others: Symbol -> bars, or why not.
        breadth: The universe's participation, or why not.
        credit: Inputs of the credit overlay.
        positioning: What the source knows of it.
        intraday: 5-minute bars of the sessions the volume check looks at, or why not.
        lines: The inputs, for the header.
        absent: What was not there, with reasons.
        digest: Hash of all inputs, profile and rules.
    """

    asked: Asked
    bars: Bars
    others: dict[str, Bars | Absent]
    breadth: Breadth | Absent
    credit: CreditInputs
    positioning: Positioning
    intraday: Bars | Absent
    lines: tuple[SourceLine, ...]
    absent: tuple[Missing, ...]
    digest: str


BreadthCache = Callable[[MemberPanel, Profile], Breadth]


def gather(symbol: str, asked: Asked, market: Market, profile: Profile, breadth_of: BreadthCache) -> Gathered:
    """Fetch and cut every input of a card.

    Raises:
        NoData: The symbol is not in the market, or begins after the session.
        SourceDown: The symbol could not be fetched. Trouble with any other input makes it absent.
    """
    session = asked.session
    bars = _cut(market.bars.bars(symbol), session)
    wanted = (profile.benchmark, profile.growth, HIGH_YIELD, TREASURIES, BANKS, VOLATILITY)
    others = _others([name for name in dict.fromkeys(wanted) if name != symbol], market, session)
    others[symbol] = bars
    breadth, panel = _breadth(market, profile, session, breadth_of)
    rates = {SPREAD: _rate(SPREAD, market, session), CURVE: _curve(market, session)}
    credit = CreditInputs(
        high_yield=others[HIGH_YIELD],
        treasuries=others[TREASURIES],
        banks=others[BANKS],
        benchmark=others[profile.benchmark],
        volatility=others[VOLATILITY],
        spread=rates[SPREAD],
        curve=rates[CURVE],
    )
    sheet = FactSheet(symbol, bars.last_session, bars.source)
    lines = [bars_line(symbol, bars, sheet)]
    lines += [
        bars_line(name, other, sheet)
        for name, other in others.items()
        if name != symbol and isinstance(other, Bars)
    ]
    lines += [
        rate_line(name, series, sheet) for name, series in rates.items() if isinstance(series, RateSeries)
    ]
    if panel is not None:
        lines.append(panel_line(panel, counts_digest(panel, breadth, sheet.as_of), sheet))
    missing = [
        (name, other) for name, other in (*others.items(), *rates.items()) if isinstance(other, Absent)
    ]
    if isinstance(breadth, Absent):
        missing.append(("breadth", breadth))
    absent = tuple(
        sheet.missing(f"data.{name.lower().lstrip('^')}", name, gone.reason) for name, gone in missing
    )
    positioning = market.positioning.positioning(symbol, session)
    intraday = _intraday(bars, market, profile)
    if isinstance(intraday, Bars):
        lines.append(bars_line(f"{symbol} 5m", intraday, sheet))
    return Gathered(
        asked,
        bars,
        others,
        breadth,
        credit,
        positioning,
        intraday,
        tuple(lines),
        absent,
        _digest(lines, absent, profile, positioning),
    )


def _intraday(bars: Bars, market: Market, profile: Profile) -> Bars | Absent:
    """5-minute bars from the first session of the volume check's range to the last."""
    first = bars.index[-min(profile.momentum.range_sessions, len(bars))].date()
    try:
        return market.bars.bars(bars.symbol, interval="5m", start=first, end=bars.last_session)
    except (NoData, SourceDown) as error:
        return _why(error)


def _cut(bars: Bars, session: date) -> Bars:
    first = bars.index[0].date()
    if first > session:
        raise NoData(
            f"{bars.symbol} has no bar at {session.isoformat()}: its history begins on {first.isoformat()}."
        )
    return bars.until(session)


def _others(symbols: list[str], market: Market, session: date) -> dict[str, Bars | Absent]:
    try:
        answers = market.bars.batch(symbols)
    except SourceDown as error:
        return {symbol: _why(error) for symbol in symbols}
    found: dict[str, Bars | Absent] = {}
    for symbol, answer in answers.items():
        if isinstance(answer, PlumbError):
            found[symbol] = _why(answer)
            continue
        try:
            found[symbol] = _cut(answer, session)
        except NoData as error:
            found[symbol] = _why(error)
    return found


def _why(error: PlumbError) -> Absent:
    """An error as a reason inside a sentence."""
    return Absent(str(error).rstrip("."))


def _breadth(
    market: Market, profile: Profile, session: date, breadth_of: BreadthCache
) -> tuple[Breadth | Absent, MemberPanel | None]:
    if not profile.universe:
        return Absent("no member list belongs to this symbol's profile"), None
    try:
        panel = market.panels.panel(profile.universe, session)
    except (NoData, SourceDown) as error:
        return _why(error), None
    return breadth_of(panel, profile), panel


def count_breadth(panel: MemberPanel, profile: Profile) -> Breadth:
    """A panel's participation over all its sessions; cutting it later is the same as counting less."""
    rules = profile.breadth
    counts = participation(
        panel.closes,
        (rules.short_window, rules.long_window),
        implausible_rise=rules.implausible_rise,
        implausible_fall=rules.implausible_fall,
    )
    return Breadth(panel.index, counts, panel.membership, panel.biased, panel.source)


def _rate(name: str, market: Market, session: date) -> RateSeries | Absent:
    try:
        series = market.rates.rate(name)
    except (NoData, SourceDown) as error:
        return _why(error)
    return cut_rate(series, session)


def cut_rate(series: RateSeries, session: date) -> RateSeries | Absent:
    """A series up to and including a session; absent where it begins later."""
    stop = int(series.index.searchsorted(np.datetime64(session), side="right"))
    if not stop:
        return Absent(f"{series.name} begins on {series.index[0].date().isoformat()}")
    index, level = series.index[:stop], series.level[:stop]
    digest = digest_of(series.name, index, {"level": level})
    return RateSeries(series.name, index, level, series.source, series.simulated, digest)


def _curve(market: Market, session: date) -> RateSeries | Absent:
    """10-year minus 2-year: the source's own series, else from the yields on days that have both."""
    whole = _rate(CURVE, market, session)
    if isinstance(whole, RateSeries):
        return whole
    long, short = (_rate(name, market, session) for name in (LONG_RATE, SHORT_RATE))
    if isinstance(long, Absent) or isinstance(short, Absent):
        return whole
    places = short.index.get_indexer(long.index)
    rows = np.flatnonzero(places >= 0)
    if not len(rows):
        return whole
    index, level = long.index[rows], long.level[rows] - short.level[places[rows]]
    name = f"{LONG_RATE} - {SHORT_RATE}"
    return RateSeries(
        name, index, level, long.source, long.simulated, digest_of(name, index, {"level": level})
    )


def _digest(
    lines: Iterable[SourceLine], absent: Iterable[Missing], profile: Profile, positioning: Positioning
) -> str:
    hasher = hashlib.blake2b(digest_size=8)
    for part in (RULES_VERSION, profile.digest, repr(positioning)):
        hasher.update(part.encode())
    for line in lines:
        dropped = line.dropped.value if isinstance(line.dropped, Fact) else ""
        hasher.update(f"{line.symbol}={line.digest} {dropped} {line.remarks};".encode())
    for gone in absent:
        hasher.update(f"{gone.label}!{gone.reason};".encode())
    return hasher.hexdigest()
