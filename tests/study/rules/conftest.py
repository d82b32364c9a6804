"""A small study for intervals, checks, the schedule and progress."""

from decimal import Decimal

import pytest

from study.definition.model import (
    Age,
    AltUnit,
    Check,
    Choice,
    DerivedSpec,
    Form,
    Item,
    Limits,
    Reference,
    ReferenceRow,
    SoftDays,
    Study,
    Visit,
)
from study.text import Text

D = Decimal


def _t(text: str) -> Text:
    return Text(text, text)


CREAT = Item(
    "CREAT",
    Text("Creatinine", "肌酐"),
    "number",
    unit="umol/L",
    decimals=1,
    hard=Limits(D(5), D(2500)),
    soft=Limits(D(10), D(220)),
    alt_units=(AltUnit("mg/dL", D("88.4")),),
    laboratory=True,
    required=True,
    better="none",
    reference=Reference(
        "WST780",
        False,
        (
            ReferenceRow(Age(24), Age(72), "A", D(19), D(44)),
            ReferenceRow(Age(72), Age(156), "A", D(27), D(66)),
            ReferenceRow(Age(156), Age(192), "M", D(37), D(93)),
            ReferenceRow(Age(156), Age(192), "F", D(33), D(75)),
        ),
    ),
)
K = Item(
    "K",
    Text("Potassium", "钾"),
    "number",
    unit="mmol/L",
    decimals=2,
    hard=Limits(D(1), D(12)),
    soft=Limits(D("2.8"), D("6.0")),
    soft_by_day=SoftDays(-5, 28, Limits(D(2), D(8))),
    critical=Limits(D("2.8"), D("6.2")),
    laboratory=True,
    better="in_range",
)
URBC = Item("URBC", _t("URBC"), "number", unit="/HPF", range=True, soft=Limits(D(0), D(200)), better="down")
UPRO = Item("UPRO", _t("UPRO"), "choice", choices="SEMIQ", better="down")
NOTE = Item("NOTE", _t("NOTE"), "text")
DAY1 = Item("START", _t("START"), "partial_date")
DAY2 = Item("END", _t("END"), "partial_date")
SEMIQ = tuple(Choice(code, _t(code)) for code in ("NEG", "TRACE", "1P", "2P"))
FORM = Form(
    "CHEM",
    _t("CHEM"),
    (CREAT, K, URBC, UPRO, NOTE, DAY1, DAY2),
    checks=(Check("ORDER", "START <= END", _t("order")), Check("KC", "K < CREAT", _t("k"))),
)
VISITS = tuple(
    Visit(code, _t(code), (), target, window, repeating)
    for code, target, window, repeating in (
        ("SCR", -28, (-42, -6), False),
        ("BL", -6, (-14, -4), False),
        ("D0", 0, (0, 0), False),
        ("W2", 14, (12, 16), False),
        ("M1", 30, (25, 35), False),
        ("UNS", None, None, True),
        ("LOG", None, None, False),
    )
)
QTCF = DerivedSpec("QTCF", _t("QTc"), "ms", 0, "", _t(""), better="down", critical=Limits(None, D(500)))


@pytest.fixture(scope="session")
def study() -> Study:
    """Six visits, one form, one derived value."""
    return Study(
        code="T",
        version="1",
        title=_t("T"),
        digest="",
        timezone="Asia/Shanghai",
        unconfirmed=_t(""),
        visits=VISITS,
        forms={"CHEM": FORM},
        codelists={"SEMIQ": SEMIQ},
        units={},
        panels=(),
        derived={"QTCF": QTCF},
        anchors={},
        sources={},
    )
