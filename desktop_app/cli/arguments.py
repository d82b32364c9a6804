"""The words of the command line: every command, its options and their help. Does nothing itself.

`module` and `run` name the function that a command is handed to; it is imported only then, for a quick start.
"""

import argparse
from pathlib import Path
from typing import TypeAlias

from desktop_app.cli.usage import Parser
from desktop_app.presenters.words import SITE_ROLES

Actions: TypeAlias = "argparse._SubParsersAction[Parser]"
ROLES = (*SITE_ROLES, "admin")
CENTRAL_ROLES = ("monitor", "manager", "administrator")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    made = Parser(prog="cartella", description="The record of the follow-up after CAR-T therapy.")
    _common(made)
    _definition(made)
    commands = made.add_subparsers(metavar="command")
    made.set_defaults(module="window", run="window")
    _store(commands)
    _leaving(commands)
    _prints(commands)
    _study(commands)
    _reference(commands)
    _edc(commands)
    demo = _leaf(commands, "demo", "demo", "demo", "a demonstration with invented children")
    demo.add_argument("--headless", type=Path, metavar="DIR", help="play the day without a screen into DIR")
    # How the packaged demonstration starts its own EDC; not for people.
    demo.add_argument("--serve-edc", nargs=2, metavar=("DIR", "AHEAD"), help=argparse.SUPPRESS)
    return made


def _common(made: argparse.ArgumentParser, top: bool = True) -> None:
    """Options that stand before or after the command."""
    absent = None if top else argparse.SUPPRESS
    made.add_argument("--store", type=Path, metavar="DIR", default=absent, help="the folder of the record")
    made.add_argument("--lang", choices=("en", "zh"), default=absent, help="language of what is said")
    made.add_argument(
        "--json", action="store_true", default=False if top else absent, help="say it as JSON on standard output"
    )
    made.add_argument("--user", metavar="NAME", default=absent, help="who unlocks: name or id")
    made.add_argument(
        "--passphrase-file", type=Path, metavar="FILE", default=absent, help="its first line is the passphrase"
    )


def _definition(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--study", dest="definition", type=Path, metavar="DIR", default=argparse.SUPPRESS,
        help="the study definition a new record begins with; without it the one that came along",
    )  # fmt: skip


def _leaf(commands: Actions, name: str, module: str, run: str, about: str) -> argparse.ArgumentParser:
    made = commands.add_parser(name, help=about, description=about)
    _common(made, top=False)
    made.set_defaults(module=module, run=run)
    return made


def _group(commands: Actions, name: str, about: str) -> Actions:
    made = commands.add_parser(name, help=about, description=about)
    return made.add_subparsers(metavar="action", required=True)


def _store(commands: Actions) -> None:
    init = _leaf(commands, "init", "init", "init", "make the record of a new workstation")
    init.add_argument("--site", required=True, help="code of the site")
    init.add_argument("--site-name", required=True)
    init.add_argument("--name", required=True, help="the first user, who is the administrator too")
    init.add_argument("--role", choices=ROLES, default="investigator")
    init.add_argument("--device-name", default="", help="what this workstation is called")
    init.add_argument("--user-id", default="", help="the id this person has on other workstations of the site")
    _definition(init)
    init.add_argument("--joining", action="store_true", help="the site has workstations already: take its key later")
    _people(commands)
    due = _leaf(commands, "due", "due", "list_due", "visits, consents and safety reports that are due or overdue")
    due.add_argument("--days", type=int, default=14, help="how many days ahead to look")
    _backups(commands)
    status = _leaf(commands, "status", "status", "status", "what waits, what is held, what is in conflict")
    status.add_argument("--locked", action="store_true", help="only what is known without a passphrase")
    _leaf(commands, "verify", "verify", "verify", "check the whole record; names the first entry that does not hold")
    _leaf(commands, "rebuild", "verify", "rebuild", "make what is shown anew from the log")
    succeed = _leaf(commands, "successor", "verify", "successor", "go on as a new device after a restore or a move")
    succeed.add_argument("--reason", required=True)
    sync = _leaf(commands, "sync", "sync", "sync", "one cycle with the EDC")
    sync.add_argument("--enrol", metavar="ADDRESS", default="", help="enrol with this EDC first")
    sync.add_argument("--code", default="", help="the one-time code of the enrolment")
    sync.add_argument(
        "--authority", type=Path, metavar="FILE", help="the study's certificate authority: from then on only it counts"
    )
    sync.add_argument("--quiet", action="store_true", help="say nothing when all is well: for the system's scheduler")
    _line(commands)
    sync.add_argument(
        "--attachments", choices=("none", "small", "all"), help="which attached files are fetched this time"
    )
    _bundles(commands)
    lab = _leaf(commands, "import-lab", "import_lab", "import_lab", "take values from a laboratory report")
    lab.add_argument("file", type=Path)
    lab.add_argument("--subject", required=True, metavar="CODE")
    lab.add_argument("--visit", required=True, metavar="CODE")
    lab.add_argument("--preview", action="store_true", help="say what would be done and do nothing")
    lab.add_argument("--reason", default="", help="why values of a completed form change")


