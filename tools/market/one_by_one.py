"""A batch for sources on this machine: each symbol in turn, its trouble kept as its answer."""

from collections.abc import Callable, Mapping, Sequence

from tools.bars import Bars
from tools.errors import PlumbError
from tools.market.ports import Progress


def answer_each(
    ask: Callable[[str], Bars], symbols: Sequence[str], progress: Progress
) -> Mapping[str, Bars | PlumbError]:
    """What `BarSource.batch` promises, by asking for one symbol after the other.

    Args:
        ask: Gives the bars of one symbol.
        symbols: In the order of the answer.
        progress: Told of each.
    """
    answers: dict[str, Bars | PlumbError] = {}
    for done, symbol in enumerate(symbols, start=1):
        try:
            answers[symbol] = ask(symbol)
        except PlumbError as error:
            answers[symbol] = error
        progress(done, len(symbols), symbol)
    return answers
