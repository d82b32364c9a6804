"""Owns the login at the hospital's proxy: it stands in the encrypted database and in no settings file.

Must not know what a proxy is for.
"""

from typing import NamedTuple

import msgspec

from storage import meta
from storage.driver import Connection

_NAME = "proxy-login"


class ProxyLogin(NamedTuple):
    """User and password; both empty where the proxy asks for none."""

    user: str = ""
    password: str = ""


def keep_proxy_login(connection: Connection, login: ProxyLogin) -> None:
    """Keep it in the place of the one before."""
    with connection.transaction():
        meta.put_secret(connection, _NAME, msgspec.json.encode(login))


def proxy_login(connection: Connection) -> ProxyLogin:
    """The login kept, or none."""
    kept = meta.secret(connection, _NAME)
    return msgspec.json.decode(kept, type=ProxyLogin) if kept else ProxyLogin()
