"""What the admin room shows of people, workstations and the EDC, read on the reader's lane. Shows nothing."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from desktop_app.jobs.erase import SITE_KEY_SLOT
from desktop_app.jobs.note import PRINT
from desktop_app.place import Place
from desktop_app.presenters.words import roles_text
from desktop_app.session import Session
from storage.history import Entry, Sought
from storage.keys import SiteKey, fingerprint
from storage.read import Reader
from study.changes import facts as f
from study.changes.envelope import decode
from study.state.slots import Slot
from ui.admin.state import DeviceRow, EdcState, UserRow
from ui.ids import DeviceId, UserId


@dataclass(frozen=True)
class AdminReading:
    """People, workstations, how it stands with the EDC."""

    users: tuple[UserRow, ...]
    devices: tuple[DeviceRow, ...]
    edc: EdcState


def read_admin(session: Session) -> AdminReading:
    """Read everything; on the reader's lane."""
    reader = session.store.reader
    names = {person.user: person.name for person in reader.users()}
    edc = reader.edc_key()
    edc_device = edc.device if edc else ""
    users = (_user(session, reader, user, names, edc_device) for user in names)
    devices = (_device(session, reader, device) for device in _devices(reader, edc_device))
    return AdminReading(tuple(sorted(users, key=lambda row: (row.since, row.name))), tuple(devices), _edc(session))


def _user(session: Session, reader: Reader, user: str, names: dict[str, str], edc_device: str) -> UserRow:
    entries = reader.history(Slot("user", user))
    certified = [entry for entry in entries if isinstance(entry.fact, f.UserCertified)]
    oldest = min(certified or entries, key=lambda entry: entry.at.utc)
    ended = [entry for entry in entries if isinstance(entry.fact, f.UserEnded)]
    by = next((names.get(x.certifier, x.certifier) for e in certified if isinstance(x := e.fact, f.UserCertified)), "")
    return UserRow(
        user=UserId(user),
        name=names[user],
        roles=roles_text(tuple(sorted(_roles(certified)))),
        since=_day(session, oldest),
        by=by,
        certified=any(entry.device == edc_device for entry in certified) if edc_device else False,
        ended=_day(session, ended[-1]) if ended and not reader.roles(user) else None,
    )


def _roles(certified: list[Entry]) -> set[str]:
    return {role for entry in certified if isinstance(entry.fact, f.UserCertified) for role in entry.fact.roles}


def _devices(reader: Reader, edc_device: str) -> list[str]:
    return [row.device for row in reader.devices() if row.device != edc_device and row.last_seq]


def _device(session: Session, reader: Reader, device: str) -> DeviceRow:
    row = next(row for row in reader.devices() if row.device == device)
    first, last = _at(session, reader, device, 0), _at(session, reader, device, row.last_seq - 1)
    begun = DeviceRow(
        device=DeviceId(device), label=row.name, entries=row.last_seq, since=first.date(), heard=last,
        here=device == reader.home().device,
    )  # fmt: skip
    return replace(begun, ended=last.date()) if row.ended else begun


def _at(session: Session, reader: Reader, device: str, after: int) -> datetime:
    """When the change after a number was made."""
    [signed] = reader.changes_after(device, after, 1)
    return session.at(decode(signed.body).at.utc)


def _edc(session: Session) -> EdcState:
    reader = session.store.reader
    known, key = reader.edc_key(), reader.site_key()
    site_key = SiteKey(key) if key else None
    return EdcState(
        enrolled=known is not None,
        address=Place(session.store.folder).settings.edc_address if known else "",
        since=_enrolled_on(session, reader, known.device) if known else None,
        fingerprint=fingerprint(known.public_key) if known else "",
        site_key=site_key is not None,
        site_key_fingerprint=site_key.fingerprint() if site_key else "",
        sheet_outdated=site_key is not None and _sheet_outdated(reader),
    )


def _sheet_outdated(reader: Reader) -> bool:
    """Whether the site key was replaced and its sheet not printed since, as far as this log knows."""
    replaced = [entry for entry in reader.history(SITE_KEY_SLOT) if isinstance(entry.fact, f.SiteKeyReplaced)]
    if not replaced:
        return False
    sought = Sought(since=max(entry.at.utc for entry in replaced), kinds=frozenset({"accessed"}))
    seen = (line.fact for page in reader.audit_pages(sought, newest=True) for line in page)
    return not any(isinstance(fact, f.Accessed) and (fact.what, fact.detail) == (PRINT, "site-key") for fact in seen)


def _enrolled_on(session: Session, reader: Reader, edc_device: str) -> date | None:
    """When the EDC certified this workstation, by its own entry."""
    entries = reader.history(Slot("device", reader.home().device))
    by_edc = [entry for entry in entries if entry.device == edc_device and isinstance(entry.fact, f.DeviceCertified)]
    return _day(session, by_edc[0]) if by_edc else None


def _day(session: Session, entry: Entry) -> date:
    return session.at(entry.at.utc).date()
