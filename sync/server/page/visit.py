"""One request of one person: who asks, in which language, with which rights; and how it is answered with a template.

Owns language, tokens of forms and the shape of every page. Must not read the record.
"""

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import jinja2
import msgspec

from study.ids import uuid7
from study.text import Language, Text
from sync.server import central_errors as errors
from sync.server import crypto
from sync.server.central import CentralUser
from sync.server.page.asked import Answer, Asked
from sync.server.page.words import ROLES, WORDS

_HERE = Path(__file__).parent
STATIC = {"/page.css": "text/css; charset=utf-8", "/page.js": "text/javascript; charset=utf-8"}
SESSION, LANGUAGE = "cartella_session", "cartella_language"
RIGHTS: dict[str, frozenset[str]] = {
    "record": frozenset({"monitor", "manager"}),
    "query": frozenset({"monitor", "manager"}),
    "verify": frozenset({"monitor"}),
    "freeze": frozenset({"manager"}),
    "held": frozenset({"manager"}),
    "export": frozenset({"manager"}),
    "device": frozenset({"administrator"}),
    "access": frozenset({"administrator"}),
    "people": frozenset({"administrator"}),
}
"""What each central role may do on the page, beside seeing how far its sites are."""
_NAME = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
TEXT_MOST = 2000
HOME = "/page/"
ROLE, SITE, TICKED = "role.", "site.", "v."
"""How the names of boxes begin: a role and a site that somebody gets, a value that is ticked."""
_LONGEST = 2000


class Visitor(msgspec.Struct, frozen=True):
    """Who asks, and in which language they are answered. `token` names their session; "" before they logged in."""

    asked: Asked
    language: Language
    now: int
    user: CentralUser | None = None
    token: str = ""

    @property
    def name(self) -> str:
        """The person's name as the author of what they do."""
        return self.user.name if self.user else ""

    @property
    def csrf(self) -> str:
        """What every form of this session carries."""
        return crypto.token_digest(self.token, "form") if self.token else ""

    @property
    def other_language(self) -> str:
        """This page in the other language; "" for the answer to a form, which would be lost by going there."""
        if self.asked.method != "GET":
            return ""
        lang = "en" if self.language == "zh" else "zh"
        return f"/page{self.asked.path}?{urlencode({**self.asked.query, 'lang': lang})}"

    def may(self, act: str) -> bool:
        """Whether one of the person's roles allows it."""
        return bool(self.user and RIGHTS[act] & set(self.user.roles))

    def must(self, act: str) -> None:
        """KnownError `no-right`."""
        if not self.may(act):
            raise errors.no_right()

    def fields(self) -> dict[str, str]:
        """The form that was sent, proven to be of this session. KnownError `form-broken`, `form-old`."""
        fields = self.asked.form()
        if not crypto.same_text(fields.get("csrf", ""), self.csrf):
            raise errors.form_old() if fields.get("csrf") else errors.form_broken()
        return fields

    def page(self, template: str, status: int = 200, **shown: Any) -> Answer:
        """A page from a template."""
        around = {
            "visitor": self, "language": self.language, "styled": _marked("/page.css"), "scripted": _marked("/page.js"),
            "here": self.asked.path, "new_id": self.new_id, "zone": shown.pop("zone", "UTC"), "roles": ROLES,
        }  # fmt: skip
        return Answer(status, _templates().get_template(template).render({**around, **shown}).encode())

    @staticmethod
    def way_back(path: str) -> str:
        """A page of ours, else the first one: nothing sends a browser elsewhere."""
        bare = path.partition("?")[0]
        plain = path.isascii() and path.isprintable() and len(path) <= _LONGEST
        return path if plain and bare.startswith(HOME) and "//" not in bare and "\\" not in path else HOME

    def new_id(self) -> str:
        """The id of the fact that a form on this page will make: sent twice, it is made once."""
        return uuid7(self.now, crypto.random_bytes(10))


def act_name(fields: Mapping[str, str]) -> str:
    """The id a form carries. KnownError `form-broken`."""
    name = fields.get("id", "")
    if not _NAME.fullmatch(name):
        raise errors.form_broken()
    return name


def text_of(fields: Mapping[str, str], required: bool = True) -> str:
    """What somebody wrote. KnownError `reason-missing`, `text-long`."""
    text = fields.get("text", "").strip()
    if required and not text:
        raise errors.reason_missing()
    if len(text) > TEXT_MOST:
        raise errors.text_long(TEXT_MOST)
    return text


def static(path: str) -> Answer:
    """The style sheet or the script; the address changes with the content."""
    content, _ = _file(path)
    return Answer(200, content, STATIC[path], {"Cache-Control": "public, max-age=31536000, immutable"})


@lru_cache
def _file(path: str) -> tuple[bytes, str]:
    content = (_HERE / path[1:]).read_bytes()
    return content, hashlib.sha256(content).hexdigest()[:16]


def _marked(path: str) -> str:
    return f"/page{path}?v={_file(path)[1]}"


@lru_cache
def _templates() -> jinja2.Environment:
    """Everything is escaped unless a template's own text; a name that is not there is a bug and not a blank."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters.update(say=_say, at=_at, day=_day, since=_since)
    made.globals.update(t=_word)
    return made


@jinja2.pass_context
def _word(context: jinja2.runtime.Context, word: str, /, **parts: object) -> str:
    text: str = WORDS[word].get(context["language"])
    return text.format(**parts) if parts else text


@jinja2.pass_context
def _say(context: jinja2.runtime.Context, text: Text | str | None) -> str:
    return text.get(context["language"]) if isinstance(text, Text) else text or ""


def _local(context: jinja2.runtime.Context, utc: int) -> str:
    return datetime.fromtimestamp(utc / 1000, UTC).astimezone(ZoneInfo(context["zone"])).strftime("%Y-%m-%d %H:%M")


@jinja2.pass_context
def _at(context: jinja2.runtime.Context, utc: int | None) -> str:
    """UTC ms as date and time at the site."""
    return _local(context, utc) if utc else ""


@jinja2.pass_context
def _day(context: jinja2.runtime.Context, utc: int | None) -> str:
    return _local(context, utc)[:10] if utc else ""


@jinja2.pass_context
def _since(context: jinja2.runtime.Context, milliseconds: int) -> str:
    """A length of time in its largest whole unit."""
    for unit, size in (("days", 86_400_000), ("hours", 3_600_000), ("minutes", 60_000)):
        if milliseconds >= size:
            return _word(context, f"since_{unit}", count=milliseconds // size)
    return _word(context, "since_now")
