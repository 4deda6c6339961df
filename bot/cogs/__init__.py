"""Commands: one small file per family. `cogs_of` is the list of them."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from discord.ext import commands

    from bot.surface import Surface


def cogs_of(surface: "Surface", client: "commands.AutoShardedBot") -> "Sequence[commands.Cog]":
    """Every family of commands, with what their buttons and modals do."""
    # ruff: noqa: PLC0415 - importing the package imports no command
    from bot.cogs.about import AboutCommands
    from bot.cogs.following import WatchCommands
    from bot.cogs.knowledge import ConflictCommands, KnowledgeCommands
    from bot.cogs.market import MarketCommands
    from bot.cogs.pressing import Pressing, ask_about
    from bot.cogs.reporting import ReportCommands
    from bot.cogs.schedule import ScheduleCommands
    from bot.cogs.score import ScoreCommands
    from bot.cogs.settings import SettingsCommands
    from bot.cogs.talking import TalkCommands

    knowledge, conflicts = KnowledgeCommands(surface), ConflictCommands(surface)
    report = ReportCommands(surface)
    about, talk, watch = AboutCommands(surface, client), TalkCommands(surface, client), WatchCommands(surface)
    pressing = Pressing(
        surface.desk,
        pressed={
            "ask": ask_about,
            "follow": watch.follow,
            "feedback": about.ask_feedback,
            "answer": talk.page,
            "sources": talk.sources,
            "help": about.more_help,
            "about": about.show_about,
            "privacy": about.show_privacy,
            "posted": about.show_post,
            "documents": knowledge.turn_list,
            "search": knowledge.turn_search,
            "conflicts": conflicts.turn,
            "report": report.turn,
        },
        submitted={"ask": talk.submitted, "feedback": about.submitted},
    )
    return (
        MarketCommands(surface),
        ScoreCommands(surface),
        report,
        talk,
        knowledge,
        conflicts,
        watch,
        ScheduleCommands(surface),
        SettingsCommands(surface),
        about,
        pressing,
    )
