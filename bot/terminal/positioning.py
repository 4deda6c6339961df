"""Positioning: who holds the symbol, and how often a rally like this one faded."""

from datetime import date

from rich.console import Group
from rich.text import Text

from bot.terminal.facts import facts_list
from bot.terminal.layout import section
from bot.terminal.words import listed, plain, said, told
from tools.overlays.positioning import PositioningReading
from tools.types import Missing


def positioning_section(known: PositioningReading, session: date) -> Group:
    """Holdings with their own dates, the short-covering flag, and its measured rate with its n."""
    flag = known.fade_risk
    rate = [told(known.fade_rate.label, known.fade_rate)]
    if not isinstance(known.fade_rate, Missing):
        rate += [told(bound.label, bound) for bound in (known.fade_low, known.fade_high)]
    rate.append(told(known.fade_cases.label, known.fade_cases))
    return section(
        "Positioning",
        facts_list(known.holdings, session),
        Text.assemble(
            plain(f"{'● on' if flag.on else '○ off'} {flag.label}", "bold" if flag.on else ""),
            ": ",
            said(flag.because),
            overflow="fold",
        ),
        listed(rate),
    )
