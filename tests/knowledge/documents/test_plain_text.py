"""Plain text: what is a heading, a list, a table, a paragraph."""

import pytest

from tests.knowledge.documents.reads import H, L, P, T, read, sections, shape

REPORT = """\
ACME RESEARCH
Small Caps Weekly
=================

By J. Roe, May 17, 2026

1. Overview

Small caps rose this week as yields fell. The index
closed higher, and breadth improved
it.

Key numbers:
  • Index up 2%
  • Yields down
    10 bps

1.1 Details

First we look at the rates. This line is long enough to be
a paragraph.

Fund        Price     Change
IWM         250.77    -0.4%
SPY         600.10    0.2%

RISKS:

Some risk text here that is long enough to count.

1. Do this first.

2. Do that next.

| Level | Zone |
|-------|------|
| R1 | 283 |

----------

Outlook
-------
Good.
"""


def test_every_part_of_a_text_becomes_its_block() -> None:
    # a pipe table with a rule is Markdown, so the rule is left out here
    document = read(REPORT.replace("|-------|------|\n", ""), "weekly.txt")
    assert shape(document) == [
        (P, "ACME RESEARCH"),
        (H, "Small Caps Weekly"),
        (P, "By J. Roe, May 17, 2026"),
        (H, "1. Overview"),
        (
            P,
            "Small caps rose this week as yields fell. The index\nclosed higher, and breadth improved\nit.",
        ),
        (P, "Key numbers:"),
        (L, "- Index up 2%\n- Yields down\n10 bps"),
        (H, "1.1 Details"),
        (P, "First we look at the rates. This line is long enough to be\na paragraph."),
        (T, "Fund\tPrice\tChange\nIWM\t250.77\t-0.4%\nSPY\t600.10\t0.2%"),
        (H, "RISKS:"),
        (P, "Some risk text here that is long enough to count."),
        (L, "- 1. Do this first.\n- 2. Do that next."),
        (T, "Level\tZone\nR1\t283"),
        (H, "Outlook"),
        (P, "Good."),
    ]
    title = "Small Caps Weekly"
    assert sections(document) == [
        (title,),
        (title, "1. Overview"),
        (title, "1. Overview", "1.1 Details"),
        (title, "RISKS:"),
        (title, "Outlook"),
    ]
    assert document.title == title


LONG = (
    "A paragraph on one long line, as it comes out of a web page, that goes on past the width of a screen. "
    * 2
)


def test_in_unwrapped_text_a_short_line_before_a_long_one_is_a_heading() -> None:
    document = read(f"Fund Page\n{LONG}\nWhy It Matters\n{LONG}\n{LONG}\nTry it now →", "page.txt")
    assert [kind for kind, _ in shape(document)] == [H, P, H, P, P, P]
    assert sections(document) == [("Fund Page",), ("Fund Page", "Why It Matters")]


def test_a_heading_right_below_a_heading_belongs_to_it_and_the_next_does_not() -> None:
    text = f"{LONG}\nMoney moves\nInto small funds\n{LONG}\nOut of large ones\n{LONG}"
    assert sections(read(text, "a.txt")) == [
        ("Money moves",),
        ("Money moves", "Into small funds"),
        ("Out of large ones",),
    ]


def test_a_question_and_a_colon_inside_may_head_a_section() -> None:
    text = f"{LONG}\nWhat does it cost?\n{LONG}\nUpside: cuts and spending\nIf that holds:\n- One\n- Two"
    assert sections(read(text, "a.txt")) == [("What does it cost?",), ("Upside: cuts and spending",)]


@pytest.mark.parametrize(
    "line",
    [
        "A sentence that ends.",
        "As of May 5, 2026",
        "Ideas · 7 min read",
        "By Jane Roe",
        "Price: $250.77",
        "see www.example.com for more",
        "43/100 28/100",
        "lower case start",
        "goes on with the",
        "An (open bracket",
        "A word " * 15,
    ],
)
def test_what_is_no_heading(line: str) -> None:
    document = read(f"{LONG}\n\n{line}\n\n{LONG}", "a.txt")
    assert H not in {kind for kind, _ in shape(document)}


