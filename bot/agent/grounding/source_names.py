"""How a text names those who said something: patterns of attribution, houses that publish, and titles."""

import re

from bot.agent.grounding.known import Index
from knowledge.types import Passage

QUOTE = re.compile(r"[\"\u201c]([^\"\u201c\u201d]{3,400})[\"\u201d]")
"""Words in quotation marks; what one apostrophe holds is too often a possessive."""

GENERIC = re.compile(
    r"\b(?:the|that|this|one|its|same|another|a|your|your own|our|past|stored|earlier) (?:[a-z-]+ )?"
    r"(?:note|report|letter|memo|piece|article|passage|study|authors?|paper|newsletter|diary|survey|commentary"
    r"|document|text|playbook|source|column|bulletin|writer|review|brief|briefing)s?\b"
    r"|\breports? (?:say|said|put|show)",
    re.IGNORECASE,
)
"""A source without its name: "the note", "your own memo"."""

_NAME = (
    r"(?:[A-Z][\w&.'\u2019-]*|\d{1,3})"
    r"(?:[ ](?:(?:of|and|the|for|in|on|&|to|before|de)[ ])?(?:[A-Z][\w&.'\u2019-]*|\d{1,3}\b))*"
)
SAYS = (
    r"(?:says?|said|reports?|reported|notes?|noted|puts?|put|estimates?|estimated|expects?|expected|writes?|wrote"
    r"|warns?|warned|names?|counts?|counted|argues?|argued|claims?|claimed|quotes?|quoted|cites?|cited|sees?|saw"
    r"|calls?|called|forecasts?|projects?|highlights?|flags?|flagged|found|finds|shows?|showed|describes?"
    r"|described|has it|had it|mentions?|mentioned|records?|recorded|rates?|rated|gives?|gave|lists?|listed"
    r"|states?|stated|adds)"
)
"""What sources do, as part of a pattern."""

_WORKS = (
    r"report|note|survey|study|letter|memo|newsletter|article|analysts?|desk|strategists?|data|estimates?|research"
    r"|figures"
)
LED = re.compile(
    r"\b(?:[Aa]ccording to|[Pp]er|[Cc]iting|[Cc]ited by|[Rr]eported by|[Ww]ritten by|[Ss]ourced from"
    r"|[Qq]uoted (?:in|by)|[Qq]uoting|[Aa]s reported (?:by|in)|[Cc]ourtesy of|[Ff]rom|[Ii]n|[Bb]y|[Ss]ays"
    rf"|[Ss]aid|[Ss]ource:|[Ss]ources:) (?:the |a |an |our )?[\"\u201c]?(?P<name>{_NAME})[\"\u201d]?"
)
"""A name after a word that may lead to a source: "according to Acme"; but also "in March"."""

ATTRIBUTED = (
    LED,
    # "taken from Acme"
    re.compile(
        r"\b(?:credited to|taken from|come from|comes from|came from|going by"
        r"|follows from|follow from|supplied by|provided by|published by|compiled by|courtesy of"
        r"|attributed to|based on|is from|are from|per|via)"
        rf" (?:the |a |an )?(?P<name>{_NAME})"
    ),
    # "Acme (2 May) also says"
    re.compile(
        rf"(?P<name>{_NAME})(?:[ ]?\([^()]{{0,60}}\))?(?:[\"\u201d])?,? "
        rf"(?:also |itself |again |of [\w ,]{{4,20}} |from [\w ,]{{4,20}} )?{SAYS}\b"
    ),
    # "the Acme survey"
    re.compile(
        rf"\b(?:[Aa] |[Tt]he |[Aa]n )(?P<name>{_NAME})(?: of [\w ,]{{4,24}})? (?:{_WORKS}|poll|team)\b"
    ),
    # "The Acme Report (2022-08-12) wants"
    re.compile(
        r"(?P<name>(?:[A-Z][\w&.'\u2019-]* )+(?:Report|Letter|Research|Weekly|Daily|Journal|Capital"
        r"|Advisors|Partners|Memo|Notes?|Pulse|Watch|Monitor|Survey|Review|Bulletin|Digest)) \("
    ),
    # "that is Acme, 43"
    re.compile(rf"\b[Tt]hat (?:is|was|comes from) (?P<name>{_NAME}),? \d"),
    # "(Acme, 2 May)"
    re.compile(
        rf"\((?:[\"\u201c][^\"\u201d]+[\"\u201d],? )?(?P<name>{_NAME}),? "
        r"(?:\d{4}-\d\d-\d\d|\d{1,2} [A-Z][a-z]+|[A-Z][a-z]+ \d)[^()]*\)"
    ),
    # "In Acme's newsletter of 2 May"
    re.compile(rf"\b[Ii]n (?P<name>{_NAME})['\u2019]s? (?:\w+ )?(?:{_WORKS}|column|bulletin|diary|piece)\b"),
    # "Acme's numbers"
    re.compile(rf"(?P<name>{_NAME})['\u2019]s? (?:{_WORKS}|numbers|view|model)\b"),
)
"""The ways to put words into somebody's mouth; the group `name` is whose."""

