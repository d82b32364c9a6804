"""What is kept of a demonstration child beside its visits: consent, samples, dialysis, biopsies, contacts."""

from datetime import datetime, time, timedelta

from desktop_app.demo.bedside import Typed
from desktop_app.demo.cast import TODAY, Child
from desktop_app.demo.events import LogRow

_KEPT_DAYS = 60
_CONSENTS = ("参加研究", "标本保存", "个人信息单独同意")


def custody(child: Child) -> tuple[LogRow, ...]:
    """Every row, whatever its day."""
    return (*_consent(child), *_samples(child), *_biopsies(child), *_dialysis(child), *_contacts(child), *_other(child))


def _consent(child: Child) -> list[LogRow]:
    """Two days before screening, by both parents and the child."""
    signed = child.visits[0][1] - 2
    rows = []
    for number, kind in enumerate(_CONSENTS):
        at = datetime.combine(child.on(signed), time(15, 10 + 6 * number))
        typed = {
            "ICFTYPE": kind, "ICFDTC": f"{at:%Y-%m-%d %H:%M}", "ICFVER": "V2.0", "ICFWHY": "首次知情同意",
            "ICFWHO": "父亲、母亲", "ICFBOTH": "是", "ICFCHILD": "是", "ICFCOPY": "是", "ICFBY": "周敏",
        }  # fmt: skip
        rows.append(LogRow("ICF", signed, typed))
    return rows


def _samples(child: Child) -> list[LogRow]:
    """Blood of three visits and urine of the baseline: old ones are destroyed by two people, late ones are stored."""
    rows = []
    for visit, day in child.visits:
        if visit in ("BL", "M1", "M6"):
            kinds = ("血液", "尿液") if visit == "BL" else ("血液",)
            rows += [_sample(child, visit, day, kind, number) for number, kind in enumerate(kinds)]
    return rows


def _sample(child: Child, visit: str, day: int, kind: str, number: int) -> LogRow:
    taken = child.on(day)
    typed = {
        "SAMPID": f"DEMO-{child.code[3:]}-{visit}-{number + 1}", "SAMPTYPE": kind, "SAMPVIS": visit,
        "SAMPDTC": f"{taken} 08:20", "SAMPVOL": "6" if kind == "血液" else "30", "SAMPALQ": "6", "SAMPBY": "陈露",
        "SAMPLOC": "中心实验室", "SAMPTEMP": "-80℃",
        "SAMPPOS": f"2层3架{1 + int(child.code[3:])}盒{1 + abs(day) % 80}孔",
    }  # fmt: skip
    gone = taken + timedelta(days=_KEPT_DAYS)
    if gone >= TODAY:
        stored = {"SAMPSTAT": "储存中", "SAMPNUSE": "2", "SAMPNDES": "0", "SAMPNLOS": "0", "SAMPNSTO": "4"}
        return LogRow("SAMP", day, typed | stored)
    typed |= {
        "SAMPSTAT": "使用后销毁", "SAMPNUSE": "4", "SAMPNDES": "2", "SAMPNLOS": "0", "SAMPNSTO": "0",
        "DESTDTC": f"{gone} 10:30", "DESTBY": "陈露", "DESTWIT": "李静", "DESTMETH": "高压灭菌后按医疗废物处置",
        "DESTCERT": f"DEMO-XH-{gone:%y%m}-{child.code[3:]}",
    }  # fmt: skip
    return LogRow("SAMP", day + _KEPT_DAYS, typed)


