"""Servers with their settings, schedules, watches, posts, and what people said of the bot."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_WHOLE = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, and look for a person's answers quickly."""
    op.create_table(
        "guilds",
        sa.Column("guild", _WHOLE, autoincrement=False, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("left_at", _INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("guild", name="pk_guilds"),
    )
    op.create_table(
        "schedules",
        sa.Column("id", _WHOLE, autoincrement=True, nullable=False),
        *_whole("guild", "channel"),
        *_texts("kind", "symbols", "anchor"),
        *_whole("minutes"),
        *_texts("zone"),
        *_whole("made_by"),
        sa.Column("made_at", _INSTANT, nullable=False),
        *_texts("paused"),
        sa.PrimaryKeyConstraint("id", name="pk_schedules"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_schedules_guild", "schedules", ["guild"])
    op.create_table(
        "watches",
        sa.Column("id", _WHOLE, autoincrement=True, nullable=False),
        sa.Column("guild", _WHOLE, nullable=True),
        *_whole("channel", "person"),
        *_texts("symbol", "what"),
        *_whole("confirm", "cooldown"),
        sa.Column("expires", sa.Date, nullable=False),
        *_texts("state", "pending"),
        *_whole("held"),
        sa.Column("read", sa.Date, nullable=True),
        sa.Column("told", sa.Date, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_watches"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_watches_person", "watches", ["person"])
    op.create_index("ix_watches_guild", "watches", ["guild"])
    _posts_and_feedback()
    op.create_index("ix_answers_person", "answers", ["person"])


def _posts_and_feedback() -> None:
    op.create_table(
        "posts",
        *_texts("key"),
        sa.Column("guild", _WHOLE, nullable=True),
        *_texts("state", "owner"),
        sa.Column("until", _INSTANT, nullable=False),
        sa.Column("sent_at", _INSTANT, nullable=True),
        sa.Column("message", _WHOLE, nullable=True),
        *_texts("why"),
        sa.Column("late", _INSTANT, nullable=False),
        *_texts("body"),
        sa.PrimaryKeyConstraint("key", name="pk_posts"),
    )
    op.create_index("ix_posts_state_until", "posts", ["state", "until"])
    op.create_table(
        "feedback",
        sa.Column("number", _WHOLE, autoincrement=True, nullable=False),
        *_texts("tenant"),
        *_whole("person"),
        *_texts("kind"),
        sa.Column("at", _INSTANT, nullable=False),
        *_texts("body"),
        sa.PrimaryKeyConstraint("number", name="pk_feedback"),
    )
    op.create_index("ix_feedback_person", "feedback", ["person"])
    op.create_index("ix_feedback_tenant", "feedback", ["tenant"])


def _texts(*names: str) -> list[sa.schema.SchemaItem]:
    return [sa.Column(name, sa.Text, nullable=False) for name in names]


def _whole(*names: str) -> list[sa.schema.SchemaItem]:
    return [sa.Column(name, _WHOLE, nullable=False) for name in names]
