"""Debriefs in the corpus: what can be asked for later, with a citation."""

from datetime import date
from typing import TYPE_CHECKING

from bot.adding import document_id
from knowledge.errors import NotThere
from knowledge.ports import Progress, no_progress
from knowledge.tenants import PUBLIC, Tenant
from knowledge.types import Added, Given
from tools.debrief.document import source_of, title_of, write_document
from tools.debrief.types import Debrief

if TYPE_CHECKING:
    from knowledge.library import Library


def add_debrief(
    library: "Library",
    debrief: Debrief,
    *,
    added: date,
    tenant: Tenant = PUBLIC,
    progress: Progress = no_progress,
) -> Added:
    """Put a debrief in. The same one again changes nothing; a corrected one replaces the older version.

    A forward debrief is published on its session, a back-filled one on the day it is put in: a search as of a
    day between does not show what was not there yet.

    Args:
        library: The corpus.
        debrief: What to put in; a simulated one says so in title, source and every passage.
        added: Today.
        tenant: Whose it is to be; everybody's unless given.
        progress: Told of each stage.

    Raises:
        CorpusBusy, CorpusDown, CorpusDamaged, CorpusMismatch: The corpus cannot take it now.
    """
    data = write_document(debrief).encode()
    try:
        return Added(library.entry(tenant, document_id(data)), new=False)
    except NotThere:
        name = _name(debrief)
        if debrief.kind == "forward":
            return library.add(data, Given(name), tenant, added=added, progress=progress)
        return library.add(
            data,
            Given(name, published=added),
            tenant,
            added=added,
            replaces=_older(library, debrief, tenant),
            progress=progress,
        )


def _older(library: "Library", debrief: Debrief, tenant: Tenant) -> str | None:
    """The version there, whose day of publication says nothing: each has the day it was put in."""
    wanted = (title_of(debrief), source_of(debrief))
    there = (one for one in library.entries(tenant) if (one.cited.title, one.cited.source) == wanted)
    return next((one.document for one in there), None)


def _name(debrief: Debrief) -> str:
    symbol = debrief.symbol.lower().lstrip("^")
    return f"{symbol}-debrief-{debrief.session.isoformat()}-{debrief.kind}.md"
