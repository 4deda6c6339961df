"""The permission bits that matter here."""

from enum import IntFlag


class Allow(IntFlag):
    """Discord's permission bits, those this world enforces."""

    NOTHING = 0
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_COMMANDS = 1 << 31
    MANAGE_THREADS = 1 << 34
    CREATE_PUBLIC_THREADS = 1 << 35
    CREATE_PRIVATE_THREADS = 1 << 36
    SEND_IN_THREADS = 1 << 38


USUAL = (
    Allow.VIEW_CHANNEL
    | Allow.SEND_MESSAGES
    | Allow.EMBED_LINKS
    | Allow.ATTACH_FILES
    | Allow.READ_HISTORY
    | Allow.ADD_REACTIONS
    | Allow.USE_COMMANDS
    | Allow.CREATE_PUBLIC_THREADS
    | Allow.SEND_IN_THREADS
)
"""What @everyone may do in a new server."""

ALL = Allow((1 << 53) - 1)
