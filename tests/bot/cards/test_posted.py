"""Posts as messages: whole where one fits, and nothing out of reach where it does not."""

from datetime import UTC, date, datetime

from bot.cards.blocks import Button, Card, Text
from bot.cards.pages import pages
from bot.cards.posted import posted_card
from bot.cards.request import Request
from bot.community.values import Post

IWM, SPY = (Request("analyze", symbol, date(2024, 3, 8)) for symbol in ("IWM", "SPY"))


def post(*requests: Request) -> Post:
    return Post(
        "schedule:1:2024-03-08", "n" * 24, 7, 8, requests, (), "**Brief**", datetime(2024, 3, 8, tzinfo=UTC)
    )


def card(request: Request, text: str) -> Card:
    return Card(f"**{request.symbol}**", (Text(text),), "-# source", "bullish", (), request)


def nonces(buttons: tuple[Button, ...]) -> list[str]:
    return [one.request.more for one in buttons if one.request.kind == "posted"]


def test_a_post_that_does_not_fit_one_message_has_pages_to_turn() -> None:
    """What is beyond the first message is behind a button, not lost."""
    shown = pages(posted_card(post(IWM), [card(IWM, "\n".join(["a line of text"] * 500))]))
    assert len(shown) > 1
    assert shown[0].turns


def test_several_cards_are_one_message_with_a_button_each() -> None:
    """Each is named, each can be opened whole, and the message can be found by its nonce."""
    whole = posted_card(post(IWM, SPY), [card(IWM, "up"), card(SPY, "down")])
    assert len(pages(whole)) == 1
    assert [one.request for one in whole.buttons[:2]] == [IWM, SPY]
    assert nonces(whole.buttons) == ["n" * 24]