PUBLISHERS = re.compile(
    r"\b(?:Bloomberg|Reuters|Refinitiv|FactSet|LSEG|Goldman(?: Sachs)?|Morgan Stanley|J\.?P\.? ?Morgan"
    r"|JPMorgan|Bank of America|BofA|Merrill|Citi(?:group)?|UBS|Barclays|Deutsche Bank"
    r"|Citadel(?: Securities)?|Ned Davis Research|Strategas|Bridgewater|Wells Fargo|Jefferies"
    r"|Raymond James|Evercore|BlackRock|iShares|Vanguard|Fidelity|Schwab|State Street|CNBC|MarketWatch"
    r"|Barron's|Wall Street Journal|WSJ|Financial Times|Seeking Alpha|Motley Fool|Zacks|Morningstar"
    r"|TradingView|StockCharts|Barchart|Finviz|Investing\.com|Trading Economics|Cboe|CBOE|CME(?: Group)?"
    r"|Nasdaq Trader|S&P Dow Jones(?: Indices)?|S&P Global|FTSE Russell|MSCI"
    r"|Moody's|Fitch|Markit(?: CDX)?|CDX|IHS"
    r"|Ned Davis|Lowry|Yardeni|AAII|Polygon|Quandl|Alpha Vantage|Danelfin|ChartMill|GuruFocus|TipRanks"
    r"|Nasdaq(?:['\u2019]s)? (?:trading |market |holiday )?(?:calendar|schedule)"
    r"|Benzinga|Yahoo(?: Finance)?|Stooq|FRED|ICE BofA"
    r"|(?:the )?(?:New York|St\.? Louis|Atlanta|Chicago|Dallas|Kansas City|Cleveland) Fed)\b"
)
"""Houses that publish about markets: their bare name is an attribution, whatever stands around it."""

_OURS = frozenset((
    "i", "we", "it", "this", "that", "these", "those", "the", "a", "an", "there", "they", "he", "she",
    "you", "both", "each", "all", "none", "one", "two", "three", "four", "five", "six", "seven",
    "eight", "nine", "ten", "what", "which", "when", "where", "why", "how", "if", "as", "at", "on",
    "in", "so", "no", "not", "yes", "and", "but", "or", "for", "with", "without", "trend", "momentum",
    "breadth", "relative", "strength", "rotation", "credit", "composite", "card", "desk", "stack",
    "signal", "layer", "layers", "price", "volume", "resistance", "support", "rsi", "macd", "adx",
    "atr", "ema", "sma", "vix", "fomc", "cpi", "pce", "fed", "small", "large", "iwm", "spy", "qqq",
    "russell", "nasdaq", "s&p", "bollinger", "fibonacci", "demark", "chandelier", "stochastic",
    "classic", "near", "mid", "long", "strong", "bullish", "bearish", "neutral", "january", "february",
    "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
    "monday", "tuesday", "wednesday", "thursday", "friday", "today", "yesterday", "session", "sessions",
    "plumbline", "realised", "beta", "drawdown", "sizing", "posture", "oas", "hyg", "ief", "kre",
    "curve", "yield", "spread", "r1", "r2", "r3", "s1", "s2", "s3", "pivot", "pivots", "swing",
    "volatility", "gap", "stop", "risk", "reward", "level", "levels", "event", "events", "option",
    "options", "earnings", "payrolls", "reconstitution", "short", "positioning", "source", "data",
    "nyse", "exchange", "new", "york", "us", "usd", "market", "markets", "stocks", "members",
    "constituents", "note", "tlt", "its", "coverage", "rating", "letter", "score", "scores", "zweig",
    "wilder", "parity", "leadership", "flight", "thresholds", "threshold", "conditions", "condition",
    "averages", "average", "close", "open", "high", "low", "last", "next", "first", "second", "third",
    "more", "less", "only", "just", "even", "still", "also", "then", "now", "here", "since", "while",
    "because", "after", "before", "overall", "bottom", "line", "summary", "verdict", "answer",
    "neither", "either", "nothing", "another", "caution", "macro", "calendar", "tlt", "hyg", "members", "di",
    "bb", "roc", "full", "half", "stand",
))  # fmt: skip
"""Words that a sentence or a name of the desk's may begin with, capital letter or not: nobody's name."""

FILLER = frozenset((
    "the", "a", "an", "of", "in", "on", "at", "to", "for", "and", "or", "is", "was", "are", "were",
    "be", "by", "with", "that", "this", "it", "as", "from", "than", "per", "its", "has", "have", "had",
))  # fmt: skip
"""Words that say nothing of what a number is, nor of who said it."""


def plain(text: str) -> str:
    """A text in lower case without marks, so that a title in quotation marks is the title."""
    return " ".join(re.sub(r"[^\w& ]", " ", text.lower()).split())


def someone(name: str, index: Index) -> bool:
    """Whether a capitalised name could be somebody who says things: not a symbol, a metric, a month.

    Args:
        name: As written, e.g. "Momentum" or "Acme Research".
        index: What the tools gave.
    """
    plain_words = [
        re.sub(r"['\u2019]s$", "", word).lower().strip(".,'\u2019-")
        for word in re.split(r"[ ]+", name) if word
    ]  # fmt: skip
    return any(_strange(word, index) for word in plain_words)


def _strange(word: str, index: Index) -> bool:
    """Whether a word is neither ours, nor a filler, nor a number."""
    if word in _OURS or word in FILLER or word.upper() in index.symbols or word.endswith("-session"):
        return False
    return not (word.isdecimal() or re.fullmatch(r"[\d.,]+", word))


def same_source(name: str, passage: Passage) -> bool:
    """Whether a name is a passage's title or source, or as good as it: "Acme" for "Acme Research".

    Args:
        name: As written.
        passage: One of the run.
    """
    low = plain(name)
    if not low:
        return False
    for other in (passage.cited.title, passage.cited.source):
        theirs = plain(other)
        if low == theirs or (len(low) > 5 and low in theirs) or theirs in low:
            return True
    return False