def _prints(commands: Actions) -> None:
    prints = _group(commands, "print", "pages for paper, as PDF")
    crf = _leaf(prints, "crf", "print_out", "crf", "case report forms: blank, or as they stand for a child")
    crf.add_argument("--visit", required=True, metavar="CODE", help="LOG: the child's logs")
    crf.add_argument("--form", default="", metavar="CODE", help="one form alone")
    crf.add_argument("--subject", default="", metavar="CODE", help="a child; without it the forms are blank")
    receipt = _leaf(prints, "receipt", "print_receipt", "receipt", "the receipt of the day, with what the EDC signed")
    trend = _leaf(prints, "trend", "print_out", "trend", "a child's charts on one page (PDF, PNG or SVG)")
    letter = _leaf(
        prints, "letter", "print_letter", "print_letter", "the letter of an appointment, for a child's family"
    )
    letter.add_argument("--visit", default="", metavar="CODE", help="without it the next one")
    letter.add_argument("--at", default="", metavar="TIME", help="the appointment, 2026-11-17 or 2026-11-17T09:30")
    letter.add_argument("--name", action="store_true", help="with the child's name, where your role is shown names")
    for leaf in (trend, letter):
        leaf.add_argument("--subject", required=True, metavar="CODE")
    for leaf in (crf, receipt, trend, letter):
        leaf.add_argument("--to", type=Path, required=True, metavar="FILE")


def _line(commands: Actions) -> None:
    line = _leaf(commands, "line", "line", "line", "how the EDC is reached: shows it; with options, sets it")
    line.add_argument("--proxy", metavar="none|system|ADDRESS", help="the hospital's proxy, such as http://proxy:8080")
    line.add_argument("--proxy-user", metavar="NAME", help="kept in the encrypted record; its password is asked for")
    line.add_argument("--proxy-password-file", type=Path, metavar="FILE", help="its first line is the password")
    line.add_argument("--authority", type=Path, metavar="FILE", help="the study's certificate authority")
    line.add_argument("--every", type=int, metavar="MINUTES", help="sync by itself this often; 0: only when asked")
    line.add_argument("--at-network", choices=("yes", "no"), help="sync as soon as the network is back")


def _bundles(commands: Actions) -> None:
    bundle = _group(commands, "bundle", "for clinics with no network: sealed files that are carried")
    out = _leaf(bundle, "export", "bundle", "export", "write what the EDC lacks, sealed to it")
    out.add_argument("file", type=Path, metavar="FILE", help="a file, or the folder of a stick")
    out.add_argument("--without-files", action="store_true", help="leave attached files for later")
    out.add_argument("--invitation", type=Path, metavar="FILE", help="enrol: the EDC's invitation")
    out.add_argument("--fingerprint", default="", help="the EDC's fingerprint, as read out over the telephone")
    out.add_argument("--anew", action="store_true", help="the EDC was restored and no longer knows this workstation")
    come = _leaf(bundle, "import", "bundle", "import_", "take in the EDC's reply")
    come.add_argument("file", type=Path, metavar="FILE")
    _leaf(bundle, "list", "bundle", "list_bundles", "what was written, and whether it was answered")


