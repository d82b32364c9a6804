"""The inputs of the formulas of growth and blood pressure."""

from study.derived.named import Named
from study.text import Text

GROWTH: dict[str, Named] = {
    "age_months": Named(Text("Age in months", "月龄"), "mo"),
    "value": Named(
        Text("Measured value (height in cm, weight in kg, BMI in kg/m2)", "测量值（身高cm、体重kg、BMI kg/m2）")
    ),
    "LMS": Named(Text("L, M and S of the growth standard", "生长标准的L、M、S值"), kind="numbers", signed=True),
    "standard": Named(Text("Standard whose numbers are used", "采用的参照标准"), kind="word"),
    "age": Named(Text("Age in completed years", "周岁年龄"), "y"),
    "sbp": Named(Text("Systolic blood pressure", "收缩压"), "mmHg"),
    "dbp": Named(Text("Diastolic blood pressure", "舒张压"), "mmHg"),
    "P90": Named(Text("90th percentile (systolic, diastolic)", "第90百分位（收缩压、舒张压）"), kind="numbers"),
    "P95": Named(Text("95th percentile (systolic, diastolic)", "第95百分位（收缩压、舒张压）"), kind="numbers"),
    "bp_medicine": Named(Text("On blood pressure medicine", "正在使用降压药"), kind="flag"),
}
