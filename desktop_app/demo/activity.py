"""What is typed on the SLEDAI-2K of a demonstration child: the descriptors that the results of the visit bear out."""

from random import Random

from desktop_app.demo.bedside import Typed
from desktop_app.demo.condition import Condition, at
from desktop_app.demo.laboratory import red_cells

_DESCRIPTORS = (
    "SEIZ", "PSYCH", "OBS", "VISUAL", "CRNERVE", "LUPHEAD", "CVA", "VASC", "ARTHR", "MYOS", "CASTS", "HEMAT", "PROTU",
    "PYUR", "RASH", "ALOP", "MUCULC", "PLEUR", "PERIC", "LOWCOMP", "DNABIND", "FEVER", "THROMB", "LEUKO",
)  # fmt: skip
_EXAMINED = frozenset(_DESCRIPTORS[: _DESCRIPTORS.index("CASTS")]) | {
    "SLEWIN", "RASH", "ALOP", "MUCULC", "PLEUR", "PERIC",
}  # fmt: skip
_WEIGHTS = {"ARTHR": 4, "CASTS": 4, "HEMAT": 4, "PROTU": 4, "RASH": 2, "ALOP": 2, "LOWCOMP": 2, "DNABIND": 2}


def present(now: Condition) -> frozenset[str]:
    """The descriptors that are there."""
    left = now.remission
    complement = 1.12 - (1.12 - now.fate.complement) * left
    found = {
        "PROTU": now.upcr > 0.5,
        "HEMAT": red_cells(now) - 3 > 5,
        "CASTS": now.upcr > 2,
        "LOWCOMP": complement < 0.83,
        "DNABIND": now.fate.anti_dna * left**1.4 > 30,
        "ARTHR": now.fate.arthritis and left > 0.8,
        "RASH": now.fate.rash and left > 0.4,
    }
    return frozenset(code for code, there in found.items() if there)


def examined(typed: Typed) -> Typed:
    """What the examination alone answers; the rest waits for the results of the day."""
    return {code: text for code, text in typed.items() if code.removeprefix("SLE_") in _EXAMINED}


def sledai(now: Condition, dice: Random) -> Typed:
    """SLEDAI: few white cells soon after the infusion are no lupus, and the form says whose they are. Of the fever of a
    cytokine release the record itself knows, and nothing is asked.
    """
    there = present(now)
    score = sum(_WEIGHTS[code] for code in there)
    doctor = min(2.6, 0.1 + 0.11 * score)
    typed = {"SLEWIN": "10天" if now.visit == "W2" else "30天"}
    typed |= {f"SLE_{code}": "是" if code in there else "否" for code in _DESCRIPTORS}
    if now.day > 0 and at(now.fate.neutrophils, now.day) < 2.1:
        typed["SLEA_LEUKO"] = "清淋" if now.day <= 16 else "其他"
    return typed | {
        "PGA": f"{doctor:.1f}",
        "MDGLOB": f"{min(9.0, 3.2 * doctor):.1f}",
        "PTGLOB": f"{min(9.0, 3.0 * doctor + dice.uniform(0, 0.8)):.1f}",
        "HAEMGI": "否",
        "STABTX": "否" if now.child.code == "LN-003" and now.visit == "UNS" else "是",
        "RESCUE": "是" if now.child.code == "LN-003" and now.visit == "UNS" else "否",
    }
