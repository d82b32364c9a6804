"""`cartella init`: the record of a new workstation."""

import argparse
import platform

from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.cli.passphrases import passphrase
from desktop_app.jobs.create_store import NewStore, create
from storage.keys import SiteKey
from study.text import Text


def init(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Make the store and say its recovery code, which is not shown again."""
    house = house_of(args.store)
    wanted = NewStore(
        site=args.site, site_name=args.site_name, device_name=args.device_name or platform.node() or args.site,
        name=args.name, roles=(args.role,), passphrase=passphrase(args.passphrase_file, args.name), user=args.user_id,
    )  # fmt: skip
    session, code = create(house, wanted, None if args.joining else SiteKey.new())
    home, person = session.store.reader.home(), session.person
    session.store.close()
    session.unlocked.close()
    data = {"store": str(args.store), "site": home.site, "device": home.device, "user": person.user,
            "roles": person.roles, "recovery_code": code}  # fmt: skip
    line = Text(
        f"The record is made. Recovery code, shown this once: {code}", f"记录已建立。恢复码（仅显示一次）：{code}"
    )
    return Outcome(data, (line,))
