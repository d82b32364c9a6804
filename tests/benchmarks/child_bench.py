"""What a child's record costs to read and to show: a full one beside one of a single visit, an entry beside it all."""

import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import partial

from desktop_app.app import shipped_study
from desktop_app.presenters.child import Viewer, child_state
from desktop_app.presenters.enrol import enrolment
from desktop_app.records import Records
from desktop_app.session import Session
from study.address import LOG, Address
from study.changes import facts as f
from study.definition.model import Study, Visit
from study.values import DateTimeValue, DateValue, Quantity
from tests.benchmarks.measure import Benchmark, Measured, Setting, median
from tests.kit.clinic import Clinic, Clock
from ui.children.state import EnrolRequest

_INFUSED = date(2026, 1, 15)
_TODAY = date(2027, 1, 20)
_FULL = 12
"""Visits of a full record."""


def run(setting: Setting) -> Sequence[Measured]:
    """Two children in one store, one of twelve visits and one of a single one; every number of every form is there."""
    clinic = Clinic(setting.folder / "children", "S01", Clock(), "lin", ("investigator",))
    study, store = shipped_study(), clinic.store
    [person] = [each for each in store.reader.users() if each.user == clinic.user]
    session = Session(store, clinic.unlocked, study, person, clinic.clock)
    draw = random.Random(setting.seed)
    visits = [visit for visit in study.visits if visit.code != LOG and not visit.repeating and visit.forms][:_FULL]
    full, short = (_child(session, code, some, draw) for code, some in (("LN-001", visits), ("LN-002", visits[:1])))
    found = [*_reading(session, full, visits, draw, setting.runs), *_page(session, full, short, setting.runs)]
    store.close()
    clinic.unlocked.close()
    return found


def _child(session: Session, code: str, visits: Sequence[Visit], draw: random.Random) -> str:
    """A child with these visits; returns its id."""
    store, study = session.store, session.study
    subject = store.new_id()
    request = EnrolRequest(code, "", "", "F", date(2014, 7, 1), _INFUSED)
    store.append(session.author, enrolment(study, request, subject, None, store.new_id))
    for number, visit in enumerate(visits):
        on = _INFUSED + timedelta(days=30 * number)
        store.append(session.author, tuple(_filled(session, Address(subject, visit.code), on, draw)))
    return subject


def _filled(session: Session, visit: Address, on: date, draw: random.Random) -> Iterator[f.Fact]:
    """A date, and a number in every item that takes one."""
    study, new_id = session.study, session.store.new_id
    *_, form, item = study.anchors["visit_date"].split("/")
    at = Address(visit.subject, visit.visit, "", form, "", "", item)
    yield f.ValueSet(id=new_id(), address=at, value=DateValue(on.isoformat()), typed=on.isoformat())
    for code in study.visit(visit.visit).forms:
        place = Address(visit.subject, visit.visit, "", code)
        if study.forms[code].repeating:
            row = f.RowCreated(id=new_id(), address=place, level="form", order="1")
            yield row
            place = Address(visit.subject, visit.visit, "", code, row.id)
        yield from _numbers(session, study, place, on, draw)


def _numbers(session: Session, study: Study, place: Address, on: date, draw: random.Random) -> Iterator[f.Fact]:
    new_id = session.store.new_id
    form = study.forms[place.form]
    for item in form.items:
        at = Address(*place.parts[:6], item.code)
        if item.code == form.dated_by:
            moment = f"{on.isoformat()}T08:00"
            yield f.ValueSet(id=new_id(), address=at, value=DateTimeValue(moment), typed=moment)
        elif item.type == "number":
            typed = str(draw.randrange(1, 200))
            yield f.ValueSet(id=new_id(), address=at, value=Quantity(typed, item.unit), typed=typed)


def _reading(
    session: Session, subject: str, visits: Sequence[Visit], draw: random.Random, runs: int
) -> Iterator[Measured]:
    """An entry moves one slot of thousands."""
    records = Records(session.store.new_reader(), session.study)
    values = len(records.child(subject).course.record.values)

    def anew() -> None:
        records.forget_all()
        records.child(subject)

    def again() -> None:
        records.forget(moved)
        records.child(subject)

    at, typed = Address(subject, visits[-1].code, "", "BENCH", "", "", "NUMBER"), str(draw.randrange(20, 60))
    entry = f.ValueSet(id=session.store.new_id(), address=at, value=Quantity(typed, "kg"), typed=typed)
    moved = session.store.append(session.author, (entry,)).slots
    what = f"{values} values; plain: the one that an entry moved"
    yield Measured("reading a full record", median(anew, runs), median(again, runs), what)


def _page(session: Session, full: str, short: str, runs: int) -> Iterator[Measured]:
    """The whole page is computed anew when anything moved."""
    records = Records(session.store.new_reader(), session.study)
    viewer = Viewer(_TODAY, "en", session.role, session.sees_names)
    children = {subject: records.child(subject) for subject in (full, short)}

    def show(subject: str) -> None:
        child = children[subject]
        course = child.course.under(child.course.tables)
        child_state(session.study, type(child)(child.subject, child.identity, course), viewer)

    ours, plain = (median(partial(show, subject), runs) for subject in (full, short))
    yield Measured("page of a full record", ours, plain, f"{_FULL} visits; plain: a child of one visit")


BENCHMARK = Benchmark("child", run)
