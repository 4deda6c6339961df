"""Who owns a document, and whose documents a question may see. Chosen by code, never by a person's text."""

import re
from dataclasses import dataclass

from knowledge.errors import BadQuery

_NAMED = re.compile(r"(guild|user):[0-9]{1,20}")


@dataclass(frozen=True, slots=True, order=True)
class Tenant:
    """The owner of documents.

    Attributes:
        name: `public`, `guild:<id>` or `user:<id>`.
    """

    name: str

    def __post_init__(self) -> None:
        if self.name != "public" and not _NAMED.fullmatch(self.name):
            raise BadQuery(
                f"no tenant is called {self.name[:60]!r}; allowed are public, guild:<id> and user:<id>."
            )

    def __str__(self) -> str:
        return self.name

    @property
    def slug(self) -> str:
        """The name as a part of a file or collection name: `guild-42`."""
        return self.name.replace(":", "-")


PUBLIC = Tenant("public")
"""What everybody may read: the shipped corpus and what the operator added."""


def visible_to(tenant: Tenant) -> tuple[Tenant, ...]:
    """The tenants whose documents this one may see: its own and the public ones, nobody else's."""
    return (PUBLIC,) if tenant == PUBLIC else (PUBLIC, tenant)
