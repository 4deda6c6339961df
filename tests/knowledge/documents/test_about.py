"""Title, source, day and symbols: given over header over text, and doubt is settled towards none."""

from datetime import UTC, date, datetime

import pytest

from knowledge.documents.dates import day_of, days_in
from knowledge.errors import BadQuery
from knowledge.types import Published
from tests.knowledge.documents.reads import H, P, read, shape

FRONT = """---
title: IWM, month of March 2020
source: "Plumbline monthly reports"
published: 2020-03-31
symbols: IWM, spy
licence: MIT
---
# Another title

Published May 1, 2026

About $QQQ.
"""


def test_front_matter_wins_over_the_text() -> None:
    document = read(FRONT)
    assert document.title == "IWM, month of March 2020"
    assert document.source == "Plumbline monthly reports"
    assert document.published == Published(date(2020, 3, 31), "front matter")
    assert document.symbols == ("IWM", "SPY")
    assert document.licence == "MIT"
    assert document.text.startswith("Another title")
    assert document.notes == ()


def test_what_a_person_gave_wins_over_both() -> None:
    document = read(
        FRONT,
        title=" A\ttitle\u202e\n",
        source="Desk",
        published=datetime(2020, 4, 1, 12, tzinfo=UTC),
        symbols=("brk.b", "BRK.B"),
        licence="own",
    )
    assert document.title == "A title"
    assert document.source == "Desk"
    assert document.published == Published(date(2020, 4, 1), "given")
    assert type(document.published.day) is date
    assert document.symbols == ("BRK.B",)
    assert document.licence == "own"


@pytest.mark.parametrize("symbol", ["", "I W M", "../x", "IWM\n", "$IWM", "TOOLONGNAME", "１", "IWM;"])  # noqa: RUF001
def test_a_given_symbol_that_is_none_is_a_bad_query(symbol: str) -> None:
    if symbol.strip().upper() == "IWM":
        assert read("Words.", symbols=(symbol,)).symbols == ("IWM",)
        return
    with pytest.raises(BadQuery, match="is not a symbol; allowed are"):
        read("Words.", symbols=(symbol,))


def test_more_than_ten_given_symbols_are_a_bad_query() -> None:
    with pytest.raises(BadQuery, match="at most 10 symbols"):
        read("Words.", symbols=tuple("ABCDEFGHIJK"))


@pytest.mark.parametrize(
    ("front", "note"),
    [
        ("title: A\nmood: good", "key 'mood' is not known"),
        ("title: A\njust words", "no `key: value`"),
        ("published: 03/04/2025", "no day that can be read"),
        ("symbols: not tickers, at all!", "symbols are no tickers"),
    ],
)
def test_what_front_matter_says_wrongly_is_noted_and_ignored(front: str, note: str) -> None:
    document = read(f"---\n{front}\n---\nWords of the text.")
    assert any(note in said for said in document.notes), document.notes
    assert document.text == "Words of the text."
    assert document.published.day is None


@pytest.mark.parametrize(
    "text", ["---\nno keys here\n---\nWords.", "---\ntitle: A\nWords.", "Words.\n---\ntitle: A\n---\n"]
)
def test_what_is_no_front_matter_is_text(text: str) -> None:
    assert read(text).title != "A"


def test_plain_text_has_front_matter_too() -> None:
    document = read("---\ntitle: A\ndate: May 17, 2026\nlicense: MIT\n---\nWords.", "a.txt")
    assert (document.title, document.licence) == ("A", "MIT")
    assert document.published == Published(date(2026, 5, 17), "front matter")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-05-17", (2026, 5, 17)),
        ("2026/5/7", (2026, 5, 7)),
        ("2026-05-17T08:00:00+00:00", (2026, 5, 17)),
        ("May 17, 2026", (2026, 5, 17)),
        ("may 17th,2026", (2026, 5, 17)),
        ("Dec. 7, 2025", (2025, 12, 7)),
        ("Sept 3 2024", (2024, 9, 3)),
        ("17 May 2026", (2026, 5, 17)),
        ("7th of December 2025", (2025, 12, 7)),
        ("17-May-2026", (2026, 5, 17)),
        ("25/12/2025", (2025, 12, 25)),
        ("12/25/2025", (2025, 12, 25)),
        ("04/04/2025", (2025, 4, 4)),
        ("03/04/2025", None),
        ("2025-13-01", None),
        ("31 June 2026", None),
        ("May 17, 3025", None),
        ("May 2026", None),
        ("1 2 2026", None),
        ("10.5.2", None),
        ("12026-05-17", None),
        ("2026-05-171", None),
    ],
)
def test_days_as_reports_write_them(text: str, day: tuple[int, int, int] | None) -> None:
    expected = None if day is None else date(*day)
    assert day_of(text) == expected
    assert [found.day for found in days_in(f"on {text}, they")] == ([] if expected is None else [expected])


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("As of May 5, 2026\n\nWords.", "2026-05-05"),
        ("Generated May 18, 2026 | desk.example\n\n2026-05-18 | desk.example", "2026-05-18"),
        ("Release Date: February 4, 1994\n\nFor immediate release", "1994-02-04"),
        ("For immediate release\n\nDecember 16, 2015\n\nWords.", "2015-12-16"),
        ("Published on Monday, 18 May 2026 by J. Roe", "2026-05-18"),
        ("Last updated: May 3, 2026 at 9:30 AM ET", "2026-05-03"),
        ("Research · May 18, 2026 · 7 min read", "2026-05-18"),
        ("By J. Roe, May 17, 2026", "2026-05-17"),
        ("NEW YORK, May 17, 2026 (Agency) - Stocks rose on the day.", "2026-05-17"),
        ("NEW YORK, May 17, 2026 — Stocks rose. " + "More words. " * 30, "2026-05-17"),
        ("Date\tMay 17, 2026\nAuthor\tJ. Roe", "2026-05-17"),
        ("Published: May 1, 2026 | Updated: May 3, 2026", "2026-05-03"),
        ("Published: May 1, 2026\n\nJune 30, 2026", "2026-05-01"),
        ("May 1, 2026\n\nMay 3, 2026\n\nWords.", None),
        ("As of May 5, 2026, the fund stands near its high.", None),
        ("As of the session of May 4, 2026, the fund:\n\n- closed", None),
        ("The Fed met on May 6, 2026.", None),
        ("Fed meeting: May 6, 2026", None),
        ("Statement of the committee, December 16, 2015", None),
        ("Week ending May 15, 2026", None),
        ("Next update: June 1, 2026", None),
        ("Date\tEvent\nMay 20, 2026\tFed meeting\nMay 21, 2026\tClaims", None),
        ("- May 20, 2026", None),
        ("Published 03/04/2025", None),
        ("Words. " * 300 + "\n\nPublished May 1, 2026", None),
    ],
)
def test_the_day_a_text_shows(text: str, day: str | None) -> None:
    """Wrong towards later or none is safe: an earlier day would let the past see the future."""
    published = read(f"Some words first.\n\n{text}" if day is None else text, "a.txt").published
    assert published == (Published() if day is None else Published(date.fromisoformat(day), "text"))


