"""The events of the demonstration's children: adverse events, reports of the serious ones, infections, stays, flares.

What follows from the fates (cytokine release, few neutrophils, low IgG) is made; what happened to one child is told.
"""

from typing import NamedTuple

from desktop_app.demo.bedside import Typed
from desktop_app.demo.cast import Child
from desktop_app.demo.fates import FATES, Fate


class LogRow(NamedTuple):
    """A row of a child's log and the study day on which it was written down; not complete while a word is owed.

    A later one of the same form and `key` adds to the row.
    """

    form: str
    day: int
    typed: Typed
    complete: bool = True
    key: str = ""


RELEASE, LATE_COUNTS, LOW_IGG, FLARE = "细胞因子释放综合征", "晚期中性粒细胞减少", "低丙种球蛋白血症", "狼疮性肾炎复发"
FEVER = "发热性中性粒细胞减少"
TREATED_WITH = {
    RELEASE: ("托珠单抗", "甲泼尼龙"), LATE_COUNTS: ("重组人粒细胞刺激因子",), LOW_IGG: ("静注人免疫球蛋白",),
    FLARE: ("吗替麦考酚酯", "泼尼松"), FEVER: ("美罗培南",),
}  # fmt: skip
"""The medicines that were given for an event, by what they are called; those begun before it were not."""


def events(child: Child) -> tuple[LogRow, ...]:
    """Everything that happened to a child after its infusion, whatever the day."""
    if child.infusion is None:
        return ()
    fate = FATES[child.code]
    return (*_release(child, fate), *_counts(child, fate), *_immunoglobulin(child, fate), *_own(child), *_stay(child))


def _event(child: Child, name: str, days: tuple[int, int | None], grade: int, **more: str) -> Typed:
    """An adverse event from a day to another, or going on."""
    begun, over = days
    typed = {"AETERM": name, "AESTDTC": child.on(begun).isoformat(), "AETOXGR": f"{grade}级", "AESER": "否"}
    typed |= {"AERELUND": "可能无关", "AEACN": "未采取措施", "AEBLGR": "0级"}
    if over is None:
        typed |= {"AEONGO": "是", "AEOUT": "好转"}
    else:
        typed |= {"AEONGO": "否", "AEENDTC": child.on(over).isoformat(), "AEOUT": "痊愈"}
    return typed | more


def _release(child: Child, fate: Fate) -> list[LogRow]:
    rows = []
    if fate.crs:
        days, worst = [day for day, _ in fate.crs], max(grade for _, grade in fate.crs)
        more = {
            "AECTC": "Cytokine release syndrome", "AEREL": "肯定有关", "AERELLD": "无关", "AEEXP": "是", "AESI": "是",
            "AESICAT": "细胞因子释放综合征(CRS)", "AETRT": "是" if fate.tocilizumab else "否",
        }  # fmt: skip
        begun: Typed = {}
        if worst > 2:
            aware = days[0] + 2
            more |= _serious(child, aware, "危及生命", "导致住院或住院时间延长")
            begun = _event(child, RELEASE, (days[0], None), worst, **more)
            rows.append(LogRow("AE", aware, begun, complete=False, key=RELEASE))
        over = _event(child, RELEASE, (days[0], days[-1]), worst, **more)
        added = {code: text for code, text in over.items() if begun.get(code) != text}
        rows.append(LogRow("AE", days[-1] + 3, added, key=RELEASE))
        rows += _grades(child, RELEASE, fate.crs)
    if fate.icans:
        more = {
            "AECTC": "Nervous system disorders - Other, specify", "AEREL": "肯定有关", "AEEXP": "是",
            "AESI": "是", "AESICAT": "免疫效应细胞相关神经毒性综合征(ICANS)", "AETRT": "否",
        }  # fmt: skip
        days = [day for day, _ in fate.icans]
        rows.append(LogRow("AE", days[-1] + 2, _event(child, "神经毒性(ICANS)", (days[0], days[-1]), 1, **more)))
    return rows


