"""What is typed from inflammation, serology, immunoglobulins, subsets, cytokines, CAR copies and the infection screen.

B cells go with the CAR-T cells and come back when these have gone; antibodies and complement follow the disease.
"""

from random import Random

from desktop_app.demo.bedside import Typed
from desktop_app.demo.blood import lymphocyte_count
from desktop_app.demo.condition import Condition, at
from desktop_app.demo.laboratory import specimen

_COPIES = ((0, 30), (1, 45), (3, 900), (5, 14000), (7, 92000), (10, 168000), (14, 61000), (30, 2400), (91, 130))
_IGG = ((-28, 1.0), (0, 0.95), (14, 0.82), (30, 0.66), (91, 0.55), (182, 0.68), (365, 0.9))
# At the height of a storm of grade 1 and more: what a report of that day says, and what it says otherwise.
_CYTOKINES = {
    "IL2": 1.4, "IL4": 1.1, "IL6": 5.2, "IL8": 11.0, "IL10": 4.1, "IL17A": 6.0, "IFNG": 3.8, "TNFA": 2.6,
}  # fmt: skip
_STORM = {"IL6": 11.0, "IL8": 2.2, "IL10": 7.0, "IFNG": 8.0, "TNFA": 1.8}


def inflammation(now: Condition, dice: Random) -> Typed:
    """INFL: ferritin trails the fever."""
    storm = now.storm
    trailing = 2 if not storm and 3 < now.day <= 16 and now.fate.crs else 1
    return {
        **specimen(now, dice),
        "CRP": f"{2.2 + 24 * storm + 3 * (trailing - 1) + dice.uniform(-1, 2):.1f}",
        "ESR": f"{14 + 40 * now.remission + dice.uniform(-4, 4):.0f}",
        "FERR": f"{118 * trailing * (1 + 2.6 * storm**1.6) * dice.uniform(0.92, 1.08):.1f}",
        "PCT": "<0.05" if not storm else f"{0.08 + 0.12 * storm:.3f}",
    }


def serology(now: Condition, dice: Random) -> Typed:
    """SERO: the method of anti-dsDNA belongs to its result."""
    other = now.day <= now.fate.other_method_until
    left = now.remission
    antibody = now.fate.anti_dna * left**1.4 * (0.55 if other else 1.0)
    complement = 1.12 - (1.12 - now.fate.complement) * left
    typed = {
        **specimen(now, dice),
        "C3": f"{complement * dice.uniform(0.98, 1.02):.2f}",
        "C4": f"{0.05 + 0.2 * (complement - 0.3) * dice.uniform(0.98, 1.02):.3f}",
        "CH50": f"{18 + 26 * complement:.1f}",
        "DSDNAM": "酶联免疫吸附法(ELISA)" if other else "化学发光法(CLIA)",
        "DSDNA": f"{'<10' if antibody < 10 else f'{antibody:.1f}'} IU/mL",
    }
    if now.visit in ("SCR", "BL", "M3", "M6", "M12"):
        typed |= _antinuclear(now)
    return typed


def _antinuclear(now: Condition) -> Typed:
    strong = now.remission > 0.4
    return {
        "ANA": "阳性", "ANADIL": "1:100", "ANATITER": "1:1000" if strong else "1:320", "ANAPAT": "均质型",
        "SMAB": "1+" if now.fate.rash and strong else "阴性", "SSA60": "阴性", "RIBP": "阴性",
        "NUCLAB": "2+" if strong else "阴性", "ACLG": "阴性", "LAC": "阴性", "APLA": "阴性", "COOMBS": "阴性",
    }  # fmt: skip


