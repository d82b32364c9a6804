"""Grade of ICANS, with the totals of ICE and CAPD. ASTCT: Lee et al., Biol Blood Marrow Transplant 2019;25:625.

ICE is for 12 years and older, CAPD (Traube et al., Crit Care Med 2014;42:656) for younger children, and for older ones
whom the investigator assesses with it. `tool` keeps the tool of the baseline through an episode, also when the child
turns 12 in it. The worst of the limbs counts; an investigator may overrule the grade.
"""

from decimal import Decimal

import msgspec

from study.derived.given import Given, first
from study.derived.possible import at_least_grade, not_whole
from study.derived.result import Also, Formula, Outcome
from study.text import Text

SOURCE = "ASTCT consensus, Lee 2019"
ICE_FROM_AGE = 12
HIGHEST_SCORE = {"ICE": 10, "CAPD": 32}
NOT_THE_CHILD = ("REFUSES", "YOUNG")
"""Reasons of being unable that say nothing of the brain."""
_SIGNS = {"loc": 4, "seiz": 2, "edema": 2}
_LIMBS = (*_SIGNS, "motor")
_INPUTS = (
    *("age", "score", "tool", "base_score", "unable", "unable_why", "unarousable"),
    *("loc", "seiz", "motor", "edema", "applicable", "death"),
)
_OTHER_CAUSE = Text(
    "No neurological change, or one with another cause: not graded as ICANS.",
    "无神经系统改变或归因于其他原因，不按ICANS分级。",
)
_WHY_UNABLE = Text("Say why the child is unable to do the test.", "请注明无法完成评估的原因。")
_NOT_TESTED = Text(
    "The child was not tested (refuses, or too young for it): the score is unknown, not grade 4.",
    "患儿未接受评估（拒绝或年龄过小）：评分未知，不判为4级。",
)
_DRUGGED = Text(
    "Unable because sedated or intubated: grade 4 by the table. What sedation causes is not ICANS: judge.",
    "因镇静或插管无法评估：按表为4级。镇静所致不属ICANS，请研究者判断。",
)
_ICE_YOUNG = Text("ICE is for 12 years and older; use CAPD.", "ICE适用于12岁及以上，请使用CAPD。")
_CAPD_OLDER = Text(
    "CAPD at 12 years or older: the tool of the baseline, or chosen by the investigator.",
    "12岁及以上使用CAPD：沿用基线工具或由研究者选择。",
)
_ROUTES = {
    ("ICE", False): Text("ICE (12 years and older)", "ICE（12岁及以上）"),
    ("CAPD", False): Text("CAPD (under 12 years)", "CAPD（12岁以下）"),
    ("ICE", True): Text("ICE, the tool chosen", "ICE（已选定工具）"),
    ("CAPD", True): Text("CAPD, the tool chosen", "CAPD（已选定工具）"),
}


def _tool(given: Given) -> str:
    """ICE or CAPD; "" when neither the tool nor the age says which."""
    if given.word("tool") in HIGHEST_SCORE:
        return given.word("tool")
    if not given.has("age"):
        return ""
    return "ICE" if given.number("age") >= ICE_FROM_AGE else "CAPD"


def score_grade(tool: str, score: Decimal) -> int:
    """The grade of an ICE or CAPD score of a child who is awake enough to be tested."""
    if tool == "CAPD":
        return 0 if score == 0 else 1 if score < 9 else 3
    return 0 if score == 10 else 1 if score >= 7 else 2 if score >= 3 else 3


def _score_limb(given: Given, tool: str) -> tuple[int, int]:
    """The lowest and highest grade that the test leaves."""
    if given.flag("unarousable"):
        return 4, 4
    if given.flag("unable"):
        return (0, 4) if given.word("unable_why") in NOT_THE_CHILD else (4, 4)
    if not tool or not given.has("score"):
        return 0, 4
    grade = score_grade(tool, given.number("score"))
    return grade, grade


