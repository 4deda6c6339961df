"""The check of superlatives: of a card's layers, of several symbols, or of the sessions behind."""

from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.owners import owner_of
from bot.agent.grounding.placing import of_word
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried, about, of_session, session_day
from bot.agent.grounding.verdict import Claim, ClaimKind

_BEST = frozenset(("strongest", "highest", "best", "top", "firmest"))
_WORST = frozenset(("weakest", "lowest", "worst", "bottom", "softest"))
_LAYERS = frozenset(("trend", "momentum", "breadth", "relative_strength"))
_TOP = frozenset((
    "highest", "largest", "deepest", "strongest", "widest", "best", "most", "biggest", "steepest",
))  # fmt: skip
_LOW = frozenset(("lowest", "smallest", "shallowest", "weakest", "narrowest", "worst", "least"))
_SIZED = frozenset(("deepest", "shallowest", "widest", "narrowest"))
"""Said of sizes: the deepest drawdown is the most negative."""

_SHARES = {
    "tenth": 10.0,
    "decile": 10.0,
    "fifth": 20.0,
    "quarter": 25.0,
    "quartile": 25.0,
    "third": 33.4,
    "half": 50.0,
}
"""Per cent of the sessions that "the highest third" is."""

_HIGHEST, _LOWEST = 0.5, 1.0
"""Per cent of the sessions that may be beyond "the highest" and "the lowest": a percentile is rounded."""

_LIFTING = ("contribut", "add", "help", "lift", "support")
_DRAGGING = ("drag", "weigh", "hurt", "cost")
_OF_LAYERS = frozenset(("(", "at", ",", "and", "score", "of"))
_OF_SESSIONS = frozenset(("volume", "session", "level", "close", "gap", "touch"))
_OF_PRICES = frozenset(("high", "close", "low", "gap", "session"))


def on_session(one: Known, read: Read, carried: Carried, index: Index) -> bool:
    """Whether a fact is of the session that is spoken of; any will do where none is."""
    spoken = [day for day in read.days if session_day(day, index)]
    if spoken:
        return of_session(
            one, {session for session in index.sessions for day in spoken if day.is_day(session)}
        )
    if carried.day is not None and len(index.sessions) > 1:
        return of_session(one, {carried.day})
    return True


def symbols_before(place: int, read: Read, carried: Carried) -> set[str] | None:
    """The symbols that a word may be said of: those before it, else the one carried; None for any."""
    before = {one.symbol for one in read.symbols if one.index <= place}
    if before:
        return before
    return {carried.symbol} if carried.symbol else None


