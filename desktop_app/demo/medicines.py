"""The medication rows of a demonstration child: steroid taper, immunosuppressants, lymphodepletion, prophylaxis; and
what it had before the study.
"""

from datetime import date
from itertools import pairwise
from typing import NamedTuple

from desktop_app.demo.bedside import Typed
from desktop_app.demo.cast import Child
from desktop_app.demo.fates import FATES

_OVER = {"CMREAS": "疗程结束"}
_ENDING = ("CMENDTC", "CMREAS")
_CLASSES = {
    "泼尼松": "糖皮质激素", "甲泼尼龙": "糖皮质激素", "羟氯喹": "抗疟药", "吗替麦考酚酯": "免疫抑制剂",
    "他克莫司": "免疫抑制剂", "环磷酰胺": "免疫抑制剂", "氟达拉滨": "免疫抑制剂", "托珠单抗": "生物制剂",
    "静注人免疫球蛋白": "免疫球蛋白",
}  # fmt: skip


# Prescriptions of single children: drug, dose, frequency, study days, indication, what else is said.
_OWN: dict[str, tuple[tuple[str, str, str, tuple[int, int], str, Typed], ...]] = {
    "LN-001": (("奥司他韦", "75", "bid", (140, 145), "感染", _OVER),),
    "LN-002": (
        ("重组人粒细胞刺激因子", "150", "qd", (94, 97), "其他", {"CMDOSU": "ug", "CMROUTE": "皮下", **_OVER}),
    ),
    "LN-003": (("吗替麦考酚酯", "250", "bid", (246, 4000), "狼疮性肾炎", {}),),
    "LN-005": (
        ("甲泼尼龙", "40", "q12h", (4, 5), "细胞因子释放综合征", {"CMROUTE": "静滴", "CMSTER": "甲泼尼龙", **_OVER}),
    ),
    "LN-009": (("伐昔洛韦", "500", "qd", (38, 48), "感染", _OVER),),
    "LN-011": (("美罗培南", "800", "tid", (12, 4000), "感染", {"CMROUTE": "静滴"}),),
}  # fmt: skip


class Prescription(NamedTuple):
    """A row as it is begun, and what is added to it when it ends ("" goes on); ISO dates, the start maybe partial."""

    typed: Typed
    ending: Typed
    start: str
    end: str


def medicines(child: Child, today: date) -> tuple[Prescription, ...]:
    """Prescriptions begun up to `today`, oldest first. Doses follow surface and weight at the infusion."""
    rows = [*_steroid(child), *_kept(child), *_stopped(child)]
    if child.infusion:
        rows += _around_infusion(child)
    begun = (_prescription(row, today.isoformat()) for row in rows if row["CMSTDTC"] <= today.isoformat())
    return tuple(sorted(begun, key=lambda each: each.start))


def _prescription(row: Typed, today: str) -> Prescription:
    """What ends after today goes on."""
    typed = {code: text for code, text in row.items() if code not in _ENDING} | {"CMONGO": "是"}
    end = row.get("CMENDTC", "")
    if not end or end >= today:
        return Prescription(typed, {}, row["CMSTDTC"], "")
    ending = {code: row[code] for code in _ENDING} | {"CMONGO": "否"}
    return Prescription(typed, ending, row["CMSTDTC"], end)


def _row(drug: str, dose: str, often: str, dates: tuple[str, str], why: str, **more: str) -> Typed:
    """A row in mg by mouth, unless `more` says otherwise; an empty end goes on."""
    typed = {
        "CMTRT": drug, "CMCLASS": _CLASSES.get(drug, "其他"), "CMDOSE": dose,
        "CMDOSU": "mg", "CMFRQ": often, "CMROUTE": "口服", "CMSTDTC": dates[0],
        "CMENDTC": dates[1], "CMINDC": why,
    } | more  # fmt: skip
    return {code: text for code, text in typed.items() if text}


def _steroid(child: Child) -> list[Typed]:
    rows = []
    for (since, dose), (until, following) in pairwise((*child.prednisone, (4000, 0.0))):
        if dose:
            why = "按计划减量" if following < dose else "疗效不佳"
            dates = child.on(since).isoformat(), child.on(until - 1).isoformat()
            rows.append(_row("泼尼松", f"{dose:g}", "qd", dates, "狼疮性肾炎", CMREAS=why, CMSTER="泼尼松"))
    return rows


