"""Who asks, and in which conversation: from where a message or an interaction came. Pure."""

from bot.agent.types import Asker
from knowledge.tenants import Tenant


def tenant_of(guild: int | None, person: int, *, installed: bool) -> Tenant:
    """Whose corpus and budget: the server's where the bot is installed in it, else the person's own.

    Args:
        guild: The server; None in a private conversation.
        person: Who asks.
        installed: Whether the server itself installed the bot. A person may bring the bot along to a server
            that did not; nothing of that server is touched then.
    """
    if guild is not None and installed:
        return Tenant(f"guild:{guild}")
    return Tenant(f"user:{person}")


def asker_of(guild: int | None, channel: int, person: int, *, installed: bool) -> Asker:
    """The asker; equal ones share a conversation.

    A conversation belongs to one person in one channel or thread, however it is gone on with: a mention, a
    reply, a form or a command.

    Args:
        guild: The server; None in a private conversation.
        channel: The channel, or the thread where it is in one.
        person: Who asks.
        installed: As for `tenant_of`.
    """
    return Asker(tenant_of(guild, person, installed=installed), str(channel), str(person))
