"""Whether an answer came out the same again, part by part."""

from rich.console import Group
from rich.text import Text

from bot.agent.replay import Replay
from bot.terminal.corpus_words import counted, indented
from bot.terminal.layout import section
from bot.terminal.words import STRONG, plain


def replay_page(again: Replay) -> Group:
    """Each part with "same bytes" or what differs, and the sum."""
    lines: list[Text] = []
    for part in again.parts:
        mark = plain("✓", "green") if part.same else plain("✗", "red")
        lines.append(Text.assemble(mark, " ", plain(part.what, STRONG), overflow="fold"))
        lines.append(plain(part.said))
    shown = [line if place % 2 == 0 else indented(line, 2) for place, line in enumerate(lines)]
    return section("Run again", *shown, plain(_sum(again), STRONG))


def _sum(again: Replay) -> str:
    if again.reproduced:
        return "Reproduced: every call, every fact and the check came out as they were recorded."
    different = sum(not part.same for part in again.parts)
    return f"Not reproduced: {counted(different, 'part')} of {len(again.parts)} came out differently."
