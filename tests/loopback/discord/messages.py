"""A message as it is kept, and how a test reads it."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.loopback.discord.world import Channel, User

if TYPE_CHECKING:
    from tests.loopback.discord.interactions import Interaction

LOADING, EPHEMERAL, COMPONENTS_V2 = 1 << 7, 1 << 6, 1 << 15
BUTTON, SELECTS, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE = 2, (3, 5, 6, 7, 8), 10, 11, 12, 13
NESTED = ("components", "accessory", "component")

Component = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a message, kept so that a test can look at it."""

    id: int
    name: str
    data: bytes
    url: str
    description: str | None = None
    content_type: str = "application/octet-stream"

    @property
    def size(self) -> tuple[int, int] | None:
        """Width and height of a PNG."""
        if self.data[:8] != b"\x89PNG\r\n\x1a\n":
            return None
        width, height = struct.unpack(">II", self.data[16:24])
        return width, height


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture a reader sees, with its alt text."""

    name: str
    alt: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Button:
    """A button a reader can press."""

    label: str
    custom_id: str
    style: int
    disabled: bool
    url: str


@dataclass(frozen=True, slots=True)
class Select:
    """A menu a reader can choose from."""

    custom_id: str
    placeholder: str
    options: tuple[tuple[str, str], ...]
    kind: int
    disabled: bool


@dataclass(frozen=True, slots=True)
class Version:
    """What a message said from some moment on."""

    at: float
    payload: Mapping[str, Any]


@dataclass(eq=False, repr=False)
class Message:
    """A message in a channel.

    Attributes:
        history: What it said, from its creation on, with the rules' clock.
        only_for: The one person who sees it; None for a message that all see.
        answers: The interaction it is a response or follow-up to.
    """

    id: int
    channel: Channel
    author: User
    created: datetime
    content: str = ""
    embeds: list[dict[str, Any]] = field(default_factory=list)
    components: list[dict[str, Any]] = field(default_factory=list)
    flags: int = 0
    files: list[StoredFile] = field(default_factory=list)
    kind: int = 0
    nonce: str | int | None = None
    mentions: list[User] = field(default_factory=list)
    replies_to: Message | None = None
    answers: Interaction | None = None
    webhook: bool = False
    only_for: User | None = None
    edited: datetime | None = None
    deleted: bool = False
    reactions: list[tuple[User, str]] = field(default_factory=list)
    thread: Channel | None = None
    history: list[Version] = field(default_factory=list)

    @property
    def loading(self) -> bool:
        """Whether it says "thinking…"."""
        return bool(self.flags & LOADING)

    @property
    def ephemeral(self) -> bool:
        """Whether only one person sees it."""
        return self.only_for is not None

    @property
    def payload(self) -> dict[str, Any]:
        """What it says, as it was sent: content, embeds, components, flags."""
        return {
            "content": self.content,
            "embeds": self.embeds,
            "components": self.components,
            "flags": self.flags,
        }

    @property
    def text(self) -> str:
        """All its text: content, embeds, text displays, in order."""
        parts = [self.content]
        for embed in self.embeds:
            parts += [embed.get("title") or "", embed.get("description") or ""]
            parts += [f"{one['name']}: {one['value']}" for one in embed.get("fields", ())]
        parts += [one["content"] for one in walked(self.components) if one["type"] == TEXT_DISPLAY]
        return "\n".join(part for part in parts if part)

    @property
    def buttons(self) -> list[Button]:
        """Its buttons, in order."""
        return [
            Button(
                one.get("label") or "",
                one.get("custom_id") or "",
                one["style"],
                bool(one.get("disabled")),
                one.get("url") or "",
            )
            for one in walked(self.components)
            if one["type"] == BUTTON
        ]

    @property
    def selects(self) -> list[Select]:
        """Its menus, in order."""
        return [
            Select(
                one["custom_id"],
                one.get("placeholder") or "",
                tuple((option["label"], option["value"]) for option in one.get("options", ())),
                one["type"],
                bool(one.get("disabled")),
            )
            for one in walked(self.components)
            if one["type"] in SELECTS
        ]

    @property
    def pictures(self) -> list[Picture]:
        """The pictures it shows, with their alt text."""
        shown = []
        for item in media(self.components):
            file = self.file_at(item["media"]["url"])
            if file is not None:
                shown.append(Picture(file.name, item.get("description") or "", file.data))
        if not self.flags & COMPONENTS_V2:
            shown += [Picture(one.name, one.description or "", one.data) for one in self.files if one.size]
        return shown

    def file_at(self, url: str) -> StoredFile | None:
        """The file of this message a component points at."""
        name = url.removeprefix("attachment://")
        return next((one for one in self.files if url == one.url or name == one.name), None)

    def visible_to(self, user: User) -> bool:
        """Whether somebody sees it."""
        return self.only_for is None or self.only_for is user

    def __str__(self) -> str:
        return self.text


def walked(components: list[Any] | None) -> Iterator[Component]:
    """Every component, nested ones too, in the order a reader meets them."""
    for one in components or ():
        yield one
        for key in NESTED:
            inner = one.get(key)
            if isinstance(inner, list):
                yield from walked(inner)
            elif isinstance(inner, Mapping):
                yield from walked([inner])


def media(components: list[Any]) -> Iterator[Component]:
    """Every item that shows a picture: gallery items and thumbnails."""
    for one in walked(components):
        if one["type"] == GALLERY:
            yield from one["items"]
        elif one["type"] == THUMBNAIL:
            yield one
