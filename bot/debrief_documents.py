"""Debriefs in the corpus: what can be asked for later, with a citation."""

from datetime import date
from typing import TYPE_CHECKING

from bot.adding import document_id
from knowledge.errors import NotThere
from knowledge.ports import Progress, no_progress
from knowledge.tenants import PUBLIC, Tenant
from knowledge.types import Added, Given
from tools.debrief.document import write_document
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
        return library.add(data, Given(_name(debrief)), tenant, added=added, progress=progress)


def _name(debrief: Debrief) -> str:
    symbol = debrief.symbol.lower().lstrip("^")
    return f"{symbol}-debrief-{debrief.session.isoformat()}-{debrief.kind}.md"
