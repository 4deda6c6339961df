"""One message, several questions: where it is cut."""

import re

_ENDS = re.compile(r"(?<=[?!])\s*|(?<=[.;])\s+(?=[A-Z(a-z])|\n+")
_JOINED = re.compile(
    r",?\s+(?:and|plus|also|then)(?:\s+also)?\s+(?=(?:what|how|where|when|is|are|does|do|did|explain|which|why"
    r"|any|compare|show|run|tell)\b)",
    re.IGNORECASE,
)
_LIST_ITEM = re.compile(r";\s*\(\d\)")
_MOST = 12
_LONGEST = 700


def parts_of(text: str) -> tuple[str, ...]:
    """The questions of a message in order; a numbered list inside a sentence stays whole.

    At most twelve parts of 700 characters: what is asked stands in front.
    """
    kept = _LIST_ITEM.sub(", ", text)
    pieces = (part for sentence in _ENDS.split(kept) for part in _JOINED.split(sentence))
    cleaned = [piece.strip()[:_LONGEST] for piece in pieces if piece.strip(" .?!,;:-()")]
    return tuple(cleaned[:_MOST])
