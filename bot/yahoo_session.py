"""An HTTP session that sends Yahoo's requests to another base URL: a gateway, or a double in a test."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter


class _Rewriting(HTTPAdapter):
    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = urlsplit(base)

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:  # noqa: ANN401 - the adapter's own signature
        parts = urlsplit(request.url or "")
        request.url = urlunsplit((self._base.scheme, self._base.netloc, parts.path, parts.query, ""))
        return super().send(request, *args, **kwargs)


def rewriting_session(base: str) -> requests.Session:
    """A session whose every request goes to `base`, whatever host it names.

    Args:
        base: Scheme, host and port, e.g. "http://127.0.0.1:8080".
    """
    session = requests.Session()
    adapter = _Rewriting(base)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session
