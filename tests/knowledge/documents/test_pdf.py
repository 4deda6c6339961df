"""PDF: lines become blocks with pages, and hostile files are refused within bounds."""

import io
import time
import zlib
from datetime import date
from pathlib import Path

import matplotlib as mpl
import pypdf
import pytest
from matplotlib.figure import Figure

from knowledge.documents import Limits
from knowledge.errors import Refused
from tests.knowledge.documents.made_pdfs import (
    Text,
    column,
    drawn,
    objects_of,
    packed,
    pdf,
    stream,
    written,
)
from tests.knowledge.documents.reads import H, P, T, read, sections, shape

HELLO = b"BT /F1 10 Tf 72 700 Td (Hello small caps) Tj ET"


def test_sizes_and_weights_tell_headings_and_gaps_tell_paragraphs() -> None:
    page = [Text(72, 740, "Small Caps Outlook", 20), Text(72, 720, "Published 17 May 2026", 9)]
    page += column(["Rates"], top=690, size=11, bold=True)
    page += column(
        [
            "The index rose as yields fell. The float-",
            "ing-rate share of debt remains a burden for the smaller com-",
            "panies in the benchmark, and small-",
            "cap spreads are tight. Other small-cap stocks",
            "",
            "A second paragraph is here.",
        ],
        top=670,
    )
    page += column(["Credit"], top=590, size=11, bold=True) + column(["Spreads are tight."], top=570)
    joined = (
        "The index rose as yields fell. The floating-rate\n"
        "share of debt remains a burden for the smaller companies\n"
        "in the benchmark, and small-cap\nspreads are tight. Other small-cap stocks"
    )
    document = read(pdf([page]), "outlook.pdf")
    assert shape(document) == [
        (H, "Small Caps Outlook"),
        (P, "Published 17 May 2026"),
        (H, "Rates"),
        (P, joined),
        (P, "A second paragraph is here."),
        (H, "Credit"),
        (P, "Spreads are tight."),
    ]
    assert sections(document)[1:] == [("Small Caps Outlook", "Rates"), ("Small Caps Outlook", "Credit")]
    assert document.pages == 1
    assert {block.page for block in document.blocks} == {1}
    assert document.published.day == date(2026, 5, 17)
    assert document.media == "pdf"


def test_columns_that_line_up_are_a_table() -> None:
    page = column(["Words before the table."], top=520)
    for y, cells in zip(
        (500, 488, 476),
        (("Fund", "Price", "Change"), ("IWM fund", "250.77", "-0.4%"), ("SPY", "60.1", "12.2%")),
        strict=True,
    ):
        page += [Text(x, y, cell) for x, cell in zip((72, 300, 420), cells, strict=True)]
    assert shape(read(pdf([page]), "a.pdf")) == [
        (P, "Words before the table."),
        (T, "Fund\tPrice\tChange\nIWM fund\t250.77\t-0.4%\nSPY\t60.1\t12.2%"),
    ]


LEFT = ["The left column is prose", "and goes on for several", "lines in the left part."]
RIGHT = ["The right column is also", "prose with sentences of", "its own beside it."]


def test_columns_of_prose_are_read_one_after_the_other_and_make_no_table() -> None:
    document = read(pdf([column(LEFT) + column(RIGHT, x=320)]), "a.pdf")
    assert shape(document) == [(P, "\n".join(LEFT)), (P, "\n".join(RIGHT))]
    by_rows = [text for pair in zip(column(LEFT), column(RIGHT, x=320), strict=True) for text in pair]
    assert {kind for kind, _ in shape(read(pdf([by_rows]), "a.pdf"))} == {P}


def test_running_heads_and_page_numbers_are_left_out_but_for_the_first_head() -> None:
    pages = [
        [
            Text(72, 770, "Acme Research - May 17, 2026", 8),
            Text(300, 20, str(number + 40), 8),
            *column([f"Part {number} says something of its own {number * 7}.", f"It goes on {number * 13}."]),
        ]
        for number in range(1, 6)
    ]
    document = read(pdf(pages), "a.pdf")
    texts = [text for _, text in shape(document)]
    assert texts[0] == "Acme Research - May 17, 2026"
    assert len(texts) == 6
    assert [block.page for block in document.blocks] == [1, 1, 2, 3, 4, 5]
    assert document.published.day == date(2026, 5, 17)
    assert document.notes == ("9 running heads, feet and page numbers were left out.",)


def test_a_sentence_goes_on_over_the_page() -> None:
    first = column(["A sentence that is cut by the end of the page and", "goes on"], top=100)
    second = column(["on the next one. Then it ends."], top=700)
    document = read(pdf([first, second]), "a.pdf")
    assert [block.page for block in document.blocks] == [1]


def test_a_raised_mark_is_no_digit_of_the_figure_before_it() -> None:
    line = [Text(72, 440, "Revenue rose 43.8%"), Text(165, 444, "2", 6), Text(172, 440, " in the year.")]
    assert "43.8%[2]" in read(pdf([line]), "a.pdf").text


def test_kerned_text_has_its_words() -> None:
    kerned = b"BT /F1 10 Tf 72 700 Td [(Sm)-20(all)-250(caps)-300(r)30(ose)] TJ ET"
    assert read(written(objects_of([packed(kerned)])), "a.pdf").text == "Small caps rose"


def test_a_page_without_text_is_named() -> None:
    blank = packed(b"0 0 100 100 re f")
    document = read(written(objects_of([packed(HELLO), blank, blank])), "a.pdf")
    assert document.text == "Hello small caps"
    assert document.pages == 3
    assert document.notes == ("Pages 2, 3: no text, perhaps a picture of it.",)


