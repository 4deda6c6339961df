"""Claims in lines: a verdict each, or a few in full with their numbers."""

from collections.abc import Iterator, Sequence

from tools.evidence.results import ClaimStudy
from tools.phrases import say
from tools.results import ClaimsReport
from tools.types import Fact, Sentence

_WORDS = ("supported", "not supported", "too few cases")


def verdict_lines(claims: Sequence[ClaimStudy]) -> tuple[Sentence, ...]:
    """A sentence per claim, those that are supported first, those that cannot be tested last."""
    ordered = sorted(claims, key=_place)
    return tuple(_verdict(one) for one in ordered)


def _place(one: ClaimStudy) -> int:
    return _WORDS.index(str(one.verdict.value)) if isinstance(one.verdict, Fact) else len(_WORDS)


def _verdict(one: ClaimStudy) -> Sentence:
    title = f"{one.title[:1].upper()}{one.title[1:]}"
    if isinstance(one.verdict, Fact):
        return say(f"{title}: {{verdict}}.", verdict=one.verdict)
    return Sentence(f"{title}: not tested.")


def claims_lines(report: ClaimsReport, *, whole: bool) -> list[str]:
    """The claims of a report.

    Args:
        report: With the claims that were asked for.
        whole: All of them were: then a line each.
    """
    if whole:
        return [str(report.said), *map(str, verdict_lines(report.claims)), str(report.tried.said)]
    first, *others = report.claims
    lines = [*_in_full(first, beside=not others)]
    for one in others:
        lines += [str(_verdict(one)), f"  claimed: {one.claim}", f"  {one.said}"]
    return [*lines, str(report.tried.said)]


def _in_full(one: ClaimStudy, *, beside: bool) -> Iterator[str]:
    yield str(_verdict(one))
    yield f"  claimed: {one.claim}"
    yield f"  test: {one.test}"
    yield f"  {one.said}"
    if beside:
        yield from (f"  {trial.said}" for trial in one.trials if not trial.decides)
    yield from (f"  {caveat}" for caveat in one.caveats)
