"""`cartella print`: blank and filled forms, a child's charts; noted in the record; what is not there is said."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from desktop_app.presenters.enrol import enrolment
from storage.keys import SiteKey
from study.address import Address
from study.changes import facts as f
from study.changes.facts import Accessed
from study.values import DateTimeValue, Quantity
from tests.kit.paper import plain, read_pages
from ui.children.state import EnrolRequest

Run = Callable[..., Any]


def prints(made: Callable[[], Any]) -> list[tuple[str, int]]:
    """What the record says was printed."""
    with made() as session:
        facts = [line.fact for page in session.store.reader.audit_pages() for line in page]
    return [(fact.detail, fact.count) for fact in facts if isinstance(fact, Accessed) and fact.what == "print"]


@pytest.mark.usefixtures("qapp")
def test_blank_forms_of_a_visit(run: Run, made: Callable[[], Any], tmp_path: Path) -> None:
    with made():
        pass
    said = run("print", "crf", "--visit", "M3", "--to", str(tmp_path / "m3.pdf"))
    assert said.code == 0, said.err
    assert said.data["forms"] > 10
    assert len(pypdfium2.PdfDocument(tmp_path / "m3.pdf")) >= said.data["forms"]
    assert prints(made) == []


@pytest.mark.usefixtures("qapp")
def test_forms_of_a_child_are_noted(run: Run, made: Callable[[], Any], tmp_path: Path) -> None:
    with made():
        pass
    said = run("print", "crf", "--visit", "M3", "--subject", "LN-001", "--to", str(tmp_path / "a.pdf"))
    assert (said.code, said.data["forms"]) == (0, 2), said.err
    said = run(
        "print", "crf", "--visit", "M3", "--form", "CHEM", "--subject", "LN-001", "--to", str(tmp_path / "b.pdf")
    )
    assert (said.code, said.data["forms"]) == (0, 1), said.err
    assert prints(made) == [("crf M3 child", 2), ("crf M3 child", 1)]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_the_charts_of_a_child(run: Run, made: Callable[[], Any], tmp_path: Path, ending: str) -> None:
    with made() as session:
        place = Address("child", "D0", form="INF", item="INFDTC")
        row = f.RowCreated(id=session.store.new_id(), address=place.in_form, level="form")
        place = Address(*place.parts[:4], row.id, "", place.item)
        given = f.ValueSet(id=session.store.new_id(), address=place, value=DateTimeValue("2026-05-18T10:00"))
        urine = f.RowCreated(id=session.store.new_id(), address=Address("child", "M3", form="URINE"), level="form")
        protein, creatinine = (
            f.ValueSet(
                id=session.store.new_id(), address=Address("child", "M3", "", "URINE", urine.id, "", item), value=value
            )
            for item, value in (("UPROTC", Quantity("950", "mg/L")), ("UCREAT", Quantity("6.2", "mmol/L")))
        )
        session.store.append(session.author, (row, given, urine, protein, creatinine))
    said = run("print", "trend", "--subject", "LN-001", "--to", str(tmp_path / f"t.{ending}"))
    assert said.code == 0, said.err
    assert said.data["panels"] >= 1
    assert (tmp_path / f"t.{ending}").stat().st_size > 10_000
    assert prints(made) == [("charts child", 1)]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("crf", "--visit", "M99"), "visit-unknown"),
        (("crf", "--visit", "M3", "--form", "NOPE"), "form-unknown"),
        (("crf", "--visit", "M3", "--subject", "XX-9"), "subject-unknown"),
        (("trend", "--subject", "XX-9"), "subject-unknown"),
    ],
)
def test_what_is_not_there_is_said(
    run: Run, made: Callable[[], Any], tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    with made():
        pass
    said = run("print", *words, "--to", str(tmp_path / "a.pdf"))
    assert said.code == 1
    assert code in said.err or said.data.get("error") == code, (said.data, said.err)


@pytest.fixture
def girl(made: Callable[[], Any]) -> date:
    """LN-002 with her name, infused a hundred days ago; gives the day of today at the site."""
    with made() as session:
        today: date = session.today
        key = SiteKey(session.store.reader.site_key())
        request = EnrolRequest("LN-002", "林小满", "0012345", "F", date(2014, 7, 1), today - timedelta(days=140))
        row = f.RowCreated(id=session.store.new_id(), address=Address("girl", "D0", form="INF"), level="form")
        place = Address("girl", "D0", "", "INF", row.id, "", "INFDTC")
        moment = DateTimeValue(f"{today - timedelta(days=100)}T10:00")
        given = f.ValueSet(id=session.store.new_id(), address=place, value=moment)
        facts = enrolment(session.study, request, "girl", key, session.store.new_id)
        session.store.append(session.author, (*facts, row, given))
    return today


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("named", [False, True])
def test_the_letter_of_a_visit(run: Run, made: Callable[[], Any], tmp_path: Path, girl: date, named: bool) -> None:
    at = f"{girl + timedelta(days=82)}T09:30"
    words = ("--subject", "LN-002", "--visit", "M6", "--at", at, *(("--name",) if named else ()))
    said = run("print", "letter", *words, "--to", str(tmp_path / "a.pdf"), language="zh")
    assert said.code == 0, said.err
    assert (said.data["visit"], said.data["warnings"], said.data["unchecked"]) == ("M6", [], True)
    [first, second] = read_pages(tmp_path / "a.pdf")
    assert ("林小满" in first.plain) is named
    assert "09:30" in first.plain
    assert plain("24小时尿的留取方法") in second.plain
    assert prints(made) == [("letter M6 girl named" if named else "letter M6 girl", 1)]
    with made() as session:
        facts = [line.fact for page in session.store.reader.audit_pages() for line in page]
    assert any(isinstance(fact, Accessed) and fact.what == "names-shown" for fact in facts) is named


@pytest.mark.usefixtures("qapp")
def test_the_letter_of_the_next_visit_is_warned_of(run: Run, tmp_path: Path, girl: date) -> None:
    words = ("letter", "--subject", "LN-002", "--to", str(tmp_path / "a.pdf"))
    said = run("print", *words, "--at", str(girl + timedelta(days=30)))
    assert (said.code, said.data["visit"]) == (0, "M3"), said.err
    assert any("after the window" in warning for warning in said.data["warnings"])
    assert plain("Possible days") in read_pages(tmp_path / "a.pdf")[0].plain
    english = run("print", *words, as_json=False)
    assert "was not checked by the hospital" in english.data


@pytest.mark.usefixtures("qapp", "girl")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--at", "tomorrow"), "not-a-moment"),
        (("--at", "2026-11-17T09:30+08:00"), "not-a-moment"),
        (("--visit", "D0"), "no-letter"),
        (("--visit", "M99"), "no-letter"),
    ],
)
def test_a_letter_that_cannot_be_written_is_refused(
    run: Run, made: Callable[[], Any], tmp_path: Path, words: tuple[str, ...], code: str
) -> None:
    said = run("print", "letter", "--subject", "LN-002", *words, "--to", str(tmp_path / "a.pdf"))
    assert said.code == 1
    assert code in said.err or said.data.get("error") == code, (said.data, said.err)
    assert prints(made) == []
    assert not (tmp_path / "a.pdf").exists()


@pytest.mark.usefixtures("qapp")
def test_a_name_that_was_not_entered_is_not_printed(run: Run, made: Callable[[], Any], tmp_path: Path) -> None:
    with made():
        pass
    said = run("print", "letter", "--subject", "LN-001", "--name", "--to", str(tmp_path / "a.pdf"))
    assert said.code == 1
    assert "name-not-shown" in said.err or said.data.get("error") == "name-not-shown"
