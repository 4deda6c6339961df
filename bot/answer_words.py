"""What an answer is and what it took, in words, the same in the terminal and on cards."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.agent.types import Cost, Outcome, ToolUse
from bot.document_words import counted

OUTCOMES: Final[Mapping[Outcome, str]] = {
    "grounded": "as it was written",
    "repaired": "after one repair",
    "cut": "with the sentences that failed left out",
    "card": "replaced by the computed card: nothing of what was written could stay",
    "refused": "a plain refusal",
}
"""How a text came to be; "The text is ..."."""


def spent(cost: Cost) -> tuple[str, ...]:
    """Tool calls, tokens, cost, time."""
    return (
        counted(cost.tool_calls, "tool call"),
        counted(cost.tokens_in + cost.tokens_out, "token"),
        *price(cost),
        f"{cost.seconds:.1f} s",
    )


def took(cost: Cost) -> tuple[str, ...]:
    """The same part by part."""
    return (
        counted(cost.model_calls, "request") + " to the model",
        counted(cost.tool_calls, "tool call"),
        f"{cost.tokens_in:,} tokens read, {cost.tokens_out:,} written",
        *price(cost),
        f"{cost.seconds:.1f} s",
        f"of these {cost.check_seconds:.2f} s for the check",
    )


def price(cost: Cost) -> tuple[str, ...]:
    """The dollars, or that the price is not set; nothing where no token was used."""
    if cost.dollars is None:
        return ("no price set",) if cost.tokens_in + cost.tokens_out else ()
    return (f"${cost.dollars:.4f}",) if cost.dollars or cost.tokens_in + cost.tokens_out else ()


def gave(use: ToolUse) -> Iterator[str]:
    """What came of a call of a tool."""
    yield use.outcome
    yield counted(use.facts, "reading")
    if use.session is not None:
        yield f"session {use.session.isoformat()}"
    if use.digest is not None:
        yield f"inputs {use.digest[:16]}"
