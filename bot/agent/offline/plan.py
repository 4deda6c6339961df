"""From the questions of a conversation to what the last one asks, and the calls that answer it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.agent.offline.angles import about_now, angles_of, compares, follows, points_back, specific
from bot.agent.offline.dates import BEFORE, back_from
from bot.agent.offline.hearing import hear
from bot.agent.offline.intents.compare import MOST
from bot.agent.offline.intents.explain import term_of
from bot.agent.offline.intents.intent import BENCHMARK, Intent
from bot.agent.offline.intents.registry import BY_NAME
from bot.agent.offline.parts import parts_of
from bot.agent.offline.recognising import recognise
from bot.agent.offline.symbols import DEFAULT
from bot.agent.offline.values import BESIDE, LATEST, Ask, Heard, Plan

_REMEMBERED = 8
"""Questions back that a follow-up may lean on."""

_MOST_ASKS = 5
_MOST_CALLS = 8
_FOLLOWED = frozenset(
    {
        "stack",
        "layer",
        "breadth",
        "rotation",
        "credit",
        "levels",
        "indicators",
        "compare",
        "history",
        "evidence",
    }
    | {"debrief", "record", "claims", "money", "forecast", "price", "risk"}
)
"""Kinds that make sense again with another symbol, day or angle."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a conversation is about so far."""

    asks: tuple[Ask, ...] = ()
    symbols: tuple[str, ...] = ()
    date: str = LATEST


def plan(questions: Sequence[str], about: Sequence[str] = ()) -> Plan:
    """What the last question asks, with the ones before it as context.

    Args:
        questions: As typed, the oldest first; any text at all.
        about: For each of them the symbol it is about where it names none; empty for none.

    Returns:
        At least one ask; no calls where no tool can help.
    """
    topic = Topic()
    asks: tuple[Ask, ...] = ()
    beside = (*about, *("" for _ in questions[len(about) :]))
    for question, symbol in list(zip(questions, beside, strict=True))[-_REMEMBERED:]:
        if symbol:
            topic = _turned(topic, symbol)
        asks = understand(question, topic)
        topic = _carried(topic, asks)
    kept = asks or understand("", Topic())
    calls = dict.fromkeys(call for ask in kept for call in BY_NAME[ask.intent].calls(ask))
    return Plan(kept, tuple(calls)[:_MOST_CALLS])


def _turned(topic: Topic, symbol: str) -> Topic:
    """The topic with another symbol: what was asked before may be asked again of it."""
    if topic.symbols == (symbol,):
        return topic
    asks = tuple(replace(ask, symbols=(symbol,)) for ask in topic.asks if ask.intent != "compare")
    return Topic(asks or understand(symbol, Topic()), (symbol,), topic.date)


def understand(question: str, topic: Topic) -> tuple[Ask, ...]:
    """What one message asks; never empty."""
    asks: list[Ask] = []
    for part in parts_of(question):
        here = topic if not asks else _carried(topic, asks)
        asks.extend(_asked(hear(part), here, again=bool(asks)))
    whole = _without_covered(_merged(asks))
    serious = [ask for ask in whole if not BY_NAME[ask.intent].small]
    kept = _unable_last(serious) or whole[:1]
    return tuple(kept[:_MOST_ASKS]) or (Ask("unable", hear(question[:400]), topic.symbols or (DEFAULT,)),)


def _asked(heard: Heard, topic: Topic, *, again: bool) -> Iterable[Ask]:
    """The asks of one part.

    Args:
        heard: The part.
        topic: What went before it, earlier parts of the same message included.
        again: Whether earlier parts of the message asked something: then a part that asks nothing of its
            own is a remark on them.
    """
    angles = angles_of(heard)
    kinds = recognise(heard)
    if topic.asks and topic.asks[0].intent == "compare" and compares(heard):
        yield _again(topic.asks[0], heard, topic, angles)
        return
    if "meaning" in angles and topic.asks and (term := _term(topic.asks[0])):
        yield Ask("explain", hear(f"explain {term}"), topic.symbols or (DEFAULT,))
        return
    if kinds and not (heard.symbols and all(kind.small for kind in kinds)):
        for kind in _since(kinds, angles):
            own = _leaning(heard, topic) if kind.leans(heard) else heard
            yield Ask(kind.name, own, _symbols(kind, heard, topic), _date(heard, topic), angles)
        return
    followed = [ask for ask in topic.asks if ask.intent in _FOLLOWED]
    changed = bool(heard.symbols or heard.against or heard.date or about_now(heard))
    back = angles or (points_back(heard) and not again)
    if followed and (back or (changed and (follows(heard) or not heard.symbols))):
        yield from (_again(ask, heard, topic, angles) for ask in followed)
    elif heard.symbols and not angles and specific(heard):
        yield Ask("uncomputed", heard, heard.symbols)
    elif heard.symbols or (angles & {"flip", "bullish"} and not again):
        yield Ask("stack", heard, heard.symbols or topic.symbols or (DEFAULT,), _date(heard, topic), angles)


