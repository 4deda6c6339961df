"""What the shelf keeps beside a document's bytes: all that cannot be read from them."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from knowledge.errors import CorpusDamaged
from knowledge.tenants import Tenant
from knowledge.types import Given

_FORMAT = 1


@dataclass(frozen=True, slots=True)
class About:
    """A document on the shelf, apart from its bytes.

    Attributes:
        tenant: Whose it is.
        digest: SHA-256 of the bytes, hexadecimal.
        given: What the person who added it said about it.
        added: The day it was added.
        replaces: Id of the older version it takes the place of, as found when it was added; kept here so
            that a rebuild does not depend on the order in which documents are read.
        report: Its report key (`knowledge.library.versions.report_key`), by which a document that is stored
            but not indexed yet is recognised as an older version.
    """

    tenant: Tenant
    digest: str
    given: Given
    added: date
    replaces: str | None = None
    report: str | None = None

    @property
    def document(self) -> str:
        """The document's id."""
        return document_id(self.digest)

    def as_bytes(self) -> bytes:
        """As it is written."""
        content = {
            "format": _FORMAT,
            "tenant": self.tenant.name,
            "digest": self.digest,
            "added": self.added,
            "replaces": self.replaces,
            "report": self.report,
            "given": asdict(self.given),
        }
        return json.dumps(content, indent=1, default=date.isoformat).encode()

    @classmethod
    def of(cls, content: bytes) -> "About":
        """Read it back.

        Raises:
            CorpusDamaged: It is not what `as_bytes` writes.
        """
        try:
            read: dict[str, Any] = json.loads(content)
            given: dict[str, Any] = read["given"]
            published = given["published"]
            return cls(
                tenant=Tenant(read["tenant"]),
                digest=read["digest"],
                given=Given(
                    name=given["name"],
                    title=given["title"],
                    source=given["source"],
                    published=None if published is None else date.fromisoformat(published),
                    symbols=tuple(given["symbols"]),
                    licence=given["licence"],
                ),
                added=date.fromisoformat(read["added"]),
                replaces=read["replaces"],
                report=read["report"],
            )
        except (ValueError, KeyError, TypeError) as error:
            raise CorpusDamaged("the description of a stored document cannot be read.") from error


def digest_of(data: bytes) -> str:
    """SHA-256 of a document's bytes, hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def document_id(digest: str) -> str:
    """A document's id: the first 16 digits of its digest."""
    return digest[:16]
