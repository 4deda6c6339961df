"""A store opens on whatever is there: nothing, an older schema, another process, a ruin; or says why not."""

import random
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from bot.store import open_store
from bot.store.engine import _write_ahead
from bot.store.migrating import VERSIONS
from bot.store.rows import Rows
from tests.bot.postgres import PASSWORD, Postgres
from tests.bot.store.made import GUILD, answer
from tests.bot.store.processes import together
from tools.errors import BadData, PlumbError, SettingsError, SourceDown, SourceTimeout

ROOT = Path(__file__).parents[3]
_OPENS = """
with open_store(sys.argv[1]) as store:
    store.answers.keep(answer(id=sys.argv[2]))
"""
_DIES = """
import os, signal
alembic.op.create_index = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
open_store(sys.argv[1])
"""


def test_the_steps_make_exactly_the_tables_of_the_rows(url: str) -> None:
    with open_store(url) as store, store.answers._engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": VERSIONS})
        assert compare_metadata(context, Rows.metadata) == []


def test_opening_again_changes_nothing(url: str) -> None:
    def schema() -> list[object]:
        with open_store(url) as store, store.answers._engine.connect() as connection:
            made = connection.exec_driver_sql(
                "SELECT * FROM sqlite_master"
                if connection.dialect.name == "sqlite"
                else "SELECT oid, relname, relfilenode FROM pg_class WHERE relnamespace = 2200 ORDER BY oid"
            ).all()
            return [*made, *connection.exec_driver_sql(f"SELECT * FROM {VERSIONS}").all()]  # noqa: S608

    assert schema() == schema()


def test_processes_that_meet_at_an_empty_database_all_get_in(url: str) -> None:
    assert together(_OPENS, *((url, f"of-{number}") for number in range(3))) == [(0, "")] * 3
    with open_store(url) as store:
        assert {one.id for one in store.answers.of("conversation-1")} == {"of-0", "of-1", "of-2"}


def test_threads_that_meet_at_empty_databases_all_get_in(url: str, tmp_path: Path) -> None:
    def opened(to: str) -> str | None:
        with open_store(to) as store:
            store.answers.keep(answer())
            return store.answers.of("conversation-1")[0].id

    urls = [url, url, *(f"sqlite:///{tmp_path}/{number}.db" for number in range(4))]
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(opened, urls)) == [answer().id] * 6


def test_a_process_killed_in_the_middle_of_the_steps_leaves_nothing_half_done(url: str) -> None:
    assert together(_DIES, [url]) == [(-9, "")]
    with open_store(url) as store:
        store.answers.keep(answer())
        assert store.answers.get(answer().id, GUILD) == answer()


def test_a_database_of_a_newer_version_is_refused_and_left_alone(url: str) -> None:
    with open_store(url) as store, store.answers._engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE {VERSIONS} SET version_num = '9999'")  # noqa: S608
    with pytest.raises(SettingsError, match=r"has schema '9999', .* update the program") as refused:
        open_store(url)
    assert PASSWORD not in str(refused.value)
    with pytest.raises(SettingsError):
        open_store(url)


@pytest.mark.parametrize(
    "url",
    [
        "", "x", "mysql://a:swordfish@b/c", "sqlite://", "sqlite:///", "sqlite:///:memory:", "sqlite:///folder/",
        "postgresql+psycopg2://a:swordfish@b/c", "postgresql://a:swordfish@b:port/c", "sqlite:///a\0b",
        "sqlite:///~nobody-of-that-name/x",
    ],
)  # fmt: skip
def test_a_url_that_is_not_read_is_a_setting_to_change(url: str) -> None:
    with pytest.raises(SettingsError, match=r"allowed are sqlite:///PATH and postgresql://") as refused:
        open_store(url)
    assert "swordfish" not in str(refused.value)


