"""Who looked, printed and exported, in words: codes become things, children and people; nothing unknown is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.presenters.access_words import access_told, access_word
from study.changes.facts import Accessed

PEOPLE = {"u-zhou": "周敏"}
CODES = {"s1": "LN-001"}
CRF = ("case report forms · M3 · 2 forms", "病例报告表 · M3 · 2张表单")
LETTER = ("letter to the family · LT2 · with the name", "家属通知单 · LT2 · 含姓名")


@pytest.mark.parametrize(
    ("fact", "child", "en", "zh"),
    [
        (Accessed(id="a", what="names-shown", count=24), "", "list of children: 24", "患儿列表：24名"),
        (Accessed(id="a", what="names-shown", detail="s1"), "LN-001", "page of the child", "患儿页面"),
        (Accessed(id="a", what="failed-unlock", detail="u-zhou", count=3), "", "周敏 × 3", "周敏 × 3"),
        (Accessed(id="a", what="failed-unlock", detail="u-gone"), "", "u-gone", "u-gone"),
        (Accessed(id="a", what="export", detail="charts s1 .png"), "LN-001", "charts · PNG", "曲线图 · PNG"),
        (
            Accessed(id="a", what="export", detail="audit .csv", count=9),
            "",
            "audit trail · CSV · 9 lines",
            "稽查轨迹 · CSV · 9行",
        ),
        (
            Accessed(id="a", what="print", detail="inspection 8"),
            "",
            "inspection tables · question 8",
            "核查问题表 · 问题8",
        ),
        (Accessed(id="a", what="print", detail="site-key"), "", "site key sheet", "中心密钥单"),
        (Accessed(id="a", what="backup", detail="2026-11-17 #4823"), "", "2026-11-17 #4823", "2026-11-17 #4823"),
        (Accessed(id="a", what="unlock"), "", "", ""),
        (Accessed(id="a", what="print", detail="crf M3 s1", count=2), "LN-001", *CRF),
        (Accessed(id="a", what="print", detail="letter LT2 s1 named"), "LN-001", *LETTER),
        (
            Accessed(id="a", what="print", detail="letter M6 s1"),
            "LN-001",
            "letter to the family · M6",
            "家属通知单 · M6",
        ),
    ],
)
def test_a_detail_is_said_in_words(fact: Accessed, child: str, en: str, zh: str) -> None:
    told = access_told(fact, PEOPLE, CODES)
    assert (told.child, told.text.en, told.text.zh) == (child, en, zh)


@given(detail=st.text(max_size=30), what=st.sampled_from(("export", "print", "backup", "something-new")))
def test_a_detail_of_another_version_is_shown_as_it_is(detail: str, what: str) -> None:
    told = access_told(Accessed(id="a", what=what, detail=f"unheard-of {detail}"), PEOPLE, CODES)
    assert told.text.en == f"unheard-of {detail}"


def test_a_kind_that_nobody_named_goes_by_its_code() -> None:
    assert access_word("names-shown").zh == "查看姓名"
    assert access_word("something-new").en == "something-new"
