"""Text as data: normal form, one kind of line end, and nothing that cannot be seen."""

import re
import unicodedata
from dataclasses import dataclass

_ORDINARY = re.compile(r"[\n\t -~]*")

# What steers a terminal, whole: ESC [ … final byte; ESC ] and its kin … BEL or ST on one line; ESC x. Without
# its ESC the rest would stay behind as words that nobody wrote. No part can match what the next one does, and
# each ends before the next ESC, so this is linear.
_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*+[ -/]*+[@-~]|[\]PX^_][^\x07\x1b\n]*+(?:\x07|\x1b\\)|[ -/]*+[0-~])")

_SEEN_AS_BREAK = dict.fromkeys(map(ord, "\v\f\x85\u2028\u2029"), "\n")

# Typesetters' ligatures are letters to a reader but another word to a search.
_LIGATURES = {
    0xFB00: "ff",
    0xFB01: "fi",
    0xFB02: "fl",
    0xFB03: "ffi",
    0xFB04: "ffl",
    0xFB05: "st",
    0xFB06: "st",
}

# Invisible though Unicode calls them letters or marks: joiners, fillers and variation selectors, by which
# text can be smuggled past a reader's eye. The blank Braille cell is a space to the eye.
_INVISIBLE = frozenset([0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0]).union(
    range(0x180B, 0x1810), range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0)
)
_BLANK = 0x2800

# Hyphens that only differ in where a line may break.
_HYPHENS = (0x2010, 0x2011)

# Control, format (zero-width, bidirectional, tags, soft hyphen), surrogate, private use, unassigned.
_NO_TEXT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


@dataclass(frozen=True, slots=True)
class Clean:
    """Clean text and how many characters were taken out of it."""

    text: str
    removed: int


class _Dropped(dict[int, int | None]):
    """For `str.translate`: each character of a text is judged once."""

    def __missing__(self, code: int) -> int | None:
        gone = code in _INVISIBLE or (code not in (9, 10) and unicodedata.category(chr(code)) in _NO_TEXT)
        self[code] = None if gone else code
        return self[code]


class _Replaced(dict[int, int | str]):
    """Blanks of every width become spaces, hyphens one hyphen, ligatures their letters."""

    def __missing__(self, code: int) -> int | str:
        if code == _BLANK or unicodedata.category(chr(code)) == "Zs":
            self[code] = " "
        else:
            self[code] = "-" if code in _HYPHENS else _LIGATURES.get(code, code)
        return self[code]


def clean(text: str) -> Clean:
    r"""Normal form C; line ends `\n`; plain spaces and hyphens; nothing invisible but `\n`, `\t`.

    Terminal escape sequences go whole. Linear in the length of the text. Cleaning clean text changes nothing.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _ORDINARY.fullmatch(text):
        return Clean(text, 0)
    text = text.translate(_SEEN_AS_BREAK)
    kept = _ESCAPE.sub("", text).translate(_Dropped())
    return Clean(unicodedata.normalize("NFC", kept.translate(_Replaced())), len(text) - len(kept))


def one_line(text: str, most: int) -> str:
    """Clean text on one line with single spaces, at most `most` characters; `…` marks a cut."""
    line = " ".join(clean(text).text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
