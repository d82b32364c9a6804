"""A prescription as it is written on a ward: what is read, what is asked, what is refused, what stays as words."""

from datetime import date
from typing import Any

import pytest

from desktop_app.study_files import read_folder
from resources import path
from study.definition.load import load
from study.grammar.prescription import (
    Dose,
    LineRead,
    Prescription,
    Vocabulary,
    read_line,
    vocabulary,
    write_line,
)

TODAY = date(2026, 11, 17)


@pytest.fixture(scope="module")
def words() -> Vocabulary:
    """The words of the shipped trial."""
    return vocabulary(load(read_folder(path("study"))))


def said(words: Vocabulary, line: str) -> dict[str, Any]:
    """What a line says that is read whole, without what it does not say."""
    read = read_line(words, line, TODAY)
    assert read.whole, [ask.question.en for ask in read.asks] + [text.en for text in read.refusals]
    return {name: value for name in Prescription.__struct_fields__ if (value := getattr(read.said, name))}


def tablets(number: str, strength: str, moment: str = "") -> Dose:
    return Dose(number, "tablet", strength, moment)


WHOLE: list[tuple[str, dict[str, Any]]] = [
    ("泼尼松 5mg 3片 qod", {"drug": "prednisone", "doses": (tablets("3", "5"),), "frequency": "qod"}),
    ("泼尼松５ｍｇ３片，隔日一次。", {"drug": "prednisone", "doses": (tablets("3", "5"),), "frequency": "qod"}),
    ("泼尼松 每次3片 一日一次 规格5mg", {"drug": "prednisone", "doses": (tablets("3", "5"),), "frequency": "qd"}),
    (
        "泼尼松(5mg/片) 3片 q.d. p.o.",
        {"drug": "prednisone", "doses": (tablets("3", "5"),), "frequency": "qd", "route": "PO"},
    ),
    ("泼尼松 5mg 1/2片 qd", {"drug": "prednisone", "doses": (tablets("0.5", "5"),), "frequency": "qd"}),
    ("泼尼松 5mg 半片 qd", {"drug": "prednisone", "doses": (tablets("0.5", "5"),), "frequency": "qd"}),
    ("泼尼松 5mg 1片半 qd", {"drug": "prednisone", "doses": (tablets("1.5", "5"),), "frequency": "qd"}),
    ("泼尼松 5mg 1½片 qd", {"drug": "prednisone", "doses": (tablets("1.5", "5"),), "frequency": "qd"}),
    ("泼尼松 5mg 两片 bid", {"drug": "prednisone", "doses": (tablets("2", "5"),), "frequency": "bid"}),
    (
        "甲泼尼龙 0.5g ivgtt qd×3d",
        {"drug": "methylprednisolone", "doses": (Dose("0.5", "g"),), "frequency": "qd", "route": "IV", "days": 3},
    ),
    ("MMF 0.25g bid", {"drug": "mycophenolate", "doses": (Dose("0.25", "g"),), "frequency": "bid"}),
    ("MMF0.25gbid", {"drug": "mycophenolate", "doses": (Dose("0.25", "g"),), "frequency": "bid"}),
    ("MMF 0.25g 2片 bid", {"drug": "mycophenolate", "doses": (tablets("2", "250"),), "frequency": "bid"}),
    (
        "甲泼尼龙 40mg 2支 ivgtt st",
        {"drug": "methylprednisolone", "doses": (Dose("80", "mg"),), "frequency": "once", "route": "IV"},
    ),
    (
        "他克莫司 1mg 早 0.5mg 晚",
        {
            "drug": "tacrolimus",
            "doses": (Dose("1", "mg", "", "morning"), Dose("0.5", "mg", "", "evening")),
            "frequency": "qd",
        },
    ),
    (
        "他克莫司 早1mg 晚0.5mg",
        {
            "drug": "tacrolimus",
            "doses": (Dose("1", "mg", "", "morning"), Dose("0.5", "mg", "", "evening")),
            "frequency": "qd",
        },
    ),
    (
        "泼尼松 5mg 早2片 晚1片",
        {
            "drug": "prednisone",
            "doses": (tablets("2", "5", "morning"), tablets("1", "5", "evening")),
            "frequency": "qd",
        },
    ),
    ("泼尼松 5mg 早晚各1片", {"drug": "prednisone", "doses": (tablets("1", "5"),), "frequency": "bid"}),
    ("prednisone 15 mg qod", {"drug": "prednisone", "doses": (Dose("15", "mg"),), "frequency": "qod"}),
    ("羟氯喹 0.1g 隔日1次", {"drug": "hydroxychloroquine", "doses": (Dose("0.1", "g"),), "frequency": "qod"}),
    (
        "甲氨蝶呤 10mg 每周三",
        {"drug": "methotrexate", "doses": (Dose("10", "mg"),), "frequency": "qw"},
    ),
    (
        "泼尼松 5mg qd 5天",
        {"drug": "prednisone", "doses": (Dose("5", "mg"),), "frequency": "qd", "days": 5},
    ),
    (
        "IVIG 0.4g/kg ivgtt qd 5天",
        {"drug": "ivig", "doses": (Dose("0.4", "g/kg"),), "frequency": "qd", "route": "IV", "days": 5},
    ),
    ("贝利尤单抗 10mg/kg q4w", {"drug": "belimumab", "doses": (Dose("10", "mg/kg"),), "frequency": "q4w"}),
    ("左乙拉西坦 250 mg q8h", {"drug": "levetiracetam", "doses": (Dose("250", "mg"),), "frequency": "q8h"}),
    (
        "对乙酰氨基酚 0.25g q5h",
        {"drug": "paracetamol", "doses": (Dose("0.25", "g"),), "frequency": "other", "times": "4.8"},
    ),
    ("青霉素 80万U im bid", {"doses": (Dose("800000", "IU"),), "frequency": "bid", "route": "IM"}),
    ("G-CSF 150μg ih qd", {"drug": "filgrastim", "doses": (Dose("150", "ug"),), "frequency": "qd", "route": "SC"}),
    ("氢化可的松 1mg/kg/d qd", {"drug": "hydrocortisone", "doses": (Dose("1", "mg/kg"),), "frequency": "qd"}),
    (
        "美卓乐 4mg 2片 qd 2026-08-18至2026-08-31",
        {
            "drug": "methylprednisolone",
            "doses": (tablets("2", "4"),),
            "frequency": "qd",
            "start": "2026-08-18",
            "end": "2026-08-31",
        },
    ),
    (
        "泼尼松 15mg qd 今日起 疗程2周",
        {"drug": "prednisone", "doses": (Dose("15", "mg"),), "frequency": "qd", "start": "2026-11-17", "days": 14},
    ),
    ("泼尼松", {"drug": "prednisone"}),
    (
        "泼尼松 5mg 3片 qod 饭后",
        {"drug": "prednisone", "doses": (tablets("3", "5"),), "frequency": "qod", "words": ("饭后",)},
    ),
    (
        "泼尼松 5mg 3片 qod “→ 减至”",
        {"drug": "prednisone", "doses": (tablets("3", "5"),), "frequency": "qod", "words": ("→ 减至",)},
    ),
]


