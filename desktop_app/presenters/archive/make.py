"""Makes an archive: checks who asks and where it goes, notes it, writes everything, signs it, gives it its name last.

Whole or nothing. For the lane of long jobs; what is written into the record goes through the writer's.
"""

from pathlib import Path

import msgspec

from desktop_app.jobs.line import OnWriter
from desktop_app.jobs.note import EXPORT, note
from desktop_app.presenters.archive import errors, manifest
from desktop_app.presenters.archive.absent import absent
from desktop_app.presenters.archive.children import Archived, put_child
from desktop_app.presenters.archive.data import data
from desktop_app.presenters.archive.folder import Folder, Written, check_target, free_name, sweep
from desktop_app.presenters.archive.house import put_house, utc_text
from desktop_app.presenters.archive.index import INDEX, Around, index_page
from desktop_app.presenters.archive.manifest import FORMAT, Manifest, State
from desktop_app.presenters.archive.signed import Broken
from desktop_app.presenters.archive.still import Still, safe, still
from desktop_app.presenters.archive.trail import put_trail
from desktop_app.session import Session
from desktop_app.version import VERSION
from storage.finding import Report
from storage.room import FreeRoom, free_room
from storage.verify import verify_store
from storage.watch import UNWATCHED, Watch
from study.retention import keep_lines, retention, rule_line
from study.rights import archives
from study.text import Language, Text

ARCHIVE, NAMED = "archive", "named"
_SPARE = 128 << 20
"""Room beside the attached files: pages, tables, the audit trail."""


class Wanted(msgspec.Struct, frozen=True):
    """What somebody asks for. `target` is a folder that is there; `names`: with names and scans; `confirmed`: they know
    that the archive is not encrypted.
    """

    target: Path
    language: Language
    names: bool = False
    confirmed: bool = False


class Made(msgspec.Struct, frozen=True):
    """A finished archive: where, how large, what is not in it."""

    written: Written
    children: int
    names: bool
    absent: tuple[Text, ...]


def may_archive(session: Session) -> bool:
    """Whether one of the person's roles writes the archive."""
    return bool(session.role_that(archives))


def check_wanted(session: Session, wanted: Wanted) -> None:
    """Raise KnownError `archive-role`, `archive-names`, `archive-not-confirmed`, or one of the place."""
    if not may_archive(session):
        raise errors.not_allowed()
    if wanted.names and not session.sees_names:
        raise errors.names_not_allowed()
    if not wanted.confirmed:
        raise errors.not_confirmed(wanted.names)
    check_target(session.store.folder, wanted.target)


def make_archive(
    session: Session, wanted: Wanted, on_writer: OnWriter, watch: Watch = UNWATCHED, free: FreeRoom = free_room
) -> Made:
    """Write it. KnownErrors of `check_wanted`, `archive-site-key`, `archive-no-room`, `archive-failed`, `disk-full`,
    `stopped`; then nothing of it is left. That it was begun stays in the record.
    """
    check_wanted(session, wanted)
    begins = f"Cartella-{safe(session.study.code)}-{session.unlocked.store_id[:8]}-"
    sweep(wanted.target, begins)
    detail = f"{ARCHIVE} {NAMED}" if wanted.names else ARCHIVE
    on_writer(lambda: note(session, EXPORT, detail, role=session.role_that(archives)))
    with still(session, names=wanted.names, language=wanted.language) as now:
        if now.site_key is None and now.subjects:
            raise errors.no_site_key()
        _check_room(now, wanted.target, free)
        report = verify_store(session.store, session.unlocked, watch)
        name = free_name(wanted.target, f"{begins}{session.now:%Y%m%d-%H%M}")
        with Folder(wanted.target, name, watch) as folder:
            return _fill(now, folder, report)


def _check_room(now: Still, target: Path, free: FreeRoom) -> None:
    """KnownError `archive-no-room`: what is known beforehand; a disk that fills up later is said then."""
    needed = sum(each.size for each in now.reader.files()) + _SPARE
    left = free(target)
    if left < needed:
        raise errors.no_room(target, needed, left)


def _fill(now: Still, folder: Folder, report: Report) -> Made:
    broken = Broken(
        frozenset((each.device, each.seq) for each in report.findings if each.device), not report.changes
    )  # fmt: skip
    made: list[Archived] = []
    with data(now, folder) as tables:
        for done, subject in enumerate(now.subjects):
            folder.says("children", done, len(now.subjects))
            made.append(put_child(now, folder, now.child(subject), broken))
            tables.add(made[-1])
    pages, entries = put_trail(now, folder)
    lacking = absent(now, made, report, put_house(now, folder))
    said = _manifest(now, folder, lacking)
    folder.text(INDEX, index_page(now, said, Around(tuple(made), pages, entries, report)))
    manifest.close(folder, msgspec.structs.replace(said, files=tuple(folder.files)), now.session.unlocked.device_sign)
    return Made(folder.finish(), len(made), now.names, lacking)


def _manifest(now: Still, folder: Folder, lacking: tuple[Text, ...]) -> Manifest:
    session, home, reader, study = now.session, now.home, now.reader, now.study
    tip, cursor, utc = reader.tip(), reader.cursor(), session.clock()
    return Manifest(
        format=FORMAT, study=study.code, title=study.title, version=study.version, definition=study.digest,
        site=home.site, site_name=home.site_name, device=home.device, device_name=home.device_name,
        public_key=session.unlocked.device_public_key.hex(), by=session.person.name, made_utc=utc_text(utc),
        made_site=f"{session.at(utc):%Y-%m-%d %H:%M}", program=VERSION, names=now.names, language=now.language,
        state=State(len(reader.hashes()), reader.digest(), tip.seq, tip.hash, cursor.number, cursor.head),
        keep=_keep(now), absent=lacking, files=tuple(folder.files),
    )  # fmt: skip


def _keep(now: Still) -> tuple[Text, ...]:
    today = now.session.today
    children = (now.child(subject).course for subject in now.subjects if not subject.withdrawn)
    found = retention(now.study.protocol, children, today)
    return (*keep_lines(found, today), *map(rule_line, found.counted if found is not None else ()))
