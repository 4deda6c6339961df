"""The check of movement without a figure: "IWM rose on the day", "breadth improved", "it lags SPY"."""

import re
from dataclasses import dataclass

from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.placing import of_match
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried, about, of_session, session_day
from bot.agent.grounding.subjects import subject
from bot.agent.grounding.verdict import Claim, ClaimKind
from bot.agent.grounding.vocabulary import family
from tools.phrases import written

_MOVED = re.compile(
    r"\b(?:(?P<up>rose|gained|climbed|advanced|rallied|jumped|surged|improved|recovered|increased|widened|steepened"
    r"|strengthened|(?:closed|ended|finished|settled) (?:sharply |slightly |modestly |a little )?higher"
    r"|(?:is|was|are|were) (?:now |still )?"
    r"(?:up|higher|rising|improving|climbing|widening|steepening|strengthening))"
    r"|(?P<down>fell|lost|dropped|declined|slipped|slid|sank|tumbled|plunged|decreased|deteriorated|weakened|worsened"
    r"|narrowed|flattened|(?:closed|ended|finished|settled) (?:sharply |slightly |modestly |a little )?lower"
    r"|(?:is|was|are|were) (?:now |still )?"
    r"(?:down|lower|falling|declining|deteriorating|narrowing|flattening|weakening|worsening)))\b"
    r"(?! (?:\w+ )?(?:below|above|to|than|back|from|into|out|under|over|off|for))",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\b(?:(?P<up>outperform(?:s|ed|ing)?|leads?|led|leading|beats?|beating|outpac(?:es|ed|ing)|ahead of)"
    r"|(?P<down>underperform(?:s|ed|ing)?|lags?|lagged|lagging|trails?|trailed|trailing|behind))(?: the)?"
    r" (?P<other>SPY|QQQ|S&P 500|S&P|Nasdaq 100|Nasdaq)\b",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:would|could|if|should|might|may|when|whether|until|unless|needs?|must|can)\b", re.IGNORECASE
)
_NOT = frozenset(("not", "never", "no", "hardly", "n't", "didn't", "hasn't", "isn't", "neither"))
_SPAN = re.compile(
    r"\b(?:over|in|across) (?:the (?:last|past) )?(?P<n>10|21|20|ten|twenty|twenty-one)"
    r"[- ](?:sessions?|days?)",
    re.IGNORECASE,
)
_SPREADING = re.compile(r"widen|narrow|steep|flatten", re.IGNORECASE)
"""What only a spread or a curve does."""

_SIZING = re.compile(r"widen|narrow|increas|decreas|grew|shrank", re.IGNORECASE)
_SEPARATIONS = frozenset(("trend.separation", "trend.separation_5_ago", "horizon.mid.separation"))
_WINDOWS = {"10": 10, "ten": 10, "21": 21, "twenty-one": 21, "20": 20, "twenty": 20}
_PRICE_CHANGES = {
    None: "change_percent",
    10: "momentum.roc10",
    21: "momentum.roc21",
    20: "breadth.price_return_20",
}
"""By sessions; None: on the day."""

_OTHERS = {"spy": "SPY", "s&p": "SPY", "s&p 500": "SPY", "qqq": "QQQ", "nasdaq": "QQQ", "nasdaq 100": "QQQ"}


@dataclass(frozen=True, slots=True)
class _Way:
    """Which way something went, and what says so."""

    sign: float
    facts: tuple[Known, ...]


