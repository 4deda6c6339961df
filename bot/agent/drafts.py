"""From what a model wrote to what is shown: cleaned, checked, cut where it fails, cited. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.agent.citations import numbered, passages_by_tag, plain_tags, quotes, strays
from bot.agent.cleaning import LONGEST, bounded, clean
from bot.agent.grounding import Claim, Verdict
from bot.agent.types import Cited
from tools.grounds import Grounds, readings
from tools.types import Fact

Check = Callable[[str, Sequence[Grounds], str], Verdict]
"""`bot.agent.grounding.check`: text, grounds, question."""

Cut = Callable[[str, Verdict], str]
"""`bot.agent.grounding.cut`: the text without what fails."""

_READ = 3 * LONGEST
"""Characters of a text that are looked at: what is beyond could not be shown."""

_LEAST = 40
"""Characters: fewer, where figures were to be said, say nothing."""

_CUTS = 4
"""Cutting can leave a sentence without the one it leaned on; after more rounds nothing holds."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A text as it was checked.

    Attributes:
        text: Cleaned, with passages as their tags.
        verdict: What the check found.
        stray: Tags that point nowhere.
    """

    text: str
    verdict: Verdict
    stray: tuple[Claim, ...] = ()

    @property
    def failures(self) -> tuple[Claim, ...]:
        """Everything that may not be said."""
        known = {(claim.start, claim.end) for claim in self.verdict.failures}
        return (
            *self.verdict.failures,
            *(claim for claim in self.stray if (claim.start, claim.end) not in known),
        )

    @property
    def holds(self) -> bool:
        """Whether it says something, and all of it is borne."""
        return bool(self.text) and not self.failures


@dataclass(frozen=True, slots=True)
class Finished:
    """A text that may be shown.

    Attributes:
        text: For people, with `[1]`.
        citations: What they point at.
        facts: What it rests on.
        removed: How many stretches were cut.
        shortened: Whether it was longer than may be shown.
    """

    text: str
    citations: tuple[Cited, ...]
    facts: tuple[Fact, ...]
    removed: int = 0
    shortened: bool = False


def judge(written: str, grounds: Sequence[Grounds], asked: str, check: Check) -> Draft:
    """Check a model's text; slow enough to leave the event loop.

    Args:
        written: As the model wrote it.
        grounds: What the tools of this run gave.
        asked: The question: what it says may be repeated.
        check: `bot.agent.grounding.check`.
    """
    text = plain_tags(clean(bounded(written, _READ), quotes(grounds)))
    return Draft(text, check(text, grounds, asked), strays(text, passages_by_tag(grounds)))


def finish(draft: Draft, grounds: Sequence[Grounds], asked: str, check: Check, cut: Cut) -> Finished | None:
    """What of a draft may be shown; None when what is left says nothing.

    Args:
        draft: From `judge`, with the same grounds and question.
        grounds: As there.
        asked: As there.
        check: As there.
        cut: `bot.agent.grounding.cut`.
    """
    left, removed = draft, 0
    for _ in range(_CUTS):
        if not left.failures:
            break
        removed += len(left.failures)
        left = judge(cut(left.text, Verdict(_in_order(left))), grounds, asked, check)
    if left.failures or not _says_something(left, draft):
        return None
    return replace(_shown(left, grounds), removed=removed)


def shown_so_far(text: str, grounds: Sequence[Grounds]) -> str:
    """A beginning of a draft's text as people will read it."""
    return numbered(text, passages_by_tag(grounds))[0]


def _in_order(draft: Draft) -> tuple[Claim, ...]:
    held = tuple(claim for claim in draft.verdict.claims if claim.holds)
    return tuple(sorted((*held, *draft.failures), key=lambda claim: (claim.start, claim.end)))


def _says_something(left: Draft, draft: Draft) -> bool:
    if left is draft:
        return bool(left.text)
    if len(left.text) < _LEAST:
        return False
    # figures were to be said: one of them must be left
    return any(claim.holds for claim in left.verdict.claims) or not draft.verdict.claims


def _shown(draft: Draft, grounds: Sequence[Grounds]) -> Finished:
    text, citations = numbered(draft.text, passages_by_tag(grounds))
    short = bounded(text)
    used = set(draft.verdict.facts)
    return Finished(
        text=short,
        citations=tuple(one for one in citations if f"[{one.number}]" in short),
        facts=tuple(one for one in readings(grounds) if isinstance(one, Fact) and one.id in used),
        shortened=short != text,
    )
