"""The whole card of a symbol: the decision first, then what it rests on, then context and provenance."""

from rich.console import Group

from bot.terminal.credit import credit_section
from bot.terminal.decision import decision_panel
from bot.terminal.events import events_section
from bot.terminal.evidence import evidence_section
from bot.terminal.footer import footer_of
from bot.terminal.header import header_of
from bot.terminal.layers import flags_section, flips_section, layers_section
from bot.terminal.layout import Beside
from bot.terminal.levels import ladder_section
from bot.terminal.positioning import positioning_section
from bot.terminal.risk import reward_section, risk_section
from bot.terminal.rotation import rotation_section
from bot.terminal.sizing import sizing_section
from bot.terminal.votes import horizons_section, votes_section
from tools.results import Analysis


def analysis_card(result: Analysis) -> Group:
    """Every part of an analysis."""
    header, session = result.header, result.header.as_of
    flags = [flag for layer in result.layers for flag in layer.flags]
    return Group(
        header_of(header, result.price),
        decision_panel(result.composite, result.sizing),
        layers_section(result.layers),
        flips_section(result.layers),
        flags_section((*flags, result.positioning.fade_risk, result.votes.spike)),
        *([evidence_section(result.evidence)] if result.evidence else []),
        sizing_section(result.sizing),
        events_section(result.calendar, result.composite),
        rotation_section(result.rotation),
        credit_section(result.credit, session),
        ladder_section(result.levels, result.price.close),
        Beside(
            risk_section(result.risk, session),
            Group(reward_section(result.reward_risk), positioning_section(result.positioning, session)),
        ),
        votes_section(result.votes),
        horizons_section(result.horizons),
        footer_of(header, result.composite.coverage),
    )
