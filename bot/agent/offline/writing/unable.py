"""What cannot be answered here: said kindly, with what can be."""

from bot.agent.offline.values import BESIDE, Ask, Block, Outcomes
from bot.agent.offline.words import foreign
from bot.agent.offline.writing.help import examples


def write_unable(ask: Ask, _: Outcomes) -> Block:
    """An honest no, and examples; beside an answer, the no alone."""
    if BESIDE in ask.angles:
        return Block("One part of the message is outside what this desk can answer.")
    if foreign(ask.heard.text):
        why = "**This desk understands English alone so far.** Questions it can answer, for example:"
    else:
        why = (
            "**That is outside what this desk can answer.** It reads market signals of funds and stocks, and "
            "what stored reports say about them. You can ask, for example:"
        )
    return Block(f"{why}\n\n{examples(4)}")
