"""The sixteen questions in their order. Owns the list; each answer stands with its kind."""

from desktop_app.presenters.inspection import children, house, score, trail
from desktop_app.presenters.inspection.model import Question
from study.text import Text

QUESTIONS: tuple[Question, ...] = (
    Question(
        1,
        "consent",
        Text("Consent before the first procedure, in an approved version", "首项操作前的知情同意及其批准版本"),
        children.consent,
    ),
    Question(
        2,
        "eligibility",
        Text("Eligibility, criterion by criterion, with its source", "逐条入排标准及其依据"),
        children.eligibility,
    ),
    Question(3, "people", Text("Who could do what, from when to when", "人员权限及起止时间"), house.people),
    Question(
        4,
        "serious-events",
        Text("Serious adverse events and their deadlines", "严重不良事件与报告时限"),
        children.serious_events,
    ),
    Question(
        5,
        "deviations",
        Text("Deviations, visits missed or outside their window", "方案偏离及超窗、缺失访视"),
        children.deviations,
    ),
    Question(
        6, "product", Text("The product from apheresis to child", "产品身份链：单采至患儿"), children.chain_of_identity
    ),
    Question(7, "sources", Text("Where each item came from", "各项目的数据来源"), children.sources),
    Question(
        8,
        "score-and-response",
        Text("SLEDAI-2K and renal response with all inputs", "SLEDAI-2K与肾脏应答及全部输入"),
        score.score_and_response,
    ),
    Question(
        9,
        "looked-at-twice",
        Text("Changes after signature, entries at night, in bulk, late", "签名后修改，夜间、批量、滞后录入"),
        trail.looked_at_twice,
    ),
    Question(10, "samples", Text("Sample balance", "样本平衡"), children.sample_balance),
    Question(11, "versions", Text("Versions of program and definition", "程序与研究定义版本"), house.versions),
    Question(
        12, "intervals", Text("Laboratory intervals with their dates", "实验室参考区间及生效日期"), house.intervals
    ),
    Question(
        13,
        "personal-data",
        Text("Personal information: consent, who saw names, exports", "个人信息：单独同意、姓名查看、导出"),
        house.personal_data,
    ),
    Question(
        14, "freezes", Text("Freezing and locking: who may, and every time", "冻结与锁定：权限与历史"), house.freezes
    ),
    Question(
        15,
        "ethics",
        Text("Ethics and registry dates against the first consent", "伦理与注册日期对照首份同意"),
        house.ethics,
    ),
    Question(16, "backups", Text("Backups and drills", "备份与演练记录"), house.backups),
)
