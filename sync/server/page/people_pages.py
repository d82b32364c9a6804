"""Who may log in at the centre, managed on the page; everybody's own passphrase; codes that let a workstation in.

Every act is noted among the accesses. The rules of passphrases and roles are `central`'s.
"""

from collections.abc import Callable, Mapping

import msgspec

from study.errors import KnownError
from sync.server import central_errors as errors
from sync.server.admin import Admin
from sync.server.central import ROLES, CentralUser
from sync.server.database import EVERY_SITE
from sync.server.page.around import Around
from sync.server.page.asked import Answer, moved
from sync.server.page.visit import HOME, ROLE, SESSION, SITE, Visitor
from sync.server.sites import read_site, site_names

_NAME_MOST = 100
Fields = Mapping[str, str]


def own(_around: Around, visitor: Visitor, _parts: Mapping[str, str]) -> Answer:
    """The form for one's own passphrase."""
    return visitor.page("own.html", error=None)


def change_own(around: Around, visitor: Visitor, _parts: Mapping[str, str]) -> Answer:
    """Another passphrase for whoever knows the present one; every other session of theirs ends."""
    fields = visitor.fields()
    try:
        if fields.get("new", "") != fields.get("again", ""):
            raise errors.passphrases_differ()
        around.people.change_own(visitor.name, fields.get("old", ""), fields.get("new", ""), visitor.asked.came_from)
    except KnownError as error:
        return visitor.page("own.html", 409, error=error)
    return moved(HOME, {SESSION: around.sessions.begin(visitor.name)})


def people(around: Around, visitor: Visitor, _parts: Mapping[str, str]) -> Answer:
    """Everybody of the centre, with what may be done about them."""
    return _people(around, visitor)


def _people(around: Around, visitor: Visitor, error: KnownError | None = None, typed: Fields | None = None) -> Answer:
    _must_manage(visitor)
    with around.service.database.reading(EVERY_SITE) as connection:
        sites = site_names(connection)
    return visitor.page(
        "people.html", 409 if error else 200, users=around.people.users(), sites=sites, every_role=ROLES, error=error,
        typed=typed or {},
    )  # fmt: skip


def manage(around: Around, visitor: Visitor, _parts: Mapping[str, str]) -> Answer:
    """Add somebody, change their rights or their passphrase, end them."""
    fields = visitor.fields()
    _must_manage(visitor)
    run = _ACTS.get(fields.get("act", ""))
    if run is None:
        raise errors.form_broken()
    try:
        run(around, visitor, fields)
    except KnownError as error:
        return _people(around, visitor, error, fields)
    return moved("/page/people")


def _must_manage(visitor: Visitor) -> None:
    """Whoever sees some sites only would otherwise give away what they do not have. KnownError `no-right`."""
    if visitor.user is None or not visitor.user.every_site:
        raise errors.no_right()


def _add(around: Around, visitor: Visitor, fields: Fields) -> None:
    name = " ".join(fields.get("name", "").split())
    if not name or len(name) > _NAME_MOST or not name.isprintable():
        raise errors.name_odd(_NAME_MOST)
    roles, sites, every = _rights(around, fields)
    around.people.add(name, roles, fields.get("passphrase", ""), sites=sites, every=every)
    _note(around, visitor, "person-add", _told(CentralUser(name, roles, sites, every)))


def _set_rights(around: Around, visitor: Visitor, fields: Fields) -> None:
    name = _other(visitor, fields)
    roles, sites, every = _rights(around, fields)
    around.people.set_rights(name, roles, sites, every=every)
    _note(around, visitor, "person-rights", _told(CentralUser(name, roles, sites, every)))


def _set_passphrase(around: Around, visitor: Visitor, fields: Fields) -> None:
    name = _other(visitor, fields)
    around.people.set_passphrase(name, fields.get("passphrase", ""))
    _note(around, visitor, "person-passphrase", name)


def _end(around: Around, visitor: Visitor, fields: Fields) -> None:
    name = _other(visitor, fields)
    around.people.end(name)
    _note(around, visitor, "person-end", name)


def _other(visitor: Visitor, fields: Fields) -> str:
    """Nobody ends themselves or takes their own rights: the last administrator would lock everybody out."""
    name = fields.get("who", "")
    if name == visitor.name:
        raise errors.not_oneself()
    return name


def _rights(around: Around, fields: Fields) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    roles = tuple(role for role in ROLES if fields.get(f"{ROLE}{role}"))
    with around.service.database.reading(EVERY_SITE) as connection:
        sites = tuple(site for site in site_names(connection) if fields.get(f"{SITE}{site}"))
    every = bool(fields.get("every"))
    if not roles or not (sites or every):
        raise errors.rights_missing()
    return roles, () if every else sites, every


def _told(user: CentralUser) -> str:
    return f"{user.name}: {' '.join(user.roles)}; {'*' if user.every_site else ' '.join(user.sites)}"


def _note(around: Around, visitor: Visitor, what: str, detail: str) -> None:
    around.people.note(visitor.name, what, detail, visitor.asked.came_from)


_ACTS: dict[str, Callable[[Around, Visitor, Fields], None]] = {
    "person-add": _add,
    "person-rights": _set_rights,
    "person-passphrase": _set_passphrase,
    "person-end": _end,
}


def code(around: Around, visitor: Visitor, parts: Mapping[str, str]) -> Answer:
    """A one-time code for one workstation, shown once and kept nowhere; noted before it is made."""
    visitor.fields()
    with around.service.database.reading(parts["site"]) as connection:
        site = read_site(connection, parts["site"])
    _note(around, visitor, "code", site.site)
    typed = Admin(around.service, visitor.name).new_code(site.site)
    answer = visitor.page("code.html", site=site, tab="devices", code=typed)
    return msgspec.structs.replace(answer, headers={**answer.headers, "Cache-Control": "no-store"})