def _people(commands: Actions) -> None:
    users = _group(commands, "user", "who may unlock this record")
    _leaf(users, "list", "user", "list_users", "everybody of this record")
    add = _leaf(users, "add", "user", "add", "let one more person unlock; they type their passphrase")
    add.add_argument("name")
    add.add_argument("--role", choices=ROLES, action="append", required=True)
    add.add_argument("--user-id", default="", help="the id this person has on other workstations of the site")
    change = _leaf(users, "passphrase", "user", "change", "change your own passphrase")
    reset = _leaf(users, "reset", "user", "reset", "a new passphrase for somebody who lost theirs; they type it")
    reset.add_argument("name")
    remove = _leaf(users, "remove", "user", "remove", "end a person's rights; what they entered stands")
    remove.add_argument("name")
    remove.add_argument("--reason", required=True)
    recover = _leaf(users, "recover", "user", "recover", "a lost passphrase: the printed code sets another one")
    _leaf(users, "recovery-code", "user", "recovery_code", "print a new recovery code, typed back; the old one ends")
    drill = _leaf(users, "recovery-drill", "user", "recovery_drill", "try the printed code; changes nothing")
    for leaf in (add, change, reset, recover):
        leaf.add_argument("--new-passphrase-file", type=Path, metavar="FILE")
    for leaf in (recover, drill):
        leaf.add_argument("--code-file", type=Path, metavar="FILE", help="its first line is the code")
    keys = _group(commands, "keys", "the keys of this record")
    _leaf(keys, "status", "keys", "status", "versions, the recovery code's last drill, who left since")
    renew = _leaf(keys, "renew", "keys", "renew", "a new vault key and recovery code; nobody's passphrase changes")
    renew.add_argument("--leave", action="append", default=[], metavar="NAME", help="who is left out of it")
    _leaf(keys, "rescue", "keys", "rescue", "after a renewal whose files were removed or changed: what opens together")
    _leaf(keys, "use-kept", "keys", "use_kept", "put the kept copy in the place of a damaged key file")


def _backups(commands: Actions) -> None:
    about = "a backup while the record is in use; `backup drill` proves one, `backup list` and `backup plan` tell"
    backup = _leaf(commands, "backup", "backup", "backup", about)
    backup.add_argument("words", nargs="*", metavar="TO | drill [BACKUP] | list | plan", help="a folder, or what to do")
    backup.add_argument("--if-due", action="store_true", help="only when the plan says so: for the system's scheduler")
    backup.add_argument("--folder", type=Path, metavar="DIR", help="plan: where backups go; it must exist")
    when = backup.add_mutually_exclusive_group()
    when.add_argument("--daily", metavar="HH:MM", help="plan: every day at this time (site time)")
    when.add_argument("--every", type=int, metavar="HOURS", help="plan: so many hours after the last one")
    when.add_argument("--at-lock", action="store_true", help="plan: when somebody locks")
    when.add_argument("--off", action="store_true", help="plan: none by themselves")
    backup.add_argument("--keep", metavar="D,W,M", help="plan: how many days, weeks, months are kept (7,4,12)")
    restore = _leaf(commands, "restore", "restore", "restore", "a backup into a new folder, also on a new computer")
    restore.add_argument("backup", type=Path)
    restore.add_argument("--into", type=Path, required=True, metavar="DIR", help="a folder that is new or empty")
    restore.add_argument("--reason", default="", help="why; the log says it")
    restore.add_argument("--recovery-code", action="store_true", help="open with the recovery code, typed when asked")
    restore.add_argument("--code-file", type=Path, metavar="FILE", help="its first line is the recovery code")
    restore.add_argument("--new-passphrase-file", type=Path, metavar="FILE", help="with the code: the new passphrase")


def _leaving(commands: Actions) -> None:
    """What leaves the record as a file, and what is taken out of anybody's reach."""
    identity = _group(commands, "identity", "what names a child")
    erase = _leaf(identity, "erase", "identity", "erase", "nobody can read this child's identity any more")
    erase.add_argument("subject", metavar="CODE")
    erase.add_argument("--reason", required=True, help="who asked for it, and when")
    erase.add_argument("--confirm", default="", metavar="CODE", help="the code once more: there is no way back")
    export = _group(commands, "export", "what leaves the record as a file")
    audit = _leaf(export, "audit", "export", "audit", "who did what, when and why, as a table (CSV)")
    audit.add_argument("--to", type=Path, required=True, metavar="FILE", help="a file that is not there yet")
    audit.add_argument("--subject", default="", metavar="CODE", help="of one child")
    audit.add_argument("--form", default="", metavar="CODE")
    audit.add_argument("--item", default="", metavar="CODE")
    audit.add_argument("--person", default="", metavar="NAME", help="by one person: name or id")
    audit.add_argument("--from", dest="since", default="", metavar="DAY", help="first day, 2026-11-01 (site time)")
    audit.add_argument("--until", default="", metavar="DAY", help="last day (site time)")
    asked = _leaf(export, "inspection", "export", "inspection", "what an auditor asks: sixteen tables (CSV)")
    asked.add_argument("--to", type=Path, required=True, metavar="DIR")
    asked.add_argument("--question", type=int, metavar="N", help="only one of them, 1 to 16")


_OR_SHIPPED = "a definition's folder; without it the one that came along"


