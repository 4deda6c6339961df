"""Chroma's many ways of failing, as ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from knowledge.errors import CorpusDamaged, CorpusDown, KnowledgeError
from knowledge.library.advice import REBUILD


class Gone(Exception):  # noqa: N818 - a state, not a fault
    """The collection is not there, or not there any more."""


@contextmanager
def translated(server: str | None) -> Iterator[None]:
    """Raise what Chroma raises as an error of ours.

    Args:
        server: The server's address; None for the store on disk.

    Raises:
        CorpusDown: The server did not answer, or answered with an error of its own.
        CorpusDamaged: The store on disk cannot be read.
        Gone: The collection is not there.
    """
    from chromadb.errors import NotFoundError  # noqa: PLC0415 - heavy

    try:
        yield
    except KnowledgeError:
        raise
    except NotFoundError as error:
        raise Gone from error
    except BaseException as error:
        if server is not None and _is_the_servers(error):
            raise CorpusDown(
                f"the Chroma server at {server} did not answer as it should ({_first_line(error)}); "
                "see that it runs, or unset PLUMB_CHROMA_URL."
            ) from error
        if server is None and _is_the_stores(error):
            text = _first_line(error)
            if "disk is full" in text or "readonly" in text or "Permission denied" in text:
                raise CorpusDown(f"the vector store cannot be written: {text}.") from error
            raise CorpusDamaged(f"the vector store cannot be read ({text}); {REBUILD}") from error
        raise


def _is_the_servers(error: BaseException) -> bool:
    import httpx  # noqa: PLC0415
    from chromadb.errors import ChromaError  # noqa: PLC0415

    # a bare Exception is what Chroma's client makes of an answer it does not understand, a ValueError of a
    # body that is no JSON and of a connection that was refused at the start
    return isinstance(error, ChromaError | httpx.HTTPError | ValueError) or type(error) is Exception


def _is_the_stores(error: BaseException) -> bool:
    from chromadb.errors import ChromaError  # noqa: PLC0415

    # a panic of Chroma's native part is a BaseException of a module that cannot be imported
    panic = type(error).__name__ == "PanicException"
    return isinstance(error, ChromaError | ValueError | OSError) or panic


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
