"""How long a text is for Discord, and the one way a text is cut short."""

_CUT = "…"


def units(text: str) -> int:
    """UTF-16 code units: the largest of the ways a server may count, so a text that fits by it fits."""
    return len(text) + sum(sign > "\uffff" for sign in text)


def fitting(text: str, limit: int) -> int:
    """How many characters from the beginning fit into so many units."""
    if units(text[:limit]) <= limit:
        return min(limit, len(text))
    left = limit
    for place, sign in enumerate(text):
        left -= units(sign)
        if left < 0:
            return place
    return len(text)


def clipped(text: str, limit: int) -> str:
    """The text in at most so many units; one that was cut ends with an ellipsis."""
    if units(text) <= limit:
        return text
    return text[: fitting(text, limit - 1)].rstrip() + _CUT


def one_line(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())