def _kept(child: Child) -> list[Typed]:
    year = int(child.diagnosed[:4])
    tablet = "100" if child.weight < 45 else "200"
    rows = [_row("羟氯喹", tablet, "bid", (child.diagnosed, ""), "系统性红斑狼疮")]
    if child.upcr[0][1] > 3.5 or child.dialysis:
        rows.append(_row("依那普利", "5", "qd", (f"{year + 1}-02", ""), "高血压"))
    if child.infusion and child.upcr[-1][1] > 0.3 and not child.dialysis and child.weight > 28:
        rows.append(_row("他克莫司", "1", "bid", (child.on(63).isoformat(), ""), "狼疮性肾炎"))
    return rows


def _stopped(child: Child) -> list[Typed]:
    year, end = int(child.diagnosed[:4]), child.on(-14).isoformat()
    dose = "250" if child.weight < 35 else "500"
    return [
        _row("吗替麦考酚酯", dose, "bid", (child.diagnosed, end), "狼疮性肾炎", CMREAS="疗程结束"),
        _row("他克莫司", "1.5", "bid", (f"{year + 1}-03", end), "狼疮性肾炎", CMREAS="疗程结束"),
    ]


def _around_infusion(child: Child) -> list[Typed]:
    surface = (child.height * child.weight / 3600) ** 0.5
    dates = child.on(-5).isoformat(), child.on(-3).isoformat()
    dripped = {"CMROUTE": "静滴", "CMREAS": "疗程结束"}
    rows = [
        _row("环磷酰胺", f"{round(300 * surface, -1):.0f}", "qd", dates, "清淋", **dripped),
        _row("氟达拉滨", f"{30 * surface:.0f}", "qd", dates, "清淋", **dripped),
        _row("复方磺胺甲噁唑", "480", "qod", (dates[0], ""), "预防"),
    ]
    once = child.on(0).isoformat(), child.on(0).isoformat()
    rows += [
        _row("对乙酰氨基酚", f"{min(500, round(12 * child.weight, -1)):.0f}", "once", once, "预处理用药", **_OVER),
        _row("西替利嗪", "10", "once", once, "预处理用药", **_OVER),
    ]
    return rows + _after_infusion(child, dripped)


def _after_infusion(child: Child, dripped: Typed) -> list[Typed]:
    """What cytokine release, low counts, low IgG, infections and a flare asked for."""
    fate, rows = FATES[child.code], []
    for day in fate.tocilizumab:
        once = child.on(day).isoformat(), child.on(day).isoformat()
        dose = f"{min(800, round(8 * child.weight, -1)):.0f}"
        rows.append(_row("托珠单抗", dose, "once", once, "细胞因子释放综合征", **dripped))
    for day in fate.immunoglobulin:
        once = child.on(day).isoformat(), child.on(day).isoformat()
        more = {**dripped, "CMDOSU": "g"}
        rows.append(_row("静注人免疫球蛋白", f"{0.4 * child.weight:.0f}", "once", once, "低丙种球蛋白血症", **more))
    return rows + [
        _row(drug, dose, often, _dates(child, days), why, **more)
        for drug, dose, often, days, why, more in _OWN.get(child.code, ())
    ]


def _dates(child: Child, days: tuple[int, int]) -> tuple[str, str]:
    begun, over = days
    return child.on(begun).isoformat(), child.on(over).isoformat()


def prior(child: Child) -> tuple[Typed, ...]:
    """Treatments that failed before the study."""
    year = int(child.diagnosed[:4])
    rows = (
        ("泼尼松", "糖皮质激素", "60 mg每日1次", child.diagnosed, "部分缓解"),
        ("吗替麦考酚酯", "免疫抑制剂", "1 g每日2次", child.diagnosed, "部分缓解"),
        ("他克莫司", "免疫抑制剂", "2 mg每日2次", f"{year + 1}-03", "无应答"),
        ("利妥昔单抗", "生物制剂", "375 mg/m²，共2次", f"{year + 1}-09", "无应答"),
    )
    return tuple(
        {"PTXTRT": drug, "PTXCLASS": kind, "PTXDOSE": dose, "PTXSTDTC": start, "PTXRESP": how, "PTXFAIL": "是"}
        for drug, kind, dose, start, how in rows
    )
