"""From a plan and what its calls gave to the answer's text. Pure; the same input gives the same bytes."""

from collections.abc import Sequence
from itertools import groupby

from bot.agent.offline.intents.registry import BY_NAME
from bot.agent.offline.values import Block, Outcome, Outcomes, Plan

LONGEST = 3_500
_ROOM_PER_ASK = 1_700
"""Characters a piece may take where several share an answer."""

_LEAST_ROOM = 500


def write(plan: Plan, outcomes: Outcomes) -> str:
    """The answer in Markdown, conclusion first, at most 3,500 characters.

    Args:
        plan: What is asked.
        outcomes: What came of each call; a call that is not there counts as not answered.
    """
    told = {call: outcomes.get(call, Outcome(None, "This part did not come back")) for call in plan.calls}
    blocks = []
    for ask in plan.asks:
        kind = BY_NAME[ask.intent]
        blocks.append(kind.write(ask, {call: told[call] for call in kind.calls(ask) if call in told}))
    blocks = [block for block in blocks if block.text]
    if not blocks:
        return "Nothing came back for this question. Ask again, or ask for one thing at a time."
    room = LONGEST if len(blocks) == 1 else max(_LEAST_ROOM, min(_ROOM_PER_ASK, LONGEST // len(blocks) - 60))
    fitted = [Block(shortened(block.text, room), block.title, block.closing) for block in blocks]
    return shortened(_joined(fitted), LONGEST)


def _joined(blocks: Sequence[Block]) -> str:
    """Blocks with their titles, a title once above those that share it."""
    pieces = []
    for title, group in groupby(blocks, key=lambda block: block.title):
        if title:
            pieces.append(f"**{title}**")
        seen: set[str] = set()
        for block in group:
            # blocks that share a title share its notices: said above the first alone
            lines = block.text.split("\n")
            pieces.append(
                "\n".join(line for line in lines if not (_is_notice(line) and line in seen)).strip()
            )
            seen.update(lines)
    closing = dict.fromkeys(said for block in blocks for said in block.closing)
    return "\n\n".join([*pieces, *(f"*{said}*" for said in closing)])


def _is_notice(line: str) -> bool:
    return line.startswith("*") and not line.startswith("**")


def shortened(text: str, room: int) -> str:
    """Whole lines up to a length; what is left out is said to be."""
    if len(text) <= room:
        return text
    ending = "*Shortened; ask for one thing at a time to see the rest.*"
    kept: list[str] = []
    left = room - len(ending) - 2
    for line in text.split("\n"):
        if len(line) + 1 > left:
            break
        kept.append(line)
        left -= len(line) + 1
    # a heading without what it heads is left out too
    while kept and (not kept[-1].strip() or _is_heading(kept[-1])):
        kept.pop()
    return "\n".join([*kept, "", ending])


def _is_heading(line: str) -> bool:
    return line.startswith("**") and line.endswith("**") and not line.endswith((".**", "!**"))
