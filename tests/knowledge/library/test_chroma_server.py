"""A library over a Chroma server: several at once, and honest words when it is down."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from knowledge.errors import BadQuery, CorpusDamaged, CorpusDown
from knowledge.library import chroma_client
from knowledge.library.chroma_client import address
from knowledge.tenants import PUBLIC
from tests.knowledge.library.made import GUILD, TODAY, FakeEmbedder, add, opened, text_of

CHROMA = Path(sys.executable).with_name("chroma")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@contextmanager
def served(folder: Path, port: int) -> Iterator[str]:
    """A Chroma server, there when this returns."""
    folder.mkdir(exist_ok=True)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [CHROMA, "run", "--path", folder, "--host", "127.0.0.1", "--port", str(port)],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            for _ in range(300):
                assert process.poll() is None, (folder / "log").read_text()
                try:
                    socket.create_connection(("127.0.0.1", port), 1).close()
                    break
                except OSError:
                    time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    if not CHROMA.exists():
        pytest.skip("no chroma program beside this Python")
    with served(tmp_path_factory.mktemp("served") / "chroma", free_port()) as url:
        yield url


def near(library: object, text: str) -> list[str]:
    vector = FakeEmbedder().embed([text])[0]
    hits = library.vectors.near(PUBLIC, vector, 5, known_by=TODAY.toordinal())  # type: ignore[attr-defined]
    return [hit.document for hit in hits]


def test_libraries_share_a_server(server: str, root: Path) -> None:
    """Two are open at once; what one adds, removes and rebuilds the other sees."""
    with opened(root, chroma_url=server) as one, opened(root, chroma_url=server) as two:
        document = add(one, text_of(1)).entry.document
        assert near(two, text_of(1))[0] == document
        other = add(two, text_of(2)).entry.document
        assert {entry.document for entry in one.entries(PUBLIC)} == {document, other}
        assert one.check() == two.check() == []
        assert not (root / "vectors").exists()
        one.rebuild()
        assert set(near(two, text_of(1))) == {document, other}
        assert two.catalogue(PUBLIC).counts() == (2, 8)  # type: ignore[union-attr]
        two.remove(PUBLIC, document)
        assert set(near(one, text_of(1))) == {other}
        assert one.vectors.ids(PUBLIC, document) == set()
        assert add(one, text_of(3), GUILD).new
        assert two.remove_tenant(GUILD) == 1
        assert one.vectors.ids(GUILD) == set()
        assert one.check() == two.check() == []
        one.remove_tenant(PUBLIC)


def test_several_writers_on_a_server_do_not_get_into_each_others_way(server: str, root: Path) -> None:
    with opened(root, chroma_url=server) as one, opened(root, chroma_url=server) as two:
        threads = [
            threading.Thread(
                target=lambda at=at: [add((one, two)[at % 2], text_of(n)) for n in range(at, 24, 4)]
            )
            for at in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        assert len(one.entries(PUBLIC)) == 24
        assert one.check() == []
        one.remove_tenant(PUBLIC)


def test_vectors_left_on_another_store_are_noticed(server: str, root: Path) -> None:
    """The switch from the disk to a server needs a rebuild, and says so."""
    with opened(root) as library:
        document = add(library, text_of(1)).entry.document
    with opened(root, chroma_url=server) as library:
        with pytest.raises(CorpusDamaged, match="python -m bot knowledge rebuild"):
            near(library, text_of(1))
        library.rebuild()
        assert near(library, text_of(1))[0] == document
        library.remove_tenant(PUBLIC)


def test_a_server_that_goes_away_is_said_to_be_down_and_found_again(tmp_path: Path, root: Path) -> None:
    if not CHROMA.exists():
        pytest.skip("no chroma program beside this Python")
    port = free_port()
    with served(tmp_path / "chroma", port) as url:
        library = opened(root, chroma_url=url)
        add(library, text_of(1))
    with pytest.raises(CorpusDown, match=f"the Chroma server at {url}"):
        near(library, text_of(1))
    with pytest.raises(CorpusDown):
        add(library, text_of(2))
    assert library.pending() == 1
    assert len(library.entries(PUBLIC)) == 1
    with served(tmp_path / "chroma", port):
        assert len(near(library, text_of(1))) == 4
        assert [added.new for added in library.resume()] == [True]
        assert library.check() == []
    library.close()


def test_an_address_where_nobody_is(root: Path) -> None:
    with opened(root, chroma_url=f"http://127.0.0.1:{free_port()}") as library:
        with pytest.raises(CorpusDown, match="PLUMB_CHROMA_URL"):
            library.vectors.ids(PUBLIC)
        assert library.entries(PUBLIC) == []


def test_a_server_that_never_answers_is_given_up_on(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chroma_client, "_CONNECT", 0.2)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        began = time.monotonic()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with opened(root, chroma_url=url) as library, pytest.raises(CorpusDown):
            library.vectors.ids(PUBLIC)
        assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("url", "parts"),
    [
        ("http://localhost:8000", ("localhost", 8000, False)),
        ("https://chroma.example/", ("chroma.example", 443, True)),
        ("http://10.0.0.1", ("10.0.0.1", 8000, False)),
        ("http://[::1]:9000", ("[::1]", 9000, False)),
    ],
)
def test_addresses_are_taken_apart(url: str, parts: tuple[str, int, bool]) -> None:
    assert address(url) == parts


@pytest.mark.parametrize(
    "url",
    [
        "",
        "localhost:8000",
        "ftp://host",
        "http://",
        "http://host:port",
        "http://a:b@host",
        "http://host/path",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(BadQuery, match="looks like http://host:8000"):
        address(url)
