"""A card in pages."""

import itertools
import re
from datetime import date

from hypothesis import given

from bot.cards.blocks import Button, Card, Picture, Rule, Text
from bot.cards.pages import MOST_BUTTONS, page_of, pages
from bot.cards.request import Request
from tests.bot.cards.made import cards

ASKED = Request("why", "IWM", date(2025, 9, 26))


def _solid(text: str) -> str:
    return re.sub(r"\s|`", "", text)


@given(cards)
def test_nothing_of_a_card_is_lost(card: Card) -> None:
    """Texts, pictures and files, in order."""
    made = pages(card)
    said = iter(
        _solid("".join(one.markdown for page in made for one in page.blocks if isinstance(one, Text)))
    )
    texts = "".join(block.markdown for block in card.blocks if isinstance(block, Text))
    assert all(sign in said for sign in _solid(texts))
    if "`" not in texts:
        assert next(said, None) is None
    pictures = [block.name for block in card.blocks if isinstance(block, Picture)]
    assert [picture.name for page in made for picture in page.pictures] == pictures
    assert [file for page in made for file in page.files] == list(card.files)


@given(cards)
def test_no_page_begins_or_ends_with_a_line(card: Card) -> None:
    """Nor are there two in a row; and only a card with nothing in it has an empty page."""
    made = pages(card)
    for page in made:
        kinds = [isinstance(block, Rule) for block in page.blocks]
        assert True not in (kinds[:1] + kinds[-1:])
        assert all(not (one and other) for one, other in itertools.pairwise(kinds))
        assert page.blocks or page.files or len(made) == 1


@given(cards)
def test_pages_are_numbered_and_turned_to(card: Card) -> None:
    """Titles tell which page of how many; buttons lead to the neighbours; ids differ."""
    made = pages(card)
    for number, page in enumerate(made, start=1):
        assert (page.number, page.of) == (number, len(made))
        assert page.title.endswith(f" · page {number} of {len(made)}") or len(made) == 1
        turned = [button.request.page for button in page.turns]
        there = [one for one in (number - 1, number + 1) if 1 <= one <= len(made) and card.request]
        assert turned == there
        ids = [button.request.custom_id for row in page.rows for button in row]
        assert len(ids) == len(set(ids)) <= MOST_BUTTONS + 2


def test_a_card_of_one_page_has_no_page_buttons_and_no_number() -> None:
    """Its title is as it was given."""
    (page,) = pages(Card("**IWM** · why", (Text("All of it."),), request=ASKED))
    assert page.title == "### **IWM** · why"
    assert page.turns == ()


def test_a_block_that_fits_on_a_page_is_not_broken() -> None:
    """It goes to the next one whole."""
    first, second = Text("a\n" * 1200), Text("b\n" * 1200)
    assert [page.blocks for page in pages(Card("Title", (first, Rule(), second)))] == [(first,), (second,)]


def test_a_long_block_begins_where_there_is_room() -> None:
    """A page is not left almost empty for it."""
    made = pages(Card("Title", (Text("Heading."), Text("line of it\n" * 800)), request=ASKED))
    assert len(made[0].blocks) == 2
    assert len(made) == 3


def test_the_same_request_is_offered_once() -> None:
    """Discord refuses a message with two buttons of one id."""
    refresh = Button("Refresh", ASKED)
    (page,) = pages(Card("Title", (), buttons=(refresh, Button("Again", ASKED)), request=ASKED))
    assert [button.label for row in page.rows for button in row] == ["Refresh"]


def test_a_page_beyond_the_last_is_the_last() -> None:
    """A button may be older than what the card says by now."""
    card = Card("Title", (Text("line of it\n" * 800),), request=ASKED)
    assert page_of(card, 9).number == len(pages(card))
    assert page_of(card, 0).number == 1
