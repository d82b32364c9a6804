"""What can be done from anywhere by name, and the map of keys. Data, and where each leads; no command of its own."""

from collections.abc import Callable
from dataclasses import dataclass

from desktop_app.presenters.page import Desk
from desktop_app.session import Session
from study.text import Text
from ui.admin.state import Section
from ui.frame.state import Room
from ui.search.state import KeyGroup, KeyLine


def _anybody(_session: Session) -> bool:
    return True


@dataclass(frozen=True)
class Command:
    """Something to do: its words in both languages, other words it goes by, the keys that do the same."""

    code: str
    does: Text
    run: Callable[[Desk], None]
    also: tuple[str, ...] = ()
    keys: str = ""
    allowed: Callable[[Session], bool] = _anybody


def _room(room: Room) -> Callable[[Desk], None]:
    return lambda desk: desk.open_room(room)


def _section(section: Section) -> Callable[[Desk], None]:
    return lambda desk: desk.open_admin(section)


def _audits(session: Session) -> bool:
    return session.reads_audit


def _turn_language(desk: Desk) -> None:
    desk.look.language.switch("en" if desk.language == "zh" else "zh")


def _turn_theme(desk: Desk) -> None:
    desk.look.theme.switch("light" if desk.look.theme.name == "dark" else "dark")


COMMANDS: tuple[Command, ...] = (
    Command("today", Text("Today", "今日"), _room(Room.TODAY), ("due", "到期", "逾期"), "Ctrl+1"),
    Command("children", Text("All children", "全部患儿"), _room(Room.CHILDREN), ("enrol", "入组"), "Ctrl+2"),
    Command("queries", Text("Queries", "质疑"), _room(Room.QUERIES), ("questions",), "Ctrl+3"),
    Command("safety", Text("Safety", "安全性"), _room(Room.SAFETY), ("adverse events", "SAE", "不良事件"), "Ctrl+4"),
    Command("sync", Text("Send and receive", "发送与接收"), _room(Room.SYNC), ("sync", "同步", "回执"), "Ctrl+5"),
    Command("audit", Text("Audit trail", "稽查轨迹"), _room(Room.AUDIT), ("inspection", "核查"), "Ctrl+6", _audits),
    Command(
        "cohort", Text("Charts of all children", "全部患儿曲线图"), lambda desk: desk.open_cohort(),
        ("cohort", "spaghetti", "response", "队列", "应答"),
    ),
    Command(
        "outcomes", Text("Primary outcomes by child and visit", "主要终点：按患儿和访视"),
        lambda desk: desk.open_outcomes(),
        ("completeness", "cytokines", "serology", "完成情况", "细胞因子", "血清学"),
    ),
    Command(
        "all_normal", Text("All normal: fill this form", "全部正常：填写本表"),
        lambda desk: desk.at_bedside("all_normal"),
        ("normal", "findings", "正常"), "Alt+N",
    ),
    Command(
        "as_last", Text("As last time: copy what may be copied", "沿用上次：可沿用的项目"),
        lambda desk: desk.at_bedside("as_last"), ("copy", "previous", "上次", "复制"), "Alt+L",
    ),
    Command(
        "records", Text("Enter this visit from records, or no more", "按记录补录本次访视（开/关）"),
        lambda desk: desk.at_bedside("records"), ("paper", "past visit", "source", "纸质", "补录", "来源"), "Alt+R",
    ),
    Command("users", Text("Users and roles", "用户与角色"), _section(Section.USERS), ("people", "passphrase", "口令")),
    Command("keys", Text("Keys and recovery code", "密钥与恢复码"), _section(Section.KEYS), ("renew", "更换")),
    Command("devices", Text("Workstations", "工作站"), _section(Section.DEVICES), ("workstation", "工作站")),
    Command("edc", Text("Central EDC", "中心库"), _section(Section.EDC), ("enrol workstation", "接入", "注册")),
    Command("study", Text("Study definition", "研究定义"), _section(Section.STUDY), ("version", "版本", "amendment")),
    Command("reference", Text("Reference intervals", "参考区间"), _section(Section.REFERENCE), ("检验科",)),
    Command("backup", Text("Backup and restore", "备份与恢复"), _section(Section.BACKUP), ("drill", "演练")),
    Command(
        "archive", Text("Archive of the study", "研究归档"), _section(Section.BACKUP),
        ("retention", "keep", "保存期限", "存档"),
    ),
    Command("about", Text("About Cartella", "关于 Cartella"), _section(Section.ABOUT), ("licence", "许可", "version")),
    Command("language", Text("中文 / English", "English / 中文"), _turn_language, ("language", "语言", "切换语言")),
    Command("theme", Text("Light or dark", "浅色或深色"), _turn_theme, ("theme", "appearance", "外观", "主题")),
    Command("lock", Text("Lock", "锁定"), lambda desk: desk.lock(), ("leave", "离开"), "Ctrl+L"),
    Command("switch", Text("Another user", "切换用户"), lambda desk: desk.switch_user(), (), "Ctrl+Shift+L"),
    Command("map", Text("Keys", "快捷键"), lambda desk: desk.show_keys(), ("shortcuts", "help", "帮助"), "F1"),
)  # fmt: skip


def _line(keys: str, en: str, zh: str) -> KeyLine:
    return KeyLine(keys, Text(en, zh))


