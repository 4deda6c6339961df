"""The card that says what this is, which data and which model it uses, and whom to ask."""

from dataclasses import dataclass
from datetime import date

from bot.cards.blocks import Button, Card, Text
from bot.cards.request import Request
from bot.cards.sections import section
from bot.cards.words import escaped, lines, small
from bot.document_words import counted
from tools.results import DISCLAIMER


@dataclass(frozen=True, slots=True)
class AboutFacts:
    """What there is to say of a running bot.

    Attributes:
        version: Of the program.
        rules: Version of the rules that rate.
        source: Name of the data source.
        terms: Whose data, on what terms.
        simulated: Whether the prices are made up.
        session: The newest session there is; None where none could be read.
        model: Name of the model that writes answers; "offline" for the built-in analyst.
        documents: Documents that may be quoted here.
        passages: Their passages.
        privacy: Address of the privacy policy; "" where the operator gave none.
        code: Address of the source code; likewise.
        problems: Where problems are reported; likewise.
    """

    version: str
    rules: str
    source: str
    terms: str
    simulated: bool
    session: date | None
    model: str
    documents: int
    passages: int
    privacy: str = ""
    code: str = ""
    problems: str = ""


def about_card(facts: AboutFacts, request: Request | None = None) -> Card:
    """Version, data and terms, model, corpus, links."""
    newest = facts.session.isoformat() if facts.session else "none could be read"
    corpus = f"{counted(facts.documents, 'document')}, {counted(facts.passages, 'passage')}"
    made_up = ", SIMULATED: the prices are made up" if facts.simulated else ""
    offline = " (fixed rules, no language model)" if facts.model == "offline" else ""
    return Card(
        f"{'SIMULATED · ' if facts.simulated else ''}**Plumbline** · about",
        (
            Text(
                "A market-signal desk: every number is computed or cited, and every call is scored in public."
            ),
            section(
                "What runs here",
                f"Version **{escaped(facts.version)}**, rules {escaped(facts.rules)}",
                f"Data **{escaped(facts.source)}**{made_up}",
                escaped(facts.terms),
                f"Newest session **{newest}**",
                f"Answers written by **{escaped(facts.model)}**{offline}",
                f"Reports that may be quoted here: {corpus}",
            ),
            section("More", *_links(facts)),
        ),
        small(DISCLAIMER),
        "warning" if facts.simulated else "plain",
        (Button("Privacy", Request("privacy")), Button("Help", Request("help"))),
        request,
    )


def _links(facts: AboutFacts) -> tuple[str, ...]:
    wanted = (
        ("Privacy policy", facts.privacy),
        ("Source code", facts.code),
        ("Report a problem", facts.problems),
    )
    return (
        lines(link(name, address) for name, address in wanted if address),
        "`/help` lists the commands.",
    )


def link(name: str, address: str) -> str:
    """A link that the operator set; an address that is none is shown as text.

    Args:
        name: Words of ours.
        address: What the operator wrote.
    """
    whole = address.startswith(("https://", "http://")) and not any(
        letter in "()<>[]\\`" or letter.isspace() for letter in address
    )
    return f"[{name}](<{address}>)" if whole else f"{name}: {escaped(address)}"
