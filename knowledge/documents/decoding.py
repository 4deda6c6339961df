"""Bytes to text: the byte order mark, UTF-8, what a web page declares, then detection."""

# ruff: noqa: RUF001 - signs as reports print them

import codecs
import re
from dataclasses import dataclass

from knowledge.documents.kinds import ALLOWED, declares_html
from knowledge.errors import Refused

_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)

_CODECS = {
    "cp1252": "Windows-1252",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1255": "Windows-1255",
    "cp1256": "Windows-1256",
    "cp1257": "Windows-1257",
    "cp1258": "Windows-1258",
    "iso8859_2": "ISO-8859-2",
    "iso8859_5": "ISO-8859-5",
    "iso8859_7": "ISO-8859-7",
    "iso8859_15": "ISO-8859-15",
    "koi8_r": "KOI8-R",
    "koi8_u": "KOI8-U",
    "mac_roman": "Mac Roman",
    "cp932": "Shift-JIS",
    "euc_jp": "EUC-JP",
    "iso2022_jp": "ISO-2022-JP",
    "gb18030": "GB18030",
    "big5": "Big5",
    "cp949": "EUC-KR",
    "utf_16_le": "UTF-16",
    "utf_16_be": "UTF-16",
}
"""The encodings of the web, by Python's codec. No other is used, whatever a page declares: codecs such as
`unicode_escape` or UTF-7 make other text out of plain text."""

# What browsers read under the names on the left.
_READ_AS = {
    "ascii": "cp1252",
    "us_ascii": "cp1252",
    "iso8859_1": "cp1252",
    "iso_8859_1": "cp1252",
    "latin_1": "cp1252",
    "shift_jis": "cp932",
    "shift_jisx0213": "cp932",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "euc_kr": "cp949",
}

# Names that browsers know and Python does not.
_ALIASES = {"x-sjis": "cp932", "windows-31j": "cp932", "x-gbk": "gbk", "x-mac-roman": "mac-roman"}

_DECLARED = re.compile(rb"(?:charset|encoding)\s{0,8}=\s{0,8}[\"']?([A-Za-z0-9_:.-]{2,40})")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_HEAD = 4096

# With little else beyond ASCII a text came from a western office program; detection guesses wildly at so few.
_FEW = 64
_TYPOGRAPHY = frozenset("“”‘’–—…•€£¥©®™°±·§½¼¾ ")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, and the name of its encoding where that is not UTF-8."""

    text: str
    encoding: str | None


def decode(data: bytes, *, page: bool = False) -> Decoded:
    """Text of the bytes.

    Args:
        data: The file.
        page: It is named as a web page, so what it declares counts even if it does not open as one.

    Raises:
        Refused: They are binary, or no encoding fits them.
    """
    for mark, codec, name in _MARKS:
        if data.startswith(mark):
            text = _strictly(data[len(mark) :], codec)
            if text is None:
                raise Refused(f"It begins as {name} but is not; save it as UTF-8.")
            return _text(text, None if codec == "utf-8" else name)
    if b"\0" in data:
        return _wide(data)
    if (text := _strictly(data, "utf-8")) is not None:
        return _text(text, None)
    return _other(data, page=page)


def _text(text: str, encoding: str | None) -> Decoded:
    head = text[:_HEAD]
    if "\0" in text or len(_CONTROLS.findall(head)) > len(head) // 10:
        raise Refused(f"This is a binary file; {ALLOWED}.")
    return Decoded(text, encoding)


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, LookupError):
        return None


def _wide(data: bytes) -> Decoded:
    """UTF-16 without a mark: western text has a NUL in every second byte, and nothing else does."""
    low, high = data[0::2].count(0), data[1::2].count(0)
    codec = "utf_16_le" if high > low else "utf_16_be"
    text = None
    if 3 * max(low, high) > len(data) // 2 and 10 * min(low, high) < len(data):
        text = _strictly(data, codec)
    if text is None:
        raise Refused(f"This is a binary file; {ALLOWED}.")
    return _text(text, _CODECS[codec])


def _other(data: bytes, *, page: bool) -> Decoded:
    for judge in (_declared if page or _opens_as_page(data) else _western, _western, _detected):
        codec = judge(data)
        if codec is not None and (text := _strictly(data, codec)) is not None:
            return _text(text, _CODECS[codec])
    raise Refused("Its characters are in no encoding that is known here; save it as UTF-8.")


def _opens_as_page(data: bytes) -> bool:
    return declares_html(data[:_HEAD].decode("latin-1"))


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD])
    if found is None:
        return None
    said = found[1].decode("ascii").lower()
    try:
        codec = codecs.lookup(_ALIASES.get(said, said)).name.replace("-", "_")
    except LookupError:
        return None
    codec = _READ_AS.get(codec, codec)
    return codec if codec in _CODECS and not codec.startswith("utf") else None


def _western(data: bytes) -> str | None:
    """Windows-1252, where little but typography and accents is beyond ASCII."""
    text = _strictly(data, "cp1252")
    if text is None:
        return None
    beyond = [char for char in text if not char.isascii()]
    others = set(beyond) - _TYPOGRAPHY
    letters = sum(map(str.isalpha, text))
    few = len(beyond) <= _FEW and 5 * sum(char not in _TYPOGRAPHY for char in beyond) <= letters
    return "cp1252" if not others or (few and all(map(str.isalpha, others))) else None


def _detected(data: bytes) -> str | None:
    import charset_normalizer  # noqa: PLC0415 - only for what is not UTF-8

    known = [codec for codec in _CODECS if not codec.startswith("utf")]
    best = charset_normalizer.from_bytes(data, cp_isolation=known).best()
    if best is None or best.encoding not in _CODECS:
        return None
    # relatives that read these bytes alike are called by the commonest name
    return "cp1252" if _strictly(data, "cp1252") == _strictly(data, best.encoding) else best.encoding
