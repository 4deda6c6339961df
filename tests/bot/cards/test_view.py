"""Pages as Discord's components, held against its limits and its own description."""

import asyncio
import functools
import json
import threading
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from discord import ui
from discord.ui.view import ViewStore
from hypothesis import given, settings

from bot.cards.blocks import Attached, Button, Card, Picture, Rule, Text
from bot.cards.length import units
from bot.cards.limits import (
    ALT_TEXT,
    BUTTON_LABEL,
    BUTTONS_IN_ROW,
    CUSTOM_ID,
    GALLERY_ITEMS,
    VIEW_CHARACTERS,
    VIEW_COMPONENTS,
)
from bot.cards.pages import ATTACHMENTS, Page, pages
from bot.cards.request import Request
from bot.cards.view import files, layout
from tests.bot.cards.made import cards, nested

_V2 = 1 << 15
IWM = Request("analyze", "IWM")


def _whole() -> Card:
    return Card(
        "**IWM** · analysis",
        (Text("One."), Rule(), Picture("chart.png", b"png", "A chart.")),
        "-# Footer.",
        "bullish",
        (Button("Refresh", IWM, strong=True), Button("Why?", Request("why", "IWM"))),
        IWM,
        (Attached("result.json", b"{}"),),
    )


def _payload(page: Page) -> dict[str, Any]:
    return {"flags": _V2, "components": layout(page).to_components()}


@functools.cache
def _validator(described: Path) -> Any:
    document = json.loads(described.read_text())
    schema = {"$ref": "#/components/schemas/MessageCreateRequest", "components": document["components"]}
    return jsonschema_rs.Draft202012Validator(schema)


@given(cards)
def test_no_payload_is_over_a_limit(card: Card) -> None:
    """Whatever a card holds."""
    for page in pages(card):
        every = list(nested(_payload(page)["components"]))
        assert len(every) <= VIEW_COMPONENTS
        texts = [one["content"] for one in every if one.get("type") == 10]
        assert sum(units(text) for text in texts) <= VIEW_CHARACTERS
        assert all(text.strip() for text in texts)
        assert all(len(one["items"]) <= GALLERY_ITEMS for one in every if "items" in one)
        assert all(len(one["components"]) <= BUTTONS_IN_ROW for one in every if one.get("type") == 1)
        for item in (one for one in every if "media" in one and "type" not in one):
            assert item.get("description") is None or 1 <= units(item["description"]) <= ALT_TEXT
        for button in (one for one in every if one.get("type") == 2):
            assert 1 <= units(button["label"]) <= BUTTON_LABEL
            assert len(button["custom_id"]) <= CUSTOM_ID
        assert len(files(page)) <= ATTACHMENTS


@pytest.mark.data
@settings(max_examples=60)
@given(card=cards)
def test_every_payload_is_one_that_discord_describes(data_dir: Path, card: Card) -> None:
    """By the schema of a new message in its own OpenAPI document."""
    described = data_dir / "discord" / "openapi.json"
    if not described.is_file():
        pytest.skip("no description of Discord's interface")
    for page in pages(card):
        _validator(described).validate(_payload(page))


@pytest.mark.data
def test_the_description_refuses_what_is_over_a_limit(data_dir: Path) -> None:
    """Else it would prove nothing."""
    described = data_dir / "discord" / "openapi.json"
    if not described.is_file():
        pytest.skip("no description of Discord's interface")
    payload = _payload(pages(_whole())[0])
    payload["components"][0]["components"][0]["content"] = "x" * 4001
    assert not _validator(described).is_valid(payload)


def test_title_first_footer_last_buttons_below() -> None:
    """And every picture and file is shown where it is attached."""
    (page,) = pages(_whole())
    card, row = layout(page).to_components()
    assert [one["type"] for one in card["components"]] == [10, 10, 14, 12, 13, 10]
    assert card["components"][0]["content"].startswith("### **IWM**")
    assert card["components"][-1]["content"] == "-# Footer."
    assert [button["custom_id"] for button in row["components"]] == [
        "plumb:analyze:IWM:::",
        "plumb:why:IWM:::",
    ]
    assert [(one.filename, one.description) for one in files(page)] == [
        ("chart.png", "A chart."),
        ("result.json", None),
    ]


def _stored(view: ui.LayoutView) -> ViewStore:
    """What the library does with a view after it was sent."""
    store = ViewStore(None)  # type: ignore[arg-type]
    if not view.is_finished() and view.is_dispatchable():
        store.add_view(view, 1)
    return store


def test_the_library_keeps_none_of_our_views() -> None:
    """Neither one made on the loop nor one made on a worker thread; a view of its own kind it keeps."""

    async def made() -> list[ui.LayoutView]:
        return [layout(page) for page in pages(_whole())]

    views = asyncio.run(made())
    worker = threading.Thread(target=lambda: views.extend(layout(page) for page in pages(_whole())))
    worker.start()
    worker.join()
    assert len(views) == 2
    for view in views:
        assert view.is_persistent()
        store = _stored(view)
        assert not store._views
        assert not store._synced_message_views
    plain = ui.LayoutView(timeout=None)
    plain.add_item(ui.ActionRow(ui.Button(label="Kept", custom_id="kept")))
    assert _stored(plain)._views
