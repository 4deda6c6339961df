"""The cards about what is stored of a person, for how long, what leaves the machine, and how to delete it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.cards.about import link
from bot.cards.blocks import Button, Card, Text
from bot.cards.request import Request
from bot.cards.sections import section
from bot.cards.words import escaped

OFFLINE = "offline"

_STORED = (
    (
        "- Your questions and the answers to them, with your Discord id, the server or direct message, the "
        "channel's conversation, the time, and what was read for each. Your name is not stored."
    ),
    "- How much of the language model you used, by day.",
    "- Settings and schedules of a server, with the ids of channels and roles, and who made a schedule.",
    "- Your watches, with your id, the symbol and the channel.",
    "- Feedback that you send, with your id.",
    "- Documents that people upload, with the server they belong to. Other servers never see them.",
    "- When something breaks: a technical record of the failure under an incident id.",
)
_MINE = (
    "`/forgetme` deletes what is kept under your id in every server: questions and answers, conversations, "
    "watches, feedback, and documents that you added for yourself. `/knowledge remove` deletes a server's "
    "document with its passages. The sealed calls hold nothing of anybody."
)


@dataclass(frozen=True, slots=True)
class PrivacyFacts:
    """What decides about privacy in a running bot.

    Attributes:
        model: Name of the model that writes answers here, "offline" for the built-in analyst.
        source: Name of the market data source.
        days: Days after which questions and answers are deleted by themselves; None: never.
        policy: Address of the operator's privacy policy; "" where there is none.
        problems: Where to report a problem; "" likewise.
    """

    model: str
    source: str
    days: int | None = None
    policy: str = ""
    problems: str = ""


def privacy_card(facts: PrivacyFacts, request: Request | None = None) -> Card:
    """What is stored, how long, what leaves the machine, and how to delete it."""
    links = (("Privacy policy", facts.policy), ("Report a problem", facts.problems))
    return Card(
        "**Privacy**",
        (
            section("What is stored", *_STORED),
            section("For how long", _kept(facts.days)),
            section("What leaves this machine", *_leaves(facts)),
            section("What is not done", "Nothing is used to train a model. Nothing is sold or shared."),
            section("How to delete it", _MINE, *(link(name, address) for name, address in links if address)),
        ),
        buttons=(Button("About", Request("about")),),
        request=request,
    )


def forgotten_card(counts: Mapping[str, int], request: Request | None = None) -> Card:
    """What was deleted of a person.

    Args:
        counts: What -> how many, such as "answers" -> 3.
        request: What the card answers.
    """
    gone = [f"- {escaped(what)}: {count:,}" for what, count in counts.items() if count]
    said = "\n".join(("Deleted, for good:", *gone)) if gone else "There was nothing of yours to delete."
    return Card("**Forgotten**", (Text(said),), request=request)


def _kept(days: int | None) -> str:
    if days is None:
        return "Until you or the operator delete it; a watch until its last day."
    return f"Questions and answers for {days:,} days; the rest until you or the operator delete it."


def _leaves(facts: PrivacyFacts) -> tuple[str, ...]:
    market = (
        f"The data source ({escaped(facts.source)}) is asked for symbols, and learns nothing of who asked."
    )
    if facts.model == OFFLINE:
        return ("Nothing you write: answers are made on this machine by fixed rules.", market)
    provider = escaped(facts.model.partition(":")[0])
    return (
        (
            f"Answers are written by **{escaped(facts.model)}**. Your question, the conversation before it, "
            f"and the readings and passages found for it are sent to {provider}, without your name and "
            "your id."
        ),
        market,
    )
