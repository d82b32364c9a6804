"""A small study with one item for each way of writing."""

from decimal import Decimal

import pytest

from study.definition.model import AltUnit, Choice, Item, Limits, Study, Unit
from study.text import Text


def _choice(code: str, en: str, zh: str, *aliases: str) -> Choice:
    return Choice(code, Text(en, zh), aliases)


def _item(code: str, **fields: object) -> Item:
    given = {"type": "number", "label": Text(code.lower(), code), **fields}
    return Item(code=code, **given)  # type: ignore[arg-type]


CODELISTS = {
    "SEMIQ": (
        _choice("NEG", "Negative", "阴性"),
        _choice("TRACE", "Trace (±)", "±"),
        _choice("1P", "1+", "1+"),
        _choice("2P", "2+", "2+"),
        _choice("3P", "3+", "3+"),
        _choice("4P", "4+", "4+"),
    ),
    "POSNEG": (
        _choice("NEG", "Negative", "阴性"),
        _choice("POS", "Positive", "阳性"),
        _choice("EQ", "Equivocal", "可疑"),
    ),
    "ANATITER": (
        _choice("NEG", "Negative", "阴性"),
        _choice("80", "1:80", "1:80"),
        _choice("320", "1:320", "1:320"),
        _choice("GT", ">1:3200", ">1:3200"),
    ),
    "NORM": (
        _choice("NORMAL", "Normal", "正常"),
        _choice("ABN_NCS", "Abnormal, not clinically significant", "异常无临床意义"),
        _choice("ABN_CS", "Abnormal, clinically significant", "异常有临床意义"),
        _choice("ND", "Not done", "未查"),
    ),
    "YN": (_choice("Y", "Yes", "是"), _choice("N", "No", "否")),
    "SIGNS": (_choice("A", "Oedema", "水肿"), _choice("B", "Rash", "皮疹"), _choice("C", "Rash, healed", "皮疹已愈")),
    "NDREASON": (
        _choice("NOTDONE", "Not done", "未查"),
        _choice("HAEM", "Specimen haemolysed", "标本溶血", "溶血"),
    ),
}

UNITS = {
    code: Unit(code, label, aliases)
    for code, label, aliases in (
        ("g/L", "g/L", ()),
        ("mg/dL", "mg/dL", ()),
        ("mg/L", "mg/L", ()),
        ("umol/L", "μmol/L", ()),
        ("mmol/L", "mmol/L", ()),
        ("10^9/L", "×10⁹/L", ("G/l",)),
        ("/uL", "/μL", ()),
        ("/HPF", "/HPF", ()),
        ("kg", "kg", ()),
        ("mg/24h", "mg/24 h", ()),
        ("g/24h", "g/24 h", ()),
        ("beats/min", "bpm", ()),
        ("breaths/min", "/min", ()),
        ("Cel", "°C", ()),
        ("m2", "m²", ()),
    )
}

ITEMS = {
    item.code: item
    for item in (
        _item(
            "CREAT",
            unit="umol/L",
            alt_units=(AltUnit("mg/dL", Decimal("88.4")),),
            laboratory=True,
            hard=Limits(Decimal(5), Decimal(2500)),
            decimals=1,
        ),
        _item("C3", unit="g/L", alt_units=(AltUnit("mg/dL", Decimal("0.01")),), censored=True, decimals=2),
        _item("WBC", unit="10^9/L", alt_units=(AltUnit("/uL", Decimal("0.001")),), laboratory=True, decimals=2),
        _item("UPROT24", unit="mg/24h", alt_units=(AltUnit("g/24h", Decimal(1000)),), laboratory=True, decimals=0),
        _item("WEIGHT", unit="kg", hard=Limits(Decimal(2), Decimal(200)), decimals=1),
        _item("ZSCORE", hard=Limits(Decimal(-10), Decimal(10)), decimals=2),
        _item("SCORE", decimals=0),
        _item("PULSE", unit="beats/min"),
        _item("URBC", unit="/HPF", range=True, laboratory=True),
        _item("UPRO", type="choice", choices="SEMIQ"),
        _item("SMAB", type="choice", choices="POSNEG"),
        _item("ANATITER", type="choice", choices="ANATITER"),
        _item("EGINT", type="choice", choices="NORM"),
        _item("CAST", type="choice", choices="YN", laboratory=True),
        _item("SIGNS", type="multichoice", choices="SIGNS"),
        _item("DAY", type="date"),
        _item("ONSET", type="partial_date"),
        _item("LBDTC", type="datetime"),
        _item("LOT", type="text", pattern="[A-Z]{2}[0-9]{3}"),
        _item("NOTE", type="text"),
    )
}


@pytest.fixture(scope="session")
def study() -> Study:
    """A study of lists and units alone; the grammar reads nothing else."""
    return Study(
        code="T",
        version="1",
        title=Text("t", "t"),
        digest="0" * 64,
        timezone="Asia/Shanghai",
        unconfirmed=Text("", ""),
        visits=(),
        forms={},
        codelists=CODELISTS,
        units=UNITS,
        panels=(),
        derived={},
        anchors={},
        sources={},
    )


@pytest.fixture(scope="session")
def items() -> dict[str, Item]:
    """The items by code."""
    return ITEMS
