"""Whether a question can be asked at all, and what its conversation is called. Pure."""

import unicodedata
from urllib.parse import quote

from bot.agent.types import Asker

LONGEST = 4_000


def refusal(text: str) -> str | None:
    """Why a question is not answered, for the person who asked; None when it is fine."""
    if not text.strip():
        return "The question is empty. Ask in words, for example: how does IWM look?"
    if len(text) > LONGEST:
        return f"The question has {len(text):,} characters; {LONGEST:,} are allowed. Ask a shorter one."
    if any(unicodedata.category(letter) in ("Cc", "Cs") and letter not in "\n\r\t" for letter in text):
        return "The question holds control characters. Send it as plain text."
    return None


def conversation_of(asker: Asker, topic: str) -> str:
    """The id of a conversation: no two of different people, places, tenants or topics share one.

    Each part is percent-encoded, so the slashes between them are the only ones.
    """
    return "/".join(
        quote(part, safe="", errors="surrogatepass")
        for part in (asker.tenant.name, asker.channel, asker.person, topic)
    )
