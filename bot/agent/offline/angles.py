"""What about a thing is asked: what would flip it, why, whether that is bullish, since when, more."""

from bot.agent.offline.cues import Cues, match
from bot.agent.offline.values import Heard

_ANGLES: dict[str, Cues] = {
    "flip": (
        ("flip*", 1),
        ("change|changes .. mind|view|state|call|signal|picture|stance|rating|verdict", 1),
        ("what would it take", 1),
        ("invalidate*|threshold", 1),
        ("turn|turns|go bullish|bearish|neutral|positive|negative", 1),
        ("upgrade|downgrade", 1),
    ),
    "why": (("why", 1), ("reason|reasons", 1), ("how come", 1), ("what is driving", 1), ("drivers", 1)),
    "bullish": (
        ("^ bullish|bearish|neutral", 1),
        ("is|are that|this|it|they|those|these .. bullish|bearish|good|bad|positive|negative|high|low", 1),
        ("^ so", 1),
        ("^ too high|low|much", 1),
    ),
    "meaning": (
        ("what does|do that|this|it|those mean", 1),
        ("what is that|this", 1),
        ("meaning of that|this", 1),
    ),
    "price": (("price level", 1), ("what|which price|close", 1)),
    "since": (("since when", 1), ("how long", 1), ("how many sessions", 1)),
    "far": (
        ("how far", 1),
        ("what|which distance", 1),
        ("in percent|% terms", 1),
        ("in percent|percentage", 1),
    ),
    "more": (
        ("tell|show|give me more", 1),
        ("more detail|details|please", 1),
        ("elaborate|expand|details", 1),
        ("^ more", 1),
        ("shorter|briefly|again|repeat|rephrase|summarise|summarize", 1),
        ("go on", 1),
    ),
}
_FOLLOWING: Cues = (
    ("^ and|also|same|what|how|ok|so|now about", 2),
    ("^ and|same|ditto|again", 2),
    ("same for|with|thing|again|on", 2),
    ("what|how about", 2),
    ("^ add|include", 2),
)
_AHEAD: Cues = (
    ("who|which .. better|stronger|weaker|worse|ahead|leads|leading|stronger|best|strongest|weakest", 1),
)
_BACK: Cues = (("that|it|this|those|these|they|them|there|one", 1),)
_SHORT = 8
_NOW: Cues = (("today|now|currently|latest|current|tonight", 1),)


def angles_of(heard: Heard) -> frozenset[str]:
    """The angles of a part; usually none."""
    return frozenset(name for name, cues in _ANGLES.items() if match(heard.words, cues).score)


def follows(heard: Heard) -> bool:
    """Whether a part begins as a continuation: "and ...", "same for ...", "what about ..."."""
    return match(heard.words, _FOLLOWING).score > 0


def compares(heard: Heard) -> bool:
    """Whether a part asks which of several is ahead, naming none of them."""
    return not heard.symbols and match(heard.words, _AHEAD).score > 0


def points_back(heard: Heard) -> bool:
    """Whether a short part speaks of what was said before: "how far away is that?"."""
    return len(heard.words.split()) <= _SHORT and match(heard.words, _BACK).score > 0


def about_now(heard: Heard) -> bool:
    """Whether a part says that it is about today."""
    return match(heard.words, _NOW).score > 0


_SPECIFIC: Cues = (
    ("what is|are|was|were the|its|their .. of|for", 1),
    ("how many|much", 1),
    ("^ who", 1),
    ("^ when", 1),
    ("^ which", 1),
)


def specific(heard: Heard) -> bool:
    """Whether a part asks for one certain thing, so that a whole card would be no answer to it."""
    return match(heard.words, _SPECIFIC).score > 0