def test_several_days_are_noted() -> None:
    later = read("Published: May 1, 2026 | Updated: May 3, 2026", "a.txt")
    assert later.notes == ("Its head shows several dates (2026-05-01, 2026-05-03); the latest is taken.",)
    none = read("May 1, 2026\n\nMay 3, 2026\n\nWords.", "a.txt")
    assert "does not say which is its own" in none.notes[0]


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("$IWM and $AAPL, then IWM again", ("IWM", "AAPL")),
        ("The fund (ticker: VGT) and (NYSEARCA: IJR) and (NYSE: BRK.B)", ("VGT", "IJR", "BRK.B")),
        ("SPY, QQQ and SPY; the FED, GDP and CPI", ("SPY", "QQQ")),
        ("IWM/SPY and IWM's, IWM-based", ("IWM", "SPY")),
        ("in $M, US$ 5, $5B, A$AP, @SPY, #QQQ, iwm, SPYX", ()),
        (
            " ".join(f"$AB{letter}" for letter in "ABCDEFGHIJKLM"),
            tuple(f"AB{letter}" for letter in "ABCDEFGHIJ"),
        ),
    ],
)
def test_symbols_a_text_is_about(text: str, symbols: tuple[str, ...]) -> None:
    found = read(f"Words: {text}", "a.txt").symbols
    assert found == symbols


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("Words.\n\n## B\n\nx\n\n# A\n\ny", "f.md", "A"),
        (
            "May 5, 2026\n\nA short line\n\n" + "Long words here. " * 20 + "\n\n## B\n\nx",
            "f.md",
            "A short line",
        ),
        ("Long words here. " * 20 + "\n\n## B\n\nx", "f.md", "B"),
        ("just a sentence.", "dir/f name.md", "f name.md"),
        ("<html><title>T | Site</title><meta property=og:site_name content=Site><h1>H</h1>", "f.html", "T"),
        ("<html><title>T | Other</title><h1>H</h1>", "f.html", "T | Other"),
        ("<html><h1>H</h1><p>x", "f.html", "H"),
        ("# " + "long " * 59 + "\n\nx", "f.md", ("long " * 59).strip()),
    ],
)
def test_where_a_title_comes_from(text: str, name: str, title: str) -> None:
    assert read(text, name).title == title


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Words.\n\nSource: Acme Research\n\nWords.", "Acme Research"),
        ("Generated by Acme Analytics | May 17, 2026", "f.txt"),
        ("Generated by Acme Analytics", "Acme Analytics"),
        ("Source: A\n\nSource: B", "f.txt"),
        ("Source: BLS data to 2024", "f.txt"),
        ("This report is generated by Acme for you.", "f.txt"),
    ],
)
def test_where_a_source_comes_from(text: str, source: str) -> None:
    assert read(text, "f.txt").source == source


def test_the_same_bytes_are_the_same_document() -> None:
    one, two = read("Words.", "a.md"), read("Words.", "b.md", title="T")
    assert one.id == two.id
    assert one.digest == two.digest
    assert one.id != read("Words!").id


def test_a_word_of_front_matter_is_no_markup() -> None:
    document = read("---\ntitle: <b>@everyone</b> [x](y)\n---\nWords.")
    assert document.title == "<b>@everyone</b> [x](y)"
    assert shape(document) == [(P, "Words.")]
    assert H not in {kind for kind, _ in shape(document)}