def directions(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of a statement's verbs of movement that carry no figure of their own.

    "IWM rose on the day" is told from the day's change, "breadth improved" from the change of breadth.

    Args:
        read: The statement; one that only supposes ("if IWM rose") claims nothing.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    body = read.plain
    if _IF.search(body):
        return []
    claims = []
    for pattern, find in ((_AGAINST, _relative), (_MOVED, _moved)):
        for match in pattern.finditer(body):
            if _figured(match, read):
                continue
            way = find(match, read, carried, index)
            if way is None or way.sign == 0:
                continue
            words = body[: match.start()].lower().split()[-3:]
            negated = bool(_NOT & set(words)) or any(word.endswith("n't") for word in words)
            right = (way.sign > 0) == (bool(match["up"]) != negated)
            told = ", ".join(f"{one.fact.label} is {written(one.fact)}" for one in way.facts)
            facts = tuple(one.fact.id for one in way.facts)
            claims.append(of_match(read, match, ClaimKind.DIRECTION, holds=right, because=told, facts=facts))
    return claims


def _figured(match: re.Match[str], read: Read) -> bool:
    """Whether a number stands at the verb: then the check of figures tells its sign."""
    start, end = read.place(match.start()), read.place(match.end() - 1) + 1
    return any(end <= one.start < end + 24 or start - 14 < one.end <= start for one in read.numbers)


def _scoped(read: Read, carried: Carried, index: Index, key: str) -> list[Known]:
    """The facts of a key that are of the symbol and the sessions spoken of; none if that is several."""
    own = [one.symbol for one in read.symbols if subject(one, read)]
    symbols = {own[0]} if own else {carried.symbol} if carried.symbol else None
    spoken = [day for day in read.days if session_day(day, index)]
    sessions = {session for session in index.sessions for day in spoken if day.is_day(session)} or None
    found = [
        one for one in index.known
        if one.key == key and not one.serial and about(one, symbols) and of_session(one, sessions)
    ]  # fmt: skip
    # of several symbols or sessions none can be told: nothing is claimed
    return found if len({(one.fact.id, one.session) for one in found}) <= 2 else []


def _relative(match: re.Match[str], read: Read, carried: Carried, index: Index) -> _Way | None:
    """The way of "IWM lags SPY": each benchmark is compared over its own window."""
    other = _OTHERS[match["other"].lower()]
    key = "relative_strength.vs_spy_10" if other == "SPY" else "relative_strength.vs_qqq_20"
    own = [one.symbol for one in read.symbols if subject(one, read)]
    if own and own[0] not in index.symbols:
        return None
    facts = _scoped(read, carried, index, key)
    return _Way(facts[0].fact.number, (facts[0],)) if len(facts) == 1 else None


def _moved(match: re.Match[str], read: Read, carried: Carried, index: Index) -> _Way | None:
    """The way of the thing named before a verb, or of the price where only the symbol is."""
    place = read.at(read.place(match.start()))
    before = [one for one in read.mentions if one.last <= place and not one.weak]
    families = {family(one.key) for one in index.of(before[-1].metrics)} if before else {"close"}
    keys = {one.key for one in index.of(before[-1].metrics)} if before else {"close"}
    if "trend.separation" in keys and keys <= _SEPARATIONS:
        return _separation(match, read, carried, index)
    span = _SPAN.search(read.plain)
    window = _WINDOWS[span["n"].lower()] if span else None
    key = _key(families, window)
    if key is None or (not before and not any(subject(one, read) for one in read.symbols)):
        return None
    if _SPREADING.search(match.group()) and not key.startswith("credit."):
        return None
    facts = _scoped(read, carried, index, key)
    return _Way(facts[0].fact.number, (facts[0],)) if len(facts) == 1 else None


def _key(families: set[str], window: int | None) -> str | None:
    """The change that a thing's movement is told from, over so many sessions; None where no card has one."""
    if families == {"close"}:
        return _PRICE_CHANGES[window]
    if families == {"breadth"}:
        return "breadth.change" if window in (None, 21) else None
    if families and families <= {"credit.oas", "credit.high-yield_spread"}:
        return "credit.oas.change"
    if families == {"credit.curve"}:
        return "credit.curve.change"
    return "rotation.slope" if families == {"rotation"} else None


def _separation(match: re.Match[str], read: Read, carried: Carried, index: Index) -> _Way | None:
    """Wider or narrower: the size of the separation against that of five sessions ago."""
    if not _SIZING.search(match.group()):
        return None
    now = _scoped(read, carried, index, "trend.separation")
    then = _scoped(read, carried, index, "trend.separation_5_ago")
    if len(now) != 1 or len(then) != 1:
        return None
    return _Way(abs(now[0].fact.number) - abs(then[0].fact.number), (now[0], then[0]))
