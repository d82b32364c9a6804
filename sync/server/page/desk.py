"""Takes a request of the page to its handler: who asks, whether they may, what goes wrong. Owns the routes.

Must not make content; each handler's module does.
"""

import logging
import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

import msgspec

from study.errors import KnownError
from study.text import Language
from sync.server import central_errors as errors
from sync.server.central import People
from sync.server.logs import place_of
from sync.server.page import (
    acting,
    child_pages,
    entrance,
    exporting,
    people_pages,
    query_pages,
    site_pages,
    trust_pages,
)
from sync.server.page.again import too_old, wrote
from sync.server.page.around import Around
from sync.server.page.asked import Answer, Asked
from sync.server.page.reading import Reading
from sync.server.page.visit import LANGUAGE, SESSION, STATIC, Visitor, static
from sync.server.service import Service
from sync.server.sessions import Sessions

log = logging.getLogger("cartella.edc")
Handler = Callable[[Around, Visitor, Mapping[str, str]], Answer]
_SITE = "/s/(?P<site>[^/]{1,64})"
_STATUS = {
    "no-such-place": 404, "no-right": 403, "form-broken": 400, "form-old": 400, "site-unknown": 404,
    "subject-unknown": 404, "edc-database-away": 503, "login-wait": 429,
}  # fmt: skip


class Route(NamedTuple):
    """A method and the whole of a path; `right` is asked of the person, "" of nobody in particular."""

    method: str
    path: re.Pattern[str]
    handler: Handler
    right: str = ""


def _route(method: str, path: str, handler: Handler, right: str = "") -> Route:
    return Route(method, re.compile(path), handler, right)


ROUTES = (
    _route("GET", "/", site_pages.overview),
    _route("GET", "/queries", query_pages.every_query, "record"),
    _route("GET", "/access", trust_pages.access, "access"),
    _route("GET", "/own", people_pages.own),
    _route("POST", "/own", people_pages.change_own),
    _route("GET", "/people", people_pages.people, "people"),
    _route("POST", "/people", people_pages.manage, "people"),
    _route("GET", "/export", exporting.ask, "export"),
    _route("POST", "/export", exporting.export, "export"),
    _route("GET", _SITE, site_pages.site, "record"),
    _route("GET", f"{_SITE}/outcomes", site_pages.outcomes, "record"),
    _route("GET", f"{_SITE}/children", child_pages.children, "record"),
    _route("GET", f"{_SITE}/child", child_pages.child, "record"),
    _route("GET", f"{_SITE}/form", child_pages.form, "record"),
    _route("GET", f"{_SITE}/history", child_pages.history, "record"),
    _route("GET", f"{_SITE}/conflicts", query_pages.conflicts, "record"),
    _route("GET", f"{_SITE}/held", query_pages.held, "record"),
    _route("GET", f"{_SITE}/query", query_pages.query, "record"),
    _route("GET", f"{_SITE}/devices", trust_pages.devices),
    _route("POST", f"{_SITE}/code", people_pages.code, "device"),
    _route("GET", f"{_SITE}/versions", trust_pages.versions),
    _route("POST", f"{_SITE}/act", acting.act),
)


class Desk:
    """Answers requests of the page; one for all of a process's threads."""

    def __init__(self, service: Service, reading: Reading | None = None) -> None:
        self._service = service
        people = People(service)
        self._around = Around(service, people, Sessions(service), reading or Reading(service))

    def answer(self, asked: Asked) -> Answer:
        """The answer to a request; what a person can meet comes as a page, anything else as one that says nothing."""
        if asked.path in STATIC and asked.method == "GET":
            return static(asked.path)
        visitor = Visitor(asked, _language(asked), self._service.clock())
        try:
            token = asked.cookies.get(SESSION, "")
            user = self._around.people.user(self._around.sessions.whose(token)) if token else None
            if user is not None:
                visitor = msgspec.structs.replace(visitor, user=user, token=token)
            return self._spoken(asked, self._routed(visitor))
        except KnownError as error:
            old = too_old(visitor) if error.code == "form-old" else None
            return old or visitor.page("sorry.html", _STATUS.get(error.code, 409), error=error, wrote=wrote(visitor))
        except Exception as error:  # noqa: BLE001 - the last door: nobody is shown a stack
            # Type only: a message may hold what a person entered.
            told = {"path": asked.path, "error": type(error).__name__, "at": place_of(error)}
            log.error("fault", extra={"data": told})
            return visitor.page("sorry.html", 500, error=None, wrote=wrote(visitor))

    def _routed(self, visitor: Visitor) -> Answer:
        asked = visitor.asked
        if asked.path in entrance.DOORS:
            return entrance.DOORS[asked.path](self._around, visitor)
        if visitor.user is None:
            return entrance.logged_out(visitor)
        for route in ROUTES:
            found = route.path.fullmatch(asked.path.rstrip("/") or "/")
            if found is None or route.method != asked.method:
                continue
            if route.right:
                visitor.must(route.right)
            parts = found.groupdict()
            if "site" in parts and not visitor.user.sees(parts["site"]):
                raise errors.not_here()
            return route.handler(self._around, visitor, parts)
        raise errors.not_here()

    @staticmethod
    def _spoken(asked: Asked, answer: Answer) -> Answer:
        """A language asked for in the address is remembered."""
        chosen = asked.query.get("lang", "")
        if chosen not in ("zh", "en"):
            return answer
        return msgspec.structs.replace(answer, cookies={**answer.cookies, LANGUAGE: chosen})


def _language(asked: Asked) -> Language:
    wanted = asked.query.get("lang") or asked.cookies.get(LANGUAGE) or asked.languages[:2].lower()
    return "zh" if wanted == "zh" else "en"
