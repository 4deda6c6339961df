"""The check of named conditions: what a card flags as on or off cannot be said otherwise."""

import re
from dataclasses import dataclass

from bot.agent.grounding.known import Index
from bot.agent.grounding.placing import of_match
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.verdict import Claim, ClaimKind

_NO = re.compile(
    r"\b(?:no|none|nothing|not|isn't|aren't|without|neither|nor|never|absent|short of"
    r"|off|doesn't|does not|do not|fails? to"
    r"|hardly|cannot)\b",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:would|could|if|when|means|defined|until|unless|should|must|has to|have to)\b", re.IGNORECASE
)
"""A statement with one of them tells a rule, not what is so."""

_OFF_AFTER = re.compile(
    r"[^.;:]*\b(?:is|are|stays?|remains?) (?:both |all )?off\b|[^.;:,]*\b(?:is|was|are) not\b"
    r"|(?: flag)? (?:is )?(?:off|not on|absent)\b"
)
_SO_ARE = re.compile(r"\b(?:off|not on|absent)\b[^.;]*,? and so (?:is|are) [^.;]*\Z", re.IGNORECASE)
_ANSWER = re.compile(r"(?: \([^)]*\))?: (?P<is>no|yes|off|on)(?=[.,;)\n]|\s*$)", re.IGNORECASE)
"""A flag in a list: "fresh cross: no"."""

_CONDITION = re.compile(r"momentum not weak", re.IGNORECASE)
_FAILING = re.compile(r"\b(?:fails?|unmet|missing|condition|box|boxes)\b", re.IGNORECASE)
"""Beside these the label of a condition for full size is its name, and says nothing of itself."""

_OWN_NEGATION = ("volume does", "doesn't", "no volume confirmation")
"""A phrase with one of them is negative as it stands: it says that momentum's weak flag is on."""

