"""A record in which every page of the EDC has something to show: each kind of what stands, waits, or was decided.

Names and codes are as long as people make them. Owns no fixture.
"""

from typing import NamedTuple

from storage.log import Author
from study.address import Address
from study.changes import facts as f
from study.state.slots import Slot
from study.values import Quantity
from sync.protocol.edc import Edc
from sync.server.central import People
from sync.server.page.figures import SOURCE_VERIFIED
from tests.kit.clinic import Centre, Clinic
from tests.kit.page import CHEAP_KIB, PASSPHRASE, Child, enrol_child, say

LONG_NAME = "Dr Maria-Antonia Fernandez de la Torre y Wolfeschlegelsteinhausenbergerdorff, 欧阳娜娜 (monitor, north)"
LONG_CODE = "LN-003-FOLLOWED-ELSEWHERE-SINCE-2026-WITH-A-VERY-LONG-CODE"
LONG_WORD = "Pneumonoultramicroscopicsilicovolcanoconiosis" * 3


class Lived(NamedTuple):
    """The places worth looking at. `empty`: a site with none of anything."""

    site: str
    empty: str
    child: Child
    long: Child
    query: str


def live(centre: Centre, ward: Clinic, clinic: Clinic, lines: tuple[Edc, Edc], child: Child) -> Lived:
    """Two workstations and the centre go through everything once; `child` is the one that the ward handed over."""
    long = enrol_child(ward, LONG_CODE, "2026-02-10")
    _both(ward, clinic, lines)
    _conflict(ward, clinic, long)
    _verified_then_changed(centre, ward, child, lines[0])
    _both(ward, clinic, lines)
    query = _queries(centre, ward, child, lines[0])
    centre.admin.freeze(centre.site, long.form, f"clean file; {LONG_WORD}")
    centre.admin.lock(centre.site, Address(child.subject, "D0"), "interim analysis")
    _value(ward, long.creatinine.in_form, "UREA", "5.1")
    _both(ward, clinic, lines)
    empty = f"{centre.site}E"
    centre.admin.add_site(empty, "A hospital of a very long name, Department of Paediatric Nephrology and Rheumatology")
    return Lived(centre.site, empty, child, long, query)


def everybody(centre: Centre, name: str) -> None:
    """Somebody with every role who sees every site, somebody of a long name, and somebody who left."""
    people = People(centre.service, CHEAP_KIB)
    people.add(name, ("manager", "monitor", "administrator"), PASSPHRASE, every=True)
    people.add(LONG_NAME + name, ("monitor",), PASSPHRASE, sites=(centre.site,))
    people.add(f"{name} who left", ("monitor",), PASSPHRASE, sites=(centre.site,))
    people.end(f"{name} who left")


def _both(ward: Clinic, clinic: Clinic, lines: tuple[Edc, Edc]) -> None:
    for who, line in ((ward, lines[0]), (clinic, lines[1]), (ward, lines[0])):
        assert who.sync(line).error_code == ""


def _conflict(ward: Clinic, clinic: Clinic, child: Child) -> None:
    """Two potassiums, neither seen by the other's author."""
    for who, number in ((ward, "4.1"), (clinic, "5.9")):
        _value(who, child.form, "K", number, "mmol/L")


def _verified_then_changed(centre: Centre, ward: Clinic, child: Child, line: Edc) -> None:
    """A signature and a mark of the monitor, both void since."""
    fact = ward.at(child.creatinine).shown
    assert fact is not None
    digest = ward.store.reader.record(child.subject).digest(child.form)
    say(ward, [
        f.FormCompleted(id=ward.store.new_id(), address=child.form),
        f.Signed(id=ward.store.new_id(), address=child.form, meaning="reviewed", digest=digest, basis=2),
    ])  # fmt: skip
    assert ward.sync(line).error_code == ""
    centre.admin.verify_source(centre.site, [(child.creatinine, fact.fact.id)], SOURCE_VERIFIED)
    assert ward.sync(line).error_code == ""
    say(ward, [
        f.ValueSet(id=ward.store.new_id(), bases=(fact.fact.id,), address=child.creatinine,
                   value=Quantity("61", "umol/L"), reason=f"misread {LONG_WORD}"),
    ])  # fmt: skip


def _queries(centre: Centre, ward: Clinic, child: Child, line: Edc) -> str:
    """One in each state; the id of the one that was answered."""
    admin, site = centre.admin, centre.site
    admin.open_query(site, child.form, f"Which method?\n{LONG_WORD}")
    closed = admin.open_query(site, Address(child.subject), "Is the code right?")
    admin.close_query(site, closed, "it is")
    reopened = admin.open_query(site, Address(child.subject, "M3"), "Which day?")
    admin.close_query(site, reopened)
    admin.reopen_query(site, reopened, "still open")
    query = admin.open_query(site, child.creatinine, "61 or 16? 单位?")
    assert ward.sync(line).error_code == ""
    shown = ward.store.reader.slot(Slot("query", query)).shown
    assert shown is not None
    say(ward, [
        f.QueryAnswered(id=ward.store.new_id(), bases=(shown.fact.id,), query=query, address=child.creatinine,
                        text="61 µmol/L, as printed on the report"),
    ])  # fmt: skip
    return query


def _value(who: Clinic, form: Address, item: str, number: str, unit: str = "mmol/L") -> None:
    place = Address(*form.parts[:6], item)
    author: Author = who.author
    who.store.append(author, [f.ValueSet(id=who.store.new_id(), address=place, value=Quantity(number, unit))])
