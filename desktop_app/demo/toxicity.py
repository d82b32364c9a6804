"""What is typed when cytokine release and ICANS of a demonstration child are graded (ASTCT, Lee et al. 2019)."""

from random import Random

from desktop_app.demo.bedside import Typed
from desktop_app.demo.condition import Condition

_HYPOTENSION = ("无", "无", "低血压，无需升压药", "需一种升压药，可合用血管加压素")
_OXYGEN = ("无", "无", "低流量鼻导管(≤6 L/min)或旁吹给氧", "高流量鼻导管(>6 L/min)、面罩、储氧面罩或文丘里面罩")
_CAPD = {
    "CAPD1": "总是", "CAPD2": "总是", "CAPD3": "总是", "CAPD4": "经常", "CAPD5": "从不", "CAPD6": "从不",
    "CAPD7": "很少", "CAPD8": "从不",
}  # fmt: skip


def cytokine_release(now: Condition, dice: Random) -> Typed:
    """CRS."""
    grade = now.storm
    typed = {
        "CRSDTC": f"{now.on} 16:{dice.randint(0, 50):02d}",
        "CRSTMAX": f"{38.3 + 0.4 * grade + dice.uniform(-0.1, 0.2) if grade else 36.8 + dice.uniform(0, 0.4):.1f}",
        "TEMPLOC": "腋温",
        "CRSFEV": "是" if grade else "否",
        "CRSONG": "是" if grade and any(day <= now.day for day in now.fate.tocilizumab) else "否",
        "LOWSBP": str(98 - 7 * grade + dice.randint(-2, 2)),
        "CRSHYPO": _HYPOTENSION[grade],
        "LOWSPO2": str(97 - grade - (1 if grade > 1 else 0)),
        "CRSHYPX": _OXYGEN[grade],
        "TOCI": "否",
        "CRSSTER": "是" if grade > 2 else "否",
    }
    if grade > 2:
        typed |= {"VASODRUG": "去甲肾上腺素", "VASODOSE": "0.05–0.1 µg/kg/min"}
    if grade > 1:
        typed |= {"O2FLOW": "15" if grade > 2 else "2", "FIO2": "50" if grade > 2 else "28"}
    if now.day in now.fate.tocilizumab:
        typed |= {
            "TOCI": "是",
            "TOCIDTC": f"{now.on} 17:30",
            "TOCIDOSE": f"{min(800, round(8 * now.dry, -1)):.0f}",
            "TOCINUM": str(now.fate.tocilizumab.index(now.day) + 1),
        }
    return typed


def neurotoxicity(now: Condition, dice: Random) -> Typed:
    """ICANS: the tool of the baseline is kept."""
    grade = now.fate.neurotoxicity(now.day) if now.day > 0 else 0
    typed = {
        "ICANSDTC": f"{now.on} 16:{dice.randint(0, 50):02d}",
        "ICAPPL": "是" if grade else "否",
        "ICTOOL": "ICE(≥12岁)" if now.age_at_baseline >= 12 else "CAPD(<12岁)",
        "ICUNABLE": "否",
    }
    if now.age_at_baseline >= 12:
        typed |= {
            "ICEORI": "4",
            "ICENAM": "3",
            "ICECOM": "1",
            "ICEWRI": "0" if grade else "1",
            "ICEATT": "0" if grade else "1",
        }
    else:
        typed |= _CAPD
    return typed | {
        "ICLOC": "清醒，无意识改变",
        "ICSEIZ": "无",
        "ICMOTOR": "否",
        "ICEDEMA": "无",
        "ICSTER": "否",
    }
