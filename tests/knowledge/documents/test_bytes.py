"""From files and bytes to clean text: kinds, names, encodings, invisible characters, limits."""

# ruff: noqa: RUF001 - signs as reports print them

import os
import socket
import time
from pathlib import Path

import pytest

from knowledge.documents import SUFFIXES, Limits, load
from knowledge.documents.cleaning import clean
from knowledge.documents.kinds import shown_name
from knowledge.errors import Refused
from tests.knowledge.documents.reads import read

WESTERN = "Small caps’ rally — “a risk-on week” in Zürich: €5 café"
JAPANESE = "日本株の小型株指数は本日上昇しました。投資家は金利の低下を期待しています。"


def test_suffixes_name_the_kinds() -> None:
    assert set(SUFFIXES) == {".md", ".markdown", ".txt", ".html", ".htm", ".pdf"}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG picture"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a JPEG picture"),
        (b"PK\x03\x04\x14\0\x06\0", "a zip archive or an Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
        (b"\x7fELF\x02\x01\x01\0", "a program"),
        (b"MZ\x90\0\x03\0\0\0", "a binary file"),
        (b"{\\rtf1 words}", "a rich text file"),
        (b"words\0words", "a binary file"),
        (b"\x01\x02\x03\x04words\x05\x06", "a binary file"),
    ],
)
@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html", "a", "a.pdf"])
def test_what_is_no_text_is_refused_whatever_its_name(data: bytes, says: str, name: str) -> None:
    with pytest.raises(Refused, match="Markdown, text, HTML and PDF are read") as refusal:
        read(data, name)
    assert says in str(refusal.value) or name == "a.pdf"


@pytest.mark.parametrize("name", ["a", "a.rst", "a.log", ".hidden", "a.docx"])
def test_text_of_an_unknown_suffix_is_read_as_text(name: str) -> None:
    assert read("Words of a text.", name).media == "text"


@pytest.mark.parametrize(
    "data", [b"", b" \n\t ", b"12345 67.8%", b"---\n---", b"\xef\xbb\xbf", "\u200b\u200b".encode()]
)
@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
def test_a_document_without_a_word_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(Refused, match="It is empty"):
        read(data, name)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("/etc/passwd", "passwd"),
        ("..\\..\\windows\\report.md", "report.md"),
        ("../..", "document"),
        ("", "document"),
        ("...", "document"),
        ("a\0b\nc.md", "ab c.md"),
        ("gpj.\u202etxt", "gpj.txt"),
        ("x/\U000e0041\u200b", "document"),
        ("@everyone.md", "@everyone.md"),
    ],
)
def test_of_a_name_only_the_clean_last_part_is_used(name: str, shown: str) -> None:
    assert shown_name(name) == shown
    document = read("just words.", name)
    assert document.source == shown


def test_a_name_of_four_thousand_characters_is_cut_and_keeps_its_suffix() -> None:
    name = shown_name("n" * 3_997 + ".md")
    assert len(name) <= 120
    assert name.endswith("….md")
    assert read("*just* words.", "/" + "d" * 4_000 + "/a.md").text == "just words."


@pytest.mark.parametrize(
    ("text", "codec", "said"),
    [
        (WESTERN, "utf-8", None),
        (WESTERN, "utf-8-sig", None),
        (WESTERN, "utf-16", "UTF-16"),
        (WESTERN, "utf-32", "UTF-32"),
        ("Small caps rallied today.", "utf-16-le", "UTF-16"),
        ("Small caps rallied today.", "utf-16-be", "UTF-16"),
        (WESTERN, "cp1252", "Windows-1252"),
        ("Café: 5%", "latin-1", "Windows-1252"),
        ("Zinssätze für Großbanken fielen über Nacht.", "latin-1", "Windows-1252"),
        (JAPANESE, "shift_jis", "Shift-JIS"),
        (JAPANESE, "euc_jp", "EUC-JP"),
        ("Индекс малых компаний вырос на два процента.", "cp1251", "Windows-1251"),
    ],
)
def test_encodings_are_found_and_said(text: str, codec: str, said: str | None) -> None:
    document = read(text.encode(codec), "a.txt")
    assert document.text == text
    assert document.notes == (() if said is None else (f"Its characters were read as {said}.",))


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("shift_jis", "shift_jis"),
        ("x-sjis", "shift_jis"),
        ("iso-8859-15", "iso8859-15"),
        ("gb2312", "gb2312"),
    ],
)
def test_a_page_is_read_in_the_encoding_it_declares(declared: str, codec: str) -> None:
    words = {"shift_jis": "日本", "iso8859-15": "5 € für", "gb2312": "小盘股"}[codec]
    page = f"<html><meta charset={declared}><p>{words} words".encode(codec)
    assert read(page, "a.html").text == f"{words} words"


@pytest.mark.parametrize("declared", ["utf-7", "unicode_escape", "zlib", "rot13", "punycode", "nonsense"])
def test_a_page_cannot_choose_a_codec_that_makes_other_text(declared: str) -> None:
    page = f"<html><meta charset={declared}><p>caf\xe9 +ADw-script+AD4- \\x41".encode("latin-1")
    assert read(page, "a.html").text == "café +ADw-script+AD4- \\x41"


