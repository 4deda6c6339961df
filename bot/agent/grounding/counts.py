"""The check of counts: how many layers, votes, conditions, flags or horizons are what is said."""

import re

from bot.agent.grounding.known import Index
from bot.agent.grounding.placing import of_match
from bot.agent.grounding.reading import Read
from bot.agent.grounding.scope import Carried
from bot.agent.grounding.tallies import Tally, tally
from bot.agent.grounding.verdict import Claim, ClaimKind

_N = {
    "no": 0, "none": 0, "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "both": 2, "a": 1, "single": 1,
}  # fmt: skip
_ALL = frozenset(("all", "every", "each"))
_NOUNS = r"(?:layers?|indicators?|votes?|conditions?|flags?|horizons?|components?)"
_NOUN = re.compile(
    r"\b(?P<noun>layers?|indicators?|votes?|conditions?|flags?|horizons?|components?)\b", re.IGNORECASE
)
_PART = re.compile(
    # "three", "3 of the 4", "all"
    r"(?P<n>(?<![\d.])\b(?:\d(?![\d.])|no|none|one|two|three|four|five|six|seven|eight|all|both|every|each)\b)"
    r"(?: (?:of )?(?:the |its |these |those )?(?P<of>\d|two|three|four|five|six|seven|eight)?)? ?"
    # "sizing conditions are", "votes", or nothing: the noun may stand before
    rf"(?P<noun>(?:(?:full-size |sizing |signal |credit |other )?{_NOUNS}"
    r"(?: for full size)?(?: present| listed| counted| cast| read)?)?(?: that could)?"
    r"(?: are| is| were| was| read| reads| vote| votes| stands?| have| has| remain| remains| sits?| sit| go"
    r"| come| still| cast| voted)*)?,? ?"
    # "bullish", "unmet", "on"
    r"(?P<what>bullish|bearish|neutral|abstain(?:s|ing)?|unmet|not met|met|fail(?:s|ed|ing)?|missing"
    r"|pass(?:es|ed)?|hold|on|off|up|out|positive|negative|supportive|stressed|data|in place|satisfied|for"
    r"|against|zero|[+-]1|0|down)(?!\w)",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(?:would|could|if|rule|weight|carr(?:y|ies)|at least|need(?:s|ed)?)\b")
"""A statement with one of them tells a rule: "needs three of four layers bullish"."""

_SIZED = re.compile(r"\b(?P<noun>Sizing|Posture)\b")
"""In a statement about sizing what is counted are its conditions: "Sizing: two of seven fail"."""

_CREDIT = re.compile(r"\b(?:[Cc]redit|components?|OAS|HYG|KRE)\b")
"""In a statement about credit the votes are those of its components."""

_ROW = re.compile(r"(?:\b(?:and|&) |, |/ )(?:[A-Z%][\w/%]*|volume|rotation|the curve) \Z")
_ALL_OF_THEM = re.compile(
    r"\b(?:the )?(?:other (?=\w+ (?:are|is|were) )|other |remaining )?"
    r"(?P<n>two|three|four|five|six|seven|2|3|4|5|6|7) (?:others?|(?=(?:are|were|is) )|"
    rf"{_NOUNS[3:-1]})(?:, [^,.;]*,)?(?: \w+)? (?:are|is|were|was|stand|read|vote|cast|sit) \Z",
    re.IGNORECASE,
)
"""Before "all bearish" they tell how many those are: "the other three layers are"."""

_FOR_AND_AGAINST = re.compile(r"\bfor\b.*\bagainst\b")


def counts(read: Read, carried: Carried, index: Index) -> list[Claim]:
    """The claims of a statement's counts: "three of four layers are bullish", "no condition is unmet".

    Args:
        read: The statement; of one about several symbols no count can be told.
        carried: What the statements before lend it.
        index: What the tools gave.
    """
    first = _NOUN.search(read.plain) or _SIZED.search(read.plain)
    if not first or _SUPPOSED.search(read.plain):
        return []
    symbols = {one.symbol for one in read.symbols} or ({carried.symbol} if carried.symbol else None)
    if symbols is not None and len(symbols & index.symbols) > 1:
        return []
    # of "both" that nobody names, either may be meant
    whose: list[set[str] | None] = (
        [symbols] if symbols or len(index.symbols) < 2 else [{one} for one in index.symbols]
    )
    claims = []
    noun = _singular(first)
    for match in _PART.finditer(read.plain):
        named = _NOUN.search(match["noun"] or "")
        # "six votes are bullish, two bearish": a noun stands for what follows it
        noun = _singular(named) if named else noun
        of_credit = _CREDIT.search(read.plain) or "credit" in read.around
        noun = "component" if noun == "vote" and of_credit else noun
        have = [
            found for one in whose if (found := tally(noun, match["what"].lower(), one, index)) is not None
        ]
        if not have or not _counts(match, noun, read.plain, named=named is not None):
            continue
        told = _ALL_OF_THEM.search(read.plain[: match.start()]) if match["n"].lower() == "all" else None
        holds = any(_number(told["n"].lower()) == one.so if told else _right(match, one) for one in have)
        because = f"{have[0].so} of {have[0].all} {noun}s"
        claims.append(of_match(read, match, ClaimKind.COUNT, holds=holds, because=because))
    return claims


def _singular(match: re.Match[str]) -> str:
    noun = match["noun"].lower().rstrip("s")
    return "condition" if noun in ("sizing", "posture") else noun


def _counts(match: re.Match[str], noun: str, body: str, *, named: bool) -> bool:
    """Whether what looks like a count is one.

    "for" and "against" count votes only as a pair, and in words ("five for, two against"); "both" may be of
    anything unless a noun stands with it, and of eight votes it is never all.
    """
    said = match["n"].lower()
    votes = noun in ("vote", "indicator")
    if match["what"].lower() in ("for", "against") and (
        said.isdecimal() or not votes or not _FOR_AND_AGAINST.search(body)
    ):
        return False
    ahead = body[: match.start()].rstrip()
    if ahead.endswith(("not", "Not")) or (said == "all" and ahead.endswith(":") and (votes or not named)):
        # "not one votes down"; "RSI, %K and %B: all three vote down" is said of those
        return False
    if said in ("each", "all", "both") and _ROW.search(body[: match.start()]):
        # "HYG/IEF and VIX each vote +1"
        return False
    two = noun == "layer" and "two layers" in ahead
    return said != "both" or two or (named and not votes)


def _right(match: re.Match[str], have: Tally) -> bool:
    """Whether as many are so as is said, of as many as there are."""
    said = match["n"].lower()
    whole = None if match["of"] is None else _number(match["of"].lower())
    count = have.all if said in _ALL else _number(said)
    if said == "all" and whole is not None:
        # "all five components that were read"
        return whole == have.so and whole <= have.all
    return count == have.so and whole in (None, have.all)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _N[word]
