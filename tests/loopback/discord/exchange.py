"""What came of a person's interaction, as a test asks about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from tests.loopback.discord import interactions as kinds
from tests.loopback.discord.interactions import Interaction
from tests.loopback.discord.messages import Message

if TYPE_CHECKING:
    from tests.loopback.discord.server import LoopbackDiscord


class Exchange:
    """An interaction and its answer."""

    def __init__(self, discord: LoopbackDiscord, interaction: Interaction, what: str) -> None:
        self._discord = discord
        self.interaction = interaction
        self.what = what

    def __repr__(self) -> str:
        return f"<{self.interaction.user.name}: {self.what}>"

    async def acknowledged(self) -> Self:
        """Wait for the first answer, or until its time is over; then it failed and `done` says so."""
        one = self.interaction
        await one.changes.until(lambda: one.answer is not None or one.late, self._left())
        return self

    def _left(self) -> float:
        passed = self._discord.clock.now() - self.interaction.started
        return max(self._discord.answer_within - passed, 0.0) + 0.05

    @property
    def failed(self) -> str | None:
        """What the person sees instead of an answer; None for an exchange that did not fail."""
        one = self.interaction
        if one.answer is not None:
            return None
        if one.late or self._discord.clock.now() - one.started > self._discord.answer_within:
            return f"“This application did not respond”: no answer within {self._discord.answer_within:g} s"
        return None

    async def done(self, timeout: float = 10.0) -> Self:  # noqa: ASYNC109 - the test's patience, not a cancellation
        """Wait until the person has their answer.

        Raises:
            AssertionError: The bot did not answer in time, or nothing followed its deferral.
        """
        await self.acknowledged()
        assert self.failed is None, f"{self!r}: {self.failed}{self._refusals()}"
        came = await self.interaction.changes.until(lambda: self.interaction.done, timeout)
        assert came, f"{self!r}: deferred, and still “thinking…” after {timeout:g} s{self._refusals()}"
        return self

    def _refusals(self) -> str:
        found = [f"{one.rule}: {one.detail}" for one in self._discord.violations[-3:]]
        return f" (rules broken lately: {'; '.join(found)})" if found else ""

    @property
    def acknowledged_after(self) -> float:
        """Seconds until the first answer."""
        assert self.interaction.acknowledged is not None, f"{self!r} was not acknowledged"
        return self.interaction.acknowledged - self.interaction.started

    @property
    def deferred(self) -> bool:
        """Whether the first answer was "thinking…" or a silent deferral."""
        return self.interaction.answer in {kinds.DEFER, kinds.DEFER_UPDATE}

    @property
    def updated(self) -> bool:
        """Whether the answer changed the message that the component was on."""
        return self.interaction.answer in {kinds.UPDATE, kinds.DEFER_UPDATE}

    @property
    def message(self) -> Message:
        """The answer: the response, or the message the component was on where that was changed."""
        found = self.interaction.original
        assert found is not None, f"{self!r} has no message: {self.failed or 'its answer is none'}"
        return found

    @property
    def ephemeral(self) -> bool:
        """Whether only the person sees the answer."""
        return self.message.ephemeral

    @property
    def followups(self) -> list[Message]:
        """The follow-ups."""
        return self.interaction.followups

    @property
    def text(self) -> str:
        """All text of the answer."""
        return self.message.text

    @property
    def modal(self) -> dict[str, Any]:
        """The modal the bot opened: title, custom_id, components."""
        found = self.interaction.modal
        assert found is not None, f"{self!r} opened no modal: {self.failed or 'it was answered otherwise'}"
        return found

    @property
    def choices(self) -> list[dict[str, Any]]:
        """The choices of an autocompletion."""
        found = self.interaction.choices
        assert found is not None, f"{self!r} got no choices: {self.failed or 'it was answered otherwise'}"
        return found
