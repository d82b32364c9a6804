"""What guards the record in the database itself: append-only triggers, row security a site, a role that owns nothing.

Made from `tables.metadata` after every migration, so that no table is forgotten. Run by the tables' owner; `self_test`
proves it as the role that serves.
"""

import re
from collections.abc import Sequence

import sqlalchemy as sa

from study.errors import KnownError
from sync.server.database import EVERY_SETTING, SITE_SETTING
from sync.server.tables import metadata

SERVICE_ROLE = "cartella_service"
POLICY = "one_site"
NO_CHANGE, NO_EMPTYING = "append_only", "append_only_whole"
# As sub-selects each is asked for once a statement, not once a row.
_VISIBLE = (
    f"site = (SELECT current_setting('{SITE_SETTING}', true)) "
    f"OR (SELECT current_setting('{EVERY_SETTING}', true)) = 'on'"
)
_FUNCTION = """
CREATE OR REPLACE FUNCTION cartella_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'this table is only added to' USING ERRCODE = 'insufficient_privilege'; END $$
"""
_ROLE_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def led_by_site(table: sa.Table) -> bool:
    """Whether a table's rows belong to sites; the others are of the EDC as a whole."""
    return "site" in table.c


def is_record(table: sa.Table) -> bool:
    """Whether a table is the record itself, to which rows are only added."""
    return bool(table.info.get("record"))


def tables() -> Sequence[sa.Table]:
    """Every table of the EDC, one that another refers to first."""
    return metadata.sorted_tables


def protect(connection: sa.Connection, role: str = "") -> None:
    """Put every guard in place, again and again harmless. `role`: the PostgreSQL role that serves; "" grants nothing.

    KnownError `edc-role`.
    """
    if connection.dialect.name == "sqlite":
        for table in filter(is_record, tables()):
            _sqlite_triggers(connection, table.name)
        return
    connection.exec_driver_sql(_FUNCTION)
    for table in tables():
        if led_by_site(table):
            _row_security(connection, _quoted(connection, table.name))
        if is_record(table):
            _postgres_triggers(connection, _quoted(connection, table.name))
    if role:
        _grant(connection, role)


def _sqlite_triggers(connection: sa.Connection, name: str) -> None:
    for act in ("UPDATE", "DELETE"):
        connection.exec_driver_sql(
            f'CREATE TRIGGER IF NOT EXISTS "{name}_no_{act.lower()}" BEFORE {act} ON "{name}" '
            "BEGIN SELECT RAISE(ABORT, 'this table is only added to'); END"
        )


def _postgres_triggers(connection: sa.Connection, name: str) -> None:
    for trigger, when in ((NO_CHANGE, "UPDATE OR DELETE"), (NO_EMPTYING, "TRUNCATE")):
        level = "STATEMENT" if when == "TRUNCATE" else "ROW"
        connection.exec_driver_sql(
            f"CREATE OR REPLACE TRIGGER {trigger} BEFORE {when} ON {name} "
            f"FOR EACH {level} EXECUTE FUNCTION cartella_append_only()"
        )
        connection.exec_driver_sql(f"ALTER TABLE {name} ENABLE ALWAYS TRIGGER {trigger}")


def _row_security(connection: sa.Connection, name: str) -> None:
    connection.exec_driver_sql(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
    connection.exec_driver_sql(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
    connection.exec_driver_sql(f"DROP POLICY IF EXISTS {POLICY} ON {name}")
    connection.exec_driver_sql(f"CREATE POLICY {POLICY} ON {name} USING ({_VISIBLE}) WITH CHECK ({_VISIBLE})")


def _grant(connection: sa.Connection, role: str) -> None:
    """Reading and adding everywhere, changing and deleting on what is not the record."""
    _must_serve(connection, role)
    to = _quoted(connection, role)
    schema = _quoted(connection, connection.exec_driver_sql("SELECT current_schema()").scalar_one())
    connection.exec_driver_sql(f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {to}")
    connection.exec_driver_sql(f"GRANT USAGE ON SCHEMA {schema} TO {to}")
    connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {to}")
    for table in tables():
        rights = "SELECT, INSERT" if is_record(table) else "SELECT, INSERT, UPDATE, DELETE"
        connection.exec_driver_sql(f"GRANT {rights} ON {_quoted(connection, table.name)} TO {to}")


def _must_serve(connection: sa.Connection, role: str) -> None:
    """The role is there and not the owner's; made when it is not. Its password is the database's people's to set."""
    owner = connection.exec_driver_sql("SELECT current_user").scalar_one()
    if role == owner or not _ROLE_NAME.fullmatch(role):
        raise _bad_role(role)
    if connection.execute(sa.text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role}).first() is not None:
        return
    may = sa.text("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
    if not connection.execute(may).scalar_one():
        raise _bad_role(role)
    connection.exec_driver_sql(f"CREATE ROLE {_quoted(connection, role)} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE")


def _bad_role(role: str) -> KnownError:
    return KnownError(
        "edc-role",
        f"The EDC can't serve as the role {role}: it must be there or may be made by the owner, have a plain name in "
        "small letters, and not be the owner of the tables.",
        f"中心库不能以角色 {role} 运行：该角色须已存在或可由所有者创建，名称只用小写字母，且不得是数据表的所有者。",
    )


def _quoted(connection: sa.Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote_identifier(name)
