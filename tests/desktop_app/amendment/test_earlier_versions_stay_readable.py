"""After an amendment everything entered before is shown, read only, in the words of its own version."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from desktop_app.definitions import Definitions
from desktop_app.presenters.child import ChildPage
from desktop_app.presenters.conflict import ConflictPage
from desktop_app.presenters.visit import VisitPage
from desktop_app.presenters.visit.history import history_state
from desktop_app.session import Session
from study.address import Address
from study.changes import facts as f
from study.definition.model import Study
from study.definition.pack import packed
from study.values import Codes, DateValue, Quantity
from tests.kit.second import AMENDMENT, Edits, second_study
from ui.visit.state import Note

FIRST = second_study()
GONE: Edits = {
    "study.yaml": [("'1.0'", "'1.1'")],
    "visits.yaml": [
        ("  - code: EXTRA\n    en: Extra visit\n    zh: 临时访视\n    repeating: true\n    forms: [ENC, BODY]\n", ""),
        ("forms: [ENC, BODY, CUFF]", "forms: [ENC, BODY]"),
        ("forms: [PILLS]", "forms: [PILLS, CUFF]"),
    ],
    "codelists.yaml": [("  - {code: LOW, en: Low salt, zh: 低盐}\n", "  - {code: NONE, en: No salt, zh: 无盐}\n")],
}
Work = Any
SUBJECT = "p1"


@pytest.fixture
def work(make_desk: Callable[..., Work]) -> Work:
    """An investigator's desk under the first version, with one participant."""
    return make_desk(study=FIRST)


def enter(work: Work, visit: str, form: str, repeat: str = "", **values: Any) -> Address:
    """Values on a form; returns the form."""
    place = Address(SUBJECT, visit, repeat, form)
    for item, value in values.items():
        work.append(work.fact(Address(*place.parts[:6], item), value))
    return place


@pytest.fixture
def filled(work: Work) -> Work:
    """A participant with something on every form that an amendment will touch."""
    work.append(f.SubjectEnrolled(id=work.store.new_id(), subject=SUBJECT))
    enter(work, "START", "ENC", ENCDT=DateValue("2026-05-11"))
    enter(work, "START", "BODY", NA=Quantity("140", "mmol/L"), SYS=Quantity("150", "mmHg"))
    enter(work, "START", "RAND", RDARM=Codes(("LOW",)))
    enter(work, "WEEK4", "CUFF", TAKES=Codes(("OFTEN",)))
    row = f.RowCreated(id=work.store.new_id(), address=Address(SUBJECT, "EXTRA"), level="visit")
    work.append(row)
    enter(work, "EXTRA", "BODY", row.id, MASS=Quantity("81", "kg"))
    return work


def amend(work: Work, study: Study) -> None:
    """Another version comes into force, and the desk stands on it."""
    [shown] = [v for v in work.store.reader.versions() if v.in_force]
    work.append(
        f.StudyAdopted(
            id=work.store.new_id(), bases=(shown.fact,), version=study.version, digest=study.digest,
            content=packed(study), reason="amendment",
        ),
        author=work.session.author_as("admin"),
    )  # fmt: skip
    work.desk.renew(lambda _desk: None)


def rows(work: Work, qtbot: QtBot, visit: str, form: str) -> dict[str, Any]:
    """The rows of a form as the bedside shows them, by item."""
    page = VisitPage(work.desk)
    qtbot.addWidget(page.view)
    page.choose(Address(SUBJECT, visit).key, Address(SUBJECT, visit, form=form).key)
    page.refresh()
    state = page.view.state
    assert state is not None
    return {row.key.rpartition("/")[2]: row for row in state.rows}


def notes(row: Any) -> list[str]:
    return [strip.text.en for strip in row.strips if isinstance(strip, Note)]


def test_an_item_that_is_gone_stands_below_the_rows_of_its_form(filled: Work, qtbot: QtBot) -> None:
    amend(filled, second_study(AMENDMENT))
    shown = rows(filled, qtbot, "START", "BODY")
    assert list(shown) == ["STATURE", "MASS", "SYS", "DIA", "ARMSIDE", "NA"]
    sodium = shown["NA"]
    assert (sodium.label.en, sodium.label.zh, sodium.text, sodium.unit) == ("Sodium", "血钠", "140", "mmol/L")
    assert (sodium.state, sodium.applies) == ("readonly", False)
    assert notes(sodium) == ["entered under version 1.0; no longer asked"]


