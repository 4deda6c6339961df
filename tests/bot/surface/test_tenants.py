"""Who may do what, and whose documents and answers are whose, whatever a client sends."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from knowledge.tenants import Tenant
from tests.bot.surface.scene import PATIENCE, Scene, scene_of
from tests.loopback.discord import Allow, Exchange, Guild, Person

pytestmark = pytest.mark.data

MAY_NOT = "Only members with"
MARK = "heron"
REPORT = f"# Small caps outlook\n\nThe {MARK} desk expects small caps to lead in spring.\n".encode()


@dataclass(frozen=True)
class Other:
    """A second server."""

    guild: Guild
    ben: Person


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, data_dir: Path, models: Path) -> Iterator[Scene]:
    home = tmp_path_factory.mktemp("tenants")
    (home / "models").symlink_to(models)
    with scene_of(home, data_dir) as made:
        made.meant = {made.there.id, made.guild["general"].id, made.boss.id}
        made.opens_its_corpus()
        yield made


@pytest.fixture(scope="module")
def other(scene: Scene) -> Other:
    guild = scene.discord.add_guild("Other", channels=["general"])
    return Other(guild, guild.add_member("ben", permissions=Allow.MANAGE_GUILD))


def kept(scene: Scene, guild: int) -> tuple[Any, ...]:
    """Everything of a server that a member could want to change."""
    store, tenant = scene.surface.store, Tenant(f"guild:{guild}")
    entries = tuple(scene.surface.services.library().entries(tenant))
    return (store.guilds.get(guild), tuple(store.schedules.of(guild)), entries)


def changes(scene: Scene, role: Any) -> list[tuple[str, dict[str, Any]]]:
    """One use of each command that changes something for all."""
    made: list[tuple[str, dict[str, Any]]] = [
        (f"settings {name}", options)
        for name, options in {
            "show": {},
            "channels": {"change": "add", "channel": scene.there},
            "alerts": {"channel": scene.there},
            "managers": {"change": "add", "role": role},
            "uploaders": {"change": "add", "role": role},
            "private": {"on": True},
            "mentions": {"on": False},
            "zone": {"name": "Europe/Berlin"},
            "symbols": {"names": "QQQ"},
            "language": {"code": "de"},
            "model": {"who": "offline"},
            "budget": {"tokens": 1},
            "reset": {},
        }.items()
    ]
    made += [
        ("schedule add", {"kind": "brief"}),
        ("schedule list", {}),
        ("schedule remove", {"number": 1}),
        ("schedule resume", {"number": 1}),
        ("knowledge add", {"file": ("mine.md", b"# Mine\n\nSmall caps.\n")}),
        ("knowledge remove", {"document": "0000"}),
    ]
    return made


def test_members_change_nothing_for_all(scene: Scene) -> None:
    """Each change is refused in words, to the member alone, and nothing is other than before."""

    async def play() -> None:
        await scene.asked(scene.boss, "schedule add", kind="debrief")
        role = scene.guild.add_role("crew")
        before = kept(scene, scene.guild.id)
        every = changes(scene, role)
        registered = {
            f"{one['name']} {sub['name']}"
            for one in scene.discord.commands.scopes[None]
            if one["name"] in {"settings", "schedule"}
            for sub in one["options"]
        }
        assert registered <= {name for name, _ in every}
        for command, options in every:
            answer = await scene.asked(scene.ana, command, **options)
            assert MAY_NOT in answer.text, (command, answer.text)
            assert answer.ephemeral
        assert kept(scene, scene.guild.id) == before

    scene.play(play())


def test_a_role_named_as_manager_may_and_a_stale_one_may_not(scene: Scene) -> None:
    """The right comes with the role and goes with it, or with its place in the settings."""

    async def play() -> None:
        role, former = scene.guild.add_role("managers"), scene.guild.add_role("former")
        scene.meant |= {role.id, former.id}
        cleo = scene.guild.add_member("cleo", roles=[role])
        dan = scene.guild.add_member("dan", roles=[former])
        for one in (role, former):
            await scene.asked(scene.boss, "settings managers", change="add", role=one)
        for who in (cleo, dan):
            assert MAY_NOT not in (await scene.asked(who, "settings symbols", names="SPY IWM")).text
        await scene.asked(scene.boss, "settings managers", change="remove", role=former)
        scene.guild.members[cleo.id].roles.remove(role)
        before = kept(scene, scene.guild.id)
        for who in (cleo, dan):
            for command, options in (
                ("settings symbols", {"names": "QQQ"}),
                ("schedule add", {"kind": "brief"}),
                ("knowledge add", {"file": ("x.md", REPORT)}),
            ):
                assert MAY_NOT in (await scene.asked(who, command, **options)).text
        assert kept(scene, scene.guild.id) == before

    scene.play(play())


def test_documents_of_one_server_are_found_in_no_other_place(scene: Scene, other: Other) -> None:
    """Not by search, list, autocomplete, removal, answer, report or conflict; not in private either."""

    async def play() -> None:
        added = await scene.asked(scene.boss, "knowledge add", file=("outlook.md", REPORT))
        assert "added" in added.text
        document = added.text.partition("id ")[2].split(" ", maxsplit=1)[0].rstrip("·").strip()
        question = "what do the reports say about small caps to lead in spring?"
        at_home = await scene.asked(scene.ana, "knowledge search", question=question)
        assert MARK in at_home.text
        for who, place in ((other.ben, other.guild["general"]), (scene.ana, scene.ana.dm)):
            for command, options in (
                ("knowledge search", {"question": question}),
                ("knowledge list", {}),
                ("ask", {"question": question}),
                ("conflicts", {}),
                ("report", {"symbol": "IWM"}),
            ):
                answer = await scene.asked(who, command, place, **options)
                assert MARK not in answer.text, command
                assert not any(MARK.encode() in file.data for file in answer.message.files), command
            offered = await who.autocomplete(place, "knowledge remove", document="")
            assert offered == []
            removed = await scene.asked(who, "knowledge remove", place, document=document[:16])
            assert "did not work" in removed.text
        assert document[:8] in (await scene.asked(scene.ana, "knowledge list")).text

    scene.play(play())


def test_answers_of_one_server_are_kept_from_all_others(scene: Scene, other: Other) -> None:
    """An answer's id in a forged button gives nothing to another server, and nothing in private."""

    async def play() -> None:
        answer = await scene.asked(scene.ana, "ask", question="how does IWM look?")
        (button,) = [one for one in answer.message.buttons if one.label == "Sources"]
        number = button.custom_id.rpartition(":")[2]
        for who, place in ((other.ben, other.guild["general"]), (scene.ana, scene.ana.dm)):
            under = (await scene.asked(who, "levels", place, symbol="SPY")).message
            for kind in ("answer", "sources"):
                told = await scene.pressed(who, under, f"plumb:{kind}:IWM:::{number}")
                assert "not kept here" in told.text, told.text
        own = await scene.pressed(scene.boss, answer.message, button.custom_id)
        assert "not kept here" not in own.text

    scene.play(play())


