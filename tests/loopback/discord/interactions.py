"""An interaction: what the bot is told, what it answered, and by when it had to."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import Any

from tests.loopback.discord import payloads
from tests.loopback.discord.clock import Changes
from tests.loopback.discord.messages import Message
from tests.loopback.discord.permissions import USUAL
from tests.loopback.discord.world import DM, Channel, Guild, User

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
IN_GUILD, IN_BOT_DM, IN_PRIVATE = 0, 1, 2
PONG, SAY, DEFER, DEFER_UPDATE, UPDATE, CHOICES, SHOW_MODAL = 1, 4, 5, 6, 7, 8, 9


@dataclass(eq=False, repr=False)
class Interaction:
    """One interaction.

    Attributes:
        started: When, by the rules' clock.
        acknowledged: When the first answer came; None until then.
        late: Whether the first answer came after its time.
        original: The message that `@original` means.
        source: The message whose component was used, or that a command was used on.
    """

    id: int
    kind: int
    user: User
    channel: Channel
    data: dict[str, Any]
    started: float
    application: int
    source: Message | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    acknowledged: float | None = None
    answer: int | None = None
    late: bool = False
    original: Message | None = None
    choices: list[dict[str, Any]] | None = None
    modal: dict[str, Any] | None = None
    followups: list[Message] = field(default_factory=list)
    edited: int = 0
    changes: Changes = field(default_factory=Changes)

    @property
    def guild(self) -> Guild | None:
        """The server it happened in."""
        return self.channel.guild

    @property
    def context(self) -> int:
        """Where it happened, in Discord's terms."""
        if self.guild is not None:
            return IN_GUILD
        return IN_BOT_DM if self.channel.kind == DM and self._bot_is_here() else IN_PRIVATE

    @property
    def owners(self) -> dict[str, str]:
        """Who authorised the app: "0" the server (or "0" in its direct messages), "1" the user."""
        made = {}
        if self.guild is not None and self.guild.has_bot:
            made["0"] = str(self.guild.id)
        elif self.context == IN_BOT_DM:
            made["0"] = "0"
        if self.user.has_installed:
            made["1"] = str(self.user.id)
        return made

    @property
    def metadata(self) -> dict[str, Any]:
        """What its messages say about it."""
        return {
            "id": str(self.id),
            "type": self.kind,
            "user": payloads.user(self.user),
            "authorizing_integration_owners": self.owners,
        }

    @property
    def message_kind(self) -> int:
        """The type of its response: that of a slash command, of a menu's command, or an ordinary one."""
        if self.kind != COMMAND:
            return 0
        return 20 if self.data.get("type") == 1 else 23

    @property
    def only_users(self) -> bool:
        """Whether the user brought the app to a place that is not the app's."""
        return "0" not in self.owners

    def _bot_is_here(self) -> bool:
        return any(one.bot for one in self.channel.recipients)

    def payload(self, seen: dict[str, Any] | None, attachment_limit: int) -> dict[str, Any]:
        """INTERACTION_CREATE's data; `seen` is the source message as the bot may see it."""
        bot = next((one for one in self.channel.world.users.values() if one.bot), None)
        installed = self.guild is not None and self.guild.has_bot and bot is not None
        allowed = self.channel.permissions_of(bot) if installed and bot is not None else USUAL
        place = payloads.channel(self.channel) | {"permissions": str(int(self._permissions()))}
        made: dict[str, Any] = {
            "id": str(self.id),
            "application_id": str(self.application),
            "type": self.kind,
            "token": self.token,
            "version": 1,
            "data": self.data,
            "channel": place,
            "channel_id": str(self.channel.id),
            "app_permissions": str(int(allowed)),
            "locale": self.user.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "authorizing_integration_owners": self.owners,
            "context": self.context,
            "attachment_size_limit": attachment_limit,
        }
        if seen is not None and self.kind in {COMPONENT, MODAL}:
            made["message"] = seen
        if self.guild is None:
            return made | {"user": payloads.user(self.user)}
        return made | {
            "guild_id": str(self.guild.id),
            "guild": {"id": str(self.guild.id), "locale": self.guild.locale, "features": []},
            "guild_locale": self.guild.locale,
            "member": payloads.member(self.guild.members[self.user.id], self.channel),
        }

    def _permissions(self) -> int:
        return self.channel.permissions_of(self.user)

    @property
    def done(self) -> bool:
        """Whether the user has an answer and nothing says "thinking…"."""
        if self.answer == DEFER:
            return self.original is not None and (self.original.deleted or not self.original.loading)
        if self.answer == DEFER_UPDATE:
            return bool(self.edited or self.followups)
        return self.answer is not None
