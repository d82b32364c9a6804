"""The words of the command line: every command, its options and their help. Does nothing itself.

`module` and `run` name the function that a command is handed to; it is imported only then, for a quick start.
"""

import argparse
from pathlib import Path

from desktop_app.cli.argument_parts import Actions, common, group, leaf_of
from desktop_app.cli.edc_arguments import edc_commands
from desktop_app.cli.usage import Parser
from desktop_app.presenters.words import SITE_ROLES

ROLES = (*SITE_ROLES, "admin")


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    made = Parser(prog="cartella", description="The record of the follow-up after CAR-T therapy.")
    common(made)
    _definition(made)
    commands = made.add_subparsers(metavar="command")
    made.set_defaults(module="window", run="window")
    _store(commands)
    _leaving(commands)
    _prints(commands)
    _study(commands)
    _reference(commands)
    edc_commands(commands)
    demo = leaf_of(commands, "demo", "demo", "demo", "a demonstration with invented children")
    demo.add_argument("--headless", type=Path, metavar="DIR", help="play the day without a screen into DIR")
    # How the packaged demonstration starts its own EDC; not for people.
    demo.add_argument("--serve-edc", nargs=2, metavar=("DIR", "AHEAD"), help=argparse.SUPPRESS)
    return made


def _definition(made: argparse.ArgumentParser) -> None:
    made.add_argument(
        "--study", dest="definition", type=Path, metavar="DIR", default=argparse.SUPPRESS,
        help="the study definition a new record begins with; without it the one that came along",
    )  # fmt: skip


def _store(commands: Actions) -> None:
    init = leaf_of(commands, "init", "init", "init", "make the record of a new workstation")
    init.add_argument("--site", required=True, help="code of the site")
    init.add_argument("--site-name", required=True)
    init.add_argument("--name", required=True, help="the first user, who is the administrator too")
    init.add_argument("--role", choices=ROLES, default="investigator")
    init.add_argument("--device-name", default="", help="what this workstation is called")
    init.add_argument("--user-id", default="", help="the id this person has on other workstations of the site")
    _definition(init)
    init.add_argument("--joining", action="store_true", help="the site has workstations already: take its key later")
    _people(commands)
    due = leaf_of(commands, "due", "due", "list_due", "visits, consents and safety reports that are due or overdue")
    due.add_argument("--days", type=int, default=14, help="how many days ahead to look")
    _backups(commands)
    status = leaf_of(commands, "status", "status", "status", "what waits, what is held, what is in conflict")
    status.add_argument("--locked", action="store_true", help="only what is known without a passphrase")
    leaf_of(commands, "verify", "verify", "verify", "check the whole record; names the first entry that does not hold")
    leaf_of(commands, "rebuild", "verify", "rebuild", "make what is shown anew from the log")
    succeed = leaf_of(commands, "successor", "verify", "successor", "go on as a new device after a restore or a move")
    succeed.add_argument("--reason", required=True)
    sync = leaf_of(commands, "sync", "sync", "sync", "one cycle with the EDC")
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
    _lab(commands)


def _lab(commands: Actions) -> None:
    lab = leaf_of(commands, "import-lab", "import_lab", "import_lab", "take values from a laboratory report")
    lab.add_argument("file", type=Path)
    lab.add_argument("--subject", required=True, metavar="CODE")
    lab.add_argument("--visit", required=True, metavar="CODE")
    lab.add_argument("--preview", action="store_true", help="say what would be done and do nothing")
    lab.add_argument("--reason", default="", help="why values of a completed form change")
    lab.add_argument(
        "--leave-out", nargs="+", default=[], metavar="LINE",
        help="lines that stay out, by the numbers that --preview shows",
    )  # fmt: skip
    lab.add_argument(
        "--collected", default="", metavar="TIME",
        help="when the specimen was taken, where the report does not say: '2026-11-22 08:10'",
    )  # fmt: skip
    lab.add_argument(
        "--specimen", default="", choices=("", "blood", "urine", "urine24"),
        help="what the specimen is, where the report does not say",
    )  # fmt: skip
    lab.add_argument(
        "--into-aside", action="store_true", help="also under a code that stands aside for another one of the child"
    )


