"""What cosine a model gives to texts that have nothing in common: near 0 for some, 0.7 for others."""

from collections.abc import Callable, Sequence

from knowledge.ports import Vectors

_QUESTIONS = (
    "How long do I boil an egg?",
    "Which year did the Titanic sink?",
    "How do I get a wine stain out of a carpet?",
    "What is the capital of Mongolia?",
    "Why do leaves change their colour?",
    "How many players does a volleyball team have?",
    "Can I take a ferry to the island in winter?",
    "Who painted the ceiling of the Sistine Chapel?",
    "What should I feed a rabbit?",
    "How do I tune a violin?",
)
_STATEMENTS = (
    "The fund closed below its 200-session average on rising volume.",
    "Small companies carry more debt at floating rates than large ones.",
    "Fewer than half of the members trade above their 50-session average.",
    "The yield curve steepened after the central bank's statement.",
    "A stop one and a half average true ranges below the entry limits the loss.",
    "The index is reconstituted after the close on a Friday in June.",
    "Credit spreads widened while the ratio to large caps fell.",
    "Momentum over ten sessions turned up from an oversold reading.",
    "The composite score is the weighted sum of four layers.",
    "Options expire on the third Friday of the month.",
)


_MOST = 0.99
"""What is above is a scale; a model that finds everything the same would leave none."""


def background(embed: Callable[[Sequence[str]], Vectors]) -> float:
    """The mean cosine of ten everyday questions and ten statements about markets, 0.99 at most.

    Args:
        embed: Gives one unit vector per text.
    """
    return min(float((embed(_QUESTIONS) @ embed(_STATEMENTS).T).mean()), _MOST)
