"""The EDC's tables. Every key is led by the site, so a site can be moved, sharded or replicated whole.

Owns shapes only. `change` and `roster` are the record (`info=RECORD`: append-only in the database itself); `entry`,
`slot`, `tally`, `waiting` and the sums in `site` follow from it. A table without a site is `info=CENTRAL`; `protection`
guards the others.
"""

import sqlalchemy as sa

metadata = sa.MetaData(naming_convention={"pk": "pk_%(table_name)s", "ix": "ix_%(table_name)s_%(column_0_N_name)s"})

RECORD = {"record": True}
CENTRAL = {"central": True}


def _site() -> sa.Column[str]:
    return sa.Column("site", sa.Text, primary_key=True)


meta = sa.Table(
    "meta", metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    info=CENTRAL,
)  # fmt: skip

site = sa.Table(
    "site", metadata, _site(),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("head", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("roster", sa.BigInteger, nullable=False),
)  # fmt: skip

device = sa.Table(
    "device", metadata, _site(),
    sa.Column("device", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("public_key", sa.LargeBinary, nullable=False),
    sa.Column("edc", sa.Boolean, nullable=False),
    sa.Column("certified", sa.Boolean, nullable=False),
    sa.Column("ended_after", sa.BigInteger),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("forked_at", sa.BigInteger),
    sa.Column("heard_utc", sa.BigInteger, nullable=False),
)  # fmt: skip

code = sa.Table(
    "code", metadata, _site(),
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("until_utc", sa.BigInteger, nullable=False),
    sa.Column("device", sa.Text),
)  # fmt: skip

change = sa.Table(
    "change", metadata, _site(),
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.Text, nullable=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("device", sa.Text, nullable=False),
    sa.Column("seq", sa.BigInteger, nullable=False),
    sa.Column("branch", sa.Boolean, nullable=False),
    sa.Column("standing", sa.Text, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
    sa.Column("why_en", sa.Text, nullable=False),
    sa.Column("why_zh", sa.Text, nullable=False),
    sa.Column("head", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("device_signature", sa.LargeBinary, nullable=False),
    sa.Column("person_signature", sa.LargeBinary, nullable=False),
    sa.Column("received_utc", sa.BigInteger, nullable=False),
    sa.Index("ix_change_site_hash", "site", "hash", unique=True),
    sa.Index("ix_change_site_id", "site", "id", unique=True),
    sa.Index("ix_change_site_device_seq", "site", "device", "seq"),
    sa.Index("ix_change_site_standing", "site", "standing"),
    info=RECORD,
)  # fmt: skip

roster = sa.Table(
    "roster", metadata, _site(),
    sa.Column("version", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("number", sa.BigInteger, nullable=False),
    info=RECORD,
)  # fmt: skip

adopted = sa.Table(
    "adopted", metadata, _site(),
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("version", sa.Text, nullable=False),
)  # fmt: skip

answer = sa.Table(
    "answer", metadata, _site(),
    sa.Column("change", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger),
    sa.Column("standing", sa.Text, nullable=False),
)  # fmt: skip

entry = sa.Table(
    "entry", metadata, _site(),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("change", sa.Text, primary_key=True),
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("fact_id", sa.Text, nullable=False),
    sa.Column("fact", sa.LargeBinary, nullable=False),
    sa.Column("number", sa.BigInteger),
    sa.Column("standing", sa.Text, nullable=False),
    sa.Index("ix_entry_site_change", "site", "change"),
    sa.Index("ix_entry_site_fact_id", "site", "fact_id"),
    sa.Index("ix_entry_site_subject", "site", "subject", "standing", "number"),
    sa.Index(
        "ix_entry_site_held", "site", "subject", "change",
        postgresql_where=sa.text("standing = 'held'"), sqlite_where=sa.text("standing = 'held'"),
    ),
)  # fmt: skip

slot = sa.Table(
    "slot", metadata, _site(),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("shown", sa.LargeBinary),
    sa.Column("shown_number", sa.BigInteger),
    sa.Column("heads", sa.Text, nullable=False),
    sa.Column("conflict", sa.Text, nullable=False),
    sa.Column("waiting", sa.Integer, nullable=False),
    sa.Column("share", sa.Text, nullable=False),
    sa.Index("ix_slot_site_conflict", "site", "conflict"),
)  # fmt: skip

# Counted in the transaction that takes a change in, so that nobody reads a site's history for it.
tally = sa.Table(
    "tally", metadata, _site(),
    sa.Column("subject", sa.Text, primary_key=True),
    sa.Column("changes", sa.BigInteger, nullable=False),
    sa.Column("queries", sa.BigInteger, nullable=False),
)  # fmt: skip

# Held changes about which nobody has decided yet.
waiting = sa.Table(
    "waiting", metadata, _site(),
    sa.Column("change", sa.Text, primary_key=True),
    sa.Column("number", sa.BigInteger, nullable=False),
    sa.Column("code", sa.Text, nullable=False),
)  # fmt: skip

# The bytes are rows, so that one backup of the database holds the record with its files, and its rules protect both.
sealed_file = sa.Table(
    "sealed_file", metadata, _site(),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("have", sa.BigInteger, nullable=False),
    sa.Column("complete", sa.Boolean, nullable=False),
    sa.Column("life", sa.BigInteger, nullable=False),
    sa.Column("since_utc", sa.BigInteger, nullable=False),
)  # fmt: skip

sealed_part = sa.Table(
    "sealed_part", metadata, _site(),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("at", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)  # fmt: skip

# What a device said of itself when it greeted last: unsent changes, and for how long the oldest has waited there.
greeting = sa.Table(
    "greeting", metadata, _site(),
    sa.Column("device", sa.Text, primary_key=True),
    sa.Column("at_utc", sa.BigInteger, nullable=False),
    sa.Column("pending", sa.BigInteger, nullable=False),
    sa.Column("oldest_ms", sa.BigInteger, nullable=False),
)  # fmt: skip

# Central people and their sessions belong to no site.
central_user = sa.Table(
    "central_user", metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("roles", sa.Text, nullable=False),
    sa.Column("sites", sa.Text, nullable=False),
    sa.Column("every_site", sa.Boolean, nullable=False),
    sa.Column("verifier", sa.Text, nullable=False),
    sa.Column("since_utc", sa.BigInteger, nullable=False),
    sa.Column("ended_utc", sa.BigInteger),
    sa.Column("wrong", sa.Integer, nullable=False),
    sa.Column("wait_until_utc", sa.BigInteger, nullable=False),
    info=CENTRAL,
)  # fmt: skip

central_session = sa.Table(
    "central_session", metadata,
    sa.Column("digest", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("begun_utc", sa.BigInteger, nullable=False),
    sa.Column("seen_utc", sa.BigInteger, nullable=False),
    sa.Index("ix_central_session_name", "name"),
    info=CENTRAL,
)  # fmt: skip

central_access = sa.Table(
    "central_access", metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("at_utc", sa.BigInteger, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("detail", sa.Text, nullable=False),
    sa.Column("came_from", sa.Text, nullable=False),
    sa.Index("ix_central_access_at", "at_utc"),
    info=CENTRAL | RECORD,
)  # fmt: skip