def test_a_personal_installation_in_a_foreign_server_is_private_and_touches_nothing(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It answers the person alone, as their own tenant; that server is neither read nor changed."""
    dora = scene.discord.add_user("dora", installed=True)
    foreign = scene.discord.world.add_guild("Foreign", has_bot=False)
    foreign.add_member(dora, permissions=Allow.MANAGE_GUILD)
    place = foreign["general"]
    store = scene.surface.store
    # from a time when it had the bot
    store.guilds.change(foreign.id, lambda one: replace(one, symbols=("QQQ",), private=False))
    before, read = kept(scene, foreign.id), []
    for name in ("get", "change"):
        real = getattr(store.guilds, name)

        def spied(number: int, *more: Any, real: Any = real) -> Any:
            read.append(number)
            return real(number, *more)

        monkeypatch.setattr(store.guilds, name, spied)

    async def forged(name: str, sub: str) -> Exchange:
        command = scene.discord.commands.named(name, 1, None)
        options = [{"name": sub, "type": 1, "options": []}]
        data = {"id": command["id"], "name": name, "type": 1, "options": options}
        answer = await scene.discord.interact(dora, 2, place, data, what=f"/{name} {sub}")
        return await answer.done(PATIENCE)

    async def play() -> None:
        card = await scene.asked(dora, "levels", place)
        assert "**IWM**" in card.text
        asked = await scene.asked(dora, "ask", place, question="how does IWM look?")
        sources = await (await dora.press(asked.message, "Sources")).done(PATIENCE)
        listed = await scene.asked(dora, "knowledge list", place)
        assert "of you is here" in listed.text
        for name, sub in (("schedule", "list"), ("settings", "show"), ("settings", "reset")):
            assert MAY_NOT in (await forged(name, sub)).text
        watched = await scene.asked(dora, "watch add", place, symbol="IWM")
        assert "not installed in this server" in watched.text
        for one in (card, asked, sources, listed, watched):
            assert one.ephemeral, one
            assert len(one.followups) <= 5

    scene.play(play())
    monkeypatch.undo()
    assert foreign.id not in read
    assert kept(scene, foreign.id) == before
    assert store.watches.of_person(dora.id, None) == ()
    assert store.conversations_of(dora.id)
    assert all(one.startswith(f"user%3A{dora.id}/") for one in store.conversations_of(dora.id))


def test_what_a_conversation_knows_stays_where_it_was_said(scene: Scene, other: Other) -> None:
    """A person who asks on in another server begins anew there."""

    async def play() -> None:
        other.guild.add_member(scene.ana)
        await scene.asked(scene.ana, "ask", question="how does DIA look?")
        answer = await scene.asked(
            scene.ana, "ask", other.guild["general"], question="and what would flip it?"
        )
        assert "DIA" not in answer.text

    scene.play(play())
