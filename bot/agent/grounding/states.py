"""The check of states: ratings, regimes, votes and layers' states are the card's, or wrong."""

from dataclasses import dataclass

from bot.agent.grounding.known import Index, StateOf
from bot.agent.grounding.letters import letters
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.state_owners import LAYERS, RATINGS, state_owners
from bot.agent.grounding.state_scope import StateScope, state_scope
from bot.agent.grounding.state_words import POSTURES, REGIMES, VERBAL, Said, state_words
from bot.agent.grounding.supposing import asserted, supposed, without_calendar
from bot.agent.grounding.verdict import Claim, ClaimKind
from bot.agent.grounding.vocabulary import metrics_of

_NOT = frozenset((
    "not", "no", "isn't", "aren't", "never", "neither", "nor", "hardly", "without", "rather", "wasn't",
    "weren't", "instead", "neutralise", "cannot",
))  # fmt: skip


_TARGETS = frozenset(("bullish", "bearish", "neutral", "small-cap leadership", "large-cap flight", "parity"))
_NO_TARGET = frozenset(("from", "away", "out", "no", "longer", "be", "being", "already", "is"))
"""Before a state they say that it is left, or is so now: "away from neutral"."""

_VOTES = {"bullish": 1.0, "bearish": -1.0, "neutral": 0.0}


@dataclass(frozen=True, slots=True)
class _Saying:
    """A state word with what it is said in and of.

    Attributes:
        said: The state.
        scope: Its symbols and sessions.
        negated: Whether it is denied.
        plain: Whether it is the rating without the calendar.
        read: The statement.
        index: What the tools gave.
    """

    said: Said
    scope: StateScope
    negated: bool
    plain: bool
    read: Read
    index: Index

    def claim(self, *, holds: bool, because: str, fact: str | None = None) -> Claim:
        """The claim of the state's words."""
        return _claim(self.said, self.read, holds=holds, because=because, fact=fact)


