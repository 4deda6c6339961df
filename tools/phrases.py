"""How facts are written for people: one place for every format, so that cards, sentences and alt texts agree.

Rounding is for reading only; decisions are made on the unrounded values.
"""

from collections.abc import Callable, Mapping
from string import Formatter

from tools.types import Fact, Missing, Reading, Sentence, Unit


def _signed_zero(text: str) -> str:
    """Strip the sign of a number that rounded to zero: "-0.00" -> "0.00"."""
    return text[1:] if text[:1] in "+-" and not text.strip("+-0.,") else text


def _dollars(value: float) -> str:
    sign = "-" if value < 0 else ""
    size = abs(value)
    # below a dollar two decimals can hide most of the number
    digits = f"{size:,.4f}".removesuffix("00") if 0 < size < 1 else f"{size:,.2f}"
    return f"${digits}" if not digits.strip("0.") else f"{sign}${digits}"


def _large_dollars(value: float) -> str:
    for limit, letter in ((1e9, "B"), (1e6, "M"), (1e3, "K")):
        if abs(value) >= limit:
            return f"${value / limit:,.2f}{letter}"
    return f"${value:,.0f}"


_FORMATS: Mapping[Unit, Callable[[float], str]] = {
    Unit.USD: _dollars,
    Unit.USD_PER_SESSION: _large_dollars,
    Unit.PERCENT: lambda value: _signed_zero(f"{value:,.1f}") + " %",
    Unit.POINTS: lambda value: _signed_zero(f"{value:+.1f}") + " points",
    Unit.BASIS_POINTS: lambda value: _signed_zero(f"{value:+.0f}") + " bp",
    Unit.ATR: lambda value: _signed_zero(f"{value:.2f}") + " ATR",
    Unit.SIGMA: lambda value: _signed_zero(f"{value:.2f}") + " sigma",
    Unit.YIELD: lambda value: _signed_zero(f"{value:.2f}") + " %",
    Unit.RATIO: lambda value: _signed_zero(f"{value:.4f}"),
    Unit.TIMES: lambda value: _signed_zero(f"{value:.2f}"),
    Unit.VOTE: lambda value: _signed_zero(f"{value:+.0f}"),
    Unit.SCORE: lambda value: f"{value:+.2f}" if abs(value) >= 0.005 else "0.00",
    Unit.POINTS_100: lambda value: f"{value:.1f}",
    Unit.INDEX: lambda value: _signed_zero(f"{value:,.2f}"),
    Unit.SESSIONS: lambda value: "1 session" if value == 1 else f"{value:,.0f} sessions",
    Unit.SHARES: lambda value: f"{value:,.0f}",
    Unit.COUNT: lambda value: f"{value:,.0f}",
}


def number(value: float, unit: Unit) -> str:
    """A value in the way its unit is read, e.g. `$283.41`, `52.3 %`, `-0.84 ATR`, `+0.42`.

    Args:
        value: A finite number.
        unit: What it counts; units without a format of their own are written plainly.
    """
    write = _FORMATS.get(unit)
    return write(value) if write else f"{value:g}"


def written(reading: Reading) -> str:
    """A fact's value for people; a missing one as "not known (reason)"."""
    if isinstance(reading, Missing):
        return f"not known ({reading.reason})"
    if isinstance(reading.value, bool):
        return "yes" if reading.value else "no"
    if isinstance(reading.value, str):
        return reading.value
    return number(reading.value, reading.unit)


def say(template: str, **readings: Reading) -> Sentence:
    """Fill a sentence with facts, and remember which.

    Args:
        template: Text with one `{name}` per reading; it must not write figures of its own.
        **readings: The facts by the names used in the template.

    Raises:
        KeyError: When the template names a reading that is not given.
    """
    names = [name for _, name, _, _ in Formatter().parse(template) if name]
    text = template.format(**{name: written(readings[name]) for name in names})
    used = [readings[name] for name in names]
    return Sentence(text, tuple(fact.id for fact in used if isinstance(fact, Fact)))