@pytest.mark.parametrize(("line", "expected"), WHOLE)
def test_a_line_says_what_it_says_and_no_more(words: Vocabulary, line: str, expected: dict[str, Any]) -> None:
    found = said(words, line)
    name = found.pop("name")
    assert found == expected
    assert name == (words.drugs[expected["drug"]].label.zh if "drug" in expected else line.split(maxsplit=1)[0])


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("某某胶囊 2粒 每日三次", "某某胶囊"), ("维生素B12片 1片 qd", "维生素B12片"), ("foo bar 5mg qd", "foo bar"),
        ("泼尼松新霉素软膏 外用 bid", "泼尼松新霉素软膏"), ("dex-medetomidine 5ug", "dex-medetomidine"),
        ("x药 5mg q8h", "x药"), ("去甲泼尼龙 5mg", "去甲泼尼龙"),
    ],
)  # fmt: skip
def test_an_unknown_drug_stays_as_it_is_written(words: Vocabulary, line: str, name: str) -> None:
    found = said(words, line)
    assert found["name"] == name
    assert "drug" not in found


ASKED: list[tuple[str, list[str]]] = [
    ("泼尼松 5mg 3", ["泼尼松 5mg 3片", "泼尼松 5mg 每日3次", "泼尼松 5mg “3”"]),
    ("泼尼松 15mg qd2", ["泼尼松 15mg qd ×2天", "泼尼松 15mg 每日2次"]),
    ("甲强龙 40 静滴 q12h", ["甲强龙 40mg 静滴 q12h", "甲强龙 40g 静滴 q12h", "甲强龙 40片 静滴 q12h"]),
    ("泼尼松 1,250mg qd", ["泼尼松 1250mg qd"]),
    ("泼尼松 2,5mg qd", ["泼尼松 2.5mg qd"]),
    ("泼尼松 3片 5mg qd", ["泼尼松 5mg 3片 qd", "泼尼松 “3片” 5mg qd"]),
    ("氢化可的松 1mg/kg/d bid", ["氢化可的松 0.5mg/kg bid", "氢化可的松 1mg/kg bid"]),
    ("氢化可的松 1mg/kg/d", ["氢化可的松 1mg/kg qd", "氢化可的松 0.5mg/kg bid"]),
    ("IVIG 0.4g/kg 10g qd", ["IVIG 0.4g/kg “10g” qd", "IVIG “0.4g/kg” 10g qd"]),
    ("对乙酰氨基酚 0.25g q6h prn", ["对乙酰氨基酚 0.25g q6h “prn”", "对乙酰氨基酚 0.25g “q6h” prn"]),
    ("泼尼松 5mg qd 11-18起", ["泼尼松 5mg qd 2026-11-18起", "泼尼松 5mg qd 2025-11-18起"]),
    ("MMF 1g bid 2026-11-18", ["MMF 1g bid 2026-11-18起", "MMF 1g bid 2026-11-18停", "MMF 1g bid “2026-11-18”"]),
    ("泼尼松 5-10mg qd", ["泼尼松 “5-10mg” qd"]),
    ("泼尼松 5 - 10 mg qd", ["泼尼松 “5 - 10 mg” qd"]),
    ("泼尼松 -5mg qd", ["泼尼松 “-5mg” qd"]),
    ("泼尼松 15/10mg qod", ["泼尼松 “15/10mg” qod"]),
    ("泼尼松 1/3片 qd", ["泼尼松 “1/3片” qd"]),
    ("泼尼松 5ug/kg qd", ["泼尼松 “5ug/kg” qd"]),
    ("泼尼松 5滴 qd", ["泼尼松 “5滴” qd"]),
    ("泼尼松 5mg 2.5片 qd → 减至 2片", ["泼尼松 5mg 2.5片 qd “→ 减至 2片”"]),
    ("羟氯喹 0.2g bid 每周5天", ["羟氯喹 0.2g bid “每周5天”"]),
    ("泼尼松 5mg qd 5天/周", ["泼尼松 5mg qd “5天/周”"]),
    ("甲氨蝶呤 10mg 每周一、四", ["甲氨蝶呤 10mg “每周一、四”"]),
    ("MMF 0.5g bid 每周一三五", ["MMF 0.5g bid “每周一三五”"]),
    ("泼尼松 5mg qd 2026-02-30起", ["泼尼松 5mg qd “2026-02-30起”"]),
]  # fmt: skip


