"""A tenant's words are for that tenant: a planted canary over a thousand questions, and proof it can sing."""

import random
from collections.abc import Iterator
from datetime import date

import pytest

from knowledge.errors import BadQuery
from knowledge.library import Library, open_library
from knowledge.ports import Embedder
from knowledge.search import candidates, search
from knowledge.tenants import PUBLIC, Tenant
from knowledge.types import Given, Query, SearchMode

TODAY = date(2026, 1, 6)
OWNER, NEIGHBOUR, PERSON = Tenant("guild:1"), Tenant("guild:10"), Tenant("user:1")
CANARY = "The canary fund trades at 4417.25 dollars with a stop at 4000 and breadth of 61 per cent."
VOCABULARY = (
    "canary fund stop breadth dollars 4417.25 trades per cent price small caps index average momentum trend "
    "ratio credit spread rates exit level support resistance members above session volume"
)
WORDS = VOCABULARY.split()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Iterator[Library]:
    opened = open_library(tmp_path_factory.mktemp("tenants"), embedder)
    for tenant, text in (
        (PUBLIC, "Small caps trade above their average; breadth is 55 per cent of members."),
        (OWNER, CANARY),
        (NEIGHBOUR, "Our own note: the fund's stop is at 250 dollars and momentum is up."),
        (PERSON, "My note: credit spreads widened and the ratio fell through support."),
    ):
        opened.add(text.encode(), Given(name="note.txt"), tenant, added=TODAY)
    yield opened
    opened.close()


def heard(library: Library, asker: Tenant, questions: int) -> int:
    """In how many answers the canary is heard."""
    chosen = random.Random(7)  # noqa: S311 - the same questions every time
    count = 0
    for number in range(questions):
        text = " ".join(chosen.sample(WORDS, chosen.randint(1, 6))) if number % 4 else CANARY
        mode = (SearchMode.FUSED, SearchMode.LEXICAL, SearchMode.DENSE)[number % 3]
        result = search(library, Query(text, TODAY, limit=10, mode=mode), asker)
        count += any(
            passage.cited.tenant == OWNER or "4417" in passage.text or "canary" in passage.text
            for passage in result.passages
        )
    return count


@pytest.mark.parametrize("asker", [NEIGHBOUR, PERSON, PUBLIC])
def test_a_thousand_questions_of_others_never_hear_the_canary(library: Library, asker: Tenant) -> None:
    assert heard(library, asker, 1000 // 3 + 1) == 0


def test_its_owner_hears_it(library: Library) -> None:
    assert heard(library, OWNER, 12) > 6


def test_without_the_choice_of_tenants_the_canary_is_heard(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the thousand questions prove rests on `visible_to`: take it away, and they fail."""
    monkeypatch.setattr(candidates, "visible_to", lambda _: (PUBLIC, OWNER, NEIGHBOUR, PERSON))
    assert heard(library, NEIGHBOUR, 12) > 6


def test_a_tenant_is_never_made_from_free_text() -> None:
    for name in ("guild:", "guild:1/../public", "guild:-1", "user:1 ", "PUBLIC", "", "guild:" + "1" * 21):
        with pytest.raises(BadQuery, match="allowed are"):
            Tenant(name)
