"""`cartella archive`: the whole record on a medium, readable without the program; and whether such a one is whole."""

import argparse
import sys

from desktop_app.cli.opening import opened
from desktop_app.cli.outcome import HouseOf, Outcome
from desktop_app.cli.print_out import drawing
from desktop_app.jobs.line import straight
from desktop_app.presenters.archive.make import Made, Wanted, check_wanted, make_archive
from desktop_app.presenters.archive.manifest import Checked, check
from desktop_app.presenters.archive.words import checked_words, made_words
from desktop_app.presenters.backup_words import STEPS
from storage.watch import UNWATCHED, Watch
from study.text import Language


def archive(args: argparse.Namespace, house_of: HouseOf) -> Outcome:
    """Write one, or check one. A check needs no record and no passphrase."""
    if args.check is not None:
        return _checked(check(args.check.absolute(), _watch(args)))
    language: Language = args.lang or "zh"
    wanted = Wanted(args.to.absolute(), language, names=args.with_names, confirmed=args.yes)
    with opened(args, house_of) as session:
        check_wanted(session, wanted)
        with drawing():
            made = make_archive(session, wanted, straight, _watch(args))
    return _made(made)


def _made(made: Made) -> Outcome:
    """Exit code 0 also where something is not in it: an archive always says what it lacks."""
    written = made.written
    data = {
        "path": str(written.path), "files": written.files, "bytes": written.size, "children": made.children,
        "names": made.names, "absent": [{"en": each.en, "zh": each.zh} for each in made.absent],
    }  # fmt: skip
    return Outcome(data, (made_words(made), *made.absent))


def _checked(found: Checked) -> Outcome:
    """Exit code 3 while something does not hold."""
    manifest = found.manifest
    data = {
        "whole": found.whole, "files": len(manifest.files), "study": manifest.study, "site": manifest.site,
        "made": manifest.made_utc, "by": manifest.by, "names": manifest.names, "fingerprint": found.fingerprint,
        "state": manifest.state.state,
        "faults": [{"code": one.code, "path": one.path, "en": one.what.en, "zh": one.what.zh} for one in found.faults],
    }  # fmt: skip
    return Outcome(data, checked_words(found), left=not found.whole)


def _watch(args: argparse.Namespace) -> Watch:
    """Counts on standard error for a person at a terminal; nothing for a script."""
    if args.json or not sys.stderr.isatty():
        return UNWATCHED
    language: Language = args.lang or "zh"
    last = ""

    def listen(step: str, done: int, total: int) -> None:
        nonlocal last
        words = STEPS.get(step)
        line = f"{words.get(language)} {done}/{total}" if words is not None else last
        if line != last:
            last = line
            sys.stderr.write(f"\r{line}\x1b[K")
            sys.stderr.flush()

    return Watch(listen)
