"""Digits that are no quantities: dates, years, footnote marks, list numbers, names and periods with digits.

Every repetition in the pattern is bounded or over one kind of character: a scan is linear in the text.
"""

import re

MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
"""A month as it is written in dates: capitalised, in full or short."""

_GAP = r"[ \t\u00a0\u2009\u202f]"
_DASH = "[-\u2010\u2011\u2012\u2013\u2014\u2212]"
_NO_UNIT = r"(?![0-9]|[.,][0-9]|" + _GAP + r"?(?:%|x\b|bps?\b|percent|per cent|points?\b|[mb]illion))"
_PERIOD = (
    r"(?:trading[ -])?(?:days?|d|weeks?|wks?|w|months?|mos?|m|years?|yrs?|yr|y|quarters?|sessions?|periods?"
    r"|bars?|hours?|hrs?|h|minutes?|mins?|seconds?|secs?|DMA|dma|EMA|SMA|MA)"
)
_WEBSITE = r"[A-Za-z0-9-]{1,40}\.(?:[A-Za-z0-9-]{1,40}\.){0,3}(?:com|org|net|gov|edu|io|co|ai)\b"
_AVERAGE = r"(?:SMA|EMA|VWMA|WMA|DMA|MA|ATR|ADX|CCI|ROC|BB|Bollinger(?: Bands?)?|MACD|Stoch(?:astics?)?|RSI)"

