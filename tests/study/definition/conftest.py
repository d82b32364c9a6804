"""The shipped definition, and a small definition of its own for tests that break things."""

from collections.abc import Callable

import pytest

from desktop_app.study_files import read_folder
from resources import path
from study.definition.faults import Fault
from study.definition.load import find_faults

SMALL = {
    "study.yaml": """\
code: SMALL
version: '1'
title: {en: A small study, zh: 小研究}
timezone: Asia/Shanghai
unconfirmed: {en: Unconfirmed, zh: 待确认}
anchors:
  infusion: V1/VISIT/INFDTC
  planned_infusion: V1/VISIT/PLAN
  visit_date: VISIT/VISDTC
  birth: V1/VISIT/BIRTH
  sex: V1/VISIT/SEX
  name: V1/VISIT/NAME
  subject_code: V1/VISIT/SUBJID
sources:
  BOOK: A book, 1999
""",
    "visits.yaml": """\
visits:
  - code: V1
    en: First
    zh: 第一次
    target_day: 0
    window: [-2, 3]
    baseline: true
    forms: [VISIT, LAB]
  - code: LOG
    en: Logs
    zh: 记录
    forms: [LAB]
""",
    "units.yaml": """\
units:
  - {code: umol/L, label: µmol/L, aliases: [μmol/L]}
  - {code: mg/dL, label: mg/dL}
  - {code: kg/m2, label: kg/m²}
""",
    "codelists.yaml": """\
SEX:
  - {code: F, en: Female, zh: 女}
  - {code: M, en: Male, zh: 男}
""",
    "panels.yaml": """\
panels:
  - code: P
    en: Panel
    zh: 图
    lines:
      - {value: 100, en: high, zh: 高}
""",
    "derived.yaml": """\
derived:
  - code: TWICE
    en: Twice
    zh: 两倍
    formula: BMI
    unit: kg/m2
    decimals: 1
    source: BOOK
    valid: {en: Always, zh: 总是}
""",
    "forms/VISIT.yaml": """\
form: VISIT
en: Visit
zh: 访视
dated_by: VISDTC
items:
  - {code: VISDTC, en: Visit date, zh: 访视日期, type: date}
  - {code: INFDTC, en: Infusion, zh: 回输, type: datetime}
  - {code: PLAN, en: Planned, zh: 计划, type: date}
  - {code: BIRTH, en: Birth, zh: 出生, type: date, identity: true}
  - {code: SEX, en: Sex, zh: 性别, type: choice, choices: SEX}
  - {code: NAME, en: Name, zh: 姓名, type: text, identity: true}
  - {code: SUBJID, en: Code, zh: 编号, type: text, pattern: '[A-Z]+-[0-9]+'}
""",
    "forms/LAB.yaml": """\
form: LAB
en: Laboratory
zh: 检验
repeating: true
derived: [TWICE]
items:
  - code: CREAT
    en: Creatinine
    zh: 肌酐
    type: number
    unit: umol/L
    decimals: 1
    hard: [5, 2500]
    soft: [10, 220]
    alt: {mg/dL: 88.4}
    laboratory: true
    aliases: [血肌酐, Cr]
    reference:
      source: BOOK
      confirmed: false
      rows:
        - {from: 2y, below: 6y, sex: A, low: 19, high: 44}
        - {from: 6y, below: 18y, sex: M, low: 27, high: 66}
        - {from: 6y, below: 18y, sex: F, low: 26, high: 60}
    curves: [{panel: P, axis: left}]
  - code: OTHER
    en: Other
    zh: 其他
    type: number
    unit: mg/dL
    decimals: 0
    hard: [0, 10]
checks:
  - {code: ORDER, holds: OTHER * 88.4 < CREAT, en: Odd, zh: 异常}
""",
}


@pytest.fixture
def small() -> dict[str, str]:
    """A definition without faults that a test may break."""
    return dict(SMALL)


@pytest.fixture
def broken(small: dict[str, str]) -> Callable[[str, str, str], tuple[Fault, ...]]:
    """Replaces a passage of one file and gives the faults that are found then."""

    def breaks(file: str, passage: str, instead: str) -> tuple[Fault, ...]:
        assert small[file].count(passage) == 1
        return find_faults({**small, file: small[file].replace(passage, instead)})

    return breaks


@pytest.fixture(scope="session")
def shipped() -> dict[str, str]:
    """The texts that are installed with the application."""
    return read_folder(path("study"))
