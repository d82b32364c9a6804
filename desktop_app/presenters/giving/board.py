"""The pack for the monitoring board, read from an open store: the frame around it, and each child's facts.

For the reader's lane. Must not write files: `desktop_app.presenters.giving.writing` does.
"""

from desktop_app.jobs.status import read_known
from desktop_app.place import Place
from desktop_app.presenters.giving.writing import Ask, Given, checked, must_give_out, of_children
from desktop_app.records import Child
from desktop_app.session import Session
from storage.people_read import DeviceRow
from storage.watch import Watch
from study.board.facts import Facts, facts_of
from study.board.frame import AsideRecord, Device, Frame
from study.board.pack import TITLE, pack
from study.changes.envelope import decode
from study.safety import events
from study.text import Text

BOARD = "board"
"""What the record calls the pack where it notes that it left, and what its file is called."""


def frame_of(session: Session) -> Frame:
    """What the record behind the pack holds and lacks."""
    reader = session.store.reader
    home, known = reader.home(), read_known(Place(session.store.folder))
    level = known.exchange
    devices = tuple(_device(session, row) for row in reader.devices() if row.last_seq or row.device == home.device)
    subjects = reader.subjects(session.study.anchors["subject_code"])
    return Frame(
        study=session.study,
        now=session.now.replace(tzinfo=None),
        site=f"{home.site} {home.site_name}".strip(),
        devices=devices,
        unsent=reader.queue().count,
        held=len(reader.held()),
        rejected=len(reader.rejected()),
        exchange=None if level is None else session.at(level.at).replace(tzinfo=None),
        agrees=None if level is None else level.agrees,
        aside=tuple(_aside(child) for child in _standing_aside(session)),
        withdrawn=sum(subject.withdrawn for subject in subjects),
    )


def _device(session: Session, row: DeviceRow) -> Device:
    reader = session.store.reader
    edc, last = reader.edc_key(), reader.changes_after(row.device, row.last_seq - 1, 1)
    at = f"{session.at(decode(last[0].body).at.utc):%Y-%m-%d %H:%M}" if last else "–"
    here, centre = row.device == reader.home().device, edc is not None and row.device == edc.device
    return Device(row.name, row.last_seq, at, here=here, ended=row.ended, centre=centre)


def _standing_aside(session: Session) -> list[Child]:
    aside = session.records.decided.aside
    return [session.records.of(subject) for subject in session.records.subjects() if subject.id in aside]


def _aside(child: Child) -> AsideRecord:
    found = events(child.course)
    on = child.aside.on.label if child.aside is not None else ""
    return AsideRecord(child.subject.label, on, len(found), sum(event.serious for event in found))


def board_facts(session: Session, child: Child) -> Facts:
    """One child's part of the pack."""
    return facts_of(child.course, session.now.replace(tzinfo=None), child.identity.known)


def board_pack(session: Session, ask: Ask, watch: Watch) -> Given:
    """The whole pack, proven to name nobody. KnownErrors `may-not-give-out`, `stopped`, `identity-in-file`."""
    must_give_out(session, ask)
    made = of_children(session, lambda child: board_facts(session, child), ask, watch)
    frame = ask(lambda: frame_of(session))
    about = (
        Text(
            f"Data as of {frame.now:%Y-%m-%d %H:%M}. Confidential.", f"数据截止 {frame.now:%Y-%m-%d %H:%M}。保密文件。"
        ),
        Text(
            "No names and no dates of birth: children stand under their subject codes. D0 is the day of the infusion.",
            "不含姓名与出生日期，患儿以受试者编号表示。D0 为回输日。",
        ),
    )
    sheets = pack(frame, made)
    given = Given(BOARD, TITLE, about, sheets, len(made))
    return checked(given, session, ask)