_AVERAGES = (
    r"\b(?:averages?|emas?|two|gap|separation|they) (?:\w+ ){0,4}?"
    r"(?:are |is |have been |been |now |still |also )*"
)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that say a flag is on, or, where `off`, that it is off."""

    pattern: re.Pattern[str]
    key: str
    off: bool = False


def _p(key: str, *patterns: str, off: bool = False) -> _Phrase:
    return _Phrase(re.compile("|".join(patterns), re.IGNORECASE), key, off)


_PHRASES = (
    _p(
        "trend.converging",
        _AVERAGES + r"(?P<word>converging)\b",
        r"\b(?P<word2>converging)\b(?=[^.;]*\b(?:average|ema))",
    ),
    _p("trend.diverging", _AVERAGES + r"(?P<word>diverging|moving apart|drifting apart)\b"),
    _p("trend.fresh_cross", r"\bfresh cross(?:over)?\b"),
    _p(
        "breadth.divergence_warning",
        r"\bbreadth divergence (?:warning|flag)\b",
        r"\bdivergence warning\b",
    ),
    _p("positioning.short_covering", r"\b(?:short[- ]covering )fade risk\b"),
    _p(
        "votes.volume_spike",
        r"\b(?:counts? as|is|was|no|not|a|an) (?:a |an )?(?:volume )?spike\b",
        r"\bvolume spike\b",
    ),
    _p(
        "momentum.weak",
        r"\bmomentum (?:\w+ ){0,3}?(?:is |counts as |as |flagged |flag |was )*(?P<word>weak)\b",
        r"\bweak momentum\b",
        r"\bvolume (?:does not|doesn't|fails to|did not) confirms?\b",
        r"\bvolume weak\b",
        r"\bweak volume\b",
        r"\bno volume confirmation\b",
        r"\bvolume (?:is )?not confirming\b",
    ),
    _p(
        "momentum.weak",
        r"\bmomentum (?:\w+ ){0,3}?(?:is |counts as |as |was )(?:not )?(?P<word>confirmed)\b",
        r"\bvolume (?:has |also |is )?(?P<word2>confirm(?:s|ed|ing))\b",
        r"\bconfirmed by volume\b",
        r"\bvolume is (?P<word3>strong|healthy|supportive)\b",
        off=True,
    ),
    _p(
        "calendar.tightening",
        r"\bevent window tightens?\b",
        r"\bevent window (?:is )?tightening\b",
    ),
    _p(
        "calendar.tightening",
        r"\bthresholds? (?:\w+ ){0,3}?(?P<word>tighter|tighten(?:s|ed)?|tightened|raised|stricter)\b",
        r"\b(?P<word2>tighten(?:s|ed|ing)?) (?:the |its |all )?thresholds?\b",
    ),
    _p(
        "calendar.open",
        r"\bevent window (?:is |stays |remains )?(?:open|active|in force|running)\b",
        r"\b(?:inside|within) an? (?:event |calendar )?window\b",
    ),
    _p(
        "calendar.loosening",
        r"\bthresholds? (?:\w+ ){0,3}?(?P<word>looser|loosen(?:s|ed)?|relaxed|lowered)\b",
        r"\b(?P<word2>loosen(?:s|ed|ing)?|relax(?:es|ed)?) (?:the |its |all )?thresholds?\b",
    ),
    _p(
        "rotation.confirmed",
        r"\b(?:today's|the day's|the) (?:\w+ )?readings? (?:\w+ )?confirms? (?:it|this|the state|that)\b",
        r"\bconfirmed by today's readings?\b",
        r"\bis confirmed today\b",
        r"\b(?:leadership|flight|parity|rotation)\b[^.;]*?, (?:and|now|still) (?P<word>confirmed)\b",
    ),
    _p(
        "rotation.confirmed",
        r"\b(?:is |still |remains |an? )?unconfirmed\b",
        r"\bnot confirmed (?:by|today)\b",
        off=True,
    ),
)


def flags(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of a statement about named conditions: "volume does not confirm", "fresh cross: no".

    Args:
        read: The statement.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    if _SUPPOSED.search(read.plain):
        return []
    claims = []
    known = _known(index, read, carried)
    for phrase in _PHRASES:
        for match in phrase.pattern.finditer(read.plain):
            on = known.get(phrase.key)
            if on is None or (_CONDITION.match(match.group()) and _FAILING.search(read.plain)):
                continue
            because = f"{phrase.key} is {'on' if on else 'off'}"
            holds = _said(phrase, match, read.plain) == on
            claims.append(of_match(read, match, ClaimKind.STATE, holds=holds, because=because))
    return claims


def _said(phrase: _Phrase, match: re.Match[str], body: str) -> bool:
    """Whether the flag is said to be on."""
    said = not phrase.off
    after = body[match.end() :]
    if _negated(match, body) or _OFF_AFTER.match(after):
        said = not said
    if _SO_ARE.search(body[: match.start()]):
        # "the repair flag is off, and so are the thrust and the warning"
        said = not said
    answer = _ANSWER.match(after)
    if answer and answer["is"].lower() in ("no", "off"):
        said = not said
    return said


def _negated(match: re.Match[str], body: str) -> bool:
    """Whether the clause denies the phrase: "no fresh cross", "momentum is not weak"."""
    phrase = match.group().lower()
    if phrase.startswith("momentum") and re.search(r"\bnot\b", phrase):
        return True
    if any(own in phrase for own in _OWN_NEGATION):
        return False
    start = max(body.rfind(mark, 0, match.start()) for mark in ";,:(") + 1
    return bool(_NO.search(body[start : match.start()]) or _NO.match(match.group()))


def _known(index: Index, read: Read, carried: Carried) -> dict[str, bool]:
    """The flags of the symbol and the session that are spoken of; one that is on and off is left out."""
    symbols = {one.symbol for one in read.symbols if one.symbol in index.symbols} or (
        {carried.symbol} if carried.symbol in index.symbols else set(index.symbols)
    )
    found: dict[str, set[bool]] = {}
    for key, symbol, on, session in index.flags:
        if symbol in symbols and (
            carried.day is None or session is None or session == carried.day or len(index.sessions) < 2
        ):
            found.setdefault(key, set()).add(on)
    multiples = {
        one.fact.number
        for one in index.known
        if one.key == "calendar.multiple" and one.fact.id.partition(".")[0].upper() in symbols
    }
    if len(multiples) == 1:
        # the calendar has no flag of its own: its multiple tells what it does to the thresholds
        multiple = multiples.pop()
        found["calendar.tightening"] = {multiple > 1}
        found["calendar.open"] = {multiple != 1}
        found["calendar.loosening"] = {multiple < 1}
    return {key: values.pop() for key, values in found.items() if len(values) == 1}
