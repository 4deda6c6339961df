"""Asking the corpus: its errors become the desk's, and nothing is quoted before it was known."""

from collections.abc import Callable
from typing import TypeVar

from knowledge.errors import BadQuery, KnowledgeError
from tools.errors import BadRequest, SourceDown

T = TypeVar("T")


def read_reports(ask: Callable[[], T]) -> T:
    """What the corpus answers.

    Raises:
        BadRequest: The question cannot be served as it is.
        SourceDown: The corpus does not serve now.
    """
    try:
        return ask()
    except BadQuery as error:
        raise BadRequest(f"The reports cannot be searched so: {error}") from error
    except KnowledgeError as error:
        raise SourceDown(f"The stored reports cannot be read now: {error}") from error
