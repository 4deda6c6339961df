"""Whole documents in six styles: every figure that is claimed, and no other."""

from dataclasses import dataclass
from datetime import date

import pytest

from knowledge.claims.extract import claims_of
from knowledge.documents import read_document
from knowledge.types import Given


@dataclass(frozen=True)
class Sample:
    """A document and its claims as lines: metric, variant, entity, low and high."""

    name: str
    text: str
    claims: str
    published: date | None = None
    symbols: tuple[str, ...] = ()


BROKER_NOTE = Sample(
    name="broker.md",
    text="""---
title: Small-cap desk note
source: Harbour Street Research
published: 2026-03-10
symbols: IWM
---
# Small caps: carry on, carefully

IWM closed at $236.40 on March 9, down 1.2% on the day and 4.8% below its 52-week high of $248.30.
The fund has returned 6.1% year to date versus 3.4% for SPY. Our 12-month price target rises to $262
from $250, implying 10.8% upside; we would turn neutral on a close below $224.

## Valuation
The Russell 2000 trades on 17.1x forward earnings, against 21.9x for the S&P 500; on a trailing
basis the multiple is 19.4x. Excluding loss-makers, the forward P/E falls to 14.6x. The median
company trades at 13.8x. At 1.9x book, the index is priced 8% below its ten-year average of 2.07x.

## Balance sheets
We estimate that 41% of Russell 2000 debt carries a floating rate, compared with roughly 9% for
large caps. About 38% of index members lost money over the past twelve months. Net debt to EBITDA
stands at 3.2x, up from 2.9x a year ago, and interest coverage has slipped to 2.4x. Roughly 79% of
sales are domestic.

## Technicals
The 50-day moving average sits at $231.15 and the 200-day at $219.80. RSI(14) is 58.3. ATR is $4.10,
or 1.7% of price. Support is at $228 and $221; resistance at $241 and $248.

## Flows and positioning
Net outflows from IWM reached $1.9 billion in February, after inflows of $640 million in January.
Short interest is 16.2% of shares outstanding. The put/call ratio stands at 1.84. Assets under
management are $68.4 billion and the expense ratio is 0.19%.

Futures imply a 62% chance of a June rate cut. We pencil in two cuts this year. The 10-year Treasury
yield is 4.12% and the high-yield spread is 318 bps. Core PCE inflation is running at 2.7%.
""",
    claims="""
price | - | IWM | 236.4 236.4
day_change | - | IWM | 1.2 1.2
high_distance | - | IWM | 4.8 4.8
high_52w | - | IWM | 248.3 248.3
ytd_return | - | IWM | 6.1 6.1
ytd_return | - | SPY | 3.4 3.4
target | - | IWM | 262 262
target | before | IWM | 250 250
level_distance | target | IWM | 10.8 10.8
trigger | - | IWM | -inf 224
pe | forward | RUSSELL2000 | 17.1 17.1
pe | forward | SP500 | 21.9 21.9
pe | trailing | RUSSELL2000 | 19.4 19.4
pe | forward excluding losses | RUSSELL2000 | 14.6 14.6
pe | median | RUSSELL2000 | 13.8 13.8
pb | - | RUSSELL2000 | 1.9 1.9
floating_rate_debt_share | - | RUSSELL2000 | 41 41
floating_rate_debt_share | - | SP500 | 9 9
unprofitable_share | - | RUSSELL2000 | 38 38
leverage_ratio | - | RUSSELL2000 | 3.2 3.2
leverage_ratio | before | RUSSELL2000 | 2.9 2.9
interest_coverage | - | RUSSELL2000 | 2.4 2.4
domestic_revenue_share | - | RUSSELL2000 | 79 79
sma | 50 | IWM | 231.15 231.15
sma | 200 | IWM | 219.8 219.8
rsi | 14 | IWM | 58.3 58.3
atr | - | IWM | 4.1 4.1
atr | - | IWM | 1.7 1.7
support | - | IWM | 228 228
support | - | IWM | 221 221
resistance | - | IWM | 241 241
resistance | - | IWM | 248 248
fund_flow | outflow | IWM | 1900000000 1900000000
fund_flow | inflow | IWM | 640000000 640000000
short_interest | outstanding | IWM | 16.2 16.2
put_call_ratio | - | IWM | 1.84 1.84
aum | - | IWM | 6.84e+10 6.84e+10
expense_ratio | - | IWM | 0.19 0.19
rate_cut_probability | - | FED | 62 62
rate_cut_count | - | FED | 2 2
treasury_yield | 10y | US | 4.12 4.12
credit_spread | - | US | 3.18 3.18
inflation | core pce | US | 2.7 2.7
""",
)