def test_a_scan_is_refused_as_one() -> None:
    with pytest.raises(Refused, match="it may be a scan"):
        read(written(objects_of([packed(b"0 0 100 100 re f")])), "a.pdf")


def test_junk_before_the_mark_is_tolerated_in_a_pdf_by_name() -> None:
    assert read(b"\r\njunk\n" + pdf([column(["Hello there"])]), "a.pdf").text == "Hello there"
    with pytest.raises(Refused, match="does not begin as a PDF"):
        read("Just words", "a.pdf")


def test_a_drawing_program_s_file_is_read(tmp_path: Path) -> None:
    """Embedded TrueType fonts, text placed piece by piece."""
    with mpl.rc_context({"pdf.fonttype": 42}):
        figure = Figure(figsize=(6, 4))
        figure.text(0.1, 0.9, "Breadth is financial weather", fontsize=18)
        for at, line in enumerate(("It narrows before it falls, and it", "widens before it rises again.")):
            figure.text(0.1, 0.8 - at / 20, line, fontsize=10)
        figure.savefig(tmp_path / "x.pdf")
    assert shape(read((tmp_path / "x.pdf").read_bytes(), "x.pdf")) == [
        (H, "Breadth is financial weather"),
        (P, "It narrows before it falls, and it\nwidens before it rises again."),
    ]


def within(seconds: float, match: str, data: bytes, limits: Limits | None = None) -> None:
    before = time.monotonic()
    with pytest.raises(Refused, match=match):
        read(data, "a.pdf", limits)
    assert time.monotonic() - before < seconds


def test_a_stream_that_unpacks_to_gigabytes_is_refused() -> None:
    deflate = zlib.compressobj(9)
    start, again = (deflate.compress(bytes(20_000_000)) + deflate.flush(zlib.Z_FULL_FLUSH) for _ in range(2))
    bomb = start + 200 * again
    assert len(bomb) < 5_000_000
    assert len(zlib.decompressobj().decompress(start + 2 * again)) == 60_000_000
    within(30, "too much to read", written(objects_of([stream(bomb, "/Filter /FlateDecode")])))


def test_a_bomb_packed_twice_is_refused() -> None:
    bomb = zlib.compress(zlib.compress(bytes(300_000_000), 9), 9)
    assert len(bomb) < 10_000
    data = written(objects_of([stream(bomb, "/Filter [/FlateDecode /FlateDecode]")]))
    within(30, "too much to read", data)


def test_a_page_of_millions_of_drawing_steps_is_refused() -> None:
    within(60, "too much to read", written(objects_of([packed(b"(A) Tj " * 1_500_000)])))


@pytest.mark.parametrize(
    ("limits", "says"),
    [
        (Limits(seconds=1), "longer than 1 s"),
        (Limits(memory=120_000_000), "memory|The system stopped|broken"),
    ],
)
def test_time_and_memory_are_bounded(limits: Limits, says: str) -> None:
    within(20, says, written(objects_of([packed(b"BT /F1 9 Tf " + b"(A) Tj " * 900_000)])), limits)


@pytest.mark.parametrize(
    "kids",
    [{2: b"[2 0 R]"}, {2: b"[7 0 R]", 7: b"[8 0 R]", 8: b"[7 0 R]"}],
    ids=["itself", "each other"],
)
def test_a_page_tree_that_bites_its_tail_is_refused(kids: dict[int, bytes]) -> None:
    objects = objects_of([packed(HELLO)])
    objects |= {number: b"<< /Type /Pages /Kids " + kid + b" >>" for number, kid in kids.items()}
    within(20, "broken", written(objects))


@pytest.mark.parametrize(
    ("count", "says"), [(501, "has 501 pages; at most 500"), (50_000, "more than 500 pages")]
)
def test_too_many_pages_are_refused(count: int, says: str) -> None:
    objects = objects_of([packed(HELLO)])
    objects[2] = b"<< /Type /Pages /Kids [" + b"5 0 R " * count + b"] >>"
    within(20, says, written(objects))


def test_too_much_text_is_refused() -> None:
    limits = Limits(characters=10)
    within(20, "more than 10 characters", pdf([column(["Hello small caps"])]), limits)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.95])
def test_a_truncated_file_is_refused_or_read_from_what_is_left(share: float) -> None:
    data = pdf([column(["Hello small caps"])])
    try:
        assert "Hello" in read(data[: int(share * len(data))], "a.pdf").text
    except Refused as refusal:
        assert "broken" in str(refusal)  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128"])
def test_an_encrypted_file_is_refused_unless_any_viewer_opens_it(algorithm: str) -> None:
    def locked(password: str) -> bytes:
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(written(objects_of([packed(HELLO)]))))
        writer.encrypt(password, "owner", algorithm=algorithm)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    assert read(locked(""), "a.pdf").text == "Hello small caps"
    with pytest.raises(Refused, match="is encrypted"):
        read(locked("secret"), "a.pdf")


def test_scripts_attachments_and_actions_are_not_followed() -> None:
    objects = objects_of([packed(drawn([Text(72, 700, "Hello small caps")]))])
    objects[1] = (
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /Launch /F (/bin/sh) >> "
        b"/AA << /O << /S /URI /URI (http://127.0.0.1:9/) >> >> >>"
    )
    assert read(written(objects), "a.pdf").text == "Hello small caps"
