"""Whether a tenant's vectors are those its catalogue speaks of; quick, not complete."""

from collections.abc import Callable, Sequence

import numpy as np

from knowledge.errors import CorpusDamaged
from knowledge.library.advice import REBUILD
from knowledge.library.entries import Expected
from knowledge.ports import Vectors
from knowledge.tenants import Tenant

_TRIES = 5
"""Looks that are taken where somebody is writing meanwhile."""


def verify(
    tenant: Tenant,
    expected: Callable[[], Expected],
    count: Callable[[], int],
    fetch: Callable[[Sequence[str]], dict[str, Vectors]],
) -> None:
    """Compare the number of vectors, and look at a few.

    More vectors than expected are right while something is being added or removed: vectors are written
    before, and removed after, the catalogue speaks of them.

    Args:
        tenant: Whose they are.
        expected: What the catalogue says now.
        count: How many there are now.
        fetch: Vectors by row id.

    Raises:
        CorpusDamaged: Vectors are missing, left over or broken.
    """
    wanted = expected()
    for _ in range(_TRIES):
        found, before = count(), wanted
        wanted = expected()
        if wanted == before:
            break
    if found < wanted.rows or (found > wanted.rows and wanted.settled):
        raise CorpusDamaged(
            f"the vector store has {found:,} vectors of {tenant} and the catalogue {wanted.rows:,}; {REBUILD}"
        )
    sample = fetch(wanted.sample)
    for row in wanted.sample:
        if row not in sample or not is_unit(sample[row]):
            raise CorpusDamaged(f"the vector store of {tenant} has lost vectors; {REBUILD}")


def is_unit(vector: Vectors) -> bool:
    """Whether it is what an embedder gives: finite and of length 1."""
    return bool(abs(float(np.linalg.norm(vector)) - 1.0) < 1e-3)
