"""Changes how the EDC is reached from here: checked first, the proxy's login kept in the encrypted store."""

import base64
import hashlib
from pathlib import Path

import msgspec

from desktop_app.jobs.line import keep_authority, remember_line
from desktop_app.place import Place
from desktop_app.session import Session
from storage.proxy_login import ProxyLogin, keep_proxy_login, proxy_login
from sync.client.line import Proxy, check_address, check_proxy
from ui.admin.line_state import LineState, LineWanted

_BEGIN, _END = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


def line_state(session: Session) -> LineState:
    """How it stands; on the writer's lane, where the login is read. The password itself is not in it."""
    place = Place(session.store.folder)
    settings, login = place.settings, proxy_login(session.store.connection)
    return LineState(
        address=settings.edc_address,
        authority=_fingerprint(place.folder / settings.edc_ca) if settings.edc_ca else "",
        proxy_use=settings.proxy_use,
        proxy_address=settings.proxy_address,
        proxy_user=login.user,
        password=bool(login.password),
        minutes=settings.sync_minutes,
        at_network=settings.sync_at_network,
    )


def keep_line(session: Session, wanted: LineWanted) -> None:
    """Keep it; on the writer's lane. KnownError `edc-bad-address`, `proxy-bad-address`, `edc-ca-missing`."""
    place, connection = Place(session.store.folder), session.store.connection
    settings, before = place.settings, proxy_login(connection)
    if settings.edc_address:
        check_address(wanted.address)
    check_proxy(Proxy(wanted.proxy_use, wanted.proxy_address))
    authority = settings.edc_ca
    if wanted.authority is not None:
        authority = keep_authority(place, Path(wanted.authority)) if wanted.authority else ""
    same = before.password if wanted.proxy_user == before.user else ""
    password = same if wanted.password is None else wanted.password
    keep_proxy_login(connection, ProxyLogin(wanted.proxy_user, password if wanted.proxy_user else ""))
    kept = msgspec.structs.replace(
        settings, edc_address=wanted.address if settings.edc_address else "", edc_ca=authority,
        proxy_use=wanted.proxy_use, proxy_address=wanted.proxy_address, sync_minutes=wanted.minutes,
        sync_at_network=wanted.at_network,
    )  # fmt: skip
    remember_line(place, kept)


def _fingerprint(file: Path) -> str:
    """The first certificate's SHA-256 in groups, as a browser shows it, shortened; "?" where it cannot be read."""
    try:
        text = file.read_text("ascii")
        der = base64.b64decode(text.partition(_BEGIN)[2].partition(_END)[0])
    except (OSError, ValueError):
        return "?"
    if not der:
        return "?"
    digest = hashlib.sha256(der).hexdigest().upper()
    return " ".join(digest[place : place + 4] for place in range(0, 16, 4))