@pytest.mark.parametrize(("line", "answers"), ASKED)
def test_what_has_two_readings_is_asked_and_each_answer_is_a_line_that_has_one(
    words: Vocabulary, line: str, answers: list[str]
) -> None:
    read = read_line(words, line, TODAY)
    assert not read.whole
    [ask] = read.asks
    assert [option.line for option in ask.options] == answers
    for option in ask.options:
        assert read_line(words, option.line, TODAY).whole, option.line


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("5mg qd", "names no drug"), ("泼尼松 0mg qd", "dose of 0"), ("泼尼松 5mg 羟氯喹 0.2g", "One line is one drug"),
        ("他克莫司 1mg 早 0.5mg", "Which dose belongs"), ("泼尼松 5mg/片 qd", "How many of them"),
        ("他克莫司 1mg 早 0.5mg 晚 bid", "has two readings"), ("泼 " * 200, "at most"),
        ("泼尼松 5mg qd 2026-11-18起 2026-11-01停", "before the start"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_answered_with_the_reason(words: Vocabulary, line: str, said: str) -> None:
    read = read_line(words, line, TODAY)
    assert not read.whole
    assert any(said in refusal.en for refusal in read.refusals), read


def test_an_unconfirmed_name_is_told(words: Vocabulary) -> None:
    assert read_line(words, "骁悉 0.25g bid").unconfirmed == "骁悉"
    assert read_line(words, "MMF 0.25g bid").unconfirmed == ""
    assert read_line(words, "骁悉 MMF 0.25g bid").unconfirmed == ""


def test_no_day_is_guessed_without_the_day_of_today(words: Vocabulary) -> None:
    read: LineRead = read_line(words, "泼尼松 5mg qd 今日起")
    assert read.said.start == ""
    assert read.asks
    [ask] = read_line(words, "泼尼松 5mg qd 11-18起").asks
    assert ask.options == ()


def test_it_is_written_as_people_write_it(words: Vocabulary) -> None:
    read = read_line(words, "pred 5mg 3片 隔日1次 po 2026-11-18起")
    assert write_line(words, read.said, "zh") == "泼尼松 5 mg × 3 片 隔日1次 口服 2026-11-18起"
    assert write_line(words, read.said, "en") == "Prednisone 5 mg × 3 tablets qod po from 2026-11-18"
