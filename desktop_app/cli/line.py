"""`cartella line`: how the EDC is reached from here: proxy and its login, certificate authority, when it syncs."""

import argparse
from typing import Literal

import msgspec

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.cli.passphrases import secret_line
from desktop_app.jobs.line import keep_authority, remember_line
from desktop_app.place import Place, Settings
from storage.proxy_login import ProxyLogin, keep_proxy_login, proxy_login
from study.text import Text
from sync.client.line import Proxy, check_proxy


def line(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Show or set it. KnownError `proxy-bad-address`, `edc-ca-missing`."""
    with opened(args, house_of) as session:
        store = session.store
        place = Place(store.folder)
        settings = _changed(place, args)
        if args.proxy_user is not None:
            asked = args.proxy_user and secret_line(args.proxy_password_file, f"{args.proxy_user} (proxy)")
            keep_proxy_login(store.connection, ProxyLogin(args.proxy_user, asked))
        remember_line(place, settings)
        user = proxy_login(store.connection).user
    proxy = settings.proxy_address if settings.proxy_use == "this" else settings.proxy_use
    data = {
        "edc": settings.edc_address, "authority": settings.edc_ca, "proxy": proxy, "proxy_user": user,
        "minutes": settings.sync_minutes, "at_network": settings.sync_at_network,
    }  # fmt: skip
    return Outcome(data, tuple(Text(f"{name}\t{value}", f"{name}\t{value}") for name, value in data.items()))


def _changed(place: Place, args: argparse.Namespace) -> Settings:
    settings = place.settings
    if args.proxy is not None:
        use: Literal["none", "system", "this"] = args.proxy if args.proxy in ("none", "system") else "this"
        address = args.proxy if use == "this" else ""
        check_proxy(Proxy(use, address))
        settings = msgspec.structs.replace(settings, proxy_use=use, proxy_address=address)
    if args.authority is not None:
        settings = msgspec.structs.replace(settings, edc_ca=keep_authority(place, args.authority))
    if args.every is not None:
        settings = msgspec.structs.replace(settings, sync_minutes=max(0, args.every))
    if args.at_network is not None:
        settings = msgspec.structs.replace(settings, sync_at_network=args.at_network == "yes")
    return settings
