"""Small matters of writing that the sections share."""

from tools.phrases import written
from tools.types import Reading, Sentence


def joined(*sentences: Sentence) -> str:
    """Sentences as a paragraph."""
    return " ".join(one.text for one in sentences)


def sentence(words: str) -> str:
    """Words that begin small and end open, such as a reason, as a sentence of their own."""
    return f"{words[0].upper()}{words[1:].rstrip('.')}."


def told(reading: Reading) -> str:
    """A reading with its label: "ATR 14: $7.31"."""
    return f"{reading.label}: {written(reading)}"
