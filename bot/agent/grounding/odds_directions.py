"""Which way odds are told: higher or lower prices, above or below the base, of the past or of tomorrow."""

import re

from bot.agent.grounding.odds_scene import Scene

_HIGHER = re.compile(
    r"\b(?:higher|up|rose|rises?|rising|risen|gain(?:s|ed)?|advanced?|climbed|positive)\b(?! (?:end"
    r"|bound|limit|than))"
)
_LOWER = re.compile(
    r"\b(?:lower|down|fell|falls?|fallen|falling|declined?|declines|lost|dropped|drops?|negative)\b"
    r"(?! (?:end|bound|limit|than))"
)
_HIT = re.compile(r"\b(?:right|correct|hit|hits|worked|with the rating)\b")
_MISSED = re.compile(r"\b(?:wrong|incorrect|missed|failed|against the rating)\b")
_UNDER = re.compile(
    r"\s*(?:percentage )?(?:points? )?(?:below|under|less|short|shy|worse|fewer|lower|behind"
    r"|down)\b(?! (?:the )?(?:next|\d))"
)
_OVER = re.compile(
    r"\s*(?:percentage )?(?:points? )?(?:above|over|more|better|higher|ahead)\b(?! (?:the )?(?:next"
    r"|following|\w+ (?:sessions?|days?)|\d))"
)
_SHORTFALL = re.compile(
    r"\b(?:disadvantage|shortfall|deficit|trail(?:s|ed|ing)?(?: \w+){0,4} by)\b[^.;,]{0,40}\Z"
)
_FORECAST = re.compile(
    r"\bwill\b|\bgoing to\b|\btomorrow\b|\b(?:is|are) (?:set|likely|due|expected|poised) to\b"
    r"|\bexpect(?:s)?\b"
    r"|\bshould (?:rise|fall|be|close|gain)\b|'ll\b"
)
_CHANCE = re.compile(r"\b(?:probabilit(?:y|ies)|chances?|odds|likelihood|likely)\b")
_HISTORY = re.compile(
    r"\bhistor(?:y|ic|ical|ically)\b|\bin the past\b|\bpast\b|\blooking back\b|\bso far\b|\bhas been\b"
    r"|\bhave been\b"
    r"|\bwas\b|\bwere\b|\bin the record\b|\bused to\b"
)
_BY_CHANCE = re.compile(r"\bby (?:pure )?chance\b")


def told_lower(scene: Scene, start: int) -> bool | None:
    """Whether a share is told as one of falling prices; None where no direction is told.

    Args:
        scene: The statement.
        start: Where the number begins.
    """
    first, last = scene.part_of(start)
    for begin, end in ((first, start), (0, start), (start, last), (start, len(scene.text))):
        found = [
            *((match.start(), False) for match in _HIGHER.finditer(scene.text, begin, end)),
            *((match.start(), True) for match in _LOWER.finditer(scene.text, begin, end)),
        ]
        if found:
            return max(found)[1] if end == start else min(found)[1]
    return scene.topic.lower


def told_missed(scene: Scene, start: int) -> bool:
    """Whether a book's or a lesson's share is told as the one that went wrong."""
    first, last = scene.part_of(start)
    for begin, end in ((first, last), (0, len(scene.text))):
        if _MISSED.search(scene.text, begin, end):
            return not _HIT.search(scene.text, begin, end)
        if _HIT.search(scene.text, begin, end):
            return False
    return False


def told_sign(before: str, after: str) -> int:
    """The sign that the words beside an unsigned difference give it: -1 or +1."""
    if _UNDER.match(after) or _SHORTFALL.search(before):
        return -1
    return 1


def sign_word(after: str) -> bool:
    """Whether the words after a difference say on which side of its base it lies."""
    return bool(_UNDER.match(after) or _OVER.match(after))


def forecasts(text: str, before: str) -> bool:
    """Whether a sentence tells a share of the past as what will be.

    Args:
        text: The sentence, lower case.
        before: The words of its paragraph so far.
    """
    if _FORECAST.search(text):
        return True
    spoken = _BY_CHANCE.sub("", text)
    return bool(_CHANCE.search(spoken)) and not (_HISTORY.search(text) or _HISTORY.search(before))
