"""What an expression finds at a visit: other forms, logs, other visits, limits, derived values, settings, the child."""

from typing import Any

import msgspec
import pytest

from study.address import Address
from study.changes.facts import Report, ValueSet
from study.expression import UNKNOWN, evaluate, holds, parse
from study.scope import VisitScope
from study.span import Span
from study.values import Codes, DateValue, NotDone, Quantity
from tests.kit.written import CHILD

COUNT = "10^9/L"


def q(number: str, unit: str) -> Quantity:
    """A quantity."""
    return Quantity(number, unit)


def number(scope: VisitScope, text: str) -> str | None:
    """The exact number an expression comes to."""
    found = evaluate(parse(f"{text} + 0"), scope)
    assert found is None or isinstance(found, Span)
    return None if found is None or found.exact is None else format(found.exact.normalize(), "f")


def truth(scope: VisitScope, text: str) -> bool | None:
    """Whether a condition holds."""
    return holds(parse(text), scope)


@pytest.fixture
def visit(child: Any) -> Address:
    """M1 with a body size and two blood counts."""
    found: Address = child.visit("M1", "2026-09-17")
    child.put_on(found, "VS", HEIGHT=q("1.5", "m"), WEIGHT=q("45", "kg"))
    child.specimen(found, "CBC", "2026-09-16T08:00", NEUT=("0.4", COUNT), CD19A=("7", "cells/uL"))
    child.specimen(found, "CBC", "2026-09-17T08:00", NEUT=("1.7", COUNT))
    return found


def test_items_of_the_open_form_and_of_the_visit(child: Any, visit: Address) -> None:
    course = child.course()
    scope = VisitScope(course, visit, Address(CHILD, "M1", form="VS"))
    assert number(scope, "HEIGHT") == "150"
    assert number(scope, "CBC.NEUT") == "1.7", "the latest specimen that has it"
    assert number(scope, "CBC.CD19A") == "7"
    first = course.form_places(visit, "CBC")[0]
    assert number(VisitScope(course, visit, first), "NEUT") == "0.4", "the open repeat, not the latest"
    assert number(VisitScope(course, visit, chosen={"CBC": first}), "CBC.NEUT") == "0.4"
    assert number(VisitScope(course, visit), "HEIGHT") is None, "no form is open"


def test_nothing_there_is_not_the_same_as_undecided(child: Any, visit: Address) -> None:
    place = Address(CHILD, "M1", form="VS")
    child.put(place, "SYSBP", NotDone("REFUSED"))
    scope = VisitScope(child.course(), visit, place)
    assert truth(scope, "missing(SYSBP)") is True
    child.put(place, "WEIGHT", q("54", "kg"), bases=())
    scope = VisitScope(child.course(), visit, place)
    assert scope.value("WEIGHT") is UNKNOWN
    assert truth(scope, "missing(WEIGHT)") is None


def test_the_latest_row_of_a_log_and_the_row_itself(child: Any, visit: Address) -> None:
    first = child.row("KRT", KRTMOD=Codes(("HD",)), KRTSTDTC=DateValue("2026-09-01"))
    child.row("KRT", KRTMOD=Codes(("PEX",)), KRTSTDTC=DateValue("2026-09-10"))
    course = child.course()
    assert truth(VisitScope(course, visit), "KRT.KRTMOD == 'PEX'") is True
    row = VisitScope(course, first.in_visit, first)
    assert truth(row, "KRTMOD == 'HD'") is True
    assert number(row, "age()") == "12.1667", "on the day of the row"


def test_a_form_of_a_single_visit_is_read_there_and_another_lies_out_of_sight(child: Any, visit: Address) -> None:
    scope = VisitScope(child.course(), visit)
    assert truth(scope, "DM.SEX == 'F'") is True
    assert scope.value("ECG.QT") is None, "W2 alone has an ECG, and it has no QT"
    assert VisitScope(child.course(), Address(CHILD, "D0")).value("VS.WEIGHT") is UNKNOWN


def test_the_visit_before_and_baseline(child: Any, visit: Address) -> None:
    for code, day, count in (("BL", "2026-08-12", "3.0"), ("W2", "2026-09-01", "2.0")):
        child.specimen(child.visit(code, day), "CBC", f"{day}T08:00", NEUT=(count, COUNT))
    scope = VisitScope(child.course(), visit)
    assert number(scope, "previous(CBC.NEUT)") == "2"
    assert number(scope, "baseline(CBC.NEUT)") == "3"
    assert number(scope, "baseline(VS.WEIGHT)") is None


def test_limits_are_those_of_the_report_before_the_default(child: Any, visit: Address) -> None:
    course = child.course()
    latest = course.form_places(visit, "CBC")[-1]
    assert number(VisitScope(course, visit, latest), "low(NEUT)") == "1.8"
    address = msgspec.structs.replace(latest, item="NEUT")
    bases = tuple(entry.fact.id for entry in child.record.settled(address).heads)
    report = Report(low="1.5", high="7.0")
    child.write(ValueSet(id=child.new_id(), bases=bases, address=address, value=q("1.7", COUNT), report=report))
    scope = VisitScope(child.course(), visit, latest)
    assert (number(scope, "low(NEUT)"), number(scope, "high(NEUT)")) == ("1.5", "7")
    typed = VisitScope(child.course(), visit, latest, typed={address: q("1.6", COUNT)})
    assert number(typed, "low(NEUT)") == "1.8", "what is typed comes from no report"


def test_what_is_typed_counts_as_saved(child: Any, visit: Address) -> None:
    place = Address(CHILD, "M1", form="VS")
    scope = VisitScope(
        child.course(), visit, place, typed={msgspec.structs.replace(place, item="WEIGHT"): q("54", "kg")}
    )
    assert number(scope, "WEIGHT") == "54"
    assert number(scope, "derived(BMI)") == "24"


def test_derived_values_and_settings(child: Any, visit: Address) -> None:
    child.put(Address(CHILD, "M1", form="VISIT"), "KRTYN", Codes(("N",)))
    scope = VisitScope(child.course(), visit)
    assert number(scope, "derived(BMI)") == "20"
    assert truth(scope, "derived(DIALYSIS) == 'N'") is True
    assert scope.ask("derived", "RENAL") == frozenset(("NE",))
    assert scope.ask("derived", "UPCR") is None
    assert number(scope, "setting(fall)") == "0.15"
    assert truth(scope, "setting(floor) == 'off'") is True


def test_the_child_and_the_visit(child: Any, visit: Address) -> None:
    scope = VisitScope(child.course(), visit)
    assert number(scope, "age()") == "12.2111"
    assert number(scope, "study_day()") == "30"
    assert truth(scope, "sex() == 'F' and visit() == 'M1'") is True
    assert truth(scope, "days(visit_date(), VISIT.VISDTC) == 0") is True
    sealed = VisitScope(child.course(None), visit)
    assert number(sealed, "age()") is None
