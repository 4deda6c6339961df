"""What people call the states that are studied: phrases for their keys, in the order they are looked for."""

import re
from collections.abc import Mapping

_SIDES = ("composite", "trend", "momentum", "breadth", "relative_strength")
STATES: Mapping[str, tuple[str, ...]] = {
    "strong_bullish": ("composite",),
    "strong_bearish": ("composite",),
    "bullish": _SIDES,
    "neutral": (*_SIDES, "credit"),
    "bearish": _SIDES,
    "converging": ("trend",),
    "diverging": ("trend",),
    "fresh_cross": ("trend",),
    "weak": ("momentum",),
    "divergence_warning": ("breadth",),
    "washed_out_repair": ("breadth",),
    "thrust": ("breadth",),
    "small_cap_leadership": ("rotation",),
    "parity": ("rotation",),
    "large_cap_flight": ("rotation",),
    "supportive": ("credit",),
    "stressed": ("credit",),
    "short_covering": ("positioning",),
}
"""State -> families that have it, the one that is meant without a family first."""

SPELLED: Mapping[str, str] = {
    "large_cap_flight": "large-cap flight",
    "small_cap_leadership": "small-cap leadership",
    "short_covering": "short-covering fade risk",
}
"""Keys that are not written as they are spoken."""

FAMILIES = frozenset(family for families in STATES.values() for family in families)

_BENCHMARK = r"(?: behind)? (?:the )?(?:spy|s&p(?: 500)?|benchmark|market|large caps?)"
_AVERAGES = r"(?:(?:moving )?averages?|emas?|trend)"
_READ = (
    (r"[\u2010-\u2015-]", " "),
    (r"relative strength", "relative_strength"),
    (r"strong(?:ly)? bull(?:ish)?", "strong_bullish"),
    (r"strong(?:ly)? bear(?:ish)?", "strong_bearish"),
    (r"out ?perform(?:s|ed|ing|ance)?(?:" + _BENCHMARK + ")?", "relative_strength bullish"),
    (r"under ?perform(?:s|ed|ing|ance)?(?:" + _BENCHMARK + ")?", "relative_strength bearish"),
    (r"(?:leads|leading|led|beats|beating|beat)" + _BENCHMARK, "relative_strength bullish"),
    (r"(?:trails|trailing|trailed)" + _BENCHMARK, "relative_strength bearish"),
    (r"lag(?:s|ged|ging)?(?:" + _BENCHMARK + ")?", "relative_strength bearish"),
    (r"(?:confirmed )?small cap leadership|risk on", "small_cap_leadership"),
    (r"small caps? (?:lead|leads|leading)", "small_cap_leadership"),
    (r"large cap (?:flight|leadership)|risk off", "large_cap_flight"),
    (r"flight(?: to (?:large caps?|quality|safety))?", "large_cap_flight"),
    (r"leadership", "small_cap_leadership"),
    (r"short ?covering(?: fade)?(?: risk)?|fade risk|covering rall(?:y|ies)", "short_covering"),
    (r"(?:short )?squeezes?", "short_covering"),
    (r"wash(?:ed)? ?outs?(?: breadth)?(?: repairs?)?|repairs?", "washed_out_repair"),
    (r"oversold (?:breadth|participation|members)", "washed_out_repair"),
    (r"breadth (?:is |was |being |turns )?oversold", "washed_out_repair"),
    (r"(?:breadth )?thrusts?", "thrust"),
    (r"(?:breadth|participation) (?:is |was |has |being )?diverg\w*(?: warnings?)?", "divergence_warning"),
    (r"diverg\w* (?:of |in )?(?:the )?(?:breadth|participation|members)", "divergence_warning"),
    (_AVERAGES + r" (?:are |were |is |was )?diverg\w*", "diverging"),
    (r"diverg\w* (?:of |in )?(?:the )?" + _AVERAGES, "diverging"),
    (r"divergences?(?: warnings?)?|divergent", "divergence_warning"),
    (r"diverging|diverges?|diverged", "diverging"),
    (r"converg\w*", "converging"),
    (r"fresh cross\w*|cross\w* of (?:the )?(?:averages|emas)", "fresh_cross"),
    (r"(?:averages?|emas?) (?:have |had |just )?cross\w*", "fresh_cross"),
    (r"up ?trends?", "trend bullish"),
    (r"down ?trends?", "trend bearish"),
    (r"(?:weak|unconfirmed)(?: \w+)? momentum", "momentum weak"),
    (r"momentum (?:is |was |being )?(?:weak|unconfirmed)", "momentum weak"),
    (r"momentum (?:is |was )?(?:not confirmed|without)(?: by)? ?(?:volume)?", "momentum weak"),
    (r"volume (?:does|did) not confirm(?: \w+)?(?: momentum)?", "momentum weak"),
    (r"stress(?:ed|es)?", "stressed"),
    (r"bull(?:ish(?:ly|ness)?)?", "bullish"),
    (r"bear(?:ish(?:ly|ness)?)?", "bearish"),
    (r"(?:moving )?averages?|emas?", "trend"),
    (r"ratings?|stacks?|composites?|overall|signals?|calls?", "composite"),
    (r"participation", "breadth"),
)  # fmt: skip
PHRASES = tuple(
    (re.compile(phrase if phrase.startswith("[") else rf"\b(?:{phrase})\b"), meant) for phrase, meant in _READ
)
"""(phrase, the keys it stands for); each is replaced before the next is looked for."""

_IDLE = """
a an the is was were are be been being it its this that these those of in on at to for from by as after
when while whenever once then and or with state states layer layers reading readings flag flags condition
conditions warning warnings risk price prices close closes session sessions day days market fund index
members stocks small large cap caps russell spy s p 500 2000 benchmark now today here in force current
currently becomes became turns turned turning reads read goes went shows showed has had have does did do
set up setup setups high yield spreads two 21 63
"""
IDLE = frozenset(_IDLE.split())
"""Words that tell no state from another."""
