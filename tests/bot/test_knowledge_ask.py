"""Asking the corpus from the command line, with real parts: list, show, search, claims, conflicts."""

import json
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from bot.__main__ import main
from tests.bot.conftest import Run

ROOT = Path(__file__).resolve().parents[2]

RATES = """---
title: Rates and small caps
source: A Desk
published: 2025-12-03
symbols: IWM, SPY
---
# Floating debt

About 43 % of the debt of Russell 2000 companies is floating-rate, so a cut in rates reaches their interest
expense within a quarter.

# Levels

| Level | Price |
|---|---|
| support | $231.50 |
| resistance | $248.00 |

# What followed

<!-- known from: 2026-01-09 -->

In the five weeks after, lenders repriced their floating loans and interest expense fell.
"""

CREDIT = """---
title: Credit conditions
source: Another Desk
published: 2025-12-04
symbols: IWM
---
# Debt of small companies

32 % of the debt of Russell 2000 companies is floating-rate.
"""

HOSTILE = """---
title: "[red]Breadth[/red] \x1b[31m@everyone"
source: \x1b]0;owned\x07 :smile:
published: 2026-02-02
---
# [bold]Participation[/bold]

Participation \x1b[2J was narrow, said @everyone and <@123>: fewer than half of the members carried the move.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Path:
    """A corpus with three documents, made once."""
    home, folder = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("reports")
    (home / "models").symlink_to(models)
    for name, text in (("rates.md", RATES), ("credit.md", CREDIT), ("hostile.md", HOSTILE)):
        (folder / name).write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("PLUMB_HOME", str(home))
        patch.setenv("PLUMB_CORPUS", "none")
        assert main(["knowledge", "add", str(folder)]) == 0
    return home / "knowledge"


@pytest.fixture
def corpus(knowledge: Run, corpus_home: Path, made: Path) -> Run:
    """The command line with a copy of that corpus."""
    shutil.copytree(made, corpus_home / "knowledge")
    return knowledge


def words(text: str) -> str:
    return " ".join(text.split())


def answer(run: Run, *arguments: str) -> Any:
    code, out, errors = run(*arguments, "--json")
    assert code == 0, errors
    assert not errors
    return json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))


def id_of(run: Run, title: str) -> str:
    (found,) = (one for one in answer(run, "list")["documents"] if one["cited"]["title"] == title)
    return str(found["document"])


def test_the_list_names_every_document_and_can_be_narrowed(corpus: Run) -> None:
    code, out, _ = corpus("list")
    assert code == 0
    for part in ("Rates and small caps", "A Desk", "2025-12-03", "IWM, SPY", "Credit conditions"):
        assert part in words(out)
    assert len(answer(corpus, "list")["documents"]) == 3
    (only,) = answer(corpus, "list", "--symbol", "spy")["documents"]
    assert only["cited"]["title"] == "Rates and small caps"
    assert "No document about QQQ" in corpus("list", "--symbol", "QQQ")[1]


def test_a_document_is_shown_by_the_beginning_of_its_id(corpus: Run) -> None:
    name = id_of(corpus, "Rates and small caps")
    code, out, _ = corpus("show", name[:6])
    assert code == 0
    said = words(out)
    assert f"id {name}" in said
    assert "published 2025-12-03 (front matter)" in said
    assert "a cut in rates reaches their interest expense" in said
    assert "known from 2026-01-09" in said
    assert "support" in said
    _, out, _ = corpus("show", name, "--passages")
    assert "Passage 1 of" in out
    whole = answer(corpus, "show", name, "--passages")
    text = whole["document"]["text"]
    assert all(text[one["start"] : one["end"]] == one["text"] for one in whole["passages"])


def test_an_answer_quotes_the_report_with_title_source_date_age_and_place(corpus: Run) -> None:
    code, out, _ = corpus("search", "share of floating-rate debt", "--before", "2026-05-17")
    assert code == 0
    said = words(out)
    assert "About 43 % of the debt of Russell 2000 companies" in said
    assert "A Desk · published 2025-12-03, 165 days before 2026-05-17" in said
    assert "passage 1 of" in said
    found = answer(corpus, "search", "share of floating-rate debt", "--before", "2026-05-17")
    assert {one["cited"]["title"] for one in found["passages"][:2]} == {
        "Rates and small caps",
        "Credit conditions",
    }
    assert found["query"]["as_of"] == "2026-05-17"


def test_nothing_that_became_known_later_is_quoted_and_it_is_said(corpus: Run) -> None:
    asked = ("search", "what followed for floating loans and interest expense", "--before")
    early = corpus(*asked, "2026-01-08")[1]
    assert "lenders repriced" not in words(early)
    assert "left out" in early
    assert "lenders repriced" in words(corpus(*asked, "2026-01-09")[1])
    nothing = corpus("search", "share of floating-rate debt", "--before", "2025-12-02")
    assert nothing[0] == 0
    assert "became known later" in words(nothing[1])


def test_without_a_day_a_question_looks_from_today(corpus: Run) -> None:
    found = answer(corpus, "search", "floating-rate debt")
    assert abs((date.fromisoformat(found["query"]["as_of"]) - datetime.now(UTC).date()).days) <= 1
    assert found["passages"]


def test_filters_narrow_the_answer(corpus: Run) -> None:
    asked = ("search", "floating-rate debt", "--before", "2026-05-17")
    sources = {
        one["cited"]["source"] for one in answer(corpus, *asked, "--source", "another desk")["passages"]
    }
    assert sources == {"Another Desk"}
    titles = {one["cited"]["title"] for one in answer(corpus, *asked, "--symbol", "$spy")["passages"]}
    assert titles == {"Rates and small caps"}
    titles = {one["cited"]["title"] for one in answer(corpus, *asked, "--since", "2025-12-04")["passages"]}
    assert "Rates and small caps" not in titles
    assert len(answer(corpus, *asked, "--limit", "1")["passages"]) == 1
    assert answer(corpus, *asked, "--mode", "lexical")["passages"][0]["scores"]["dense"] is None


def test_an_irrelevant_question_gets_a_sentence_and_exit_code_zero(corpus: Run) -> None:
    code, out, _ = corpus("search", "recipe for a chocolate cake with walnuts", "--before", "2026-05-17")
    assert code == 0
    assert words(out).startswith("Nothing relevant")


def test_a_tenant_sees_the_public_documents_and_its_own(corpus: Run, tmp_path: Path) -> None:
    own = tmp_path / "own.md"
    own.write_text(
        "# Private note\n\nFloating-rate debt is what our members ask about most.\n", encoding="utf-8"
    )
    assert corpus("add", own, "--tenant", "guild:7", "--date", "2026-01-02")[0] == 0
    asked = ("search", "floating-rate debt", "--before", "2026-05-17", "--limit", "10")
    public = {one["cited"]["tenant"] for one in answer(corpus, *asked)["passages"]}
    assert public == {"public"}
    theirs = {one["cited"]["tenant"] for one in answer(corpus, *asked, "--tenant", "guild:7")["passages"]}
    assert theirs == {"public", "guild:7"}
    others = {one["cited"]["tenant"] for one in answer(corpus, *asked, "--tenant", "guild:8")["passages"]}
    assert others == {"public"}
    name = id_of(corpus, "Credit conditions")
    assert corpus("show", name, "--tenant", "guild:7")[0] == 0
    (mine,) = answer(corpus, "list", "--tenant", "guild:7")["documents"]
    assert corpus("show", mine["document"], "--tenant", "guild:7")[0] == 0
    assert corpus("show", mine["document"])[0] == 66
    assert corpus("claims", mine["document"], "--tenant", "guild:8")[0] == 66


def test_claims_come_with_their_words_and_places(corpus: Run) -> None:
    found = answer(corpus, "claims", "--symbol", "IWM")["claims"]
    assert found
    texts = {one["document"]: answer(corpus, "show", one["document"])["document"]["text"] for one in found}
    for claim in found:
        span = claim["quantity"]["span"]
        assert texts[claim["document"]][span["start"] : span["end"]] == claim["quote"]
        assert claim["quote"] in claim["sentence_text"]
    metric = found[0]["metric"]
    assert {one["metric"] for one in answer(corpus, "claims", "--metric", metric)["claims"]} == {metric}
    name = id_of(corpus, "Credit conditions")
    assert {one["document"] for one in answer(corpus, "claims", name)["claims"]} == {name}
    code, out, _ = corpus("claims", "--metric", "no such metric")
    assert code == 0
    assert metric in out


def test_a_damaged_document_does_not_keep_the_others_from_being_read(corpus: Run, corpus_home: Path) -> None:
    changed, gone = (id_of(corpus, title) for title in ("Credit conditions", "Rates and small caps"))
    kept = corpus_home / "knowledge" / "public" / "documents"
    with (kept / changed / "source").open("ab") as source:
        source.write(b"more")
    code, out, errors = corpus("claims")
    assert code == 76
    assert "43 %" in words(out)
    assert "1 document could not be read:" in words(out)
    assert changed in out
    assert "knowledge check" in out
    assert not errors
    shutil.rmtree(kept / gone)
    for command in ("claims", "conflicts"):
        code, out, errors = corpus(command, "--json")
        assert code == 76
        assert json.loads(out)["kind"] == command
        assert "2 documents could not be read:" in words(errors)
        assert changed in errors
        assert gone in errors
    code, out, errors = corpus("claims", changed)
    assert (code, out) == (76, "")
    assert "have changed" in errors
    assert changed in corpus("check")[1]


def test_an_unknown_document_is_looked_for_in_the_public_corpus_too(corpus: Run) -> None:
    code, _, errors = corpus("show", "ffffffff", "--tenant", "guild:1")
    assert code == 66
    assert "no document ffffffff in guild:1 or public." in errors


@pytest.mark.parametrize("command", ["conflicts", "regenerate"])
def test_the_sample_is_not_offered_where_it_is_refused(knowledge: Run, command: str) -> None:
    said = words(knowledge(command, "--help")[1].replace("│", " "))
    assert "auto, yfinance or folder:PATH" in said
    assert "never the simulated sample" in said


def test_a_contradiction_is_shown_with_both_quotes(corpus: Run) -> None:
    code, out, _ = corpus("conflicts")
    assert code == 0
    said = words(out)
    assert "Contradictions" in said
    assert "Rates and small caps" in said
    assert "Credit conditions" in said
    assert "not held against bars" in said
    result = answer(corpus, "conflicts")
    assert result["findings"][0]["verdict"] == "contradiction"
    quotes = {side["quote"] for side in result["findings"][0]["sides"]}
    assert any("43" in quote for quote in quotes)
    assert any("32" in quote for quote in quotes)
    assert not answer(corpus, "conflicts", "--rule", "no_such_rule")["findings"]
    named = words(corpus("conflicts", "--rule", "no_such_rule")[1])
    assert f"Rules that found something: {result['findings'][0]['rule']}" in named
    assert not answer(corpus, "conflicts", "--symbol", "QQQ")["findings"]


def test_bars_are_consulted_only_when_a_source_is_named(
    corpus: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without --data no market is opened at all; with a folder its bars are named."""

    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("the market was opened")

    with monkeypatch.context() as patch:
        patch.setattr("bot.wiring.open_services", forbidden)
        assert "not held against bars" in answer(corpus, "conflicts")["bars"]
    bars = tmp_path / "bars"
    bars.mkdir()
    days = pd.bdate_range("2025-01-02", "2025-12-31")
    pd.DataFrame({"Date": days, "Close": 240.0}).to_csv(bars / "IWM.csv", index=False)
    assert "Bars consulted: folder." in answer(corpus, "conflicts", "--data", f"folder:{bars}")["bars"]
    monkeypatch.setenv("PLUMB_DATA", f"folder:{bars}")
    assert "Bars consulted: folder." in answer(corpus, "conflicts")["bars"]