_LINE_NUMBER = r"(?m:^)[ ]{0,8}(?:- )?[0-9]{1,2}[.)](?=[ \t])"
_AT_DIGIT = (
    # 4. example.com
    r"[0-9]{1,3}\.[ ]" + _WEBSITE,
    # days and times of day
    r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?(?:T[0-9:.]{4,12}Z?)?\b",
    r"[0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2})\b",
    r"[0-9]{1,2}\.[0-9]{1,2}\.[0-9]{4}\b",
    rf"[0-9]{{1,2}}(?:st|nd|rd|th)?(?: of)?{_GAP}{MONTH}(?![A-Za-z])(?:,?{_GAP}(?:19|20)[0-9]{{2}}\b)?",
    r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[ ]?[ap]\.?m\b\.?)?",
    r"[0-9]{1,2}[ ]?(?:[ap]\.m\.|[ap]m\b|[AP]M\b)",
    r"24/7\b",
    # quarters, halves, decades
    r"[1-4][QH][ ]?['\u2019]?(?:20)?[0-9]{2}\b",
    r"(?:19|20)[0-9]0['\u2019]?s\b",
    # telephone numbers, versions
    r"[0-9]{3}[ .-][0-9]{3}[.-][0-9]{4}\b",
    r"[0-9]{1,4}(?:\.[0-9]{1,4}){2,4}\b",
    # periods: 20-day, 20/50/200-day, 20-, 50- and 200-day, 20, 50, and 200-day, 20 day SMA, 5-to-20-day
    (
        rf"[0-9]{{1,3}}(?:{_DASH}?(?:[ ]?[,/&][ ]?(?:and[ ]|or[ ])?|[ ]?{_DASH}[ ]?|[ ](?:and|or|to)[ ]|-to-)"
        rf"[0-9]{{1,3}}){{0,4}}{_DASH}{_PERIOD}\b(?:/[0-9]{{1,3}}{_DASH}{_PERIOD}\b){{0,3}}"
    ),
    r"[0-9]{1,3}(?:[,/][ ]?[0-9]{1,3}){0,3}[ ]?(?:day|d|week|D|W)?[ ]?(?:[SE]?MA|DMA|dma|[se]ma)s?\b",
    (
        r"[0-9]{1,3}[ ](?:day|week|month|year|period)[ ](?:simple|exponential|moving|average|avg|high|low"
        r"|range|RSI|yield|Treasury|return|volatility|beta)"
    ),
    # durations in units that are no measure here
    (
        rf"[0-9]{{1,3}}(?:\.[0-9])?\+?(?:[ ]?(?:{_DASH}|to|or)[ ]?[0-9]{{1,3}})?\+?[ -]?"
        r"(?:min(?:ute)?s?|hours?|hrs?|weeks?|wks?|months?|mos?|years?|yrs?|quarters?|decades?|seconds?|secs?)\b"
    ),
    r"[0-9]{1,3}[ ](?:Day|Week|Month|Year|Yr|Quarter)s?\b",
    # ordinals, and fractions that are no scores
    r"[0-9]{1,4}(?:st|nd|rd|th)\b",
    r"[0-9]{1,2}-for-[0-9]{1,2}\b",
    r"(?:50/50|60/40|80/20|70/30)\b",
)
_AT_LETTER = (
    r"(?:https?://|www\.)[^\s]{1,2000}",
    # days, quarters, fiscal years
    (
        rf"{MONTH}{_GAP}[0-9]{{1,2}}(?:st|nd|rd|th)?(?:{_GAP}?(?:{_DASH}|to){_GAP}?(?:{MONTH}{_GAP})?"
        rf"[0-9]{{1,2}}(?:st|nd|rd|th)?)?{_NO_UNIT}(?:,?{_GAP}(?:19|20)[0-9]{{2}}\b)?"
    ),
    rf"{MONTH}{_GAP}?['\u2019]?(?:19|20)?[0-9]{{2}}\b{_NO_UNIT}",
    r"(?:[QH][1-4]|FY|CY)[ ]?['\u2019]?(?:(?:19|20)[0-9]{2}|[0-9]{2})\b",
    # versions, rules, parts of a document
    r"(?:[Vv]ersion|v)[ .]?[0-9]{1,4}(?:\.[0-9]{1,4}){0,4}",
    r"(?:Rule|Form|Section|Sec\.|Article|Act of)[ ][0-9]{1,4}[A-Za-z]?(?:-[0-9]{1,3})?",
    (
        r"(?i:(?:Figure|Fig\.|Table|Chart|Exhibit|Page|p\.|pp\.|Chapter|Part|Step|Note|Item|Layer|Phase|Tier|Day|Week"
        r"|Appendix|Footnote|No\.|Issue|Vol\.|Scenario|Stage|Option|Question|Answer|Point|Room|Suite)"
        rf"[ ]#?[0-9]{{1,2}}\b(?:[ ]?[-\u2013][ ]?[0-9]{{1,2}}\b)?{_NO_UNIT})"
    ),
    rf"(?:[Ll]evel|[Tt]arget|TP|PT|[Ss]upport|[Rr]esistance|[Ss]top)[ ][0-9]\b{_NO_UNIT}",
    r"[Tt]op[ -][0-9]{1,3}\b",
    # indices
    r"S&P;?[ \u00a0]?(?:(?:SmallCap|MidCap|Small Cap|Mid Cap|Composite)[ ])?(?:400|500|600|1500)\b",
    r"Russell[ \u00a0]?(?:1000|2000|2500|3000|1,000|2,000|3,000)\b",
    (
        r"(?:Nasdaq|NASDAQ|NDX|Dow|FTSE|CSI|Nikkei|Stoxx|STOXX|ASX|Fortune|CAC|DAX|Wilshire|TSX|Nifty"
        r"|KOSPI|MSCI EAFE)[- \u00a0](?:100|30|20|35|40|50|60|200|225|250|300|500|600|1000|2000|5000|5,000)\b"
        r"(?![.,%][0-9]|%)"
    ),
    # parameters in a name: MACD 12/26/9, SMA(50), EMA 21, ATR-14
    rf"{_AVERAGE}[ ]?\([0-9]{{1,3}}(?:[,/][ ]?[0-9]{{1,3}}){{0,3}}\)",
    rf"{_AVERAGE}{_DASH}[0-9]{{1,3}}(?:{_DASH}[0-9]{{1,3}}){{0,2}}\b(?![.,][0-9])",
    r"(?:MACD|Stoch(?:astics?)?)[ ][0-9]{1,2}[/,-][ ]?[0-9]{1,2}[/,-][ ]?[0-9]{1,2}\b",
    (
        r"(?:SMA|EMA|VWMA|WMA|DMA|MA)s?[ ](?:5|8|9|10|13|20|21|26|30|34|50|63|89|100|120|144|150|200)\b"
        r"(?![.,][0-9]|%)"
    ),
    (
        r"(?:RSI|ATR|ADX|CCI|ROC|RoC)[ ](?:2|5|7|9|10|14|20|21)(?=[ ]?(?::|=|is\b|at\b|of\b|near\b|reads?\b"
        r"|around\b|stands?\b|~|\$|[0-9]|\t|\|))"
    ),
)
_AT_MARK = (
    # footnotes and enumerations: [17], [1, 2], (1), (iv); parameters: (14,3,3)
    r"\[[0-9]{1,3}(?:, ?[0-9]{1,3}){0,9}\]",
    r"\((?:1?[0-9]|20|[ivx]{1,4})\)",
    r"\([0-9]{1,3}(?:,[ ]?[0-9]{1,3}){1,3}\)",
    r"['\u2019][0-9]{2}s?\b",
    r"\+[0-9]{0,2}[ .-]?\(?[0-9]{3}\)?[ .-][0-9]{3}[.-][0-9]{4}\b",
    r"\([0-9]{3}\)[ ]?[0-9]{3}[.-][0-9]{4}\b",
    r"#[0-9]{1,6}\b",
)
# the guards spare most characters the long alternations
_NOT_A_QUANTITY = re.compile(
    rf"{_LINE_NUMBER}"
    rf"|\b(?:(?=[0-9])(?:{'|'.join(_AT_DIGIT)})|(?=[A-Za-z])(?:{'|'.join(_AT_LETTER)}))"
    rf"|(?=[\[(#+'\u2019])(?:{'|'.join(_AT_MARK)})"
)


def names(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Stretches of the text whose digits are not quantities, in order."""
    return [match.span() for match in _NOT_A_QUANTITY.finditer(text, start, end)]
