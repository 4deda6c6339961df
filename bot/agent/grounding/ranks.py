"""The check of rankings and of one thing above or below another."""

from collections.abc import Sequence

from bot.agent.grounding.known import Index, Known
from bot.agent.grounding.owners import owner_of
from bot.agent.grounding.reading import Mention, Read
from bot.agent.grounding.scope import Carried, about, of_session, session_day
from bot.agent.grounding.verdict import Claim, ClaimKind
from tools.phrases import written
from tools.types import Unit

_BEST = frozenset("strongest highest best top firmest".split())
_WORST = frozenset("weakest lowest worst bottom softest".split())
_LAYERS = ("trend", "momentum", "breadth", "relative_strength")
_OVER = frozenset("above over exceeds exceed topped tops higher atop north outscores".split())
_UNDER = frozenset("below under beneath lower south".split())
_IF = frozenset(
    "would could if needs need must until unless takes take turns turn flips flip should might may cross crosses break breaks needed wait requires".split()
)
_AVERAGES = ("sma20", "sma50", "sma200")


def ranks(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of a statement's superlatives and comparisons."""
    return (
        _superlatives(read, carried, index)
        + _among(read, index)
        + _extremes(read, carried, index)
        + _comparisons(read, carried, index)
    )


def _extremes(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """ "the highest of the trailing 252 sessions" of what has a percentile."""
    claims = []
    words = [word.norm for word in read.words]
    for at in range(read.lead, len(words)):
        share_of = {
            "tenth": 10.0,
            "decile": 10.0,
            "fifth": 20.0,
            "quarter": 25.0,
            "quartile": 25.0,
            "third": 33.4,
            "half": 50.0,
        }
        part = share_of.get(words[at + 1] if at + 1 < len(words) else "")
        if (
            words[at] not in ("highest", "lowest")
            or "of" not in words[at + 1 : at + 3]
            and "in" not in words[at + 1 : at + 3]
        ):
            continue
        named = {id(one) for mention in read.mentions for one in index.of(mention.metrics)}
        symbols = _scope(at, read, carried)
        ranks_ = [
            one
            for one in index.known
            if one.key == "credit.vix.percentile"
            and id(one) in named
            and about(one, symbols)
            and _on(one, read, carried, index)
        ]
        if not ranks_:
            continue
        share = ranks_[0].fact.number
        edge = part or 0.5
        right = share >= 100 - edge if words[at] == "highest" else share <= max(edge, 1.0)
        token = read.words[at]
        claims.append(
            Claim(
                token.start,
                token.end,
                read.text[token.start : token.end],
                ClaimKind.RANKING,
                right,
                f"its percentile is {share:.1f} %",
            )
        )
    return claims


def _scope(place: int, read: Read, carried: Carried) -> set[str] | None:
    before = [one for one in read.symbols if one.index <= place]
    if before:
        return {one.symbol for one in before}
    return {carried.symbol} if carried.symbol else None


def _superlatives(read: Read, carried: Carried, index: Index) -> list[Claim]:
    claims = []
    for at in range(read.lead, len(read.words)):
        word = read.words[at].norm
        if word not in _BEST | _WORST:
            continue
        words = [one.norm for one in read.words]
        around = words[at + 1 : at + 3]
        layered = (
            "layer" in words
            or "link" in words
            or "leg" in words
            or (around and around[0] in ("(", "at", ",", "and", "score", "of"))
            or not around
        )
        if not layered or (around and around[0] in ("volume", "session", "level", "close", "gap", "touch")):
            continue
        owners = _layers_at(at, read, index)
        if not owners:
            continue
        symbols = _scope(at, read, carried)
        scores = {
            one.key.split(".")[0]: one.fact.number
            for one in index.scores
            if about(one, symbols) and _on(one, read, carried, index)
        }
        if not scores or not set(owners) <= set(scores):
            continue
        edge = max(scores.values()) if word in _BEST else min(scores.values())
        right = all(scores[owner] == edge for owner in owners)
        names = ", ".join(f"{name.replace('_', ' ')} {score:+.2f}" for name, score in scores.items())
        claims.append(
            Claim(read.words[at].start, read.words[at].end, read.text[read.words[at].start : read.words[at].end],
                  ClaimKind.RANKING, right, f"the layers' scores: {names}")
        )  # fmt: skip
    return claims


_TOP = frozenset("highest largest deepest strongest widest best most biggest steepest".split())
_LOW = frozenset("lowest smallest shallowest weakest narrowest worst least".split())


def _among(read: Read, index: Index) -> list[Claim]:
    """ "IWM's drawdown is the deepest of the three": symbols ranked on one reading."""
    named = list(dict.fromkeys(one.symbol for one in read.symbols if one.symbol in index.symbols))
    if len(named) < 2:
        return []
    claims = []
    for at in range(read.lead, len(read.words)):
        word = read.words[at].norm
        if word not in _TOP | _LOW or any(one.norm == "layer" for one in read.words[at : at + 3]):
            continue
        if any(one.norm in ("high", "close", "low", "gap", "session") for one in read.words[at + 1 : at + 2]):
            continue
        before = [one for one in read.symbols if one.index < at and one.symbol in named]
        if not before:
            continue
        who = before[-1].symbol
        for mention in read.mentions:
            if mention.weak or mention.owner:
                continue
            facts = [one for one in index.of(mention.metrics) if not isinstance(one.fact.value, str | bool)]
            for key in dict.fromkeys(one.key for one in facts):
                values = {
                    one.fact.id.partition(".")[0].upper(): one.fact.number for one in facts if one.key == key
                }
                if not set(named) <= set(values):
                    continue
                sized = word in ("deepest", "shallowest", "widest", "narrowest")
                ranked = {name: abs(values[name]) if sized else values[name] for name in named}
                edge = max(ranked.values()) if word in _TOP else min(ranked.values())
                token = read.words[at]
                told = ", ".join(f"{name} {values[name]:.2f}" for name in named)
                return [
                    *claims,
                    Claim(
                        token.start,
                        token.end,
                        read.text[token.start : token.end],
                        ClaimKind.RANKING,
                        ranked[who] == edge,
                        told,
                    ),
                ]
    return claims


def _on(one: Known, read: Read, carried: Carried, index: Index) -> bool:
    spoken = [day for day in read.days if session_day(day, index)]
    if spoken:
        return of_session(
            one, {session for session in index.sessions for day in spoken if day.is_day(session)}
        )
    if carried.day is not None and len(index.sessions) > 1:
        return of_session(one, {carried.day})
    return True


def _layers_at(at: int, read: Read, index: Index) -> list[str]:
    """The layers a superlative is about: the nearest before, with those coordinated to it, or right after."""
    found: list[str] = []
    before = [one for one in read.mentions if one.last <= at and not one.weak]
    edge = at
    for one in reversed(before):
        owner = owner_of(one, index)
        gap = [word.norm for word in read.words[one.last : edge]]
        if owner not in _LAYERS:
            if found:
                break
            if one.weak or "layer" in gap:
                continue
            continue
        if found and any(
            word not in (",", "and", "&", "(", ")") and not word.replace(".", "").isdigit() for word in gap
        ):
            break
        if not found and any(word in (";", ",") for word in gap) and len(gap) > 5:
            break
        found.append(owner)
        edge = one.first
        if not (one.first >= 2 and read.words[one.first - 1].norm in ("and", ",", "&")):
            break
    after = [one for one in read.mentions if one.first > at and not one.weak]
    if after and after[0].first - at <= 5:
        gap = [word.norm for word in read.words[at + 1 : after[0].first]]
        owner = owner_of(after[0], index)
        if (
            owner in _LAYERS
            and set(gap) & {"layer", "is", "link", "leg", ":", "of"}
            or (not found and owner in _LAYERS)
        ):
            return [owner] if owner else found
    return found


def _comparisons(read: Read, carried: Carried, index: Index) -> list[Claim]:
    claims = []
    words = read.words
    used: set[int] = set()
    for at in range(read.lead, len(words)):
        word = words[at].norm
        if word not in _OVER and word not in _UNDER:
            continue
        if any(a <= words[at].start < b for a, b in read.reasons):
            continue
        nearby = {one.norm for one in words[max(read.lead, at - 9) : at + 8]}
        if nearby & _IF:
            continue
        right = _right(at, read, index)
        if right is None:
            continue
        left = _left(at, read, carried, index, used)
        target = next((one for one in read.mentions if one.first > at and not one.weak), None)
        if target is not None:
            used.add(target.first)
        if not left:
            continue
        symbols = _scope(at, read, carried)
        lefts = [one for one in left if about(one, symbols) and _on(one, read, carried, index)]
        rights = [one for one in right if about(one, symbols) and _on(one, read, carried, index)]
        pairs = [
            (a, b) for a in lefts for b in rights
            if a.fact.unit is b.fact.unit and a.fact.unit in (Unit.USD, Unit.RATIO, Unit.INDEX, Unit.POINTS_100) and a.fact.id != b.fact.id and a.session == b.session
            and a.fact.id.partition(".")[0] == b.fact.id.partition(".")[0]
        ]  # fmt: skip
        if not pairs:
            continue
        wanted = 1 if word in _OVER else -1
        if {one.norm for one in words[max(read.lead, at - 4) : at]} & {
            "not",
            "never",
            "no",
            "hasn't",
            "isn't",
            "neither",
        }:
            wanted = -wanted
        everything = any(one.norm == "all" for one in words[at + 1 : at + 4])
        held = [(a.fact.number - b.fact.number) * wanted > 0 for a, b in pairs]
        right_side = all(held) if everything else any(held)
        a, b = pairs[held.index(right_side) if right_side in held else 0]
        because = f"{a.fact.label} is {written(a.fact)}, {b.fact.label} {written(b.fact)}"
        claims.append(
            Claim(words[at].start, words[at].end, read.text[words[at].start : words[at].end], ClaimKind.DIRECTION,
                  right_side, because, (a.fact.id, b.fact.id) if right_side else ())
        )  # fmt: skip
    return claims


def _right(at: int, read: Read, index: Index) -> list[Known] | None:
    after = [one for one in read.mentions if one.first > at and not one.weak]
    inside = [one for one in read.mentions if one.first <= at < one.last and not one.weak]
    if inside:
        return None
    gap_words = [word.norm for word in read.words[at + 1 : at + 6]]
    if (
        gap_words[:1] == ["all"]
        or (gap_words[:1] == ["both"])
        or gap_words[:2] == ["every", "one"]
        or "averages" in gap_words[:2]
    ):
        if any(word in ("average", "moving", "ema", "sma") for word in gap_words[:4]):
            return [one for one in index.known if one.key in _AVERAGES]
    if not after or after[0].first - at > 4:
        return None
    gap = read.words[at + 1 : after[0].first]
    if any(word.kind == "number" or word.norm in (",", ";", ".", "and") for word in gap):
        return None
    return _numeric(after[0], index)


def _left(at: int, read: Read, carried: Carried, index: Index, used: set[int]) -> list[Known]:
    """What stands above or below: the nearest figure named before, past what it was last compared with."""
    before = [
        one for one in read.mentions
        if one.last <= at and not one.weak and not (one.first in used and at - one.last > 1)
    ]  # fmt: skip
    for one in reversed(before):
        gap = [word.norm for word in read.words[one.last : at]]
        if any(word in (";", "|") for word in gap):
            break
        facts = _numeric(one, index)
        if facts:
            return facts
    if not before or not any(_numeric(one, index) for one in before):
        subject = [word.norm for word in read.words[read.lead : at]]
        if any(word in ("it", "price", "fund", "share") for word in subject) or read.symbols:
            return [one for one in index.known if one.key == "close"]
    del carried
    return []


def _numeric(mention: Mention, index: Index) -> list[Known]:
    found: Sequence[Known] = index.of(mention.metrics)
    if mention.owner:
        # "R1" is its price in a comparison, not its distance
        found = [one for one in found if one.key.count(".") == 1 and one.key.startswith(("level.", "pivot."))]
    return [one for one in found if not isinstance(one.fact.value, str | bool)]
