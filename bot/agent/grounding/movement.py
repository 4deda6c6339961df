"""Words that tell of rising and falling, and of lying above and below."""

from functools import cache

_FALL_STEMS = (
    "fall", "fell", "drop", "declin", "slid", "slip", "lost", "lose", "losing", "loss", "negativ", "minus",
    "lag", "trail", "underperform", "drawdown", "discount", "decreas", "retreat", "shed", "shrank",
    "shrunk", "shrink", "tighte", "narrow", "sank", "sink", "tumbl", "plung", "weake", "flatter", "contract",
    "slump",
    "invert", "erod", "erosion", "crash", "collaps", "deteriorat", "flatten", "dip", "deficit", "shortfall",
    "subtract", "pullback", "halv", "surrender", "eras", "worse", "cheap", "soften", "softer", "shallow",
    "deeper",
)  # fmt: skip
_FALL_WORDS = frozenset((
    "down", "downward", "lower", "below", "under", "beneath", "less", "short", "behind",
    "off", "fewer", "south", "cut",
    "gave", "backward", "red",
))  # fmt: skip
_RISE_STEMS = (
    "rose", "rise", "rising", "gain", "outperform", "climb", "advanc", "increas", "grew", "grow", "jump",
    "ralli", "rally", "premium", "widen", "wider", "strong", "improv", "recover", "rebound", "surg",
    "outpac", "upside", "posit", "steep", "exceed", "topp", "beat", "heavier", "upward",
)  # fmt: skip
_RISE_WORDS = frozenset((
    "up", "above", "over", "higher", "added", "add", "ahead", "lead", "leading", "led", "plus", "better",
    "best", "green", "north", "more", "front",
))  # fmt: skip


@cache
def falls(word: str) -> bool:
    """Whether a word tells of falling or of lying below."""
    return word in _FALL_WORDS or word.startswith(_FALL_STEMS)


@cache
def rises(word: str) -> bool:
    """Whether a word tells of rising or of lying above."""
    return word in _RISE_WORDS or (word.startswith(_RISE_STEMS) and word != "position")


PLACES = frozenset((
    "above", "below", "under", "over", "beneath", "ahead", "behind", "higher", "lower", "short",
))  # fmt: skip
"""Words that need an object: they tell a number's sign only after it ("0.7 % below"), before it they bound
or point ("below the average at $198")."""
