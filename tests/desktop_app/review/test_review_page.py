"""The review of a visit over a real store: what may be signed and why not, signing, and what a later change does."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop_app.presenters.child_signatures import signature_rows
from desktop_app.presenters.review import ReviewPage
from study.address import LOG, Address, parse_key
from study.changes import facts as f
from study.judgement import ACKNOWLEDGED, AWAITING
from study.record import heads
from study.signing import state, waiting_at
from study.state.digest import OF_VALUES
from study.state.slots import Slot
from study.values import Codes, NotDone, Quantity, TextValue
from ui.review.state import FormLine, SignAsked, WithdrawAsked

PASSPHRASE = "a rainy spring in Xuhui"


class Review:
    """The review of one visit on the screen, used as a person does."""

    def __init__(self, work: Any, subject: str, visit: str = "M3") -> None:
        self.work, self.visit = work, Address(subject, visit)
        self.page = ReviewPage(work.desk)
        work.desk.page = self.page
        self.page.choose(self.visit.key)
        self.page.refresh()

    @property
    def state(self) -> Any:
        return self.page.view.state

    def line(self, form: str) -> FormLine:
        """The line of a form; of its first repeat."""
        lines: tuple[FormLine, ...] = self.state.lines
        return next(line for line in lines if parse_key(line.key).form == form)

    def says(self, form: str) -> str:
        """The remarks of a form, in English."""
        return " · ".join(remark.text.en for remark in self.line(form).remarks)

    def blocks(self, form: str) -> list[str]:
        """What is in the way of signing a form."""
        return [remark.text.en for remark in self.line(form).remarks if remark.blocks]

    def tick(self, *forms: str) -> None:
        """Exactly these forms."""
        self.page.view.table.forms.choose([self.line(form).key for form in forms])
        self.page.view.table.forms.ticked_changed.emit()

    def sign(self, *forms: str, passphrase: str = PASSPHRASE) -> None:
        """Tick, type the passphrase, Enter."""
        self.tick(*forms)
        QTest.keyClicks(self.page.view.card.passphrase, passphrase)
        QTest.keyClick(self.page.view.card.passphrase, Qt.Key.Key_Return)

    def place(self, form: str) -> Address:
        """Where a form stands."""
        return parse_key(self.line(form).key)

    def at(self, form: str, item: str) -> Address:
        """Where an item stands."""
        return Address(*self.place(form).parts[:6], item)

    def state_of(self, form: str) -> str:
        """How the signatures on a form stand."""
        return state(self.work.course(self.visit.subject).record, self.place(form))

    def change(self, form: str, item: str, number: str, reason: str = "typing error") -> None:
        """Another number, as somebody enters it later."""
        self.work.set(self.visit.subject, self.visit.visit, form, {item: number}, reason=reason)
        self.page.refresh()

    def mark(self, kind: str, address: Address, **data: str) -> None:
        """A mark of the program."""
        shown = self.work.store.reader.slot(Slot("value", address.key)).shown
        target = shown.fact.id if shown else ""
        self.work.append(f.MarkSet(id=self.work.store.new_id(), kind=kind, address=address, target=target, data=data))
        self.page.refresh()


@pytest.fixture
def review(desk_fixture: Any) -> Callable[..., Review]:
    """The M3 visit of an ordinary child, whose potassium is critical."""

    def open_(visit: str = "M3") -> Review:
        subject = desk_fixture.enrol("LN-007")
        desk_fixture.follow(subject)
        return Review(desk_fixture, subject, visit)

    return open_


def test_several_forms_are_completed_and_signed_by_one_act_and_one_passphrase(review: Any) -> None:
    opened = review()
    assert (opened.line("VS").standing, opened.line("VS").completes) == ("ready", True)
    before = opened.work.store.reader.tip().seq
    opened.sign("VISIT", "VS")
    assert opened.work.store.reader.tip().seq == before + 1, "one change"
    assert (opened.state_of("VISIT"), opened.state_of("VS")) == ("signed", "signed")
    [signature] = opened.line("VS").signatures
    assert signature.text.en == "signed 周敏 2026-11-17 10:00"
    assert opened.line("VS").digest in signature.detail.en
    record = opened.work.course(opened.visit.subject).record
    assert record.form_state(opened.place("VS")) == "complete"
    assert record.signatures(opened.place("VS"))[0].fact.meaning.startswith("已审核")
    assert opened.page.view.card.passphrase.text() == "", "nothing that was typed stays"


def test_the_derived_values_shown_are_kept_with_the_signature(review: Any) -> None:
    opened = review()
    opened.sign("URINE")
    [signature] = opened.work.course(opened.visit.subject).record.signatures(opened.place("URINE"))
    shown = {row.code: row.value.en for row in opened.state.derived if row.value is not None}
    assert signature.fact.evidence["UPCR"].startswith(shown["UPCR"])
    assert "version" in signature.fact.evidence["UPCR"]


def test_a_wrong_passphrase_signs_nothing_and_counts_as_at_the_gate(review: Any) -> None:
    opened = review()
    for _ in range(5):
        opened.sign("VS", passphrase="wrong spring")
        assert opened.state.message.code == "wrong-passphrase"
    assert "Nothing was signed" in opened.state.message.text.en
    opened.sign("VS")
    assert (opened.state.message.code, opened.state_of("VS")) == ("unlock-wait", ""), "the right one has to wait too"


def test_what_changed_since_it_was_shown_is_not_signed(review: Any) -> None:
    opened = review()
    asked = SignAsked(((opened.line("VS").key, opened.line("VS").token),), "reviewed", PASSPHRASE)
    opened.work.set(opened.visit.subject, "M3", "VS", {"WEIGHT": "43.0"})
    opened.page.view.sign_asked.emit(asked)
    assert (opened.state.message.code, opened.state_of("VS")) == ("changed-meanwhile", "")
    assert opened.page.view.moved_strip.isVisibleTo(opened.page.view), "and the tick is gone until somebody looks"
    assert opened.line("VS").key not in opened.page.view.table.forms.ticked


def test_a_derived_value_that_moved_through_another_form_is_a_change_too(review: Any) -> None:
    opened = review()
    opened.mark(ACKNOWLEDGED, opened.at("CHEM", "K"), user="u-zhou", person="周敏", at="10:00")
    asked = SignAsked(((opened.line("CHEM").key, opened.line("CHEM").token),), "reviewed", PASSPHRASE)
    opened.work.set(opened.visit.subject, "M3", "VS", {"HEIGHT": "152.0"})
    opened.page.view.sign_asked.emit(asked)
    assert (opened.state.message.code, opened.state_of("CHEM")) == ("changed-meanwhile", "")


def test_a_critical_value_blocks_until_somebody_acknowledged_it(review: Any) -> None:
    opened = review()
    assert opened.blocks("CHEM") == ["Potassium: critical, not acknowledged"]
    assert not opened.line("CHEM").signable
    opened.mark(ACKNOWLEDGED, opened.at("CHEM", "K"), user="u-zhou", person="周敏", at="10:00")
    assert (opened.line("CHEM").standing, opened.blocks("CHEM")) == ("ready", [])


def test_a_conflict_blocks_and_the_way_to_it_is_offered(review: Any) -> None:
    opened = review()
    opened.work.contradict(opened.at("VS", "WEIGHT"), "14.2")
    opened.page.refresh()
    assert opened.blocks("VS") == ["Weight: two values stand"]
    opened.page.view.opened.emit(opened.at("VS", "WEIGHT").key)
    assert opened.work.desk.went[-1][0] == "conflict"


def test_a_question_unanswered_blocks_and_an_answered_one_does_not(review: Any) -> None:
    opened = review()
    weight = opened.at("VS", "WEIGHT")
    opened.work.append(f.QueryOpened(id="q1", query="q1", address=weight, text="41 or 14?"))
    opened.page.refresh()
    assert opened.blocks("VS") == ["Weight: query not answered"]
    opened.work.append(f.QueryAnswered(id="q2", bases=("q1",), query="q1", address=weight, text="41.2"))
    opened.page.refresh()
    assert (opened.blocks("VS"), "1 queries answered" in opened.says("VS")) == ([], True)


def test_awaited_results_and_what_was_not_done_are_said(review: Any) -> None:
    opened = review()
    opened.work.set(opened.visit.subject, "M3", "VS", {"TEMP": NotDone("CHILD")})
    opened.mark(AWAITING, opened.place("VS"), chase="2026-11-19")
    assert opened.blocks("VS")[0].endswith("results are awaited")
    assert "ask again 2026-11-19" in opened.says("VS")
    assert "not done: Child refused" in opened.says("VS")


def test_a_half_typed_text_of_ones_own_blocks(review: Any) -> None:
    opened = review()
    opened.work.store.keep_draft("u-zhou", opened.at("VS", "WEIGHT").key, "4")
    opened.page.refresh()
    assert opened.blocks("VS") == ["a text of yours is not saved"]


def test_a_code_that_is_another_childs_blocks_every_form(review: Any) -> None:
    opened = review()
    second = opened.work.enrol("LN-007", name="另一患儿")
    opened.work.set(second, "M3", "VS", {"WEIGHT": "30.0"})
    duplicate = next(s.id for s in opened.work.store.reader.subjects("SCR/DM/SUBJID") if s.duplicate)
    other = Review(opened.work, duplicate)
    assert other.blocks("VS") == ["the child's code is another child's"]


def test_a_coordinator_reads_the_review_and_cannot_sign(make_desk: Any) -> None:
    work = make_desk("coordinator")
    subject = work.enrol("LN-007")
    work.follow(subject)
    opened = Review(work, subject)
    assert opened.state.why_not.en == "Only an investigator may sign."
    assert not opened.page.view.card.passphrase.isEnabled()


def test_a_later_change_needs_a_reason_and_voids_the_signature_with_who_what_when_and_why(review: Any) -> None:
    opened = review()
    opened.sign("VS")
    with pytest.raises(Exception, match="reason-wanted"):
        opened.work.set(opened.visit.subject, "M3", "VS", {"WEIGHT": "43.0"})
    opened.work.clock.now += 3_600_000
    opened.change("VS", "WEIGHT", "43.0", "corrected report")
    assert opened.line("VS").standing == "void"
    [change] = opened.line("VS").signatures[0].changes
    assert change.text.en == "Weight 41.2 kg → 43.0 kg (周敏 2026-11-17 11:00 · corrected report)"
    row: Any
    [row] = signature_rows(opened.work.session, opened.work.child(opened.visit.subject))
    assert (row.waiting.en, len(row.void)) == ("1 to sign", 1)
    assert "Weight 41.2 kg → 43.0 kg" in row.void[0].en
    opened.sign("VS")
    assert opened.state_of("VS") == "signed"
    assert [line.void for line in opened.line("VS").signatures] == [True, False]
    assert waiting_at(opened.work.course(opened.visit.subject), opened.visit) == ()


def test_a_first_value_after_the_signature_needs_a_reason_too(review: Any) -> None:
    opened = review()
    opened.sign("VS")
    with pytest.raises(Exception, match="reason-wanted"):
        opened.work.set(opened.visit.subject, "M3", "VS", {"PULSE": "84"})
    opened.change("VS", "PULSE", "84", "source document")
    assert "empty → 84" in opened.line("VS").signatures[0].changes[0].text.en


def _file(opened: Any, name: str, content: str) -> f.AttachmentAdded:
    place = opened.place("ECG")
    return f.AttachmentAdded(
        id=name, address=place, name=f"sealed-{name}", kind="application/edf", size=1, sealed_size=2, digest=content,
        key=b"",
    )  # fmt: skip


def test_the_files_beside_a_form_are_shown_and_signed_with_it(review: Any) -> None:
    opened = review()
    opened.work.set(opened.visit.subject, "M3", "ECG", {"EGHR": "84"})
    opened.page.refresh()
    before = opened.line("ECG").digest
    opened.work.append(_file(opened, "f1", "aa" * 32))
    opened.page.refresh()
    assert opened.line("ECG").digest != before
    [file] = [remark for remark in opened.line("ECG").remarks if remark.file]
    assert file.text.en == "file EDF aaaaaaaa · 周敏 2026-11-17 10:00"
    opened.sign("ECG")
    assert opened.state_of("ECG") == "signed"
    assert "not files" not in opened.line("ECG").signatures[0].detail.en
    opened.work.append(_file(opened, "f2", "bb" * 32))
    opened.page.refresh()
    assert opened.line("ECG").standing == "void"
    [change] = opened.line("ECG").signatures[0].changes
    assert change.text.en == "file added: EDF bbbbbbbb (周敏 2026-11-17 10:00)"
    opened.work.append(
        f.AttachmentWithdrawn(id="w", bases=("f2",), attachment="f2", address=opened.place("ECG"), reason="not hers")
    )
    opened.page.refresh()
    assert opened.line("ECG").standing == "signed", "what was signed stands there again"


def test_a_file_that_comes_while_somebody_signs_is_not_signed_unseen(review: Any) -> None:
    opened = review()
    opened.work.set(opened.visit.subject, "M3", "ECG", {"EGHR": "84"})
    opened.page.refresh()
    asked = SignAsked(((opened.line("ECG").key, opened.line("ECG").token),), "reviewed", PASSPHRASE)
    opened.work.append(_file(opened, "f1", "aa" * 32))
    opened.page.view.sign_asked.emit(asked)
    assert (opened.state.message.code, opened.state_of("ECG")) == ("changed-meanwhile", "")


def test_an_early_signature_says_that_it_covers_values_alone(review: Any) -> None:
    opened = review()
    record = opened.work.course(opened.visit.subject).record
    place = opened.place("VS")
    opened.work.append(f.Signed(id="s", address=place, meaning="x / y", digest=record.digest(place, OF_VALUES)))
    opened.page.refresh()
    assert opened.line("VS").standing == "signed"
    assert opened.line("VS").signatures[0].detail.en.endswith("covers values, not files")


def test_an_agreeing_double_entry_leaves_the_signature_valid(review: Any) -> None:
    opened = review()
    opened.sign("VS")
    opened.work.append(opened.work.fact(opened.at("VS", "WEIGHT"), Quantity("41.20", "kg"), blind=True))
    opened.page.refresh()
    assert opened.line("VS").standing == "signed"


def test_one_takes_back_ones_own_signature_with_a_reason(review: Any) -> None:
    opened = review()
    opened.sign("VS")
    [signature] = opened.line("VS").signatures
    assert signature.may_withdraw
    opened.page.view.withdraw_asked.emit(WithdrawAsked(opened.line("VS").key, signature.key, "error"))
    assert (opened.state_of("VS"), opened.line("VS").signatures) == ("", ())
    assert waiting_at(opened.work.course(opened.visit.subject), opened.visit) == (opened.place("VS"),)
    history = opened.work.store.reader.history(Slot("signature", signature.key))
    assert history[-1].reason == "误签 / signed by mistake"


def test_the_same_meaning_is_not_signed_twice_and_another_one_may_be_added(review: Any) -> None:
    opened = review()
    opened.sign("VS")
    opened.sign("VS")
    assert opened.state.message.code == "already-signed"
    opened.page.view.card.meaning.setCurrentIndex(2)
    opened.sign("VS")
    assert len(opened.line("VS").signatures) == 2


def test_the_childs_logs_are_reviewed_and_signed_row_by_row(review: Any) -> None:
    opened = review()
    for drug in ("泼尼松", "吗替麦考酚酯"):
        opened.work.set(opened.visit.subject, LOG, "CM", {"CMTRT": TextValue(drug)}, anew=True)
    logs = Review(opened.work, opened.visit.subject, LOG)
    rows = [line for line in logs.state.lines if parse_key(line.key).form == "CM"]
    assert {line.detail.en for line in rows} == {"泼尼松", "吗替麦考酚酯"}


def test_signatures_that_became_void_elsewhere_are_named_and_lead_there(review: Any) -> None:
    opened = review()
    opened.sign("VS")
    opened.change("VS", "WEIGHT", "43.0")
    other = Review(opened.work, opened.visit.subject, "M1")
    [matter] = other.state.elsewhere
    assert matter.text.en.startswith("M3 · Vital signs · void: changed after signing · 周敏")
    other.page.view.opened.emit(matter.key)
    assert opened.work.desk.went[-1] == ("review", opened.visit.key)


def test_a_visit_that_was_withdrawn_and_reinstated_keeps_its_signature(review: Any) -> None:
    opened = review()
    opened.sign("VS")
    store = opened.work.store
    gone = f.Withdrawn(id=store.new_id(), address=opened.visit, reason="another child's")
    opened.work.append(gone)
    assert opened.work.course(opened.visit.subject).record.value(opened.at("VS", "WEIGHT")) is None
    bases = heads(store.reader.slot(Slot("presence", opened.visit.key)))
    opened.work.append(f.Reinstated(id=store.new_id(), bases=bases, address=opened.visit, reason="right after all"))
    assert opened.state_of("VS") == "signed"


def test_what_is_required_and_missing_blocks(review: Any) -> None:
    opened = review()
    opened.work.set(opened.visit.subject, LOG, "AE", {"AETERM": TextValue("头痛"), "AESER": Codes(("N",))}, anew=True)
    logs = Review(opened.work, opened.visit.subject, LOG)
    required = [item.label.en for item in opened.work.study.forms["AE"].items if item.required]
    missing = [text for text in logs.blocks("AE") if text.endswith("is required")]
    assert bool(missing) == bool(set(required) - {"Term of the event"} - {"Serious"})


def test_the_logs_begin_without_ticks_for_their_rows_go_on(review: Any) -> None:
    opened = review()
    opened.work.set(opened.visit.subject, LOG, "CM", {"CMTRT": TextValue("泼尼松")}, anew=True)
    logs = Review(opened.work, opened.visit.subject, LOG)
    assert not any(line.offered for line in logs.state.lines)
    assert opened.line("VS").offered
