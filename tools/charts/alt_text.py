"""The chart in words: one sentence per panel, every number from a fact."""

from typing import Final

from tools.charts.data import BreadthPanel, ChartData, ChartKind, MomentumPanel, PricePanel, RatioPanel
from tools.phrases import say, written
from tools.types import Absent, Fact, Missing, Reading

MAX_ALT_CHARACTERS: Final = 1024
"""Discord refuses an attachment whose description is longer."""

_MAX_REASON: Final = 100
"""Characters of a panel's reason: reasons quote other people's errors, and four of them must fit."""

MAX_NAME: Final = 40
"""Characters of a symbol or source; no real one is as long."""


def title(data: ChartData) -> str:
    """One line: symbol, session, close; "SIMULATED" first where it applies."""
    marks = [*badges(data), shortened(data.symbol, MAX_NAME), data.as_of.isoformat()]
    return " · ".join([*marks, f"close {written(data.price.last)}"])


def badges(data: ChartData) -> tuple[str, ...]:
    """The words a reader must see before any number."""
    words = (
        (data.simulated, "SIMULATED"),
        (data.provisional, "PROVISIONAL"),
        (data.expected is not None, "STALE"),
    )
    return tuple(word for there, word in words if there)


def alt_text(data: ChartData, kind: ChartKind) -> str:
    """What the picture says, at most `MAX_ALT_CHARACTERS` characters.

    A sentence that no longer fits is left out whole; with the reasons the desk gives all of them fit.
    """
    panels = {
        "price": lambda: _price(data.price),
        "ratio": lambda: _ratio(data.ratio),
        "breadth": lambda: _breadth(data.breadth),
        "momentum": lambda: _momentum(data.momentum),
    }
    names = list(panels) if kind == "all" else [kind]
    text = shortened(_opening(data), MAX_ALT_CHARACTERS)
    for name in names:
        sentence = panels[name]()
        if len(text) + 1 + len(sentence) <= MAX_ALT_CHARACTERS:
            text = f"{text} {sentence}"
    return text


def shortened(text: str, limit: int) -> str:
    """One line of at most `limit` characters, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def _opening(data: ChartData) -> str:
    words = badges(data)
    marks = f"{', '.join(words)}: " if words else ""
    symbol, source = (shortened(name, MAX_NAME) for name in (data.symbol, data.source))
    shown = say("{shown}", shown=data.shown).text
    close = say("close {close}, change {change}", close=data.price.last, change=data.price.change).text
    late = "" if data.expected is None else f" The data end before {data.expected.isoformat()}."
    return f"{marks}{symbol}, {shown} to {data.as_of.isoformat()}, source {source}: {close}.{late}"


def _price(panel: PricePanel) -> str:
    averages = " and ".join(f"{line.name} {written(line.last)}" for line in panel.averages)
    resistance, support = _levels("R", panel.resistance), _levels("S", panel.support)
    drawn = "closes" if panel.closes_only else "candles"
    return f"Price as {drawn} with {averages}; resistance {resistance}; support {support}."


def _levels(letter: str, prices: tuple[Reading, ...]) -> str:
    there = [
        f"{letter}{rank} {written(price)}"
        for rank, price in enumerate(prices, start=1)
        if isinstance(price, Fact)
    ]
    gone = [price for price in prices if isinstance(price, Missing)]
    if there or not gone:
        return ", ".join(there) or "none"
    return f"not known ({shortened(gone[0].reason, _MAX_REASON)})"


def _ratio(panel: RatioPanel | Absent) -> str:
    if isinstance(panel, Absent):
        return _unknown("Price ratio and rotation", panel)
    unconfirmed = "" if isinstance(panel.confirmed, Fact) and panel.confirmed.value else ", unconfirmed"
    return say(
        f"Price ratio to {panel.benchmark} {{ratio}} against {panel.mean.name} {{mean}}: "
        f"{{state}} for {{sessions}}{unconfirmed}.",
        ratio=panel.ratio.last,
        mean=panel.mean.last,
        state=panel.state,
        sessions=panel.sessions,
    ).text


def _breadth(panel: BreadthPanel | Absent) -> str:
    if isinstance(panel, Absent):
        return _unknown("Breadth", panel)
    about = "about " if panel.estimated else ""
    caveats = "".join(f"; {shortened(caveat, _MAX_REASON)}" for caveat in panel.caveats)
    return say(
        f"Breadth: {about}{{short}} of members above {panel.short.name} and {{long}} above "
        f"{panel.long.name} ({{above}} of {{eligible}} counted, coverage {{coverage}}{caveats}); "
        "the score is -1 at {floor}, 0 at {middle} and +1 at {ceiling}.",
        short=panel.short.last,
        long=panel.long.last,
        above=panel.above,
        eligible=panel.eligible,
        coverage=panel.coverage,
        floor=panel.floor,
        middle=panel.middle,
        ceiling=panel.ceiling,
    ).text


def _momentum(panel: MomentumPanel | Absent) -> str:
    if isinstance(panel, Absent):
        return _unknown("Momentum", panel)
    (short, short_reading), (long, long_reading) = panel.short, panel.long
    return say(
        f"Momentum score {{score}}, neutral from {{bottom}} to {{top}}: {{short}} over {short} sessions and "
        f"{{long}} over {long}, {{sigma}} of its noise.",
        score=panel.score.last,
        bottom=panel.bottom,
        top=panel.top,
        short=short_reading,
        long=long_reading,
        sigma=panel.sigma,
    ).text


def _unknown(name: str, absent: Absent) -> str:
    return f"{name}: not known ({shortened(absent.reason, _MAX_REASON)})."