def _grades(child: Child, event: str, graded: tuple[tuple[int, int], ...]) -> list[LogRow]:
    """How the grade of an event went: a row for each day on which it became another one, written after the event."""
    changes = [
        now for now, before in zip(graded, (None, *graded), strict=False) if before is None or now[1] != before[1]
    ]
    return [
        LogRow(
            "AEGR", graded[-1][0] + 3, {"AEGRAE": event, "AEGRDTC": child.on(day).isoformat(), "AEGRGR": f"{grade}级"}
        )
        for day, grade in changes
    ]


def _serious(child: Child, aware: int, *why: str) -> Typed:
    return {"AESER": "是", "AESCRIT": "、".join(why), "SAEDTC": f"{child.on(aware)} 09:20"}


def _counts(child: Child, fate: Fate) -> list[LogRow]:
    early = {"AECTC": "Neutrophil count decreased", "AEREL": "可能有关", "AERELLD": "很可能有关", "AEEXP": "是"}
    rows = [LogRow("AE", 16, _event(child, "中性粒细胞减少", (3, 15), 3, AETRT="否", **early))]
    late = [(day, count) for day, count in fate.neutrophils if day > 28 and count <= 1.0]
    if late:
        more = {
            **early, "AESI": "是", "AESICAT": "免疫效应细胞相关血液毒性(ICAHT)", "AETRT": "是",
            "AETX": "回输1个月后中性粒细胞再次下降,骨髓增生减低,无感染;重组人粒细胞刺激因子后回升",
        }  # fmt: skip
        rows.append(LogRow("AE", late[0][0] + 2, _event(child, LATE_COUNTS, (late[0][0], 150), 3, **more)))
    return rows


def _immunoglobulin(child: Child, fate: Fate) -> list[LogRow]:
    if not fate.immunoglobulin:
        return []
    more = {
        "AEREL": "肯定有关", "AERELLD": "可能有关", "AEEXP": "是", "AESI": "是", "AESICAT": "持续低丙种球蛋白血症",
        "AETRT": "是",
    }  # fmt: skip
    day = fate.immunoglobulin[0]
    return [LogRow("AE", day + 1, _event(child, LOW_IGG, (day - 2, None), 2, **more))]


def _stay(child: Child) -> list[LogRow]:
    hard = child.code == "LN-005"
    typed = {
        "HOSTDTC": child.on(-7).isoformat(), "HONAM": "演示儿童医院", "HORSN": "清淋及CAR-T回输", "HOPLAN": "是",
        "HOICU": "是" if hard else "否", "HOENDTC": child.on(20 if hard else 16).isoformat(),
    }  # fmt: skip
    if hard:
        typed |= {"HOICUD": "3", "HOAES": RELEASE}
    if child.code == "LN-011":
        begun = {code: text for code, text in typed.items() if code != "HOENDTC"} | {"HOAES": FEVER}
        return [LogRow("HOSP", 13, begun, complete=False)]
    return [LogRow("HOSP", 20 if hard else 16, typed)]


def _own(child: Child) -> list[LogRow]:
    told = {"LN-001": _cold, "LN-003": _flare, "LN-005": _storm_reported, "LN-009": _zoster, "LN-011": _fever}
    return told[child.code](child) if child.code in told else []


def _infection(child: Child, site: str, kind: str, days: tuple[int, int], grade: int, **more: str) -> Typed:
    return {
        "INFSITE": site, "INFTYPE": kind, "INFST": child.on(days[0]).isoformat(),
        "INFEN": child.on(days[1]).isoformat(),
        "INFGR": f"{grade}级", "INFHOSP": "否", "INFIV": "否", "INFOUT": "痊愈",
    } | more  # fmt: skip


def _cold(child: Child) -> list[LogRow]:
    typed = _infection(child, "上呼吸道", "病毒", (140, 146), 1, INFORG="流感病毒A", INFTRT="奥司他韦")
    return [LogRow("INFE", 183, typed)]


