"""What the words around a figure say of it: whether it is a condition, who says it, of what it is a share."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.claims.extract_tokens import word_set
from knowledge.claims.model import Measure, Method, Quantity

_IF = re.compile(
    r"\b(?:[Ii]f|[Uu]nless|[Uu]ntil|[Oo]nce|would|could|might|should|requir(?:es?|ing)|needs?[ ]to|must"
    r"|[Ww]hen(?:ever)?|[Ww]hether|can|dips?[ ]to|tends?[ ]to|typically|trigger(?:s|ed)?|threshold|minimum"
    r"|invalidat\w+|conditional|extreme|signals?[ ]a|[Aa](?:ny)?[ ](?:[a-z]+[ ]){0,2}"
    r"(?:move|close|break|drop|push|fall|breakdown|breakout|print|reading|dip)[ ](?:[a-z]+[ ]){0,2}"
    r"(?:above|below|over|under|through|of|back|to|at))\b"
)
_COPULA = re.compile(
    r"\b(?:is|are|was|were|stands?|stood|sits?|sat|remains?|remained|fell|rose|has|have|reads?|currently|now)\b"
)
_ONE_SIDED = re.compile(
    r"above|below|sub|under|over|fewer|less|at (?:least|or)|minimum|a minimum|[<>\u2264\u2265]", re.IGNORECASE
)
_MOVES = re.compile(
    r"\b(?:move|moves|moving|drop|drops|close|closes|break|breaks|breaking|push|rally|fall|falls|hold|holds|holding"
    r"|dip|rise|rebound|bounce|slip|slips|decline|pullback|retreat|run|breakdown|breakout|retest|return"
    r"|reclaim|reclaiming)(?:[ ](?:back|sustained|decisively|cleanly))?[ ]"
    r"(?:above|below|over|under|toward|towards|to|of|through|into)?[ ]?\Z"
)
_ESTIMATE = re.compile(
    r"\b(?:estimat\w+|implied(?! vol)|approximat\w+|ballpark|guess|rough(?:ly)?|model(?:l?ed|s)?)\b",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"\[[0-9]{1,3}(?:, ?[0-9]{1,3})*\]")
_DENOMINATOR = re.compile(
    r"[ ]of[ ](?:all[ ]|total[ ])?(?:(?:the|its|their|that|this|your|our|a)[ ])?"
    r"(?P<what>[A-Za-z&;\u2010\u2011'\u2019/0-9-]+(?:[ ][A-Za-z&;\u2010\u2011'\u2019/0-9-]+){0,4})"
)
_BY_VALUE = re.compile(r"\b[Bb]y (?:weight|value|market (?:value|cap(?:itali[sz]ation)?))\b")
_STOP_WORDS = word_set(
    "is are was were be report reports reported have has had show showing shows trading trade "
    "trade. in for at from with that which who by on and or but to above below carry carries "
    "generate generated comes come lose losing made make tied now still already this as while "
    "pay pays remain remains saw see do did will would versus vs than into"
)
_SAYS = (
    r"(?:notes?|noted|says?|said|argues?|argued|reports?|reported|expects?|expected|sees?|projects?|projected"
    r"|estimates?|estimated|forecasts?|shows?|showed|adds?|added|finds?|found|suggests?|assumes?|calculates?"
    r"|highlights?|describes?|identif(?:ies|ying)|assigns?|confirms?|emphasi[sz]es?|points?|pegs?|puts?|counts?"
    r"|thinks?|believes?|predicts?|echoes"
    r"|rates|values|has[ ]argued|(?:now|still)[ ]expects|both[ ](?:note|emphasi[sz]e|point)|data[ ]shows?)"
)
_NAME_WORD = r"(?:[A-Z][A-Za-z0-9&]*(?:\.[a-z]{2,3})?|[a-z][A-Z][A-Za-z]+)"
_NAME = rf"{_NAME_WORD}(?:(?:[ ]|[ ]of[ ]|[ ]and[ ]|['\u2019]s[ ]){_NAME_WORD}){{0,5}}"
_CREDIT = (
    re.compile(rf"\b[Aa]ccording[ ]to[ ](?:the[ ]|data[ ]from[ ]|analysts[ ]at[ ])?(?P<who>{_NAME})"),
    re.compile(rf"\b(?:[Cc]iting|[Pp]er|[Vv]ia|[Ss]ource:|[Ss]ources:)[ ](?P<who>{_NAME})"),
    re.compile(
        rf"(?<![\w.'\u2019-])(?P<who>{_NAME})(?:['\u2019]s[ ][a-z][a-z \u2010\u2011-]{{0,40}})?"
        rf"(?:[ ](?:strategists?|analysts?|economists?|data|team|research|desk|also|now|still))?,?[ ]"
        rf"{_SAYS}\b"
    ),
    re.compile(
        rf"(?P<who>{_NAME})['\u2019]s[ ](?:[A-Za-z0-9%\u2010\u2011+-]+[ ]){{0,5}}(?:note|outlook|data"
        r"|analysis|estimates?|regression|framework|snapshot|view|work|model|survey|report|target|forecast|numbers|figures"
        r"|call|overview|strategists?)\b"
    ),
    re.compile(
        r"\b(?:data|snapshot|analysis|figures|numbers|report|note|survey|research|estimates)[ ](?:from|by)[ ]"
        rf"(?P<who>{_NAME})"
    ),
)
_NOT_A_SOURCE = word_set(
    "economists consensus our my your his her each every more most some many few all the a an this"
    " that it its they we i in on at for from as and but historically near resistance support price"
    " momentum technical trend volume sentiment breadth today friday monday tuesday wednesday thursday"
    " note source january february march april may june july august september october november"
    " december etf etfs us fed cpi rsi macd sma ema atr q1 q2 q3 q4 futures options strategists"
    " analysts markets investors traders bulls bears data earnings"
)


def conditional(text: str, start: int, quantity: Quantity) -> bool:
    """Whether the figure is a condition ("if … falls below 55 %"), not a reading.

    Args:
        text: The whole text.
        start: Where its sentence begins.
        quantity: The figure.
    """
    clause = text[max(start, text.rfind(";", start, quantity.span.start) + 1) : quantity.span.start]
    if _IF.search(clause):
        return True
    one_sided = _ONE_SIDED.match(text, quantity.span.start) is not None
    return one_sided and not _COPULA.search(clause[-60:])


def level_to_reach(text: str, start: int, quantity: Quantity) -> bool:
    """Whether dollars are a level to be reached or lost: "a close above $293", "breaking $250"."""
    if quantity.unit is not Measure.USD:
        return False
    before = text[start : quantity.span.start]
    written = text[quantity.span.start : quantity.span.end].lower()
    one_sided = written.startswith(("above", "below", "over", "under", "at or"))
    if one_sided and _MOVES.search(before):
        return bool(_IF.search(before)) or bool(re.search(r"\b[Aa][ ][a-z ]{0,24}\Z", before))
    return bool(_MOVES.search(before)) and bool(_IF.search(before)) and not before.endswith("to ")


def denominator(text: str, start: int, quantity: Quantity, end: int) -> str | None:
    """Of what a share is one, where words around it say so: "of Russell 2000 constituents", "by weight"."""
    if quantity.unit is not Measure.PERCENT:
        return None
    if _BY_VALUE.search(text, start, quantity.span.start) or _BY_VALUE.match(text, quantity.span.end + 1):
        return "market value"
    match = _DENOMINATOR.match(text, quantity.span.end, end)
    if not match:
        return None
    words: list[str] = []
    for word in match["what"].rstrip(";").split(" "):
        if word.lower() in _STOP_WORDS:
            break
        words.append(word)
    return " ".join(words) or None


@dataclass(frozen=True, slots=True)
class Credit:
    """Whom a text credits, and where it does."""

    who: str
    start: int


def credits_in(text: str, start: int, end: int, common: frozenset[str]) -> list[Credit]:
    """Whom `text[start:end]` credits, in order.

    Args:
        text: The whole text.
        start: Where the stretch begins.
        end: One past its last character.
        common: Words of the document in lower case, to tell names from words at the head of a sentence.
    """
    found: dict[int, Credit] = {}
    for pattern in _CREDIT:
        for match in pattern.finditer(text, start, end):
            who = _source(match["who"], common)
            if who:
                found.setdefault(match.end("who"), Credit(who, match.start("who")))
    return sorted(found.values(), key=lambda credit: credit.start)


def credited(found: Sequence[Credit], quantity: Quantity) -> str | None:
    """Of those credited the one to whom a figure belongs: the nearest before it, else the first."""
    before = [credit for credit in found if credit.start < quantity.span.start]
    return (before[-1] if before else found[0]).who if found else None


def refers(text: str, start: int, end: int) -> bool:
    """Whether a stretch has a footnote mark."""
    return bool(_FOOTNOTE.search(text, start, end))


def method(text: str, start: int, quantity: Quantity, *, quoted: bool, computed: bool) -> Method:
    """How the document comes by a figure."""
    if quoted:
        return Method.QUOTED
    if computed:
        return Method.COMPUTED
    near = text[max(start, quantity.span.start - 60) : quantity.span.start]
    if quantity.bound == "about" or _ESTIMATE.search(near):
        return Method.ESTIMATED
    return Method.STATED


def _source(name: str, common: frozenset[str]) -> str | None:
    words = name.split(" ")
    while words and words[0].lower().rstrip("s'\u2019") in _NOT_A_SOURCE | {"th"}:
        words = words[1:]
    if not words:
        return None
    plain = [word.replace("\u2019s", "").replace("'s", "") for word in words]
    if len(plain) == 1 and plain[0].lower() in common:
        return None
    if (
        plain[0].lower() in {"russell", "iwm", "spy", "qqq", "s&p", "small", "large", "u.s", "ishares"}
        and "BlackRock" not in plain
    ):
        return None
    return " ".join(words)
