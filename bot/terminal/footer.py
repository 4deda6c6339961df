"""What every card ends with: the inputs, what was absent, and what makes the result reproducible."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from bot.terminal.layout import PHRASE, Head, Row, Rows, section
from bot.terminal.words import ABSENT, figure, listed, plain, told
from tools.results import Header
from tools.types import Reading

_HEADS = (
    Head("Input"),
    Head("From"),
    Head("To"),
    Head("Rows", "right"),
    Head("Dropped", "right"),
)


def footer_of(header: Header, *coverage: Reading) -> Group:
    """Inputs, absences, provenance, terms and the disclaimer.

    Args:
        header: Of the result.
        coverage: Readings on how much of what was wanted is there.
    """
    return section("Inputs and rules", *_parts(header, coverage))


def _parts(header: Header, coverage: tuple[Reading, ...]) -> Iterator[RenderableType]:
    rows = [
        Row(
            (
                plain(line.symbol),
                plain(line.first.isoformat(), ABSENT),
                plain(line.last.isoformat()),
                figure(line.rows),
                figure(line.dropped),
            ),
            plain("; ".join((line.source, *line.remarks)), ABSENT),
        )
        for line in header.sources
    ]
    if rows:
        yield Rows(_HEADS, rows, "Source and remarks", least=PHRASE)
    for gone in header.absent:
        yield Text.assemble(
            ("absent ", ABSENT), plain(gone.label), ": ", plain(gone.reason, ABSENT), overflow="fold"
        )
    yield listed(
        [told(reading.label, reading) for reading in coverage]
        + [
            Text.assemble((f"{label} ", ABSENT), plain(text))
            for label, text in (
                ("profile", header.profile),
                ("rules", header.rules),
                ("digest", header.digest),
            )
        ]
        + ([plain("SIMULATED", "bold")] if header.simulated else [])
    )
    if header.terms:
        yield plain(header.terms, ABSENT)
    yield plain(header.disclaimer)
