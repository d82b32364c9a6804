"""What is written for forms of the shipped trial stays silent where another trial uses their codes for its own."""

from collections.abc import Callable
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.presenters.charts import ChartsPage
from desktop_app.presenters.child import ChildPage
from desktop_app.presenters.children import ChildrenPage
from desktop_app.presenters.visit import VisitPage
from study.address import LOG, Address
from study.changes import facts as f
from study.definition.load import load
from study.definition.model import Study
from study.values import DateTimeValue, DateValue, TextValue
from tests.kit.second import second_texts

SUBJECT = "p1"


@pytest.fixture(scope="session")
def borrowed(shipped: Study) -> Study:
    """The second study with a form of every code of the shipped trial, each with one question of its own."""
    texts = second_texts()
    logs = list(shipped.visit(LOG).forms)
    plain = [code for code in shipped.forms if code not in logs]
    for code in (*logs, *plain):
        repeats = "repeating: true\n" if code in logs else ""
        texts[f"forms/{code}.yaml"] = (
            f"form: {code}\nen: Form {code}\nzh: 表单{code}\n{repeats}"
            "items:\n  - {code: WORDS, en: Words, zh: 文字, type: text}\n"
        )
    visits = texts["visits.yaml"].replace("[ENC, BODY, CUFF]", f"[ENC, BODY, CUFF, {', '.join(plain)}]")
    texts["visits.yaml"] = visits.replace("forms: [PILLS]", f"forms: [PILLS, {', '.join(logs)}]")
    # What families are told of is said form by form: these have nothing for families.
    del texts["letter.yaml"]
    return load(texts)


@pytest.fixture
def work(make_desk: Callable[..., Any], borrowed: Study) -> Any:
    """A participant with words on every borrowed form."""
    made = make_desk(study=borrowed)
    made.append(f.SubjectEnrolled(id=made.store.new_id(), subject=SUBJECT))
    made.set(SUBJECT, "START", "RAND", {"RDDTC": DateTimeValue("2026-10-18T09:00")})
    made.set(SUBJECT, "WEEK4", "ENC", {"ENCDT": DateValue("2026-11-15")})
    for visit in borrowed.visits:
        for form in visit.forms:
            if any(item.code == "WORDS" for item in borrowed.forms[form].items):
                made.set(SUBJECT, visit.code, form, {"WORDS": TextValue("something")})
    return made


@pytest.mark.parametrize("page", [ChildPage, ChartsPage])
def test_the_pages_of_a_participant_show(work: Any, qtbot: QtBot, page: Callable[..., Any]) -> None:
    made = page(work.desk)
    qtbot.addWidget(made.view)
    made.choose(SUBJECT)
    made.refresh()
    assert made.view.state is not None


def test_the_table_shows(work: Any, qtbot: QtBot) -> None:
    made = ChildrenPage(work.desk)
    qtbot.addWidget(made.view)
    made.refresh()
    assert made.view.state is not None
    assert [row.subject for row in made.view.state.rows] == [SUBJECT]


def test_every_form_opens_and_shows_what_was_written(work: Any, qtbot: QtBot, borrowed: Study) -> None:
    made = VisitPage(work.desk)
    qtbot.addWidget(made.view)
    for visit in ("WEEK4", LOG):
        made.choose(Address(SUBJECT, visit).key)
        for form in borrowed.visit(visit).forms:
            made.open_form(Address(SUBJECT, visit, form=form))
            state = made.view.state
            assert state is not None
            assert state.form is not None
            assert state.form.code == form
            words = [row.text for row in state.rows if row.key.endswith("/WORDS")]
            assert words in ([], ["something"])
