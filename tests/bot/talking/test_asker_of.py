"""Whose corpus and budget a question is under, and which conversation it belongs to."""

from bot.agent.asking import conversation_of
from bot.talking.asker_of import asker_of


def test_a_server_is_the_tenant_only_where_it_installed_the_bot_itself() -> None:
    assert asker_of(5, 6, 7, installed=True).tenant.name == "guild:5"
    assert asker_of(5, 6, 7, installed=False).tenant.name == "user:7"
    assert asker_of(None, 6, 7, installed=True).tenant.name == "user:7"


def test_a_conversation_is_one_persons_in_one_channel_or_thread() -> None:
    own = conversation_of(asker_of(5, 6, 7, installed=True), "")
    assert own == conversation_of(asker_of(5, 6, 7, installed=True), "")
    others = [
        asker_of(5, 6, 8, installed=True), asker_of(5, 9, 7, installed=True),
        asker_of(4, 6, 7, installed=True), asker_of(5, 6, 7, installed=False),
    ]  # fmt: skip
    assert own not in {conversation_of(one, "") for one in others}
