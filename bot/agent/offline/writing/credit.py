"""Credit: the state, each component with its vote and figures, and what is not known."""

from bot.agent.offline.values import Ask, Block, Outcomes
from bot.agent.offline.writing.figures import bullets, first, notices, paragraphs, put, sentence
from bot.agent.offline.writing.trouble import each
from tools.grounds import Grounds
from tools.overlays.credit import Credit, CreditComponent
from tools.phrases import written
from tools.results import Analysis, RotationReport
from tools.types import Missing


def write_credit(_ask: Ask, outcomes: Outcomes) -> Block:
    """The overlay; it is the same for every symbol but for the benchmark."""

    def one(grounds: Grounds) -> str:
        report = grounds.result
        if not isinstance(report, RotationReport | Analysis):
            return grounds.text
        return _told(grounds, report.credit)

    return each(outcomes, "credit", one, "The stack itself does not need credit and can be asked for.")


def _told(grounds: Grounds, credit: Credit) -> str:
    state = "not known" if isinstance(credit.state, Missing) else written(credit.state)
    return paragraphs(
        notices(grounds, members=False),
        f"**Credit: {state}.** {sentence(credit.rationale)}",
        bullets([*map(_component, credit.components), *(put(gone) for gone in credit.missing)]),
        "Credit is context beside the stack: it can bar full size, it does not change the composite.",
    )


def _component(part: CreditComponent) -> str:
    figures = "; ".join(first(put(reading, _once(reading.label))) for reading in part.facts)
    return f"**{part.title}: {written(part.word)}.** {figures}"


def _once(label: str) -> str:
    """A label without its own name twice: "VIX: VIX"."""
    name, _, rest = label.partition(": ")
    return name if name == rest else label
