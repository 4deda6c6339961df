"""Fetching one small file over HTTP with a deadline and a limit, and saying what went wrong in our words."""

from collections.abc import Callable
from datetime import datetime, timedelta

import requests
import urllib3

from tools.errors import RateLimited, SourceDown, SourceGarbled, SourceTimeout

_LIMIT = 20_000_000
"""Bytes; a list of 3,000 holdings is about half a million."""

_PIECE = 65_536


def fetch(session: requests.Session, url: str, now: Callable[[], datetime], timeout: float) -> bytes:
    """The body of a GET, whole.

    Args:
        session: Carries proxies and headers.
        url: Where.
        now: The clock, for the deadline.
        timeout: Seconds for all of it; a server that drips is cut off too.

    Raises:
        SourceTimeout: No whole answer within `timeout`.
        RateLimited: Told to slow down.
        SourceGarbled: A web page, half a body, or far too much.
        SourceDown: Anything else but success.
    """
    deadline = now() + timedelta(seconds=timeout)
    try:
        with session.get(url, timeout=timeout, stream=True) as response:
            _check_status(response)
            return _body(response, now, deadline)
    except (requests.Timeout, urllib3.exceptions.TimeoutError) as error:
        raise SourceTimeout(f"The fund's site did not answer within {timeout:.0f} seconds.") from error
    except urllib3.exceptions.ProtocolError as error:
        raise SourceGarbled("The fund's site broke off in the middle of the list.") from error
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise SourceDown("The fund's site could not be reached.") from error


def _check_status(response: requests.Response) -> None:
    if response.status_code == requests.codes.too_many_requests:
        raise RateLimited("The fund's site asked us to slow down.")
    if response.status_code != requests.codes.ok:
        raise SourceDown(f"The fund's site answered with HTTP status {response.status_code}.")


def _body(response: requests.Response, now: Callable[[], datetime], deadline: datetime) -> bytes:
    body = bytearray()
    # read1 returns what has arrived, so that the deadline is looked at even when bytes only drip
    while piece := response.raw.read1(_PIECE, decode_content=True):
        body += piece
        if len(body) > _LIMIT:
            raise SourceGarbled(
                f"The fund's site sent more than {_LIMIT / 1e6:.0f} MB; a list is far smaller."
            )
        if now() > deadline:
            raise SourceTimeout("The fund's site was too slow to send the whole list.")
    if response.raw.length_remaining:
        raise SourceGarbled("The fund's site broke off in the middle of the list.")
    if bytes(body[:200]).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        raise SourceGarbled("The fund's site answered with a web page instead of the list.")
    return bytes(body)
