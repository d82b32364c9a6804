"""`cartella edc`: sets up, serves and administers the central EDC. The only way from here to it."""

import argparse
import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from desktop_app.cli.outcome import HouseOf, Outcome, plain, table
from desktop_app.study_files import read_folder
from study.address import Address, parse_key
from study.changes import facts as f
from study.definition.load import load
from study.definition.pack import packed
from study.errors import KnownError
from study.text import Text
from sync.protocol.messages import Placed
from sync.server.admin import Admin
from sync.server.crypto import EdcKey, create_keyfile, open_keyfile
from sync.server.database import EVERY_SITE, Database
from sync.server.limits import Limits
from sync.server.serve import Serving, open_service, serve, utc_now
from sync.server.service import Service
from sync.server.sites import site_names
from sync.server.verify import Verified, verify_site

_KEY_NAME, _DATABASE_NAME = "edc.key", "edc.db"


def init(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Key and tables. KnownError `edc-key-exists`."""
    args.edc_folder.mkdir(parents=True, exist_ok=True)
    key = create_keyfile(_keyfile(args))
    _set_up(args, key)
    line = Text(
        f"The EDC is made. Its key lies in {_keyfile(args)}; back it up.",
        f"中心库已建立，密钥位于 {_keyfile(args)}，请备份。",
    )
    return Outcome({"keyfile": str(_keyfile(args)), "database": _shown(args)}, (line,))


def migrate(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Tables, guards and rights of this version, by their owner. KnownError `edc-key-missing`, `edc-role`."""
    _set_up(args, open_keyfile(_keyfile(args)))
    return Outcome(
        {"database": _shown(args)}, (Text("The EDC's tables are of this version.", "中心库数据表已是本版本。"),)
    )


def _set_up(args: argparse.Namespace, key: EdcKey) -> None:
    service = Service(Database(_database(args)), key, utc_now)
    try:
        service.initialise(args.service_role)
    finally:
        service.database.close()


def _shown(args: argparse.Namespace) -> str:
    """The database's address without a password."""
    before, at, after = _database(args).rpartition("@")
    return f"{before.rpartition(':')[0]}@{after}" if at and before.count(":") > 1 else _database(args)


def serve_edc(args: argparse.Namespace, _house_of: HouseOf) -> int:
    """Serve until SIGINT or SIGTERM."""
    serve(
        Serving(
            database=_database(args), keyfile=_keyfile(args), host=args.host, port=args.port,
            certificate=args.certificate, private_key=args.private_key, port_file=args.port_file,
            workers=args.workers, limits=Limits(names=tuple(args.name)),
        )
    )  # fmt: skip
    return 0


def status(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Exit code 3 while a site has held changes or conflicts."""
    with _admin(args) as admin:
        sites = admin.sites()
    rows = [
        (s.site, s.name, str(s.number), f"devices {s.devices}", f"conflicts {s.conflicts}", f"held {s.held}")
        for s in sites
    ]
    return Outcome(sites, table(rows), left=any(site.held or site.conflicts for site in sites))


def verify(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Prove every site's record, or one's; exit code 3 when something does not hold."""
    with service_of(args) as service, service.database.reading(EVERY_SITE) as connection:
        names = [args.site] if args.site else site_names(connection)
        found = [verify_site(connection, name) for name in names]
    lines = tuple(_proven(one) for one in found)
    return Outcome(found, lines, left=any(one.fault for one in found))


def _proven(one: Verified) -> Text:
    if one.fault:
        text = Text(
            f"{one.site}: entry {one.number} does not hold: {one.fault}",
            f"{one.site}：第 {one.number} 条无效：{one.fault}",
        )
    else:
        text = Text(
            f"{one.site}: {one.changes} entries, everything holds", f"{one.site}：{one.changes} 条记录，全部有效"
        )
    return text


def restored(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """A new epoch: the workstations offer back what the EDC lost."""
    with service_of(args) as service:
        epoch = service.new_epoch()
    return Outcome({"epoch": epoch}, (plain(epoch),))


def site_add(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """A new site. KnownError `site-exists`."""
    with _admin(args) as admin:
        admin.add_site(args.site, args.name)
    return Outcome({"site": args.site, "name": args.name}, (plain(f"{args.site} {args.name}"),))


def device_code(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """A one-time code, good for seven days."""
    with _admin(args) as admin:
        code = admin.new_code(args.site)
    return Outcome({"site": args.site, "code": code}, (plain(code),))


def device_list(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Every workstation of a site."""
    with _admin(args) as admin:
        devices = [device for device in admin.devices(args.site) if not device.edc]
    data = [
        {"device": d.device, "name": d.name, "certified": d.certified, "entries": d.seq, "ended_after": d.ended_after,
         "forked_at": d.forked_at, "heard_utc": d.heard_utc}
        for d in devices
    ]  # fmt: skip
    return Outcome(data, table([(d.device, d.name, str(d.seq)) for d in devices]))


def device_end(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Revoke a workstation."""
    with _admin(args) as admin:
        return _placed(admin.end_device(args.site, args.device, args.reason))


def person_list(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Everybody of a site."""
    with _admin(args) as admin:
        people = [(one.key, one.fact) for one in admin.users(args.site)]
    data = [_person(user, fact) for user, fact in people]
    rows = [(one["user"], one["name"], " ".join(one["roles"])) for one in data]
    return Outcome(data, table(rows))


def _person(user: str, fact: f.Fact) -> dict[str, Any]:
    """A person as the site's record has them; nobody is certified any more when their rights ended."""
    if isinstance(fact, f.UserCertified):
        return {"user": user, "name": fact.name, "roles": list(fact.roles), "ended": False}
    return {"user": user, "name": "", "roles": [], "ended": True}


def person_end(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """End a person's rights."""
    with _admin(args) as admin:
        return _placed(admin.end_user(args.site, args.user_id, args.reason))


def held_list(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """What waits without effect; exit code 3 while something does."""
    with _admin(args) as admin:
        held = admin.held(args.site)
    lines = tuple(Text(f"{h.change} {h.why.en}", f"{h.change} {h.why.zh}") for h in held)
    return Outcome(held, lines, left=bool(held))


def held_release(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """A held change takes effect."""
    with _admin(args) as admin:
        return _placed(admin.release_change(args.site, args.change, args.reason))


def held_reject(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """A held change stays without effect."""
    with _admin(args) as admin:
        return _placed(admin.reject_change(args.site, args.change, args.reason))


def freeze(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """No entries below a place for now."""
    with _admin(args) as admin:
        return _placed(admin.freeze(args.site, _place(admin, args), args.reason))


def lock(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """No entries below a place."""
    with _admin(args) as admin:
        return _placed(admin.lock(args.site, _place(admin, args), args.reason))


def release(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Entries are possible again."""
    with _admin(args) as admin:
        return _placed(admin.release_freeze(args.site, _place(admin, args), args.reason))


def study_adopt(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """A site enters under a definition from here on. KnownErrors of reading it."""
    study = load(read_folder(args.dir))
    with _admin(args) as admin:
        return _placed(admin.adopt_study(args.site, study.version, study.digest, packed(study), args.reason))


def query_list(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Every query as it stands; exit code 3 while one is open."""
    with _admin(args) as admin:
        queries = [(one.key, one.fact) for one in admin.queries(args.site)]
    data = [
        {
            "query": name,
            "state": type(fact).__name__.removeprefix("Query").lower(),
            "place": fact.address.key,
            "text": fact.text,
        }
        for name, fact in queries
        if isinstance(fact, f.QueryOpened | f.QueryAnswered | f.QueryClosed | f.QueryReopened)
    ]
    rows = [(one["query"], one["state"], one["place"], one["text"]) for one in data]
    return Outcome(data, table(rows), left=any(one["state"] != "closed" for one in data))


def query_open(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """Ask about a place."""
    with _admin(args) as admin:
        query = admin.open_query(args.site, _place(admin, args), args.text)
    return Outcome({"query": query}, (plain(query),))


def query_close(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """The question is settled."""
    with _admin(args) as admin:
        return _placed(admin.close_query(args.site, args.query, args.text))


def query_reopen(args: argparse.Namespace, _house_of: HouseOf) -> Outcome:
    """The answer did not settle it."""
    with _admin(args) as admin:
        return _placed(admin.reopen_query(args.site, args.query, args.text))


def place(typed: str) -> Address:
    """SUBJECT[/VISIT[/FORM[/ITEM]]], or the seven parts of an address. KnownError `bad-place`."""
    parts = typed.split("/")
    if len(parts) == 7:
        return parse_key(typed)
    if len(parts) > 4 or not parts[0]:
        raise KnownError("bad-place", f"{typed} names no place.", f"{typed} 不是有效的位置。")
    subject, visit, form, item = (*parts, "", "", "")[:4]
    return Address(subject, visit, form=form, item=item)


def _place(admin: Admin, args: argparse.Namespace) -> Address:
    """The place with its child as the record names it. KnownError `bad-place`, `subject-unknown`."""
    typed = place(args.place)
    return msgspec.structs.replace(typed, subject=admin.subject(args.site, typed.subject))


def _placed(placed: Placed) -> Outcome:
    data = {"change": placed.id, "number": placed.number, "standing": placed.standing}
    return Outcome(data, (Text(f"entry {placed.number}", f"第 {placed.number} 条"),))


@contextmanager
def service_of(args: argparse.Namespace) -> Iterator[Service]:
    """The EDC in its folder, closed afterwards."""
    service = open_service(_database(args), _keyfile(args))
    try:
        yield service
    finally:
        service.database.close()


@contextmanager
def _admin(args: argparse.Namespace) -> Iterator[Admin]:
    with service_of(args) as service:
        yield Admin(service, args.author or getpass.getuser())


def _keyfile(args: argparse.Namespace) -> Path:
    folder: Path = args.edc_folder
    return folder / _KEY_NAME


def _database(args: argparse.Namespace) -> str:
    folder: Path = args.edc_folder
    return args.database or f"sqlite:///{(folder / _DATABASE_NAME).resolve()}"
