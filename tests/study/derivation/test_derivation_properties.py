"""Whatever was written: derived values follow from what stands, never from the order of arrival or of asking."""

import random
from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from study.address import Address
from study.changes import facts as f
from study.course import Course
from study.definition.model import Study
from study.derived.result import Derived
from study.record import Record
from study.state.apply import apply
from study.state.memory import MemorySlots
from study.state.settle import Placing
from study.values import Cleared, Codes, DateTimeValue, DateValue, NotDone, Quantity, Value
from tests.kit.written import CHILD, Writer

House = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
DAYS = {"SCR": "2026-07-21", "BL": "2026-08-12", "LD": "2026-08-13", "W2": "2026-09-01", "M1": "2026-09-17"}
CODES: list[Value] = [Codes(("Y",)), Codes(("N",)), NotDone("REFUSED"), Cleared()]


def numbers(unit: str, *written: str) -> list[Value]:
    """Values to draw from: numbers, a limit, nothing."""
    limit = Quantity(written[0], unit, "<")
    return [*(Quantity(number, unit) for number in written), limit, NotDone("HAEM"), Cleared()]


ITEMS: dict[str, dict[str, list[Value]]] = {
    "VS": {"HEIGHT": numbers("cm", "148", "150"), "WEIGHT": numbers("kg", "44", "45"), "DRYWT": numbers("kg", "41")},
    "CHEM": {
        "CREAT": numbers("umol/L", "50", "90"),
        "ALT": numbers("U/L", "20", "65", "160"),
        "UPROTC": numbers("mg/L", "200", "3000"),
        "UCREAT": numbers("mmol/L", "8"),
        "ESR": numbers("mm/h", "10", "30"),
    },
    "CBC": {"NEUT": numbers("10^9/L", "0.4", "1.2", "3.0"), "CD19A": numbers("cells/uL", "5", "300")},
    "SCORE": {"SLE_RASH": CODES, "SLE_FEVER": CODES, "RESCUE": CODES, "MDGLOB": numbers("score", "1", "2")},
    "VISIT": {"KRTYN": CODES},
}


class Logged(Writer):
    """A writer that remembers its changes, each with its number, so that they can arrive in another order."""

    def __init__(self, study: Study) -> None:
        super().__init__(study)
        self.changes: list[tuple[str, tuple[f.Fact, ...], Placing]] = []

    def write(self, *facts: f.Fact, standing: str = "accepted") -> None:
        change = (f"c{len(self.changes):04}", facts, Placing(len(self.changes) + 1, "accepted"))
        self.changes.append(change)
        apply(*change, self.slots)


def drawn(study: Study, draw: random.Random) -> Logged:
    """A treated girl with values, specimens, conflicts and rows as they come."""
    child = Logged(study)
    for code, day in DAYS.items():
        child.visit(code, day)
    child.put(Address(CHILD, "SCR", form="DM"), "SEX", Codes(("F",)))
    child.put(Address(CHILD, "LD", form="LDC"), "LDSTDTC", DateValue("2026-08-13"))
    child.put(Address(CHILD, "D0", form="INF"), "INFDTC", DateTimeValue("2026-08-18T10:00"))
    for _ in range(draw.randrange(5, 40)):
        anything(child, draw)
    return child


def anything(child: Logged, draw: random.Random) -> None:
    """One more value, in a specimen that is there or in a new one, now and then against what stands."""
    place = somewhere(child, draw)
    item = draw.choice(list(ITEMS[place.form]))
    value = draw.choice(ITEMS[place.form][item])
    child.put(place, item, value, bases=() if draw.random() < 0.15 else None)


def somewhere(child: Logged, draw: random.Random) -> Address:
    """A form of a visit; of a repeating form one of its repeats."""
    visit = draw.choice([v for v in child.study.visits if v.code in DAYS])
    form = draw.choice([form for form in visit.forms if form in ITEMS])
    place = Address(CHILD, visit.code, form=form)
    if not child.study.forms[form].repeating:
        return place
    repeats = child.record.form_repeats(place)
    if repeats and draw.random() < 0.6:
        return draw.choice(repeats).address
    return child.specimen(Address(CHILD, visit.code), form, f"{DAYS[visit.code]}T{draw.randrange(6, 20):02}:00")


def everything(course: Course, draw: random.Random) -> dict[tuple[str, str], Derived | None]:
    """Every derived value of every visit, asked for in any order."""
    wanted = [(visit, code) for visit in DAYS for code in course.study.derived]
    draw.shuffle(wanted)
    return {(visit, code): course.derived_one(Address(CHILD, visit), code) for visit, code in wanted}


@House
@given(draw=st.randoms(use_true_random=False))
def test_the_order_of_arrival_and_of_asking_plays_no_part(draw: random.Random, small: Any) -> None:
    child = drawn(small, draw)
    first = everything(child.course(), draw)
    arrived = list(child.changes)
    draw.shuffle(arrived)
    slots = MemorySlots()
    for change in arrived:
        apply(*change, slots)
    other = Course(small, Record(CHILD, slots.settled), child.course().person.birth)
    assert everything(other, draw) == first


@House
@given(draw=st.randoms(use_true_random=False))
def test_what_is_typed_gives_what_it_will_give_when_saved(draw: random.Random, small: Any) -> None:
    child = drawn(small, draw)
    place = somewhere(child, draw)
    item = draw.choice(list(ITEMS[place.form]))
    value = draw.choice(ITEMS[place.form][item])
    before = child.course()
    child.put(place, item, value)
    for visit in DAYS:
        address = Address(CHILD, visit)
        typed = before.derive(address, {msgspec.structs.replace(place, item=item): value})
        assert typed == child.course().derived(address)
