"""What there is to say of the running bot, read where it stands."""

from typing import TYPE_CHECKING

from bot.cards.about import AboutFacts
from bot.cards.privacy import PrivacyFacts
from bot.version import running_version
from knowledge.errors import KnowledgeError
from knowledge.tenants import Tenant, visible_to
from tools.errors import PlumbError
from tools.profile import RULES_VERSION

if TYPE_CHECKING:
    from datetime import date

    from bot.wiring import Services


def about_facts(services: "Services", tenant: Tenant) -> AboutFacts:
    """Version, data, model and corpus; reads the newest session and the documents of the tenant."""
    settings, market = services.settings, services.market
    documents, passages = _corpus(services, tenant)
    return AboutFacts(
        version=running_version(),
        rules=RULES_VERSION,
        source=market.name,
        terms=market.terms,
        simulated=market.simulated,
        session=_newest(services),
        model=settings.model,
        documents=documents,
        passages=passages,
        privacy=settings.privacy_url or "",
        problems=settings.support_url or "",
    )


def privacy_facts(services: "Services") -> PrivacyFacts:
    """What decides about privacy here."""
    settings = services.settings
    return PrivacyFacts(
        model=settings.model,
        source=services.market.name,
        policy=settings.privacy_url or "",
        problems=settings.support_url or "",
    )


def _newest(services: "Services") -> "date | None":
    try:
        return services.desk.snapshot("IWM").header.as_of
    except PlumbError:
        return None


def _corpus(services: "Services", tenant: Tenant) -> tuple[int, int]:
    try:
        entries = [entry for owner in visible_to(tenant) for entry in services.library().entries(owner)]
    except KnowledgeError:
        return 0, 0
    return len(entries), sum(entry.chunks for entry in entries)
