"""From a report to one change: new repeats, bases, what stands already, what is left alone; and whose report it is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from study.address import Address
from study.changes import facts as f
from study.course import Course
from study.definition.model import Study
from study.errors import KnownError
from study.record import Record
from study.state.apply import apply
from study.state.memory import MemorySlots
from study.state.settle import PENDING
from study.values import Codes, DateTimeValue, Quantity, TextValue, Value
from sync.files.lab import Choice, LabPreview, match, names_match, plan, read_table, to_facts
from sync.files.lab.plan import why_not
from sync.files.lab.table import Printed

VISIT = Address("child-1", "M3")
CHEM = Address("child-1", "M3", form="CHEM")
Preview = Callable[..., LabPreview]


class Child:
    """A child's record in memory, to which changes are applied one after another."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.slots = MemorySlots()
        self.count = 0

    def new_id(self) -> str:
        self.count += 1
        return f"id-{self.count:04d}"

    @property
    def course(self) -> Course:
        return Course(self.study, Record("child-1", self.slots.settled), None)

    def apply(self, *facts: f.Fact) -> None:
        apply(f"change-{self.count}", facts, PENDING, self.slots)

    def set(self, address: Address, value: Value, bases: tuple[str, ...] = ()) -> None:
        self.apply(f.ValueSet(id=self.new_id(), bases=bases, address=address, value=value))

    def take(
        self, preview: LabPreview, choices: dict[int, Choice] | None = None, reason: str = ""
    ) -> tuple[f.Fact, ...]:
        facts = to_facts(preview, choices or {}, self.course, VISIT, self.new_id, reason=reason)
        self.apply(*facts)
        return facts

    def states(self, preview: LabPreview, choices: dict[int, Choice] | None = None) -> list[str]:
        return [step.state for step in plan(preview, choices or {}, self.course, VISIT)]


@pytest.fixture
def child(study: Study) -> Child:
    """A child with an empty record."""
    return Child(study)


def test_the_demo_report_becomes_one_change(child: Child, study: Study, demo: Path) -> None:
    found = match(study, read_table("a.csv", (demo / "lab_chem_gb18030.csv").read_bytes()), ("CHEM", "URINE", "U24"))
    facts = child.take(found)
    row = facts[0]
    assert isinstance(row, f.RowCreated)
    (repeat,) = child.course.record.form_repeats(CHEM)
    values = {a.item: child.course.record.fact(a) for a in child.course.record.values}
    assert {a.form_repeat for a in child.course.record.values} == {row.id}
    assert child.course.record.value(Address(*repeat.address.parts[:6], "LBDTC")) == DateTimeValue("2026-11-17T08:10")
    creatinine = values["CREAT"]
    assert creatinine is not None
    assert creatinine.value == Quantity("53.9", "umol/L")
    assert creatinine.typed == "53.9 μmol/L"
    assert creatinine.report == f.Report(
        low="27",
        high="66",
        laboratory="示例儿童医院",
        method="酶法",
        collected="2026-11-17 08:10:00",
        source=found.source,
    )
    assert "LDH" not in values
    assert values["LBNAMTX"] is not None
    assert values["LBNAMTX"].value == TextValue("示例儿童医院")
    assert values["CREATM"] is not None
    assert values["CREATM"].value == Codes(("ENZ",))
    assert creatinine.judged == f.Judged("27", "66", "report")
    assert len(values) == 19
    assert b"\xe6\x9e\x97\xe5\xb0\x8f\xe6\xbb\xa1" not in repr(facts).encode()


def test_the_same_report_again_makes_no_fact(child: Child, preview: Preview) -> None:
    found = preview(("钾", "", "3.9", "mmol/L"), ("钠", "", "138", "mmol/L"))
    assert child.states(found) == ["new", "new"]
    assert len(child.take(found)) == 4
    assert child.states(found) == ["same", "same"]
    assert child.take(found) == ()


def test_a_corrected_report_rests_on_what_stands(child: Child, preview: Preview) -> None:
    first = child.take(preview(("钾", "", "3.9", "mmol/L")))[-1]
    again = preview(("钾", "", "4.1", "mmol/L"), ("钠", "", "138", "mmol/L"))
    changed, new = plan(again, {}, child.course, VISIT)
    assert (changed.state, changed.old, new.state) == ("changed", Quantity("3.9", "mmol/L"), "new")
    facts = child.take(again)
    assert [type(fact) for fact in facts] == [f.ValueSet, f.ValueSet]
    assert facts[0].bases == (first.id,)
    assert facts[1].bases == ()
    assert not child.course.record.conflicts