def test_a_menu_is_no_chain_of_headings() -> None:
    text = f"{LONG}\n\nHome\n\nMarkets\n\nNews\n\nReal Heading\n\n{LONG}"
    assert sections(read(text, "a.txt")) == [("Real Heading",)]


def test_a_short_line_that_nothing_follows_is_no_heading() -> None:
    assert shape(read("Only Words", "a.txt")) == [(P, "Only Words")]
    assert shape(read(f"{LONG}\n\nThe End", "a.txt"))[-1][0] is P


def test_labels_with_short_values_are_no_headings() -> None:
    text = f"{LONG}\n\nExpense ratio\n\n0.19%\n\n{LONG}"
    assert H not in {kind for kind, _ in shape(read(text, "a.txt"))}


def test_a_hard_wrapped_paragraph_is_one_block_though_a_line_is_short() -> None:
    text = (
        "The desk keeps its view of the index for the coming weeks, and the\nscore stays at 40, which is a\n"
        "neutral level by its own judgement of the outlook for the year."
    )
    assert shape(read(text, "a.txt")) == [(P, text)]


def test_a_short_line_that_the_next_goes_on_with_is_no_heading() -> None:
    text = "Names have\nthe form of a word with a longer explanation behind it.\nThat is all."
    assert shape(read(text, "a.txt")) == [(P, text)]


def test_a_figure_at_the_start_of_a_wrapped_line_begins_no_list() -> None:
    text = "The index fell by more than it had in any week since\n12. That was the worst, as far as we know."
    assert shape(read(text, "a.txt")) == [(P, text)]


@pytest.mark.parametrize("mark", ["-", "*", "•", "–", "‣", "1)", "1."])  # noqa: RUF001 - as reports have them
def test_marks_of_list_items(mark: str) -> None:
    kinds = shape(read(f"Points to watch:\n{mark} One item\n{mark} Another", "a.txt"))
    assert [kind for kind, _ in kinds] == [P, L]
    assert all(line.startswith("- ") for line in kinds[1][1].split("\n"))


def test_items_set_apart_by_blank_lines_are_one_list() -> None:
    assert shape(read("Words first.\n\n* One\n  goes on\n\n* Two", "a.txt"))[1] == (
        L,
        "- One\ngoes on\n- Two",
    )


def test_a_lone_numbered_line_is_a_heading_or_a_sentence() -> None:
    text = f"{LONG}\n\n2. Risks\n\n- a thing\n- b thing\n\n5. We saw this before.\n\n{LONG}"
    assert shape(read(text, "a.txt"))[1:4] == [
        (H, "2. Risks"),
        (L, "- a thing\n- b thing"),
        (P, "5. We saw this before."),
    ]


def test_tab_tables() -> None:
    assert shape(read("Scores\nName\tScore\nRisk\t52/100\n\tmore\t1\n\nWords after.", "a.txt")) == [
        (H, "Scores"),
        (T, "Name\tScore\nRisk\t52/100\n\tmore\t1"),
        (P, "Words after."),
    ]


def test_wide_spaces_between_sentences_are_no_columns() -> None:
    text = "Growth slowed.  Inflation fell.\nRates held.  Spreads rose.\nThat was all.  Nothing more."
    assert T not in {kind for kind, _ in shape(read(text, "a.txt"))}


def test_text_that_is_plainly_markdown_is_read_as_it() -> None:
    assert shape(read("## A\n\nb *c*\n\n## D\n\ne", "a.txt")) == [(H, "A"), (P, "b c"), (H, "D"), (P, "e")]
    assert shape(read("a | b\n--|--\n1 | 2", "a.txt")) == [(T, "a\tb\n1\t2")]
    assert shape(read("# Only one *mark*", "a.txt")) == [(P, "# Only one *mark*")]
