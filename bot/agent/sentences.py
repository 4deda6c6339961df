"""Where sentences end, for giving a text out piece by piece. Whether they hold is the check's to say."""

import re
from collections.abc import Iterator

_END = re.compile(r"(?:[.!?…]['\"”\u2019)*_`\]]*(?:[ \t]*\[[0-9a-f]{6}:\d+(?:,[^\]\n]*)?\])*(?=\s))|\n")
_SHORT = re.compile(
    r"(?:\b(?:vs|approx|e\.g|i\.e|cf|no|Mr|Dr|St|Inc|Corp|Co|U\.S|a\.m|p\.m)|(?:^|\s)[A-Z]|(?:^|\n)\s*\d+)\.$"
)

_BEFORE = 12
"""Characters before a full stop that tell whether it ends a sentence."""


def continued(beginning: str, text: str) -> str:
    """A beginning, and what another text says beyond it: its sentences that are not in the beginning."""
    said = {sentence.strip() for sentence in _apart(beginning)}
    rest = "".join(
        sentence for sentence in _apart(text) if not sentence.strip() or sentence.strip() not in said
    )
    return f"{beginning.rstrip()}\n\n{rest.strip()}".rstrip()


def _apart(text: str) -> Iterator[str]:
    start = 0
    for end in (*ends(text), len(text)):
        yield text[start:end]
        start = end


def ends(text: str) -> Iterator[int]:
    """The positions one past each finished sentence, line or bullet, ascending.

    A sentence is finished when something follows it: a text that is still being written may go on as "64."
    and "1", or with the passage that a sentence cites.
    """
    for found in _END.finditer(text):
        if found[0] == "\n" or not _SHORT.search(text, max(0, found.start() - _BEFORE), found.start() + 1):
            yield found.end()
