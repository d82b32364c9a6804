"""Which forms wait for a signature, what one rests on, and when a change needs a reason."""

from typing import Any

import pytest

from desktop_app.study_files import read_folder
from resources import path
from study.address import LOG, Address
from study.changes import facts as f
from study.definition.load import load
from study.definition.model import Study
from study.signing import kept_meaning, meanings, read_meaning, seen, state, waiting, waiting_at, wants_reason
from study.values import Cleared, Codes, DateTimeValue, DateValue, Quantity, TextValue
from tests.kit.written import CHILD, Writer

M3 = Address(CHILD, "M3")
VS = Address(CHILD, "M3", form="VS")
WEIGHT = Address(CHILD, "M3", form="VS", item="WEIGHT")


@pytest.fixture(scope="session")
def shipped() -> Study:
    """The definition that comes with the program."""
    return load(read_folder(path("study")))


@pytest.fixture
def writer(shipped: Study) -> Writer:
    """A girl at her M3 visit, weighed and measured."""
    written = Writer(shipped)
    written.write(f.SubjectEnrolled(id=written.new_id(), subject=CHILD))
    written.put(Address(CHILD, "SCR", form="DM"), "SEX", Codes(("F",)))
    written.put(Address(CHILD, "D0", form="INF"), "INFDTC", DateTimeValue("2026-08-18T10:00"))
    written.put(Address(CHILD, "M3", form="VISIT"), "VISDTC", DateValue("2026-11-17"))
    written.put(VS, "WEIGHT", Quantity("41.2", "kg"))
    written.put(VS, "HEIGHT", Quantity("148.5", "cm"))
    return written


def _sign(writer: Writer, form: Address, name: str = "s") -> None:
    made = seen(writer.course(), form)
    writer.write(f.Signed(id=name, address=form, meaning="reviewed", digest=made.digest, evidence=made.evidence))


def test_a_form_waits_from_its_completion_to_its_signature_and_again_when_it_changed(writer: Any) -> None:
    assert waiting_at(writer.course(), M3) == ()
    writer.write(f.FormCompleted(id="c", address=VS))
    assert waiting(writer.course()) == (VS,)
    _sign(writer, VS)
    assert waiting(writer.course()) == ()
    assert state(writer.record, VS) == "signed"
    writer.put(VS, "WEIGHT", Quantity("43.0", "kg"))
    assert (state(writer.record, VS), waiting(writer.course())) == ("void", (VS,))
    _sign(writer, VS, "again")
    assert (state(writer.record, VS), waiting(writer.course())) == ("signed", ())


def test_a_signature_that_was_taken_back_leaves_a_complete_form_that_waits(writer: Any) -> None:
    writer.write(f.FormCompleted(id="c", address=VS))
    _sign(writer, VS)
    writer.write(f.SignatureWithdrawn(id="w", bases=("s",), signature="s", address=VS, reason="wrong child"))
    assert (state(writer.record, VS), waiting(writer.course())) == ("", (VS,))


def test_a_signature_on_the_whole_visit_covers_its_forms_until_one_of_them_changes(writer: Any) -> None:
    writer.write(f.FormCompleted(id="c", address=VS))
    writer.write(f.Signed(id="s", address=M3, meaning="reviewed", digest=writer.record.digest(M3)))
    assert waiting_at(writer.course(), M3) == ()
    writer.put(VS, "WEIGHT", Quantity("43.0", "kg"))
    assert VS in waiting_at(writer.course(), M3)


def test_of_a_form_with_repeats_each_is_signed_by_itself(writer: Any) -> None:
    form = Address(CHILD, LOG, form="CM")
    first, second = writer.repeat(form), writer.repeat(form)
    for place in (first, second):
        writer.put(place, "CMTRT", TextValue("prednisone"))
        writer.write(f.FormCompleted(id=writer.new_id(), address=place))
    _sign(writer, first)
    assert waiting(writer.course()) == (second,)


def test_a_form_that_was_withdrawn_waits_for_nobody(writer: Any) -> None:
    writer.write(f.FormCompleted(id="c", address=VS))
    writer.write(f.Withdrawn(id="w", address=M3, reason="another child's visit"))
    assert waiting(writer.course()) == ()


def test_a_reason_is_wanted_for_a_change_after_completion_and_for_everything_after_a_signature(writer: Any) -> None:
    empty = Address(CHILD, "M3", form="VS", item="SYSBP")
    assert not wants_reason(writer.record, WEIGHT)
    writer.write(f.FormCompleted(id="c", address=VS))
    assert wants_reason(writer.record, WEIGHT)
    assert not wants_reason(writer.record, empty), "a late first value is an entry"
    writer.put(VS, "HEIGHT", Cleared())
    assert wants_reason(writer.record, Address(CHILD, "M3", form="VS", item="HEIGHT")), "what was emptied stood there"
    _sign(writer, VS)
    assert wants_reason(writer.record, empty)


def test_the_derived_values_of_the_form_are_kept_with_the_version_of_their_formula(writer: Any) -> None:
    chem = Address(CHILD, "M3", form="CHEM")
    place = writer.repeat(chem) if writer.study.forms["CHEM"].repeating else chem
    writer.put(place, "CREAT", Quantity("58", "umol/L"))
    evidence = seen(writer.course(), place).evidence
    derived = writer.course().derived_one(M3, "EGFR_U25")
    assert evidence["EGFR_U25"].startswith(f"{derived.shown} mL/min/1.73 m²; version {derived.version}")
    assert seen(writer.course(birth=None), place).evidence == {}, "without a birth there is nothing to show"


def test_a_meaning_is_kept_in_the_words_that_were_shown(shipped: Study) -> None:
    first = meanings(shipped)[0].label
    assert read_meaning(kept_meaning(first)) == first
    assert read_meaning("reviewed").zh == "reviewed", "what was kept otherwise is shown as it is"
