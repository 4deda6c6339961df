"""When a fund or index was launched: a year, said in a sentence or a table's row."""

import re
from collections.abc import Iterator

from knowledge.claims.entities import entity, entity_hits, owner
from knowledge.claims.extract_source import Source
from knowledge.claims.extract_tokens import tokens
from knowledge.claims.metrics import metrics
from knowledge.claims.model import Claim, Measure, Method, Quantity, Span
from knowledge.claims.quantities_names import MONTH
from knowledge.types import Block

LAUNCH = "launch"
_DATE = (
    rf"(?P<date>(?:(?:{MONTH}[ ][0-9]{{1,2}},?|[0-9]{{1,2}}[ ]{MONTH}|{MONTH})[ ])?(?P<year>(?:19"
    rf"|20)[0-9]{{2}})"
    r"(?:-[0-9]{2}-[0-9]{2})?|[0-9]{1,2}/[0-9]{1,2}/(?P<us>(?:19|20)[0-9]{2}))(?![0-9]|,[0-9])"
)
_LAUNCH = re.compile(
    r"(?:\b(?:[Ii]t|[Ff]und|ETF|[Ii]ndex|[A-Z]{3,4}|Russell[ ]2000|which)[ ](?:was[ ]"
    r"|has[ ]been[ ])?(?:first[ ])?"
    r"(?:launched|listed|introduced|created|started[ ]trading|began[ ]trading|debuted|has[ ]traded[ ]since)"
    r"|\b(?:[Ff]und[ ])?(?:[Ii]nception|[Ll]aunch)(?:[ ](?:date|year))?(?:[ ](?:is|was|of|in|on|since))?)"
    rf"[ ]?[:,\t|]?[ ]?(?:back[ ])?(?:in[ ]|on[ ]|since[ ])?{_DATE}"
)


def launches(source: Source, span: Span, block: Block, before: str | None) -> Iterator[Claim]:
    """The years of launch that a sentence or a table's row states.

    Args:
        source: The document.
        span: The sentence or row.
        block: The block it stands in.
        before: The entity in mind from what stood before.
    """
    for match in _LAUNCH.finditer(source.text, span.start, span.end):
        hits = entity_hits(tokens(source.text, span.start, match.start("date")), source.document.symbols)
        said = match[0].split(" ", 1)[0]
        named = hits[-1].names[0] if hits else None
        if said.isupper() and said not in {"ETF", named}:
            # a name that is in no table
            continue
        fund = said.lower() in {"fund", "etf", "inception"}
        if fund and entity(named or before or "").kind != "fund":
            named, before = None, source.about
        whose = owner(named or before, source.about, metrics()[LAUNCH].of)
        if whose is None:
            continue
        year = float(match["year"] or match["us"])
        place = Span(*match.span("date"))
        yield Claim(
            id=f"{source.document.id}@{place.start}",
            document=source.document.id,
            metric=LAUNCH,
            variant=None,
            entity=whose,
            quantity=Quantity(year, year, Measure.COUNT, "exact", 1.0, place),
            denominator=None,
            as_of=source.known_by(block),
            as_of_said=False,
            horizon=None,
            method=Method.COMPUTED if source.computed else Method.STATED,
            attributed_to=None,
            sentence=span,
            section=block.section,
        )
