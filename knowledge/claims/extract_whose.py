"""Whose figure it is: the fund or index that grammar points at, not merely one that stands nearby."""

from collections.abc import Sequence

from knowledge.claims.entities import entity, owner
from knowledge.claims.extract_bind import Bound
from knowledge.claims.extract_reading import Reading
from knowledge.claims.extract_tokens import Hit, word_set
from knowledge.claims.model import Measure

_TO_WHOM = word_set("for in among across at of by")
_AGAINST = word_set(
    "than versus vs against below above beneath unlike relative compared benchmark beat beats"
    " outpacing outpaced outpace outperform outperformed outperforming underperform"
    " underperformed underperforming lag lagged lagging trail trailed trailing"
)
_BEFORE_TO = word_set("relative compared discount premium beta correlation similar closer spread")
_PAIRED = frozenset({"and", "/", ",", "or"})
_PRONOUNS = word_set("it its their they them these those")
_OF_ANYBODY = frozenset({"return", "day_change", "price"})
_AUXILIARIES = word_set("has have had is was are were share stock also then now just still")
_COMMON_SUBJECTS = word_set(
    "etf fund index the a this that and but share stock price market today yesterday monday"
    " tuesday wednesday thursday friday week month year total average previous prior last on at in"
    " as of current daily etfs january february march april may june july august september october"
    " november december q1 q2 q3 q4 spot usd performance"
)
_OWNS = frozenset({"its", "their"})
_RIVALRY = frozenset({"outperformance", "underperformance"})


def whose(reading: Reading, bound: Bound, before: str | None, about: str | None) -> str | None:
    """The entity that a figure is about.

    Args:
        reading: The sentence.
        bound: The figure and its metric.
        before: The entity in mind from what stood before (a list's lead, the sentence before, the heading).
        about: What the document is about.

    Returns:
        The entity's key; None when nothing fits.
    """
    if _of_a_stranger(reading, bound):
        return None
    named = _named(reading, bound)
    said = named or before
    unit = reading.quantities[bound.quantity].unit
    if said and unit is Measure.COUNT and bound.metric.units[0] is Measure.USD:
        # an index is quoted in points, so a bare number may be its own
        return said
    return owner(said, about, bound.metric.of)


def _named(reading: Reading, bound: Bound) -> str | None:  # noqa: C901, PLR0911 - a rule, a return
    switched = bound.mention is None
    first, last = _place(reading, bound.quantity)
    behind = _behind(reading, last)
    if behind and (bound.metric.key not in _RIVALRY):
        return behind.names[0]
    if switched:
        close = _closest_before(reading, first, _place(reading, bound.quantity - 1)[1])
        if close:
            return close.names[0]
    if bound.metric.key in _RIVALRY and bound.mention:
        subjects = [hit for hit in reading.entities if hit.last <= bound.mention.first]
        return subjects[-1].names[0] if subjects else None
    if bound.mention and bound.mention.first >= last:
        within = [hit for hit in reading.entities if last <= hit.first and hit.last <= bound.mention.first]
        within = [hit for hit in within if not _compared(reading, hit)]
        if within:
            return within[-1].names[0]
    inner = _owned(reading, bound, first)
    if inner:
        return inner.names[0]
    if switched:
        rivals = [hit for hit in reading.entities if hit.last <= first and _compared(reading, hit)]
        if rivals and len({hit.names[0] for hit in reading.entities if hit.last <= first}) == 2:
            return rivals[-1].names[0]
    subjects = [hit for hit in reading.entities if hit.last <= first and _is_subject(reading, hit)]
    if bound.metric.of == "fund":
        subjects = [hit for hit in subjects if entity(hit.names[0]).kind == "fund"] or subjects
    return subjects[-1].names[0] if subjects else None


