"""The first tables: sites, devices, codes, the log and roster, entries and slots."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    _sites()
    _log()
    _state()


def _sites() -> None:
    op.create_table(
        "meta",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_meta")),
    )
    op.create_table(
        "site",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("roster", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", name=op.f("pk_site")),
    )
    op.create_table(
        "device",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("edc", sa.Boolean(), nullable=False),
        sa.Column("certified", sa.Boolean(), nullable=False),
        sa.Column("ended_after", sa.BigInteger(), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("forked_at", sa.BigInteger(), nullable=True),
        sa.Column("heard_utc", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", "device", name=op.f("pk_device")),
    )
    op.create_table(
        "code",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("until_utc", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("site", "digest", name=op.f("pk_code")),
    )


def _log() -> None:
    op.create_table(
        "change",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("device", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("branch", sa.Boolean(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("why_en", sa.Text(), nullable=False),
        sa.Column("why_zh", sa.Text(), nullable=False),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("device_signature", sa.LargeBinary(), nullable=False),
        sa.Column("person_signature", sa.LargeBinary(), nullable=False),
        sa.Column("received_utc", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", "number", name=op.f("pk_change")),
    )
    op.create_index("ix_change_site_device_seq", "change", ["site", "device", "seq"], unique=False)
    op.create_index("ix_change_site_hash", "change", ["site", "hash"], unique=True)
    op.create_index("ix_change_site_id", "change", ["site", "id"], unique=True)
    op.create_index("ix_change_site_standing", "change", ["site", "standing"], unique=False)
    op.create_table(
        "roster",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", "version", name=op.f("pk_roster")),
    )
    op.create_table(
        "adopted",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "digest", name=op.f("pk_adopted")),
    )


def _state() -> None:
    op.create_table(
        "answer",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "change", name=op.f("pk_answer")),
    )
    op.create_table(
        "entry",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("fact_id", sa.Text(), nullable=False),
        sa.Column("fact", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "kind", "key", "change", "position", name=op.f("pk_entry")),
    )
    op.create_index("ix_entry_site_change", "entry", ["site", "change"], unique=False)
    op.create_index("ix_entry_site_fact_id", "entry", ["site", "fact_id"], unique=False)
    op.create_table(
        "slot",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("shown", sa.LargeBinary(), nullable=True),
        sa.Column("shown_number", sa.BigInteger(), nullable=True),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("conflict", sa.Text(), nullable=False),
        sa.Column("waiting", sa.Integer(), nullable=False),
        sa.Column("share", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "kind", "key", name=op.f("pk_slot")),
    )
    op.create_index("ix_slot_site_conflict", "slot", ["site", "conflict"], unique=False)
