"""What is typed from blood counts and clotting of a demonstration child: lymphodepletion, nadir, recovery.

The differential adds up to the white cells, and red cells to the haemoglobin, as an analyser prints them.
"""

from random import Random

from desktop_app.demo.bedside import Typed
from desktop_app.demo.condition import Condition, at
from desktop_app.demo.laboratory import specimen

_LYMPHOCYTES = ((-28, 1.45), (-5, 1.4), (0, 0.14), (3, 0.08), (7, 0.16), (10, 0.42), (14, 0.85), (30, 1.1), (91, 1.5))
_HAEMOGLOBIN = ((-28, 112), (-5, 110), (0, 102), (7, 93), (14, 98), (30, 108), (91, 118), (182, 124), (365, 128))


def count(now: Condition, dice: Random) -> Typed:
    """CBC."""
    neutrophils = at(now.fate.neutrophils, now.day) * dice.uniform(0.93, 1.07)
    lymphocytes = lymphocyte_count(now)
    monocytes = max(0.12, 0.11 * neutrophils) + dice.uniform(0, 0.08)
    eosinophils, basophils = dice.uniform(0.01, 0.09), dice.uniform(0, 0.02)
    white = neutrophils + lymphocytes + monocytes + eosinophils + basophils + 0.02
    haemoglobin = at(_HAEMOGLOBIN, now.day) - (16 if now.child.dialysis else 0) + dice.uniform(-3, 3)
    red = haemoglobin / dice.uniform(28.2, 29.6)
    volume = dice.uniform(82, 88)
    return {
        **specimen(now, dice),
        "WBC": f"{white:.2f}",
        "NEUT": f"{neutrophils:.2f}",
        "NEUTLE": f"{neutrophils / white * 100:.1f}",
        "LYM": f"{lymphocytes:.2f}",
        "LYMLE": f"{lymphocytes / white * 100:.1f}",
        "MONO": f"{monocytes:.2f}",
        "EOS": f"{eosinophils:.2f}",
        "BASO": f"{basophils:.2f}",
        "RBC": f"{red:.2f}",
        # One result in a while comes from a report in g/dL, typed as it is printed.
        "HGB": f"{haemoglobin / 10:.1f}g/dl" if dice.random() < 0.1 else f"{haemoglobin:.0f}",
        "HCT": f"{red * volume / 1000:.3f}",
        "MCV": f"{volume:.1f}",
        "RETIRBC": f"{0.9 + 0.9 * min(1.0, abs(now.day) / 60) + dice.uniform(0, 0.3):.2f}",
        "PLAT": f"{at(now.fate.platelets, now.day) * dice.uniform(0.94, 1.06):.0f}",
    }


def lymphocyte_count(now: Condition) -> float:
    """Lymphocytes of a study day, 10^9/L; the subsets of the same day are shares of them."""
    return at(_LYMPHOCYTES, now.day)


def clotting(now: Condition, dice: Random) -> Typed:
    """COAG: fibrinogen and D-dimer move with cytokine release."""
    storm = now.storm
    prothrombin = 11.4 + 0.7 * storm + dice.uniform(-0.3, 0.4)
    return {
        **specimen(now, dice),
        "PT": f"{prothrombin:.1f}",
        "APTT": f"{29 + 2.2 * storm + dice.uniform(-2, 2):.1f}",
        "INR": f"{prothrombin / 11.6:.2f}",
        "FIB": f"{3.6 - 0.45 * storm + dice.uniform(-0.3, 0.3):.2f}",
        "DD": f"{0.42 + 0.9 * storm + dice.uniform(0, 0.2):.2f} mg/L FEU",
    }
