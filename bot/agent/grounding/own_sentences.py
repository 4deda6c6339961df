"""Our own sentences: what the tools wrote from facts may be repeated as it stands, whole or in part."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bot.agent.grounding.result_parts import parts
from tools.grounds import Grounds
from tools.types import Sentence

_MARKS = re.compile(r"[*_`>#\"'\u2018\u2019\u201c\u201d]+")
_CLAUSE = re.compile(r"(?<=[.:;])\s+")
_SENTENCE = re.compile(r"(?<=\.)\s+")
_CLAUSE_OR_LINE = re.compile(r"(?<=[.:;])\s+|\n+")
_SENTENCE_OR_LINE = re.compile(r"(?<=\.)\s+|\n+")

Own = tuple[str, date | None, tuple[str, ...]]
"""Whose a sentence is (empty: not told), of which session, and the ids of the facts it quotes."""


def plain(text: str) -> str:
    """A sentence without emphasis and spaces, as two copies of it agree."""
    return " ".join(_MARKS.sub("", text).split()).strip(" -:").rstrip(".").lower()


def own_sentences(grounds: Sequence[Grounds]) -> Mapping[str, list[Own]]:
    """Our own sentences as `plain` spells them, and the parts of those that have several."""
    found: dict[str, list[Own]] = defaultdict(list)
    for ground in grounds:
        symbol = next((one.id.partition(".")[0].upper() for one in ground.facts), "")
        whys = [Sentence(one.why) for one in ground.findings]
        in_result = [part for part in parts(ground.result) if isinstance(part, Sentence)]
        for said in (*ground.sentences, *whys, *in_result):
            for part in _pieces(said.text, _CLAUSE, _SENTENCE):
                found[part].append((symbol, ground.session, said.facts))
        for earlier in ground.said:
            quoted = tuple(one.id for one in earlier.facts)
            for part in _pieces(earlier.text, _CLAUSE_OR_LINE, _SENTENCE_OR_LINE):
                found[part].append(("", earlier.session, quoted))
    return found


def _pieces(text: str, *cuts: re.Pattern[str]) -> Iterator[str]:
    """A text whole and cut in each of these ways; a piece of a word or two says nothing by itself."""
    for piece in {text, *(part for cut in cuts for part in cut.split(text))}:
        if len(piece) > 8:
            yield plain(piece)
