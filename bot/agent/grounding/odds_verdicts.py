"""The check of what odds are said to show: better or worse than base, no difference, too few cases."""

import re
from collections.abc import Iterator, Sequence

from bot.agent.grounding.odds_facts import Cell
from bot.agent.grounding.odds_scene import Scene
from bot.agent.grounding.reading import Read
from bot.agent.grounding.verdict import Claim, ClaimKind
from tools.types import Fact

_EDGE = r"(?:edge|difference|advantage|effect|signal)"
_GOOD = (
    r"(?:real|reliable|demonstrat(?:ed|able)|proven|significant|statistical(?:ly significant)?"
    r"|clear|genuine|meaningful|robust|shown)"
)
_SAYS: tuple[tuple[str, re.Pattern[str], frozenset[str]], ...] = (
    ("few", re.compile(
        r"\b(?:too few|not enough|insufficient|too small a number of) (?:independent )?(?:cases|episodes)"
        r"|\bno (?:hit )?rate (?:can be |is |could be )?(?:given|stated|told)"
    ), frozenset({"too few cases"})),
    ("same", re.compile(
        rf"\bno (?:{_GOOD} )?(?:difference|effect)(?: from (?:the )?base)?\b"
        rf"|\bnot (?:yet )?(?:been )?shown to differ"
        r"|\bnothing is (?:shown|proven)|\bindistinguishable|\bnot (?:statistically )?(?:significant"
        r"|distinguishable)"
        r"|\b(?:does not|doesn't|do not) differ|\bin line with (?:the |its )?base|\binclud(?:es|ing) zero"
        r"|\bwithin (?:the )?noise|\bno better (?:or|nor) worse"
    ), frozenset({"no difference shown"})),
    ("no edge", re.compile(
        rf"\bno (?:{_GOOD} )?(?:edge|advantage|signal)\b|\bnot (?:shown to be )?better than"
        rf"|\bnot an? (?:{_GOOD} )?edge"
        rf"|\bnot (?:a )?{_GOOD}\b"
    ), frozenset({"no difference shown", "worse than base", "too few cases"})),
    ("better", re.compile(
        r"\bbetter than (?:the |its )?(?:base|average|usual)|\bbeat(?:s|en|ing)? (?:the |its )?base"
        rf"|\b{_GOOD} (?:edge|advantage)|\bsignificantly (?:better|above)|\b(?:has|have|shows?|is"
        rf"|gives?|with) an edge\b"
        r"|\b(?:is|are|was|were|has been) reliable\b|\boutperform(?:s|ed)? (?:the |its )?base"
    ), frozenset({"better than base"})),
    ("worse", re.compile(
        r"\bworse than (?:the |its )?(?:base|average|usual)|\bsignificantly (?:worse|below)"
        r"|\bunderperform(?:s|ed)? (?:the |its )?base"
    ), frozenset({"worse than base"})),
    ("differs", re.compile(
        r"\b(?:significant(?:ly)?|real|reliable|clear|proven|demonstrated) (?:difference|different|effect)"
        r"|\bdiffers? (?:significantly|clearly) from"
    ), frozenset({"better than base", "worse than base"})),
)  # fmt: skip
_SIDE = re.compile(
    r"\b(?P<over>above|over|higher than|more often than|better odds than)|\b(?P<under>below|under"
    r"|lower than|less often than)"
)
_OF_BASE = re.compile(r" (?:the |its )?(?:base(?: rate| line)?|baseline|usual|normal|average)\b")
_STANDS = re.compile(
    r"\b(?:surviv(?:e|es|ed|ing)|stands?|holds? up|remains? standing)\b(?! (?:at|on|higher|lower|out|in"
    r"|apart|beside)\b)"
)
_COUNTED = re.compile(
    r"\bcount(?:ed|ing)?\b|\bcomparisons?\b|\btried\b|\bsurviv|\bcorrect(?:ed|ion)\b|\bmultiple\b|\bstands?\b"
)
_NOT = re.compile(r"\b(?:none|not|no|nothing|never|neither|0|zero)\b[^.;,]{0,30}\Z|n't[^.;,]{0,20}\Z")
_BETTER = re.compile(r"\b(?:better|worse)\b")
_EVERY = re.compile(
    r"\b(?:every|any|all|each)(?: \w+)? (?:horizons?|spans?)\b(?: from \w+ (?:sessions?|days?)? ?(?:on|up))?"
)
_TRIED = re.compile(r"\b(?:none|nothing|all|several|some|one|0|\d+|many|most)\b(?: of (?:it|them|these))? \Z")


def odds_verdicts(read: Read, scene: Scene) -> list[Claim]:
    """The claims of a statement's verdicts.

    Args:
        read: The statement.
        scene: The same, laid out.
    """
    return [
        *_verdicts(read, scene),
        *_sides(read, scene),
        *_standing(read, scene),
        *_nothing_sealed(scene),
        *_brier(read, scene),
    ]


