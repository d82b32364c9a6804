"""The words of `cartella edc`: every command, its options and their help. Does nothing itself."""

import argparse
from pathlib import Path

from desktop_app.cli.argument_parts import Actions, group, leaf_of

CENTRAL_ROLES = ("monitor", "manager", "administrator")


def edc_commands(commands: Actions) -> None:
    """Everything below `cartella edc`."""
    actions = group(commands, "edc", "the central EDC")
    init = _edc_leaf(actions, "init", "init", "make the EDC: its key and its tables")
    migrate = _edc_leaf(actions, "migrate", "migrate", "bring tables and rights to this version")
    for leaf in (init, migrate):
        leaf.add_argument(
            "--service-role", default="cartella_service", metavar="ROLE",
            help="PostgreSQL: whom serve and the other commands log in as; --database here names the owner",
        )  # fmt: skip
    serve = _edc_leaf(actions, "serve", "serve_edc", "serve until told to stop")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=8765, help="0: any free one")
    serve.add_argument("--certificate", type=Path)
    serve.add_argument("--private-key", type=Path)
    serve.add_argument("--port-file", type=Path)
    serve.add_argument("--workers", type=int, default=1, metavar="N", help="so many processes (PostgreSQL)")
    serve.add_argument(
        "--name", action="append", default=[], metavar="HOST",
        help="a host name it is called by, beside those of its certificate",
    )  # fmt: skip
    _edc_leaf(actions, "status", "status", "how far every site is")
    _edc_leaf(actions, "verify", "verify", "check every site's chain").add_argument("site", nargs="?", default="")
    mend = _edc_leaf(actions, "repair", "repair", "count the sums that verify finds wrong anew, from the record")
    mend.add_argument("site", nargs="?", default="")
    mend.set_defaults(module="edc_repair")
    every = _edc_leaf(actions, "files", "files", "sealed files of the sites")
    every.add_argument("site", nargs="?", default="")
    one = _edc_leaf(actions, "file", "file", "open a recording that the definition gives to central readers")
    for leaf in (every, one):
        leaf.set_defaults(module="edc_files")
    one.add_argument("site")
    one.add_argument("name", help="the file's name: the hash that edc files --json lists")
    one.add_argument("to", type=Path)
    _edc_leaf(actions, "restored", "restored", "after a restore from a backup: begin a new life")
    _edc_people(actions)
    _edc_users(actions)
    _edc_bundles(actions)
    for name, run, about in (
        ("freeze", "freeze", "no entries below a place for now"),
        ("lock", "lock", "no entries below a place"),
        ("release", "release", "entries are possible again"),
    ):
        leaf = _edc_leaf(actions, name, run, about)
        leaf.add_argument("site")
        leaf.add_argument("place", help="SUBJECT[/VISIT[/FORM[/ITEM]]], or an address of seven parts")
        leaf.add_argument("--reason", default="", required=name == "release")


def _edc_people(actions: Actions) -> None:
    site = group(actions, "site", "sites")
    add = _edc_leaf(site, "add", "site_add", "a new site")
    add.add_argument("site")
    add.add_argument("name")
    _edc_leaf(site, "list", "status", "every site")
    _edc_leases(site)
    device = group(actions, "device", "workstations")
    _edc_leaf(device, "code", "device_code", "a one-time code that lets one workstation in").add_argument("site")
    _edc_leaf(device, "list", "device_list", "every workstation of a site").add_argument("site")
    end = _edc_leaf(device, "end", "device_end", "revoke a workstation")
    end.add_argument("site")
    end.add_argument("device")
    end.add_argument("--reason", required=True)
    person = group(actions, "person", "people of the sites")
    _edc_leaf(person, "list", "person_list", "everybody of a site").add_argument("site")
    end = _edc_leaf(person, "end", "person_end", "end a person's rights")
    end.add_argument("site")
    end.add_argument("user_id")
    end.add_argument("--reason", required=True)
    held = group(actions, "held", "changes that wait without effect")
    _edc_leaf(held, "list", "held_list", "what waits, and why").add_argument("site")
    for name in ("release", "reject"):
        leaf = _edc_leaf(held, name, f"held_{name}", f"{name} a held change")
        leaf.add_argument("site")
        leaf.add_argument("change")
        leaf.add_argument("--reason", required=True)
    study = group(actions, "study", "study definitions of the sites")
    adopt = _edc_leaf(study, "adopt", "study_adopt", "a site enters under this definition from here on")
    adopt.add_argument("site")
    adopt.add_argument("dir", type=Path)
    adopt.add_argument("--reason", required=True)
    query = group(actions, "query", "queries")
    _edc_leaf(query, "list", "query_list", "every query of a site").add_argument("site")
    opened = _edc_leaf(query, "open", "query_open", "ask about a place")
    opened.add_argument("site")
    opened.add_argument("place")
    opened.add_argument("text")
    for name in ("close", "reopen"):
        leaf = _edc_leaf(query, name, f"query_{name}", f"{name} a query")
        leaf.add_argument("site")
        leaf.add_argument("query")
        leaf.add_argument("text", nargs="?" if name == "close" else None, default="")


