"""The named check: identity is found wherever it stands, and what only looks alike is let through."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from study.errors import KnownError
from study.no_identity import BIRTH, CODE, DAY, NAMES, NUMBER, Hidden, leaks, refuse
from study.sheet import Sheet, same
from study.text import Text

HIDDEN = Hidden(("王小明", "H1234567", "13800138000", "上海市徐汇区枫林路一百二十号", "Zhang Guihua"), date(2014, 7, 1))


def sheet(*cells: str | Text) -> Sheet:
    return Sheet("table", same("t"), tuple(same("c") for _ in cells), (cells,))


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("王小明", NAMES),
        ("患儿小明发热", NAMES),
        ("h1234567", NAMES),
        ("家住上海市 徐汇区枫林路一百二十号", NAMES),
        ("mother Guihua", NAMES),
        ("born 2014/7/1", BIRTH),
        ("2014-07-01", BIRTH),
        ("born 2014-7-1.", BIRTH),
        ("２０１４．７．１ 出生", BIRTH),
        ("2014 年 7 月 1 日", BIRTH),
        ("no. 12 20140701 3", BIRTH),
        ("call 13912345678", NUMBER),
        ("LN-001", CODE),
        ("seen 2026-08-18", DAY),
    ],
)
def test_it_is_found(cell: str, kind: Text) -> None:
    found = leaks([sheet("12", cell)], [HIDDEN], codes=["LN-001"], days=True)
    assert kind in {each.kind for each in found}
    assert {(each.table, each.row) for each in found} == {("table", 1)}
    with pytest.raises(KnownError) as refused:
        refuse(found)
    assert cell not in refused.value.sentence.en + refused.value.sentence.zh


@pytest.mark.parametrize("cell", ["1234567.5", "<40", "2012.5", "-120..-90", "S-3NLJDSHH", "上海", "贫血", "G3"])
def test_what_only_looks_alike_passes(cell: str) -> None:
    assert leaks([sheet(cell)], [HIDDEN], codes=["LN-001"], days=True) == ()


def test_another_day_of_the_same_month_is_no_birthday() -> None:
    assert leaks([sheet("2014/7/12", "12014-7-1")], [HIDDEN]) == ()


def test_the_programs_own_words_are_not_searched() -> None:
    assert leaks([sheet(Text("小明", "小明"))], [HIDDEN]) == ()


def test_nothing_found_refuses_nothing() -> None:
    refuse(())


@given(st.text(min_size=0, max_size=20), st.text(min_size=0, max_size=20))
def test_a_name_is_found_within_any_text(before: str, after: str) -> None:
    assert leaks([sheet(f"{before}王小明{after}")], [HIDDEN])
