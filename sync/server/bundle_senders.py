"""Who made a bundle that came to the EDC: the key its signature must fit, and whether it is of this study at all."""

import msgspec
import sqlalchemy as sa

from study.changes import facts as f
from study.changes.envelope import decode, decode_fact, facts_of
from study.definition.pack import unpack_study
from study.errors import KnownError
from sync.protocol import bundle_errors as errors
from sync.protocol.bundle import Header
from sync.protocol.bundle_frame import OpenedBundle
from sync.protocol.messages import Enrolment
from sync.server import tables as t
from sync.server.accept import begun_in
from sync.server.errors import bad_enrolment
from sync.server.service import Service
from sync.server.sites import site_names


def sender_key(service: Service, bundle: OpenedBundle) -> bytes:
    """The key the bundle must be signed with: the certified one, or the one that an enrolment itself brings.

    KnownError `device-unknown`, `bundle-other-site`, `bad-enrolment`.
    """
    header = bundle.header
    with service.database.reading(header.site) as connection:
        if header.site not in site_names(connection):
            raise errors.other_site(header.site)
    said = bundle.manifest().signed_by
    try:
        known = service.device_key(header.site, header.device)
    except KnownError as error:
        enrolment = _enrolment(bundle)
        if error.code != "device-unknown" or enrolment is None:
            raise
        return _newcomer_key(header, enrolment, said)
    if said != known:
        raise errors.not_signed()
    return known


def check_study(service: Service, header: Header) -> None:
    """KnownError `bundle-other-study` where the site's definition is known and is another trial's."""
    code = _study_code(service, header.site)
    if code and header.study and code != header.study:
        raise errors.other_study(header.study)


def _enrolment(bundle: OpenedBundle) -> Enrolment | None:
    call, asked = next(bundle.messages(), ("", None))
    return asked if call == "enrol" and isinstance(asked, Enrolment) else None


def _newcomer_key(header: Header, enrolment: Enrolment, said: bytes) -> bytes:
    """The key in the first entry of a log that nobody knows yet; what is enrolled is proven by `enrolment`."""
    try:
        change = decode(enrolment.changes[0].body) if enrolment.changes else None
        begun = begun_in(change, facts_of(change)) if change is not None else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise bad_enrolment() from error
    if begun is None or change is None or begun.device != header.device or begun.public_key != said:
        raise bad_enrolment()
    if change.site != header.site:
        raise errors.other_site(change.site)
    return begun.public_key


def _study_code(service: Service, site: str) -> str:
    """The trial of the definition that stands at the site; "" where the EDC holds none of its text."""
    with service.database.reading(site) as connection:
        where = sa.and_(t.entry.c.site == site, t.entry.c.kind == "study", t.entry.c.standing == "accepted")
        query = sa.select(t.entry.c.fact).where(where).order_by(t.entry.c.number.desc())
        for fact in map(decode_fact, connection.execute(query).scalars()):
            if isinstance(fact, f.StudyAdopted) and fact.content:
                return _code(fact)
    return ""


def _code(fact: f.StudyAdopted) -> str:
    """The trial of one definition; "" where this version can't read it, which is no reason to refuse a bundle."""
    try:
        return unpack_study(fact.content, fact.digest).code
    except KnownError:
        return ""