def _prints(commands: Actions) -> None:
    prints = group(commands, "print", "pages for paper, as PDF")
    crf = leaf_of(prints, "crf", "print_out", "crf", "case report forms: blank, or as they stand for a child")
    crf.add_argument("--visit", required=True, metavar="CODE", help="LOG: the child's logs")
    crf.add_argument("--form", default="", metavar="CODE", help="one form alone")
    crf.add_argument("--subject", default="", metavar="CODE", help="a child; without it the forms are blank")
    receipt = leaf_of(prints, "receipt", "print_receipt", "receipt", "the receipt of the day, with what the EDC signed")
    trend = leaf_of(prints, "trend", "print_out", "trend", "a child's charts on one page (PDF, PNG or SVG)")
    letter = leaf_of(
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
    line = leaf_of(commands, "line", "line", "line", "how the EDC is reached: shows it; with options, sets it")
    line.add_argument("--proxy", metavar="none|system|ADDRESS", help="the hospital's proxy, such as http://proxy:8080")
    line.add_argument("--proxy-user", metavar="NAME", help="kept in the encrypted record; its password is asked for")
    line.add_argument("--proxy-password-file", type=Path, metavar="FILE", help="its first line is the password")
    line.add_argument("--authority", type=Path, metavar="FILE", help="the study's certificate authority")
    line.add_argument("--every", type=int, metavar="MINUTES", help="sync by itself this often; 0: only when asked")
    line.add_argument("--at-network", choices=("yes", "no"), help="sync as soon as the network is back")


def _bundles(commands: Actions) -> None:
    bundle = group(commands, "bundle", "for clinics with no network: sealed files that are carried")
    out = leaf_of(bundle, "export", "bundle", "export", "write what the EDC lacks, sealed to it")
    out.add_argument("file", type=Path, metavar="FILE", help="a file, or the folder of a stick")
    out.add_argument("--without-files", action="store_true", help="leave attached files for later")
    out.add_argument("--invitation", type=Path, metavar="FILE", help="enrol: the EDC's invitation")
    out.add_argument("--fingerprint", default="", help="the EDC's fingerprint, as read out over the telephone")
    out.add_argument("--anew", action="store_true", help="the EDC was restored and no longer knows this workstation")
    come = leaf_of(bundle, "import", "bundle", "import_", "take in the EDC's reply")
    come.add_argument("file", type=Path, metavar="FILE")
    leaf_of(bundle, "list", "bundle", "list_bundles", "what was written, and whether it was answered")


def _people(commands: Actions) -> None:
    users = group(commands, "user", "who may unlock this record")
    leaf_of(users, "list", "user", "list_users", "everybody of this record")
    add = leaf_of(users, "add", "user", "add", "let one more person unlock; they type their passphrase")
    add.add_argument("name")
    add.add_argument("--role", choices=ROLES, action="append", required=True)
    add.add_argument("--user-id", default="", help="the id this person has on other workstations of the site")
    change = leaf_of(users, "passphrase", "user", "change", "change your own passphrase")
    reset = leaf_of(users, "reset", "user", "reset", "a new passphrase for somebody who lost theirs; they type it")
    reset.add_argument("name")
    remove = leaf_of(users, "remove", "user", "remove", "end a person's rights; what they entered stands")
    remove.add_argument("name")
    remove.add_argument("--reason", required=True)
    recover = leaf_of(users, "recover", "user", "recover", "a lost passphrase: the printed code sets another one")
    leaf_of(users, "recovery-code", "user", "recovery_code", "print a new recovery code, typed back; the old one ends")
    drill = leaf_of(users, "recovery-drill", "user", "recovery_drill", "try the printed code; changes nothing")
    for leaf in (add, change, reset, recover):
        leaf.add_argument("--new-passphrase-file", type=Path, metavar="FILE")
    for leaf in (recover, drill):
        leaf.add_argument("--code-file", type=Path, metavar="FILE", help="its first line is the code")
    keys = group(commands, "keys", "the keys of this record")
    leaf_of(keys, "status", "keys", "status", "versions, the recovery code's last drill, who left since")
    renew = leaf_of(keys, "renew", "keys", "renew", "a new vault key and recovery code; nobody's passphrase changes")
    renew.add_argument("--leave", action="append", default=[], metavar="NAME", help="who is left out of it")
    leaf_of(
        keys, "rescue", "keys", "rescue", "after a renewal whose files were removed or changed: what opens together"
    )
    leaf_of(keys, "use-kept", "keys", "use_kept", "put the kept copy in the place of a damaged key file")


def _backups(commands: Actions) -> None:
    about = "a backup while the record is in use; `backup drill` proves one, `backup list` and `backup plan` tell"
    backup = leaf_of(commands, "backup", "backup", "backup", about)
    backup.add_argument("words", nargs="*", metavar="TO | drill [BACKUP] | list | plan", help="a folder, or what to do")
    backup.add_argument("--if-due", action="store_true", help="only when the plan says so: for the system's scheduler")
    backup.add_argument("--folder", type=Path, metavar="DIR", help="plan: where backups go; it must exist")
    when = backup.add_mutually_exclusive_group()
    when.add_argument("--daily", metavar="HH:MM", help="plan: every day at this time (site time)")
    when.add_argument("--every", type=int, metavar="HOURS", help="plan: so many hours after the last one")
    when.add_argument("--at-lock", action="store_true", help="plan: when somebody locks")
    when.add_argument("--off", action="store_true", help="plan: none by themselves")
    backup.add_argument("--keep", metavar="D,W,M", help="plan: how many days, weeks, months are kept (7,4,12)")
    restore = leaf_of(commands, "restore", "restore", "restore", "a backup into a new folder, also on a new computer")
    restore.add_argument("backup", type=Path)
    restore.add_argument("--into", type=Path, required=True, metavar="DIR", help="a folder that is new or empty")
    restore.add_argument("--reason", default="", help="why; the log says it")
    restore.add_argument("--recovery-code", action="store_true", help="open with the recovery code, typed when asked")
    restore.add_argument("--code-file", type=Path, metavar="FILE", help="its first line is the recovery code")
    restore.add_argument("--new-passphrase-file", type=Path, metavar="FILE", help="with the code: the new passphrase")


def _leaving(commands: Actions) -> None:
    """What leaves the record as a file, and what is taken out of anybody's reach."""
    identity = group(commands, "identity", "what names a child")
    erase = leaf_of(identity, "erase", "identity", "erase", "nobody can read this child's identity any more")
    erase.add_argument("subject", metavar="CODE")
    erase.add_argument("--reason", required=True, help="who asked for it, and when")
    erase.add_argument("--confirm", default="", metavar="CODE", help="the code once more: there is no way back")
    export = group(commands, "export", "what leaves the record as a file")
    audit = leaf_of(export, "audit", "export", "audit", "who did what, when and why, as a table (CSV)")
    audit.add_argument("--to", type=Path, required=True, metavar="FILE", help="a file that is not there yet")
    audit.add_argument("--subject", default="", metavar="CODE", help="of one child")
    audit.add_argument("--form", default="", metavar="CODE")
    audit.add_argument("--item", default="", metavar="CODE")
    audit.add_argument("--person", default="", metavar="NAME", help="by one person: name or id")
    audit.add_argument("--from", dest="since", default="", metavar="DAY", help="first day, 2026-11-01 (site time)")
    audit.add_argument("--until", default="", metavar="DAY", help="last day (site time)")
    asked = leaf_of(export, "inspection", "export", "inspection", "what an auditor asks: sixteen tables (CSV)")
    asked.add_argument("--to", type=Path, required=True, metavar="DIR")
    asked.add_argument("--question", type=int, metavar="N", help="only one of them, 1 to 16")
    archive = leaf_of(
        commands, "archive", "archive", "archive", "the whole record on a medium, readable without the program"
    )
    what = archive.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "--to", type=Path, metavar="DIR", help="a folder that is there; the archive gets one of its own in it"
    )
    what.add_argument(
        "--check", type=Path, metavar="DIR", help="an archive: every file that is missing, extra, altered"
    )
    archive.add_argument(
        "--with-names", action="store_true", help="with names and scans, where your role is shown names"
    )
    archive.add_argument("--yes", action="store_true", help="you know that the archive is not encrypted")
    board = leaf_of(export, "board", "export_given", "board", "the safety pack for a monitoring board (PDF and CSV)")
    results = leaf_of(export, "results", "export_given", "results", "each measure by visit, primary outcomes first")
    shared = leaf_of(export, "shared", "export_given", "shared", "the data without identity, with their dictionary")
    for leaf in (board, results, shared):
        leaf.add_argument("--to", type=Path, required=True, metavar="DIR", help="a folder that is not there yet")


