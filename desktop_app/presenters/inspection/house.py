"""Questions about the house: people, versions, laboratory intervals, personal data, freezes, ethics, backups."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date

from desktop_app.presenters import words
from desktop_app.presenters.change_words import kind_word
from desktop_app.presenters.inspection.children import CHILD
from desktop_app.presenters.inspection.model import Inspected, Row, Table, day
from desktop_app.version import VERSION
from study.changes import facts as f
from study.consent import consents
from study.consent_faults import first_procedure
from study.consent_log import TRIAL
from study.rights import RIGHTS, may, may_resolve, reads_audit, sees_names
from study.state.slots import Slot
from study.text import Text

WHO, WHEN = Text("Who", "人员"), Text("When (site)", "本中心时间")
LOOKED = frozenset({"names-shown", "site-key-shown", "export", "print", "failed-unlock"})
BACKED_UP = frozenset({"backup", "backup-drill", "restore", "recovery-drill", "successor"})
KEYED_ANEW = Text("another signing key", "新签名密钥")
TASKS: tuple[tuple[Text, Callable[[str], bool]], ...] = (
    (Text("enters data", "录入数据"), lambda role: may(role, f.ValueSet)),
    (Text("withdraws entries, reopens forms", "撤回记录、重新打开表单"), lambda role: may(role, f.Withdrawn)),
    (Text("decides conflicts", "裁定冲突"), may_resolve),
    (Text("signs", "签名"), lambda role: may(role, f.Signed)),
    (Text("sees names", "查看姓名"), sees_names),
    (Text("closes queries", "关闭质疑"), lambda role: may(role, f.QueryClosed)),
    (Text("adopts definitions and intervals", "启用研究定义与参考区间"), lambda role: may(role, f.StudyAdopted)),
    (Text("erases identities", "删除身份信息"), lambda role: may(role, f.IdentityErased)),
    (Text("manages accounts", "管理账户"), lambda role: may(role, f.UserCertified)),
    (Text("reads the audit trail", "查阅稽查轨迹"), reads_audit),
)
"""What a delegation log asks of a person, as the program enforces it."""


def people(asked: Inspected) -> Table:
    """3. Who could do what from when to when, and when they were last here.

    The same roles under the same key, certified once more (for another workstation), are one row: the first.
    """
    last = {row.who: row.site for row in asked.trail("accessed")}
    rows: list[Row] = []
    for person in asked.reader.users():
        stood: tuple[tuple[str, ...], bytes] | None = None
        for entry in asked.reader.history(Slot("user", person.user)):
            fact, moment = entry.fact, asked.moment(entry.at.utc)
            by = asked.people.get(entry.author, entry.author)
            if isinstance(fact, f.UserCertified):
                if stood == (fact.roles, fact.public_key):
                    continue
                key = KEYED_ANEW if stood is not None and stood[1] != fact.public_key else ""
                stood = (fact.roles, fact.public_key)
                roles, tasks = words.roles_text(fact.roles), may_here(fact.roles)
                rows.append((person.name, roles, tasks, moment, "", by, key, last.get(person.name, "")))
            elif isinstance(fact, f.UserEnded):
                stood = None
                rows.append((person.name, Text("rights ended", "权限终止"), "", "", moment, by, fact.reason, ""))
    columns = (
        WHO, Text("Roles", "角色"), Text("May here", "系统内权限"), Text("From", "自"), Text("Until", "至"),
        Text("Entered by", "录入人"), Text("Remark", "备注"), Text("Last here", "最近使用"),
    )  # fmt: skip
    note = Text(
        "What this program lets each person do, to be laid beside the site's delegation log. That log with its wet "
        "signatures, the staff list and the training records are papers of the site, not kept here.",
        "本表列出各人员在本系统内的权限，供与中心授权分工表核对。授权分工表原件、人员名单与培训记录为中心纸质文件，不保存在本系统中。",
    )
    return Table(columns, tuple(rows), (note,))


def may_here(roles: Sequence[str]) -> Text:
    """What people of these roles may do, in words."""
    return words.join(*(task for task, allows in TASKS if any(map(allows, roles))))


def versions(asked: Inspected) -> Table:
    """11. Every version of the definition, when, by whom and why, and how many values were entered under each."""
    counted = Counter(row.version for row in asked.trail("valueset"))
    rows = tuple(
        (
            each.version, each.digest[:16], asked.moment(each.at_utc), asked.people.get(each.author, each.author),
            Text("began with it", "初始版本") if each.began else each.reason,
            Text("in force", "生效中") if each.in_force else "", str(counted[each.version]),
        )
        for each in asked.reader.versions()
    )  # fmt: skip
    columns = (
        Text("Version", "版本"), Text("Content (SHA-256)", "内容哈希"), WHEN, WHO, Text("Why", "原因"),
        Text("State", "状态"), Text("Values entered under it", "该版本下录入数值"),
    )  # fmt: skip
    notes = (
        Text(f"Program version {VERSION}.", f"程序版本 {VERSION}。"),
        Text(
            "What was tested of a program version is written in its package (docs/reliability.md); the site's own "
            "validation report is kept by the site.",
            "各程序版本的测试内容见随附文档（docs/reliability.md）；中心自行出具的验证报告由中心保存。",
        ),
    )
    return Table(columns, rows, notes)


def intervals(asked: Inspected) -> Table:
    """12. Every laboratory table that was adopted: what it covers, its dates, the certificate it was measured under."""
    rows: list[Row] = []
    for adoption in asked.records.adopted.adoptions:
        said = (asked.moment(adoption.adopted.at_utc), asked.people.get(adoption.adopted.author, ""))
        digest = adoption.adopted.digest[:16]
        if adoption.table is None:
            rows.append((digest, *said, Text("can't be read here", "本机无法读取"), *[""] * 6))
            continue
        spans: dict[tuple[str, ...], set[str]] = {}
        for line in adoption.table.rows:
            held = (line.laboratory, line.method, day(line.since), day(line.until))
            spans.setdefault((*held, line.certificate, day(line.certified_until)), set()).add(line.item)
        rows += [(digest, *said, *key, ", ".join(sorted(items))) for key, items in sorted(spans.items())]
    columns = (
        Text("Table (SHA-256)", "表（哈希）"), WHEN, WHO, Text("Laboratory", "实验室"), Text("Method", "方法"),
        Text("From", "生效"), Text("Until", "失效"), Text("Certificate", "认可证书编号"),
        Text("Certificate valid until", "认可证书有效期至"), Text("Items", "项目"),
    )  # fmt: skip
    note = Text(
        "Number and validity of the accreditation are what the laboratory wrote into its table; the certificate itself "
        "is a paper of the laboratory. Defaults of the definition await the laboratory's check.",
        "认可证书编号与有效期由实验室填写于参考区间表中，证书原件由实验室保管。研究定义中的默认区间尚待实验室核对。",
    )
    return Table(columns, tuple(rows), (note,))


def personal_data(asked: Inspected) -> Table:
    """13. Separate consents to the use of personal information; who saw names; what was exported or printed."""
    rows: list[Row] = []
    for child in asked.children:
        told = consents(child.course, asked.now.date())
        separate = [each for each in told.given if each.kind == "PIPL"]
        word = Text("separate consent", "单独同意")
        rows += [(word, day(each.at or each.on), "", child.course.code, each.version) for each in separate]
        if not separate:
            rows.append((Text("separate consent missing", "缺单独同意"), "", "", child.course.code, ""))
    erased = asked.trail("identityerased")
    rows += [(row.kind, row.site, row.who, row.child, row.why) for row in erased]
    rows += _accesses(asked, LOOKED)
    columns = (Text("What", "事项"), WHEN, WHO, CHILD, Text("Detail", "详情"))
    note = Text(
        "The impact assessment on personal information is a paper of the site; it is not kept here.",
        "个人信息保护影响评估报告为中心文件，不保存在本系统中。",
    )
    return Table(columns, tuple(rows), (note,))


def _accesses(asked: Inspected, kinds: frozenset[str]) -> Iterator[Row]:
    for row in asked.trail("accessed"):
        if row.access in kinds:
            yield (row.kind, row.site, row.who, row.child, row.after)


def freezes(asked: Inspected) -> Table:
    """14. Who may freeze, lock and release, and every time it was done; every change that was held and decided."""
    kinds = (f.Frozen, f.Locked, f.FreezeReleased, f.ChangeReleased, f.ChangeRejected)
    rows: list[Row] = []
    for kind in kinds:
        roles = tuple(sorted(role for role in RIGHTS if may(role, kind)))
        word = kind_word(kind)
        rows.append((Text(f"may: {word.en}", f"有权：{word.zh}"), "", words.roles_text(roles), "", "", ""))
    done = asked.trail(*(kind.__name__.lower() for kind in kinds))
    rows += [(row.kind, row.site, row.who, row.child, row.place, row.why) for row in done]
    columns = (Text("What", "事项"), WHEN, WHO, CHILD, Text("Where", "位置"), Text("Why", "原因"))
    return Table(columns, tuple(rows))


def ethics(asked: Inspected) -> Table:
    """15. The dates of ethics and registry against the first consent and the first procedure."""
    protocol = asked.study.protocol
    given = [
        (each.at.date() if each.at else each.on, child.course.code)
        for child in asked.children
        for each in consents(child.course, asked.now.date()).given
        if each.kind == TRIAL and (each.at or each.on)
    ]
    procedures = [(first.on, child.course.code) for child in asked.children if (first := first_procedure(child.course))]
    rows: list[Row] = [
        (Text("ethics approval", "伦理批准"), day(protocol.ethics_approved), ""),
        (Text("the study runs from, by the registry", "注册登记的研究开始"), day(protocol.runs_from), ""),
        (Text("recruiting from", "招募开始"), day(protocol.recruits_from), ""),
        (Text("recruiting to", "招募结束"), day(protocol.recruits_to), ""),
        (Text("first consent in this record", "本记录首份知情同意"), *(_first(given))),
        (Text("first procedure in this record", "本记录首项研究操作"), *(_first(procedures))),
        (Text("the study runs to", "研究结束"), day(protocol.runs_to), ""),
        (Text("data to be shared by", "数据共享期限"), day(protocol.share_by), ""),
    ]
    board = protocol.monitoring_board
    if board is not None:
        en, zh = f"data and safety monitoring board: {board.en}", f"数据安全监察委员会：{board.zh}"
        rows.append((Text(en, zh), "", ""))
    return Table((Text("What", "事项"), Text("Day", "日期"), CHILD), tuple(rows))


def _first(found: Sequence[tuple[date | None, str]]) -> tuple[str, str]:
    return min(((day(on), code) for on, code in found), default=("", ""))


def backups(asked: Inspected) -> Table:
    """16. Every backup and every drill that the record knows of."""
    rows = tuple(_accesses(asked, BACKED_UP))
    columns = (Text("What", "事项"), WHEN, WHO, CHILD, Text("Detail", "详情"))
    return Table(columns, rows)
