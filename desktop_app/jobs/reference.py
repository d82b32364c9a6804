"""A laboratory's table of reference intervals from a file: reading it, what it would change, adopting it.

Reading and looking run on the reader's lane, adopting on the writer's. What a table must prove is
`study.reference_table`, what it would do `study.table_effect`.
"""

from pathlib import Path
from typing import NamedTuple

from desktop_app.records import Records
from desktop_app.reference_tables import NAME
from desktop_app.session import Session
from storage.log import Appended
from study.changes.facts import TableAdopted
from study.definition.model import Study
from study.errors import KnownError
from study.lab_table import LabTable, Row, staying
from study.record import heads
from study.reference_table import LONGEST, digest_of, pack_table, read_table
from study.state.slots import Slot
from study.table_effect import Moved, moved
from sync.files.lab.delimited import decode

_SLOT = Slot("table", NAME)


class Proposal(NamedTuple):
    """A table that proved to be sound, with the text that would be kept."""

    text: str
    table: LabTable


class Change(NamedTuple):
    """A stored value whose flag would be another one, with the child's code."""

    child: str
    moved: Moved


class Effect(NamedTuple):
    """What adopting would do: the values judged otherwise, and what goes on by an earlier table.

    `ageless` children could not be looked at: their date of birth is not known here, so they have no interval at all.
    """

    changes: tuple[Change, ...]
    staying: tuple[Row, ...]
    ageless: tuple[str, ...]


def save_text(file: Path, text: str) -> None:
    """Write a table as spreadsheets of any language open it. KnownError `not-written`."""
    try:
        file.write_text(text, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise KnownError(
            "not-written", f"{file.name} can't be written there.", f"无法在该处写入{file.name}。"
        ) from error


def read_text(file: Path) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030. KnownError `reference-unreadable`."""
    try:
        data = file.read_bytes()
        text = decode(data) if len(data) <= 4 * LONGEST else ""
    except (OSError, KnownError) as error:
        raise _unreadable(file) from error
    if not text.strip():
        raise _unreadable(file)
    return text


def read_proposal(study: Study, file: Path) -> Proposal:
    """The table in a file. KnownErrors `reference-unreadable` and `reference_faulty`, which names every fault."""
    text = read_text(file)
    return Proposal(text, read_table(study, file.name, text))


def look_ahead(records: Records, table: LabTable) -> Effect:
    """What would change if this table were adopted now."""
    children = records.children()
    changes = tuple(Change(child.subject.label, each) for child in children for each in moved(child.course, table))
    ageless = tuple(child.subject.label for child in children if child.course.person.birth is None)
    return Effect(changes, staying(records.adopted.tables, table), ageless)


def obstacle(session: Session, digest: str) -> KnownError | None:
    """Why this person can't adopt a table of that digest here; None when they may."""
    if session.store.fault is not None:
        return session.store.fault
    if not session.role_for(TableAdopted):
        return KnownError(
            "no-right", "An investigator or an administrator adopts a table.", "须由研究者或管理员启用参考区间表。"
        )
    counting = [each for each in session.store.reader.tables(NAME) if each.counts]
    if counting and counting[-1].digest == digest:
        return KnownError("already-in-force", "This table is in force already.", "该参考区间表已生效。")
    return None


def adopt(session: Session, text: str) -> Appended:
    """Results are judged by this table from here on. KnownErrors of `obstacle` and `reference_faulty`."""
    table = read_table(session.study, NAME, text)
    hindered = obstacle(session, table.digest)
    if hindered is not None:
        raise hindered
    store = session.store
    fact = TableAdopted(
        id=store.new_id(), bases=heads(store.reader.slot(_SLOT)), table=NAME, digest=digest_of(text),
        content=pack_table(text),
    )  # fmt: skip
    return store.append(session.author_as(session.role_for(TableAdopted)), (fact,))


def _unreadable(file: Path) -> KnownError:
    return KnownError(
        "reference-unreadable",
        f"{file.name} can't be read as a table. Save it as CSV (UTF-8 or GB18030).",
        f"无法将{file.name}读取为参考区间表。请另存为CSV（UTF-8或GB18030）。",
    )
