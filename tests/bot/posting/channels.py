"""A Discord for tests: channels in a folder, which several processes share and which outlives them."""

import fcntl
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

from bot.cards.blocks import Card
from bot.clock import Clock
from bot.community.values import Post
from bot.posting.once import HistoryHidden, PostRefused


class FileChannels:
    """Messages in a file; like Discord it makes no second message of a nonce for some minutes.

    Attributes:
        history: Whether what is in a channel may be read.
        refuses: Why nothing may be posted; "" while it may.
    """

    def __init__(self, folder: Path, clock: Clock, *, history: bool = True, refuses: str = "") -> None:
        self._file = folder / "messages.json"
        self._clock = clock
        self.history = history
        self.refuses = refuses

    async def send(self, post: Post, cards: Sequence[Card]) -> int:
        """As Discord does."""
        if self.refuses:
            raise PostRefused(self.refuses)
        now = self._clock()
        with self._messages() as messages:
            for number, one in enumerate(messages):
                fresh = now - datetime.fromisoformat(one["at"]) < timedelta(minutes=5)
                if one["nonce"] == post.nonce and fresh:
                    return number
            messages.append(
                {
                    "nonce": post.nonce,
                    "at": now.isoformat(),
                    "key": post.key,
                    "text": post.text,
                    "cards": [card.title for card in cards],
                }
            )
            return len(messages) - 1

    async def find(self, post: Post, since: datetime) -> int | None:
        """As Discord does."""
        if not self.history:
            raise HistoryHidden
        with self._messages() as messages:
            found = [
                number
                for number, one in enumerate(messages)
                if one["nonce"] == post.nonce and datetime.fromisoformat(one["at"]) >= since
            ]
        return found[0] if found else None

    def keys(self) -> list[str]:
        """What was posted, in order."""
        with self._messages() as messages:
            return [one["key"] for one in messages]

    def messages(self) -> list[dict[str, str]]:
        """The messages, in order."""
        with self._messages() as messages:
            return list(messages)

    @contextmanager
    def _messages(self) -> Iterator[list[dict[str, str]]]:
        self._file.touch()
        with self._file.open("r+", encoding="utf-8") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            messages = json.loads(file.read() or "[]")
            before = len(messages)
            yield messages
            if len(messages) != before:
                file.seek(0)
                file.write(json.dumps(messages))
                file.truncate()
