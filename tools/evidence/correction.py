"""Correcting p-values for everything that was tried."""

from collections.abc import Mapping
from dataclasses import replace

from tools.evidence.numbers import Numbers


def corrected(numbers: Mapping[str, tuple[Numbers, ...]]) -> dict[str, tuple[Numbers, ...]]:
    """The numbers with the false discovery rate at which each would stand among all of them.

    Benjamini and Yekutieli's, which holds whatever the comparisons have to do with each other: states of
    one symbol overlap, and so do horizons.

    Args:
        numbers: All comparisons of the symbol, not a selection: choosing among them first would be cheating.
    """
    places = [(key, at) for key, row in numbers.items() for at, one in enumerate(row) if one.enough]
    if not places:
        return dict(numbers)
    # most of a second to import, and what is kept on disk was corrected before
    from scipy.stats import false_discovery_control  # noqa: PLC0415

    rates = false_discovery_control([numbers[key][at].p_value for key, at in places], method="by")
    rate_of = dict(zip(places, rates, strict=True))
    return {
        key: tuple(
            replace(one, false_discovery=float(rate_of[key, at])) if (key, at) in rate_of else one
            for at, one in enumerate(row)
        )
        for key, row in numbers.items()
    }
