"""What is typed from the laboratory reports of a demonstration child: chemistry, spot urine, 24 h urine.

Protein over creatinine of the spot specimen and protein of the day agree as in a patient: a child puts out about
0.15 mmol of creatinine per kg a day (Remer et al., Am J Clin Nutr 2002;75:561), and both ratios are that of the day.
"""

from datetime import timedelta
from random import Random

from desktop_app.demo.bedside import Typed
from desktop_app.demo.condition import Condition
from study.derived.urine import MG_MMOL_PER_G_G

_PER_RATIO = float(MG_MMOL_PER_G_G)
_LOCAL = "本院"


def specimen(now: Condition, dice: Random) -> Typed:
    """The head of a laboratory report of a morning's blood."""
    return {"LBDTC": f"{now.on} 08:{dice.randint(5, 40):02d}", "LBNAM": _LOCAL, "LBHEM": "否"}


def chemistry(now: Condition, dice: Random) -> Typed:
    """CHEM."""
    failing = max(0.0, 60 - now.egfr) / 60
    return {
        **specimen(now, dice),
        **_kidney(now, dice, failing),
        **_electrolytes(now, dice, failing),
        **_liver(now, dice),
    }


def _kidney(now: Condition, dice: Random, failing: float) -> Typed:
    urea = 4.3 * (90 / now.egfr) ** 0.75 * dice.uniform(0.92, 1.08)
    return {
        # One result in a while comes from a report in mg/dL, typed as it is printed.
        "CREAT": f"{now.creatinine / 88.4:.2f}mg/dl" if dice.random() < 0.1 else f"{now.creatinine:.1f}",
        "CREATM": "酶法",
        "UREA": f"{urea:.2f}",
        "URATE": f"{min(560.0, 250 + 1.7 * max(0.0, 110 - now.egfr) + 60 * failing) * dice.uniform(0.95, 1.05):.0f}",
        "CYSC": f"{0.08 + 0.74 * (90 / now.egfr) ** 0.7:.2f}",
    }


def _electrolytes(now: Condition, dice: Random, failing: float) -> Typed:
    per_kg = now.prednisone / now.dry
    return {
        "SODIUM": f"{dice.uniform(137, 141):.1f}",
        "K": f"{dice.uniform(3.9, 4.6) + 0.9 * failing:.2f}",
        "CL": f"{dice.uniform(101, 106):.1f}",
        "BICARB": f"{dice.uniform(22.8, 25.2) - 6 * failing:.1f}",
        "CA": f"{2.38 - 0.016 * (42 - now.albumin) - 0.2 * failing + dice.uniform(-0.03, 0.03):.2f}",
        "PHOS": f"{(1.5 if now.age < 12 else 1.3) + 0.5 * failing + dice.uniform(-0.1, 0.1):.2f}",
        "MG": f"{dice.uniform(0.76, 0.92):.2f}",
        "GLUC": f"{4.6 + 1.6 * per_kg + dice.uniform(0, 0.5):.2f}",
    }


def _liver(now: Condition, dice: Random) -> Typed:
    albumin = now.albumin + dice.uniform(-0.6, 0.6)
    bilirubin = dice.uniform(6, 11)
    reaction = 12 * now.storm + (14 if 0 < now.day <= 16 else 0)
    return {
        "ALT": f"{dice.uniform(12, 26) + reaction:.0f}",
        "AST": f"{dice.uniform(17, 29) + reaction:.0f}",
        "ALP": f"{(230 if now.age < 14 else 140) + dice.uniform(-40, 50):.0f}",
        "GGT": f"{dice.uniform(11, 22):.0f}",
        "BILI": f"{bilirubin:.1f}",
        "BILDIR": "<1.7" if bilirubin < 7 else f"{bilirubin * 0.25:.1f}",
        "PROT": f"{albumin + dice.uniform(26, 29):.1f}",
        "ALB": f"{albumin:.1f}",
        "LDH": f"{225 + 22 * min(now.upcr, 4) + reaction + dice.uniform(-15, 15):.0f}",
        "CK": f"{dice.uniform(58, 110):.0f}",
    }


def urine(now: Condition, dice: Random) -> Typed:
    """URINE: one first-morning specimen."""
    creatinine = dice.uniform(5.5, 11.0)
    protein = now.upcr * _PER_RATIO * creatinine
    strip = sum(now.upcr >= limit for limit in (0.15, 0.3, 0.7, 2.0, 4.0))
    red = red_cells(now)
    return {
        "LBDTC": f"{now.on} 07:{dice.randint(0, 30):02d}",
        "USPECTYPE": "晨尿",
        "LBNAM": _LOCAL,
        "UPROTC": f"{protein / 1000:.2f} g/L" if protein > 4000 else f"{protein:.1f}",
        "UCREAT": f"{creatinine:.2f}",
        "UALB": "<5" if protein * 0.62 < 5 else f"{protein * 0.62:.1f}",
        "SPGRAV": f"{dice.uniform(1.010, 1.024):.3f}",
        "PH": f"{dice.choice((5.5, 6.0, 6.0, 6.5))}",
        "UPRO": ("阴性", "±", "1+", "2+", "3+", "4+")[strip],
        "UBLD": ("阴性", "1+", "2+", "3+")[min(3, red // 12)],
        "ULEUK": "阴性" if now.upcr < 2 else "1+",
        "UNITR": "阴性",
        "UGLU": "阴性",
        "UKET": "阴性",
        "URBC": "0-2" if red < 6 else f"{red - 3}-{red + 3}",
        "URBCMORPH": f"{min(85, 40 + 10 * now.upcr):.0f}",
        "UWBC": "0-2" if now.upcr < 1 else "3-5",
        "UCASTRBC": "有" if now.upcr > 3.5 else "无",
        "UCASTGR": "有" if now.upcr > 2 else "无",
        "UB2MG": "<0.20" if now.egfr > 80 else f"{0.2 + (80 - now.egfr) * 0.02:.2f}",
        "UTRF": f"{protein * 0.035:.2f}",
        "URBP": "<0.10" if now.egfr > 90 else f"{0.1 + (90 - now.egfr) * 0.02:.2f}",
        "UNAG": f"{9 + 4 * min(now.upcr, 5) + dice.uniform(-1, 2):.1f}",
    }


def red_cells(now: Condition) -> int:
    """Red cells per high-power field in the middle of what the microscope says; it says so many give or take three."""
    return min(80, int(3 + 14 * now.upcr))


def urine_24h(now: Condition, dice: Random) -> Typed:
    """U24."""
    # Kidneys that failed let little of it through.
    creatinine = (0.04 if now.child.dialysis else 0.15) * now.dry * dice.uniform(0.93, 1.07)
    protein = now.upcr * _PER_RATIO * creatinine
    volume = round((380 if now.child.dialysis else 600 + 26 * now.dry) * dice.uniform(0.8, 1.0), -1)
    return {
        "U24SDTC": f"{now.on - timedelta(days=1)} 07:00",
        "U24EDTC": f"{now.on} 07:00",
        "LBNAM": _LOCAL,
        "U24COMP": "是",
        "U24VOL": f"{volume / 1000:.2f}L" if dice.random() < 0.2 else f"{volume:.0f}",
        "U24HRS": "24",
        "U24PROTC": f"{protein / volume * 1000:.0f}",
        "U24CREAT": f"{creatinine / volume * 1000:.2f}",
        "UPROT24": f"{protein / 1000:.2f} g/24h" if dice.random() < 0.3 else f"{protein:.0f}",
    }
