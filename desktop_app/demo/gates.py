"""What is typed about eligibility, history, genes and pregnancy of a demonstration child, and when its study ends."""

from datetime import timedelta
from random import Random

from desktop_app.demo.bedside import Typed
from desktop_app.demo.condition import Condition

AWAITED = "LN-012"
"""The child whose genetic result is not back yet."""
_HISTORY = ("MHSEIZ", "MHTHROM", "MHTB", "MHHEPB", "MHTUM", "MHTRANSF", "FHIMM", "FHTUM", "FHCONS")


def eligibility(now: Condition, dice: Random) -> Typed:
    """IE: at each gate; what can't be known yet is pending."""
    typed = {"IEDTC": f"{now.on} 17:{dice.randint(0, 40):02d}", "IEBY": "周敏"}
    typed |= {f"EXCL{number:02d}": "否" for number in range(1, 11)}
    typed["EXCL07"] = "待评估"
    if now.visit == "SCR":
        typed |= {"EXCL04": "待评估", "EXCL06": "待评估"}
        if now.child.code == AWAITED:
            typed["EXCL09"] = "待评估"
    return typed


def history(now: Condition, dice: Random) -> Typed:
    """MH."""
    typed = dict.fromkeys(_HISTORY, "否") | {
        "MHVZV": "是" if dice.random() < 0.5 else "否",
        "ALLERGY": "否",
        "FHAUTO": "否",
    }
    if int(now.child.code[3:]) % 5 == 3:
        typed |= {"ALLERGY": "是", "ALLERGTX": "青霉素,皮疹"}
    if int(now.child.code[3:]) % 6 == 5:
        typed |= {"FHAUTO": "是", "FHTX": "姨母患自身免疫性甲状腺炎"}
    return typed


def genes(now: Condition, dice: Random) -> Typed:
    """GEN: the conclusion only."""
    if now.child.code == AWAITED:
        return {"GENMETH": "全外显子组测序"}
    found = "意义未明变异" if dice.random() < 0.2 else "阴性"
    return {"GENDTC": (now.on - timedelta(days=3)).isoformat(), "GENMETH": "全外显子组测序", "GENRES": found}


def pregnancy(now: Condition, dice: Random) -> Typed:
    """PREG, of girls only."""
    if now.age < 12:
        return {"MENARCH": "否"}
    return {
        "MENARCH": "是",
        "MENARCHDTC": str(now.child.birth.year + 12),
        "LMPDTC": (now.on - timedelta(days=dice.randint(6, 24))).isoformat(),
        "PREGNA": "否",
        "HCGDTC": f"{now.on} 08:10",
        "HCGU": "阴性",
    }


def end(now: Condition, _dice: Random) -> Typed:
    """DS: the study is completed, yearly follow-up begins."""
    return {
        "DSDECOD": "完成研究", "DSSTDTC": now.on.isoformat(), "LASTCONT": now.on.isoformat(), "DSLT": "是",
    }  # fmt: skip