def superlatives(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of a statement's superlatives.

    Args:
        read: The statement.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    return _of_layers(read, carried, index) + _of_symbols(read, index) + _of_window(read, carried, index)


def _of_layers(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of "breadth is the weakest layer", against the layers' scores."""
    claims = []
    words = [one.norm for one in read.words]
    for at in range(read.lead, len(words)):
        word = words[at]
        share = _contributes(at, words)
        if not share and (word not in _BEST | _WORST or not _layered(at, words)):
            continue
        if "from" in words[max(read.lead, at - 3) : at] or words[at + 1 : at + 2] == ["to"]:
            # "ranking them from best to worst" says nothing of one
            continue
        owners = _layers_at(at, read, index)
        symbols = symbols_before(at, read, carried)
        scores = {
            one.key.split(".")[0]: one.fact.number
            for one in index.scores
            if about(one, symbols) and on_session(one, read, carried, index)
        }
        if not owners or not set(owners) <= set(scores):
            continue
        best = share > 0 if share else word in _BEST
        edge = max(scores.values()) if best else min(scores.values())
        holds = all(scores[owner] == edge for owner in owners)
        told = ", ".join(f"{name.replace('_', ' ')} {score:+.2f}" for name, score in scores.items())
        because = f"the layers' scores: {told}"
        claims.append(of_word(read, at, ClaimKind.RANKING, holds=holds, because=because))
    return claims


def _contributes(at: int, words: list[str]) -> int:
    """1 at a word that says that a layer lifts the composite most, -1 that it drags it most, else 0."""
    before = words[max(0, at - 3) : at]
    if words[at] == "lifting" and before[-1:] == ["heavy"]:
        return 1
    if words[at] == "most" and any(word.startswith(_LIFTING) for word in before):
        return 1
    if words[at] == "drag" and not {"biggest", "main", "largest", "heaviest"}.isdisjoint(before):
        return -1
    return -1 if words[at] == "most" and any(word.startswith(_DRAGGING) for word in before) else 0


def _layered(at: int, words: list[str]) -> bool:
    """Whether a superlative can be of layers: "the weakest link", "weakest at -0.4"; not "lowest close"."""
    after = words[at + 1] if at + 1 < len(words) else None
    if after in _OF_SESSIONS:
        return False
    return after is None or after in _OF_LAYERS or not {"layer", "link", "leg"}.isdisjoint(words)


def _layers_at(at: int, read: Read, index: Index) -> list[str]:
    """The layers a superlative is about: those right after it, else the nearest before, or a row of them."""
    before = _layers_before(at, read, index)
    after = next((one for one in read.mentions if one.first > at and not one.weak), None)
    if after is None or after.first - at > 5:
        return before
    owner = owner_of(after, index)
    gap = {word.norm for word in read.words[at + 1 : after.first]}
    if owner in _LAYERS and (not before or gap & {"layer", "is", "link", "leg", ":", "of"}):
        # "the weakest layer is breadth"
        return [owner]
    return before


def _layers_before(at: int, read: Read, index: Index) -> list[str]:
    """The layers named last before a superlative: "momentum (0.4) and trend are the strongest"."""
    found: list[str] = []
    edge = at
    for one in reversed([one for one in read.mentions if one.last <= at and not one.weak]):
        owner = owner_of(one, index)
        gap = [word.norm for word in read.words[one.last : edge]]
        if owner is None or owner not in _LAYERS:
            if found:
                break
            continue
        if found and not all(_coordinates(word) for word in gap):
            break
        if not found and len(gap) > 5 and (";" in gap or "," in gap):
            break
        found.append(owner)
        edge = one.first
        if one.first < 2 or read.words[one.first - 1].norm not in ("and", ",", "&"):
            break
    return found


def _coordinates(word: str) -> bool:
    return word in (",", "and", "&", "(", ")") or word.replace(".", "").isdecimal()


def _of_symbols(read: Read, index: Index) -> list[Claim]:
    """The claim of "IWM's drawdown is the deepest of the three": symbols ranked on one reading."""
    named = list(dict.fromkeys(one.symbol for one in read.symbols if one.symbol in index.symbols))
    if len(named) < 2:
        return []
    for at in range(read.lead, len(read.words)):
        word = read.words[at].norm
        if word not in _TOP | _LOW or any(one.norm == "layer" for one in read.words[at : at + 3]):
            continue
        if _is_own(at, read):
            # "QQQ's largest" is the largest of its own
            continue
        if any(one.norm in _OF_PRICES for one in read.words[at + 1 : at + 2]):
            continue
        before = [one.symbol for one in read.symbols if one.index < at and one.symbol in named]
        values = _reading_of(named, read, index) if before else None
        if values is None:
            continue
        ranked = {name: abs(value) if word in _SIZED else value for name, value in values.items()}
        edge = max(ranked.values()) if word in _TOP else min(ranked.values())
        told = ", ".join(f"{name} {value:.2f}" for name, value in values.items())
        return [of_word(read, at, ClaimKind.RANKING, holds=ranked[before[-1]] == edge, because=told)]
    return []


def _is_own(at: int, read: Read) -> bool:
    """Whether a superlative ranks something among its owner's own: "its largest gap", "QQQ's largest"."""
    ahead = read.text[max(0, read.words[at].start - 8) : read.words[at].start]
    return ahead.endswith(("its ", "their ", "'s ", "\u2019s ", "s' ", "s\u2019 "))


def _reading_of(named: list[str], read: Read, index: Index) -> dict[str, float] | None:
    """The first reading that the statement names and all these symbols have, in their order."""
    for mention in read.mentions:
        if mention.weak or mention.owner:
            continue
        facts = [one for one in index.of(mention.metrics) if not isinstance(one.fact.value, str | bool)]
        for key in dict.fromkeys(one.key for one in facts):
            values = {
                one.fact.id.partition(".")[0].upper(): one.fact.number for one in facts if one.key == key
            }
            if set(named) <= set(values):
                return {name: values[name] for name in named}
    return None


def _of_window(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of "the highest of the trailing 252 sessions", of what has a percentile."""
    claims = []
    words = [word.norm for word in read.words]
    for at in range(read.lead, len(words)):
        if words[at] not in ("highest", "lowest") or not {"of", "in"} & set(words[at + 1 : at + 4]):
            continue
        share = _percentile(at, read, carried, index)
        if share is None:
            continue
        told = words[at + 2 : at + 3] == ["%"] and read.words[at + 1].kind == "number"
        part = float(words[at + 1]) if told else _SHARES.get(words[at + 1])
        lowest = words[at] == "lowest"
        holds = share <= (part or _LOWEST) if lowest else share >= 100 - (part or _HIGHEST)
        because = f"its percentile is {share:.1f} %"
        claims.append(of_word(read, at, ClaimKind.RANKING, holds=holds, because=because))
    return claims


def _percentile(at: int, read: Read, carried: Carried, index: Index) -> float | None:
    """Where the reading that the statement names stands among those of its window, in per cent."""
    named = {id(one) for mention in read.mentions for one in index.of(mention.metrics)}
    symbols = symbols_before(at, read, carried)
    for one in index.known:
        if (
            one.key == "credit.vix.percentile"
            and id(one) in named
            and about(one, symbols)
            and on_session(one, read, carried, index)
        ):
            return one.fact.number
    return None
