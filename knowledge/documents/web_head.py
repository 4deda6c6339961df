"""What a web page declares about itself: title, publisher, day."""

import json
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from bs4 import BeautifulSoup

from knowledge.documents.dates import day_of
from knowledge.documents.pieces import Header
from knowledge.documents.web_parts import attribute

# fmt: off
_PUBLISHED = frozenset(
    ("article:published_time", "og:published_time", "datepublished", "dc.date", "dc.date.issued",
     "dcterms.date", "dcterms.issued", "dcterms.created", "citation_publication_date", "citation_date",
     "date", "pubdate", "publish-date", "publish_date", "published", "publication_date",
     "parsely-pub-date", "sailthru.date")
)
# fmt: on
_MODIFIED = frozenset(
    (
        "article:modified_time",
        "og:updated_time",
        "datemodified",
        "dcterms.modified",
        "last-modified",
        "lastmod",
    )
)
_SOURCES = ("og:site_name", "article:publisher", "citation_publisher", "dc.publisher", "dcterms.publisher")

_LONGEST_JSON = 500_000
_MOST_NODES = 5_000


def header_of(soup: BeautifulSoup) -> Header:
    """The page's own title, publisher and day, from its `meta` elements and JSON-LD.

    A day of change that is later than the day of publication counts instead: the text as it stands was not
    there before.
    """
    metas = _metas(soup)
    linked = list(_linked(soup))
    published = [day for name in _PUBLISHED if (day := _day(metas.get(name)))]
    published = published or _days(linked, "datePublished")
    modified = [day for name in _MODIFIED if (day := _day(metas.get(name)))] + _days(linked, "dateModified")
    source = next((metas[name] for name in _SOURCES if name in metas and "://" not in metas[name]), None)
    source = source or _publisher(linked)
    return Header(
        title=metas.get("og:title") or _title(soup, source),
        source=source,
        published=max([min(published), *modified]) if published else None,
    )


def day_shown(soup: BeautifulSoup) -> date | None:
    """The day of the page's first `<time datetime=...>`."""
    for tag in soup.find_all("time", limit=5):
        if day := _day(attribute(tag, "datetime")):
            return day
    return None


def _metas(soup: BeautifulSoup) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in soup.find_all("meta", limit=_MOST_NODES):
        content = attribute(tag, "content").strip()
        name = attribute(tag, "property") or attribute(tag, "name") or attribute(tag, "itemprop")
        if content and name:
            found.setdefault(name.lower(), content)
    return found


def _title(soup: BeautifulSoup, source: str | None) -> str | None:
    """The `title` element without the name of the site at its end."""
    tag = soup.find("title")
    text = " ".join(tag.get_text().split()) if tag is not None else ""
    for separator in (" | ", " - ", " – ", " — ", " :: "):  # noqa: RUF001 - as sites write them
        head, found, tail = text.rpartition(separator)
        if found and head and source and tail.casefold() == source.casefold():
            return head
    return text or None


def _day(text: str | None) -> date | None:
    return (day_of(text) or day_of(text.strip()[:10])) if text else None


def _linked(soup: BeautifulSoup) -> Iterator[dict[str, Any]]:
    """Objects of the page's JSON-LD, the outer ones first."""
    for tag in soup.find_all("script", type="application/ld+json", limit=20):
        text = tag.get_text()
        if len(text) > _LONGEST_JSON:
            continue
        try:
            queue = deque([json.loads(text)])
        except (ValueError, RecursionError):
            continue
        for _ in range(_MOST_NODES):
            if not queue:
                break
            node = queue.popleft()
            if isinstance(node, list):
                queue.extend(node)
            elif isinstance(node, dict):
                yield node
                queue.extend(value for value in node.values() if isinstance(value, (dict, list)))


def _days(objects: Iterable[dict[str, Any]], key: str) -> list[date]:
    """The first day under a key: that of the outermost object that has one."""
    for item in objects:
        value = item.get(key)
        if isinstance(value, str) and (day := _day(value)):
            return [day]
    return []


def _publisher(objects: Iterable[dict[str, Any]]) -> str | None:
    for item in objects:
        publisher = item.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else None
        if isinstance(name, str) and name.strip():
            return name.strip()
    return None