def _biopsies(child: Child) -> list[LogRow]:
    screened = child.visits[0][1]
    first = {
        "BXDTC": child.on(screened - 40).strftime("%Y-%m"), "BXRSN": "临床需要", "LNCLASS": child.ln_class,
        "BXAI": "11", "BXCI": "6" if child.dialysis else "2", "BXGLOM": "24", "BXCRES": "17", "BXSCL": "8",
        "BXIF": "IgG、IgA、IgM、C3、C1q沉积(满堂亮)", "BXTMA": "否",
    }  # fmt: skip
    rows = [LogRow("BX", screened, first)]
    if child.code == "LN-003":
        again = {
            "BXDTC": child.on(251).isoformat(), "BXRSN": "临床需要", "LNCLASS": "IV", "LNSUB": "(A)活动性", "BXAI": "9",
            "BXCI": "3", "BXGLOM": "19", "BXCRES": "11", "BXSCL": "10", "BXTMA": "否", "BXTX": "狼疮性肾炎Ⅳ型,活动性",
        }  # fmt: skip
        rows.append(LogRow("BX", 255, again))
    if child.code == "LN-001":
        again = {
            "BXDTC": child.on(368).isoformat(), "BXRSN": "方案规定", "LNCLASS": "II", "BXAI": "1", "BXCI": "2",
            "BXGLOM": "27", "BXCRES": "0", "BXSCL": "7", "BXTMA": "否", "BXTX": "活动性病变明显减轻",
        }  # fmt: skip
        rows.append(LogRow("BX", 372, again))
    return rows


def _dialysis(child: Child) -> list[LogRow]:
    if not child.dialysis:
        return []
    typed = {
        "KRTMOD": "血液透析", "KRTSTDTC": child.on(-75).isoformat(), "KRTONGO": "是",
        "KRTIND": "狼疮性肾炎所致肾衰竭,每周3次",
    }  # fmt: skip
    return [LogRow("KRT", child.visits[0][1], typed)]


def _contacts(child: Child) -> list[LogRow]:
    """Three attempts to reach the family that was lost; of the others the reminder before a visit."""
    if not child.lost_after:
        return []
    rows = []
    for day, how, following in ((93, "电话", 97), (97, "微信", 102), (102, "短信", 0)):
        typed = {
            "CONTDTC": f"{child.on(day)} 15:40", "CONTWAY": how, "CONTWHO": "母亲", "CONTBY": "李静",
            "CONTOUT": "无人接听或未回复",
        }  # fmt: skip
        rows.append(LogRow("CONT", day, typed | ({"CONTNEXT": child.on(following).isoformat()} if following else {})))
    return rows


def _deviation(child: Child, day: int, **what: str) -> Typed:
    return what | {
        "DVSTDTC": child.on(day).isoformat(), "DVSEV": "轻微偏离",
        "DVCAPA": "已向家长说明,下次访视前电话提醒", "DVEC": "否", "DVBY": "周敏",
    }  # fmt: skip


def _other(child: Child) -> list[LogRow]:
    """Deviations and vaccinations of single children."""
    if child.code == "LN-001":
        typed = {"VAXTRT": "流感病毒裂解疫苗", "VAXLIVE": "否", "VAXDTC": child.on(330).isoformat(), "VAXDOSE": "1"}
        return [LogRow("VAX", 364, typed | {"VAXREACT": "否"})]
    if child.code == "LN-004":
        # A school's catch-up campaign, told at M3; the B cells were still away, and nobody has said a word about it.
        given = {"VAXTRT": "麻腮风联合减毒活疫苗", "VAXLIVE": "是", "VAXDTC": child.on(66).isoformat(), "VAXDOSE": "2"}
        return [LogRow("VAX", 93, given | {"VAXREACT": "否"}, complete=False)]
    if child.code == "LN-005":
        what = {"DVTERM": "M3 24小时尿漏留一次", "DVCAT": "访视或检查缺失", "DVVIS": "M3", "DVRSN": "夜间尿未收集"}
        return [LogRow("DV", 92, _deviation(child, 91, **what))]
    if child.code == "LN-006":
        what = {"DVTERM": "M3 未随访", "DVCAT": "访视或检查缺失", "DVVIS": "M3", "DVRSN": "联系不上家属"}
        return [LogRow("DV", 103, _deviation(child, 102, **what))]
    if child.code == "LN-009":
        what = {
            "DVTERM": "排除标准3:透析患儿肌酐>220 µmol/L仍入组", "DVCAT": "入排标准", "DVVIS": "SCR",
            "DVRSN": "透析患儿",
        }  # fmt: skip
        told = {"DVSEV": "重大偏离", "DVEC": "是", "DVECDTC": child.on(-24).isoformat()}
        return [LogRow("DV", -24, _deviation(child, child.visits[0][1], **what) | told)]
    return []