def subsets(now: Condition, dice: Random) -> Typed:
    """IGLYM: T, B and NK cells are shares of the lymphocytes of the day's count."""
    lymphocytes = lymphocyte_count(now) * 1000
    b_cells = min(at(now.fate.b_cells, now.day) * dice.uniform(0.95, 1.05), 0.3 * lymphocytes)
    b_share = b_cells / lymphocytes * 100
    killers = 8 + dice.uniform(-1, 2)
    t_share = 98 - b_share - killers
    helpers, killing = t_share * 0.47, t_share * 0.44
    return {
        **specimen(now, dice),
        **_immunoglobulins(now, dice),
        "LBMETH": "单平台法",
        "CD3P": f"{t_share:.1f}",
        "CD3A": f"{lymphocytes * t_share / 100:.0f}",
        "CD4P": f"{helpers:.1f}",
        "CD4A": f"{lymphocytes * helpers / 100:.0f}",
        "CD8P": f"{killing:.1f}",
        "CD8A": f"{lymphocytes * killing / 100:.0f}",
        "CD4CD8": f"{helpers / killing:.2f}",
        "CD19P": f"{b_share:.2f}",
        "CD19A": f"{b_cells:.1f}",
        "NKP": f"{killers:.1f}",
        "NKA": f"{lymphocytes * killers / 100:.0f}",
    }


def _immunoglobulins(now: Condition, dice: Random) -> Typed:
    given = any(0 <= now.day - day <= 28 for day in now.fate.immunoglobulin)
    level = now.fate.igg * at(_IGG, now.day) + (2.6 if given else 0)
    return {
        "IGG": f"{level * dice.uniform(0.97, 1.03):.2f}",
        "IGA": f"{1.5 * at(_IGG, now.day) * dice.uniform(0.95, 1.05):.2f}",
        "IGM": f"{0.9 * at(_IGG, now.day) ** 2 * dice.uniform(0.95, 1.05):.2f}",
        "IVIG": "是" if given else "否",
    }


def cytokines(now: Condition, dice: Random) -> Typed:
    """CYTO: below the range of the kit a result says so."""
    typed = {**specimen(now, dice), "CYTSPEC": "血清", "CYTKIT": "流式微球法(CBA)", "CYTLOT": f"DEMO-{now.on:%y%m}"}
    for code, usual in _CYTOKINES.items():
        level = usual * _STORM.get(code, 1.1) ** now.storm * dice.uniform(0.8, 1.2)
        typed[code] = "<1.50" if level < 1.5 else f"{min(level, 9000):.2f}"
    return typed | {"SIL2R": f"{640 * (1 + 1.4 * now.storm) * dice.uniform(0.9, 1.1):.0f} U/mL", "SIL2RU": "U/mL"}


def car_copies(now: Condition, dice: Random) -> Typed:
    """CART: copies by quantitative PCR with a limit of detection of 20."""
    copies = at(_COPIES, now.day, log=True) * dice.uniform(0.85, 1.15) if now.day > 0 else 0
    if now.day > 150:
        copies = 0
    share = 100 * copies / (copies + 90000)
    return {
        **specimen(now, dice),
        "LBMETH": "实时定量PCR(qPCR)",
        "CARVCN": "<20" if copies < 60 else f"{copies:.0f}",
        "CARFLOWP": "<0.10" if share < 0.1 else f"{share:.2f}",
        "CARFLOWA": "<0.10" if share < 0.1 else f"{share * lymphocyte_count(now) * 8:.2f}",
    }


def infections(now: Condition, dice: Random) -> Typed:
    """VIR: nothing active, or the child would not take part."""
    immune = int(now.child.code[3:]) % 4 == 0
    return {
        **specimen(now, dice),
        "HBSAG": "阴性",
        "HBCAB": "阳性" if immune else "阴性",
        "HBVDNA": "<20 IU/mL",
        "HCVAB": "阴性",
        "HIVAB": "阴性",
        "TPAB": "阴性",
        "VIRSPEC": "血浆",
        "CMVDNA": "<200 IU/mL",
        "EBVDNA": "<500 IU/mL" if dice.random() < 0.8 else "1240 IU/mL",
        "TSPOT": "阴性",
        "GTEST": f"{dice.uniform(12, 40):.1f}",
        "GMTEST": f"{dice.uniform(0.08, 0.3):.2f}",
    }
