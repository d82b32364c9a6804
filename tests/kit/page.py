"""A site with a child under the shipped definition, and the EDC's page asked in process. Owns no fixture."""

import re
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

import msgspec

import resources
from desktop_app.study_files import read_folder
from study.address import Address
from study.changes import facts as f
from study.definition.load import load
from study.definition.model import Study
from study.definition.pack import packed
from study.values import DateTimeValue, DateValue, Quantity, Sealed, TextValue, Value
from sync.protocol.edc import Edc
from sync.server.central import People
from sync.server.page.asked import Answer, Asked
from sync.server.page.desk import Desk
from sync.server.page.visit import SESSION
from sync.server.service import Service
from tests.kit.clinic import Centre, Clinic

PASSPHRASE = "a quiet river in autumn"
CHEAP_KIB = 32
FORM = "application/x-www-form-urlencoded"
SECRET_BOX = b"sealed name of a child"


def shipped() -> Study:
    """The definition that comes along."""
    return load(read_folder(resources.path("study")))


class Child(NamedTuple):
    """A child with a chemistry form at the month-3 visit; `creatinine` is where its creatinine stands."""

    subject: str
    code: str
    form: Address
    creatinine: Address


def ready(centre: Centre, clinic: Clinic, study: Study) -> Edc:
    """The clinic enrolled at the EDC, both under the definition."""
    edc = centre.enrol(clinic)
    centre.admin.adopt_study(centre.site, study.version, study.digest, packed(study), "start")
    clinic.sync(edc)
    return edc


def enrol_child(clinic: Clinic, code: str = "LN001", infused: str = "2026-01-05") -> Child:
    """A child infused so long ago that its month-3 visit is over, with one creatinine; not yet sent."""
    store = clinic.store
    subject, specimen = store.new_id(), store.new_id()
    form = Address(subject, "M3", "", "CHEM", specimen)
    say(clinic, [
        f.SubjectEnrolled(id=store.new_id(), subject=subject, child_key=b"sealed key of a child"),
        _value(clinic, Address(subject, "SCR", form="DM", item="SUBJID"), TextValue(code)),
        _value(clinic, Address(subject, "SCR", form="DM", item="NAME"), Sealed(SECRET_BOX)),
    ])  # fmt: skip
    infusion = store.new_id()
    at = Address(subject, "D0", "", "INF")
    say(clinic, [
        f.RowCreated(id=infusion, address=at, level="form", order="1"),
        _value(clinic, Address(subject, "D0", "", "INF", infusion, "", "INFDTC"), DateTimeValue(f"{infused}T10:00")),
        f.VisitOpened(id=store.new_id(), address=Address(subject, "M3")),
        _value(clinic, Address(subject, "M3", form="VISIT", item="VISDTC"), DateValue("2026-04-07")),
        f.RowCreated(id=specimen, address=Address(subject, "M3", form="CHEM"), level="form", order="1"),
        _value(clinic, Address(subject, "M3", "", "CHEM", specimen, "", "CREAT"), Quantity("54", "umol/L")),
    ])  # fmt: skip
    return Child(subject, code, form, Address(subject, "M3", "", "CHEM", specimen, "", "CREAT"))


def say(clinic: Clinic, facts: list[f.Fact]) -> str:
    """A change of the clinic's investigator; its id."""
    return clinic.store.append(clinic.author, facts).change


def _value(clinic: Clinic, address: Address, value: Value) -> f.ValueSet:
    return f.ValueSet(id=clinic.store.new_id(), address=address, value=value)


class Visitor:
    """Somebody at the page without a browser: keeps cookies, sends the forms that stand on pages."""

    def __init__(self, service: Service, came_from: str = "10.0.0.7") -> None:
        self.desk = Desk(service)
        self.cookies: dict[str, str] = {}
        self._came_from = came_from

    def get(self, path: str, **query: str) -> Answer:
        """A page; `path` begins after /page and may carry its question."""
        bare, _, words = path.removeprefix("/page").partition("?")
        asked = self._asked("GET", bare or "/")
        return self._took(msgspec.structs.replace(asked, query={**dict(parse_qsl(words)), **query}))

    def post(self, path: str, fields: dict[str, str], *, origin: str = "https://edc.test", kind: str = FORM) -> Answer:
        """A form of these fields."""
        asked = self._asked("POST", path.removeprefix("/page"))
        body = urlencode(fields).encode()
        return self._took(msgspec.structs.replace(asked, body=body, origin=origin, content_type=kind))

    def login(self, name: str, passphrase: str = PASSPHRASE) -> Answer:
        """Come in."""
        return self.post("/login", {"name": name, "passphrase": passphrase, "back": "/page/"})

    def send(self, page: Answer, act: str, **fields: str) -> Answer:
        """The form for an act as it stands on a page, with what a person adds."""
        return self.post(form_action(page, act), {**form_fields(page, act), "act": act, **fields})

    def _asked(self, method: str, path: str) -> Asked:
        return Asked(
            method, path, cookies=dict(self.cookies), host="edc.test", came_from=self._came_from, languages="en"
        )

    def _took(self, asked: Asked) -> Answer:
        answer = self.desk.answer(asked)
        self.cookies.update(answer.cookies)
        return answer

    @property
    def inside(self) -> bool:
        """Whether a session's cookie is held."""
        return bool(self.cookies.get(SESSION))


def _form(page: Answer, act: str) -> str:
    """The form by which an act is done: the act is a hidden field, or one of its buttons."""
    forms = re.findall(r"<form.*?</form>", text(page), re.DOTALL)
    return next(str(form) for form in forms if f'name="act" value="{act}"' in form)


def form_fields(page: Answer, act: str) -> dict[str, str]:
    """The hidden fields of a form."""
    return dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)"', _form(page, act)))


def form_action(page: Answer, act: str) -> str:
    """Where a form is sent."""
    found = re.search(r'action="([^"]*)"', _form(page, act))
    assert found is not None
    return found.group(1)


def text(page: Answer) -> str:
    """A page as text."""
    assert isinstance(page.body, bytes)
    return page.body.decode()


def central(service: Service, name: str, *roles: str, sites: tuple[str, ...] = (), every: bool = False) -> Visitor:
    """Somebody central who has logged in."""
    People(service, CHEAP_KIB).add(name, roles, PASSPHRASE, sites=sites, every=every)
    visitor = Visitor(service)
    visitor.login(name)
    assert visitor.inside
    return visitor
