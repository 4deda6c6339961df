"""Every limit of Discord's is shown to fail once, and a payload at the limit to pass."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import aiohttp
import pytest

from tests.loopback.discord import LoopbackDiscord
from tests.loopback.discord.command_limits import commands_faults
from tests.loopback.discord.limits import choice_faults, file_faults, message_faults, modal_faults
from tests.loopback.discord.refusal import Fault
from tests.loopback.small_bot import png

V2 = 1 << 15
NOBODY: dict[str, Any] = {"allowed_mentions": {"parse": []}}


def text(content: str = "a") -> dict[str, Any]:
    return {"type": 10, "content": content}


def button(**more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": "Why?", "custom_id": "why", **more}


def row(*components: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": 1, "components": list(components)}


def menu(count: int, **more: Any) -> dict[str, Any]:
    options = [{"label": str(one), "value": str(one)} for one in range(count)]
    return {"type": 3, "custom_id": "menu", "options": options, **more}


def gallery(**item: Any) -> dict[str, Any]:
    return {"type": 12, "items": [{"media": {"url": "attachment://chart.png"}, **item}]}


def rules(faults: Sequence[Fault]) -> set[str]:
    return {one.limit for one in faults}


def judged(*components: Mapping[str, Any], names: Sequence[str] = (), **body: Any) -> set[str]:
    made = {"components": list(components), **NOBODY, **body}
    return rules(list(message_faults(made, flags=V2, names=names)))


MESSAGES: list[tuple[str, set[str], set[str]]] = [
    ("components", judged(*[text()] * 40), judged(*[text()] * 41)),
    ("view text", judged(text("a" * 4000)), judged(text("a" * 3999), text("bb"))),
    ("custom_id", judged(row(button(custom_id="a" * 100))), judged(row(button(custom_id="a" * 101)))),
    ("custom_id", judged(row(button(), button(custom_id="b"))), judged(row(button(), button()))),
    ("label", judged(row(button(label="a" * 80))), judged(row(button(label="a" * 81)))),
    ("button", judged(row(button())), judged(row(button(style=5)))),
    (
        "alt text",
        judged(gallery(description="a" * 1024), names=["chart.png"]),
        judged(gallery(description="a" * 1025), names=["chart.png"]),
    ),
    ("alt text", set(), judged(gallery(), names=["chart.png"])),
    ("attachment", set(), judged(gallery(description="a"), names=["other.png"])),
    ("attachment", set(), judged(text(), names=["chart.png"])),
    ("select", judged(row(menu(25))), judged(row(menu(26)))),
    ("select", set(), judged(row(menu(1, placeholder="a" * 151)))),
    ("row", judged(row(menu(1))), judged(row(menu(1), button()))),
    ("row", set(), judged(row(*(button(custom_id=str(one)) for one in range(6))))),
    ("text", set(), judged(text(""))),
    ("components v2", set(), judged(text(), content="and content")),
    ("components v2", set(), judged(text(), embeds=[{"title": "and an embed"}])),
    (
        "components v2",
        set(),
        rules(list(message_faults({"components": [text()], **NOBODY}, flags=0, names=()))),
    ),
    ("rows", set(), rules(list(message_faults({"components": [row()] * 6, **NOBODY}, flags=0, names=())))),
    (
        "content",
        rules(list(message_faults({"content": "a" * 2000, **NOBODY}, flags=0, names=()))),
        rules(list(message_faults({"content": "a" * 2001, **NOBODY}, flags=0, names=()))),
    ),
    (
        "embeds",
        set(),
        rules(
            list(message_faults({"embeds": [{"description": "a" * 3001}] * 2, **NOBODY}, flags=0, names=()))
        ),
    ),
    (
        "nonce",
        set(),
        rules(list(message_faults({"content": "a", "nonce": "n" * 26, **NOBODY}, flags=0, names=()))),
    ),
    ("allowed_mentions", set(), rules(list(message_faults({"content": "a"}, flags=0, names=())))),
]


@pytest.mark.parametrize(("limit", "at_it", "over_it"), MESSAGES, ids=[one[0] for one in MESSAGES])
def test_a_message_over_a_limit_is_at_fault(limit: str, at_it: set[str], over_it: set[str]) -> None:
    assert at_it == set()
    assert over_it == {limit}


def test_files_have_a_size_and_a_number() -> None:
    assert not list(file_faults([("a", b"1234")], limit=4))
    assert rules(list(file_faults([("a", b"12345")], limit=4))) == {"file size"}
    assert rules(list(file_faults([("a", b"")] * 11, limit=4))) == {"files"}


def test_modals_have_a_title_and_fields() -> None:
    field = {"type": 18, "label": "Question", "component": {"type": 4, "custom_id": "q", "style": 1}}
    fine = {"title": "a" * 45, "custom_id": "m", "components": [field]}
    assert not list(modal_faults(fine))
    assert rules(list(modal_faults({**fine, "title": "a" * 46}))) == {"modal title"}
    assert rules(list(modal_faults({**fine, "components": []}))) == {"modal"}
    assert rules(list(modal_faults({**fine, "components": [{**field, "label": "a" * 46}]}))) == {
        "modal label"
    }


def test_choices_are_few_and_short() -> None:
    choice = {"name": "IWM", "value": "IWM"}
    assert not list(choice_faults([choice] * 25))
    assert rules(list(choice_faults([choice] * 26))) == {"choices"}
    assert rules(list(choice_faults([{"name": "a" * 101, "value": "a"}]))) == {"choices"}


def command(**more: Any) -> dict[str, Any]:
    return {"type": 1, "name": "analyze", "description": "The stack", **more}


def option(name: str = "symbol", **more: Any) -> dict[str, Any]:
    return {"type": 3, "name": name, "description": "Which one", **more}


COMMANDS: list[tuple[str, list[dict[str, Any]]]] = [
    ("command name", [command(name="Analyze")]),
    ("command name", [command(name="an alyze")]),
    ("command name", [command(options=[option("a" * 33)])]),
    ("command name", [{"type": 3, "name": "a" * 33}]),
    ("command", [{"type": 3, "name": "Check", "description": "none is allowed"}]),
    ("description length", [command(description="")]),
    ("description length", [command(options=[option(description="a" * 101)])]),
    ("options", [command(options=[option(str(one)) for one in range(26)])]),
    ("options", [command(options=[option(), option()])]),
    ("options", [command(options=[option(), {**option("list"), "type": 1}])]),
    ("required first", [command(options=[option(), option("other", required=True)])]),
    ("choices", [command(options=[option(choices=[{"name": str(one), "value": "a"} for one in range(26)])])]),
    ("choices", [command(options=[option(choices=[{"name": "a", "value": "a"}], autocomplete=True)])]),
    ("commands", [command(), command()]),
    ("commands", [{"type": 3, "name": str(one)} for one in range(16)]),
    (
        "command size",
        [
            command(
                options=[
                    option(
                        f"o{one}",
                        choices=[{"name": f"{two}" + "n" * 90, "value": "v" * 90} for two in range(25)],
                    )
                    for one in range(2)
                ]
            )
        ],
    ),
]


@pytest.mark.parametrize(("limit", "commands"), COMMANDS, ids=[one[0] for one in COMMANDS])
def test_a_command_over_a_limit_is_at_fault(limit: str, commands: list[dict[str, Any]]) -> None:
    assert rules(list(commands_faults(commands))) == {limit}


def test_a_command_within_the_limits_is_not() -> None:
    sub = {**option("list"), "type": 1, "options": [option(required=True), option("other")]}
    assert not list(commands_faults([command(), command(name="knowledge", options=[sub])]))


async def _posted(check: Callable[[LoopbackDiscord, aiohttp.ClientSession, str], Any]) -> None:
    async with LoopbackDiscord() as loopback:
        channel = loopback.add_guild("Small caps")["general"]
        headers = {"Authorization": f"Bot {loopback.token}"}
        async with aiohttp.ClientSession(headers=headers) as session:
            await check(loopback, session, f"{loopback.api}/channels/{channel.id}/messages")
        assert not loopback.violations


def test_a_fault_is_answered_with_discords_form_error_and_recorded() -> None:
    async def check(loopback: LoopbackDiscord, session: aiohttp.ClientSession, url: str) -> None:
        async with session.post(url, json={"content": "a" * 2001, **NOBODY}) as answer:
            assert answer.status == 400
            assert answer.headers["Content-Type"] == "application/json"
            found = await answer.json()
        assert (found["code"], found["errors"]["content"]["_errors"][0]["code"]) == (50035, "content")
        assert [one.where for one in loopback.taken("content")] == ["POST /channels/{channel_id}/messages"]
        async with session.post(url, json={"content": "a", "attachments": None}) as answer:
            assert answer.status == 200
        assert loopback.taken("allowed_mentions")
        async with session.post(url, json={}) as answer:
            assert (await answer.json())["code"] == 50006
        assert loopback.taken(50006)

    asyncio.run(_posted(check))


def test_a_file_over_the_limit_is_too_large() -> None:
    async def check(loopback: LoopbackDiscord, session: aiohttp.ClientSession, url: str) -> None:
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("payload_json", '{"content": "a", "allowed_mentions": {"parse": []}}')
        form.add_field("files[0]", b"0" * 1001, filename="large.bin")
        assert loopback.file_limit == 10 * 1024 * 1024
        loopback.file_limit = 1000
        async with session.post(url, data=form) as answer:
            assert (answer.status, (await answer.json())["code"]) == (413, 40005)
        assert loopback.taken("file size")

    asyncio.run(_posted(check))


def test_the_description_of_the_interface_is_asked_where_it_is_there() -> None:
    async def check(loopback: LoopbackDiscord, session: aiohttp.ClientSession, url: str) -> None:
        if loopback.description is None:
            pytest.skip("no description of Discord's interface: set PLUMB_TEST_DATA")
        container = {"type": 17, "components": [row(button(colour="red"))]}
        for body, where in (
            ({"content": "a", "colour": "red"}, "colour"),
            ({"flags": V2, "components": [container]}, "colour"),
            ({"flags": V2, "components": [{"type": 99}]}, "99"),
            ({"content": ["a"]}, "content"),
        ):
            async with session.post(url, json={**NOBODY, **body}) as answer:
                assert answer.status == 400
            assert where in str(loopback.taken("description"))
        assert loopback.description.knows(
            "PATCH", "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
        )

    asyncio.run(_posted(check))


def test_validation_can_be_left_out_for_load() -> None:
    async def run() -> None:
        async with LoopbackDiscord(validation="off") as loopback:
            channel = loopback.add_guild("Small caps")["general"]
            headers = {"Authorization": f"Bot {loopback.token}"}
            async with aiohttp.ClientSession(headers=headers) as session:
                url = f"{loopback.api}/channels/{channel.id}/messages"
                assert (await session.post(url, json={"content": "a" * 2001})).status == 200
            assert not loopback.violations

    asyncio.run(run())


def test_the_picture_of_the_small_bot_is_one() -> None:
    from tests.loopback.discord.messages import StoredFile  # noqa: PLC0415

    assert StoredFile(1, "a.png", png(3, 2), "").size == (3, 2)
