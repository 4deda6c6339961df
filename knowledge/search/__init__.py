"""Questions to the corpus: words and vectors fused, dated, and an honest nothing."""

from knowledge.search.search import search

__all__ = ["search"]
