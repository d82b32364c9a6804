"""What the record says of somebody who looked, printed or exported: its codes in words. Pure; knows no store."""

from collections.abc import Mapping
from typing import NamedTuple

from desktop_app.presenters.words import both, join
from study.changes.facts import Accessed
from study.text import Text

ACCESS = {
    "unlock": Text("unlocked", "解锁进入"),
    "failed-unlock": Text("failed unlock", "解锁失败"),
    "export": Text("export", "导出"),
    "print": Text("print", "打印"),
    "names-shown": Text("names shown", "查看姓名"),
    "site-key-shown": Text("site key shown", "查看中心密钥"),
    "successor": Text("went on as a new device", "作为新设备继续"),
    "backup": Text("backup", "备份"),
    "backup-drill": Text("backup drill", "备份演练"),
    "restore": Text("restored from a backup", "从备份恢复"),
    "recovery-drill": Text("recovery code drill", "恢复码演练"),
    "recovered": Text("let in by the recovery code", "用恢复码进入"),
    "recovery-drill-failed": Text("recovery code drill failed", "恢复码演练失败"),
    "recovery-code": Text("new recovery code", "更换恢复码"),
    "passphrase-changed": Text("own passphrase changed", "修改本人口令"),
    "passphrase-reset": Text("new passphrase for a user", "为用户设置新口令"),
    "key-slot-removed": Text("a user can no longer unlock", "移除用户的解锁权限"),
    "keys-renewal-begun": Text("renewing the vault key begun", "开始更换记录密钥"),
    "keys-renewed": Text("vault key renewed", "更换记录密钥"),
    "keys-put-back": Text("key file put back", "恢复密钥文件"),
}
"""What an access is called; one that is not listed goes by its code."""
_THINGS = {
    "charts": Text("charts", "曲线图"),
    "cohort": Text("charts of all children", "全部患儿曲线图"),
    "bundle": Text("sealed bundle for the EDC", "发往中心库的封存数据包"),
    "audit": Text("audit trail", "稽查轨迹"),
    "archive": Text("archive of the study, not encrypted", "研究归档（未加密）"),
    "crf": Text("case report forms", "病例报告表"),
    "letter": Text("letter to the family", "家属通知单"),
    "inspection": Text("inspection tables", "核查问题表"),
    "receipt": Text("receipt of the day", "当日回执"),
    "site-key": Text("site key sheet", "中心密钥单"),
    "recovery-code": Text("recovery code sheet", "恢复码单"),
    "board": Text("safety pack for the monitoring board", "数据安全监察报告"),
    "results": Text("results file", "结果文件"),
    "shared": Text("data set without identity", "去标识化数据集"),
    "reference-template": Text("empty table of reference intervals", "空白参考区间表"),
}
_OF_CHILDREN = frozenset({"cohort", "board", "results", "shared"})
_LINES = frozenset({"audit", "inspection", "crf"}) | _OF_CHILDREN
"""Of these a number of lines or files is worth a word."""


_NAMED = "named"
"""That names went along: of one child, or of all."""


class Told(NamedTuple):
    """The code of the child it is about, "" for none, and what else there is to say."""

    child: str
    text: Text


def letter_detail(visit: str, subject: str, *, named: bool) -> str:
    """What the record says of a printed letter, in codes; `named`: with the child's name."""
    return " ".join(("letter", visit, subject, *((_NAMED,) if named else ())))


def access_word(what: str) -> Text:
    """What this kind of access is called."""
    return ACCESS.get(what, both(what))


def access_told(fact: Accessed, people: Mapping[str, str], codes: Mapping[str, str]) -> Told:
    """The detail of an access in words; `people` names users, `codes` children, both by their ids."""
    if fact.what == "names-shown":
        return _names(fact, codes)
    if fact.what == "failed-unlock":
        name = people.get(fact.detail, fact.detail)
        return Told("", both(f"{name} × {fact.count}" if fact.count > 1 else name))
    thing, *rest = fact.detail.split(" ")
    if thing not in _THINGS:
        return Told("", both(people.get(fact.detail, fact.detail)))
    named = [codes[part] for part in rest if part in codes]
    child = named[0] if named else ""
    others = [Text("compared with " + ", ".join(named[1:]), "对比 " + "、".join(named[1:]))] if named[1:] else []
    parts = [both(part.removeprefix(".").upper()) for part in rest if part.startswith(".")]
    numbers = [Text(f"question {part}", f"问题{part}") for part in rest if part.isdecimal()]
    visits = [both(part) for part in rest if part[:1].isupper()]
    of_all = Text("with names and scans", "含姓名与扫描件")
    named_too = [of_all if thing == "archive" else Text("with the name", "含姓名")] if _NAMED in rest else []
    lines = [_lines(thing, fact.count)] if thing in _LINES and fact.count > 1 else []
    return Told(child, join(_THINGS[thing], *visits, *named_too, *others, *numbers, *parts, *lines))


def _names(fact: Accessed, codes: Mapping[str, str]) -> Told:
    if fact.detail:
        return Told(codes.get(fact.detail, fact.detail), Text("page of the child", "患儿页面"))
    return Told("", Text(f"list of children: {fact.count}", f"患儿列表：{fact.count}名"))


def _lines(thing: str, count: int) -> Text:
    if thing in _OF_CHILDREN:
        return Text(f"{count} children", f"{count}名患儿")
    if thing == "crf":
        return Text(f"{count} forms", f"{count}张表单")
    return Text(f"{count} lines", f"{count}行") if thing == "audit" else Text(f"{count} tables", f"{count}张表")
