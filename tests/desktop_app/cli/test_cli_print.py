"""`cartella print`: blank and filled forms, a child's charts; noted in the record; what is not there is said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from study.address import Address
from study.changes import facts as f
from study.changes.facts import Accessed
from study.values import DateTimeValue, Quantity

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
    assert prints(made) == [("crf M3", 2), ("crf M3", 1)]


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
    assert prints(made) == [("charts", 1)]


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
