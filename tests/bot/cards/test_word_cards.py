"""Cards of words: help, about, privacy, settings, schedules, watches, trouble."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.cards.about import AboutFacts, about_card, link
from bot.cards.help import COMMANDS, TOPICS, CommandWords, help_card
from bot.cards.pages import pages
from bot.cards.privacy import PrivacyFacts, forgotten_card, privacy_card
from bot.cards.request import Request
from bot.cards.settings_cards import schedules_card, settings_card, watches_card, when
from bot.cards.trouble import trouble_card
from bot.cards.words import escaped
from bot.community.values import At, GuildSettings, Schedule, Watch
from tests.bot.cards.inert import HOSTILE, reaches
from tests.bot.cards.shown import page_text, seen

MADE = datetime(2026, 11, 1, 12, tzinfo=UTC)
BRIEF = Schedule(7, 1, 22, "brief", ("IWM", "SPY"), At("open", -30), 5, MADE)
WATCH = Watch(
    12, 1, 22, 5, "IWM", "composite", 2, 5, date(2026, 12, 1), "bullish", "neutral", 1, told=date(2026, 11, 5)
)
ABOUT = AboutFacts("1.2.3", "2026.1", "folder", "Yours.", False, date(2025, 9, 26), "offline", 12, 345)  # noqa: FBT003


def text_of(card: object) -> str:
    return "\n".join(page_text(page) for page in pages(card))  # type: ignore[arg-type]


def test_help_lists_exactly_the_commands_it_is_given() -> None:
    commands = [CommandWords("analyze", "The signal stack.", "/analyze symbol:IWM")]
    shown = seen(help_card("", Request("help"), commands))
    assert "/analyze The signal stack. /analyze symbol:IWM" in shown
    assert "All commands" not in seen(help_card("", Request("help"), []))


@pytest.mark.parametrize("topic", [*TOPICS, "no such topic", HOSTILE])
def test_every_topic_leads_to_all_others(topic: str) -> None:
    card = help_card(topic, Request("help"), [])
    name = topic if topic in TOPICS else COMMANDS
    assert TOPICS[name].title in card.title
    assert [one.request for one in card.buttons] == [
        Request("help", more=other) for other in TOPICS if other != name
    ]
    assert all(one.request.custom_id for one in card.buttons)
    assert len(pages(card)) == 1


def test_about_names_data_terms_session_model_and_corpus() -> None:
    card = about_card(replace(ABOUT, privacy="https://p.example/x", code="https://c.example"))
    shown = text_of(card)
    for part in (
        "Version **1.2.3**, rules 2026.1", "Data **folder**", "Yours.", "2025-09-26",
        "**offline** (fixed rules, no language model)", "12 documents, 345 passages",
        "[Privacy policy](<https://p.example/x>)", "[Source code](<https://c.example>)",
    ):  # fmt: skip
        assert part in shown, part
    assert "Report a problem" not in shown


def test_about_made_up_prices_and_an_unreadable_session() -> None:
    card = about_card(replace(ABOUT, simulated=True, session=None))
    assert card.title.startswith("SIMULATED")
    assert "none could be read" in seen(card)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "https://a b", "https://a)[x](http://evil.example", ""]
)
def test_an_address_that_is_none_is_no_link(address: str) -> None:
    assert not link("Policy", address).startswith("[")


def test_privacy_is_told_for_the_model_that_is_used() -> None:
    offline = seen(privacy_card(PrivacyFacts("offline", "yfinance")))
    hosted = seen(privacy_card(PrivacyFacts("openai:some-model", "yfinance", days=30)))
    assert "Nothing you write" in offline
    assert "Until you or the operator delete it" in offline
    assert "are sent to openai, without your name" in hosted
    assert "for 30 days" in hosted
    for shown in (offline, hosted):
        assert "/forgetme" in shown
        assert "Nothing is used to train a model." in shown


def test_forgetting_says_what_went() -> None:
    assert "- answers: 3" in seen(forgotten_card({"answers": 3, "watches": 0}))
    assert "watches" not in seen(forgotten_card({"answers": 3, "watches": 0}))
    assert "nothing of yours to delete" in seen(forgotten_card({"answers": 0}))


def test_settings_tell_what_is_set_from_what_is_default() -> None:
    settings = GuildSettings(
        1, channels=(22, 23), managers=(9,), symbols=("SPY",), daily_tokens=50_000, model="offline"
    )
    shown = text_of(settings_card(settings, [BRIEF, replace(BRIEF, paused="gone")], [WATCH], []))
    for part in (
        "**<#22>, <#23>** (set)", "Managers: **<@&9>** (set)", "Symbols: **SPY** (set)",
        "**50,000 tokens a day** (set)", "the built-in analyst, without a language model** (set)",
        "Time zone: **America/New\\_York** (default)", "Schedules: 2, paused 1", "Watches: 1",
    ):  # fmt: skip
        assert part in shown, part
    plain = text_of(settings_card(GuildSettings(1), [], [], []))
    assert "(set)" not in plain
    assert "What is missing" not in plain


def test_problems_come_first_and_are_inert() -> None:
    """A channel is shown by its name, which calls nobody; anything else is text."""
    card = settings_card(GuildSettings(1), [], [], ["In <#22> it may not post.", HOSTILE])
    assert card.tone == "warning"
    assert text_of(card).index("In <#22> it may not post.") < text_of(card).index("Time zone")
    assert reaches(card) == ["<#2", "<#3"]


def test_schedules_say_what_where_when_and_why_not() -> None:
    due = datetime(2026, 11, 20, 14, tzinfo=UTC)
    shown = text_of(
        schedules_card([BRIEF, replace(BRIEF, id=8, paused="No permission.")], due={7: due, 8: due})
    )
    assert "**7. Morning brief** IWM, SPY in <#22>" in shown
    assert "30 minutes before the open, next <t:1795183200:R>" in shown
    assert "made by <@5> <t:1793534400:d>" in shown
    assert shown.count("next <t:") == 1
    assert "⚠ paused: No permission." in shown
    assert "/schedule add" in text_of(schedules_card([]))


@pytest.mark.parametrize(
    ("at", "says"),
    [
        (At("close", 10), "10 minutes after the close"),
        (At("close", 1), "1 minute after the close"),
        (At("open", 0), "at the open"),
        (At("clock", 8 * 60 + 5, "Europe/Berlin"), "at 08:05 Europe/Berlin"),
    ],
)
def test_when_in_words(at: At, says: str) -> None:
    assert when(at) == says


def test_watches_say_how_they_stand() -> None:
    shown = text_of(watches_card([WATCH, replace(WATCH, state="", pending="", cooldown=0, told=None)]))
    for part in (
        "**12. IWM** composite: ▲ bullish; ■ neutral for 1 session, not confirmed yet",
        "In <#22> for <@5>, until 2026-12-01, last told 2026-11-05",
        "told after 2 sessions in the new state, then quiet for 5 sessions",
        "composite: not read yet",
    ):  # fmt: skip
        assert part in shown, part
    assert "/watch add" in text_of(watches_card([]))


def test_trouble_says_what_and_under_which_incident() -> None:
    card = trouble_card("No symbol is called XQ_1.", incident="3fa2c1d0")
    assert card.tone == "warning"
    assert "No symbol is called XQ_1." in text_of(card)
    assert "incident 3fa2c1d0" in text_of(card)
    assert "Something went wrong" in text_of(trouble_card(""))


def test_trouble_reaches_nobody_and_shows_words_that_are_escaped_already_once() -> None:
    """But a moment stays one: it calls nobody, and says when to try again."""
    assert reaches(trouble_card(HOSTILE, incident=HOSTILE)) == ["<t:1"]
    assert reaches(trouble_card(escaped(HOSTILE))) == []
    assert "again <t:1795183200:R>." in text_of(trouble_card("Please try again <t:1795183200:R>."))
    assert seen(trouble_card(escaped("XQ_1 is no symbol"))).endswith("XQ_1 is no symbol")
