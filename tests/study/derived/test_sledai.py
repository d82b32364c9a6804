"""The SLEDAI-2K total: weights, category, what is left unanswered, what no descriptor is."""

from hypothesis import given
from hypothesis import strategies as st

from study.derived.given import Given, Words
from study.derived.registry import FORMULAS
from study.derived.result import Derived, apply
from study.derived.sledai import DESCRIPTORS, SEROLOGY
from study.text import Text
from study.typed import derive

codes = st.frozensets(st.sampled_from(sorted(DESCRIPTORS)))
WEIGHTS = {8: 8, 4: 6, 2: 7, 1: 3}
"""Weight -> how many of the 24 descriptors have it: 8 x 8 + 6 x 4 + 7 x 2 + 3 x 1 = 105."""


def _sledai(present: frozenset[str], unanswered: frozenset[str] = frozenset()) -> Derived:
    values = {"present": Words(tuple(present)), "unanswered": Words(tuple(unanswered))}
    return apply(FORMULAS["SLEDAI2K"], Given(values))


def test_24_descriptors_make_105() -> None:
    found = [each.weight for each in DESCRIPTORS.values()]
    assert {weight: found.count(weight) for weight in set(found)} == WEIGHTS
    assert sum(found) == 105
    assert all(each.label.en and each.label.zh for each in DESCRIPTORS.values())


@given(codes, codes)
def test_one_more_descriptor_never_lowers_the_total(some: frozenset[str], more: frozenset[str]) -> None:
    less, all_of_them = _sledai(some), _sledai(some | more)
    assert less.value is not None
    assert all_of_them.value is not None
    assert 0 <= less.value <= all_of_them.value <= 105
    assert all_of_them.value == sum(DESCRIPTORS[code].weight for code in some | more)


@given(codes)
def test_the_clinical_total_leaves_out_serology_only(present: frozenset[str]) -> None:
    whole, clinical = _sledai(present), _sledai(present - SEROLOGY)
    assert clinical.value is not None
    assert [each.value for each in whole.also] == [clinical.value]


def test_categories_at_their_edges() -> None:
    # 0; LEUKO 1; PROTU 4; PROTU 4 + LEUKO 1 = 5; SEIZ 8 + RASH 2 = 10; SEIZ 8 + RASH 2 + LEUKO 1 = 11
    of = ["", "LEUKO", "PROTU", "PROTU,LEUKO", "SEIZ,RASH", "SEIZ,RASH,LEUKO"]
    found = [derive("SLEDAI2K", {"present": present}) for present in of]
    assert [each.shown for each in found] == ["0", "1", "4", "5", "10", "11"]
    assert [each.code_of("category") for each in found] == ["0", "1-4", "1-4", "5-10", "5-10", ">10"]


def test_descriptors_without_an_answer_are_named_and_leave_no_total() -> None:
    found = _sledai(frozenset({"RASH"}), frozenset({"SLE_LEUKO", "SEIZ"}))
    assert (found.value, found.verdict) == (None, "")
    assert found.why == Text("Without an answer: seizure, leukopenia.", "未作答：癫痫发作、白细胞减少。")


def test_what_nobody_said_is_assumed_aloud_and_what_the_record_lacks_is_missing() -> None:
    typed = derive("SLEDAI2K", {"present": "RASH"})
    assert ["taken as absent" in note.en for note in typed.notes] == [True]
    assert _sledai(frozenset({"RASH"})).notes == ()
    absent = {"unanswered": Text("in conflict", "存在冲突")}
    fed = apply(FORMULAS["SLEDAI2K"], Given({"present": Words(("RASH",))}, absent))
    assert fed.value is None
    assert fed.why is not None
    assert "without an answer (in conflict)" in fed.why.en
    assert derive("SLEDAI2K", {}).why is not None


def test_an_unknown_code_is_named() -> None:
    found = derive("SLEDAI2K", {"present": "RASH, RUSH"})
    assert (found.value, found.why and found.why.en) == (None, "No SLEDAI-2K descriptor: RUSH.")
    assert derive("SLEDAI2K", {"present": "sle_rash, RASH"}).shown == "2"
