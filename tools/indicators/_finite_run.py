"""The one way from a column with a warm-up into arithmetic that knows no NaN, and back.

TA-Lib carries a single NaN inside a series to the end as finite but wrong numbers, and reads memory as
contiguous float64. So each indicator computes on the *finite run*: the rows from the first one at which
every column is finite. The rows before it come back as NaN; a hole after it is refused.
"""

from collections.abc import Callable

import numpy as np

from tools.types import FloatArray


def at_least(minimum: int, **lengths: int) -> None:
    """Refuse window lengths that the formula is not defined for.

    Raises:
        ValueError: When a length is below the minimum; the text names it.
    """
    for name, length in lengths.items():
        if length < minimum:
            raise ValueError(f"{name} is {length}; it must be at least {minimum}.")


def blank(length: int) -> FloatArray:
    """A column without readings."""
    return np.full(length, np.nan)


def divide(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """Quotient where the denominator is positive, NaN elsewhere: there the reading is undefined."""
    with np.errstate(all="ignore"):
        quotient = numerator / denominator
    quotient[~(denominator > 0)] = np.nan
    return quotient


def finite_run(*columns: FloatArray) -> tuple[int, tuple[FloatArray, ...]]:
    """Where the finite run starts, and the columns from there on as contiguous float64.

    Args:
        *columns: Arrays of one length; not modified (what is returned may be a view of them).

    Returns:
        The number of rows before the run (the whole length when no row is finite), and the columns cut
        to the run.

    Raises:
        ValueError: When the columns differ in length or are not one-dimensional, or when a row after the
            run's start is not finite.
    """
    arrays = tuple(np.ascontiguousarray(column, dtype=np.float64) for column in columns)
    length = len(arrays[0])
    if any(array.shape != (length,) for array in arrays):
        shapes = ", ".join(str(array.shape) for array in arrays)
        raise ValueError(f"Columns must be one-dimensional and of equal length; their shapes are {shapes}.")
    finite = np.isfinite(arrays[0])
    for array in arrays[1:]:
        finite &= np.isfinite(array)
    if finite.all():
        return 0, arrays
    start = int(finite.argmax()) if finite.any() else length
    if not finite[start:].all():
        hole = start + int(finite[start:].argmin())
        raise ValueError(
            f"Row {hole} is not finite although row {start} is: an indicator needs its input without holes"
            " after the first value. Drop or align the rows first."
        )
    return start, tuple(array[start:] for array in arrays)


def over_run(compute: Callable[..., FloatArray], *columns: FloatArray, needs: int) -> FloatArray:
    """Apply a function of finite columns to the finite run, NaN before it.

    Args:
        compute: Takes the cut columns, gives one new array of their length.
        *columns: As for `finite_run`.
        needs: Rows that `compute` needs for its first reading; a shorter run gives NaN throughout.
    """
    start, run = finite_run(*columns)
    length = start + len(run[0])
    if length - start < needs:
        return blank(length)
    result = compute(*run)
    return result if start == 0 else np.concatenate((blank(start), result))


def over_run_each(
    compute: Callable[..., tuple[FloatArray, ...]], *columns: FloatArray, needs: int, outputs: int
) -> tuple[FloatArray, ...]:
    """`over_run` for a function that gives several arrays; `outputs` says how many."""
    start, run = finite_run(*columns)
    length = start + len(run[0])
    if length - start < needs:
        return tuple(blank(length) for _ in range(outputs))
    results = compute(*run)
    return results if start == 0 else tuple(np.concatenate((blank(start), one)) for one in results)
