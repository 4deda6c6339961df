"""Connections to Chroma: a folder of this process's own, or a server."""

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from knowledge.errors import BadQuery
from knowledge.library.chroma_errors import translated

if TYPE_CHECKING:
    import httpx
    from chromadb.api import ClientAPI
    from chromadb.config import Settings

_CONNECT = 5.0
"""Seconds in which a server has to take a connection and give a sign of life."""

_ANSWER = 60.0
"""Seconds in which it has to answer."""


def open_folder(folder: Path) -> "ClientAPI":
    """Open the store on disk; it is made if it is not there.

    Raises:
        CorpusDamaged: It cannot be read.
    """
    import chromadb  # noqa: PLC0415 - heavy
    from chromadb.api.shared_system_client import SharedSystemClient  # noqa: PLC0415

    with translated(None):
        try:
            return chromadb.PersistentClient(folder, _settings())
        except BaseException:
            # a start that failed stays in Chroma's table of open folders, and every later one fails with it
            SharedSystemClient._identifier_to_system.pop(str(folder), None)  # noqa: SLF001
            raise


def open_server(url: str) -> "ClientAPI":
    """Connect to a Chroma server.

    Args:
        url: `http://host:port` or `https://host:port`; port 8000 or 443 when none is given.

    Raises:
        BadQuery: Not such an address.
        CorpusDown: Nobody answers there.
    """
    import chromadb  # noqa: PLC0415 - heavy
    import httpx  # noqa: PLC0415

    host, port, secure = address(url)
    with translated(url):
        # Chroma's client waits for ever: it is not made until the server has given a sign of life
        httpx.get(
            f"{'https' if secure else 'http'}://{host}:{port}/api/v2/heartbeat", timeout=_CONNECT
        ).raise_for_status()
        client = chromadb.HttpClient(host, port, ssl=secure, settings=_settings())
        for session in _sessions(client):
            session.timeout = httpx.Timeout(_ANSWER, connect=_CONNECT)
        return client


def close(client: "ClientAPI") -> None:
    """Let go of files and connections."""
    # the interface that both kinds of client share does not declare it, and a server's leaves its
    # connections open
    sessions = _sessions(client)
    client.close()  # type: ignore[attr-defined]
    for session in sessions:
        session.close()


def address(url: str) -> tuple[str, int, bool]:
    """Host, port and whether the connection is encrypted.

    Raises:
        BadQuery: No address of a server.
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    plain = not (parts.username or parts.password or parts.path.strip("/") or parts.query or parts.fragment)
    if parts.scheme not in ("http", "https") or not parts.hostname or not plain:
        raise BadQuery("the address of a Chroma server looks like http://host:8000 or https://host:443.")
    secure = parts.scheme == "https"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return host, port or (443 if secure else 8000), secure


def _sessions(client: "ClientAPI") -> "list[httpx.Client]":
    """The connections under a server's client and its inner one; there is no public way to them."""
    import httpx  # noqa: PLC0415

    clients = (client, getattr(client, "_admin_client", None))
    sessions = [getattr(getattr(one, "_server", None), "_session", None) for one in clients]
    return [session for session in sessions if isinstance(session, httpx.Client)]


def _settings() -> "Settings":
    from chromadb.config import Settings  # noqa: PLC0415

    return Settings(anonymized_telemetry=False)
