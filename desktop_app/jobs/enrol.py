"""Enrols this workstation with the central EDC: address and one-time code from the centre's letter."""

import msgspec

from desktop_app.jobs.line import OnWriter, Writes, open_line, remember_address
from desktop_app.jobs.site_key import make_site_key
from desktop_app.place import Place
from desktop_app.session import Session
from sync.client.enrol import enrol
from sync.protocol.messages import Enrolled


def enrol_store(session: Session, address: str, code: str, on_writer: OnWriter) -> Enrolled:
    """Enrol; the first workstation of the site makes the site key. KnownError `code-unknown`, `edc-away` ..."""
    store = session.store
    place = Place(store.folder)
    reader = store.new_reader()
    try:
        settings = msgspec.structs.replace(place.settings, edc_address=address)
        edc = open_line(reader.home(), session.unlocked, settings, session.clock)
        try:
            answer = enrol(Writes(store, on_writer), reader, edc, code)
        finally:
            edc.close()
    finally:
        reader.close()
    remember_address(place, address)
    on_writer(lambda: make_site_key(store))
    return answer
