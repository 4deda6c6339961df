"""What is kept: the documents themselves, their passages and words, and their vectors.

One truth and two indexes of it, each tenant apart:

    <root>/<tenant>/documents/      the shelf: bytes as given; everything else is made from it
    <root>/<tenant>/catalogue.sqlite  passages and words; its commit makes a document searchable
    <root>/vectors/                 Chroma, or a Chroma server
"""

from knowledge.library.catalogue import Catalogue
from knowledge.library.library import Library
from knowledge.library.opening import open_library
from knowledge.library.recovery import NotRead, Rebuilt
from knowledge.library.rows import StoredPassage

__all__ = ["Catalogue", "Library", "NotRead", "Rebuilt", "StoredPassage", "open_library"]