def test_what_is_in_no_encoding_is_refused() -> None:
    with pytest.raises(Refused, match="no encoding that is known here"):
        read(bytes(range(128, 256)) * 50, "a.txt")
    with pytest.raises(Refused, match="begins as UTF-16 but is not"):
        read(b"\xff\xfe\x00\xd8\x00", "a.txt")


def test_invisible_characters_go_and_are_counted() -> None:
    smuggled = "I\u200bWM \u202e$5\u202c \ufeffup\U000e0049\U000e0067 co\xadde\x07 a\ue000b e\ufe0f"
    document = read(f"{smuggled}\U000e0101 x\u3164y", "a.txt")
    assert document.text == "IWM $5 up code ab e xy"
    assert document.notes == ("12 invisible or control characters were removed.",)


@pytest.mark.parametrize(
    ("sequence", "left"),
    [
        ("\x1b[31m", ""),
        ("\x1b[38;5;196;1m", ""),
        ("\x1b[?25l", ""),
        ("\x1b]0;pwned\x07", ""),
        ("\x1b]8;;http://x\x1b\\", ""),
        ("\x1bPq#0\x1b\\", ""),
        ("\x1bc", ""),
        ("\x1b(B", ""),
        ("\x1b]0;never ends", "0;never ends"),
        ("\x1b[31\n", "31\n"),
        ("\x1b", ""),
    ],
)
def test_an_escape_sequence_goes_whole(sequence: str, left: str) -> None:
    """What would steer a terminal leaves no letters behind; one that never ends takes no text with it."""
    cleaned = clean(f"up{sequence}")
    assert cleaned.text == f"up{left}"
    assert cleaned.removed == len(sequence) - len(left)


@pytest.mark.parametrize(
    "piece", ["\x1b", "\x1b]", "\x1b[", "\x1b[1;1", "\x1b]0;a", "\x1b[ ", "\x1b]" + "a" * 100, "1;"]
)
@pytest.mark.parametrize("start", ["", "\x1b[", "\x1b]", "\x1b "])
def test_escape_sequences_cost_no_more_than_their_length(start: str, piece: str) -> None:
    begun = time.perf_counter()
    clean(start + piece * (1_000_000 // len(piece)))
    assert time.perf_counter() - begun < 5


def test_line_ends_blanks_and_forms_are_one() -> None:
    assert read("a\r\nb\rc\u2028d\x85e\xa0f\u2009g", "a.txt").text == "a\nb\nc\nd\ne f g"
    assert read("e\u0301 \ufb01nance small\u2011cap", "a.txt").text == "é finance small-cap"
    assert read("&#8203;&shy;Words&nbsp;here &#x202e;x").text == "Words here x"


def test_cleaning_twice_is_cleaning_once() -> None:
    text = "A\u0300\u200b\u0315 \ufb03 \u2126\r\n\t"
    assert clean(clean(text).text) == (once := clean(clean(text).text))
    assert once.removed == 0


@pytest.mark.parametrize(
    ("limits", "data", "says"),
    [
        (Limits(bytes=10), b"eleven byte", "11 bytes; at most 10"),
        (Limits(characters=10), b"eleven char", "11 characters; at most 10"),
        (Limits(characters=10), b"a<br>b<br>c", "11 characters; at most 10"),
    ],
)
def test_limits_are_said_in_words(limits: Limits, data: bytes, says: str) -> None:
    with pytest.raises(Refused, match=says):
        read(data, "a.md", limits)


def test_a_line_of_ten_million_characters_is_refused_at_once() -> None:
    before = time.monotonic()
    with pytest.raises(Refused, match="at most 4,000,000 are read"):
        read(b"word " * 2_000_000, "a.txt")
    assert time.monotonic() - before < 5


def test_a_file_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"words")
    link = tmp_path / "link.md"
    link.symlink_to(path)
    assert load(path) == load(link) == b"words"


def test_a_large_file_is_refused_before_a_byte_is_read(tmp_path: Path) -> None:
    path = tmp_path / "sparse.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    before = time.monotonic()
    with pytest.raises(Refused, match=r"'sparse.txt' has 200\.0 MB; at most 20\.0 MB are read"):
        load(path)
    assert time.monotonic() - before < 0.5


def test_what_is_no_regular_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    (tmp_path / "empty.md").touch()
    plug = socket.socket(socket.AF_UNIX)
    plug.bind(str(tmp_path / "plug"))
    plug.close()
    for name, says in {
        "pipe": "no regular file",
        "plug": "no regular file",
        "loop": "cannot be read",
        "gone": "There is no file 'gone'",
        "nowhere": "There is no file 'nowhere'",
        "empty.md": "is empty",
        ".": "is a folder",
        "a\0b": "cannot be read",
        "n" * 5_000: "cannot be read",
    }.items():
        with pytest.raises(Refused, match=says):
            load(tmp_path / name)
    with pytest.raises(Refused, match="no regular file"):
        load(Path("/dev/zero"))
