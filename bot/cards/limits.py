"""What Discord accepts, as numbers. Every builder of a payload holds itself to these.

Source: Discord's developer documentation (Components, Application Commands, Message), August 2026.
"""

from typing import Final

VIEW_COMPONENTS: Final = 40
"""Components of one message, nested ones counted."""

VIEW_CHARACTERS: Final = 4_000
"""Characters of all text displays of one message together."""

ALT_TEXT: Final = 1_024
BUTTON_LABEL: Final = 80
BUTTONS_IN_ROW: Final = 5
CUSTOM_ID: Final = 100
SELECT_OPTIONS: Final = 25
OPTION_LABEL: Final = 100
MODAL_TITLE: Final = 45
TEXT_INPUT: Final = 4_000
GALLERY_ITEMS: Final = 10
MESSAGE: Final = 2_000
"""Characters of a message's plain content."""

AUTOCOMPLETE_CHOICES: Final = 25
CHOICE: Final = 100
"""Characters of a choice's name and of its value."""

NONCE: Final = 25
FILE_BYTES: Final = 10 * 1024 * 1024
"""Bytes of a file where the interaction names no other limit."""

THREAD_NAME: Final = 100
AUDIT_REASON: Final = 512
