"""Questions in words: `/ask`, mentions, replies, the modal "Ask…", and the two entries in a message's menu."""

import logging
from typing import TYPE_CHECKING, Any

import discord
from discord import app_commands
from discord.app_commands import locale_str as _
from discord.ext import commands

from bot.cards.answer import answer_card, sources_card
from bot.cards.checked import checked_card
from bot.cards.request import Request
from bot.cogs.modals import typed_in
from bot.cogs.options import AS_OF, offer_days
from bot.serving.asked import day_asked
from bot.serving.reading_scope import scope_of_message
from bot.talking.addressed import Told, addressed
from bot.talking.asker_of import asker_of
from bot.talking.checking import check_text
from bot.talking.hearing import heard_of, request_in
from bot.talking.shown import MessageShown, ReplyShown
from tools.errors import BadRequest, NoData

if TYPE_CHECKING:
    from bot.agent.types import Answer
    from bot.cards.blocks import Card
    from bot.serving.reply import Interaction, Reply
    from bot.serving.scope import Scope
    from bot.surface import Surface

_LOG = logging.getLogger("plumbline.talk")


class TalkCommands(commands.Cog):
    """Conversation."""

    def __init__(self, surface: "Surface") -> None:
        self._surface = surface
        self._menus = (
            app_commands.ContextMenu(name=_("Ask about this"), callback=self._ask_about_message),
            app_commands.ContextMenu(name=_("Check the numbers"), callback=self._check_message),
        )
