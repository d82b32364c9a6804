"""What is typed on the forms of a demonstration child that need no laboratory: visit, child, vital signs."""

from datetime import timedelta
from random import Random

from desktop_app.demo.condition import Condition

Typed = dict[str, str]


def visit(now: Condition, _dice: Random) -> Typed:
    """VISIT."""
    ward = now.visit in ("BL", "LD", "D0", "EARLY", "W2")
    return {
        "VISDTC": now.on.isoformat(),
        "VISSTAT": "已完成",
        "VISMODE": "住院" if ward else "门诊",
        "VISINF": "母亲" if now.age < 14 else "患儿本人",
        "SRCTYP": "直接录入",
        "KRTYN": "是" if now.child.dialysis else "否",
        "CMCHG": "是" if now.visit in ("W2", "M1", "M3") else "否",
        "AECHG": "是" if now.visit in ("EARLY", "W2", "M1") else "否",
        "INFECHG": "否",
        "FLARECHG": "是" if now.child.code == "LN-003" and now.visit == "UNS" else "否",
    }


def demographics(now: Condition, dice: Random) -> Typed:
    """DM."""
    child = now.child
    typed = {
        "SUBJID": child.code,
        "SCRNUM": f"S-{child.code[3:]}",
        "SITEID": "01",
        "NAME": child.name,
        "HOSPNO": f"DEMO-{int(child.code[3:]):06d}",
        "BRTHDTC": child.birth.isoformat(),
        "SEX": "女" if child.sex == "F" else "男",
        "ICDTC": (now.on - timedelta(days=2)).isoformat(),
        "ICVER": "V2.0",
        "ICGUARD": "是",
        "ICASSENT": "是" if now.age >= 8 else "未知",
        "INFPLDTC": child.planned.isoformat(),
        "SLEDXDTC": child.diagnosed,
        "LNDXDTC": child.diagnosed,
        "BXDTC": now.on.strftime("%Y-%m"),
        "LNCLASS": child.ln_class,
        "BXAI": str(dice.randint(8, 14)),
        "BXCI": "6" if child.dialysis else str(dice.randint(1, 3)),
        "REFRAC": "足量激素联合吗替麦考酚酯、他克莫司及利妥昔单抗治疗6个月以上,尿蛋白仍为肾病水平",
        "DIALBL": "是" if child.dialysis else "否",
    }
    if child.ln_class != "V":
        typed["LNSUB"] = "(A/C)活动性和慢性" if child.dialysis else "(A)活动性"
    return typed


def vital_signs(now: Condition, dice: Random) -> Typed:
    """VS."""
    active = min(now.upcr, 4) / 4
    systolic = 96 + 1.7 * (now.age - 6) + 12 * active + (14 if now.child.dialysis else 0) + dice.uniform(-3, 3)
    systolic -= 9 * now.storm
    pulse = 104 - 2.6 * (now.age - 6) + 6 * active + (22 if now.storm else 0) + dice.uniform(-4, 4)
    typed = {
        "TEMP": f"{(38.2 + 0.3 * now.storm if now.storm else 36.6) + dice.uniform(-0.2, 0.3):.1f}",
        "TEMPLOC": "腋温",
        "PULSE": f"{pulse:.0f}",
        "RESP": f"{24 - 0.4 * (now.age - 6) + dice.uniform(-1, 2):.0f}",
        "SYSBP": f"{systolic:.0f}",
        "DIABP": f"{systolic * 0.62 + dice.uniform(-2, 2):.0f}",
        "BPMETH": "示波法",
        "BPMED": "是" if now.hypertensive else "否",
        "OXYSAT": str(dice.randint(97, 99) - (2 if now.storm > 1 else 0)),
        "HEIGHT": f"{now.height:.1f}",
        "WEIGHT": f"{now.weight:.1f}",
        "OEDEMA": ("无", "轻度", "中度")[now.oedema],
    }
    if now.oedema == 2:
        typed["DRYWT"] = f"{now.dry:.1f}"
    return typed