def _of_a_stranger(reading: Reading, bound: Bound) -> bool:
    """Whether a move's subject is a name that is in no table: "Zorba gained 3 %"."""
    if bound.metric.key not in _OF_ANYBODY or bound.mention is None:
        return False
    at = bound.mention.first - 1
    while at >= 0 and reading.words[at].form in _AUXILIARIES:
        at -= 1
    if at < 0 or at in reading.named or not reading.words[at].word or reading.inside[at] is not None:
        return False
    capitals = sum(reading.text[word.start].isupper() for word in reading.words)
    if 2 * capitals > len(reading.words):
        # a headline writes every word so
        return False
    word = reading.words[at]
    capital = reading.text[word.start].isupper() and word.form not in _PRONOUNS
    metric = any(mention.first <= at < mention.last for mention in reading.mentions)
    return capital and not metric and word.form not in _COMMON_SUBJECTS


def mind(reading: Reading) -> str | None:
    """The entity that a stretch leaves in mind: the first that is its subject."""
    return next((hit.names[0] for hit in reading.entities if _is_subject(reading, hit)), None)


def refers_back(reading: Reading) -> bool:
    """Whether the stretch, up to its first figure, speaks of something named before."""
    if not reading.quantities:
        return any(word.form in _PRONOUNS for word in reading.words)
    upto = reading.at(reading.quantities[0].span.end)
    return any(word.form in _PRONOUNS for word in reading.words[:upto]) or any(
        word.form in _OWNS for word in reading.words[upto : upto + 3]
    )


def _place(reading: Reading, index: int) -> tuple[int, int]:
    first = reading.at(reading.quantities[index].span.start)
    last = first
    while last < len(reading.words) and reading.inside[last] == index:
        last += 1
    return first, last


def _behind(reading: Reading, last: int) -> Hit | None:
    """The entity in "6 % for S&P 500 constituents"."""
    if last >= len(reading.words) or reading.words[last].form not in _TO_WHOM:
        return None
    return next((hit for hit in reading.entities if last < hit.first <= last + 2), None)


def _closest_before(reading: Reading, first: int, since: int) -> Hit | None:
    hits = [hit for hit in reading.entities if since <= hit.first and hit.last <= first]
    return hits[-1] if hits else None


def _owned(reading: Reading, bound: Bound, first: int) -> Hit | None:
    """The entity in "the S&P 500's 11-13 %" or between wording and number: "P/E of the Russell is 16x"."""
    since = bound.mention.last if bound.mention and bound.mention.last <= first else first - 2
    hits = [hit for hit in reading.entities if max(0, since) <= hit.first and hit.last <= first]
    hits = [hit for hit in hits if hit.last == first or not _compared(reading, hit)]
    return hits[-1] if hits else None


def _is_subject(reading: Reading, hit: Hit) -> bool:
    return not _compared(reading, hit)


def _compared(reading: Reading, hit: Hit) -> bool:
    """Whether an entity is only what another is held against: "higher than SPY", "beta to the S&P 500"."""
    before: Sequence[str] = [word.form for word in reading.words[max(0, hit.first - 5) : hit.first]]
    before = [form for form in before if form not in {"the", "both", "a", "us"}]
    if before and before[-1] in _AGAINST:
        return True
    if before and before[-1] in _TO_WHOM and any(form in _AGAINST for form in before):
        return True
    if before and before[-1] in {"to", "with"}:
        at = reading.words[max(0, hit.first - 3) : hit.first]
        numbers = reading.inside[max(0, hit.first - 3) : hit.first]
        if len(before) > 1 and (
            before[-2] in _BEFORE_TO or any(number is not None for number in numbers[: len(at)])
        ):
            return True
    previous = next((other for other in reading.entities if other.last <= hit.first <= other.last + 2), None)
    joined = {word.form for word in reading.words[previous.last : hit.first]} if previous else set()
    if previous is None or not joined <= (_PAIRED | {"the"}):
        return False
    return not joined or joined == {"/"} or _compared(reading, previous)