def _sign_limb(given: Given, name: str) -> tuple[int, int]:
    """The lowest and highest grade that a sign leaves; one that nobody mentions is taken as absent."""
    if name in given.expected(*_LIMBS):
        return 0, 4
    if name == "motor":
        return (4, 4) if given.flag(name) else (0, 0)
    if not given.has(name):
        return 0, 0
    code = int(given.number(name))
    grade = code if name == "loc" else {0: 0, 1: 3, 2: 4}[code]
    return grade, grade


def _notes(given: Given, tool: str) -> tuple[Text, ...]:
    notes = [_CAPD_OLDER] if tool == "CAPD" and given.has("age") and given.number("age") >= ICE_FROM_AGE else []
    if given.flag("unable"):
        why = given.word("unable_why")
        notes.append(_WHY_UNABLE if not why else _NOT_TESTED if why in NOT_THE_CHILD else _DRUGGED)
    unsaid = tuple(name for name in _LIMBS if not given.has(name) and name not in given.absent)
    missing = given.missing(*unsaid)
    if missing:
        notes.append(Text(f"{missing.en} Taken as not present.", f"{missing.zh}按无处理。"))
    if given.has("base_score") and tool and score_grade(tool, given.number("base_score")) > 0:
        grade = score_grade(tool, given.number("base_score"))
        notes.append(
            Text(
                f"At baseline the score alone was grade {grade}: look at the change.",
                f"基线评分本身即为{grade}级，请结合变化判断。",
            )
        )
    return tuple(notes)


def _beside(given: Given) -> tuple[Also, ...]:
    """The score at baseline and the change from it."""
    if not given.has("base_score"):
        return ()
    base = given.number("base_score")
    also = (Also("base_score", base, "score", 0),)
    if not given.has("score"):
        return also
    return (*also, Also("score_change", given.number("score") - base, "score", 0))


def _icans(given: Given) -> Outcome:
    if given.flag("death"):
        return Outcome(Decimal(5), used=("death",))
    if given.flag("applicable") is False:
        return Outcome(Decimal(0), notes=(_OTHER_CAUSE,), used=("applicable",))
    tool = _tool(given)
    young = tool == "ICE" and given.has("age") and given.number("age") < ICE_FROM_AGE
    why = first(
        _ICE_YOUNG if young else None,
        not_whole(given, 0, HIGHEST_SCORE.get(tool, HIGHEST_SCORE["CAPD"]), "score", "base_score"),
        *(not_whole(given, 0, highest, name) for name, highest in _SIGNS.items()),
    )
    if why:
        return Outcome(why=why)
    limbs = [_score_limb(given, tool), *(_sign_limb(given, name) for name in _LIMBS)]
    attributed = "applicable" not in given.expected("applicable")
    grades = max(least for least, _ in limbs) if attributed else 0, max(most for _, most in limbs)
    needed = ("score",) if tool else ("age", "score")
    missing = given.missing(*needed, *given.expected(*_LIMBS, "applicable"))
    outcome = at_least_grade(grades, missing, _INPUTS, _notes(given, tool))
    route = _ROUTES[tool, bool(given.word("tool"))] if tool else None
    return msgspec.structs.replace(outcome, also=_beside(given), route=route)


def _total(code: str, highest: dict[str, int], source: str) -> Formula:
    """The sum of the items of a test; without one of them there is none."""
    items = tuple(highest)

    def compute(given: Given) -> Outcome:
        why = first(given.missing(*items), *(not_whole(given, 0, most, item) for item, most in highest.items()))
        if why:
            return Outcome(why=why)
        return Outcome(sum((given.number(item) for item in items), Decimal(0)), used=items)

    return Formula(code, "score", 0, "1", source, items, compute)


ICANSG = Formula("ICANSG", "grade", 0, "1", SOURCE, _INPUTS, _icans, "grade", parts=("base_score", "score_change"))
ICETOT = _total("ICETOT", {"iceori": 4, "icenam": 3, "icecom": 1, "icewri": 1, "iceatt": 1}, SOURCE)
CAPDTOT = _total("CAPDTOT", {f"capd{number}": 4 for number in range(1, 9)}, "CAPD, Traube 2014")
