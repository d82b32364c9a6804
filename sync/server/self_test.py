"""Proves, as the role that serves, that the guards of `sync.server.protection` hold; else the EDC does not serve.

Changes nothing: the rows it tries with are of two sites that nobody has, in a transaction that is taken back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from study.errors import KnownError
from sync.server.crypto import random_id
from sync.server.database import EVERY_SETTING, EVERY_SITE, SITE_SETTING, Database
from sync.server.protection import NO_CHANGE, NO_EMPTYING, POLICY, is_record, led_by_site, tables

_POWERS = sa.text(
    "SELECT bool_or(rolsuper) AS super, bool_or(rolbypassrls) AS bypass FROM pg_roles "
    "WHERE pg_has_role(current_user, oid, 'MEMBER')"
)
_TABLE = sa.text(
    "SELECT pg_has_role(current_user, relowner, 'MEMBER') AS owned, relrowsecurity AND relforcerowsecurity AS forced, "
    "has_table_privilege(oid, 'UPDATE, DELETE, TRUNCATE') OR has_any_column_privilege(oid, 'UPDATE') AS changes "
    "FROM pg_class WHERE oid = to_regclass(quote_ident(:name))"
)
_POLICIES = sa.text(
    "SELECT policyname, permissive, cmd, qual, with_check FROM pg_policies "
    "WHERE schemaname = current_schema() AND tablename = :name"
)
_TRIGGERS = sa.text("SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(quote_ident(:name)) AND tgenabled = 'A'")
_SQLITE_TRIGGERS = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :name")
_SET_SITE = sa.text("SELECT set_config(:name, :value, true)")
_NOT_ALLOWED = "42501"


def self_test(database: Database) -> None:
    """KnownError `edc-unprotected`, naming what is open."""
    check_guards(database)
    if not database.sqlite:
        _try_other_sites(database)


def check_guards(database: Database) -> None:
    """What the catalogue says of the guards: quick, and asked again while serving. KnownError `edc-unprotected`."""
    with database.reading(EVERY_SITE) as connection:
        if database.sqlite:
            for table in filter(is_record, tables()):
                _must_have(connection, _SQLITE_TRIGGERS, table, {f"{table.name}_no_update", f"{table.name}_no_delete"})
            return
        powers = connection.execute(_POWERS).one()
        if powers.super or powers.bypass:
            raise _powerful()
        for table in tables():
            _check_table(connection, table)


def _check_table(connection: sa.Connection, table: sa.Table) -> None:
    found = connection.execute(_TABLE, {"name": table.name}).one()
    if found.owned:
        raise _owning(table.name)
    if is_record(table):
        if found.changes:
            raise _changeable(table.name)
        _must_have(connection, _TRIGGERS, table, {NO_CHANGE, NO_EMPTYING})
    if led_by_site(table):
        policies = connection.execute(_POLICIES, {"name": table.name}).all()
        if not found.forced or len(policies) != 1 or not _by_site(policies[0]):
            raise _without_policy(table.name)


def _by_site(policy: sa.Row[Any]) -> bool:
    whole = (policy.policyname, policy.permissive, policy.cmd) == (POLICY, "PERMISSIVE", "ALL")
    named = all(setting in (policy.qual or "") for setting in (SITE_SETTING, EVERY_SETTING))
    return whole and named and policy.qual == policy.with_check


def _must_have(connection: sa.Connection, query: sa.TextClause, table: sa.Table, names: set[str]) -> None:
    if not names <= set(connection.execute(query, {"name": table.name}).scalars()):
        raise _changeable(table.name)


def _try_other_sites(database: Database) -> None:
    """A row of one site in every table, looked for and added to as another site."""
    one, other = f"~{random_id()}", f"~{random_id()}"
    with _taken_back(database, one) as connection:
        led = [table for table in tables() if led_by_site(table)]
        for table in led:
            connection.execute(table.insert().values(**any_row(table, one)))
        connection.execute(_SET_SITE, {"name": SITE_SETTING, "value": other})
        for table in led:
            if connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one():
                raise _seen(table.name)
            if _accepted(connection, table, any_row(table, one)):
                raise _seen(table.name)


@contextmanager
def _taken_back(database: Database, site: str) -> Iterator[sa.Connection]:
    with database.writing(site) as connection:
        outer = connection.begin_nested()
        try:
            yield connection
        finally:
            outer.rollback()


def _accepted(connection: sa.Connection, table: sa.Table, row: dict[str, object]) -> bool:
    """Whether the database takes a row that is not the transaction's own site's."""
    try:
        with connection.begin_nested():
            connection.execute(table.insert().values(**row))
    except sa.exc.ProgrammingError as error:
        if getattr(error.orig, "sqlstate", "") != _NOT_ALLOWED:
            raise
        return False
    return True


def any_row(table: sa.Table, site: str) -> dict[str, object]:
    """Any row that the table takes: empty texts, noughts, and the site where it has one."""
    needed = (column for column in table.c if not column.nullable)
    return {column.name: site if column.name == "site" else column.type.python_type() for column in needed}


def _unprotected(en: str, zh: str) -> KnownError:
    return KnownError(
        "edc-unprotected",
        f"The EDC does not serve: {en} Run cartella edc migrate with the owner's address.",
        f"中心库拒绝运行：{zh}请以所有者地址运行 cartella edc migrate。",
    )


def _powerful() -> KnownError:
    return _unprotected(
        "its database role is a superuser or passes over row security; it must be a plain role.",
        "其数据库角色是超级用户或可绕过行级安全，必须使用普通角色。",
    )


def _owning(table: str) -> KnownError:
    return _unprotected(
        f"its database role owns the table {table} and could lift every guard; it must own nothing.",
        f"其数据库角色是表 {table} 的所有者，可以解除任何保护；该角色不得拥有任何表。",
    )


def _changeable(table: str) -> KnownError:
    return _unprotected(
        f"rows of the table {table} could be altered or removed; it must be append-only.",
        f"表 {table} 的记录可被修改或删除，该表必须只可追加。",
    )


def _without_policy(table: str) -> KnownError:
    return _unprotected(
        f"row security by site is not in force on the table {table}.", f"表 {table} 未启用按中心划分的行级安全。"
    )


def _seen(table: str) -> KnownError:
    return _unprotected(
        f"a row of another site can be seen or written in the table {table}.",
        f"表 {table} 中可以看到或写入其他中心的记录。",
    )
