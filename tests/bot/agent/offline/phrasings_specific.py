"""What is asked for in so many words, and the calls it should lead to: a whole card is no answer to it."""

from tests.bot.agent.offline.phrasings import Row

PRICES: tuple[Row, ...] = (
    Row("What is the IWM price today?", ("signal_stack(IWM, latest)",)),
    Row("what did IWM close at?", ("signal_stack(IWM, latest)",)),
    Row("Did IWM close at 200 on May 9 2025?", ("signal_stack(IWM, 9 May 2025)",)),
    Row("why did IWM fall today?", ("signal_stack(IWM, latest)",)),
    Row("how did IWM do last month?", ("signal_stack(IWM, last month)",)),
    Row("how did SPY perform last week?", ("history(SPY, close, last week, 6)",)),
    Row("how has QQQ done this year?", ("history(QQQ, close, latest, 252)",)),
    Row("and SPY?", ("signal_stack(SPY, latest)",), ("what did IWM close at?",)),
    Row("is IWM above its 200-day?", ("indicators(IWM, latest)",)),
    Row("is SPY below the 50-day moving average?", ("indicators(SPY, latest)",)),
    Row("IWM to 300 by year end?", ("signal_stack(IWM, latest)", "evidence(IWM, composite, latest)")),
    Row("how much do I risk if I buy here?", ("levels(IWM, latest)",)),
    Row("how long has the trend been bearish?", ("history(IWM, trend state, latest, 63)",)),
    Row("CPI tomorrow?", ("event_calendar(cpi, latest, 1)",)),
)
NOT_COMPUTED = (
    "what's the dividend yield of IWM?",
    "IWM P/E?",
    "what is the all-time high?",
    "what are the top holdings of IWM?",
    "which stocks look best?",
    "what's the market cap of IWM",
    "who manages IWM?",
    "what is the ESG rating of IWM?",
    "how many shares of IWM are short?",
)
MEANINGS: tuple[Row, ...] = (
    Row("what is washed-out repair?", ("explain(washed-out repair)",)),
    Row("what is small-cap leadership?", ("explain(small-cap leadership)",)),
    Row("what is parity?", ("explain(parity)",)),
    Row("what is sizing posture?", ("explain(sizing posture)",)),
    Row("what is an event window?", ("explain(event window)",)),
    Row("what is ATR?", ("explain(ATR)",)),
    Row("what's the ATR", ("levels(IWM, latest)",)),
    Row("what is the parity state now?", ("rotation(IWM, latest)",)),
    Row("what is IWM's momentum?", ("layer(IWM, momentum, latest)",)),
)
REPORTS: tuple[Row, ...] = (
    Row("what did reports say in March 2020?", ("search_reports(~, any, 2020-03-01, end of March 2020)",)),
    Row(
        "what do reports say about credit, October 2008?",
        ("search_reports(~, any, 2008-10-01, end of October 2008)",),
    ),
    Row("what do reports say about debt?", ("search_reports(~, any, any, latest)",)),
    Row("what did you say first?", ("earlier_answers(any, latest)",)),
    Row("you said the composite was 90, right?", ("earlier_answers(any, latest)",)),
)