def _verdicts(read: Read, scene: Scene) -> Iterator[Claim]:
    taken: list[tuple[int, int]] = []
    for _, pattern, allowed in _SAYS:
        for match in pattern.finditer(scene.text):
            if any(a < match.end() and match.start() < b for a, b in taken):
                continue
            taken.append(match.span())
            if _is_noun_of_trials(scene, match):
                continue
            found = _of(scene, match, "verdict")
            if found is None:
                continue
            values = {str(one.fact.value) for one in found if one.fact is not None}
            holds = bool(values) and values <= allowed
            yield _claim(read, scene, match, found, holds=holds, told=" and ".join(sorted(values)))


def _is_noun_of_trials(scene: Scene, match: re.Match[str]) -> bool:
    """Whether what differs is counted among all that was tried: "11 differ from base"."""
    return re.search(r"\d+ \Z", scene.text[: match.start()]) is not None and "differ" in match.group()


def _sides(read: Read, scene: Scene) -> Iterator[Claim]:
    """Above or below the base, without a number of points: "62.5 %, below the base"."""
    for match in _SIDE.finditer(scene.text):
        often = "often" in match.group()
        if not often and not _OF_BASE.match(scene.text, match.end()):
            continue
        found = _of(scene, match, "advantage")
        for one in found or ():
            if one.fact is None:
                continue
            holds = one.fact.number > 0 if match["over"] else one.fact.number < 0
            yield _claim(read, scene, match, [one], holds=holds, told=f"{one.fact.number:+.1f} points")


def _standing(read: Read, scene: Scene) -> Iterator[Claim]:
    """What stands, or does not, when everything that was tried is counted."""
    if not _COUNTED.search(scene.text):
        return
    for match in _STANDS.finditer(scene.text):
        before = scene.text[: match.start()]
        if re.search(r"\d \Z", before):
            # "0 stand" is a count
            continue
        stands = _NOT.search(before[-45:]) is None
        found: Sequence[Cell] | None
        if _TRIED.search(before[-24:]):
            found = [one for one in scene.cells if one.owner.kind == "tried" and one.field == "surviving"]
        else:
            found = _of(scene, match, "survives")
        values = [bool(one.fact.value) for one in found or () if one.fact is not None]
        if found:
            holds = bool(values) and all(one is stands for one in values)
            yield _claim(
                read,
                scene,
                match,
                found,
                holds=holds,
                told="it stands" if any(values) else "it does not stand",
            )


def _nothing_sealed(scene: Scene) -> Iterator[Claim]:
    """That a book has no calls."""
    for one in scene.owners:
        if one.owner.kind != "record" or not scene.denied(one):
            continue
        cell = scene.cell(scene.symbol, one.owner, 0, "sealed")
        if cell is None or cell.fact is None:
            continue
        count = cell.fact.number
        yield Claim(
            one.start + scene.shift, one.end + scene.shift, scene.text[one.start : one.end], ClaimKind.STATE,
            count == 0, f"{cell.fact.label}: {count:g}", (cell.fact.id,),
        )  # fmt: skip


def _brier(read: Read, scene: Scene) -> Iterator[Claim]:
    """A Brier score told better or worse than its base's; the smaller one is better."""
    if "brier" not in scene.text:
        return
    for match in _BETTER.finditer(scene.text):
        found = _of(scene, match, "skill")
        for one in found or ():
            if one.fact is not None:
                holds = (one.fact.number > 0) is (match.group() == "better")
                yield _claim(
                    read, scene, match, [one], holds=holds, told=f"the skill is {one.fact.number:+.1f} %"
                )


def _of(scene: Scene, match: re.Match[str], name: str) -> list[Cell] | None:
    """The figures that a verdict is about; None where the statement is about no odds of the run."""
    owner = scene.owner_at(match.start(), match.end())
    if owner is None or owner.kind not in ("evidence", "record"):
        return None if owner is None and not scene.topic.alive else []
    symbol = scene.symbol_at(match.start(), match.end())
    every = _EVERY.search(scene.text)
    if every:
        least = max(
            (one.sessions for one in scene.horizons if every.start() <= one.start < every.end()), default=0
        )
        spans = {one.horizon for one in scene.cells if one.owner == owner and one.horizon >= max(least, 1)}
    else:
        spans = {scene.horizon_at(match.start(), match.end(), owner)}
    if spans == {0}:
        # told of no horizon it must be so at every one
        spans = {one.horizon for one in scene.cells if one.owner == owner and one.horizon}
    return [cell for span in sorted(spans) if (cell := scene.cell(symbol, owner, span, name)) is not None]


def _claim(
    read: Read, scene: Scene, match: re.Match[str], found: Sequence[Cell], *, holds: bool, told: str
) -> Claim:
    ids = tuple(one.fact.id for one in found if isinstance(one.reading, Fact) and one.fact is not None)
    because = told or "no verdict of this run is of this state or book, at this horizon"
    start, end = match.start() + scene.shift, match.end() + scene.shift
    return Claim(start, end, read.text[start:end], ClaimKind.STATE, holds, because, ids if holds else ())
