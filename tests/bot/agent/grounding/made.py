"""A small card by hand: two symbols on a Friday, a report, an earlier answer, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from bot.agent.grounding import Verdict, check
from knowledge.tenants import PUBLIC
from knowledge.types import Citation, Passage, Published, Scores
from tools.grounds import Grounds, Said
from tools.results import Result
from tools.types import Fact, Flag, LayerReading, Missing, Reading, Sentence, State, Unit

DAY = date(2025, 9, 26)
EARLIER = date(2025, 9, 19)


@dataclass(frozen=True)
class Card:
    """What a result holds beside its facts."""

    layers: tuple[LayerReading, ...]
    flags: tuple[Flag, ...]


def fact(id_: str, label: str, value: float | str | bool, unit: Unit, day: date = DAY) -> Fact:  # noqa: FBT001 - a value
    return Fact(id_, label, value, unit, day, "fake", label)


IWM: tuple[Reading, ...] = (
    fact("iwm.close", "close", 231.48, Unit.USD),
    fact("iwm.change", "change", -2.12, Unit.USD),
    fact("iwm.change_percent", "change", -0.91, Unit.PERCENT),
    fact("iwm.composite.score", "composite score", 0.52, Unit.SCORE),
    fact("iwm.composite.points", "composite of 100", 76.0, Unit.POINTS_100),
    fact("iwm.composite.rating", "rating", "bullish", Unit.TEXT),
    fact("iwm.composite.letter", "letter", "B", Unit.TEXT),
    fact("iwm.trend.score", "trend score", 0.81, Unit.SCORE),
    fact("iwm.trend.ema21", "21-session EMA", 228.37, Unit.USD),
    fact("iwm.trend.ema63", "63-session EMA", 221.15, Unit.USD),
    fact("iwm.trend.separation", "EMA separation", 1.58, Unit.ATR),
    fact("iwm.trend.separation_5_ago", "EMA separation 5 sessions ago", 1.21, Unit.ATR),
    fact("iwm.trend.sessions_on_side", "sessions since the averages crossed", 84.0, Unit.SESSIONS),
    fact("iwm.momentum.score", "momentum score", 0.12, Unit.SCORE),
    fact("iwm.momentum.roc10", "10-session rate of change", -2.43, Unit.PERCENT),
    fact("iwm.momentum.roc21", "21-session rate of change", 3.17, Unit.PERCENT),
    fact("iwm.momentum.sigma", "mean rate of change in units of noise", 0.28, Unit.SIGMA),
    fact(
        "iwm.momentum.lower_third_volume",
        "volume in the lower third of the weekly range",
        8_505_433.0,
        Unit.SHARES,
    ),
    fact("iwm.breadth.score", "breadth score", -0.34, Unit.SCORE),
    fact("iwm.breadth.above_sma50", "members above their 50-session average", 66.4, Unit.PERCENT),
    fact("iwm.breadth.above_sma200", "members above their 200-session average", 43.2, Unit.PERCENT),
    fact("iwm.breadth.above_count", "members above", 1247.0, Unit.COUNT),
    fact("iwm.breadth.eligible", "members counted", 1879.0, Unit.COUNT),
    fact("iwm.relative_strength.score", "relative strength score", 0.44, Unit.SCORE),
    fact("iwm.relative_strength.vs_spy_10", "10-session return against SPY", 1.6, Unit.POINTS),
    fact("iwm.relative_strength.vs_qqq_20", "20-session return against QQQ", -1.3, Unit.POINTS),
    fact("iwm.rotation.state", "rotation", "parity", Unit.TEXT),
    fact("iwm.rotation.sessions", "sessions in this state", 15.0, Unit.SESSIONS),
    fact("iwm.rotation.ratio", "price ratio to SPY", 0.3498, Unit.RATIO),
    fact("iwm.credit.state", "credit", "supportive", Unit.TEXT),
    fact("iwm.credit.curve.level", "10y-2y curve: 10-year minus 2-year yield", 0.55, Unit.YIELD),
    fact("iwm.credit.curve.change", "10y-2y curve: 21-session change", -12.0, Unit.BASIS_POINTS),
    fact("iwm.sizing.posture", "sizing posture", "half", Unit.TEXT),
    fact("iwm.sizing.unmet", "conditions unmet", 3.0, Unit.COUNT),
    fact("iwm.rsi14", "RSI 14", 64.1, Unit.POINTS_100),
    fact("iwm.stoch_k", "%K", 81.2, Unit.POINTS_100),
    fact("iwm.adx14", "ADX", 17.8, Unit.POINTS_100),
    fact("iwm.atr14", "ATR 14", 4.57, Unit.USD),
    fact("iwm.sma20", "20-session SMA", 227.93, Unit.USD),
    fact("iwm.sma50", "50-session SMA", 222.31, Unit.USD),
    fact("iwm.sma200", "200-session SMA", 209.84, Unit.USD),
    fact("iwm.level.r1", "resistance R1", 236.24, Unit.USD),
    fact("iwm.level.r1.touches", "touches of resistance R1", 8.0, Unit.COUNT),
    fact("iwm.level.s1", "support S1", 226.71, Unit.USD),
    fact("iwm.drawdown.max", "maximum drawdown", -41.7, Unit.PERCENT),
    fact("iwm.liquidity.dollar_volume20", "20-session dollar volume", 6.783e9, Unit.USD_PER_SESSION),
    fact("iwm.calendar.fomc.20251029.day", "FOMC decision", "2025-10-29", Unit.DATE),
    fact("iwm.calendar.fomc.20251029.away", "sessions to FOMC decision", 23.0, Unit.SESSIONS),
    *(
        fact(f"iwm.votes.{name}", f"vote of {label}", vote, Unit.VOTE)
        for name, label, vote in (
            ("rsi", "RSI", 1.0), ("macd", "MACD", 1.0), ("fibonacci", "Fibonacci position", 1.0),
            ("volume", "Volume", 0.0), ("stochastic", "Stochastic", 0.0), ("percent_b", "Bollinger %B", 1.0),
            ("adx", "ADX and DI", -1.0), ("stack", "Moving-average stack", 1.0),
        )
    ),
    Missing("iwm.positioning.short_interest", "short interest", "no file with short interest was given"),
)  # fmt: skip

SPY: tuple[Reading, ...] = (
    fact("spy.close", "close", 661.82, Unit.USD),
    fact("spy.rsi14", "RSI 14", 58.3, Unit.POINTS_100),
    fact("spy.composite.rating", "rating", "neutral", Unit.TEXT),
)


def _layer(symbol: str, name: str, state: State, score: float) -> LayerReading:
    return LayerReading(
        name,
        name,
        fact(f"{symbol}.{name}.weight", f"{name} weight", 25.0, Unit.PERCENT),
        state,
        fact(f"{symbol}.{name}.score", f"{name} score", score, Unit.SCORE),
        Sentence(f"The {name} layer says so."),
        (),
    )


def _flag(key: str, label: str, *, on: bool) -> Flag:
    return Flag(f"iwm.{key}", label, on, Sentence(f"{label} was looked at."))


CARD = Card(
    (
        _layer("iwm", "trend", "bullish", 0.81),
        _layer("iwm", "momentum", "neutral", 0.12),
        _layer("iwm", "breadth", "bearish", -0.34),
        _layer("iwm", "relative_strength", "bullish", 0.44),
    ),
    (
        _flag("trend.converging", "averages converging", on=False),
        _flag("trend.diverging", "averages diverging", on=True),
        _flag("breadth.divergence_warning", "breadth divergence warning", on=True),
        _flag("momentum.weak", "momentum weak (volume does not confirm)", on=False),
        _flag("votes.volume_spike", "volume spike", on=False),
    ),
)


def grounds(
    symbol: str = "IWM",
    facts: Sequence[Reading] = IWM,
    day: date = DAY,
    *,
    card: Card | None = CARD,
    sentences: Sequence[str] = (),
) -> Grounds:
    """One call of a tool over facts by hand."""
    return Grounds(
        "analyze",
        (("symbol", symbol), ("date", day.isoformat())),
        "",
        facts=tuple(facts),
        sentences=tuple(Sentence(one) for one in sentences),
        # the check walks whatever dataclass a result is
        result=cast("Result | None", card),
        session=day,
    )


def reports(*passages: Passage) -> Grounds:
    """A search that found these passages."""
    return Grounds("search_reports", (), "", passages=passages)


def passage(
    text: str, title: str, source: str, day: date = date(2025, 8, 1), document: str = "3fa2c1"
) -> Passage:
    """A piece of a stored report; its tag is `[3fa2c1:7]` unless another document is named."""
    cited = Citation(document + "0" * 10, title, source, Published(day, "given"), PUBLIC)
    return Passage(
        f"{document}:7", text, cited, (), (), 7, 9, None, 0, len(text), day, 0, Scores(1.0, None, None)
    )


def said_earlier(text: str, facts: Sequence[Fact], day: date = EARLIER) -> Grounds:
    """A look at earlier answers that found one."""
    return Grounds(
        "earlier_answers", (), "", said=(Said("a1b2", day, day, "How is IWM?", text, tuple(facts)),)
    )


ONE = [grounds()]
TWO = [grounds(), grounds("SPY", SPY, card=None)]


def failing(text: str, run: Sequence[Grounds] = ONE, asked: str = "") -> list[str]:
    """What of a text fails, each with the reason."""
    return [f"{one.text!r}: {one.because}" for one in checked(text, run, asked).failures]


def checked(text: str, run: Sequence[Grounds] = ONE, asked: str = "") -> Verdict:
    """The verdict on a text."""
    return check(text, list(run), asked)


def told_apart(true: str, false: str, run: Sequence[Grounds] = ONE, asked: str = "") -> None:
    """Assert that a true text passes with at least one claim seen, and that a false one beside it fails."""
    right = checked(true, run, asked)
    assert right.holds, failing(true, run, asked)
    assert right.claims, f"nothing was checked in {true!r}"
    assert not checked(false, run, asked).holds, f"passes although false: {false!r}"
