"""Enrols this workstation with the central EDC: address and one-time code from the centre's letter."""

from pathlib import Path

import msgspec

from desktop_app.jobs.line import OnWriter, Writes, keep_authority, line_to, remember_line
from desktop_app.jobs.site_key import make_site_key
from desktop_app.place import Place
from desktop_app.session import Session
from sync.client.enrol import enrol
from sync.protocol.messages import Enrolled


def enrol_store(
    session: Session, address: str, code: str, on_writer: OnWriter, authority: Path | None = None
) -> Enrolled:
    """Enrol; the first workstation of the site makes the site key. KnownError `code-unknown`, `edc-away` ...

    `authority`: the file with the study's certificate authority; from then on nobody else's word for the EDC counts.
    """
    store = session.store
    place = Place(store.folder)
    reader = store.new_reader()
    try:
        trusted = keep_authority(place, authority) if authority else place.settings.edc_ca
        settings = msgspec.structs.replace(place.settings, edc_address=address, edc_ca=trusted)
        edc = line_to(session, settings, reader, on_writer)
        try:
            answer = enrol(Writes(store, on_writer), reader, edc, code)
        finally:
            edc.close()
    finally:
        reader.close()
    remember_line(place, settings)
    on_writer(lambda: make_site_key(store))
    return answer
