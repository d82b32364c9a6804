"""What stands over a form at the bedside: its signature, what voided it, a freeze with who, when and why."""

from typing import Any

import pytest

from desktop_app.jobs.sign import Asked, sign
from desktop_app.presenters.signature_words import freeze_words, held_words
from desktop_app.presenters.visit import VisitPage
from study.address import Address
from study.changes import facts as f
from study.course import Course
from study.record import Record
from study.signing import meanings, seen
from study.state.apply import apply
from study.state.memory import MemorySlots
from study.state.settle import Placing
from study.text import Text
from study.values import Quantity

PASSPHRASE = "a rainy spring in Xuhui"


@pytest.fixture
def signed(desk_fixture: Any) -> Any:
    """A child whose vital signs of M3 are signed; gives the desk, the child and the form."""
    subject = desk_fixture.enrol("LN-007")
    desk_fixture.follow(subject)
    form = Address(subject, "M3", form="VS")
    shown = seen(desk_fixture.course(subject), form)
    asked = Asked((shown,), meanings(desk_fixture.study)[0].label, PASSPHRASE)
    desk_fixture.session.records.forget(sign(desk_fixture.session, asked).slots)
    return desk_fixture, subject, form


def _head(work: Any, form: Address) -> Any:
    page = VisitPage(work.desk)
    page.choose(form.in_visit.key, form.key)
    page.refresh()
    state: Any = page.view.state
    return state.form


def test_the_form_says_who_signed_it_and_when(signed: Any) -> None:
    work, _subject, form = signed
    head = _head(work, form)
    assert (head.signed.en, head.signed_void) == ("signed 周敏 2026-11-17 10:00", False)
    assert head.signed_detail.zh.startswith("已审核，数据完整且与源文件一致 · ")


def test_after_a_change_it_says_void_with_what_was_changed(signed: Any) -> None:
    work, subject, form = signed
    work.clock.now += 60_000
    work.set(subject, "M3", "VS", {"WEIGHT": "43.0"}, reason="report")
    head = _head(work, form)
    assert head.signed_void
    assert head.signed.en.endswith("void: changed after signing")
    assert head.signed_detail.en == "Weight 41.2 kg → 43.0 kg (周敏 2026-11-17 10:01 · report)"


def test_the_same_passphrase_of_somebody_else_signs_nothing(signed: Any) -> None:
    work, subject, form = signed
    shown = seen(work.course(subject), form)
    with pytest.raises(Exception, match="wrong-passphrase"):
        sign(work.session, Asked((shown,), Text("m", "m"), "another spring in Xuhui"))


def _frozen(study: Any, fact: f.Frozen | f.Locked) -> Course:
    slots = MemorySlots()
    apply("c1", (fact,), Placing(1, "accepted"), slots)
    return Course(study, Record("child", slots.settled, {"c1": 1_795_000_000_000}, {"c1": "monitor-1"}), None)


@pytest.mark.parametrize(
    ("kind", "head"),
    [(f.Frozen, "frozen centrally: entries wait"), (f.Locked, "locked centrally")],
)
def test_a_freeze_says_since_when_by_whom_and_why(shipped: Any, kind: Any, head: str) -> None:
    place = Address("child", "M3", form="VS")
    course = _frozen(shipped, kind(id="z", address=Address("child", "M3"), reason="database lock"))
    said = freeze_words(course, {"monitor-1": "何琳"}, place)
    assert said is not None
    assert said.en.startswith(f"{head} · 何琳 2026-11-")
    assert said.en.endswith(" · database lock")
    assert freeze_words(course, {}, Address("child", "M6", form="VS")) is None


def test_an_entry_that_the_centre_holds_says_who_made_it_and_why_it_waits(shipped: Any) -> None:
    slots = MemorySlots()
    weight = Address("child", "M3", form="VS", item="WEIGHT")
    fact = f.ValueSet(id="v", address=weight, value=Quantity("41.2", "kg"))
    apply("c1", (fact,), Placing(1, "held"), slots)
    record = Record("child", slots.settled, {"c1": 1_795_000_000_000}, {"c1": "u-li"})
    [entry] = record.settled(weight).waiting
    course = Course(shipped, record, None)
    said = held_words(course, {"u-li": "李静"}, {"c1": Text("waits: frozen", "等待:已冻结")}, entry)
    assert said.en.startswith("李静 2026-11-")
    assert said.en.endswith("waits: frozen")
