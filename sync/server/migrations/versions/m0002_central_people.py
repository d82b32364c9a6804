"""The EDC's own people with their sessions and what they looked at; what devices say when they greet."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables, and the index by which a child's entries are counted."""
    _people()
    op.create_table(
        "greeting",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("at_utc", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.BigInteger(), nullable=False),
        sa.Column("oldest_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", "device", name=op.f("pk_greeting")),
    )
    op.create_index("ix_entry_site_subject", "entry", ["site", "subject", "standing", "number"], unique=False)


def _people() -> None:
    op.create_table(
        "central_user",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("sites", sa.Text(), nullable=False),
        sa.Column("every_site", sa.Boolean(), nullable=False),
        sa.Column("verifier", sa.Text(), nullable=False),
        sa.Column("since_utc", sa.BigInteger(), nullable=False),
        sa.Column("ended_utc", sa.BigInteger(), nullable=True),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("wait_until_utc", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_central_user")),
    )
    op.create_table(
        "central_session",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("begun_utc", sa.BigInteger(), nullable=False),
        sa.Column("seen_utc", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_central_session")),
    )
    op.create_index("ix_central_session_name", "central_session", ["name"], unique=False)
    op.create_table(
        "central_access",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at_utc", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("came_from", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_central_access")),
    )
    op.create_index("ix_central_access_at", "central_access", ["at_utc"], unique=False)
