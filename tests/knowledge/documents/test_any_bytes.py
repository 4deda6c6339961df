"""Whatever bytes come, the answer is a document that keeps its promises, or a refusal."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.errors import Refused
from tests.knowledge.documents.made_pdfs import Text, pdf
from tests.knowledge.documents.reads import read

NAMES = st.sampled_from(["a.md", "a.txt", "a", "x/../b.md", "\0"])

# fmt: off
MARKS = (
    "# ", "## ", "- ", "* ", "1. ", "> ", "```\n", "\n", "\n\n", "\t", "|", "|-|-|\n", "---\n", "===\n",
    "[", "](", ")", "**", "_", "`", "\\", "<b>", "<!--", "-->", "<!-- known from: 2020-01-01 -->\n",
    "&amp;", "![", "  ", "é", "\u200b", "---\ntitle: x\n---\n", "Word", "words that go on.", "IWM", "$5",
    "May 1, 2026", "•", " a  1\n", "\ue000", "\ufb01",
)
# fmt: on

MARKUP = st.lists(st.sampled_from(MARKS), max_size=60).map("".join)


def reads_or_refuses(data: bytes, name: str) -> None:
    with contextlib.suppress(Refused):
        read(data, name)


@settings(max_examples=300)
@given(st.binary(max_size=400), NAMES)
def test_any_bytes(data: bytes, name: str) -> None:
    reads_or_refuses(data, name)


@settings(max_examples=300)
@given(st.text(max_size=200), NAMES)
def test_any_text(text: str, name: str) -> None:
    reads_or_refuses(text.encode("utf-8", "surrogatepass"), name)


@settings(max_examples=500)
@given(MARKUP, NAMES)
def test_any_markup(text: str, name: str) -> None:
    reads_or_refuses(text.encode(), name)


@settings(max_examples=15)
@given(st.binary(max_size=300))
def test_any_bytes_in_a_pdf(data: bytes) -> None:
    reads_or_refuses(b"%PDF-1.4\n" + data, "a.pdf")


@settings(max_examples=15)
@given(st.data())
def test_a_pdf_with_bytes_changed(data: st.DataObject) -> None:
    whole = bytearray(pdf([[Text(72, 700, "Hello small caps"), Text(72, 680, "and more words")]]))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    reads_or_refuses(bytes(whole), "a.pdf")


# fmt: off
TAGS = (
    "<p>", "</p>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "<td colspan=3>", "</table>",
    "<h2>", "</h2>", "<b>", "</b>", "<pre>", "</pre>", "<sup>", "</sup>", "<br>", "<div hidden>",
    "</div>", "<nav>", "</nav>", "<!--", "-->", "<form>", "</form>", "&#8203;", "&#xD800;", "word",
    " \n ", "2", "<script>", "</script>", "<![CDATA[", "]]>",
)
# fmt: on


@settings(max_examples=15)
@given(st.lists(st.sampled_from(TAGS), max_size=60).map("".join))
def test_any_page(markup: str) -> None:
    reads_or_refuses(f"<html>{markup}".encode(), "a.html")


# Each is what makes some careless expression or parser take its time squared.
# fmt: off
REPEATED = (
    "[", "![", "[[a]", "[a](", "[a](b ", "<!--", "<a ", "<a b='", "`", "*a **a ", "~~a ", "\\",
    "&#1", "> ", "- ", "|", "|-|-|\n", "a  b\n", "a  1\n", "\ta\tb\n", "\t", " ", "[1]", "a [1]",
    "May 1", "2026-01-", "$A", "(NYSE: ", "AB.C-", "1.1.1 A\n", "- a\n  - b\n", "---\n",
    "<!-- known from: 2020-01-01 -->\n", "e\u0301", "\U000e0041",
)
# fmt: on


@pytest.mark.parametrize("part", REPEATED)
def test_a_megabyte_of_one_thing_is_read_in_linear_time(part: str) -> None:
    """As text it takes a second or two; squared it would take hours and the test would be stopped."""
    reads_or_refuses(("Word\n\n" + part * (1_000_000 // len(part))).encode(), "a.txt")


@pytest.mark.parametrize("part", REPEATED)
def test_a_tenth_of_it_is_read_as_markdown(part: str) -> None:
    reads_or_refuses(("Word\n\n" + part * (100_000 // len(part))).encode(), "a.md")
