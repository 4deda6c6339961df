"""Breadth: the verdict on the price's move, both shares with their counts, and the one threshold."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import (
    bullets,
    caveats,
    find,
    first,
    notices,
    outcomes_of,
    paragraphs,
    put,
    sentence,
)
from bot.agent.offline.writing.flips import flip_words, nearest_better
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds
from tools.phrases import written
from tools.results import Analysis, BreadthReport
from tools.types import Absent, Fact, Missing, Reading

_NOTHING_ELSE = (
    "So the share of members above either average is not known, whether the move is confirmed or diverging "
    "is not known, and no breadth threshold is set: nothing is estimated in their place."
)
_STILL = "The other layers and rotation do not need the members; ask for the stack or the rotation."


def write_breadth(_ask: Ask, outcomes: Outcomes) -> Block:
    """Breadth of each symbol; where it abstains, the nearest price that flips another layer, if asked for."""
    cards = {
        symbol: outcome.grounds.result
        for symbol, outcome in outcomes_of(outcomes, "signal_stack")
        if outcome.grounds
    }

    def one(grounds: Grounds) -> str:
        report = grounds.result
        if not isinstance(report, BreadthReport):
            return grounds.text
        if isinstance(report.verdict, Missing) or isinstance(report.layer.state, Absent):
            return _abstains(grounds, report, cards.get(report.header.symbol))
        return _told(grounds, report)

    return each(outcomes, "breadth", one, "Trend, momentum and relative strength can still be asked for.")


def _told(grounds: Grounds, report: BreadthReport) -> str:
    layer = report.layer
    flags = [f"{first(flag.label)} is {'on' if flag.on else 'off'}" for flag in layer.flags]
    return paragraphs(
        notices(grounds),
        _verdict(grounds, report),
        f"**The one threshold:** {put(report.threshold)}. {_decides(report)}",
        bullets(
            [
                f"Breadth layer **{layer.state}**, {put(layer.score)}{_flips(report)}",
                *(line for line in (_fact(fact, grounds) for fact in layer.facts) if line),
                *flags,
            ]
        ),
        caveats(grounds, layer.facts),
    )


def _verdict(grounds: Grounds, report: BreadthReport) -> str:
    """The verdict in a plain sentence, and the move and the share it was read from."""
    move = next((one for one in grounds.facts if ".breadth.price_return" in one.id), None)
    share = next((one for one in report.layer.facts if ".above_sma" in one.id), None)
    told = first("; ".join(put(one) for one in (move, share) if one is not None))
    head = f"**{report.header.symbol} breadth verdict: {written(report.verdict)}.**"
    return f"{head} {_plainly(report)} {told}."


def _plainly(report: BreadthReport) -> str:
    """The verdict's word as a sentence."""
    verdict = written(report.verdict)
    word = next((word for word in ("confirmed", "diverging") if word in verdict), "")
    return (
        f"The price move is {word} by the members."
        if word == "confirmed"
        else ("The price move and the members are diverging." if word else "")
    )


def _decides(report: BreadthReport) -> str:
    """What the threshold decides."""
    if "repairing" in written(report.verdict):
        return "With the share on its other side the layer's state is the next better one."
    return "With the share on its other side the verdict on the price move is another."


def _flips(report: BreadthReport) -> str:
    """The shares alone, as a detail: breadth reads the members, so no close of the price flips it."""
    told = "; ".join(
        f"the layer's own state would turn {flip.to} at {put(flip.reading)}"
        for flip in report.layer.flips
        if isinstance(flip.reading, Fact)
    )
    return f" ({told})" if told else ""


def _fact(fact: Reading, grounds: Grounds) -> str:
    """A figure of the layer; the count of members above beside the number it is counted from."""
    key = fact.id.partition(".")[2]
    if key == "breadth.eligible" and isinstance(find(grounds, "breadth.above_count"), Fact):
        return ""
    if key != "breadth.above_count" or not isinstance(fact, Fact):
        return put(fact)
    counted = find(grounds, "breadth.eligible")
    of = f", {put(counted)}" if isinstance(counted, Fact) else ""
    return f"{fact.label} their 50-session average: {written(fact)}{of}"


def _abstains(grounds: Grounds, report: BreadthReport, card: object) -> str:
    reason = report.verdict.reason if isinstance(report.verdict, Missing) else "no reading"
    texts = [
        notices(grounds),
        f"**Breadth is not known** ({reason}).",
        _NOTHING_ELSE,
    ]
    if isinstance(card, Analysis):
        texts.append(_by_price(card))
    texts.append(_STILL)
    return paragraphs(*texts)


def _by_price(card: Analysis) -> str:
    better = nearest_better(card.layers, card.price.close)
    if better is None:
        return "No next close lifts another layer to a better state in one session."
    layer, flip = better
    turned = f"{card.header.symbol} {layer.title.lower()} would turn {flip.to}"
    return (
        f"**One number, by price: {turned}:** {flip_words(layer, flip)}. {sentence(card.composite.rationale)}"
    )
