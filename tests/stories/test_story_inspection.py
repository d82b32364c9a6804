"""An inspector's first day: sixteen questions on a record with a child up to one month after the infusion."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.cli import main
from desktop_app.demo.cast import CAST
from desktop_app.demo.courses import course
from desktop_app.demo.history import History
from desktop_app.demo.people import ZHOU
from desktop_app.demo.story_clock import StoryClock
from desktop_app.demo.workstation import Workstation, set_up
from desktop_app.presenters.inspection.model import Inspected, Table, said
from desktop_app.presenters.inspection.questions import QUESTIONS
from storage.keys import SiteKey
from study.changes import facts as f
from study.definition.model import Study
from study.values import Quantity


@pytest.fixture
def whole(tmp_path: Path, clock: StoryClock, shipped: Study) -> Iterator[Workstation]:
    """A workstation with everything of LN-007."""
    site_key = SiteKey.new()
    made = set_up(tmp_path / "CR-09", shipped, clock, (ZHOU,), site_key)
    history = History(shipped, site_key, made.store.new_id)
    child = next(each for each in CAST if each.code == "LN-007")
    made.append(ZHOU, [fact for filled in course(child) for fact in history.facts(filled)])
    yield made
    made.close()


def answered(station: Workstation, number: int) -> Table:
    return QUESTIONS[number - 1].answer(Inspected(station.session))


def column(table: Table, head: str) -> list[str]:
    at = [column.en for column in table.columns].index(head)
    return [said(row[at], "en") for row in table.rows]


def test_every_question_is_answered_in_whole_rows_and_names_nobody(whole: Workstation) -> None:
    assert [question.number for question in QUESTIONS] == list(range(1, 17))
    inspected = Inspected(whole.session)
    answers = {question.name: question.answer(inspected) for question in QUESTIONS}
    [child] = inspected.children
    assert child.identity.name
    for name, table in answers.items():
        assert all(len(row) == len(table.columns) for row in table.rows), name
        assert table.rows or table.remarks, name
        told = " ".join(text for language in ("en", "zh") for row in table.texts(language) for text in row)
        assert child.identity.name not in told, name
        assert not [text for text in child.identity.texts.values() if len(text) > 3 and text in told], name

    consent, score = answers["consent"], answers["score-and-response"]
    assert any(column(consent, "Given"))
    assert all(column(consent, "First procedure"))
    assert len(answers["eligibility"].rows) >= 10
    assert {"no", "yes"} & {text.split(" ")[0] for text in column(answers["eligibility"], "Answer, visit and day")}
    assert {"SLEDAI-2K", "Renal response"} == set(column(score, "Value"))
    assert all(column(score, "Formula, version"))
    entered = column(score, "Entered by, when")
    assert {text.split(" ")[0] for text in entered if text} == {ZHOU.name}
    by_input = dict(zip(column(score, "Input"), entered, strict=True))
    assert by_input["Protein/creatinine ratio"].startswith(ZHOU.name)
    assert by_input["Fall of the eGFR that counts as stable"] == ""
    assert all(len(text.split(" ")[0]) <= 9 for text in column(score, "Given") if text[:1].isdigit())
    assert {"apheresis", "infusion"} == set(column(answers["product"], "Link"))
    assert sum(said(row[0], "en").startswith("may: ") for row in answers["freezes"].rows) == 5
    together = [row for row in answers["samples"].rows if said(row[1], "en") == "together"]
    assert len(together) == 1


def test_a_change_after_a_signature_is_listed_with_old_new_and_reason(clinic: Workstation) -> None:
    [child] = clinic.session.records.children()
    record = child.course.record
    place = next(
        place for place in record.values
        if isinstance(record.value(place), Quantity) and not record.settled(place).conflict and place.form == "VS"
    )  # fmt: skip
    form, store, author = place.in_form, clinic.store, clinic.session.author_as("investigator")
    signed = f.Signed(id=store.new_id(), address=form, meaning="reviewed", digest=record.digest(form))
    store.append(author, (signed,))
    bases = tuple(entry.fact.id for entry in record.settled(place).heads)
    value = record.value(place)
    assert isinstance(value, Quantity)
    new = f.ValueSet(
        id=store.new_id(), bases=bases, address=place, value=Quantity("37.7", value.unit), reason="read again"
    )
    store.append(author, (new,))
    found = [row for row in answered(clinic, 9).rows if said(row[0], "en") == "changed after signature"]
    assert [said(row[7], "en") for row in found] == ["read again"]
    assert said(found[0][5], "en") != said(found[0][6], "en")


def test_the_command_writes_a_file_a_question(
    clinic: Workstation, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    house, recovery = clinic.house, tmp_path / "pass"
    name = clinic.session.person.name
    clinic.close()
    recovery.write_text(ZHOU.passphrase, encoding="utf-8")
    out = tmp_path / "out"
    words = ["--store", str(house.place.folder), "--passphrase-file", str(recovery), "--user", name, "--lang", "zh"]
    code = main([*words, "export", "inspection", "--to", str(out)], lambda _folder: replace(house, ui_thread=None))
    said_ = capsys.readouterr()
    assert code == 0, said_.err
    files = sorted(each.name for each in out.iterdir())
    assert len(files) == 16
    with (out / "15-ethics.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.reader(handle))
    assert rows[0] == ["事项", "日期", "患儿"]
    assert ["伦理批准", "2023-04-22", ""] in rows
    assert main([*words, "export", "inspection", "--to", str(out), "--question", "17"], lambda _folder: house) == 1