def _zoster(child: Child) -> list[LogRow]:
    typed = _infection(child, "带状疱疹", "病毒", (38, 50), 2, INFORG="水痘-带状疱疹病毒", INFTRT="伐昔洛韦")
    return [LogRow("INFE", 52, typed)]


def _flare(child: Child) -> list[LogRow]:
    more = {"AEREL": "无关", "AERELLD": "无关", "AEEXP": "是", "AETRT": "是", "AEACN": "调整其他用药"}
    event = _event(child, FLARE, (245, None), 3, **more) | {"AERELUND": "肯定有关"}
    typed = {
        "FLDTC": child.on(245).isoformat(), "FLTYPE": "肾脏复发(蛋白尿型)", "FLSEV": "重度",
        "FLHOW": "复发评分、实验室检查", "FLCD19": "340", "FLTRT": "泼尼松加量,重启吗替麦考酚酯", "FLINF": "否",
    }  # fmt: skip
    zoster = _infection(child, "泌尿道", "细菌", (120, 127), 2, INFORG="大肠埃希菌", INFTRT="头孢克肟口服")
    return [LogRow("INFE", 181, zoster), LogRow("FLARE", 246, typed), LogRow("AE", 246, event)]


def _report(child: Child, number: int, kind: str, aware: str, sent: str, **more: str) -> Typed:
    return {
        "SAENO": f"SAE-{child.code[3:]}-{number}", "SAETYPE": kind, "SAEEV": RELEASE, "SAEAWDTC": aware,
        "SAEREL": "肯定有关", "SAEEXP": "是", "SAESUSAR": "否", "SAERECIP": "申办方/机构办公室、伦理委员会",
        "SAESENT": sent, "SAEBY": "周敏",
    } | more  # fmt: skip


def _storm_reported(child: Child) -> list[LogRow]:
    """The report in time, one that follows, and the end."""
    aware = f"{child.on(4)} 09:20"
    why = {"SAECRIT": "危及生命、导致住院或住院时间延长"}
    rows = [
        _report(
            child, 1, "首次报告", aware, f"{child.on(4)} 17:40", SAEDUE=f"{child.on(5)} 09:20",
            SAEACK=child.on(5).isoformat(), SAENARR="回输后第4天高热、低血压,予去甲肾上腺素、吸氧及托珠单抗", **why,
        ),
        _report(child, 2, "随访报告", f"{child.on(6)} 10:00", f"{child.on(7)} 11:05", SAENARR="升压药已停", **why),
        _report(child, 3, "总结报告", f"{child.on(10)} 10:00", f"{child.on(12)} 15:30", SAENARR="痊愈,无后遗症", **why),
    ]  # fmt: skip
    return [LogRow("SAE", day, row) for day, row in zip((4, 7, 12), rows, strict=True)]


def _fever(child: Child) -> list[LogRow]:
    """Serious, known since yesterday afternoon and not reported yet: its clock runs out on the demonstration's day."""
    more = {
        "AECTC": "Febrile neutropenia", "AEREL": "可能有关", "AERELLD": "很可能有关", "AEEXP": "是", "AESI": "是",
        "AESICAT": "严重感染", "AESER": "是", "AESCRIT": "导致住院或住院时间延长", "AETRT": "是",
        "SAEDTC": f"{child.on(13)} 15:10", "AETX": "回输后第12天发热伴粒细胞减少,血培养待回报,已予美罗培南",
    }  # fmt: skip
    event = _event(child, FEVER, (12, None), 3, **more)
    typed = {
        "INFSITE": "血流感染待排", "INFTYPE": "病原不明", "INFST": child.on(12).isoformat(), "INFGR": "3级",
        "INFHOSP": "是", "INFIV": "是", "INFTRT": "美罗培南", "INFAES": FEVER,
    }  # fmt: skip
    return [LogRow("AE", 13, event), LogRow("INFE", 13, typed)]
