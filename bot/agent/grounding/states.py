"""The check of states: ratings, regimes, votes and flags are the card's, or wrong."""

import re
from dataclasses import dataclass
from datetime import date

from bot.agent.grounding.known import Index
from bot.agent.grounding.owners import owner_of, owners_at
from bot.agent.grounding.reading import Read, SymbolAt
from bot.agent.grounding.scope import Carried, session_day, subject
from bot.agent.grounding.verdict import Claim, ClaimKind
from bot.agent.grounding.vocabulary import metrics_of

_WORDS: dict[tuple[str, ...], str] = {
    ("strong", "bullish"): "strong bullish", ("strongly", "bullish"): "strong bullish",
    ("strong", "bearish"): "strong bearish", ("strongly", "bearish"): "strong bearish",
    ("bullish",): "bullish", ("bearish",): "bearish", ("neutral",): "neutral",
    ("supportive",): "supportive", ("stressed",): "stressed",
    ("parity",): "parity", ("small", "-", "cap", "leadership"): "small-cap leadership",
    ("small", "cap", "leadership"): "small-cap leadership", ("large", "-", "cap", "flight"): "large-cap flight",
    ("large", "cap", "flight"): "large-cap flight",
    ("abstain",): "abstains", ("abstaining",): "abstains", ("abstained",): "abstains",
    ("not", "known"): "abstains", ("unavailable",): "abstains", ("unknown",): "abstains",
    ("deterioration",): "deterioration warning", ("resilience",): "resilience",
    ("rise", "confirmed"): "rise confirmed", ("rise", "diverging"): "rise diverging",
    ("fall", "confirmed"): "fall confirmed", ("fall", "diverging"): "fall diverging", ("repairing",): "repairing",
    ("weak",): "weak", ("strong",): "strong", ("outside", "neutral", "band"): "outside", ("inside", "neutral", "band"): "neutral",
    ("within", "neutral", "band"): "neutral",
    ("sit", "out"): "neutral", ("stand", "aside"): "stand aside / protect", ("standing", "aside"): "stand aside / protect",
    ("half", "size"): "half", ("half", "-", "size"): "half", ("full", "size"): "full", ("full", "-", "size"): "full",
}  # fmt: skip
_AFTER_NONE = frozenset(
    "band line zone range threshold or vote case side bias call territory rule reading's state at".split()
) - {"at", "vote", "bias", "call", "reading's"}
_IF = frozenset(
    "would could if turn turns turning flip flips flipping need needs needed until unless become becomes becoming must"
    " should require requires required takes take to may might back before make makes bring brings when moves move go"
    " goes reach push lift away from drop starts start"
    .split()
)  # fmt: skip
_NOT = frozenset(
    "not no isn't aren't never neither nor hardly without rather wasn't weren't instead neutralise cannot".split()
)
_REGIMES = ("parity", "small-cap leadership", "large-cap flight")
_POSTURES = ("half", "full", "stand aside / protect")
_VERDICTS = ("rise confirmed", "rise diverging", "fall confirmed", "fall diverging", "repairing")
_LETTER = re.compile(
    r"(?:\b(?:[Gg]rade[ds]?|[Ll]etter(?: grade)?|[Rr]ated|got|gets|earns|earned)(?: is| of|:)?(?: an?)? |(?:of 100|/ ?100|out of 100|\d\.\d)[,;]? \(?(?:an? |grade |letter )?|, an? |(?<=\()(?:an? |grade )?|\d, )"
    r"\**(?P<letter>[A-F])\b\**(?=[\s).,;|*]|$)(?! [a-z]+ (?:of|in) )"
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A state word in a statement."""

    word: str
    first: int
    last: int


def states(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of a statement's state words and letters."""
    claims = []
    for said in _said(read):
        claim = _state(said, read, carried, index)
        if claim is not None:
            claims.append(claim)
    return claims + _letters(read, carried, index)


def _said(read: Read) -> list[_Said]:
    words = read.words
    found = []
    at = read.lead
    while at < len(words):
        for size in (4, 3, 2, 1):
            name = tuple(word.norm for word in words[at : at + size])
            if name == ("weak",) or name == ("strong",):
                before = words[at - 1].norm if at > read.lead else ""
                if before not in ("is", "are", "look", "looks", "still", "stay", "remain"):
                    continue
            if len(name) == size and name in _WORDS:
                after = words[at + size].norm if at + size < len(words) else ""
                if after == "-":
                    after = words[at + size + 1].norm if at + size + 1 < len(words) else ""
                if after not in _AFTER_NONE and not (after == "size" and name == ("full",)):
                    found.append(_Said(_WORDS[name], at, at + size))
                at += size - 1
                break
        at += 1
    return found


def _state(said: _Said, read: Read, carried: Carried, index: Index) -> Claim | None:
    symbols = _symbols(said.first, read, carried)
    sessions = _sessions(said.first, read, carried, index)
    explicit = True
    if said.word in _REGIMES:
        owners = ["rotation"]
    elif said.word in _POSTURES:
        owners = ["sizing"]
    elif said.word in _VERDICTS:
        owners = ["verdict"]
    elif said.word in ("deterioration warning", "resilience"):
        owners = ["quadrant"]
    else:
        owners = owners_at(said.first, read, carried, index)
        explicit = bool(owners)
        if said.word == "outside" or (said.word == "neutral" and said.last - said.first > 1):
            if not owners:
                return None
        elif not owners and said.word in (
            "bullish",
            "bearish",
            "neutral",
            "strong bullish",
            "strong bearish",
        ):
            owners = ["composite"]
            spoken = {word.norm for word in read.words} & {
                "card",
                "composite",
                "rating",
                "overall",
                "signal",
                "stack",
                "desk",
                "score",
                "grade",
            }
            if not spoken and not read.symbols and any(one.word == said.word for one in index.states):
                # "it reads neutral": something of this run does
                return None
        if not owners and said.word in ("supportive", "stressed"):
            owners = ["credit"]
    words = {word.norm for word in read.words}
    after = [word.norm for word in read.words[said.last : said.last + 3]]
    if after[:1] == ["vote"]:
        owners = [
            owner
            for one in read.mentions
            if one.first > said.last and (owner := owner_of(one, index)) and owner.startswith("votes.")
        ][:2]
    elif (
        owners == ["composite"]
        and words & {"vote", "indicator", "component", "stochastic", "horizon"}
        and not (explicit and _beside(said, read, index))
    ):
        return None
    if said.word == "abstains":
        gone = {metric for _, key, missing in index.missing for metric in metrics_of(key)}
        if any(one.metrics & gone for one in read.mentions):
            return _claim(said, read, holds=True, because="not known in this run")
    if not owners:
        return None
    before = [word.norm for word in read.words[max(read.lead, said.first - 4) : said.first]]
    clause = _clause(read, said.first)
    negated = bool(_NOT & set(before)) and not (owners == ["composite"] and _plain_rating(said, read))
    if any(a <= read.words[said.first].start < b for a, b in read.reasons):
        return None
    if said.word in _REGIMES + _POSTURES and not _asserted(said, read):
        return None
    if _supposed(said, read, clause) and not (owners == ["composite"] and _plain_rating(said, read)):
        return None if negated else _target(said, owners, symbols, read, index)
    worst: Claim | None = None
    for owner in owners:
        known = [
            one
            for one in index.states
            if one.owner == owner
            and (symbols is None or one.symbol in symbols)
            and (sessions is None or one.session is None or one.session in sessions)
        ]
        if owner.startswith("votes."):
            claim = _vote(said, owner, symbols, read, index)
            if claim is not None:
                worst = claim if not claim.holds or worst is None else worst
            continue
        if owner == "composite" and _plain_rating(said, read):
            known = [
                one
                for one in index.states
                if one.owner == "rating_plain" and (symbols is None or one.symbol in symbols)
            ] or known
        if not known:
            if symbols is not None and any(one.owner == owner for one in index.states):
                told = ", ".join(sorted(symbols))
                return _claim(said, read, holds=False, because=f"{owner} of {told} was not read in this run")
            continue
        if said.word in ("weak", "strong"):
            scores = [
                one.fact.number
                for one in index.scores
                if one.key == f"{owner}.score" and (symbols is None or one.symbols & symbols)
            ]
            weak = any(
                on
                for key, symbol, on, _ in index.flags
                if key == f"{owner}.weak" and (symbols is None or symbol in symbols)
            )
            if not scores:
                continue
            right = min(scores) <= 0 or weak if said.word == "weak" else max(scores) > 0
        elif said.word == "outside":
            right = any(one.word is not None and one.word != "neutral" for one in known)
        elif said.word == "abstains":
            right = any(one.word is None for one in known)
        else:
            right = any(_same(one.word, said.word) for one in known)
        right = right != negated
        is_now = ", ".join(sorted({one.word or "not known" for one in known}))
        claim = _claim(said, read, holds=right, because=f"{owner} is {is_now}", fact=known[0].fact)
        if not right:
            return claim
        worst = worst or claim
    return worst


def _beside(said: _Said, read: Read, index: Index) -> bool:
    """Whether the composite itself is named within three words."""
    return any(
        owner_of(one, index) == "composite"
        and (0 <= said.first - one.last <= 3 or 0 <= one.first - said.last <= 2)
        for one in read.mentions
    )


def _plain_rating(said: _Said, read: Read) -> bool:
    """Whether the rating is spoken of as it is without the calendar."""
    start = said.first
    while start > read.lead and read.words[start - 1].norm != ";":
        start -= 1
    words = [word.norm for word in read.words[start : said.last + 6]]
    return "without" in words and bool({"calendar", "window", "event"} & set(words))


def _same(word: str | None, said: str) -> bool:
    if word is None:
        return False
    # "bullish" may be said of a strong one; the reverse is an exaggeration
    return word == said or (word == f"strong {said}")


def _asserted(said: _Said, read: Read) -> bool:
    """Whether a regime or a posture is said to be in force, and not defined, named or asked for."""
    words = [word.norm for word in read.words[read.lead :]]
    if set(words) & {
        "mean",
        "means",
        "defined",
        "definition",
        "explain",
        "would",
        "could",
        "if",
        "need",
        "needs",
        "condition",
        "conditions",
        "require",
        "requires",
        "entry",
        "threshold",
        "start",
        "flip",
        "ends",
        "wide",
        "give",
        "change",
        "downward",
        "upward",
        "downwards",
        "upwards",
    }:
        return False
    before = [word.norm for word in read.words[max(read.lead, said.first - 3) : said.first]]
    after = [word.norm for word in read.words[said.last : said.last + 3]]
    if "for" in before and said.word == "full":
        return False
    return bool(
        set(before)
        & {
            "is",
            "in",
            "say",
            ":",
            "are",
            "sizing",
            "size",
            "rotation",
            "posture",
            "state",
            "still",
            "rate",
            "remain",
            "was",
            "at",
            "into",
        }
        or set(after) & {"for", "is", "ha", "has", "size", "it", "or"}
        or not before
    )


def _supposed(said: _Said, read: Read, clause: list[str]) -> bool:
    before = [
        word.norm for word in read.words[max(read.lead, said.first - 6) : said.first]
        if not any(day.start <= word.start < day.end for day in read.days)
    ]  # fmt: skip
    if "for" in before[-3:]:
        return True
    near = set(before) & _IF
    if re.search(r"\ba (?:daily )?close (?:above|below|over|under)\b", read.body, re.IGNORECASE):
        return True
    return bool(near) or bool({"would", "could", "if", "until", "unless"} & set(clause))


def _target(
    said: _Said, owners: list[str], symbols: set[str] | None, read: Read, index: Index
) -> Claim | None:
    """ "would turn momentum bullish": the card must have a flip of that layer to that state."""
    if said.word not in (
        "bullish",
        "bearish",
        "neutral",
        "small-cap leadership",
        "large-cap flight",
        "parity",
    ):
        return None
    if read.numbers:
        # the figure beside it is held against the flips themselves
        return None
    before = [word.norm for word in read.words[max(read.lead, said.first - 3) : said.first]]
    if set(before) & {"from", "away", "out", "no", "longer", "be", "being", "already", "is"}:
        return None
    for owner in owners:
        if owner not in ("trend", "momentum", "breadth", "relative_strength"):
            continue
        ends = {
            one.key.rpartition(".")[2]
            for one in index.known
            if one.key.startswith(f"{owner}.flip") and (symbols is None or one.symbols & symbols)
        }
        ends |= {
            key.rpartition(".")[2] for symbol, key, _ in index.missing if key.startswith(f"{owner}.flip")
        }
        if ends and said.word not in ends:
            return _claim(
                said,
                read,
                holds=False,
                because=f"{owner} flips to {', '.join(sorted(ends))}, not to {said.word}",
            )
    return None


def _vote(said: _Said, owner: str, symbols: set[str] | None, read: Read, index: Index) -> Claim | None:
    wanted = {"bullish": 1.0, "bearish": -1.0, "neutral": 0.0}.get(said.word)
    if wanted is None:
        return None
    words = {word.norm for word in read.words}
    if not words & {"vote", "votes", "voting", "voted", "ballot"} and not (read.statement.cell or True):
        return None
    votes = [one for one in index.known if one.key == owner and (symbols is None or one.symbols & symbols)]
    if not votes:
        return None
    right = any(one.fact.number == wanted for one in votes)
    return _claim(
        said,
        read,
        holds=right,
        because=f"{votes[0].fact.label} is {votes[0].fact.number:+.0f}",
        fact=votes[0].fact.id,
    )


def _letters(read: Read, carried: Carried, index: Index) -> list[Claim]:
    claims = []
    for match in _LETTER.finditer(read.text, read.statement.start, read.statement.end):
        place = read.at(match.start("letter"))
        symbols = _symbols(place, read, carried)
        sessions = _sessions(place, read, carried, index)
        known = [
            one for one in index.states
            if one.owner == "letter" and (symbols is None or one.symbol in symbols)
            and (sessions is None or one.session is None or one.session in sessions)
        ]  # fmt: skip
        if not known:
            continue
        right = any(one.word == match["letter"] for one in known)
        claims.append(
            Claim(match.start("letter"), match.end("letter"), match["letter"], ClaimKind.STATE, right,
                  f"letter is {', '.join(sorted({one.word or 'not known' for one in known}))}", (known[0].fact,) if right else ())
        )  # fmt: skip
    return claims


def _symbols(place: int, read: Read, carried: Carried) -> set[str] | None:
    before = [
        one
        for one in read.symbols
        if one.index <= place and subject(one, read) and not _had(one, place, read)
    ]
    after = [one for one in read.symbols if one.index > place]
    if (
        after
        and after[0].index - place <= 3
        and read.words[after[0].index - 1].norm in ("on", "for", "of", "in", "both")
    ):
        chosen = {after[0].symbol}
        for one in after[1:]:
            if any(
                word.norm not in ("and", ",", "both") for word in read.words[after[0].index + 1 : one.index]
            ):
                break
            chosen.add(one.symbol)
        return chosen
    if before:
        return {before[-1].symbol}
    return {carried.symbol} if carried.symbol else None


def _had(one: SymbolAt, place: int, read: Read) -> bool:
    """Whether a symbol of a clause beside has had its number already."""
    if (
        one.start < 0
        or one.index <= read.lead
        or read.words[one.index - 1].norm not in ("while", "as", "when", "with")
    ):
        return False
    return any(one.end <= other.start and read.at(other.end - 1) < place for other in read.numbers)


def _sessions(place: int, read: Read, carried: Carried, index: Index) -> set[date] | None:
    spoken = [day for day in read.days if session_day(day, index)]
    if spoken:
        before = [day for day in spoken if read.at(day.start) <= place]
        if any(word.norm in ("both", "each", "every") for word in read.words[place:]):
            return {session for session in index.sessions for day in spoken if day.is_day(session)}
        chosen = before[-1] if before else spoken[0]
        return {session for session in index.sessions if chosen.is_day(session)}
    if carried.day is not None and len(index.sessions) > 1:
        return {carried.day}
    return None


def _clause(read: Read, at: int) -> list[str]:
    start = at
    while start > read.lead and read.words[start - 1].norm not in (";", "|"):
        start -= 1
    end = at
    while end < len(read.words) and read.words[end].norm not in (";", "|"):
        end += 1
    return [word.norm for word in read.words[start:end]]


def _claim(said: _Said, read: Read, *, holds: bool, because: str, fact: str | None = None) -> Claim:
    start, end = read.words[said.first].start, read.words[said.last - 1].end
    return Claim(
        start, end, read.text[start:end], ClaimKind.STATE, holds, because, (fact,) if fact and holds else ()
    )
