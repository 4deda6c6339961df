"""The last resort before "no answer": the readings themselves, as the belt writes them."""

import re
from collections.abc import Callable, Mapping

from bot.agent.run import Run
from tools.errors import PlumbError
from tools.functions.context import BeltContext
from tools.functions.symbol_words import symbol_in
from tools.grounds import Grounds

Call = Callable[[str, Mapping[str, object], BeltContext], Grounds]
"""`tools.functions.belt.call`."""

_CARD = "signal_stack"
_WORD = re.compile(r"\$?[A-Z]{2,5}\b")
_NAMES = ("Russell 2000", "small caps", "S&P 500", "S&P", "Nasdaq 100", "Nasdaq")


def card_of(run: Run, context: BeltContext, call: Call) -> str | None:
    """The signal stack of what the question is about, as text; slow enough to leave the event loop.

    What a tool has read already is not read again. The card joins the grounds of the run.

    Args:
        run: The question and what was read for it.
        context: What tools work with.
        call: The belt.

    Returns:
        The text; None where the question names no symbol that has one.
    """
    read = next((one for one in run.borne if one.tool == _CARD), None)
    if read is not None:
        return _plain(read)
    for symbol in _symbols(run):
        try:
            read = call(_CARD, {"symbol": symbol, "date": "latest"}, context)
        except PlumbError:
            continue
        run.grounds[run.place()] = read
        return _plain(read)
    return None


def _symbols(run: Run) -> tuple[str, ...]:
    """What tools were asked about, then what the question names."""
    text = run.question.text
    asked = [use.arguments.get("symbol", "") for use in run.done_uses if use.outcome == "ok"]
    named = [name for name in _NAMES if name.lower() in text.lower()]
    found: list[str] = []
    for words in (*asked, *_WORD.findall(text), *named):
        try:
            found.append(symbol_in(words))
        except PlumbError:
            continue
    if not found and run.question.about:
        found.append(run.question.about)
    return tuple(dict.fromkeys(found))[:3]


def _plain(grounds: Grounds) -> str:
    """Its lines as a list, without the objects in which passages are quoted."""
    lines = [line.strip() for line in grounds.text.splitlines()]
    kept = [line for line in lines if line and not line.startswith("{")]
    return "\n".join(kept[:1] + [line if line.startswith(("-", "#")) else f"- {line}" for line in kept[1:]])
