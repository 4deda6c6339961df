"""Opening the corpus: the parts it is made searchable with, and a quick look at whether it is sound."""

from pathlib import Path

from knowledge.library.ingest import ChunkDocument, ReadDocument
from knowledge.library.library import Library
from knowledge.ports import Embedder


def open_library(
    root: Path,
    embedder: Embedder,
    *,
    chroma_url: str | None = None,
    chunk: ChunkDocument | None = None,
    chunker: str | None = None,
    read: ReadDocument | None = None,
    repair: bool = False,
) -> Library:
    """Open the corpus, or begin one.

    On disk it is kept to this process until it is closed; with a server, processes share it.

    Args:
        root: Its folder; made if it is not there.
        embedder: The model; the corpus has to have been made with it.
        chroma_url: A Chroma server's `http://host:port`; None keeps the vectors in the folder.
        chunk: How documents are cut; None takes `knowledge.chunking.chunk`.
        chunker: The version of those rules; to be given with `chunk`.
        read: How bytes are read; None takes `knowledge.documents.read_document`.
        repair: Open a damaged corpus, or one of another model, to `check` or `rebuild` it.

    Raises:
        CorpusBusy: Another process has it; names that and the ways out.
        CorpusDamaged: It is broken, or a rebuild was cut short; names the command that mends it.
        CorpusMismatch: It was made with another model or chunker.
    """
    library = Library(
        root,
        embedder,
        read=read or _own_reader(),
        chunk=chunk or _own_chunking()[0],
        chunker=chunker or _own_chunking()[1],
        chroma_url=chroma_url,
    )
    try:
        if not repair:
            library.verify()
    except BaseException:
        library.close()
        raise
    return library


def _own_chunking() -> tuple[ChunkDocument, str]:
    from knowledge.chunking import CHUNKER, chunk  # noqa: PLC0415 - a corpus may be cut in another way

    return chunk, CHUNKER


def _own_reader() -> ReadDocument:
    from knowledge.documents import read_document  # noqa: PLC0415 - brings the parsers

    return read_document
