"""The tables of the ledger: three chains, each row with its text, its hash, and what it is found by."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.rows import WHOLE, Rows
from tools.ledger.port import Chain


class LinkedRow(Rows):
    """What the rows of every chain have.

    Attributes:
        number: 1 and up, without gaps.
        previous: Hash of the row before it.
        hash: `tools.ledger.chain.link` of the row.
        body: The entry, as `tools.ledger.codec` writes it; what follows is found in it again.
        symbol: What the call was about.
        session: The session that was read, or judged.
        kind: Forward or back-filled.
        simulated: Whether its market is the simulated one.
    """

    __abstract__ = True

    number: Mapped[int] = mapped_column(WHOLE, primary_key=True, autoincrement=False)
    previous: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(Text, unique=True)
    # text, not a JSON type: its bytes are what the hash covers
    body: Mapped[str] = mapped_column(Text)
    symbol: Mapped[str] = mapped_column(Text)
    session: Mapped[date]
    kind: Mapped[str] = mapped_column(Text)
    simulated: Mapped[bool]


class SealRow(LinkedRow):
    """A call before its outcome; one per symbol, session, kind and market."""

    __tablename__ = "seals"
    __table_args__ = (
        UniqueConstraint("symbol", "session", "kind", "simulated"),
        Index(None, "session", "number"),
    )


class SettlementRow(LinkedRow):
    """What came of a seal at a horizon; one per horizon.

    Attributes:
        seal: Hash of the seal.
        horizon: In sessions.
    """

    __tablename__ = "settlements"
    __table_args__ = (UniqueConstraint("seal", "horizon"), Index(None, "session", "horizon", "number"))

    seal: Mapped[str] = mapped_column(Text, ForeignKey("seals.hash"))
    horizon: Mapped[int] = mapped_column(WHOLE)


class DebriefRow(LinkedRow):
    """A debrief; one per seal that corrects none, and one for each that is corrected.

    Attributes:
        seal: Hash of the seal it judges.
        corrects: Hash of the debrief it corrects; None for the seal's first.
    """

    __tablename__ = "debriefs"

    seal: Mapped[str] = mapped_column(Text, ForeignKey("seals.hash"))
    corrects: Mapped[str | None] = mapped_column(Text, ForeignKey("debriefs.hash"), unique=True)

    __table_args__ = (
        Index(
            "ix_debriefs_first",
            "seal",
            unique=True,
            sqlite_where=corrects.is_(None),
            postgresql_where=corrects.is_(None),
        ),
        Index(None, "session", "number"),
    )


ROWS: Mapping[Chain, type[SealRow] | type[SettlementRow] | type[DebriefRow]] = {
    "seals": SealRow,
    "settlements": SettlementRow,
    "debriefs": DebriefRow,
}
