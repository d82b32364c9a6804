"""How to reach the EDC: its address, whom to trust, the hospital's proxy. Refuses in words, sends nothing."""

import ipaddress
import ssl
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies, proxy_bypass

import msgspec

from sync.client import errors


class Proxy(msgspec.Struct, frozen=True):
    """The hospital's proxy: none, the one the system names, or this `address` with a login ("" for none)."""

    use: Literal["none", "system", "this"] = "none"
    address: str = ""
    user: str = ""
    password: str = ""


class Line(msgspec.Struct, frozen=True):
    """How to reach the EDC: address, certificate authority's file (None: the system's), proxy."""

    url: str
    ca_file: Path | None = None
    proxy: Proxy = Proxy()


def proxy_for(line: Line) -> Proxy | None:
    """The proxy that stands between; None for this computer itself. KnownError `proxy-bad-address`."""
    parts = urlsplit(line.url)
    host = parts.hostname or ""
    if line.proxy.use == "none" or _local(host):
        return None
    proxy = line.proxy
    if proxy.use == "system":
        named = getproxies().get(parts.scheme, "")
        if not named or proxy_bypass(host):
            return None
        proxy = msgspec.structs.replace(proxy, address=named if "://" in named else f"http://{named}")
    where = check_proxy(proxy)
    plain = f"http://{where.hostname}:{where.port or 80}"
    user, password = proxy.user or where.username or "", proxy.password or where.password or ""
    return msgspec.structs.replace(proxy, address=plain, user=user, password=password)


def check_proxy(proxy: Proxy) -> SplitResult:
    """Where it stands. KnownError `proxy-bad-address`."""
    try:
        where = urlsplit(proxy.address)
        port = where.port
    except ValueError as error:
        raise errors.bad_proxy() from error
    if proxy.use != "none" and proxy.address and (where.scheme != "http" or not where.hostname or port == 0):
        raise errors.bad_proxy()
    if proxy.use == "this" and not proxy.address:
        raise errors.bad_proxy()
    return where


def trust(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except (OSError, ssl.SSLError) as error:
        raise errors.ca_missing() from error


def check_authority(pem: bytes) -> None:
    """KnownError `edc-ca-missing` when these bytes hold no certificate to trust."""
    try:
        ssl.create_default_context(cadata=pem.decode("ascii"))
    except (ssl.SSLError, UnicodeDecodeError, ValueError) as error:
        raise errors.ca_missing() from error


def check_address(url: str) -> str:
    """The address without its path. Subjects' data never leaves this computer unencrypted.

    KnownError `edc-bad-address`.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise errors.bad_address() from error
    if parts.scheme not in ("http", "https") or not parts.hostname or port == 0:
        raise errors.bad_address()
    if parts.scheme == "http" and not _local(parts.hostname):
        raise errors.bad_address()
    return f"{parts.scheme}://{parts.netloc}"


def _local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