def test_another_specimen_time_is_another_repeat(child: Child, preview: Preview) -> None:
    child.take(preview(("钾", "", "3.9", "mmol/L")))
    child.take(preview(("钾", "", "4.1", "mmol/L"), collected="2026-11-17 20:00"))
    assert len(child.course.record.form_repeats(CHEM)) == 2


def test_blood_and_urine_of_one_file_go_to_their_forms(child: Child, study: Study) -> None:
    text = (
        "项目,结果,单位,标本类型,采样时间\n肌酐,53,μmol/L,血清,2026-11-17 08:10\n"
        "肌酐,8200,μmol/L,尿液,2026-11-17 07:45\n"
        "24h尿蛋白定量,0.9,g/24h,24小时尿,2026-11-17 07:00\n"
    )
    facts = child.take(match(study, read_table("a.csv", text.encode()), ("CHEM", "URINE", "U24")))
    assert sum(isinstance(fact, f.RowCreated) for fact in facts) == 3
    assert {(a.form, a.item) for a in child.course.record.values} == {
        ("CHEM", "LBDTC"), ("CHEM", "CREAT"), ("URINE", "LBDTC"), ("URINE", "UCREAT"), ("U24", "U24EDTC"),
        ("U24", "UPROT24"),
    }  # fmt: skip


def test_a_question_goes_in_only_as_the_option_chosen(child: Child, preview: Preview) -> None:
    found = preview(("乳酸脱氢酶", "LDH", "1,250", "U/L"), ("钾", "", "3.9", "mmol/L"))
    assert child.states(found) == ["left", "new"]
    assert child.states(found, {0: Choice(option=7), 1: Choice(leave=True)}) == ["left", "left"]
    facts = child.take(found, {0: Choice(option=0)})
    assert [fact.value for fact in facts if isinstance(fact, f.ValueSet)][1] == Quantity("1250", "U/L")


def test_an_impossible_value_needs_a_confirmation(child: Child, preview: Preview) -> None:
    found = preview(("白蛋白", "", "281", "g/L"))
    assert child.states(found) == ["impossible"]
    assert child.take(found) == ()
    fact = child.take(found, {0: Choice(confirmed=True)})[-1]
    assert isinstance(fact, f.ValueSet)
    assert fact.confirmed


def test_every_line_that_stays_out_says_why_in_both_languages(child: Child, preview: Preview) -> None:
    found = preview(
        ("乳酸脱氢酶", "LDH", "1,250", "U/L"), ("神秘因子", "", "12", "U/L"), ("钾", "", "3.9", "furlong/L"),
        ("白蛋白", "", "281", "g/L"), ("钠", "", "140", "mmol/L"),
    )  # fmt: skip
    steps = plan(found, {}, child.course, VISIT)
    said = [why_not(found.lines[step.index], step.proposal, step) for step in steps]
    assert [bool(text and text.en and text.zh) for text in said] == [True, True, True, True, False]
    assert "furlong/L" in str(said[2])
    assert "5-70 g/L" in str(said[3])


def test_an_unusual_value_is_explained_or_becomes_a_query(child: Child, preview: Preview) -> None:
    found = preview(("尿酸", "", "900", "μmol/L"))
    explained = to_facts(found, {0: Choice(explanation="复测一致")}, child.course, VISIT, child.new_id)
    assert not any(isinstance(fact, f.QueryOpened) for fact in explained)
    facts = child.take(found)
    (query,) = [fact for fact in facts if isinstance(fact, f.QueryOpened)]
    assert query.address.item == "URATE"


def test_without_a_specimen_time_nothing_goes_in(child: Child, preview: Preview) -> None:
    found = preview(("钾", "", "3.9", "mmol/L"), collected="")
    assert child.states(found) == ["no_time"]
    with pytest.raises(KnownError) as caught:
        child.take(found)
    assert caught.value.code == "lab-no-collected"
    assert child.take(found, {0: Choice(leave=True)}) == ()


def test_a_day_without_a_time_is_kept_as_a_day(child: Child, preview: Preview) -> None:
    found = preview(("钾", "", "3.9", "mmol/L"), collected="2026-11-17")
    child.take(found)
    assert child.states(found) == ["same"]
    assert child.states(preview(("钾", "", "3.9", "mmol/L"), collected="05/06/2026")) == ["no_time"]


