"""Breadth, rotation and credit in lines."""

from tools.functions.lines import line
from tools.functions.stack_text import layer_lines, price_lines
from tools.overlays.credit import Credit
from tools.overlays.rotation import Rotation
from tools.results import BreadthReport


def breadth_lines(report: BreadthReport) -> list[str]:
    """The verdict on the price's move, what would change it, and the layer with its counts."""
    return [
        *price_lines(report.price),
        line(report.verdict),
        str(report.rationale),
        line(report.threshold),
        *layer_lines(report.header, report.layer, whole=True),
    ]


def rotation_lines(rotation: Rotation) -> list[str]:
    """The state of the price ratio, what it was decided on, and what would change it."""
    found = [
        line(rotation.state),
        line(rotation.confirmed, "rotation confirmed by today's readings"),
        str(rotation.rationale),
        line(rotation.ratio),
        line(rotation.mean),
        line(rotation.band),
        line(rotation.slope, f"{rotation.slope.label} per session"),
        line(rotation.sessions_in_state),
    ]
    found += [f"{line(flip.ratio)} gives {flip.to}; {line(flip.change)}" for flip in rotation.flips]
    return found


def credit_lines(credit: Credit) -> list[str]:
    """The state, and each component with its vote."""
    found = [line(credit.state), str(credit.rationale), line(credit.mean_vote)]
    for part in credit.components:
        found.append(f"{line(part.word)}; {line(part.vote)}")
        found += [f"  {line(reading)}" for reading in part.facts]
    found += [line(gone) for gone in credit.missing]
    return found
