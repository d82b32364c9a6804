"""What is counted as changes come in: changes and open queries a child, and held changes nobody decided about."""

import json
from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_OPEN = ("queryopened", "queryanswered", "queryreopened")


def upgrade() -> None:
    """Create the tables and the index, and count what stands."""
    tally = op.create_table(
        "tally",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("changes", sa.BigInteger(), nullable=False),
        sa.Column("queries", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site", "subject", name=op.f("pk_tally")),
    )
    op.create_table(
        "waiting",
        sa.Column("site", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site", "change", name=op.f("pk_waiting")),
    )
    held = sa.text("standing = 'held'")
    op.create_index(
        "ix_entry_site_held", "entry", ["site", "subject", "change"], postgresql_where=held, sqlite_where=held
    )
    op.execute(
        "INSERT INTO waiting SELECT site, id, number, code FROM change c WHERE standing = 'held' AND NOT EXISTS "
        "(SELECT 1 FROM entry e WHERE e.site = c.site AND e.kind = 'verdict' AND e.key = c.id)"
    )
    _count(op.get_bind(), tally)


def _count(connection: sa.Connection, tally: sa.Table) -> None:
    queries: Counter[tuple[str, str]] = Counter()
    for site, shown in connection.exec_driver_sql("SELECT site, shown FROM slot WHERE kind = 'query'").all():
        fact = json.loads(bytes(shown)) if shown is not None else {}
        if fact.get("fact") in _OPEN:
            queries[site, fact["address"]["subject"]] += 1
    found = connection.exec_driver_sql(
        "SELECT site, subject, COUNT(DISTINCT change) FROM entry WHERE subject <> '' GROUP BY site, subject"
    ).all()
    rows = [
        {"site": site, "subject": subject, "changes": changes, "queries": queries[site, subject]}
        for site, subject, changes in found
    ]
    if rows:
        connection.execute(tally.insert(), rows)
