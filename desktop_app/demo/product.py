"""What is typed for a demonstration child from the apheresis to the infusion: collection, lymphodepletion, product."""

from datetime import timedelta
from random import Random

from desktop_app.demo.bedside import Typed
from desktop_app.demo.condition import Condition


def apheresis(now: Condition, dice: Random) -> Typed:
    """APH."""
    cells = dice.uniform(2.5, 6.0)
    typed = {
        "LEUKDTC": now.on.isoformat(),
        "APHID": f"APH-{now.child.code[3:]}",
        "COIID": _chain(now),
        "VENACC": "中心静脉导管" if now.weight < 30 else "外周静脉",
        "APHVOL": str(dice.randint(60, 160)),
        "APHMNC": f"{cells:.2f}",
        "APHCD3": f"{cells * 0.6:.2f}",
        "APHENOUGH": "是",
        "APHCHK1": "周敏",
        "APHCHK2": "王海波",
        "APHREACT": "否",
        "APHSHIP": f"{now.on} 15:{dice.randint(10, 50)}",
        "BRIDGE": "否",
        "APHDEV": "否",
    }
    if now.child.infusion is None:
        return typed | {"MANRES": "制备中"}
    return typed | {"MANRES": "达到临床使用剂量", "MANDTC": (now.child.infusion - timedelta(days=6)).isoformat()}


def lymphodepletion(now: Condition, _dice: Random) -> Typed:
    """LDC."""
    surface = round(now.bsa, 2)
    dose = 20.0 if now.child.dialysis else 30.0
    typed = {
        "LDSTDTC": now.on.isoformat(),
        "LDENDTC": (now.on + timedelta(days=2)).isoformat(),
        "WTLD": f"{now.dry:.1f}",
        "BSALD": f"{surface:.2f}",
        "FLUDOSE": f"{dose:g}",
        "FLUMG": f"{dose * surface:.1f}",
        "FLUDAYS": "3",
        "CYDOSE": "300",
        "CYMG": f"{300 * surface:.0f}",
        "CYDAYS": "3",
        "LDRED": "是" if now.child.dialysis else "否",
    }
    return typed | ({"LDREDWHY": "肾功能下降(eGFR)"} if now.child.dialysis else {})


def infusion(now: Condition, dice: Random) -> Typed:
    """INF."""
    dose = dice.choice((1.0, 1.0, 0.8, 1.2))
    kilograms = round(now.weight, 1)
    return {
        "INFSEQ": "1",
        "INFDTC": f"{now.on} 10:{dice.randint(10, 28)}",
        "INFENDTC": f"{now.on} 10:{dice.randint(42, 58)}",
        "INFCOMP": "是",
        "THAWDTC": f"{now.on} 10:02",
        "FRESH": "冻存",
        "LOT": f"DEMO-{now.on:%y%m}-{now.child.code[3:]}",
        "COIID": _chain(now),
        "QCPASS": "是",
        "COA": "是",
        "INFCHK1": "周敏",
        "INFCHK2": "王海波",
        "INFVOL": str(dice.randint(18, 40)),
        "WTINF": f"{kilograms}",
        "CARDOSE": f"{dose:g}",
        "CARTOT": f"{dose * kilograms:.1f}",
        "CARPCT": f"{dice.uniform(38, 62):.1f}",
        "VIAB": f"{dice.uniform(88, 96):.1f}",
        "VCN": f"{dice.uniform(1.4, 3.1):.2f}",
        "INFREACT": "否",
        "INFDEV": "否",
    }


def _chain(now: Condition) -> str:
    """The chain-of-identity code of a child's cells, the same from the collection to the infusion."""
    return f"COI-{now.child.code[3:]}-{7919 * int(now.child.code[3:]) % 9000 + 1000}"
