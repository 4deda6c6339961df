"""Pages of the corpus: what documents say is shown as it is, and nothing in it steers the terminal."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.checked import Checked
from bot.terminal.corpus_claims import claims_page, figure, findings_page
from bot.terminal.corpus_entries import document_page, entries_table
from bot.terminal.corpus_search import search_page
from bot.terminal.corpus_upkeep import health, removal
from bot.terminal.corpus_words import quote, short_ids
from knowledge.claims.model import (
    Bound,
    Claim,
    Finding,
    Measure,
    Method,
    Quantity,
    Side,
    Span,
    Verdict,
)
from knowledge.tenants import PUBLIC, Tenant
from knowledge.types import (
    Block,
    BlockKind,
    Chunk,
    Citation,
    Document,
    Entry,
    Media,
    Passage,
    Published,
    Query,
    Scores,
    SearchResult,
)
from tests.bot.terminal.rendered import printed, words

DAY = date(2025, 12, 3)
AS_OF = date(2026, 5, 17)
CITED = Citation("0123456789abcdef", "Rates and credit", "A Desk", Published(DAY, "given"), PUBLIC)
HOSTILE = (
    "\x1b[31mred\x1b[0m [bold red]markup[/] \x07\u202edesrever @everyone :smile: [link=file:///x]y[/link]"
)


def passage(text: str = "Rates fell.", **changed: object) -> Passage:
    made = Passage(
        id="0123456789abcdef:6",
        text=text,
        cited=CITED,
        symbols=("IWM", "SPY"),
        section=("Risk", "Rates"),
        position=6,
        of=14,
        page=3,
        start=100,
        end=111,
        known_from=DAY,
        age=165,
        scores=Scores(0.8349, 0.61, None),
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # fields by name


def result(*passages: Passage, later: int = 0, nothing: str | None = None) -> SearchResult:
    return SearchResult(Query("what did rates do", AS_OF), passages, nothing, later)


def entry(**changed: object) -> Entry:
    made = Entry(
        document="0123456789abcdef",
        cited=CITED,
        symbols=("IWM",),
        licence=None,
        media=Media.MARKDOWN,
        added=date(2026, 5, 16),
        chunks=14,
        characters=9_876,
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # fields by name


def undated(document: str = "fedcba9876543210") -> Entry:
    return entry(document=document, cited=replace(CITED, document=document, published=Published()))


def document(text: str, *blocks: Block, **changed: object) -> Document:
    made = Document(
        id="0123456789abcdef",
        digest="0123456789abcdef" * 4,
        title="Rates and credit",
        source="A Desk",
        published=Published(DAY, "given"),
        symbols=("IWM",),
        licence=None,
        media=Media.MARKDOWN,
        text=text,
        blocks=blocks or (Block(BlockKind.PARAGRAPH, 0, len(text)),),
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # fields by name


def quantity(low: float, high: float | None = None, **changed: object) -> Quantity:
    made = Quantity(low, low if high is None else high, Measure.PERCENT, "exact", 1.0, Span(0, 3))
    return replace(made, **changed)  # type: ignore[arg-type]  # fields by name


def test_a_passage_says_who_said_it_when_how_old_it_is_and_where() -> None:
    text = words(printed(search_page(result(passage()))))
    assert "1 Rates and credit" in text
    assert "A Desk · published 2025-12-03, 165 days before 2026-05-17 · IWM, SPY" in text
    assert "Risk > Rates, passage 7 of 14, page 3; characters 100 to 111" in text
    assert "Rates fell." in text
    assert "0123456789abcdef:6: score 0.835, meaning 0.610, words -" in text


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"age": 1}, "1 day before 2026-05-17"),
        ({"age": 0}, "published 2025-12-03, the same day"),
        ({"known_from": date(2026, 1, 5)}, "this part known from 2026-01-05"),
        ({"cited": replace(CITED, published=Published()), "age": None}, "date unknown, counts as known from"),
        ({"cited": replace(CITED, tenant=Tenant("guild:7"))}, "guild:7"),
        ({"also_in": (replace(CITED, title="Other", document="ff"),)}, "also in Other (A Desk,"),
    ],
    ids=["yesterday", "the same day", "known later", "undated", "a tenant's own", "said elsewhere"],
)  # fmt: skip
def test_what_is_special_about_a_passage_is_said(changed: dict[str, object], says: str) -> None:
    assert says in words(printed(search_page(result(passage(**changed)))))


def test_what_was_left_out_as_later_is_counted() -> None:
    one = words(printed(search_page(result(passage(), later=1))))
    assert "1 later passage left out: published or known only after 2026-05-17." in one
    assert "3 later passages left out" in words(printed(search_page(result(passage(), later=3))))
    assert "later" not in printed(search_page(result(passage())))


def test_an_answer_without_a_passage_is_its_own_sentence() -> None:
    assert words(printed(search_page(result(nothing="Nothing relevant.", later=2)))) == "Nothing relevant."


def test_a_table_is_shown_as_one_and_keeps_every_cell() -> None:
    lines = printed(quote("Symbol\tShare\nIWM\t43 %\nSPY\t[red]7 %\textra\n")).strip().splitlines()
    assert lines[0].split() == ["Symbol", "Share"]
    assert any(line.split() == ["IWM", "43", "%"] for line in lines)
    assert any(line.split() == ["SPY", "[red]7", "%", "extra"] for line in lines)


def test_a_quote_keeps_its_lines() -> None:
    assert printed(quote("- one\n- two\n\nthree")).splitlines() == ["- one", "- two", "", "three"]


def hostile_pages() -> list[str]:
    cited = replace(CITED, title=HOSTILE, source=HOSTILE)
    side = Side("0123456789abcdef", HOSTILE, DAY, Span(0, 3), HOSTILE)
    disagreement = Finding(Verdict.CONTRADICTION, "same_metric", HOSTILE, "IWM", (side, side), HOSTILE)
    text = f"{HOSTILE}\nand 43 %"
    said = claim(attributed_to=HOSTILE, sentence=Span(0, len(text)), section=(HOSTILE,))
    chunk = Chunk("x:0", "x", 0, 0, 1, (HOSTILE,), None, BlockKind.PARAGRAPH, None, HOSTILE, (HOSTILE,))
    whole = document(text, title=HOSTILE)
    return [
        printed(page)
        for page in (
            search_page(result(passage(HOSTILE, cited=cited, section=(HOSTILE,), also_in=(cited,)))),
            search_page(result(passage(f"{HOSTILE}\ta\n{HOSTILE}\tb"))),
            entries_table([entry(cited=cited)], PUBLIC),
            document_page(entry(cited=cited, notes=(HOSTILE,), licence=HOSTILE), whole, None),
            document_page(entry(cited=cited), whole, [chunk]),
            claims_page([said], {whole.id: whole}, {"share"}),
            findings_page(found_in(disagreement, bars=HOSTILE)),
            removal([entry(cited=cited)], PUBLIC),
            health([HOSTILE], {}, 0),
        )
    ]


def test_what_a_document_says_never_steers_the_terminal() -> None:
    """No escape, no bell, no turned direction; markup, mentions, links and emoji codes are letters."""
    for page in hostile_pages():
        assert not set(page) & set("\x1b\x07\u202e")
        assert "[bold red]markup[/]" in words(page)
        assert "@everyone :smile: [link=file:///x]y[/link]" in words(page)


@given(st.text(max_size=200))
def test_no_text_breaks_a_page_or_reaches_the_terminal_as_a_control(text: str) -> None:
    page = printed(search_page(result(passage(text, cited=replace(CITED, title=text, source=text)))))
    assert all(character == "\n" or character.isprintable() or ord(character) > 0x9F for character in page)


def test_the_list_keeps_its_order_and_says_where_a_date_is_unknown() -> None:
    older = entry(
        document="a" * 16, cited=replace(CITED, title="Older", published=Published(date(2020, 1, 2), "text"))
    )
    text = printed(entries_table([undated(), entry(), older], PUBLIC))
    assert text.index("fedcba98") < text.index("01234567") < text.index("aaaaaaaa")
    assert "unknown, added 2026-05-16" in text
    assert "3 documents, 42 passages of public" in words(text)


def test_an_empty_list_tells_how_to_add() -> None:
    text = words(printed(entries_table([], Tenant("guild:7"), "IWM")))
    assert "No document about IWM of guild:7" in text
    assert "knowledge add PATH" in text


def test_a_replaced_document_names_its_successor() -> None:
    text = printed(entries_table([entry(superseded_by="fedcba9876543210"), undated()], PUBLIC))
    assert "replaced by fedcba98" in words(text)


@given(st.sets(st.text("0123456789abcdef", min_size=16, max_size=16), max_size=20))
def test_shortened_ids_stay_apart_and_are_beginnings(ids: set[str]) -> None:
    short = short_ids(sorted(ids))
    assert len(set(short.values())) == len(ids)
    assert all(one.startswith(cut) and len(cut) >= 8 for one, cut in short.items())


def test_a_document_is_shown_whole_with_its_pages_and_the_days_of_its_parts() -> None:
    text = "Title\nFirst part.\nBetween.\nWhat came after."
    page = document_page(
        entry(notes=("Two empty pages were left out.",)),
        document(
            text,
            Block(BlockKind.HEADING, 0, 5, ("Title",), 1),
            Block(BlockKind.PARAGRAPH, 6, 17, ("Title",), 1),
            Block(BlockKind.PARAGRAPH, 27, len(text), ("Title",), 2, date(2026, 1, 5)),
            pages=2,
        ),
        None,
    )
    shown = words(printed(page))
    for part in ("First part.", "Between.", "What came after.", "page 1 of 2", "page 2 of 2"):
        assert part in shown
    assert shown.index("Between.") < shown.index("known from 2026-01-05") < shown.index("What came after.")
    assert "published 2025-12-03 (given)" in shown
    assert "! Two empty pages were left out." in shown


def test_passages_are_shown_with_their_places() -> None:
    chunk = Chunk(
        "x:1",
        "x",
        1,
        40,
        52,
        ("Risk", "Rates"),
        3,
        BlockKind.PARAGRAPH,
        date(2026, 1, 5),
        "Rates fell.",
        ("w",),
    )
    shown = words(printed(document_page(entry(), document("text"), [chunk])))
    assert "Passage 2 of 1, Risk > Rates, page 3, characters 40 to 52, known from 2026-01-05" in shown
    assert "Rates fell." in shown


@pytest.mark.parametrize(
    ("given_quantity", "said"),
    [
        (quantity(43), "43"),
        (quantity(43.8, step=0.1), "43.8"),
        (quantity(0.25, step=0.01), "0.25"),
        (quantity(40, 45), "40 to 45"),
        (quantity(43, bound="about"), "about 43"),
        (quantity(40, float("inf"), bound="at least"), "at least 40"),
        (quantity(float("-inf"), 55, bound="at most"), "at most 55"),
        (quantity(10, 55, bound="at most"), "10 to at most 55"),
        (quantity(2.78e9, step=1e7, unit=Measure.USD), "2.78 billion"),
        (quantity(-1.5e6, step=1e5, unit=Measure.USD), "-1.5 million"),
        (quantity(283.41, step=0.01, unit=Measure.USD), "283.41"),
        (quantity(12_345, unit=Measure.CONTRACTS), "12,345"),
        (quantity(1e9, step=1e9, unit=Measure.USD), "1 billion"),
    ],
)
def test_a_quantity_is_written_with_the_digits_it_was_written_with(
    given_quantity: Quantity, said: str
) -> None:
    assert figure(given_quantity) == said


@given(
    st.floats(-1e13, 1e13),
    st.sampled_from([0.01, 0.1, 1.0, 10.0, 1e6, 1e9]),
    st.sampled_from(Measure),
    st.sampled_from(["exact", "about", "at least", "at most"]),
)
def test_every_quantity_can_be_written(value: float, step: float, unit: Measure, bound: Bound) -> None:
    assert figure(quantity(value, unit=unit, bound=bound, step=step))


def claim(**changed: object) -> Claim:
    made = Claim(
        id="0123456789abcdef@13",
        document="0123456789abcdef",
        metric="floating_rate_debt_share",
        variant=None,
        entity="RUSSELL2000",
        quantity=quantity(43, span=Span(13, 17)),
        denominator="of debt",
        as_of=DAY,
        as_of_said=False,
        horizon=None,
        method=Method.QUOTED,
        attributed_to="A Bank",
        sentence=Span(0, 28),
        section=(),
    )
    return replace(made, **changed)  # type: ignore[arg-type]  # fields by name


def test_a_claim_says_what_of_what_when_how_who_and_where() -> None:
    whole = document("A Bank says: 43 % is floating.")
    shown = words(printed(claims_page([claim()], {whole.id: whole}, {"x"}), 150))
    for part in ("floating_rate_debt_share", "RUSSELL2000", "43", "2025-12-03 (doc)", "quoted"):
        assert part in shown
    assert "A Bank, characters 13 to 17:" in shown
    assert "A Bank says: 43 % is floatin" in shown
    assert "1 claim in 1 document." in shown


def test_no_claim_names_the_metrics_there_are() -> None:
    whole = document("nothing")
    shown = words(printed(claims_page([], {whole.id: whole}, {"price", "breadth"})))
    assert shown == "No claim of this kind was found in 1 document. Metrics that were found: breadth, price."


def finding(verdict: Verdict, subject: str) -> Finding:
    ours = Side(None, "calendar", date(2026, 6, 18), None, "Thursday, 18 June 2026")
    theirs = Side("0123456789abcdef", "Rates and credit", None, Span(5, 9), "19 June")
    return Finding(
        verdict, "event_day", subject, "IWM", (theirs, ours), "The report says one day, the calendar another."
    )


def found_in(*findings: Finding, documents: int = 3, superseded: int = 0, bars: str = "No bars.") -> Checked:
    return Checked(documents, bars, superseded, findings)


def test_findings_stand_by_verdict_with_contradictions_first() -> None:
    found = [finding(verdict, f"subject {verdict.value}") for verdict in reversed(Verdict)]
    shown = words(printed(findings_page(found_in(*found, superseded=4))))
    order = [
        "Contradictions (1)",
        "do not recompute (1)",
        "Different definitions (1)",
        "Superseded by a later figure (1)",
    ]
    places = [shown.index(part) for part in order]
    assert places == sorted(places)
    assert "Not shown: 4 figures that a later report replaced; --all shows them." in shown
    assert shown.endswith("No bars.")


def test_a_finding_quotes_both_sides_with_their_places_and_says_why() -> None:
    shown = words(printed(findings_page(found_in(finding(Verdict.CONTRADICTION, "options expiry")))))
    assert "\u201c19 June\u201d Rates and credit, 0123456789abcdef, date unknown, characters 5 to 9" in shown
    assert "Thursday, 18 June 2026 calendar, 2026-06-18" in shown
    assert "The report says one day, the calendar another." in shown


def test_of_many_findings_the_first_are_shown_and_the_others_counted() -> None:
    found = [finding(Verdict.CONTRADICTION, f"subject {number}") for number in range(5)]
    shown = words(printed(findings_page(found_in(*found), most=2)))
    assert "Contradictions (5)" in shown
    assert "subject 1" in shown
    assert "subject 2" not in shown
    assert "and 3 more; --limit shows more" in shown


def test_no_disagreement_is_said() -> None:
    shown = words(printed(findings_page(found_in())))
    assert shown == "No disagreement was found in 3 documents. No bars."


@pytest.mark.parametrize("width", [30, 60, 100, 160])
def test_pages_fit_the_terminal_and_lose_no_figure(width: int) -> None:
    whole = document("A Bank says: 43 % is floating.")
    for page in (
        search_page(result(passage("word " * 60), later=1)),
        entries_table([entry(), undated()], PUBLIC),
        claims_page([claim()], {whole.id: whole}, {"x"}),
        findings_page(found_in(finding(Verdict.CONTRADICTION, "options expiry"))),
    ):
        text = printed(page, width)
        assert max(len(line) for line in text.splitlines()) <= width
    assert "2026-06-18" in "".join(printed(page, width).split())
