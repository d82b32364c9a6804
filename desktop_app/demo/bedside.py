"""What is typed on the forms of a demonstration child that need no laboratory: visit, child, infusion, vital signs."""

from random import Random

from desktop_app.demo.condition import Condition

Typed = dict[str, str]


def visit(now: Condition, _dice: Random) -> Typed:
    """VISIT."""
    ward = now.visit in ("BL", "D0", "W2")
    return {
        "VISDTC": now.on.isoformat(),
        "VISSTAT": "已完成",
        "VISMODE": "住院" if ward else "门诊",
        "VISINF": "母亲" if now.age < 14 else "患儿本人",
        "SRCTYP": "直接录入",
        "KRTYN": "是" if now.child.dialysis else "否",
        "CMCHG": "是" if now.visit in ("W2", "M1", "M3") else "否",
    }


def demographics(now: Condition, dice: Random) -> Typed:
    """DM."""
    child = now.child
    year = int(child.diagnosed[:4])
    return {
        "SUBJID": child.code,
        "SCRNUM": f"S-{child.code[3:]}",
        "NAME": child.name,
        "HOSPNO": f"DEMO-{int(child.code[3:]):06d}",
        "BRTHDTC": child.birth.isoformat(),
        "SEX": "女" if child.sex == "F" else "男",
        "ICDTC": now.on.isoformat(),
        "ICVER": "V2.0",
        "ICGUARD": "是",
        "ICASSENT": "是" if now.age >= 8 else "未知",
        "INFPLDTC": child.planned.isoformat(),
        "SLEDXDTC": child.diagnosed,
        "LNDXDTC": child.diagnosed,
        "BXDTC": now.on.strftime("%Y-%m"),
        "LNCLASS": child.ln_class,
        "LNSUB": "(A/C)活动性和慢性" if child.dialysis else "(A)活动性",
        "BXAI": str(dice.randint(8, 14)),
        "BXCI": "6" if child.dialysis else str(dice.randint(1, 3)),
        "PRIORTX": f"激素 {year}年起;吗替麦考酚酯 {year}年起;他克莫司 {year + 1}年起;利妥昔单抗 2次",
        "REFRAC": "足量激素联合吗替麦考酚酯、他克莫司及利妥昔单抗治疗6个月以上,尿蛋白仍为肾病水平",
        "DIALBL": "是" if child.dialysis else "否",
    }


def infusion(now: Condition, dice: Random) -> Typed:
    """INF."""
    dose = dice.choice((1.0, 1.0, 0.8, 1.2))
    kilograms = round(now.weight, 1)
    return {
        "INFDTC": f"{now.on} 10:{dice.randint(10, 28)}",
        "INFENDTC": f"{now.on} 10:{dice.randint(42, 58)}",
        "THAWDTC": f"{now.on} 10:02",
        "FRESH": "冻存",
        "LOT": f"DEMO-{now.on:%y%m}-{now.child.code[3:]}",
        "COIID": f"COI-{now.child.code[3:]}-{dice.randint(1000, 9999)}",
        "INFCHK1": "周敏",
        "INFCHK2": "王海波",
        "WTINF": f"{kilograms}",
        "CARDOSE": f"{dose:g}",
        "CARTOT": f"{dose * kilograms:.1f}",
        "CARPCT": f"{dice.uniform(38, 62):.1f}",
        "VIAB": f"{dice.uniform(88, 96):.1f}",
        "VCN": f"{dice.uniform(1.4, 3.1):.2f}",
        "INFREACT": "否",
    }


def vital_signs(now: Condition, dice: Random) -> Typed:
    """VS."""
    active = min(now.upcr, 4) / 4
    systolic = 96 + 1.7 * (now.age - 6) + 12 * active + (14 if now.child.dialysis else 0) + dice.uniform(-3, 3)
    pulse = 104 - 2.6 * (now.age - 6) + 6 * active + (22 if now.cytokines else 0) + dice.uniform(-4, 4)
    typed = {
        "TEMP": f"{(38.4 if now.cytokines else 36.6) + dice.uniform(-0.2, 0.3):.1f}",
        "TEMPLOC": "腋温",
        "PULSE": f"{pulse:.0f}",
        "RESP": f"{24 - 0.4 * (now.age - 6) + dice.uniform(-1, 2):.0f}",
        "SYSBP": f"{systolic:.0f}",
        "DIABP": f"{systolic * 0.62 + dice.uniform(-2, 2):.0f}",
        "BPMETH": "示波法",
        "BPMED": "是" if now.hypertensive else "否",
        "OXYSAT": str(dice.randint(97, 99)),
        "HEIGHT": f"{now.height:.1f}",
        "WEIGHT": f"{now.weight:.1f}",
        "OEDEMA": ("无", "轻度", "中度")[now.oedema],
    }
    if now.oedema == 2:
        typed["DRYWT"] = f"{now.dry:.1f}"
    return typed
