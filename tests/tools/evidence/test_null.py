"""The null test: where no state means anything, few comparisons may say otherwise."""

from tests.tools.evidence.null_markets import null_numbers
from tools.evidence.correction import corrected
from tools.evidence.study import Study
from tools.evidence.tried import count_tried
from tools.profile import load_profile

MARKETS, ROWS = 40, 1500


def test_random_walks_rarely_show_a_difference() -> None:
    """40 random markets through the real columns: about 5 % of comparisons differ by their own interval.

    Comparisons of a market depend on each other, so its share is one observation: with a spread of about
    8 points the mean of 40 has a standard error near 1.3 points, and 5 % + 3 of those is the bound. Counting
    everything that was tried leaves next to nothing.
    """
    rules = load_profile("IWM").evidence
    made = differing = surviving = 0
    for seed in range(MARKETS):
        found = null_numbers(9_000 + seed, ROWS)
        made += len(found)
        differing += sum(one.differs != 0 for one in found.values())
        rows = {f"{key}.{horizon}": (one,) for (key, horizon), one in found.items()}
        study = Study((1,), corrected(rows))
        surviving += len(count_tried(study, rules).surviving)
    assert made > MARKETS * 40
    assert differing / made < 0.09
    assert differing > 0
    assert surviving / made < 0.005
