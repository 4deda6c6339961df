"""Secrets taken out of text before it is logged or kept: those of the settings and what looks like one."""

import re
from collections.abc import Callable, Iterable

Redact = Callable[[str], str]
"""Gives a text without its secrets."""

_MARK = "[secret]"
_LOOKS = re.compile(
    r"(?P<before>/(?:webhooks|interactions)/\d+/)[\w.-]+"
    r"|(?P<scheme>://[^\s/@:]*:)[^\s/@]+(?=@)"
    r"|(?P<bot>\bBot )[\w.-]{20,}"
    r"|\b[\w-]{23,30}\.[\w-]{6,8}\.[\w-]{27,45}"
    r"|\bsk-[\w-]{16,}"
)
"""Tokens of interactions in addresses, passwords in addresses, bot tokens, and keys of model providers."""

_SHORTEST = 6
"""A shorter secret would take ordinary words out of the text."""


def redaction(secrets: Iterable[str]) -> Redact:
    """A function that takes these secrets out of texts, and whatever looks like a token, key or password."""
    known = sorted((one for one in secrets if len(one) >= _SHORTEST), key=len, reverse=True)
    given = re.compile("|".join(map(re.escape, known))) if known else None

    def redact(text: str) -> str:
        cleaned = text if given is None else given.sub(_MARK, text)
        return _LOOKS.sub(_kept, cleaned)

    return redact


def _kept(found: re.Match[str]) -> str:
    """What stood before the secret stays, so that the line can be understood."""
    return f"{found['before'] or found['scheme'] or found['bot'] or ''}{_MARK}"
