"""Questions about odds, claims, the record and the debrief, and the calls that each should lead to."""

from tests.bot.agent.offline.phrasings import Row


def _evidence(question: str, *states: str, symbol: str = "IWM") -> Row:
    return Row(question, tuple(f"evidence({symbol}, {state}, latest)" for state in states))


def _claims(question: str, words: str = "~") -> Row:
    return Row(question, (f"claims(IWM, {words}, latest)",))


EVIDENCE: tuple[Row, ...] = (
    _evidence("how often was IWM higher after the trend was bearish?", "trend bearish"),
    _evidence("does a breadth divergence warning matter?", "breadth divergence warning"),
    _evidence("what usually happens after large-cap flight?", "rotation large-cap flight"),
    _evidence("hit rate of bullish composites over 21 sessions", "composite bullish"),
    _evidence("is there an edge in converging EMAs?", "trend converging"),
    _evidence("odds of a rally from here?", "composite"),
    _evidence("what is the probability that IWM rises in 10 days?", "composite"),
    _evidence("how likely is a bounce next week?", "composite"),
    _evidence(
        "how often did IWM rise after weak momentum and credit stress?", "momentum weak", "credit stressed"
    ),
    _evidence("how often is IWM higher a quarter after washed-out breadth?", "breadth washed out repair"),
    _evidence("what tends to happen after a strong bearish composite?", "composite strong bearish"),
    _evidence("is lagging SPY a reliable warning historically?", "relative strength bearish"),
    _evidence("what happens when small caps outperform?", "relative strength bullish"),
    _evidence("how often does a fresh cross lead to gains in SPY?", "trend fresh cross", symbol="SPY"),
    _evidence("backtest short covering rallies", "positioning short-covering fade risk"),
    _evidence("does RSI oversold lead to higher prices?", "rsi oversold"),
    _evidence("volume spike odds?", "volume spike"),
    _evidence("what are the odds IWM falls over the next month?", "composite"),
)
CLAIMS: tuple[Row, ...] = (
    _claims("do setups in large-cap flight really fail 2.1x as often?"),
    _claims("is it true that breadth below 30 is the best entry?"),
    _claims("check the seed claims", "all"),
    _claims("which claims hold up?", "all"),
    _claims("does RSI 35-42 work?"),
    _claims("do thin rallies really fade?"),
    _claims("are RSI dips good entries?"),
    _claims("is the false signal rate really twice that of SPY?"),
    _claims("is it true that IWM rises on Mondays?"),
)
RECORD: tuple[Row, ...] = (
    Row("how good have your calls been?", ("record(IWM, latest)",)),
    Row("what's your hit rate?", ("record(IWM, latest)",)),
    Row("how often were your signals right?", ("record(IWM, latest)",)),
)
DEBRIEF: tuple[Row, ...] = (
    Row("run a debrief for IWM", ("debrief(IWM, latest)",)),
    Row("did the bearish call work out?", ("debrief(IWM, latest)",)),
    Row("which layer was most accurate today?", ("debrief(IWM, latest)",)),
)
FORECASTS: tuple[Row, ...] = (
    Row(
        "will IWM rise over the next 10 days?",
        ("signal_stack(IWM, latest)", "evidence(IWM, composite, latest)"),
    ),
    Row("where will IWM be in a month?", ("signal_stack(IWM, latest)", "evidence(IWM, composite, latest)")),
)
SCORED = (*EVIDENCE, *CLAIMS, *RECORD, *DEBRIEF, *FORECASTS)