WEEKLY_LETTER = Sample(
    name="letter.txt",
    text="""Weekly letter, 17 April 2026

Dear readers,

It was a better week for small companies. The Russell 2000 gained 2.6% over the week while the S&P
500 added 0.9% and the Nasdaq 100 slipped 0.3%. That leaves small caps up 8.4% for the year. IWM
finished Friday at $241.85, its best close since January.

What changed? Breadth, mostly. On Thursday 64% of Russell 2000 stocks were above their 50-day moving
average, up from 47% a month ago; the share above the 200-day average is 55%. New highs outnumbered
new lows by 143 to 38. Volume was less convincing: IWM traded 26.1 million shares on Friday, about
0.8 times its 30-day average.

I keep hearing that small caps are cheap. Perhaps. The index trades at 16.4 times forward earnings
according to DataDesk, but that figure leaves out the 43% of members that lose money. Put them back
in and you get closer to 27 times. Meanwhile the S&P SmallCap 600, which screens for profits, trades
at 15.2 times.

Earnings for the Russell 2000 are expected to grow 14% in 2026 and 18% in 2027. Harbour Street
estimates that a third of the index's debt is floating. Northgate puts the figure at 47%. If the Fed
cuts by 50 basis points this year, as futures suggest, interest expense should fall by about 6%.

A few levels I watch: $244 is resistance. If IWM breaks above $244, the January high at $249.10
comes into play. A weekly close under $229 would tell me I am wrong. My stop is $226.

Next week brings earnings from 212 index members. Until then, stay patient.
""",
    claims="""
return | - | RUSSELL2000 | 2.6 2.6
return | - | SP500 | 0.9 0.9
return | - | NASDAQ100 | 0.3 0.3
ytd_return | - | RUSSELL2000 | 8.4 8.4
price | - | IWM | 241.85 241.85
breadth | 50 | RUSSELL2000 | 64 64
breadth | before | RUSSELL2000 | 47 47
breadth | 200 | RUSSELL2000 | 55 55
volume | - | IWM | 26100000 26100000
relative_volume | - | IWM | 0.8 0.8
pe | forward | RUSSELL2000 | 16.4 16.4
unprofitable_share | - | RUSSELL2000 | 43 43
pe | - | SP600 | 15.2 15.2
earnings_growth | - | RUSSELL2000 | 14 14
earnings_growth | - | RUSSELL2000 | 18 18
rate_cut_size | - | FED | 0.5 0.5
resistance | - | IWM | 244 244
trigger | - | IWM | 244 inf
trigger | - | IWM | -inf 229
stop | - | IWM | 226 226
""",
    published=date(2026, 4, 17),
)