class TestFile:
    """One file on this machine."""

    def test_folders_are_made_and_only_the_owner_reads(self, tmp_path: Path) -> None:
        file = tmp_path / "a" / "b ?%20&" / "state.db"
        with open_store(f"sqlite:///{file}") as store:
            store.answers.keep(answer())
            modes = {path.name: path.stat().st_mode & 0o777 for path in file.parent.iterdir()}
        assert modes == {"state.db": 0o600, "state.db-wal": 0o600, "state.db-shm": 0o600}

    def test_readers_do_not_wait_for_a_writer(self, tmp_path: Path) -> None:
        with open_store(f"sqlite:///{tmp_path}/x.db") as store:
            store.answers.keep(answer())
            with sqlite3.connect(tmp_path / "x.db", isolation_level=None) as other:
                other.execute("BEGIN IMMEDIATE")
                assert store.answers.get("k7m2p9qa", GUILD)
                other.execute("ROLLBACK")

    def test_a_fresh_file_that_another_process_is_setting_up_is_waited_for(self) -> None:
        """SQLite answers "busy" at once when two processes change the journal of one file."""

        class BusyTwice:
            asked = 0

            def execute(self, statement: str) -> None:
                assert statement == "PRAGMA journal_mode=WAL"
                self.asked += 1
                if self.asked < 3:
                    busy = sqlite3.OperationalError("database is locked")
                    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
                    raise busy

        connection: Any = BusyTwice()
        _write_ahead(connection)
        assert connection.asked == 3

    def test_a_writer_that_never_ends_is_a_timeout_and_no_bug(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.store.engine.PATIENCE", 0)
        with open_store(f"sqlite:///{tmp_path}/x.db") as store:
            with sqlite3.connect(tmp_path / "x.db", isolation_level=None) as other:
                other.execute("BEGIN IMMEDIATE")
                with pytest.raises(SourceTimeout, match="another process holds it"):
                    store.answers.keep(answer())
            store.answers.keep(answer(id="later"))
            assert store.answers.get("later", GUILD)

    @pytest.mark.parametrize(
        "place", ["{tmp}/file/home/x.db", "/proc/nohome/x.db", "{tmp}", "{tmp}/" + "x" * 300]
    )
    def test_a_home_that_takes_nothing_is_a_setting_to_change(self, tmp_path: Path, place: str) -> None:
        (tmp_path / "file").write_text("not a folder", encoding="utf-8")
        with pytest.raises(
            SettingsError, match=r"PLUMB_HOME: nothing can be kept in .* What is there stays\.$"
        ):
            open_store(f"sqlite:///{place.format(tmp=tmp_path)}")

    @pytest.mark.parametrize("content", [b"not a database" * 500, b"SQLite format 3\0" + b"\xff" * 4096])
    def test_a_file_that_is_no_database_gives_one_sentence(self, tmp_path: Path, content: bytes) -> None:
        (tmp_path / "x.db").write_bytes(content)
        with pytest.raises(BadData, match=r"x\.db is damaged \(.*\): put a backup in its place"):
            open_store(f"sqlite:///{tmp_path}/x.db")
        assert (tmp_path / "x.db").read_bytes() == content

    @pytest.mark.parametrize("seed", range(25))
    def test_damage_anywhere_is_said_or_does_not_matter(self, tmp_path: Path, seed: int) -> None:
        file, chance = tmp_path / "x.db", random.Random(seed)  # noqa: S311 - which bytes are broken
        with open_store(f"sqlite:///{file}") as store:
            for number in range(30):
                store.answers.keep(answer(id=f"answer-{number}"))
        content = bytearray(file.read_bytes())
        assert len(content) > 40_000
        for _ in range(chance.choice((1, 3, 10))):
            start = chance.randrange(len(content))
            content[start : start + 600] = chance.randbytes(len(content[start : start + 600]))
        if seed % 5 == 0:
            del content[chance.randrange(len(content)) :]
        file.write_bytes(content)
        said = ""
        try:
            with open_store(f"sqlite:///{file}") as store:
                store.answers.of("conversation-1")
                store.answers.between("conversation-1", date.min, date.max)
                store.answers.get("answer-7", GUILD)
                store.answers.keep(answer(id="new"))
                store.usage.spent(GUILD, "7", date(2025, 6, 2))
                store.answers.forget("conversation-1")
        except PlumbError as error:
            said = str(error)
        assert "\n" not in said
        assert "What is IWM" not in said


class TestServer:
    """A server that others may use too."""

    def test_a_wrong_password_is_a_setting_and_is_not_shown(self, postgres: Postgres) -> None:
        with pytest.raises(SettingsError, match="password authentication failed") as refused:
            open_store(postgres.url("postgres", password="wrong-swordfish"))  # noqa: S106 - a wrong one
        assert "swordfish" not in str(refused.value)

    def test_a_database_that_does_not_exist_is_a_setting(self, postgres: Postgres) -> None:
        with pytest.raises(SettingsError, match=r'PLUMB_STATE_URL: .* "nothere" does not exist'):
            open_store(postgres.url("nothere"))

    def test_a_server_that_is_not_there_is_down(self) -> None:
        with pytest.raises(SourceDown, match=r"db on 127\.0\.0\.1:9 could not be reached: .*refused") as down:
            open_store("postgresql://me:swordfish@127.0.0.1:9/db")
        assert "swordfish" not in str(down.value)
        assert "\n" not in str(down.value)

    def test_both_spellings_of_the_url_are_the_same_database(self, postgres_url: str) -> None:
        with open_store(postgres_url) as store:
            store.answers.keep(answer())
        with open_store(postgres_url.replace("postgresql:", "postgresql+psycopg:")) as store:
            assert store.answers.get("k7m2p9qa", GUILD)

    def test_connections_that_were_cut_are_made_again(self, postgres: Postgres, postgres_url: str) -> None:
        with open_store(postgres_url) as store:
            store.answers.keep(answer())
            with psycopg.connect(postgres.url("postgres"), autocommit=True) as other:
                other.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                    [postgres_url.rsplit("/", 1)[1]],
                )
            assert store.answers.get("k7m2p9qa", GUILD)

    def test_a_table_that_is_held_for_too_long_is_a_timeout(
        self, postgres_url: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("bot.store.engine.PATIENCE", 1)
        with open_store(postgres_url) as store:
            with psycopg.connect(postgres_url) as other:
                other.execute("LOCK TABLE answers")
                with pytest.raises(SourceTimeout, match="is busy: canceling statement"):
                    store.answers.keep(answer())
            store.answers.keep(answer())
            assert store.answers.get("k7m2p9qa", GUILD)

    def test_tables_of_others_are_left_alone(self, postgres_url: str) -> None:
        with psycopg.connect(postgres_url) as other:
            other.execute(
                "CREATE TABLE alembic_version (version_num text);"
                "INSERT INTO alembic_version VALUES ('theirs')"
            )
        with open_store(postgres_url) as store:
            store.answers.keep(answer())
        with psycopg.connect(postgres_url) as other:
            assert other.execute("SELECT * FROM alembic_version").fetchall() == [("theirs",)]


def test_the_program_does_not_pay_for_a_store_it_does_not_open() -> None:
    code = (
        "import sys, bot.cli, bot.agent.types; print(*{'sqlalchemy', 'alembic', 'psycopg'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