def test_auto_without_a_network_goes_without_bars_and_says_so(
    corpus: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLUMB_PROBE", "1")
    assert "No real bars could be reached" in answer(corpus, "conflicts", "--data", "auto")["bars"]


def test_what_a_document_says_reaches_the_terminal_as_letters(corpus: Run) -> None:
    """No escape sequence of a document, no markup, no emoji code; a mention is letters like any other."""
    name = answer(corpus, "search", "participation of members", "--before", "2026-05-17")["passages"][0][
        "cited"
    ]["document"]
    for command in (
        ("list",),
        ("show", name),
        ("show", name, "--passages"),
        ("search", "participation of members", "--before", "2026-05-17"),
        ("claims",),
        ("conflicts", "--all"),
    ):
        code, out, errors = corpus(*command)
        assert code == 0
        assert not set(out + errors) & set("\x1b\x07"), command
    shown = words(corpus("show", name)[1])
    assert not any(rest in shown for rest in ("[31m", "[2J", "]0;owned"))
    assert "[red]Breadth[/red]" in shown
    assert ":smile:" in shown
    assert "said @everyone and <@123>" in shown


def test_equal_questions_get_equal_bytes(corpus: Run) -> None:
    for asked in (
        ("list", "--json"),
        ("search", "floating-rate debt", "--before", "2026-05-17", "--json"),
        ("claims", "--json"),
        ("conflicts", "--all", "--json"),
    ):
        assert corpus(*asked) == corpus(*asked)


@pytest.mark.parametrize("command", ["", "add", "search", "conflicts", "regenerate"])
def test_help_is_quick(command: str) -> None:
    """It pays for nothing that a command needs."""
    heavy = (
        "pandas", "numpy", "chromadb", "onnxruntime", "torch", "sentence_transformers", "pypdf",
        "bs4", "sqlite3", "requests",
    )  # fmt: skip
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from bot.__main__ import main\n"
        f"main(['knowledge', *{[command] if command else []!r}, '--help'])\n"
        f"print(sorted(set({heavy!r}) & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "Usage:" in done.stdout
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_a_list_pays_for_no_model_and_no_market(corpus: Run, corpus_home: Path) -> None:
    del corpus
    heavy = ("pandas", "chromadb", "onnxruntime", "torch", "sentence_transformers", "knowledge.claims")
    script = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from bot.__main__ import main\n"
        "main(['knowledge', 'list'])\n"
        f"print(sorted(set({heavy!r}) & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=corpus_home.parent
    )
    assert "3 documents" in done.stdout
    assert done.stdout.strip().splitlines()[-1] == "[]"