TABLES = Sample(
    name="table.md",
    text="""---
title: ETF comparison, end of January 2026
source: Quant Shelf
published: 2026-01-31
symbols: IWM, IJR, VTWO
---
# ETF comparison

| Metric | IWM | IJR | VTWO |
|---|---|---|---|
| Price | $245.10 | $118.42 | $99.37 |
| Expense ratio | 0.19% | 0.06% | 0.07% |
| AUM | $71.3B | $88.0B | $13.9B |
| P/E (trailing) | 18.6 | 16.1 | 18.5 |
| P/B | 2.0 | 1.8 | 2.0 |
| Dividend yield | 1.05% | 1.38% | 1.12% |
| Beta (3Y) | 1.28 | 1.21 | 1.28 |
| Holdings | 1,961 | 642 | 1,958 |
| YTD return | 3.1% | 2.2% | 3.1% |
| Max drawdown (2020) | -41.1% | -43.6% | -41.0% |

## Sector weights

| Sector | IWM | IJR |
|---|---|---|
| Financials | 17.9% | 18.4% |
| Health care | 16.8% | 11.2% |
| Industrials | 17.2% | 18.0% |
| Technology | 14.1% | 13.3% |

## Levels for IWM

| Level | Price | Note |
|---|---|---|
| R2 | 254.00 | 2024 high |
| R1 | 249.50 | upper band |
| S1 | 240.20 | 20-day SMA |
| S2 | 233.70 | 50-day SMA, 4.7% below spot |
| Stop | 229.00 | |

## Scorecard

| Factor | Score (out of 10) | Weight |
|---|---|---|
| Trend | 7/10 | 30% |
| Breadth | 6/10 | 30% |
| Valuation | 5/10 | 40% |
| Total | 5.9/10 | 100% |
""",
    claims="""
price | - | IWM | 245.1 245.1
price | - | IJR | 118.42 118.42
price | - | VTWO | 99.37 99.37
expense_ratio | - | IWM | 0.19 0.19
expense_ratio | - | IJR | 0.06 0.06
expense_ratio | - | VTWO | 0.07 0.07
aum | - | IWM | 7.13e+10 7.13e+10
aum | - | IJR | 8.8e+10 8.8e+10
aum | - | VTWO | 1.39e+10 1.39e+10
pe | trailing | IWM | 18.6 18.6
pe | trailing | IJR | 16.1 16.1
pe | trailing | VTWO | 18.5 18.5
pb | - | IWM | 2 2
pb | - | IJR | 1.8 1.8
pb | - | VTWO | 2 2
dividend_yield | - | IWM | 1.05 1.05
dividend_yield | - | IJR | 1.38 1.38
dividend_yield | - | VTWO | 1.12 1.12
beta | - | IWM | 1.28 1.28
beta | - | IJR | 1.21 1.21
beta | - | VTWO | 1.28 1.28
holdings_count | - | IWM | 1961 1961
holdings_count | - | IJR | 642 642
holdings_count | - | VTWO | 1958 1958
ytd_return | - | IWM | 3.1 3.1
ytd_return | - | IJR | 2.2 2.2
ytd_return | - | VTWO | 3.1 3.1
drawdown | COVID | IWM | -41.1 -41.1
drawdown | COVID | IJR | -43.6 -43.6
drawdown | COVID | VTWO | -41 -41
sector_weight | financials | IWM | 17.9 17.9
sector_weight | financials | IJR | 18.4 18.4
sector_weight | health care | IWM | 16.8 16.8
sector_weight | health care | IJR | 11.2 11.2
sector_weight | industrials | IWM | 17.2 17.2
sector_weight | industrials | IJR | 18 18
sector_weight | technology | IWM | 14.1 14.1
sector_weight | technology | IJR | 13.3 13.3
resistance | R2 | IWM | 254 254
resistance | R1 | IWM | 249.5 249.5
support | S1 | IWM | 240.2 240.2
support | S2 | IWM | 233.7 233.7
level_distance | S2 | IWM | 4.7 4.7
stop | - | IWM | 229 229
score | trend | IWM | 7 7
score_weight | trend | IWM | 30 30
score | breadth | IWM | 6 6
score_weight | breadth | IWM | 30 30
score | valuation | IWM | 5 5
score_weight | valuation | IWM | 40 40
score | composite | IWM | 5.9 5.9
score_weight | composite | IWM | 100 100
""",
)

QUESTIONS = Sample(
    name="qa.md",
    text="""---
title: Questions about IWM
source: Reader mail
published: 2025-11-20
symbols: IWM
---
## What does IWM cost?
0.19% a year. On $10,000 that is $19.

## How many stocks does it hold?
About 1,960.

Q: What is its beta?
A: 1.3 against the S&P 500 over five years.

Q: Where is the RSI right now?
A: 44.

**How much of the debt of small companies is floating-rate?**
Estimates differ. Bank of Alder says 42%, while Fenwick says 38%.

**What share of the companies is unprofitable?**
Roughly four in ten; our own count is 41.3%.

**Is the yield attractive?**
Not really. The 30-day SEC yield is 1.12% and the trailing dividend yield is 1.24%.

**How far did it fall in past crises?**
In 2008 it lost 58.9% from its peak, in 2020 41.8% and in 2022 33.1%.
""",
    claims="""
holdings_count | - | IWM | 1960 1960
beta | - | IWM | 1.3 1.3
rsi | - | IWM | 44 44
floating_rate_debt_share | - | RUSSELL2000 | 42 42
floating_rate_debt_share | - | RUSSELL2000 | 38 38
unprofitable_share | - | RUSSELL2000 | 41.3 41.3
dividend_yield | sec | IWM | 1.12 1.12
dividend_yield | trailing | IWM | 1.24 1.24
drawdown | GFC | IWM | 58.9 58.9
drawdown | COVID | IWM | 41.8 41.8
drawdown | 2022 | IWM | 33.1 33.1
""",
)

