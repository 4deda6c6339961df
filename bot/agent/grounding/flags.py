"""The check of named conditions: what a card flags as on or off cannot be said otherwise."""

import re
from dataclasses import dataclass

from bot.agent.grounding.known import Index
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.verdict import Claim, ClaimKind

_NO = re.compile(
    r"\b(?:no|nothing|not|isn't|aren't|without|neither|nor|never|absent|off|doesn't|does not|do not|fails? to|hardly|cannot)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Phrase:
    """Words that say a flag is on, or, where `off`, that it is off."""

    pattern: re.Pattern[str]
    key: str
    off: bool = False


def _p(pattern: str, key: str, *, off: bool = False) -> _Phrase:
    return _Phrase(re.compile(pattern, re.IGNORECASE), key, off)


_PHRASES = (
    _p(r"\b(?:averages?|emas?|two|gap|separation|they) (?:\w+ ){0,4}?(?:are |is |have been |been |now |still |also )*(?P<word>converging)\b|\b(?P<word2>converging)\b(?=[^.;]*\b(?:average|ema))", "trend.converging"),
    _p(r"\b(?:averages?|emas?|two|gap|separation|they) (?:\w+ ){0,4}?(?:are |is |have been |been |now |still |also )*(?P<word>diverging|moving apart|drifting apart)\b", "trend.diverging"),
    _p(r"\bfresh cross(?:over)?\b", "trend.fresh_cross"),
    _p(r"\bbreadth divergence (?:warning|flag)\b|\bdivergence warning\b", "breadth.divergence_warning"),
    _p(r"\b(?:short[- ]covering )fade risk\b", "positioning.short_covering"),
    _p(r"\b(?:counts? as|is|was|no|not|a|an) (?:a |an )?(?:volume )?spike\b|\bvolume spike\b", "votes.volume_spike"),
    _p(r"\bmomentum (?:\w+ ){0,3}?(?:is |counts as |as |flagged |flag |was )*(?P<word>weak)\b|\bweak momentum\b|\bvolume (?:does not|doesn't|fails to|did not) confirms?\b|\bvolume weak\b|\bweak volume\b|\bno volume confirmation\b", "momentum.weak"),
    _p(r"\bmomentum (?:\w+ ){0,3}?(?:is |counts as |as |was )(?P<word>confirmed)\b|\bvolume (?:has |also |is )?(?P<word2>confirm(?:s|ed|ing))\b|\bconfirmed by volume\b", "momentum.weak", off=True),
    _p(r"\bevent window tightens?\b|\bevent window (?:is )?tightening\b", "calendar.tightening"),
    _p(r"\bthresholds? (?:\w+ ){0,3}?(?P<word>tighter|tighten(?:s|ed)?|tightened|raised|stricter)\b|\b(?P<word2>tighten(?:s|ed|ing)?) (?:the |its |all )?thresholds?\b", "calendar.tightening"),
    _p(r"\bthresholds? (?:\w+ ){0,3}?(?P<word>looser|loosen(?:s|ed)?|relaxed|lowered)\b|\b(?P<word2>loosen(?:s|ed|ing)?|relax(?:es|ed)?) (?:the |its |all )?thresholds?\b", "calendar.loosening"),
    _p(r"\b(?:today's|the day's|the) (?:\w+ )?readings? (?:\w+ )?confirms? (?:it|this|the state|that)\b|\bconfirmed by today's readings?\b|\bis confirmed today\b", "rotation.confirmed"),
    _p(r"\b(?:is |still |remains |an? )?unconfirmed\b|\bnot confirmed (?:by|today)\b", "rotation.confirmed", off=True),
)  # fmt: skip


def flags(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of a statement about named conditions."""
    body = read.body
    if re.search(
        r"\b(?:would|could|if|when|means|defined|until|unless|should|must|has to|have to)\b",
        body,
        re.IGNORECASE,
    ):
        return []
    claims = []
    on = _on(index, read, carried)
    for phrase in _PHRASES:
        for match in phrase.pattern.finditer(body):
            state = on.get(phrase.key)
            if state is None:
                continue
            said = not phrase.off
            start = (
                max(
                    body.rfind(";", 0, match.start()),
                    body.rfind(",", 0, match.start()),
                    body.rfind(":", 0, match.start()),
                )
                + 1
            )
            before = body[start : match.start()]
            inner = re.search(r"\bnot\b", match.group(), re.IGNORECASE) and match.group().lower().startswith(
                "momentum"
            )
            negated = (
                bool(inner)
                or bool(_NO.search(before) or _NO.match(match.group()))
                and "volume does" not in match.group().lower()
                and "doesn't" not in match.group().lower()
                and "no volume" not in match.group().lower()
            )
            ends = re.match(
                r"[^.;:]*\b(?:is|are|stays?|remains?) (?:both |all )?off\b|[^.;:,]*\b(?:is|was|are) not\b|(?: flag)? (?:is )?(?:off|not on|absent)\b",
                body[match.end() :],
            )
            if negated or ends:
                said = not said
            answer = re.match(
                r"(?: \([^)]*\))?: (?P<is>no|yes|off|on)(?=[.,;)\n]|\s*$)", body[match.end() :], re.IGNORECASE
            )
            if answer and answer["is"].lower() in ("no", "off"):
                said = not said
            claims.append(
                Claim(read.statement.start + match.start(), read.statement.start + match.end(), match.group(), ClaimKind.STATE,
                      said == state, f"{phrase.key} is {'on' if state else 'off'}")
            )  # fmt: skip
    return claims


def _on(index: Index, read: Read, carried: Carried) -> dict[str, bool]:
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
        multiple = multiples.pop()
        found["calendar.tightening"] = {multiple > 1}
        found["calendar.loosening"] = {multiple < 1}
    return {key: values.pop() for key, values in found.items() if len(values) == 1}