def test_a_conflict_is_left_to_a_person(child: Child, preview: Preview) -> None:
    found = preview(("钾", "", "3.9", "mmol/L"))
    address = next(
        fact.address for fact in child.take(found) if isinstance(fact, f.ValueSet) and fact.address.item == "K"
    )
    child.set(address, Quantity("4.4", "mmol/L"))
    assert child.states(found) == ["conflict"]
    assert child.take(preview(("钾", "", "4.1", "mmol/L"))) == ()


def test_a_frozen_visit_takes_nothing(child: Child, preview: Preview) -> None:
    child.apply(f.Frozen(id="freeze", address=VISIT))
    assert child.states(preview(("钾", "", "3.9", "mmol/L"))) == ["frozen"]


def test_a_completed_form_wants_a_reason(child: Child, preview: Preview) -> None:
    child.take(preview(("钾", "", "3.9", "mmol/L")))
    (repeat,) = child.course.record.form_repeats(CHEM)
    child.apply(f.FormCompleted(id="done", address=repeat.address))
    found = preview(("钾", "", "4.1", "mmol/L"))
    with pytest.raises(KnownError) as caught:
        child.take(found)
    assert caught.value.code == "lab-reason"
    (fact,) = child.take(found, reason="检验科更正报告")
    assert isinstance(fact, f.ValueSet)
    assert fact.reason == "检验科更正报告"


def test_another_24_h_collection_is_another_repeat(child: Child, preview: Preview) -> None:
    child.take(preview(("24h尿蛋白定量", "", "0.9", "g/24h"), specimen="24小时尿"))
    other = preview(("24h尿蛋白定量", "", "1.1", "g/24h"), specimen="24小时尿", collected="2026-11-19 07:00")
    assert child.states(other) == ["new"]
    child.take(other)
    collections = child.course.record.form_repeats(Address("child-1", "M3", form="U24"))
    totals = [child.course.record.value(Address(*each.address.parts[:6], "UPROT24")) for each in collections]
    assert totals == [Quantity("0.9", "g/24h"), Quantity("1.1", "g/24h")]


def test_another_specimen_does_not_mix_with_the_one_on_a_form_that_stands_once(child: Child, study: Study) -> None:
    head = "项目,结果,标本类型,采样时间\n"
    first, other = (
        match(study, read_table("a.csv", f"{head}血HCG,阴性,血清,{day} 08:10\n".encode()), ("PREG",))
        for day in ("2026-11-17", "2026-11-19")
    )
    assert child.take(first)
    assert child.states(other) == ["other_specimen"]


def test_two_chosen_results_for_one_item_are_refused(child: Child, preview: Preview) -> None:
    found = preview(("钾", "", "3.9", "mmol/L"), ("钾", "", "4.1", "mmol/L"))
    assert len(child.take(found, {1: Choice(option=0)})) == 3
    with pytest.raises(KnownError) as caught:
        to_facts(found, {0: Choice(option=0), 1: Choice(option=0)}, Child(child.study).course, VISIT, child.new_id)
    assert caught.value.code == "lab-twice"


def test_the_same_result_printed_twice_goes_in_once(child: Child, preview: Preview) -> None:
    assert len(child.take(preview(("钾", "", "3.9", "mmol/L"), ("血钾", "", "3.90", "mmol/L")))) == 3


@pytest.mark.parametrize(
    ("names", "numbers", "whose"),
    [
        (("林小满",), ("LN-013",), "same"),
        (("林 小满",), (), "same"),
        ((), ("ln－013",), "same"),
        (("林小满",), ("LN-014",), "doubt"),
        (("周小北",), ("LN-013",), "doubt"),
        (("林*满",), (), "doubt"),
        (("林*满",), ("LN-013",), "same"),
        (("周小北",), (), "other"),
        (("周小北",), ("LN-014",), "other"),
        ((), ("LN-014",), "other"),
        ((), (), "unknown"),
    ],
)
def test_whose_report_it_is(names: tuple[str, ...], numbers: tuple[str, ...], whose: str) -> None:
    assert names_match(Printed(names, numbers), "林小满", ("LN-013",)) == whose


def test_a_child_whose_name_is_not_known_here_is_a_question() -> None:
    assert names_match(Printed(("林小满",), ()), "", ()) == "unknown"
