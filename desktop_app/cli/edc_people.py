"""`cartella edc user`: who logs in to the EDC's page, with which roles and for which sites; and who came in."""

import argparse
from datetime import UTC, datetime

from desktop_app.cli.edc import service_of
from desktop_app.cli.outcome import HouseOf, Outcome, plain, table
from desktop_app.cli.passphrases import new_passphrase
from study.errors import KnownError
from study.text import Text
from sync.server.central import CentralUser, People, check_passphrase
from sync.server.database import EVERY_SITE
from sync.server.service import Service
from sync.server.sites import site_names


def add(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """One more person. KnownError `central-user-exists`, `site-unknown`, those of a passphrase."""
    with service_of(args) as service:
        sites = _sites(service, args)
        passphrase = new_passphrase(args.new_passphrase_file, args.name)
        check_passphrase(passphrase, args.name)
        user = People(service).add(args.name, tuple(args.role), passphrase, sites=sites, every=args.every_site)
    return Outcome(_data(user), (plain("\t".join(_row(user))),))


def roles(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Other roles and sites. KnownError `central-user-unknown`, `site-unknown`."""
    with service_of(args) as service:
        sites = _sites(service, args)
        People(service).set_rights(args.name, tuple(args.role), sites, every=args.every_site)
    user = CentralUser(args.name, tuple(args.role), sites, args.every_site)
    return Outcome(_data(user), (plain("\t".join(_row(user))),))


def passphrase(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Another passphrase. KnownError `central-user-unknown`, those of a passphrase."""
    with service_of(args) as service:
        People(service).set_passphrase(args.name, new_passphrase(args.new_passphrase_file, args.name))
    return Outcome({"name": args.name}, (Text("The passphrase was changed.", "口令已更改。"),))


def end(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Nobody logs in under this name any more. KnownError `central-user-unknown`."""
    with service_of(args) as service:
        People(service).end(args.name)
    return Outcome({"name": args.name}, (Text(f"{args.name} was ended.", f"{args.name} 已停用。"),))


def list_users(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Everybody, ended ones too."""
    with service_of(args) as service:
        users = People(service).users()
    return Outcome([_data(user) for user in users], table([_row(user) for user in users]))


def access(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """The newest thousand lines of who came in, tried to, or took something out."""
    with service_of(args) as service:
        lines = People(service).accesses(limit=1000)
    rows = [(_day(line.at_utc), line.name, line.what, line.detail, line.came_from) for line in lines]
    return Outcome(lines, table(rows))


def _sites(service: Service, args: argparse.Namespace) -> tuple[str, ...]:
    with service.database.reading(EVERY_SITE) as connection:
        known = set(site_names(connection))
    for site in args.site:
        if site not in known:
            raise KnownError("site-unknown", f"The EDC has no site {site}.", f"中心库中没有中心 {site}。")
    return tuple(args.site)


def _data(user: CentralUser) -> dict[str, object]:
    return {
        "name": user.name, "roles": user.roles, "sites": user.sites, "every_site": user.every_site,
        "ended": user.ended_utc is not None,
    }  # fmt: skip


def _row(user: CentralUser) -> tuple[str, ...]:
    ended = "" if user.ended_utc is None else _day(user.ended_utc)
    return user.name, " ".join(user.roles), "*" if user.every_site else " ".join(user.sites), ended


def _day(utc: int) -> str:
    return datetime.fromtimestamp(utc / 1000, UTC).strftime("%Y-%m-%d %H:%M:%SZ")