KEYS: tuple[KeyGroup, ...] = (
    KeyGroup(
        Text("Everywhere", "任何页面"),
        (
            _line("Ctrl+K", "search children, visits, items, queries, commands", "查找患儿、访视、项目、质疑、命令"),
            _line("F1", "this map", "本快捷键表"),
            _line("Ctrl+1 … 7", "the rooms of the rail", "左侧各页面"),
            _line("Ctrl+L", "lock", "锁定"),
            _line("Ctrl+Shift+L", "another user", "切换用户"),
            _line("Esc", "back", "返回"),
            _line("Tab", "on to the next part", "下一部分"),
        ),
    ),
    KeyGroup(
        Text("Today, a child's page", "今日、患儿页面"),
        (
            _line("Enter", "open the visit", "打开访视"),
            _line("Ctrl+P", "letter to the family", "家属通知单"),
            _line("Alt+O", "from today: the primary outcomes", "自今日页面：主要终点"),
        ),
    ),
    KeyGroup(
        Text("A visit", "访视录入"),
        (
            _line("Enter", "next field; what was typed is saved", "下一字段，已输入内容即保存"),
            _line("Shift+Enter", "field before", "上一字段"),
            _line("Alt+1 … 0", "a form by its number", "按序号打开表单"),
            _line("Ctrl+J", "find a form", "查找表单"),
            _line("F2", "not done, and why", "未做及原因"),
            _line("F3", "history of the field", "字段历史"),
            _line("F4", "the list of a choice, or of rows", "展开选项或可归属的记录"),
            _line("F6", "the pane at the right", "右侧面板"),
            _line("F7", "next empty field that had a value last time", "下一个上次有值、本次未填的字段"),
            _line("F8", "next text that waits for an answer", "下一项待答或未保存的内容"),
            _line("Alt+N", "all normal: empty findings only", "全部正常：仅填空项"),
            _line("Alt+L", "as last time: shown before it is copied", "沿用上次：先显示，再填入"),
            _line("Alt+R", "enter from paper or records", "按记录补录"),
            _line("Alt+Y", "take what is suggested", "采用建议值"),
            _line("Ctrl+I", "import a laboratory report", "导入检验报告"),
            _line("Ctrl+Z", "take the last entry back", "撤销上一录入"),
            _line("Ctrl+Enter", "form complete", "表单完成"),
            _line("Ctrl+P", "print, or save as PDF", "打印或另存为 PDF"),
            _line("Ctrl+R", "review and sign", "审核与签名"),
        ),
    ),
    KeyGroup(
        Text("A tracing", "波形"),
        (
            _line("← →  PageUp PageDown", "scroll along time; a page at a time", "沿时间滚动；整页滚动"),
            _line("Home End", "to the beginning, to the end", "到开头、到结尾"),
            _line("+ -", "paper speed (Ctrl+wheel)", "走纸速度（Ctrl+滚轮）"),
            _line("Ctrl+↑ ↓", "gain", "增益"),
            _line("↑ ↓", "through the leads (Shift+wheel)", "上下滚动导联（Shift+滚轮）"),
            _line("1 2", "put or choose a mark", "放置或选择测量标记"),
            _line("Shift+← →", "move the mark; with Ctrl by 10 px", "移动标记；加 Ctrl 为 10 像素"),
            _line("[ ]", "the lead that is read", "选择读数的导联"),
            _line("Esc", "take the marks away", "清除标记"),
        ),
    ),
    KeyGroup(
        Text("The log of medicines", "用药记录"),
        (
            _line("L", "to the prescription line", "到医嘱行"),
            _line(
                "Enter",
                "record the line; while something is asked, to the readings, none chosen",
                "记入；有询问时转到选项，不预选",
            ),
            _line("1 … 9, or ← → Enter", "choose a reading", "选择读法"),
            _line("↓ Esc", "to the rows; the line stays", "到各行，医嘱行保留"),
            _line("E", "edit the chosen row through the line", "以医嘱行修改所选用药"),
            _line("C", "change its dose from a day on", "自某日起调整其剂量"),
            _line("S", "stop it", "停用该药"),
            _line("Ctrl+Z", "take back what the line recorded last", "撤销医嘱行最近一次记入"),
        ),
    ),
    KeyGroup(
        Text("Charts", "图表"),
        (
            _line("← →", "from point to point", "逐点移动"),
            _line("Enter", "open what is marked", "打开所选"),
            _line("Space", "in large", "放大"),
            _line("Ctrl+P", "print", "打印"),
        ),
    ),
    KeyGroup(
        Text("Tables", "表格"),
        (
            _line("↑ ↓", "move", "移动"),
            _line("Enter", "open", "打开"),
            _line("Ctrl+F", "to the filter", "到筛选框"),
            _line("Space", "tick a form to be signed", "勾选待签表单"),
        ),
    ),
    KeyGroup(
        Text("A child's logs, safety", "患儿记录、安全性"),
        (
            _line("N", "a new row of the log", "在该记录中新增一行"),
            _line("Alt+1 … 0", "a log by its number", "按序号切换记录"),
            _line("F6", "deadlines and proposals, and back", "报告时限与提示，再按返回"),
        ),
    ),
    KeyGroup(
        Text("Queries, conflicts, signing", "质疑、冲突、签名"),
        (
            _line("Enter", "to the answer", "到答复框"),
            _line("Ctrl+Enter", "answer, decide, sign", "答复、裁定、签名"),
            _line("Esc", "back to the list", "返回列表"),
        ),
    ),
)
