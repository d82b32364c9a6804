"""The inputs of the formulas of toxicity, blood counts, immune reconstitution, heart."""

from study.derived.named import Named
from study.text import Text

_COUNT = "10^9/L"
_TOOLS = {"ice": "ICE", "capd": "CAPD"}
_UNABLE = {
    **dict.fromkeys(("sedated", "镇静"), "SEDATED"),
    **dict.fromkeys(("intubated", "插管"), "INTUBATED"),
    **dict.fromkeys(("refuses", "拒绝"), "REFUSES"),
    **dict.fromkeys(("young", "tooyoung", "年龄过小"), "YOUNG"),
}
_ANALYTES = {"alt": "ALT", "ast": "AST"}


def _points(en: str, zh: str) -> Named:
    return Named(Text(en, zh), "score")


def _flag(en: str, zh: str) -> Named:
    return Named(Text(en, zh), kind="flag")


_CRS_AND_ICANS = {
    "fever": _flag("Fever of 38.0 or more without another cause", "发热≥38.0℃且无其他原因"),
    "hypo": Named(Text("Hypotension (0-3)", "低血压（0-3）")),
    "hypox": Named(Text("Hypoxia (0-3)", "低氧（0-3）")),
    "ongoing": _flag("Ongoing CRS, treated", "已用药的持续CRS"),
    "death": _flag("Death from this toxicity", "死于该毒性"),
    "score": _points("ICE or CAPD score", "ICE或CAPD评分"),
    "base_score": _points("ICE or CAPD score at baseline", "基线ICE或CAPD评分"),
    "tool": Named(Text("Tool (ICE or CAPD)", "评估工具（ICE或CAPD）"), kind="word", answers=_TOOLS),
    "unable": _flag("Unable to do the test", "无法完成评估"),
    "unable_why": Named(Text("Why unable", "无法完成的原因"), kind="word", answers=_UNABLE),
    "unarousable": _flag("Unarousable", "不能唤醒"),
    "loc": Named(Text("Consciousness (0-4)", "意识水平（0-4）")),
    "seiz": Named(Text("Seizure (0-2)", "抽搐（0-2）")),
    "motor": _flag("Severe focal motor weakness", "严重局灶性运动无力"),
    "edema": Named(Text("Cerebral oedema (0-2)", "脑水肿（0-2）")),
    "applicable": _flag("Neurological change without another cause", "神经系统改变且无其他原因"),
    "iceori": _points("ICE orientation (0-4)", "ICE定向力（0-4）"),
    "icenam": _points("ICE naming (0-3)", "ICE命名（0-3）"),
    "icecom": _points("ICE commands (0-1)", "ICE执行指令（0-1）"),
    "icewri": _points("ICE writing (0-1)", "ICE书写（0-1）"),
    "iceatt": _points("ICE attention (0-1)", "ICE注意力（0-1）"),
    "capd1": _points("CAPD 1 eye contact (0-4)", "CAPD 1目光接触（0-4）"),
    "capd2": _points("CAPD 2 purposeful actions (0-4)", "CAPD 2动作有目的（0-4）"),
    "capd3": _points("CAPD 3 aware of surroundings (0-4)", "CAPD 3对环境有意识（0-4）"),
    "capd4": _points("CAPD 4 communicates needs (0-4)", "CAPD 4表达需求（0-4）"),
    "capd5": _points("CAPD 5 restless (0-4)", "CAPD 5烦躁不安（0-4）"),
    "capd6": _points("CAPD 6 inconsolable (0-4)", "CAPD 6难以安抚（0-4）"),
    "capd7": _points("CAPD 7 underactive (0-4)", "CAPD 7活动过少（0-4）"),
    "capd8": _points("CAPD 8 slow to respond (0-4)", "CAPD 8反应迟缓（0-4）"),
}
_GRADES = {
    "x": Named(Text("Result", "结果")),
    "lln": Named(Text("Lower limit of normal", "参考下限")),
    "uln": Named(Text("Upper limit of normal", "参考上限")),
    "analyte": Named(Text("Which (ALT or AST)", "项目（ALT或AST）"), kind="word", answers=_ANALYTES),
    "haemolysed": _flag("Haemolysed", "标本溶血"),
    "days_le500": Named(Text("Days with neutrophils of 0.5 or less", "中性粒细胞≤0.5的天数"), "d"),
    "days_le100": Named(Text("Days with neutrophils of 0.1 or less", "中性粒细胞≤0.1的天数"), "d"),
    "days_lt50": Named(Text("Days with platelets below 50", "血小板<50的天数"), "d"),
    "days_lt20": Named(Text("Days with platelets below 20", "血小板<20的天数"), "d"),
    "never": _flag("Neutrophils never above 0.5 from day 0 to day 30", "第0-30天中性粒细胞从未>0.5"),
    "counts": Named(Text("Series of counts", "计数序列"), _COUNT, kind="series"),
    "creats": Named(Text("Series of creatinine", "肌酐序列"), "umol/L", kind="series"),
}
_IMMUNE_AND_ORGANS = {
    "apl_results": Named(Text("Antiphospholipid results", "抗磷脂抗体各次结果"), kind="rows"),
    "lac": Named(Text("Lupus anticoagulant", "狼疮抗凝物"), kind="word"),
    **{
        name: named
        for code, words in (
            ("aclg", Text("Anticardiolipin IgG", "抗心磷脂抗体IgG")),
            ("aclm", Text("Anticardiolipin IgM", "抗心磷脂抗体IgM")),
            ("b2g", Text("Anti-β2-glycoprotein 1", "抗β2糖蛋白1抗体")),
        )
        for name, named in (
            (code, Named(words, kind="word")),
            (f"{code}_n", Named(Text(f"{words.en}, number", f"{words.zh}数值"), "U/mL")),
            (f"{code}_high", Named(Text(f"{words.en}, upper limit", f"{words.zh}上限"), "U/mL")),
        )
    },
    "igg": Named(Text("IgG", "免疫球蛋白G"), "g/L"),
    "ivig": _flag("Immunoglobulin given", "已输注免疫球蛋白"),
    "lym": Named(Text("Lymphocytes", "淋巴细胞"), _COUNT),
    "pct": Named(Text("Percentage of the subset", "亚群百分比"), "%"),
    "single": Named(Text("Single-platform count", "单平台计数"), "cells/uL"),
    "cd19": Named(Text("CD19 count", "CD19计数"), "cells/uL"),
    "cd19s": Named(Text("Series of CD19 counts", "CD19计数序列"), "cells/uL", kind="series"),
    "threshold": Named(Text("B cells count as depleted below", "B细胞耗竭界值"), "cells/uL"),
    "ca": Named(Text("Calcium", "血钙"), "mmol/L"),
    "ica": Named(Text("Ionised calcium", "离子钙"), "mmol/L"),
    "alb": Named(Text("Albumin", "白蛋白"), "g/L"),
    "nephrotic": _flag("Nephrotic state", "肾病状态"),
    "lvidd_mm": Named(Text("Diastolic diameter of the left ventricle", "左室舒张末期内径"), "mm"),
    "lvids_mm": Named(Text("Systolic diameter of the left ventricle", "左室收缩末期内径"), "mm"),
    "creat": Named(Text("Creatinine", "肌酐"), "umol/L"),
    "alt": Named(Text("ALT", "ALT"), "U/L"),
    "ast": Named(Text("AST", "AST"), "U/L"),
    "uln_alt": Named(Text("Upper limit of ALT", "ALT参考上限"), "U/L"),
    "uln_ast": Named(Text("Upper limit of AST", "AST参考上限"), "U/L"),
    "bili": Named(Text("Bilirubin", "胆红素"), "umol/L"),
}
TOXICITY: dict[str, Named] = {**_CRS_AND_ICANS, **_GRADES, **_IMMUNE_AND_ORGANS}
