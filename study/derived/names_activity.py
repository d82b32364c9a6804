"""The inputs of the formulas of disease activity, response and flare."""

from study.derived.named import Named
from study.text import Text

_WINDOWS = {"10d": "10D", "10": "10D", "30d": "30D", "30": "30D"}
_METHODS = {
    **dict.fromkeys(("enz", "enzymatic", "酶法"), "ENZ"),
    **dict.fromkeys(("jaffe", "jaffé", "苦味酸法"), "JAFFE"),
}
_EGFR = "mL/min/1.73m2"
ACTIVITY: dict[str, Named] = {
    "present": Named(Text("SLEDAI-2K descriptors present", "SLEDAI-2K存在条目"), kind="words"),
    "unanswered": Named(Text("SLEDAI-2K descriptors without an answer", "SLEDAI-2K未作答条目"), kind="words"),
    "previous": Named(Text("Descriptors present at the previous visit", "上次访视存在条目"), kind="words"),
    "previous_unanswered": Named(
        Text("Descriptors without an answer at the previous visit", "上次访视未作答条目"), kind="words"
    ),
    "pga": Named(Text("Physician global assessment (0-3)", "医师总体评估（0-3）"), "score"),
    "pred": Named(Text("Prednisone equivalent", "泼尼松等效剂量"), "mg/day"),
    "pred_apart": Named(Text("Of it for pulses, CRS and premedication", "其中冲击、CRS及预处理用激素"), "mg/day"),
    "apart_excluded": Named(
        Text("Leave out pulses, steroid for CRS and premedication", "不计冲击、CRS及预处理用激素"), kind="flag"
    ),
    "stable": Named(Text("Background therapy stable or none", "背景治疗稳定或无"), kind="flag"),
    "haem_gi": Named(Text("Haemolytic anaemia or gastrointestinal activity", "溶血性贫血或胃肠道活动"), kind="flag"),
    "weight": Named(Text("Weight", "体重"), "kg"),
    "age": Named(Text("Age", "年龄"), "y"),
    "base": Named(Text("Baseline value", "基线值")),
    "cur": Named(Text("SLEDAI-2K now", "目前SLEDAI-2K"), "score"),
    "pga_base": Named(Text("Physician global assessment at baseline (0-3)", "基线医师总体评估（0-3）"), "score"),
    "pga_cur": Named(Text("Physician global assessment now (0-3)", "目前医师总体评估（0-3）"), "score"),
    "newA": Named(Text("New BILAG A scores", "新增BILAG A")),
    "newB": Named(Text("New BILAG B scores", "新增BILAG B")),
    "window_base": Named(Text("SLEDAI window at baseline", "基线SLEDAI评估时间窗"), kind="word", answers=_WINDOWS),
    "window": Named(Text("SLEDAI window", "SLEDAI评估时间窗"), kind="word", answers=_WINDOWS),
    "dSLEDAI": Named(Text("Change of SLEDAI-2K", "SLEDAI-2K变化"), "score", signed=True),
    "dUPCR": Named(Text("Change of protein/creatinine ratio", "尿蛋白/肌酐比值变化"), "g/g", signed=True),
    "dMD": Named(Text("Change of physician global (0-10)", "医师总体评估（0-10）变化"), "score", signed=True),
    "dESR": Named(Text("Change of ESR", "血沉变化"), "mm/h", signed=True),
    "sledai": Named(Text("SLEDAI-2K", "SLEDAI-2K"), "score"),
    "sledai_prev": Named(Text("SLEDAI-2K at the previous visit", "上次访视SLEDAI-2K"), "score"),
    "upcr": Named(Text("Protein/creatinine ratio", "尿蛋白/肌酐比值"), "g/g"),
    "upcr_prev": Named(Text("Protein/creatinine ratio at the previous visit", "上次访视尿蛋白/肌酐比值"), "g/g"),
    "mdglob": Named(Text("Physician global (0-10)", "医师总体评估（0-10）"), "score"),
    "mdglob_prev": Named(
        Text("Physician global (0-10) at the previous visit", "上次访视医师总体评估（0-10）"), "score"
    ),
    "esr": Named(Text("ESR", "血沉"), "mm/h"),
    "esr_prev": Named(Text("ESR at the previous visit", "上次访视血沉"), "mm/h"),
    "base_upcr": Named(Text("Protein/creatinine ratio at baseline", "基线尿蛋白/肌酐比值"), "g/g"),
    "base_p24_m2_d": Named(Text("24 h protein per m2 at baseline", "基线24小时尿蛋白（每m²）"), "mg/m2/d"),
    "p24_m2_d": Named(Text("24 h protein per m2", "24小时尿蛋白（每m²）"), "mg/m2/d"),
    "base_egfr": Named(Text("eGFR at baseline", "基线eGFR"), _EGFR),
    "egfr": Named(Text("eGFR", "eGFR"), _EGFR),
    "base_eq": Named(Text("Equation of the eGFR at baseline", "基线eGFR公式"), kind="word"),
    "eq": Named(Text("Equation of the eGFR", "eGFR公式"), kind="word"),
    "rescue": Named(Text("Rescue therapy for lupus since the infusion", "回输后狼疮补救治疗"), kind="flag"),
    "tolerance": Named(Text("Fall of the eGFR that counts as stable", "视为稳定的eGFR下降比例")),
    "egfr_normal_floor": Named(Text("eGFR from which it counts as stable", "视为稳定的eGFR下限"), _EGFR),
    "rows": Named(Text("Log of medicines", "用药记录"), kind="rows"),
    "on": Named(Text("Day", "日期"), kind="day"),
    "days": Named(Text("Days of the mean", "均值天数"), "d"),
    "cysC": Named(Text("Cystatin C", "胱抑素C"), "mg/L"),
    "method": Named(Text("Creatinine method", "肌酐检测方法"), kind="word", answers=_METHODS),
    "base_method": Named(Text("Creatinine method at baseline", "基线肌酐检测方法"), kind="word", answers=_METHODS),
}
