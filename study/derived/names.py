"""The inputs of the formulas: their names on the command line, their units, their words in both languages."""

from study.derived.named import Named
from study.derived.names_activity import ACTIVITY
from study.derived.names_growth import GROWTH
from study.derived.names_toxicity import TOXICITY
from study.text import Text

SEX = {"f": "F", "female": "F", "女": "F", "m": "M", "male": "M", "男": "M"}
NAMES: dict[str, Named] = {
    **ACTIVITY,
    **GROWTH,
    **TOXICITY,
    "height_cm": Named(Text("Height", "身高"), "cm"),
    "weight_kg": Named(Text("Weight", "体重"), "kg"),
    "age_y": Named(Text("Age", "年龄"), "y"),
    "sex": Named(Text("Sex", "性别"), kind="word", answers=SEX),
    "dialysis": Named(Text("Dialysis at this visit", "本次访视期间透析"), kind="flag"),
    "krt_visit": Named(
        Text("Dialysis at this visit or within 7 days before", "本次访视期间或前7天内透析"), kind="flag"
    ),
    "krt_log": Named(Text("Log of kidney replacement", "肾脏替代治疗记录"), kind="rows"),
    "krt_baseline": Named(Text("On dialysis at baseline", "基线透析"), kind="flag"),
    "creat_umolL": Named(Text("Serum creatinine", "血肌酐"), "umol/L"),
    "prot_mgL": Named(Text("Urine protein concentration", "尿蛋白浓度"), "mg/L"),
    "ucreat_mmolL": Named(Text("Urine creatinine", "尿肌酐"), "mmol/L"),
    "upcr_reported_gg": Named(Text("Reported protein/creatinine ratio", "报告的尿蛋白/肌酐比值"), "g/g"),
    "alb_mgL": Named(Text("Urine albumin", "尿微量白蛋白"), "mg/L"),
    "uacr_reported_mgg": Named(Text("Reported albumin/creatinine ratio", "报告的尿白蛋白/肌酐比值"), "mg/g"),
    "conc_mgL": Named(Text("24 h urine protein concentration", "24小时尿蛋白浓度"), "mg/L"),
    "u24creat_mmolL": Named(Text("24 h urine creatinine", "24小时尿肌酐浓度"), "mmol/L"),
    "vol_mL": Named(Text("24 h urine volume", "24小时尿量"), "mL"),
    "hours": Named(Text("Duration of the collection", "留尿时长"), "h"),
    "reported_mg24h": Named(Text("Reported 24 h urine protein", "报告的24小时尿蛋白定量"), "mg/24h"),
    "complete": Named(Text("Collection complete", "留尿完整"), kind="flag"),
    "qt": Named(Text("QT interval", "QT间期"), "ms"),
    "hr": Named(Text("Heart rate of the ECG", "心电图心率"), "beats/min"),
    "drug": Named(Text("Glucocorticoid", "糖皮质激素"), kind="word"),
    "mg": Named(Text("Dose per administration", "单次剂量"), "mg"),
    "per_day": Named(Text("Administrations per day", "每日次数"), "1/d"),
}