def test_the_history_of_a_field_names_the_version_of_each_entry(filled: Work) -> None:
    systolic = Address(SUBJECT, "START", form="BODY", item="SYS")
    amend(filled, second_study(AMENDMENT))
    filled.append(filled.fact(systolic, Quantity("144", "mmHg")))
    state = history_state(filled.session, systolic.key)
    assert [(line.version, line.value.en) for line in state.lines] == [("1.1", "144 mmHg"), ("1.0", "150 mmHg")]
    gone = history_state(filled.session, Address(SUBJECT, "START", form="BODY", item="NA").key)
    assert (gone.title.en, [(line.version, line.value.en) for line in gone.lines]) == (
        "Sodium",
        [("1.0", "140 mmol/L")],
    )


def test_forms_and_visits_that_are_gone_are_listed_with_the_child(filled: Work, qtbot: QtBot) -> None:
    amend(filled, second_study(GONE))
    page = ChildPage(filled.desk)
    qtbot.addWidget(page.view)
    page.choose(SUBJECT)
    page.refresh()
    state = page.view.state
    assert state is not None
    assert [(group.title.en, [line.en for line in group.lines]) for group in state.earlier] == [
        ("Extra visit · Body and pressure", ["Mass: 81 kg"]),
        ("Week 4 · Home cuff", ["Measures at home: Most days"]),
    ]
    assert state.earlier[0].version.en == "entered under version 1.0; no longer asked"
    page.view.show()
    assert page.view.earlier.isVisible()


def test_an_answer_that_is_gone_keeps_its_words(filled: Work, qtbot: QtBot) -> None:
    amend(filled, second_study(GONE))
    arm = rows(filled, qtbot, "START", "RAND")["RDARM"]
    assert arm.text == "低盐"
    assert "answered under version 1.0; no longer offered" in notes(arm)


def test_nothing_is_listed_while_the_version_asks_for_everything(filled: Work, qtbot: QtBot) -> None:
    assert "NA" in rows(filled, qtbot, "START", "BODY")
    page = ChildPage(filled.desk)
    qtbot.addWidget(page.view)
    page.choose(SUBJECT)
    page.refresh()
    assert page.view.state is not None
    assert page.view.state.earlier == ()
    page.view.show()
    assert not page.view.earlier.isVisible()


def test_two_values_of_a_gone_item_can_still_be_decided(filled: Work, qtbot: QtBot) -> None:
    sodium = Address(SUBJECT, "START", form="BODY", item="NA")
    filled.contradict(sodium, Quantity("131", "mmol/L"))
    amend(filled, second_study(AMENDMENT))
    [slot] = filled.store.reader.conflicts()
    page = ConflictPage(filled.desk)
    qtbot.addWidget(page.view)
    page.choose(filled.store.reader.conflicts()[slot].conflict)
    page.refresh()
    assert page.view.state is not None
    assert page.view.state.item.en == "Sodium"
    assert {side.value.en for side in page.view.state.sides} == {"140", "131"}
    assert notes(rows(filled, qtbot, "START", "BODY")["NA"]) == ["entered under version 1.0; no longer asked"]


def test_a_half_typed_text_at_a_gone_item_is_still_shown(filled: Work, qtbot: QtBot) -> None:
    user = filled.session.person.user
    sodium = Address(SUBJECT, "INTAKE", form="BODY", item="NA")
    filled.store.keep_draft(user, sodium.key, "13")
    amend(filled, second_study(AMENDMENT))
    assert notes(rows(filled, qtbot, "INTAKE", "BODY")["NA"]) == ["half typed, never saved: 13"]


def test_a_version_whose_texts_never_came_shows_codes(make_desk: Callable[..., Work], qtbot: QtBot) -> None:
    work = make_desk(study=msgspec.structs.replace(FIRST, texts={}))
    work.append(f.SubjectEnrolled(id=work.store.new_id(), subject=SUBJECT))
    enter(work, "START", "BODY", NA=Quantity("140", "mmol/L"))
    new = second_study(AMENDMENT)
    amend(work, new)
    session, definitions = work.session, Definitions(new)
    work.desk.session = Session(
        work.store, session.unlocked, new, session.person, work.clock, definitions=definitions
    )  # fmt: skip
    sodium = rows(work, qtbot, "START", "BODY")["NA"]
    assert (sodium.label.en, sodium.text, sodium.unit) == ("NA", "140", "mmol/L")
    assert notes(sodium) == ["entered under version 1.0; no longer asked"]