DIGEST = Sample(
    name="digest.html",
    text="""<html><head><title>Morning digest</title></head><body>
<h1>Morning digest: small caps</h1>
<p>Published 2026-02-12</p>
<h2>Markets</h2>
<ul>
<li>IWM: $239.77 (+1.14%), volume 31.8M vs. 28.5M average</li>
<li>SPY: $688.20 (+0.22%)</li>
<li>VIX at 17.4; 10-year yield 4.08%</li>
<li>Russell 2000 futures +0.4% pre-market</li>
</ul>
<h2>Flows</h2>
<ul>
<li>IWM saw $412 million of inflows on Wednesday, its largest one-day intake this year</li>
<li>QQQ lost $1.1 billion</li>
</ul>
<h2>Options</h2>
<ul>
<li>1.4 million IWM contracts changed hands, 1.3x the 20-day average; puts were 58% of the total</li>
<li>Implied volatility: 19.6% (IV rank 34)</li>
<li>Open interest: 10.9 million contracts</li>
</ul>
<h2>Analysts</h2>
<ul>
<li>Alder Wood lifts its small-cap earnings growth forecast for 2026 to 16% from 12%</li>
<li>Fenwick Hall sees the Russell 2000 at 2,900 by year-end</li>
<li>RateWatch: 71% probability of a March cut</li>
<li>Breadth: 71% of index members above 50-DMA, 58% above 200-DMA</li>
</ul>
</body></html>
""",
    claims="""
price | - | IWM | 239.77 239.77
day_change | - | IWM | 1.14 1.14
volume | - | IWM | 31800000 31800000
average_volume | - | IWM | 28500000 28500000
price | - | SPY | 688.2 688.2
day_change | - | SPY | 0.22 0.22
vix | - | US | 17.4 17.4
treasury_yield | 10y | US | 4.08 4.08
fund_flow | inflow | IWM | 412000000 412000000
options_volume | - | IWM | 1400000 1400000
put_share | - | IWM | 58 58
implied_volatility | - | IWM | 19.6 19.6
iv_rank | - | IWM | 34 34
open_interest | - | IWM | 10900000 10900000
earnings_growth | - | RUSSELL2000 | 16 16
earnings_growth | before | RUSSELL2000 | 12 12
rate_cut_probability | - | FED | 71 71
breadth | 50 | RUSSELL2000 | 71 71
breadth | 200 | RUSSELL2000 | 58 58
""",
    published=date(2026, 2, 12),
)

CHAT = Sample(
    name="chat.txt",
    text="""IWM 243.15 -0.6%, lost the 20d
RSI 47, MACD rolling over
20dma 244.9 / 50dma 240.3 / 200dma 226.8
vol 22M, way below avg 29M
support 240 then 236.5, resistance 246
stop 238.9, target 252 -> r/r about 2.1:1
breadth meh: 49% > 50dma
AUM still ~72B, flows -300M this week
if it loses 240 I'm out
""",
    claims="""
price | - | IWM | 243.15 243.15
day_change | - | IWM | -0.6 -0.6
rsi | - | IWM | 47 47
sma | 20 | IWM | 244.9 244.9
sma | 50 | IWM | 240.3 240.3
sma | 200 | IWM | 226.8 226.8
volume | - | IWM | 22000000 22000000
average_volume | - | IWM | 29000000 29000000
support | - | IWM | 240 240
resistance | - | IWM | 246 246
stop | - | IWM | 238.9 238.9
target | - | IWM | 252 252
risk_reward | - | IWM | 2.1 2.1
breadth | 50 | RUSSELL2000 | 49 49
aum | - | IWM | 7.2e+10 7.2e+10
fund_flow | - | IWM | -300000000 -300000000
""",
    published=date(2026, 1, 14),
    symbols=("IWM",),
)


def _lines(sample: Sample) -> list[str]:
    given = Given(name=sample.name, published=sample.published, symbols=sample.symbols)
    return [
        f"{claim.metric} | {claim.variant or '-'} | {claim.entity} | {_number(claim.quantity.low)}"
        f" {_number(claim.quantity.high)}"
        for claim in claims_of(read_document(sample.text.encode(), given))
    ]


def _number(value: float) -> str:
    return f"{value:g}" if abs(value) < 1e6 else f"{value:.10g}"


@pytest.mark.parametrize(
    "sample", [BROKER_NOTE, WEEKLY_LETTER, TABLES, QUESTIONS, DIGEST, CHAT], ids=lambda sample: sample.name
)
def test_the_claims_of_a_document_are_its_figures_with_the_right_names(sample: Sample) -> None:
    assert _lines(sample) == sample.claims.strip().splitlines()


def test_a_document_is_read_the_same_every_time() -> None:
    assert _lines(BROKER_NOTE) == _lines(BROKER_NOTE)
