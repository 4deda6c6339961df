"""Errors of the corpus, named by what the receiver does next.

The text of each is written for the person who asked: what is wrong and what is allowed. No text of a
document, no secret and no traceback of a vendor is in it.

    KnowledgeError
    ├── Refused           this document cannot be taken; fix or leave it, the others go on
    ├── BadQuery          fix the arguments; the text says what is allowed
    ├── NotThere          no such document here
    ├── CorpusBusy        another process holds the corpus: stop it, or use a Chroma server
    ├── CorpusDown        the vector store could not be reached
    ├── CorpusDamaged     the index does not agree with the stored documents: rebuild
    └── CorpusMismatch    the index was made by another model or chunker: rebuild, or change the setting
"""

from typing import ClassVar


class KnowledgeError(Exception):
    """Base of the errors people are meant to read; `exit_code` is what the command line returns."""

    exit_code: ClassVar[int] = 70


class Refused(KnowledgeError):  # noqa: N818 - named for the reaction, as all of these are
    """The document cannot be taken: too large, encrypted, broken, empty, of no kind that is read."""

    exit_code = 65


class BadQuery(KnowledgeError):  # noqa: N818
    """The arguments cannot be served as given."""

    exit_code = 64


class NotThere(KnowledgeError):  # noqa: N818
    """What was asked for is not in this corpus."""

    exit_code = 66


class CorpusBusy(KnowledgeError):  # noqa: N818
    """Another process has the corpus open."""

    exit_code = 75


class CorpusDown(KnowledgeError):  # noqa: N818
    """The vector store did not answer."""

    exit_code = 69


class CorpusDamaged(KnowledgeError):  # noqa: N818
    """The index is broken or disagrees with the stored documents; names the command that rebuilds it."""

    exit_code = 76


class CorpusMismatch(KnowledgeError):  # noqa: N818
    """The index was made with another model, dimension, metric or chunker; names the command."""

    exit_code = 78
