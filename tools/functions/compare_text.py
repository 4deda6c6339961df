"""A comparison in lines: each symbol, who leads on what, and the differences."""

from tools.desk.comparison import Comparison
from tools.functions.lines import line
from tools.types import Fact, Missing

_EVERY_PAIR = 3
"""Symbols up to which every pair is written out; beyond, those of the first, and the facts have all."""


def compare_lines(found: Comparison) -> list[str]:
    """The leaders first: they are what is asked."""
    lines = [str(said) for said in found.leaders]
    for one in found.symbols:
        name, session = one.symbol, one.header.as_of.isoformat()
        marks = " (SIMULATED)" if one.header.simulated else ""
        lines.append(f"{name}, session {session}{marks}:")
        lines += [f"  note: {said}" for said in one.header.notices if one is not found.symbols[0]]
        lines.append(f"  {line(one.rating)}; {line(one.measured['composite of 100'])}; {line(one.close)}")
        for title, state in one.states.items():
            score = "" if isinstance(state, Missing) else f"; {line(one.measured[f'{title} score'])}"
            lines.append(f"  {line(state)}{score}")
        rates = [line(one.measured[f"{period}-session rate of change"]) for period in (10, 21)]
        lines.append(f"  {line(one.rotation)}; {'; '.join(rates)}")
    first = found.symbols[0].symbol
    every = len(found.symbols) <= _EVERY_PAIR
    lines += [
        line(each.reading)
        for each in found.differences
        if isinstance(each.reading, Fact) and (every or each.first == first)
    ]
    return lines