def states(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of a statement's state words and letters.

    Args:
        read: The statement.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    claims = [_state(said, read, carried, index) for said in state_words(read)]
    return [claim for claim in claims if claim is not None] + letters(read, carried, index)


def _state(said: Said, read: Read, carried: Carried, index: Index) -> Claim | None:
    """The claim of a state word; None where it is not told whose state it is, or it is not said to be so."""
    if read.words[said.last : said.last + 1] and read.words[said.last].norm == "?":
        # "Parity? No": it is asked
        return None
    owners = state_owners(said, read, index)
    layers = not LAYERS.isdisjoint(owners or ()) and not _of_next_close(said, read)
    if said.word == "abstains" and owners is not None and not layers and _missing(read, index):
        return _claim(said, read, holds=True, because="not known in this run")
    in_reason = any(a <= read.words[said.first].start < b for a, b in read.reasons)
    if not owners or in_reason or (said.word in (REGIMES | POSTURES) - VERBAL and not asserted(said, read)):
        return None
    words = [word.norm for word in read.words[max(read.lead, said.first - 4) : said.first]]
    # "not bearish but neutral" denies the first alone
    before = set(words[words.index("but") :] if "but" in words else words)
    plain = without_calendar(said, read)
    rating = owners == ["composite"] and plain
    negated = not rating and not _NOT.isdisjoint(before)
    saying = _Saying(said, state_scope(said.first, read, carried, index), negated, plain, read, index)
    if not rating and supposed(said, read):
        return None if negated else _target(saying, owners)
    return _worst(saying, owners)


def _of_next_close(said: Said, read: Read) -> bool:
    """Whether it is said of a layer's flip: "next close: not known" leaves the layer as it is."""
    return "close" in [word.norm for word in read.words[max(read.lead, said.first - 3) : said.first]]


def _missing(read: Read, index: Index) -> bool:
    """Whether the statement names something that is not known in this run."""
    gone = {metric for _, key, _ in index.missing for metric in metrics_of(key)}
    return any(one.metrics & gone for one in read.mentions)


def _worst(saying: _Saying, owners: list[str]) -> Claim | None:
    """The claim that fails, if one does: "trend and breadth are bullish" is false where breadth is not."""
    worst: Claim | None = None
    for owner in owners:
        if owner == "rotation" and saying.said.word in RATINGS:
            # "large-cap flight, bearish": the rating is something else's
            continue
        vote = owner.startswith("votes.")
        claim = _vote(saying, owner) if vote else _owned(saying, owner)
        if claim is None:
            continue
        if not claim.holds and not vote:
            return claim
        if worst is None or not claim.holds:
            worst = claim
    return worst


def _owned(saying: _Saying, owner: str) -> Claim | None:
    """The claim that an owner is in a state; None where no card tells."""
    known = _known(saying, owner)
    symbols = saying.scope.symbols
    if not known:
        if symbols is not None and any(one.owner == owner for one in saying.index.states):
            told = ", ".join(sorted(symbols))
            return saying.claim(holds=False, because=f"{owner} of {told} was not read in this run")
        return None
    right = _is_so(saying, owner, known)
    if right is None:
        return None
    is_now = ", ".join(sorted({one.word or "not known" for one in known}))
    holds = right != saying.negated
    return saying.claim(holds=holds, because=f"{owner} is {is_now}", fact=known[0].fact)


def _known(saying: _Saying, owner: str) -> list[StateOf]:
    """The states of an owner; of the composite without the calendar, where that is spoken of."""
    if owner == "composite" and saying.plain:
        symbols = saying.scope.symbols
        plain = [
            one
            for one in saying.index.states
            if one.owner == "rating_plain" and (symbols is None or one.symbol in symbols)
        ]
        if plain:
            return plain
    return saying.scope.known(owner, saying.index)


def _is_so(saying: _Saying, owner: str, known: list[StateOf]) -> bool | None:
    """Whether any of the states is the one said; None where "weak" or "strong" has no score to rest on."""
    word = saying.said.word
    if word in ("weak", "strong"):
        return _strength(saying, owner)
    if word == "outside":
        return any(one.word is not None and one.word != "neutral" for one in known)
    if word == "out":
        # a layer sits out where it abstains, and where it is neutral
        return any(one.word in (None, "neutral") for one in known)
    if word == "abstains":
        # a component of credit that votes zero abstains too
        idle = owner.startswith("credit.")
        return any(one.word is None or (idle and one.word == "neutral") for one in known)
    # "bullish" may be said of a strong one; the reverse is an exaggeration
    return any(one.word in (word, f"strong {word}") for one in known)


def _strength(saying: _Saying, owner: str) -> bool | None:
    """Whether a layer is weak (its score is not positive, or its card flags it) or strong."""
    symbols, index = saying.scope.symbols, saying.index
    scores = [
        one.fact.number
        for one in index.scores
        if one.key == f"{owner}.score" and (symbols is None or one.symbols & symbols)
    ]
    if not scores:
        return None
    if saying.said.word == "strong":
        return max(scores) > 0
    return min(scores) <= 0 or any(
        on
        for key, symbol, on, _ in index.flags
        if key == f"{owner}.weak" and (symbols is None or symbol in symbols)
    )


def _target(saying: _Saying, owners: list[str]) -> Claim | None:
    """The claim of "would turn momentum bullish": the card must have a flip of that layer to that state.

    Where a figure stands beside it, that is held against the flips themselves.
    """
    said, read, index, symbols = saying.said, saying.read, saying.index, saying.scope.symbols
    if said.word not in _TARGETS or read.numbers:
        return None
    before = {word.norm for word in read.words[max(read.lead, said.first - 3) : said.first]}
    if before & _NO_TARGET:
        return None
    for owner in owners:
        if owner not in LAYERS:
            continue
        ends = {
            one.key.rpartition(".")[2]
            for one in index.known
            if one.key.startswith(f"{owner}.flip") and (symbols is None or one.symbols & symbols)
        }
        ends |= {key.rpartition(".")[2] for _, key, _ in index.missing if key.startswith(f"{owner}.flip")}
        if ends and said.word not in ends:
            because = f"{owner} flips to {', '.join(sorted(ends))}, not to {said.word}"
            return saying.claim(holds=False, because=because)
    return None


def _vote(saying: _Saying, owner: str) -> Claim | None:
    """The claim that an indicator's vote is a state: +1 is bullish."""
    wanted = _VOTES.get(saying.said.word)
    symbols = saying.scope.symbols
    votes = [
        one.fact
        for one in saying.index.known
        if one.key == owner and (symbols is None or one.symbols & symbols)
    ]
    if wanted is None or not votes:
        return None
    holds = any(fact.number == wanted for fact in votes)
    because = f"{votes[0].label} is {votes[0].number:+.0f}"
    return saying.claim(holds=holds, because=because, fact=votes[0].id)


def _claim(said: Said, read: Read, *, holds: bool, because: str, fact: str | None = None) -> Claim:
    start, end = read.words[said.first].start, read.words[said.last - 1].end
    named = (fact,) if fact else ()
    facts, against = (named, ()) if holds else ((), named)
    return Claim(start, end, read.text[start:end], ClaimKind.STATE, holds, because, facts, against=against)
