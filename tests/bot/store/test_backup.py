"""A backup is whole, holds one moment, and comes back into either database; nothing is ever overwritten."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.store import open_store
from bot.store.backup import back_up
from bot.store.migrating import VERSIONS
from bot.store.restore import restore
from bot.store.standing import standing
from tests.bot.store.attacks import attack
from tests.bot.store.community import NOW, feedback, post, schedule, watch
from tests.bot.store.made import GUILD, answer, on
from tests.bot.store.test_guilds import CHOSEN
from tests.tools.ledger.made import debrief, seal, settlement
from tools.errors import BadData, BadRequest, NoData, PlumbError, SettingsError, SourceTimeout
from tools.ledger.port import Chain

ROOT = Path(__file__).parents[3]
DAY = on(2).date()
ROWS = {
    "answers": 2, "usage": 1, "reservations": 0, "seals": 3, "settlements": 6, "debriefs": 2,
    "guilds": 1, "schedules": 2, "watches": 1, "posts": 1, "feedback": 1,
}  # fmt: skip


def fill(url: str) -> dict[Chain, str]:
    """Something in every table that lasts; returns the heads."""
    with open_store(url) as store:
        store.answers.keep(answer(id="one", text="ünï \x00 \ud83d 😀"))
        store.answers.keep(answer(id="two"))
        store.usage.spend(GUILD, "7", DAY, 900, 0.125, 3)
        store.guilds.put(CHOSEN)
        store.schedules.remove(store.schedules.add(schedule()).id, 41)
        for _ in range(2):
            store.schedules.add(schedule())
        store.watches.add(watch(person=2**62))
        store.posts.claim(post(), "a", NOW, 60)
        store.feedback.add(feedback())
        rows = store.ledger.seal([seal(day) for day in range(3)])
        store.ledger.settle([settlement(row, horizon) for row in rows for horizon in (1, 5)])
        first = store.ledger.write_debrief(debrief(rows[0]))
        store.ledger.write_debrief(debrief(rows[0], first.hash))
        return {link.chain: link.head for link in store.ledger.verify()}


def is_as_it_was(url: str, heads: dict[Chain, str]) -> None:
    """All that `fill` wrote is there, and the store goes on from it."""
    assert standing(url).rows == ROWS
    with open_store(url) as store:
        assert [(link.head, link.broken) for link in store.ledger.verify()] == [
            (head, ()) for head in heads.values()
        ]
        assert store.answers.get("one", GUILD) == answer(id="one", text="ünï \x00 \ud83d 😀")
        assert store.usage.spent(GUILD, "7", DAY).person.tokens == 900
        assert store.guilds.get(41) == CHOSEN
        assert list(store.schedules.of(41)) == [schedule(id=2), schedule(id=3)]
        assert store.schedules.add(schedule()).id == 4
        assert store.watches.of_guild(41) == (watch(id=1, person=2**62),)
        assert store.posts.claim(post(), "b", NOW, 60) is None
        assert store.feedback.since(NOW) == (feedback(),)
        store.answers.keep(answer(id="three"))
        assert [one.id for one in store.answers.of("conversation-1")] == ["one", "two", "three"]
        assert store.ledger.seal([seal(9)])[0].number == 4


@pytest.fixture
def heads(url: str) -> dict[Chain, str]:
    """The heads of a database that was filled."""
    return fill(url)


def test_a_backup_is_one_file_for_the_owner_with_everything_in_it(
    url: str, heads: dict[Chain, str], tmp_path: Path
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    made = back_up(url, folder / "b.sqlite")
    assert made.standing.rows == ROWS
    assert {chain: head for chain, (_, head) in made.standing.heads.items()} == heads
    assert [(link.head, link.broken) for link in made.links] == [(head, ()) for head in heads.values()]
    assert [(path.name, path.stat().st_mode & 0o777) for path in folder.iterdir()] == [("b.sqlite", 0o600)]
    with closing(sqlite3.connect(folder / "b.sqlite")) as one:
        assert one.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_anybody_can_recompute_the_heads_from_a_backup(
    url: str, heads: dict[Chain, str], tmp_path: Path
) -> None:
    """With nothing of this program: a file, a loop and SHA-256, as docs/ledger.md says."""
    back_up(url, tmp_path / "b")
    with closing(sqlite3.connect(tmp_path / "b")) as one:
        for chain, head in heads.items():
            hash_ = hashlib.sha256(f"plumbline ledger\n{chain}".encode()).hexdigest()
            for number, body in one.execute(f"SELECT number, body FROM {chain} ORDER BY number"):  # noqa: S608
                hash_ = hashlib.sha256(f"{chain}\n{number}\n{hash_}\n{body}".encode()).hexdigest()
            assert hash_ == head


def test_it_comes_back_into_a_new_file(url: str, heads: dict[Chain, str], tmp_path: Path) -> None:
    back_up(url, tmp_path / "b")
    target = tmp_path / "new" / "answers.sqlite"
    assert restore(f"sqlite:///{target}", tmp_path / "b").aside is None
    assert [(path.name, path.stat().st_mode & 0o777) for path in target.parent.iterdir()] == [
        ("answers.sqlite", 0o600)
    ]
    is_as_it_was(f"sqlite:///{target}", heads)


def test_it_comes_back_onto_a_server_and_from_there_into_a_file(
    url: str, heads: dict[Chain, str], tmp_path: Path, postgres_url: str, postgres: object
) -> None:
    server = postgres_url if url.startswith("sqlite") else postgres.create()  # type: ignore[attr-defined]
    back_up(url, tmp_path / "b")
    content = (tmp_path / "b").read_bytes()
    assert {
        chain: head for chain, (_, head) in restore(server, tmp_path / "b").standing.heads.items()
    } == heads
    back_up(server, tmp_path / "c")
    restore(f"sqlite:///{tmp_path}/d.sqlite", tmp_path / "c")
    is_as_it_was(f"sqlite:///{tmp_path}/d.sqlite", heads)
    is_as_it_was(server, heads)
    assert (tmp_path / "b").read_bytes() == content


def test_no_backup_is_written_over_another_nor_where_there_is_no_folder(
    url: str, heads: dict[Chain, str], tmp_path: Path
) -> None:
    (tmp_path / "b").write_text("mine", encoding="utf-8")
    with pytest.raises(BadRequest, match="choose a new name"):
        back_up(url, tmp_path / "b")
    with pytest.raises(BadRequest, match="there is no folder"):
        back_up(url, tmp_path / "none" / "b")
    assert (tmp_path / "b").read_text(encoding="utf-8") == "mine"
    assert heads


def test_a_database_in_which_nothing_was_kept_is_said_and_left_alone(
    tmp_path: Path, postgres_url: str
) -> None:
    for url in (f"sqlite:///{tmp_path}/none/x.db", postgres_url):
        for look in (standing, lambda url: back_up(url, tmp_path / "b")):
            with pytest.raises(NoData, match="nothing is kept in"):
                look(url)
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_not_replaced_unasked(url: str, heads: dict[Chain, str], tmp_path: Path) -> None:
    back_up(url, tmp_path / "b")
    with pytest.raises(BadRequest, match=r"holds 20 rows already"):
        restore(url, tmp_path / "b")
    is_as_it_was(url, heads)


def test_a_server_that_holds_something_is_never_replaced(tmp_path: Path, postgres_url: str) -> None:
    heads = fill(postgres_url)
    back_up(postgres_url, tmp_path / "b")
    with pytest.raises(BadRequest, match="restore into a new, empty database"):
        restore(postgres_url, tmp_path / "b", replace=True)
    is_as_it_was(postgres_url, heads)


@contextmanager
def writing(url: str) -> Iterator[None]:
    """Another process that seals and settles all the time."""
    code = """
