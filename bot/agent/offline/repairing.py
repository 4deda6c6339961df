"""A text without the sentences that a repair names.

Only whole sentences are taken out. A figure or a word alone says nothing about which of its sentences
failed; whoever checked the text knows the place and cuts there.
"""

import json
import re
from collections.abc import Iterator

_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_QUOTED = re.compile(r'["\N{LEFT DOUBLE QUOTATION MARK}](.+?)["\N{RIGHT DOUBLE QUOTATION MARK}]')
_LEAST_WORDS = 3


def without(text: str, request: str) -> str:
    """Drop every sentence that the request quotes, and leave the rest as it is.

    Args:
        text: What was written.
        request: The words of the repair: plain quotations, or JSON lines with the failed `text`.
    """
    named = [_bare(one) for one in _named(request)]
    named = [one for one in named if len(one.split()) >= _LEAST_WORDS]
    if not named:
        return text
    kept = []
    for line in text.split("\n"):
        parts = [part for part in _SENTENCE.split(line) if not any(one in _bare(part) for one in named)]
        rest = " ".join(parts)
        if rest.strip("-*> ") or not line.strip():
            kept.append(rest)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _named(request: str) -> Iterator[str]:
    """The texts that a request names as failing."""
    for line in request.split("\n"):
        if not line.startswith("{"):
            yield from _QUOTED.findall(line)
            continue
        try:
            item = json.loads(line)
        except ValueError:
            continue
        if isinstance(item, dict) and item.get("kind") == "failed":
            yield str(item.get("text", ""))


def _bare(text: str) -> str:
    return " ".join(re.sub(r"[*_`]", "", text).split()).strip("- ").lower()