def _since(kinds: Iterable[Intent], angles: frozenset[str]) -> Iterable[Intent]:
    """The kinds, or how long the state of each has held where that is asked."""
    for kind in kinds:
        yield BY_NAME.get(f"{kind.name} since", kind) if "since" in angles else kind


def _term(ask: Ask) -> str:
    return BY_NAME[ask.intent].term(ask.heard)


def _leaning(heard: Heard, topic: Topic) -> Heard:
    """A part with the words of the question before it, where it leaves open what it is about."""
    before = topic.asks[0].heard.words if topic.asks else " "
    return replace(heard, words=f"{heard.words.rstrip()}{before}")


def _again(ask: Ask, heard: Heard, topic: Topic, angles: frozenset[str]) -> Ask:
    """An earlier ask with what the follow-up changes."""
    symbols = ask.symbols
    if ask.intent == "compare" and heard.symbols:
        symbols = tuple(dict.fromkeys((*symbols, *heard.symbols)))
    elif heard.symbols:
        symbols = heard.symbols
    since = f"{ask.intent} since"
    if "since" in angles and since in BY_NAME:
        return replace(ask, intent=since, angles=angles)
    date = _date(heard, replace(topic, date=ask.date)) if heard.date or about_now(heard) else ask.date
    return replace(ask, symbols=symbols, date=date, angles=angles)


def _symbols(kind: Intent, heard: Heard, topic: Topic) -> tuple[str, ...]:
    if kind.name != "compare":
        return heard.symbols or topic.symbols or (DEFAULT,)
    named = tuple(dict.fromkeys((*(heard.symbols or topic.symbols[:1]), *heard.against)))
    if len(named) > 1:
        return named[:MOST]
    # one name alone is held against what the conversation is about, or what everybody compares with
    return tuple(dict.fromkeys((*topic.symbols, DEFAULT, *named, BENCHMARK)))[:2]


def _date(heard: Heard, topic: Topic) -> str:
    if heard.date is None:
        own = bool(heard.symbols) and not follows(heard)
        return LATEST if own or about_now(heard) else topic.date
    if not heard.date.startswith(BEFORE):
        return heard.date
    return back_from(topic.date, heard.date) or f"{heard.date.removeprefix(BEFORE).strip()} ago"


def _carried(topic: Topic, asks: Sequence[Ask]) -> Topic:
    """The topic after a message: small talk and what could not be answered change nothing."""
    lasting = tuple(ask for ask in asks if ask.intent in _FOLLOWED) or _explained(asks)
    if not lasting:
        return topic
    dated = [ask for ask in lasting if BY_NAME[ask.intent].dated]
    symbols = lasting[0].symbols
    # after a comparison one goes on with the symbol it began from
    kept = symbols[:1] if lasting[0].intent == "compare" else symbols
    return Topic(lasting, kept, dated[-1].date if dated else topic.date)


def _explained(asks: Sequence[Ask]) -> tuple[Ask, ...]:
    """What a term that was explained would be asked as: "explain parity" leads on to the rotation."""
    terms = [(ask, hear(term_of(ask.heard))) for ask in asks if ask.intent == "explain"]
    return tuple(
        Ask(kind.name, heard, ask.symbols)
        for ask, heard in terms
        for kind in recognise(heard)
        if kind.name in _FOLLOWED
    )


def _unable_last(asks: Sequence[Ask]) -> list[Ask]:
    """What cannot be answered stands last and in brief, where anything else was asked."""
    able = [ask for ask in asks if ask.intent != "unable"]
    rest = [ask for ask in asks if ask.intent == "unable"]
    return [*able, *(replace(ask, angles=frozenset({BESIDE})) for ask in rest[:1])] if able else rest[:1]


def _merged(asks: Iterable[Ask]) -> list[Ask]:
    """Asks of one kind about the same once, with the angles of all of them."""
    found: dict[object, Ask] = {}
    for ask in asks:
        key = (ask.intent, BY_NAME[ask.intent].calls(replace(ask, angles=frozenset())))
        known = found.get(key)
        found[key] = replace(known, angles=known.angles | ask.angles) if known else ask
    return list(found.values())


def _without_covered(asks: Sequence[Ask]) -> list[Ask]:
    """Asks whose answer another one's holds are left out."""
    covers = {(kind, ask.symbols) for ask in asks for kind in BY_NAME[ask.intent].covers}
    return [ask for ask in asks if (ask.intent, ask.symbols) not in covers]
