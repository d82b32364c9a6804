"""What would be filled at once: by example and over any form that is partly filled; never over what stands."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.study_files import read_folder
from resources import path
from study.address import Address
from study.at_once import NONE_BEFORE, NOTHING_TO_COPY, UNDATED, VOID, VOID_VISIT, LastTime, last_time, normals
from study.changes import facts as f
from study.definition.load import load
from study.values import Cleared, Codes, NotDone, Quantity, TextValue, Value
from tests.kit.written import Writer

STUDY = load(read_folder(path("study")))
NORMAL = {"WALLMO", "VALVE", "PEFF"}
HERE = Address("child", "M3", form="ECHO")
STANDS: list[Value | None] = [None, Cleared(), NotDone("REFUSED"), Codes(("Y",)), TextValue("mild")]


@given(st.fixed_dictionaries({item: st.sampled_from(STANDS) for item in ("WALLMO", "VALVE", "PEFF", "LVEF")}))
def test_exactly_the_empty_items_with_a_normal_answer_are_filled(stands: dict[str, Value | None]) -> None:
    written = Writer(STUDY)
    for item, value in stands.items():
        if value is not None:
            written.put(HERE, item, value)
    fills = {fill.item.code: fill.value for fill in normals(written.course(), HERE)}
    assert fills.keys() == {item for item in NORMAL if stands[item] in (None, Cleared())}
    for code, value in fills.items():
        written.put(HERE, code, value)
    assert normals(written.course(), HERE) == ()


@given(st.sets(st.sampled_from(sorted(NORMAL))))
def test_what_is_typed_and_not_kept_yet_is_taken(taken: set[str]) -> None:
    found = {fill.item.code for fill in normals(Writer(STUDY).course(), HERE, taken)}
    assert found == NORMAL - taken


@pytest.mark.parametrize("code", ["SLEDAI", "CRS", "ICANS", "CHEM", "CBC", "IE", "ECG"])
def test_a_form_of_judgement_is_filled_by_nothing(code: str) -> None:
    place = Address("child", "M3", form=code)
    assert normals(Writer(STUDY).course(), place) == ()


def test_an_entry_that_waits_at_the_edc_is_no_empty_item() -> None:
    written = Writer(STUDY)
    held = f.ValueSet(
        id=written.new_id(), address=Address("child", "M3", form="ECHO", item="PEFF"), value=Codes(("MOD",))
    )
    written.write(held, standing="held")
    assert "PEFF" not in {fill.item.code for fill in normals(written.course(), HERE)}


def completed(written: Writer, visit: str, day: str, method: str = "SIMPSON") -> Address:
    """An echo that was completed at a visit of that day."""
    place = Address("child", visit, form="ECHO")
    written.visit(visit, day)
    written.put(place, "EFMETH", Codes((method,)))
    written.write(f.FormCompleted(id=written.new_id(), address=place))
    return place


@given(st.integers(1, 400))
def test_the_age_is_counted_in_days_between_the_visits(days: int) -> None:
    written = Writer(STUDY)
    completed(written, "M1", "2026-01-01")
    written.visit("M3", (date(2026, 1, 1) + timedelta(days=days)).isoformat())
    found = last_time(written.course(), HERE)
    assert isinstance(found, LastTime)
    assert (found.days, found.at.visit.code) == (days, "M1")
    assert [(fill.item.code, fill.value) for fill in found.fills] == [("EFMETH", Codes(("SIMPSON",)))]


def test_without_a_completed_form_or_a_date_nothing_is_offered() -> None:
    written = Writer(STUDY)
    written.visit("M3", "2026-04-01")
    assert last_time(written.course(), HERE) == NONE_BEFORE
    completed(written, "M1", "2026-01-01")
    assert isinstance(last_time(written.course(), HERE), LastTime)
    written.put(Address("child", "M3", form="VISIT"), "VISDTC", Cleared())
    assert last_time(written.course(), HERE) == UNDATED


def test_an_answer_that_the_list_no_longer_has_is_not_copied() -> None:
    written = Writer(STUDY)
    completed(written, "M1", "2026-01-01", "OLD")
    written.visit("M3", "2026-04-01")
    assert last_time(written.course(), HERE) == NOTHING_TO_COPY


def signed(written: Writer, place: Address) -> None:
    """A signature over what stands at a place now."""
    digest = written.course().record.digest(place)
    written.write(f.Signed(id=written.new_id(), address=place, meaning="data-correct", digest=digest))


def test_a_void_signature_of_the_whole_visit_stops_it_unless_the_form_was_signed_since() -> None:
    written = Writer(STUDY)
    source = completed(written, "M1", "2026-01-01")
    written.visit("M3", "2026-04-01")
    signed(written, source.in_visit)
    assert isinstance(last_time(written.course(), HERE), LastTime)
    written.put(source, "LVEF", Quantity("61", "%"))
    assert last_time(written.course(), HERE) == VOID_VISIT
    signed(written, source)
    assert isinstance(last_time(written.course(), HERE), LastTime)
    written.put(source, "LVEF", Quantity("62", "%"))
    assert last_time(written.course(), HERE) == VOID
