"""What one line of plain text looks like: a bullet, a rule, a byline, perhaps a heading."""

# ruff: noqa: RUF001 - signs as reports print them

import re
from dataclasses import dataclass

from knowledge.documents.dates import days_in

_BULLET = re.compile(r"([ \t]*)(?:[-*•–‣▪●◦·]|(?P<number>\d{1,3})[.)])[ \t]+(?=\S)")
_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[.)]?[ \t]+(?=[A-Z])")
_REFERENCES = re.compile(r"(?:[ \t]?\[\d{1,3}\])+$")
_VALUE = re.compile(r":[ \t]*[~≈<>$€£]?[-+−]?[$€£]?\d\S*$")
_BYLINE = re.compile(r"\b\d{1,3} ?min(?:ute)?s? read\b|^(?:by|written by|source:|photo:) ", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\w")

# The end of a line is judged by this many characters, so a line of citations costs no more than another.
_TAIL = 120

_LONGEST_HEADING = 90
_MOST_WORDS = 14
_CLOSING = "”’\"')]»"
_OPENING = "“‘\"'([«"

_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))

# A line that ends with one of these goes on in the next.
# fmt: off
_DANGLING = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "into", "is", "of", "on", "or", "than",
     "that", "the", "to", "vs", "with")
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Bullet:
    """A list item's line: how far it is indented, its number if it has one, and its text."""

    indent: int
    number: int | None
    text: str


def bullet(line: str) -> Bullet | None:
    """The list item that a line begins; None when it begins none."""
    found = _BULLET.match(line)
    if found is None or is_rule(line):
        return None
    number = int(found["number"]) if found["number"] else None
    text = line[found.end() :].rstrip()
    return Bullet(len(found[1].expandtabs(4)), number, text if number is None else f"{number}. {text}")


def is_rule(line: str) -> bool:
    """A drawn line: three or more hyphens, equals signs, asterisks and the like."""
    drawn = "".join(line.split())
    signs = set(drawn)
    if len(signs) == 1 and drawn[0] in "-=*_~#":
        return len(drawn) > 2
    return signs <= set("-=+|:") and ("---" in drawn or "===" in drawn)


def underline(line: str, below: str) -> int | None:
    """Level of a heading by the rule drawn below it: 1 for `===`, 2 for `---`; None without one."""
    drawn = below.strip()
    if len(drawn) < 3 or set(drawn) not in ({"="}, {"-"}):
        return None
    text = line.strip()
    if not text or is_rule(line) or "\t" in text or len(text) > _LONGEST_HEADING:
        return None
    return 1 if drawn[0] == "=" else 2


def outline(text: str) -> int | None:
    """Depth of a numbered heading: 1 for `2. Risks`, 2 for `2.1 Rates`; None without a number."""
    found = _NUMBERED.match(text)
    return found[1].count(".") + 1 if found else None


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence or a clause may, citations and closing quotes aside."""
    return _bare_end(text)[-1:] in tuple(".!?:;…。！？")


def looks_like_heading(text: str) -> bool:
    """Short, begins as a title does, ends without a stop, and is neither a date, a byline nor a value."""
    text = text.strip()
    if len(text) > _LONGEST_HEADING + _TAIL:
        return False
    text = _REFERENCES.sub("", text)
    words = text.split(None, _MOST_WORDS)
    if not text or len(text) > _LONGEST_HEADING or len(words) > _MOST_WORDS:
        return False
    shouted = text.isupper()
    if _bare_end(text)[-1:] in tuple(".,;:!…-–—→>»|") and not (shouted and text.endswith(":")):
        return False
    goes_on = words[-1].lower() in _DANGLING or any(text.count(one) != text.count(two) for one, two in _PAIRS)
    return _begins_as_title(text) and not goes_on and not _is_label(text)


def is_byline(text: str) -> bool:
    """A line about the page, not of it: author, reading time, trail of links, or little but a date."""
    if len(text) > 2 * _LONGEST_HEADING:
        return False
    if _BYLINE.search(text) or " · " in text or " | " in text or _ADDRESS.search(text):
        return True
    outside = len(text) - sum(found.end - found.start for found in days_in(text))
    return outside < len(text) and outside <= 30


def _begins_as_title(text: str) -> bool:
    start = text.lstrip(_OPENING)
    brand = start[1:2].isupper()  # iShares
    return start[:1].isupper() or brand or outline(text) is not None or start[:1].isdigit()


def _is_label(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    mostly_figures = 2 * letters < len(text.replace(" ", ""))
    return mostly_figures or "\t" in text or _VALUE.search(text) is not None or is_byline(text)


def _bare_end(text: str) -> str:
    tail = text.rstrip()[-_TAIL:]
    return _REFERENCES.sub("", tail).rstrip(_CLOSING + " ")
