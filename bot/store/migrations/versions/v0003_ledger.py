"""The ledger: seals, settlements and debriefs, which nobody changes or deletes."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_WHOLE = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_TAKEN = {
    "seals": "(symbol, session, kind, simulated) = (NEW.symbol, NEW.session, NEW.kind, NEW.simulated)",
    "settlements": "seal = NEW.seal AND horizon = NEW.horizon",
    "debriefs": "corrects = NEW.corrects OR (seal = NEW.seal AND corrects IS NULL AND NEW.corrects IS NULL)",
}
"""When a new row would take the place of one that is there."""

_REFUSED = "is append-only: what is in it is never changed and never deleted"
_PLACED = "is append-only: a row is added after the last one, and replaces none"


def upgrade() -> None:
    """Make the tables, and triggers that refuse every other change."""
    op.create_table(
        "seals",
        *_linked("seals"),
        sa.UniqueConstraint(
            "symbol", "session", "kind", "simulated", name="uq_seals_symbol_session_kind_simulated"
        ),
    )
    op.create_index("ix_seals_session_number", "seals", ["session", "number"])
    op.create_table(
        "settlements",
        *_linked("settlements"),
        sa.Column("seal", sa.Text, nullable=False),
        sa.Column("horizon", _WHOLE, nullable=False),
        sa.UniqueConstraint("seal", "horizon", name="uq_settlements_seal_horizon"),
        sa.ForeignKeyConstraint(["seal"], ["seals.hash"], name="fk_settlements_seal"),
    )
    op.create_index("ix_settlements_session_horizon_number", "settlements", ["session", "horizon", "number"])
    op.create_table(
        "debriefs",
        *_linked("debriefs"),
        sa.Column("seal", sa.Text, nullable=False),
        sa.Column("corrects", sa.Text, nullable=True),
        sa.UniqueConstraint("corrects", name="uq_debriefs_corrects"),
        sa.ForeignKeyConstraint(["seal"], ["seals.hash"], name="fk_debriefs_seal"),
        sa.ForeignKeyConstraint(["corrects"], ["debriefs.hash"], name="fk_debriefs_corrects"),
    )
    first = sa.text("corrects IS NULL")
    op.create_index(
        "ix_debriefs_first", "debriefs", ["seal"], unique=True, sqlite_where=first, postgresql_where=first
    )
    op.create_index("ix_debriefs_session_number", "debriefs", ["session", "number"])
    if op.get_bind().dialect.name == "postgresql":
        _guard_server()
    else:
        _guard_file()


def _linked(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("number", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("symbol", sa.Text, nullable=False),
        sa.Column("session", sa.Date, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("simulated", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("number", name=f"pk_{table}"),
        sa.UniqueConstraint("hash", name=f"uq_{table}_hash"),
    ]


def _guard_file() -> None:
    for table, taken in _TAKEN.items():
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_refuse_{event.lower()} BEFORE {event} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} {_REFUSED}'); END"
            )
        # INSERT OR REPLACE deletes without a word to the triggers above
        conditions = (f"hash = NEW.hash OR {taken}", "number >= NEW.number")
        replaces = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {each})" for each in conditions)  # noqa: S608 - our own names
        op.execute(
            f"CREATE TRIGGER {table}_refuse_replace BEFORE INSERT ON {table} WHEN {replaces} "
            f"BEGIN SELECT RAISE(ABORT, '{table} {_PLACED}'); END"
        )


def _guard_server() -> None:
    op.execute(
        "CREATE FUNCTION plumbline_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN RAISE EXCEPTION '% {_REFUSED}', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table in _TAKEN:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION plumbline_append_only()"
        )