_OR_SHIPPED = "a definition's folder; without it the one that came along"


def _study(commands: Actions) -> None:
    derive = leaf_of(commands, "derive", "derive", "derive_value", "one derived value, with unit, version and inputs")
    derive.add_argument("code")
    derive.add_argument("inputs", nargs="*", metavar="name=value")
    derive.add_argument("--definition", type=Path, metavar="DIR", help=_OR_SHIPPED)
    study = group(commands, "study", "study definitions")
    check = leaf_of(study, "check", "study", "check", "everything wrong with a definition")
    check.add_argument("dir", type=Path, nargs="?", help=_OR_SHIPPED)
    table = leaf_of(
        study, "table", "study", "table_of", "the data dictionary; ? stands behind what nobody has confirmed"
    )
    table.add_argument("dir", type=Path, nargs="?", help=_OR_SHIPPED)
    adopt = leaf_of(
        study, "adopt", "adopt", "adopt", "enter under another version from here on; says what changes first"
    )
    adopt.add_argument("dir", type=Path)
    adopt.add_argument("--preview", action="store_true", help="say what would change and do nothing")
    adopt.add_argument("--reason", default="", help="why: the amendment, the date of the ethics vote")
    adopt.add_argument("--dangers-seen", action="store_true", help="adopt though values keep another unit or type")
    leaf_of(study, "versions", "adopt", "versions", "every version this record was under, when and by whom")
    page = leaf_of(study, "clinical", "study", "clinical", "the clinical page: formulas, limits, sources (Markdown)")
    page.add_argument("dir", type=Path, nargs="?", help=_OR_SHIPPED)


def _reference(commands: Actions) -> None:
    actions = group(commands, "reference", "a laboratory's own reference intervals")
    template = leaf_of(
        actions, "template", "reference", "template", "an empty table as CSV, for the laboratory to fill in"
    )
    check = leaf_of(actions, "check", "reference", "check", "every fault of a table with its line; else what it covers")
    for leaf in (template, check):
        leaf.add_argument("--definition", type=Path, metavar="DIR", help=_OR_SHIPPED)
    adopt = leaf_of(
        actions, "adopt", "reference", "adopt", "judge by a table from here on; says which flags change first"
    )
    for leaf in (check, adopt):
        leaf.add_argument("file", type=Path, help="a CSV file")
    adopt.add_argument("--preview", action="store_true", help="say what would change and do nothing")
    leaf_of(actions, "list", "reference", "list_tables", "what is in force, by item, laboratory, method and date")
