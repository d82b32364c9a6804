"""Immunoglobulin and lymphocytes: band of IgG, absolute count of a subset, state of the B cells.

Severe below 4.0 g/L: Hill et al., Blood Rev 2019;38:100596 (replacement threshold; unconfirmed). B cells count as
depleted below 20/uL, a setting of the trial; published definitions differ.
"""

from decimal import Decimal

from study.derived.given import CANNOT_TELL, Given, first
from study.derived.immunoglobulin import OWN, before
from study.derived.limbs import Truth
from study.derived.possible import above, at, negative, possible
from study.derived.prescriptions import Size, read_row
from study.derived.result import Formula, Outcome, Said
from study.text import Text

SEVERE_G_L = Decimal("4.0")
DEPLETED_UL = Decimal(20)
_IGG, _ABSOLUTE, _BCELL = ("igg", "lln", "ivig", "rows", "on"), ("lym", "pct", "single"), ("cd19", "lln", "threshold")
_BANDS = {
    "severe": Text("severe", "重度"),
    "low": Text("low", "降低"),
    "normal": Text("normal", "正常"),
    "depleted": Text("depleted", "耗竭"),
    "partial": Text("partial", "部分恢复"),
    "reconstituted": Text("reconstituted", "已重建"),
}
_NO_LIMIT = Text(
    "Without the lower limit for age only severe or not severe can be said.", "缺少年龄参考下限，仅能判断是否为重度。"
)
_NOT_ASKED = Text(
    "Whether immunoglobulin was given in the 4 weeks before is not answered.", "近4周是否使用免疫球蛋白未填写。"
)
_TWO_ANSWERS = Text(
    "The form says that no immunoglobulin was given in 4 weeks, the log of medicines says otherwise: check.",
    "表单填写近4周未用免疫球蛋白，与用药记录不符，请核对。",
)
_MEASURED = Text("single-platform count as measured", "单平台实测值")
_DUAL = Text("lymphocytes x percentage (dual platform)", "淋巴细胞×百分比（双平台）")


def _band(lowest: tuple[str, Truth], middle: tuple[str, Truth], highest: str) -> list[str]:
    """The bands that remain: the lowest when below the first limit, the middle when below the second."""
    remain = [lowest[0]] if lowest[1] is not False else []
    if lowest[1] is not True and middle[1] is not False:
        remain.append(middle[0])
    if lowest[1] is not True and middle[1] is not True:
        remain.append(highest)
    return remain


def _undecided(remain: list[str], missing: Text | None) -> Text:
    en = f"Cannot tell: {' or '.join(_BANDS[band].en for band in remain)}."
    zh = f"无法判断：{'或'.join(_BANDS[band].zh for band in remain)}。"
    return Text(f"{en} {missing.en}", f"{zh}{missing.zh}") if missing else Text(en, zh)


def _igg(given: Given) -> Outcome:
    why = first(given.missing("igg"), negative(given, "igg"), given.not_positive("lln"))
    if why:
        return Outcome(why=why)
    igg = possible(given, "igg")
    severe = above(at(SEVERE_G_L), igg)
    remain = _band(("severe", severe), ("low", above(possible(given, "lln"), igg)), "normal")
    notes = _substituted(given)
    if severe is False and not given.has("lln"):
        return Outcome(verdict="not_severe", notes=(_NO_LIMIT, *notes), used=_IGG)
    if len(remain) > 1:
        return Outcome(why=_undecided(remain, given.missing("lln")), notes=notes)
    return Outcome(verdict=remain[0], notes=notes, used=_IGG)


def _substituted(given: Given) -> tuple[Text, ...]:
    """That the level may not be the child's own, by the form or by the log of medicines; and what is not known."""
    on, answer = given.day("on"), given.flag("ivig")
    log = zip(given.rows("rows"), given.disputed("rows"), strict=True)
    read = (read_row(row, Size(), undecided) for row, undecided in log)
    logged = tuple(before(read, on)) if on is not None else ()
    if answer is True:
        return logged or (OWN,)
    if answer is False and any(said.en.startswith(OWN.en) for said in logged):
        return (_TWO_ANSWERS, *logged)
    unanswered = answer is None and not logged and given.expected("ivig")
    return (_NOT_ASKED,) if unanswered else logged


def _absolute(given: Given) -> Outcome:
    if given.has("single"):
        why = negative(given, "single")
        if why:
            return Outcome(why=why)
        return Outcome(given.number("single"), given.comparator(("single",)) or "", route=_MEASURED, used=("single",))
    why = first(given.missing("lym", "pct"), negative(given, "lym"), given.outside("pct", "0", "100"))
    comparator = given.comparator(("lym", "pct"))
    if why or comparator is None:
        return Outcome(why=why or CANNOT_TELL)
    value = given.number("lym") * 1000 * given.number("pct") / 100
    return Outcome(value, comparator, route=_DUAL, used=("lym", "pct"))


def _bcell(given: Given) -> Outcome:
    why = first(given.missing("cd19"), negative(given, "cd19"), given.not_positive("lln", "threshold"))
    if why:
        return Outcome(why=why)
    cd19 = possible(given, "cd19")
    limit = possible(given, "threshold") if given.has("threshold") else at(DEPLETED_UL)
    depleted = above(limit, cd19)
    remain = _band(("depleted", depleted), ("partial", above(possible(given, "lln"), cd19)), "reconstituted")
    said = () if depleted is None else (Said("depleted", "Y" if depleted else "N"),)
    if len(remain) > 1:
        return Outcome(why=_undecided(remain, given.missing("lln")), said=said)
    return Outcome(verdict=remain[0], said=said, used=_BCELL)


IGGBAND = Formula(
    "IGGBAND",
    "",
    0,
    "2",
    "Hill 2019 (unconfirmed)",
    _IGG,
    _igg,
    "category",
    verdicts=("severe", "low", "normal", "not_severe"),
    units={"lln": "g/L"},
)
ABSSUB = Formula("ABSSUB", "cells/uL", 1, "1", "lymphocytes x percentage", _ABSOLUTE, _absolute)
BCELL = Formula(
    "BCELL",
    "",
    0,
    "1",
    "rule of the trial (unconfirmed)",
    _BCELL,
    _bcell,
    "category",
    verdicts=("depleted", "partial", "reconstituted"),
    parts=("depleted",),
    units={"lln": "cells/uL"},
)
