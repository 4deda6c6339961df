"""The claims that words mean, among those that were tested: by rare words and by the figures they name."""

import math
import re
from collections import Counter
from collections.abc import Sequence

from tools.errors import BadRequest
from tools.evidence.results import ClaimStudy

EVERY = "all"
_MOST = 3
_CLOSE = 0.7
"""A claim is as good as the best one from this share of its weight on."""

_TITLED = 100.0
"""Weight of the whole title."""

_FEW = 2

_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_WORD = re.compile(r"%k|[a-z]+")
_COMMON = """
a about above accurate actually ahead all always an and any anything are as assistly at back be because
been before below best better bought by buy can case check checked claim claimed claims come comes correct
day days did do does doing done entries entry ever every evidence fact find for from give gives good had
has have here hold holds how i if in index into is isn it its iwm just like list looking make makes many
market matter mean means me more most much must my no not of often ok on one or other out over page people
price really right russell said say says seed seeds session sessions show small smallcap so some source
sources still supported system systems t tell test tested tests than that the their them then there these
they this those times to true twice under up us valid verdict verdicts verify was we website were what
when where whether which while who why will with work works would x yes you your percent per cent caps cap
stocks fund myth myths false hype
"""
_UNTOLD = frozenset(_COMMON.split())
"""Words that tell no claim from another."""

_SAME = {
    "participation": "members", "breadth": "members", "components": "members", "breakout": "breakouts",
    "setups": "set", "setup": "set", "fails": "fail", "failed": "fail", "failing": "fail", "fled": "flight",
    "fades": "fade", "fading": "fade", "rally": "rallies", "lags": "lagging", "lag": "lagging",
    "lagged": "lagging", "leads": "leading", "lead": "leading", "emas": "averages",
    "ema": "averages", "average": "averages", "convergence": "converging", "converge": "converging",
    "converges": "converging", "dip": "dips",
    "stochastic": "%k", "fed": "bank", "fomc": "bank", "central": "bank", "yield": "yields",
    "spread": "spreads", "squeeze": "covering", "squeezes": "covering", "shorts": "covering",
    "nasdaq": "growth", "qqq": "growth", "spy": "benchmark", "narrow": "thin",
    "recession": "recessions", "cuts": "cut", "cutting": "cut", "signal": "signals",
    "rates": "rate", "expectations": "conviction", "regional": "banks",
    "flows": "flows", "inflows": "flows", "options": "option", "double": "doubled", "warning": "warn",
    "warns": "warn", "lookback": "look", "decisions": "decision", "fall": "falls", "falling": "falling",
}  # fmt: skip


def telling(words: str) -> frozenset[str]:
    """The words and figures that tell a claim, in one spelling; figures as "2.1", "35".

    Args:
        words: Any text.
    """
    lowered = words.lower().replace("washed-out", "washed out").replace("set-up", "setup")
    found = {_SAME.get(one, one) for one in _WORD.findall(lowered) if one not in _UNTOLD}
    return frozenset(found | {f"{float(one):g}" for one in _NUMBER.findall(lowered)})


def claims_named(words: str, claims: Sequence[ClaimStudy]) -> tuple[ClaimStudy, ...]:
    """The claims that words mean, one to three, the best first; all of them for "all".

    Args:
        words: "all", or words such as "2.1x in flight".
        claims: As tested.

    Raises:
        BadRequest: None is meant.
    """
    asked = telling(words)
    if not asked:
        return tuple(claims)
    told = [(telling(f"{one.key.replace('_', ' ')} {one.title} {one.claim}"), one) for one in claims]
    count = Counter(word for own, _ in told for word in own)
    scored = [
        (_weight(asked & own, count, len(told)) + (_TITLED if one.title.lower() in words.lower() else 0), one)
        for own, one in told
    ]
    best = max(weight for weight, _ in scored)
    if best < _least(asked, count, len(told)):
        raise BadRequest(
            f'No claim {words[:60]!r} was tested. "{EVERY}" lists the claims that were; a few words of one '
            "name it."
        )
    ranked = sorted(scored, key=lambda pair: -pair[0])
    return tuple(one for weight, one in ranked if weight >= _CLOSE * best)[:_MOST]


def _weight(shared: frozenset[str], count: Counter[str], claims: int) -> float:
    """Rare words weigh more; a figure alone means little, since several claims name the same."""
    weights = [math.log(claims / count[word]) * (0.7 if word[:1].isdigit() else 1.0) for word in shared]
    return math.fsum(sorted(weights))


def _least(asked: frozenset[str], count: Counter[str], claims: int) -> float:
    """What must be shared: all of a word or two, a third of more; words of no claim count against it."""
    known = frozenset(word for word in asked if count[word])
    strange = math.log(claims) * (len(asked) - len(known))
    if len(asked) <= _FEW and strange:
        return math.inf
    return max(math.log(claims / 8), (_weight(known, count, claims) + strange) / 3)
