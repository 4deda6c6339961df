"""Where a card comes from: its inputs, what was absent, and what makes it reproducible."""

from collections.abc import Iterator

from bot.cards.facts import listed
from bot.cards.words import escaped, lines, small, told
from tools.results import Header, SourceLine
from tools.types import Reading


def inputs_text(header: Header, *coverage: Reading) -> str:
    """Inputs with rows, dropped and remarks; absences; profile, rules and digest.

    Args:
        header: Of the result.
        coverage: Readings on how much of what was wanted is there.
    """
    return lines(
        (
            "**Inputs and rules**",
            *(_input(line) for line in header.sources),
            *(f"absent · {escaped(gone.label)}: {escaped(gone.reason)}" for gone in header.absent),
            " · ".join(part for part in (listed(coverage), *_rules(header)) if part),
        )
    )


def _input(line: SourceLine) -> str:
    span = f"{line.first.isoformat()} to {line.last.isoformat()}"
    counted = f"{told('rows', line.rows)}, {told('dropped', line.dropped)}"
    remarks = small(escaped("; ".join((line.source, *line.remarks))))
    return f"**{escaped(line.symbol)}** {span} · {counted}\n{remarks}"


def _rules(header: Header) -> Iterator[str]:
    yield f"profile {escaped(header.profile)}"
    yield f"rules {escaped(header.rules)}"
    yield f"digest {escaped(header.digest)}"
