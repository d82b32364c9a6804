"""What is given out of the record as a folder: tables as CSV and pages as PDF in both languages, whole or not at all.

Owns the folder and the check that no identity is in it. Must not decide what stands in the tables; needs a running Qt.
"""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from desktop_app.identity import child_key, open_ever
from desktop_app.jobs.note import EXPORT, note
from desktop_app.paper import write_folio
from desktop_app.presenters.printed.foot import Printed, foot, printed_now
from desktop_app.presenters.printed.sheets import sheets_folio
from desktop_app.records import Child
from desktop_app.session import Session
from storage.files import disk_errors, sync_file, sync_folder
from storage.keys import SiteKey
from storage.watch import Watch
from study.definition.model import Study
from study.errors import KnownError
from study.no_identity import Hidden, leaks, refuse
from study.rights import gives_out
from study.sheet import Sheet
from study.text import Language, Text
from sync.files.table_out import write_csv

T = TypeVar("T")
READING, WRITING = "reading", "writing"
LANGUAGES: tuple[Language, ...] = ("en", "zh")


class Ask(Protocol):
    """How a reading is done: at once, or on the reader's lane."""

    def __call__(self, reading: Callable[[], T]) -> T: ...


def at_once(reading: Callable[[], T]) -> T:
    """For a command, which has one thread."""
    return reading()


class Given(NamedTuple):
    """What is written: its file name, title and first lines; the tables in words (CSV and on the pages where `printed`
    names them, else all), tables of bare data.
    """

    name: str
    title: Text
    about: tuple[Text, ...]
    sheets: tuple[Sheet, ...]
    children: int
    data: tuple[Sheet, ...] = ()
    printed: frozenset[str] = frozenset()

    @property
    def pages(self) -> tuple[Sheet, ...]:
        """The tables that stand on the pages too."""
        return tuple(sheet for sheet in self.sheets if not self.printed or sheet.name in self.printed)


def must_give_out(session: Session, ask: Ask) -> SiteKey:
    """The site's key, with which it is checked that no identity leaves. KnownError `may-not-give-out` for who has no
    role that gives anything out, `no-site-key` where nothing can be checked.
    """
    if not session.role_that(gives_out):
        raise KnownError(
            "may-not-give-out",
            "Only an investigator or a coordinator gives this out of the record.",
            "仅研究者或研究协调员可导出此内容。",
        )
    key = ask(session.store.reader.site_key)
    if not key:
        raise KnownError(
            "no-site-key",
            "This workstation has no site key: it can't be checked that no identity leaves. Take the key first.",
            "本工作站没有中心密钥，无法核查是否含有身份信息。请先取得中心密钥。",
        )
    return SiteKey(key)


def of_children(session: Session, make: Callable[[Child], T], ask: Ask, watch: Watch) -> list[T]:
    """What is made of each child that counts, one at a time; KnownError `stopped`."""
    subjects = ask(session.records.going_on)
    made: list[T] = []
    for number, subject in enumerate(subjects):
        watch.says(READING, number, len(subjects))
        made.append(ask(lambda subject=subject: make(session.records.of(subject))))  # type: ignore[misc]
    watch.says(READING, len(subjects), len(subjects))
    return made


def checked(given: Given, session: Session, ask: Ask, *, strictly: bool = False) -> Given:
    """The same, once the named check found in it no identity of any child of the record, counted or not; `strictly`: no
    registry code and no calendar day either. KnownError `identity-in-file`.
    """
    records = session.records
    every = [ask(lambda subject=subject: records.of(subject)) for subject in ask(records.subjects)]  # type: ignore[misc]
    hidden = [ask(lambda child=child: _hidden(session, child)) for child in every]  # type: ignore[misc]
    codes = [child.subject.code for child in every] if strictly else []
    sheets = (*given.sheets, *given.data)
    refuse(leaks(sheets, hidden, codes=codes, days=strictly))
    return given


def _hidden(session: Session, child: Child) -> Hidden:
    """What names a child, and what named it before it was corrected."""
    reader, record = session.store.reader, child.course.record
    kept = reader.site_key()
    key = child_key(SiteKey(kept), record) if kept else None
    ever = (*child.identity.texts.values(), *open_ever(key, record, reader.history))
    return Hidden(tuple(dict.fromkeys(ever)), child.identity.birth)


def must_be_new(folder: Path, record: Path) -> None:
    """KnownErrors `folder-there`: nothing is written over anything; `inside-record`: plain data do not belong beside
    the sealed record. Asked before it is noted that something left.
    """
    if folder.resolve().is_relative_to(record.resolve()):
        raise KnownError(
            "inside-record",
            f"{folder.name} would lie inside the folder of the record. Nothing was written; choose another place.",
            f"{folder.name} 位于本记录的文件夹内。未写入任何内容，请选择其他位置。",
        )
    if folder.exists():
        raise KnownError(
            "folder-there",
            f"{folder.name} is there already. Nothing was written; name another folder.",
            f"{folder.name} 已存在。未写入任何内容，请使用其他文件夹名。",
        )


def write_given(folder: Path, given: Given, study: Study, page: Printed, watch: Watch) -> list[str]:
    """Write everything into a folder that nothing has yet; returns the files. KnownErrors `not-writable`, `disk-full`,
    `stopped`.
    """
    half = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(half, ignore_errors=True)
    try:
        with disk_errors(folder):
            half.mkdir(parents=True)
            _fill(half, given, study, page, watch)
            made = sorted(path for path in half.rglob("*") if path.is_file())
            for path in made:
                sync_file(path)
            files = [path.relative_to(half).as_posix() for path in made]
            half.rename(folder)
            sync_folder(folder.parent)
    except OSError as error:
        raise KnownError(
            "not-writable", f"{folder.name} can't be written there.", f"无法在该处写入 {folder.name}。"
        ) from error
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return files


def _fill(half: Path, given: Given, study: Study, page: Printed, watch: Watch) -> None:
    steps = len(LANGUAGES) * (len(given.sheets) + 1) + len(given.data)
    done = 0
    for language in LANGUAGES:
        inner = half / language
        inner.mkdir()
        for number, sheet in enumerate(given.sheets, 1):
            watch.says(WRITING, done, steps)
            heads = [column.get(language) for column in sheet.columns]
            notes = [[note.get(language)] for note in sheet.notes]
            write_csv(inner / f"{number:02d}-{sheet.name}.csv", heads, [*sheet.texts(language), *notes])
            done += 1
        watch.says(WRITING, done, steps)
        line = foot(study, page, language, study.digest[:16])
        write_folio(sheets_folio(given.title, given.about, given.pages, line, language), inner / f"{given.name}.pdf")
        done += 1
    for sheet in given.data:
        watch.says(WRITING, done, steps)
        write_csv(half / f"{sheet.name}.csv", [column.en for column in sheet.columns], sheet.texts("en"))
        done += 1


def note_given(session: Session, given: Given) -> None:
    """Say in the record that it leaves, before it is written."""
    note(session, EXPORT, given.name, given.children, role=session.role_that(gives_out))


def page_of(session: Session) -> Printed:
    """What stands at the foot: the site and the time, and no person, since it leaves the site."""
    page = printed_now(session)
    return Printed(page.site, "", page.printed)
