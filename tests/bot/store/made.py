"""An answer made for tests, to vary."""

import dataclasses
from datetime import UTC, date, datetime
from typing import Any

from bot.agent.grounding.verdict import Claim, ClaimKind, Verdict
from bot.agent.types import Answer, Asker, Cited, Cost, Question, ToolUse
from knowledge.tenants import PUBLIC, Tenant
from knowledge.types import Citation, Published
from tools.types import Fact, Unit

GUILD = Tenant("guild:41")
OTHER = Tenant("guild:42")

_RSI = Fact(
    "iwm.rsi14", "RSI 14", 64.10000000000001, Unit.POINTS_100, date(2025, 9, 26), "folder", "Wilder RSI(14)"
)
_USE = ToolUse(
    "indicators",
    {"symbol": '"IWM"', "date": '"latest"'},
    "ok",
    "IWM, session 2025-09-26\nRSI 14: 64.1",
    facts=1,
    session=date(2025, 9, 26),
    digest="d1" * 16,
)
_PLAIN = Answer(
    id="k7m2p9qa",
    question=Question("What is IWM's RSI?", Asker(GUILD, "channel-1", "person-7"), topic="rsi"),
    conversation="conversation-1",
    asked_at=datetime(2025, 9, 27, 14, 30, 5, 123456, tzinfo=UTC),
    text="IWM's RSI 14 is 64.1 [1].",
    outcome="grounded",
    written="IWM's RSI 14 is 64.1 [3fa2c1:7].",
    notices=("The market is closed.",),
    model="offline",
    card=None,
    citations=(
        Cited(
            1,
            "3fa2c1d4e5f60718:7",
            Citation("3fa2c1d4e5f60718", "A report", "A desk", Published(date(2025, 3, 31), "given"), PUBLIC),
            "Risk, passage 8 of 14",
            "Momentum is firm.",
        ),
    ),
    facts=(_RSI,),
    uses=(_USE,),
    verdict=Verdict((Claim(16, 20, "64.1", ClaimKind.NUMBER, holds=True, because="", facts=("iwm.rsi14",)),)),
    session=date(2025, 9, 26),
    cost=Cost(1, 1, 0, 0, None, 0.25, 0.001),
)


def answer(
    *, tenant: Tenant = GUILD, text: str | None = None, said: str | None = None, **changes: Any
) -> Answer:
    """An answer about one figure, with some fields replaced; `text` is the question's, `said` its own."""
    if said is not None:
        changes["text"] = said
    asker = dataclasses.replace(_PLAIN.question.asker, tenant=tenant)
    question = dataclasses.replace(_PLAIN.question, asker=asker, text=text or _PLAIN.question.text)
    return dataclasses.replace(_PLAIN, question=question, **changes)


def on(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """A moment of June 2025, UTC."""
    return datetime(2025, 6, day, hour, minute, tzinfo=UTC)
