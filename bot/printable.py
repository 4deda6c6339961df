"""Text that cannot steer a terminal: what came from outside goes through here before it is printed."""

import re

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Terminal escapes, and the marks that turn the direction of writing round."""


def printable(text: str) -> str:
    """The text on one line, with control characters replaced by a visible mark."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split()))


def printable_lines(text: str) -> list[str]:
    """The lines of a text, each with its spaces as they are and control characters replaced.

    Only a newline ends a line, as in a stored document; a tab becomes two spaces.
    """
    return [
        _CONTROL.sub("\N{REPLACEMENT CHARACTER}", line.replace("\t", "  ").rstrip())
        for line in text.split("\n")
    ]