def _edc_users(actions: Actions) -> None:
    user = group(actions, "user", "who logs in to the EDC's page: monitors, data managers, administrators")
    add = _edc_leaf(user, "add", "add", "one more person; they type their passphrase")
    rights = _edc_leaf(user, "roles", "roles", "other roles and sites; who is logged in is logged out")
    change = _edc_leaf(user, "passphrase", "passphrase", "another passphrase; they type it")
    end = _edc_leaf(user, "end", "end", "the person can't log in any more; what they did stands")
    every = _edc_leaf(user, "list", "list_users", "everybody, and which sites they see")
    access = _edc_leaf(user, "access", "access", "who came in, who tried to, what was exported")
    for leaf in (add, rights, change, end):
        leaf.add_argument("name", help="as it stands in the record as the author of what they do")
    for leaf in (add, rights):
        leaf.add_argument("--role", choices=CENTRAL_ROLES, action="append", required=True)
        leaf.add_argument("--site", action="append", default=[], metavar="SITE", help="one they may see")
        leaf.add_argument("--every-site", action="store_true")
    for leaf in (add, change):
        leaf.add_argument("--new-passphrase-file", type=Path, metavar="FILE")
    for leaf in (add, rights, change, end, every, access):
        leaf.set_defaults(module="edc_people")


def _edc_bundles(actions: Actions) -> None:
    bundle = group(actions, "bundle", "workstations that no network reaches")
    come = _edc_leaf(bundle, "import", "import_", "take in a workstation's bundle and write the reply")
    come.add_argument("file", type=Path, metavar="FILE")
    come.add_argument("--reply", type=Path, metavar="REPLY", help="without it beside the bundle, named after it")
    come.add_argument("--without-files", action="store_true", help="a reply without attached files")
    invited = _edc_leaf(bundle, "invite", "invite_", "a file that lets one workstation of a site in")
    invited.add_argument("site")
    invited.add_argument("file", type=Path, metavar="FILE")
    shown = _edc_leaf(bundle, "fingerprint", "show_fingerprint", "what is read out when a clinic calls")
    for leaf in (come, invited, shown):
        leaf.set_defaults(module="edc_bundle")


def _edc_leases(site: Actions) -> None:
    lease = _edc_leaf(site, "lease", "lease", "one more block of subject codes for a workstation")
    lease.add_argument("site")
    lease.add_argument("device", help="its id")
    leases = _edc_leaf(site, "leases", "leases", "which workstation may give which subject codes")
    leases.add_argument("site")
    for leaf in (lease, leases):
        leaf.set_defaults(module="edc_leases")


def _edc_leaf(actions: Actions, name: str, run: str, about: str) -> argparse.ArgumentParser:
    made = leaf_of(actions, name, "edc", run, about)
    made.add_argument("--edc-folder", type=Path, metavar="DIR", default=Path("edc"), help="its key, and SQLite's file")
    made.add_argument("--database", default="", help="SQLAlchemy's address; without it SQLite in the EDC's folder")
    made.add_argument("--as", dest="author", default="", metavar="NAME", help="who acts, as it stands in the record")
    return made
