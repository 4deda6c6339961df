"""Claims that the data here cannot test, each with what is missing."""

from tools.evidence.claims.claim import Untested

_INTRADAY = "needs prices within the session over many years"

UNTESTED = (
    Untested(
        "covering_by_short_interest",
        "short interest makes false breakouts",
        "Breakouts of an index whose members are heavily sold short are false more often.",
        "no history of short interest of the members",
    ),
    Untested(
        "easing_cycles",
        "small caps win in the year after a first cut",
        "Small caps return more than large caps in the year after the central bank begins to cut.",
        "too few cutting cycles since the fund exists, and the decisions' direction is not in the data",
    ),
    Untested(
        "peak_rates",
        "small caps win in the months after the peak of rates",
        "Small caps return more than large caps in the three to six months after rates have peaked.",
        "too few peaks since the fund exists",
    ),
    Untested(
        "recessions",
        "small caps lose more in recessions",
        "Small caps return far less than large caps in contractions of the economy.",
        "no dates of recessions in the data, and too few of them since the fund exists",
    ),
    Untested(
        "rsi_and_economy",
        "RSI follows the economy",
        "The RSI of small caps follows the domestic economic cycle more closely than that of large caps.",
        "no series of the economic cycle in the data",
    ),
    Untested(
        "cut_conviction",
        "the ratio shows conviction of cuts",
        "The price ratio is the best single gauge of how sure the market is of a cut.",
        "no rate futures in the data",
    ),
    Untested(
        "fed_language",
        "small caps react faster to the central bank",
        "Small caps react to the words of the central bank faster than large caps.",
        _INTRADAY,
    ),
    Untested(
        "earliest_layer",
        "a layer gives the earliest warning",
        "One of the four layers shows first that a signal fails.",
        f"{_INTRADAY}; the debrief of single sessions says it where they are there",
    ),
    Untested(
        "banks_lead",
        "banks make small caps a gauge of credit",
        "Small caps lead credit stress because regional banks weigh most in them.",
        "no history of the index's sector weights",
    ),
    Untested(
        "flows_and_options",
        "flows and option volume move the fund",
        "Large inflows and surges of option volume come before larger moves both ways.",
        "no history of flows or option volume",
    ),
    Untested(
        "described_figures",
        "figures of range, beta and past falls",
        "Ranges, betas and past drawdowns that other systems give for the fund.",
        "they describe and claim nothing that follows; the risk figures of the card are computed",
    ),
    Untested(
        "composite_grades",
        "the other systems' own scores",
        "The scores, grades and probability advantages that other systems publish say what follows.",
        "their past scores are not published as a series",
    ),
)