def _study(commands: Actions) -> None:
    derive = _leaf(commands, "derive", "derive", "derive_value", "one derived value, with unit, version and inputs")
    derive.add_argument("code")
    derive.add_argument("inputs", nargs="*", metavar="name=value")
    study = _group(commands, "study", "study definitions")
    check = _leaf(study, "check", "study", "check", "everything wrong with a definition")
    check.add_argument("dir", type=Path)
    table = _leaf(study, "table", "study", "table_of", "the data dictionary")
    table.add_argument("dir", type=Path, nargs="?", help=_OR_SHIPPED)
    adopt = _leaf(study, "adopt", "adopt", "adopt", "enter under another version from here on; says what changes first")
    adopt.add_argument("dir", type=Path)
    adopt.add_argument("--preview", action="store_true", help="say what would change and do nothing")
    adopt.add_argument("--reason", default="", help="why: the amendment, the date of the ethics vote")
    adopt.add_argument("--dangers-seen", action="store_true", help="adopt though values keep another unit or type")
    _leaf(study, "versions", "adopt", "versions", "every version this record was under, when and by whom")
    page = _leaf(study, "clinical", "study", "clinical", "the clinical page: formulas, limits, sources (Markdown)")
    page.add_argument("dir", type=Path, nargs="?", help=_OR_SHIPPED)


def _reference(commands: Actions) -> None:
    actions = _group(commands, "reference", "a laboratory's own reference intervals")
    template = _leaf(
        actions, "template", "reference", "template", "an empty table as CSV, for the laboratory to fill in"
    )
    check = _leaf(actions, "check", "reference", "check", "every fault of a table with its line; else what it covers")
    for leaf in (template, check):
        leaf.add_argument("--definition", type=Path, metavar="DIR", help=_OR_SHIPPED)
    adopt = _leaf(
        actions, "adopt", "reference", "adopt", "judge by a table from here on; says which flags change first"
    )
    for leaf in (check, adopt):
        leaf.add_argument("file", type=Path, help="a CSV file")
    adopt.add_argument("--preview", action="store_true", help="say what would change and do nothing")
    _leaf(actions, "list", "reference", "list_tables", "what is in force, by item, laboratory, method and date")


def _edc(commands: Actions) -> None:
    actions = _group(commands, "edc", "the central EDC")
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
    site = _group(actions, "site", "sites")
    add = _edc_leaf(site, "add", "site_add", "a new site")
    add.add_argument("site")
    add.add_argument("name")
    _edc_leaf(site, "list", "status", "every site")
    _edc_leases(site)
    device = _group(actions, "device", "workstations")
    _edc_leaf(device, "code", "device_code", "a one-time code that lets one workstation in").add_argument("site")
    _edc_leaf(device, "list", "device_list", "every workstation of a site").add_argument("site")
    end = _edc_leaf(device, "end", "device_end", "revoke a workstation")
    end.add_argument("site")
    end.add_argument("device")
    end.add_argument("--reason", required=True)
    person = _group(actions, "person", "people of the sites")
    _edc_leaf(person, "list", "person_list", "everybody of a site").add_argument("site")
    end = _edc_leaf(person, "end", "person_end", "end a person's rights")
    end.add_argument("site")
    end.add_argument("user_id")
    end.add_argument("--reason", required=True)
    held = _group(actions, "held", "changes that wait without effect")
    _edc_leaf(held, "list", "held_list", "what waits, and why").add_argument("site")
    for name in ("release", "reject"):
        leaf = _edc_leaf(held, name, f"held_{name}", f"{name} a held change")
        leaf.add_argument("site")
        leaf.add_argument("change")
        leaf.add_argument("--reason", required=True)
    study = _group(actions, "study", "study definitions of the sites")
    adopt = _edc_leaf(study, "adopt", "study_adopt", "a site enters under this definition from here on")
    adopt.add_argument("site")
    adopt.add_argument("dir", type=Path)
    adopt.add_argument("--reason", required=True)
    query = _group(actions, "query", "queries")
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
    user = _group(actions, "user", "who logs in to the EDC's page: monitors, data managers, administrators")
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
    bundle = _group(actions, "bundle", "workstations that no network reaches")
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
    made = _leaf(actions, name, "edc", run, about)
    made.add_argument("--edc-folder", type=Path, metavar="DIR", default=Path("edc"), help="its key, and SQLite's file")
    made.add_argument("--database", default="", help="SQLAlchemy's address; without it SQLite in the EDC's folder")
    made.add_argument("--as", dest="author", default="", metavar="NAME", help="who acts, as it stands in the record")
    return made
