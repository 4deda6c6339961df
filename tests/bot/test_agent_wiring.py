"""Conversations as the program opens them: real store, checkpoints and corpus; the model is scripted."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.agent.corpus_view import TenantCorpus
from bot.agent.types import Answer
from bot.agent_wiring import open_conversations
from bot.settings import load_settings
from bot.wiring import Services, open_services
from knowledge.tenants import PUBLIC, Tenant
from knowledge.types import Query
from tests.bot.agent.scripted import ANN, FakeBelt, ScriptedModel, ask, call, check, cut, text
from tests.bot.postgres import postgres, postgres_url
from tests.knowledge.library.made import add, opened
from tools.errors import SettingsError, SourceDown

__all__ = ["postgres", "postgres_url"]

NOW = datetime(2025, 9, 26, 22, tzinfo=UTC)
RIGHT = "IWM's RSI 14 is 64.1. That is firm but not stretched."


@pytest.fixture(params=["sqlite", "postgresql"])
def services(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Services:
    monkeypatch.chdir(tmp_path)
    url = None if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    settings = load_settings(data="sample", home=tmp_path / "home", corpus="none", state_url=url)
    return open_services(settings, clock=lambda: NOW)


def talk(services: Services, *questions: Any, replies: list[Any]) -> list[Answer]:
    """The answers of one process."""
    belt = FakeBelt()

    async def all_of() -> list[Answer]:
        model = ScriptedModel(replies=replies)
        async with open_conversations(
            services, model=model, tools=belt.tools(), call=belt.call, check=check, cut=cut, stand_in=model
        ) as conversations:
            given = [await conversations.answer(question) for question in questions]
            assert list(await conversations.history(ANN))[-len(given) :] == [
                replace(answer, card=None) for answer in given if answer.question.asker == ANN
            ]
            return given

    return asyncio.run(all_of())


def test_a_conversation_goes_on_in_another_process(services: Services) -> None:
    (first,) = talk(services, ask(), replies=[call("signal_stack"), text(RIGHT)])
    assert first.outcome == "grounded"

    seen: list[str] = []

    def reply(messages: Any) -> Any:
        seen.extend(message.text for message in messages[1:])
        return text("Fine.")

    (second,) = talk(services, ask("And now?"), replies=[reply])
    assert seen == ["How does IWM look?", RIGHT, "And now?"]
    assert second.session == first.session == date(2025, 9, 26)


def test_a_spent_budget_stays_spent_in_another_process(services: Services) -> None:
    small = replace(services, settings=services.settings.model_copy(update={"person_tokens": 100}))
    (first,) = talk(small, ask(), replies=[text("Fine.")])
    (second,) = talk(small, ask(), replies=[text("Fine.")])
    assert (first.cost.model_calls, second.cost.model_calls) == (1, 0)
    assert any("spent for today" in notice for notice in second.notices)


def test_everything_works_offline_without_any_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The model, the belt and the check that the program comes with."""
    monkeypatch.chdir(tmp_path)
    settings = load_settings(data="sample", home=tmp_path / "home", corpus="none")

    async def one() -> Answer:
        async with open_conversations(open_services(settings, clock=lambda: NOW)) as conversations:
            return await conversations.answer(ask())

    answer = asyncio.run(one())
    assert answer.model == "offline"
    assert answer.outcome != "refused"
    assert "IWM" in answer.text
    assert any("SIMULATED" in notice for notice in answer.notices)
    assert answer.cost.dollars is None


def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://plumb:hunter2@127.0.0.1:9/none"
    settings = load_settings(data="sample", home=tmp_path, corpus="none", state_url=url)

    async def one() -> None:
        async with open_conversations(
            open_services(settings), tools=(), call=FakeBelt().call, check=check, cut=cut
        ):
            pass

    with pytest.raises((SourceDown, SettingsError)) as caught:
        asyncio.run(one())
    assert "hunter2" not in str(caught.value)


class TestCorpus:
    @pytest.fixture
    def library(self, tmp_path: Path) -> Iterator[Any]:
        with opened(tmp_path / "corpus") as library:
            yield library

    def corpus(self, library: Any, tenant: str, session: date = date(2026, 6, 1)) -> TenantCorpus:
        return TenantCorpus(
            lambda: library,
            Tenant(tenant),
            session,
            shipped=frozenset,
            yardsticks=lambda: (None, _NoEvents()),
        )

    def test_a_tenant_sees_its_own_and_the_public_reports_and_nobody_elses(self, library: Any) -> None:
        for owner in (PUBLIC, Tenant("guild:1"), Tenant("guild:2")):
            add(library, f"breadth of small caps rose, says {owner}", tenant=owner)
        found = self.corpus(library, "guild:1").search(Query("breadth of small caps", date(2026, 6, 1)))
        assert {str(passage.cited.tenant) for passage in found.passages} == {"public", "guild:1"}
        assert set(self.corpus(library, "guild:2")._documents()) == {
            entry.document for owner in (PUBLIC, Tenant("guild:2")) for entry in library.entries(owner)
        }

    def test_nothing_that_became_known_after_the_session_is_held_together(self, library: Any) -> None:
        add(library, "breadth rose", tenant=PUBLIC)
        assert not self.corpus(library, "guild:1", date(2020, 1, 2))._documents()
        assert self.corpus(library, "guild:1")._documents()


class _NoEvents:
    def days(self, kind: str, first: date, last: date) -> tuple[date, ...] | None:
        del kind, first, last
        return None

    def is_session(self, day: date) -> bool | None:
        del day
        return None
