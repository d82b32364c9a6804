"""What the page of logs knows of the shipped logs: columns, what each is for, names of groups. Data.

A log that is not named here shows its own first items; nothing fails where a study has other logs.
"""

from study.text import Text

COLUMNS: dict[str, tuple[str, ...]] = {
    "CM": ("CMTRT", "CMDOSE", "CMDOSU", "CMFRQ", "CMROUTE", "CMSTDTC", "CMENDTC"),
    "AE": ("AETERM", "AETOXGR", "AESER", "AEREL", "AESTDTC", "AEENDTC", "AEOUT"),
    "SAE": ("SAENO", "SAETYPE", "SAEEV", "SAEAWDTC", "SAERECIP", "SAESENT"),
    "INFE": ("INFSITE", "INFORG", "INFGR", "INFST", "INFEN", "INFTRT", "INFOUT"),
    "KRT": ("KRTMOD", "KRTSTDTC", "KRTENDTC", "KRTIND"),
    "BX": ("LNCLASS", "BXDTC", "BXRSN", "BXAI", "BXCI", "BXGLOM", "BXTX"),
    "FLARE": ("FLTYPE", "FLSEV", "FLDTC", "FLENDTC", "FLTRT", "FLOUT"),
    "SAMP": ("SAMPID", "SAMPTYPE", "SAMPVIS", "SAMPDTC", "SAMPSTAT", "SAMPALQ", "SAMPLOC", "DESTDTC"),
    "HOSP": ("HORSN", "HOSTDTC", "HOENDTC", "HONAM", "HOICU", "HOPLAN"),
    "VAX": ("VAXTRT", "VAXDOSE", "VAXDTC", "VAXLIVE", "VAXTIT", "VAXREACT"),
    "PTX": ("PTXTRT", "PTXCLASS", "PTXDOSE", "PTXSTDTC", "PTXENDTC", "PTXRESP"),
    "INCL": ("INCLTX", "INCLANS", "INCLDTC", "INCLTXN"),
    "ICF": ("ICFTYPE", "ICFVER", "ICFDTC", "ICFWHO", "ICFCHILD", "ICFWDTC"),
    "CONT": ("CONTDTC", "CONTWAY", "CONTWHO", "CONTOUT", "CONTBY", "CONTTX", "CONTNEXT"),
    "DV": ("DVTERM", "DVCAT", "DVSEV", "DVSTDTC", "DVVIS", "DVCAPA"),
}
FIRST = ("CM", "INFE", "SAMP", "BX", "KRT", "CONT", "DV", "ICF", "HOSP", "VAX", "AE", "SAE", "FLARE")
"""The order at the left, by how often they are wanted at the bedside; others follow."""
GROUPS: dict[str, tuple[Text, Text]] = {
    "CM": (Text("Taken now", "在用"), Text("Ended", "已停")),
    "SAMP": (Text("Kept", "在库或在途"), Text("Used up, destroyed, lost", "已用尽、销毁或遗失")),
    "HOSP": (Text("In hospital", "住院中"), Text("Discharged", "已出院")),
    "ICF": (Text("Standing", "有效"), Text("Withdrawn or replaced", "已撤回或被替代")),
    "SAE": (Text("To be sent", "待报送"), Text("Sent", "已报送")),
}
OPEN, OVER = Text("Goes on", "进行中"), Text("Over", "已结束")
NO_PURPOSE = Text("Rows of this log stand here, the latest first.", "此处列出该记录的各行，最近的在前。")
PURPOSES: dict[str, Text] = {
    "CM": Text(
        "Every medicine with dose and dates. Steroid dose, drug-free time and many scores are computed from it.",
        "记录全部用药及剂量、起止日期；激素剂量、停药时间及多项评分据此计算。",
    ),
    "AE": Text(
        "Every adverse event once, however many visits it lasts; its grades over time stand under it.",
        "每个不良事件只记一行，不论持续几次访视；分级变化记在其下。",
    ),
    "SAE": Text(
        "Reports of serious events: to whom, known since when, sent when. The deadlines run from awareness.",
        "严重不良事件报告：报给谁、何时获知、何时报送；时限自获知起计算。",
    ),
    "INFE": Text("Infections with site, organism, treatment and outcome.", "感染的部位、病原体、治疗与转归。"),
    "KRT": Text(
        "Dialysis and other kidney replacement, from the first to the last day.", "透析等肾脏替代治疗的起止日期与指征。"
    ),
    "BX": Text(
        "Kidney biopsies with ISN/RPS class and indices; the report can be attached.",
        "肾活检的ISN/RPS分型与指数；可附病理报告。",
    ),
    "FLARE": Text("Flares of lupus, how they were judged and treated.", "狼疮复发的判定依据与治疗。"),
    "SAMP": Text(
        "Each specimen from collection over transport to use or destruction, with the balance of its aliquots.",
        "每份样本从采集、转运到用尽或销毁，以及分装份数的平衡。",
    ),
    "HOSP": Text("Hospital stays, planned by the study or not.", "住院记录，包括研究计划内与计划外。"),
    "VAX": Text(
        "Vaccinations with day and dose; live ones are checked against B cells and treatment.",
        "疫苗接种的日期与剂次；活疫苗会对照B细胞与治疗核查。",
    ),
    "PTX": Text(
        "Treatment before the trial, and what of it counts as refractory.", "入组前的治疗及其是否计入难治依据。"
    ),
    "ICF": Text(
        "Consents of guardians and child with version and time, and withdrawals.",
        "监护人与患儿的知情同意（版本、签署时间）及撤回。",
    ),
    "CONT": Text(
        "Each attempt to reach the family: when, by whom, with what result.",
        "每次联系家庭的时间、联系人员与结果（包括未接通）。",
    ),
    "DV": Text(
        "Deviations from the protocol that people confirmed; proposals stand on the child's trial view.",
        "经确认的方案偏离；系统提示见患儿页“试验”视图。",
    ),
}
