"""Every error gets words; none of them says what is the operator's alone."""

import errno
import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import OperationalError

from bot.agent.incidents import keep_incidents
from bot.serving.error_words import Reaction, Trouble, trouble_of
from bot.serving.work import Busy, ShuttingDown, TookTooLong
from knowledge.errors import BadQuery, CorpusBusy, CorpusDamaged, CorpusDown, NotThere, Refused
from tools.errors import BadData, BadRequest, NoData, RateLimited, SettingsError, SourceDown, SourceTimeout

SAID = "There is no series for FOO here; IWM and SPY are."


def of(error: BaseException) -> Trouble:
    return trouble_of(error, lambda _: "ab12cd34")


def locked(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("database is locked: SELECT secret FROM sealed")
    error.sqlite_errorcode = code
    return error


@pytest.mark.parametrize(
    ("error", "reaction"),
    [
        (BadRequest(SAID), "fix"),
        (BadQuery(SAID), "fix"),
        (Refused(SAID), "fix"),
        (NoData(SAID), "unavailable"),
        (BadData(SAID), "unavailable"),
        (NotThere(SAID), "unavailable"),
        (SourceDown(SAID), "later"),
        (RateLimited(SAID), "later"),
        (CorpusDown(SAID), "later"),
        (Busy(SAID), "later"),
        (ShuttingDown(SAID), "later"),
        (TookTooLong(SAID), "later"),
    ],
)
def test_our_errors_are_told_in_their_own_words(error: Exception, reaction: Reaction) -> None:
    """Their text was made for people; the class says what to do."""
    assert of(error) == Trouble(SAID, None, reaction)


@pytest.mark.parametrize(
    ("error", "reaction"),
    [
        (SettingsError("PLUMB_MODEL_KEY: openai needs a key; set it."), "operator"),
        (CorpusBusy(SAID), "operator"),
        (CorpusDamaged(SAID), "operator"),
        (OSError(errno.ENOSPC, "No space left on device", "/home/plumb/answers.sqlite"), "operator"),
        (locked(sqlite3.SQLITE_FULL), "operator"),
        (SourceTimeout("the database /home/plumb/answers.sqlite is busy."), "later"),
        (CorpusDown("the Chroma server http://10.0.0.7:8000 does not answer"), "later"),
        (BadData("the database C:\\plumb\\answers.sqlite is damaged"), "unavailable"),
        (NoData("nothing in bars/daily/IWM.parquet"), "unavailable"),
        (KeyError("/etc/secret"), "bug"),
        (RuntimeError("SELECT * FROM sealed"), "bug"),
        (locked(sqlite3.SQLITE_ERROR), "bug"),
        (FileNotFoundError(errno.ENOENT, "No such file", "/home/plumb/x"), "bug"),
        (NoData(""), "unavailable"),
    ],
)
def test_what_is_the_operators_is_kept_under_an_incident(error: Exception, reaction: Reaction) -> None:
    """People get a plain sentence with the incident, and nothing of the text."""
    told = of(error)
    assert (told.reaction, told.incident) == (reaction, "ab12cd34")
    assert "ab12cd34" in told.words
    for inside in ("/", "\\", "PLUMB_", "SELECT", "http", "secret", "key"):
        assert inside not in told.words


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(),
        ConnectionResetError("peer"),
        locked(sqlite3.SQLITE_BUSY),
        locked(sqlite3.SQLITE_BUSY | (1 << 8)),
        OperationalError("SELECT 1", {}, locked(sqlite3.SQLITE_LOCKED)),
    ],
)
def test_what_passes_by_itself_asks_to_try_again(error: Exception) -> None:
    told = of(error)
    assert (told.reaction, told.incident) == ("later", None)
    assert "try again" in told.words
    assert "SELECT" not in told.words


@given(
    st.lists(
        st.sampled_from(
            [
                "/home/plumb/x",
                "~/plumb",
                "C:\\x\\y",
                "http://10.0.0.1:1",
                "PLUMB_HOME",
                "bars/I.csv",
                "see",
                "the",
            ]
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([BadRequest, NoData, SourceDown, SettingsError, CorpusDown, RuntimeError]),
)
def test_no_path_or_address_is_ever_told(words: list[str], kind: type[Exception]) -> None:
    told = of(kind(" ".join(words))).words
    assert not any(one in told for one in words if one not in ("see", "the"))


@pytest.mark.parametrize("quoted", ["@everyone", "<@123>", "**bold**", "[a](b)", "`code`"])
def test_what_an_error_quotes_formats_nothing_and_mentions_nobody(quoted: str) -> None:
    told = of(BadRequest(f"{quoted} is no symbol")).words
    assert quoted not in told


def test_words_fit_a_message() -> None:
    assert len(of(BadRequest("a " * 9_000)).words) < 1_500


def test_an_ordinary_slash_is_no_path() -> None:
    """A price of 3/15, and/or, S&P 500: told as they are."""
    for said in ("The ratio IWM/SPY is not on file.", "Write 3/15 and/or 0,1/4.", "No open interest (24/7)."):
        assert of(NoData(said)).incident is None


def test_an_incident_is_found_by_the_operator(tmp_path: Path) -> None:
    """The whole text stands in the file of its name."""
    told = trouble_of(
        SettingsError("PLUMB_HOME: nothing can be kept"), keep_incidents(tmp_path, surface="discord")
    )
    (kept,) = tmp_path.iterdir()
    assert kept.name == f"discord-{told.incident}.txt"
    assert "PLUMB_HOME: nothing can be kept" in kept.read_text(encoding="utf-8")
