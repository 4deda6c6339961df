"""The check of counts: how many layers, votes, conditions, flags or horizons are what is said."""

import re

from bot.agent.grounding.known import Index
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.verdict import Claim, ClaimKind

_N = {
    "no": 0,
    "none": 0,
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "both": 2,
    "a": 1,
    "single": 1,
}
_NOUN = re.compile(
    r"\b(?P<noun>layers?|indicators?|votes?|conditions?|flags?|horizons?|components?)\b", re.IGNORECASE
)
_COUNT = re.compile(
    r"\b(?P<all>all|every|each|both)?(?: of)?(?: the)? ?\b(?P<n>\d|no|none|one|two|three|four|five|six|seven|eight|both)?(?: of (?:its |the |these |those )?(?P<of>\d|two|three|four|five|six|seven|eight)?)?(?: (?:other|full-size|sizing|signal|macro|credit|remaining))*",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?P<n>\b(?:\d|no|none|one|two|three|four|five|six|seven|eight|all|both|every|each)\b)(?: (?:of )?(?:the |its |these |those )?(?P<of>\d|two|three|four|five|six|seven|eight)?)? ?"
    r"(?P<noun>(?:(?:full-size |sizing |signal |credit |other )?(?:layers?|indicators?|votes?|conditions?|flags?|horizons?|components?)(?: for full size)?(?: present| listed| counted| cast| read)?)?(?: that could)?(?: are| is| were| was| read| reads| vote| votes| stands?| have| has| remain| remains| sits?| sit| go| come| still)*)?,? ?"
    r"(?P<what>bullish|bearish|neutral|abstain(?:s|ing)?|unmet|not met|met|fail(?:s|ed|ing)?|missing|pass(?:es|ed)?|hold|on|off|up|out|positive|negative|supportive|stressed|data|in place|satisfied|for|against|[+-]1|0)(?!\w)",
    re.IGNORECASE,
)


def counts(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of a statement's counts."""
    body = read.body
    noun_match = _NOUN.search(body)
    if not noun_match:
        return []
    if re.search(r"\b(?:would|could|if|rule|weight|carr(?:y|ies)|at least|need(?:s|ed)?)\b", body):
        return []
    symbols = {one.symbol for one in read.symbols} or ({carried.symbol} if carried.symbol else None)
    if symbols is not None and len(symbols & index.symbols) > 1:
        return []
    claims = []
    noun = noun_match["noun"].lower().rstrip("s")
    for match in _PART.finditer(body):
        named = _NOUN.search(match["noun"] or "")
        noun = named["noun"].lower().rstrip("s") if named else noun
        tally = _tally(noun, match["what"].lower(), symbols, index)
        if tally is None:
            continue
        have, total = tally
        said = match["n"].lower()
        if match["what"].lower() in ("for", "against") and (
            said.isdigit()
            or noun not in ("vote", "indicator")
            or not re.search(r"\bfor\b.*\bagainst\b", body)
        ):
            continue
        if said == "both" and (named is None or noun in ("vote", "indicator")):
            continue
        count = (
            total
            if said in ("all", "every", "each")
            else 2
            if said == "both"
            else _N.get(said, int(said) if said.isdigit() else -1)
        )
        size = match["of"]
        whole = None if size is None else _N.get(size.lower(), int(size) if size.isdigit() else -1)
        if said in ("all",) and whole is not None:
            count = whole
        right = count == have and (whole is None or whole == total or said == "all" and whole <= total)
        start = read.statement.start + match.start()
        claims.append(
            Claim(start, read.statement.start + match.end(), match.group(), ClaimKind.COUNT, right, f"{have} of {total} {noun}s")
        )  # fmt: skip
    return claims


def _words(owners: tuple[str, ...], symbols: set[str] | None, index: Index) -> list[str | None]:
    """The states of several things, each once however many tools gave them."""
    found = {
        (one.owner, one.symbol, one.session): one.word
        for one in index.states
        if one.owner in owners and _of(one.symbol, symbols)
    }
    return list(found.values())


def _tally(noun: str, what: str, symbols: set[str] | None, index: Index) -> tuple[int, int] | None:
    """How many of a kind are so, and how many there are; None where it cannot be counted."""
    if noun == "layer":
        words = _words(("trend", "momentum", "breadth", "relative_strength"), symbols, index)
        if len(words) != 4:
            return None
        if what in ("bullish", "bearish", "neutral"):
            return sum(word == what for word in words), 4
        if what.startswith("abstain"):
            return sum(word is None for word in words), 4
        if what in ("data",):
            return sum(word is not None for word in words), 4
        return None
    if noun in ("indicator", "vote"):
        votes = list(
            {
                (one.key, one.session): one.fact.number
                for one in index.known
                if one.key in _VOTES and _of(next(iter(one.symbols)), symbols)
            }.values()
        )
        if len(votes) < 5:
            return None
        wanted = {
            "bullish": 1,
            "bearish": -1,
            "neutral": 0,
            "out": 0,
            "positive": 1,
            "negative": -1,
            "+1": 1,
            "-1": -1,
            "0": 0,
            "for": 1,
            "against": -1,
        }.get(what)
        return None if wanted is None else (sum(vote == wanted for vote in votes), 8)
    if noun == "condition":
        unmet = [
            one.fact.number
            for one in index.known
            if one.key == "sizing.unmet" and _of(next(iter(one.symbols)), symbols)
        ]
        if not unmet:
            return None
        if what in ("unmet", "not met", "missing") or what.startswith("fail"):
            return int(unmet[0]), 7
        if what in ("met", "hold", "in place", "satisfied") or what.startswith("pass"):
            return 7 - int(unmet[0]), 7
        return None
    if noun == "horizon":
        words = _words(("horizon.near", "horizon.mid", "horizon.long"), symbols, index)
        if len(words) != 3 or what not in ("bullish", "bearish", "neutral"):
            return None
        return sum(word == what for word in words), 3
    if noun == "component":
        words = [
            one.word for one in index.states if one.owner.startswith("credit.") and _of(one.symbol, symbols)
        ]
        what = {
            "positive": "supportive",
            "+1": "supportive",
            "-1": "stressed",
            "negative": "stressed",
            "0": "neutral",
        }.get(what, what)
        if not words or what not in ("supportive", "stressed", "neutral"):
            return None
        return sum(word == what for word in words), len(words)
    if noun == "flag" and what in ("on", "off", "up"):
        what = "on" if what == "up" else what
        flags = {key: on for key, symbol, on, _ in index.flags if _of(symbol, symbols) and key in _FLAGS}
        return (sum(on is (what == "on") for on in flags.values()), len(flags)) if flags else None
    return None


_VOTES = frozenset(
    f"votes.{name}"
    for name in ("rsi", "macd", "fibonacci", "volume", "stochastic", "percent_b", "adx", "stack")
)
_FLAGS = frozenset(
    ("trend.converging", "trend.diverging", "trend.fresh_cross", "momentum.weak", "breadth.divergence_warning",
     "breadth.washed_out", "breadth.washed_out_repair", "breadth.thrust", "positioning.short_covering", "votes.volume_spike")
)  # fmt: skip


def _of(symbol: str, symbols: set[str] | None) -> bool:
    return symbols is None or symbol in symbols
