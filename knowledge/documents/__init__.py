"""Reports as they come in: Markdown, text, HTML, PDF, read safely into one kind of value."""

from knowledge.documents.kinds import SUFFIXES
from knowledge.documents.limits import Limits
from knowledge.documents.loading import load
from knowledge.documents.reading import read_document

__all__ = ["SUFFIXES", "Limits", "load", "read_document"]
