"""Tool: what other systems claim, tested on the symbol's history."""

from dataclasses import replace

from tools.functions.asking import DATE_ARGUMENT, SYMBOL_ARGUMENT, asked, grounds_of
from tools.functions.claim_words import claims_named
from tools.functions.claims_text import claims_lines, verdict_lines
from tools.functions.context import BeltContext
from tools.functions.tool import Argument, DeskTool, Words, called
from tools.grounds import Grounds


def claims(context: BeltContext, symbol: str, claim: str, date: str) -> Grounds:
    """The verdicts on all claims, or one to three in full."""
    name, day = asked(context, symbol, date)
    report = context.desk.claims(name, day.session)
    found = claims_named(claim, report.claims)
    whole = len(found) == len(report.claims)
    # the list says verdicts alone, so it stands on verdicts alone
    kept = tuple(replace(one, trials=(), numbers=(), caveats=()) for one in found) if whole else found
    chosen = replace(report, claims=kept, survivorship=replace(report.survivorship, verdicts=()))
    arguments = called(symbol=symbol, claim=claim, date=date)
    grounds = grounds_of("claims", arguments, chosen, day, claims_lines(chosen, whole=whole))
    return replace(grounds, sentences=(*grounds.sentences, *verdict_lines(kept)))


TOOL = DeskTool(
    "claims",
    "What other systems and pages claim about small caps (large-cap flight, washed-out breadth, RSI dips, "
    "converging averages, ...), each tested on this symbol's history: verdict, cases, interval. Call it "
    'where somebody asks whether such a claim is true. "all" lists every verdict.',
    (
        SYMBOL_ARGUMENT,
        Argument(
            "claim",
            Words(160),
            'Words and figures of the claim, or "all". Example: "RSI 35-42".',
        ),
        DATE_ARGUMENT,
    ),
    claims,
)