import itertools, sys
from bot.store import open_store
from tests.tools.ledger.made import seal, settlement
with open_store(sys.argv[1]) as store:
    for day in itertools.count(100):
        store.ledger.settle([settlement(row, 1) for row in store.ledger.seal([seal(day)])])
        print(day, flush=True)
"""
    with subprocess.Popen(
        [sys.executable, "-c", code, url], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        try:
            yield
        finally:
            process.kill()


def test_backups_made_while_another_process_writes_each_hold_one_moment(
    url: str, heads: dict[Chain, str], tmp_path: Path
) -> None:
    with writing(url):
        made = [back_up(url, tmp_path / f"b{number}") for number in range(4)]
    with open_store(url) as store:
        for one in made:
            assert [link.broken for link in one.links] == [()] * 3
            sealed, settled, _ = (link.rows for link in one.links)
            assert 0 <= (sealed - 3) - (settled - 6) <= 1
            later = store.ledger.verify({link.chain: link.head for link in one.links})
            assert [link.noted for link in later] == [link.rows for link in one.links]
    assert len({one.links[0].rows for one in made}) > 1
    assert heads


class TestFile:
    """A backup into a file that is there."""

    @pytest.fixture
    def target(self, tmp_path: Path) -> Path:
        """A filled database."""
        file = tmp_path / "state" / "answers.sqlite"
        fill(f"sqlite:///{file}")
        return file

    def others(self, target: Path) -> list[Path]:
        return [path for path in target.parent.iterdir() if path != target]

    def test_it_is_set_aside_under_another_name(self, target: Path, tmp_path: Path) -> None:
        url = f"sqlite:///{target}"
        back_up(url, tmp_path / "b")
        with open_store(url) as store:
            store.answers.keep(answer(id="since"))
        restored = restore(url, tmp_path / "b", replace=True)
        assert self.others(target) == [restored.aside]
        assert standing(url).rows["answers"] == 2
        assert standing(f"sqlite:///{restored.aside}").rows["answers"] == 3

    def test_one_that_another_process_has_open_stays(self, target: Path, tmp_path: Path) -> None:
        url = f"sqlite:///{target}"
        back_up(url, tmp_path / "b")
        with open_store(url) as store:
            store.answers.keep(answer(id="since"))
            with pytest.raises(SourceTimeout, match="stop it, and restore again"):
                restore(url, tmp_path / "b", replace=True)
            assert store.answers.get("since", GUILD)
        assert standing(url).rows["answers"] == 3
        assert [path for path in self.others(target) if "partial" in path.name] == []

    def test_a_ruin_is_set_aside_too(self, target: Path, tmp_path: Path) -> None:
        url = f"sqlite:///{target}"
        back_up(url, tmp_path / "b")
        target.write_bytes(b"not a database" * 500)
        with pytest.raises(BadRequest, match="cannot be read; --replace sets it aside"):
            restore(url, tmp_path / "b")
        restored = restore(url, tmp_path / "b", replace=True)
        assert restored.aside is not None
        assert restored.aside.read_bytes() == b"not a database" * 500
        assert standing(url).rows == ROWS

    def test_a_store_without_anything_in_it_gives_way(self, target: Path, tmp_path: Path) -> None:
        back_up(f"sqlite:///{target}", tmp_path / "b")
        open_store(f"sqlite:///{tmp_path}/empty.db").close()
        restore(f"sqlite:///{tmp_path}/empty.db", tmp_path / "b")
        assert standing(f"sqlite:///{tmp_path}/empty.db").rows == ROWS

    def test_the_database_is_no_backup_of_itself(self, target: Path) -> None:
        with pytest.raises(BadRequest, match="is the database itself"):
            restore(f"sqlite:///{target}", target, replace=True)

    @pytest.mark.parametrize(
        ("content", "error"),
        [(None, NoData), (b"", NoData), (b"not a database" * 500, BadData), (b"SQLite format 3\0", BadData)],
        ids=["none", "empty", "text", "cut"],
    )
    def test_what_is_no_backup_is_refused_and_nothing_changes(
        self, target: Path, tmp_path: Path, content: bytes | None, error: type[PlumbError]
    ) -> None:
        if content is not None:
            (tmp_path / "b").write_bytes(content)
        with pytest.raises(error):
            restore(f"sqlite:///{target}", tmp_path / "b", replace=True)
        assert self.others(target) == []
        assert standing(f"sqlite:///{target}").rows == ROWS

    def test_a_backup_whose_chain_does_not_hold_is_refused(
        self, target: Path, tmp_path: Path, postgres_url: str
    ) -> None:
        back_up(f"sqlite:///{target}", tmp_path / "b")
        attack(f"sqlite:///{tmp_path}/b", "UPDATE seals SET body = replace(body, 'IWM', 'SPY')")
        for url in (f"sqlite:///{target}", postgres_url):
            with pytest.raises(BadData, match="does not hold, and nothing was restored: seals, row 1"):
                restore(url, tmp_path / "b", replace=True)
        assert self.others(target) == []
        with pytest.raises(NoData):
            standing(postgres_url)

    def test_a_broken_ledger_is_backed_up_and_said(self, target: Path, tmp_path: Path) -> None:
        attack(f"sqlite:///{target}", "UPDATE seals SET symbol = 'SPY' WHERE number = 2")
        made = back_up(f"sqlite:///{target}", tmp_path / "b")
        assert made.links[0].broken[0].startswith("seals, row 2")
        assert (tmp_path / "b").is_file()

    def test_a_backup_of_a_newer_version_is_refused_in_words(self, target: Path, tmp_path: Path) -> None:
        back_up(f"sqlite:///{target}", tmp_path / "b")
        attack(f"sqlite:///{tmp_path}/b", f"UPDATE {VERSIONS} SET version_num = '9999'")  # noqa: S608
        with pytest.raises(SettingsError, match=r"has schema '9999', .* update the program"):
            restore(f"sqlite:///{target}", tmp_path / "b", replace=True)
        assert self.others(target) == []

    def test_a_copy_that_fails_leaves_no_backup(
        self, target: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fails(*_: object, **__: object) -> None:
            raise SourceTimeout("no more")

        monkeypatch.setattr("bot.store.backup.look_at", fails)
        folder = tmp_path / "backups"
        folder.mkdir()
        with pytest.raises(SourceTimeout):
            back_up(f"sqlite:///{target}", folder / "b")
        assert list(folder.iterdir()) == []


@pytest.fixture
def older(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A database as the version before the ledger left it."""
    from bot.store import migrating  # noqa: PLC0415 - its place is changed

    steps = tmp_path / "before" / "migrations"
    (steps / "versions").mkdir(parents=True)
    ours = Path(migrating.__file__).parent / "migrations" / "versions"
    for step in ("v0001_answers_and_usage.py", "v0002_reservations.py"):
        shutil.copy(ours / step, steps / "versions")
    with monkeypatch.context() as patch:
        patch.setattr(migrating, "__file__", str(steps.parent / "migrating.py"))
        with open_store(url) as store:
            store.answers.keep(answer())
    return url


def test_an_older_database_is_backed_up_as_it_is_and_brought_forward_when_restored(
    older: str, tmp_path: Path
) -> None:
    made = back_up(older, tmp_path / "b")
    assert (made.standing.schema, made.standing.newest, made.links) == ("0002", "0004", ())
    assert standing(older).schema == "0002"
    restored = restore(f"sqlite:///{tmp_path}/x.db", tmp_path / "b")
    assert (restored.standing.schema, [link.rows for link in restored.links]) == ("0004", [0, 0, 0])
    with open_store(f"sqlite:///{tmp_path}/x.db") as store:
        assert store.answers.get("k7m2p9qa", GUILD) == answer()
        store.ledger.seal([seal()])
