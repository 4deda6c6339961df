"""Any answer at all, for properties."""

from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from bot.agent.grounding.verdict import Claim, ClaimKind, Verdict
from bot.agent.types import Answer, Asker, Cited, Cost, Question, ToolUse
from knowledge.tenants import PUBLIC, Tenant
from knowledge.types import Citation, Published
from tools.types import Fact, Unit

# half of a surrogate pair as a terminal passes it on; two halves in a row are one character to JSON
_TEXTS = st.text(max_size=30) | st.just("\x00\ud83d \u2028 \u2212\U0001f600")
_VALUES = st.floats() | st.integers(-(2**53), 2**53) | st.booleans() | _TEXTS
_MOMENTS = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - the strategy adds the zone
    timezones=st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
_TENANTS = st.just(PUBLIC) | st.integers(0, 10**18).map(lambda number: Tenant(f"guild:{number}"))
_PUBLISHED = st.just(Published()) | st.builds(
    Published, st.dates(), st.sampled_from(["given", "front matter", "text"])
)
_FLOATS = st.floats(allow_nan=False)


def _many(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3).map(tuple)


facts = st.builds(
    Fact, _TEXTS, _TEXTS, _VALUES, st.sampled_from(Unit), st.dates(), _TEXTS, _TEXTS, _many(_TEXTS)
)
_asker = st.builds(Asker, _TENANTS, _TEXTS, _TEXTS)
_citations = st.builds(Citation, _TEXTS, _TEXTS, _TEXTS, _PUBLISHED, _TENANTS)
_claims = st.builds(
    Claim,
    *(st.integers(0, 4000), st.integers(0, 4000), _TEXTS, st.sampled_from(ClaimKind), st.booleans()),
    *(_TEXTS, _many(_TEXTS), _many(_TEXTS)),
)
_uses = st.builds(
    ToolUse,
    *(_TEXTS, st.dictionaries(_TEXTS, _TEXTS, max_size=3)),
    st.sampled_from(["ok", "refused", "unavailable", "down", "over budget", "failed"]),
    *(_TEXTS, st.integers(0, 500), st.none() | st.dates(), st.none() | _TEXTS),
)
answers = st.builds(
    Answer,
    id=_TEXTS,
    question=st.builds(Question, _TEXTS, _asker, st.none() | st.dates(), _TEXTS),
    conversation=_TEXTS,
    asked_at=_MOMENTS,
    text=_TEXTS,
    outcome=st.sampled_from(["grounded", "repaired", "cut", "card", "refused"]),
    written=_TEXTS,
    notices=_many(_TEXTS),
    model=_TEXTS,
    card=st.none(),
    citations=_many(st.builds(Cited, st.integers(1, 99), _TEXTS, _citations, _TEXTS, _TEXTS)),
    facts=_many(facts),
    uses=_many(_uses),
    verdict=st.builds(Verdict, _many(_claims)),
    session=st.dates(),
    cost=st.builds(Cost, *[st.integers(0, 10**9)] * 4, st.none() | _FLOATS, _FLOATS, _FLOATS),
)
"""Any answer without a card."""
