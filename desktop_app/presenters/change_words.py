"""What a change holds, in words: for the queue, for what came, for what is held. Names children by code only."""

from collections import Counter
from collections.abc import Callable, Iterable

from study.address import Address
from study.changes import facts as f
from study.changes.envelope import Change, UnknownFact, facts_of
from study.definition.model import Study
from study.followup import SERVES, SOURCE
from study.judgement import ACKNOWLEDGED, AWAITING
from study.proposing import NO_DEVIATION, NO_EVENT
from study.rights import ASIDE, NOT_ONE
from study.state.slots import address_of
from study.text import Text
from study.unusual import EXPLAINED

Named = Callable[[str], str]
"""The code of a subject by its id, "" when there is none yet."""

_KINDS: dict[type, tuple[Text, Text]] = {
    f.ValueSet: (Text("value", "项数值"), Text("values", "项数值")),
    f.SubjectEnrolled: (Text("child enrolled", "名患儿入组"), Text("children enrolled", "名患儿入组")),
    f.ChildKeyed: (
        Text("child's key sealed anew", "名患儿密钥重新封存"),
        Text("children's keys sealed anew", "名患儿密钥重新封存"),
    ),
    f.IdentityErased: (Text("identity erased", "名患儿身份信息删除"), Text("identities erased", "名患儿身份信息删除")),
    f.SiteKeyReplaced: (Text("site key replaced", "次中心密钥更换"), Text("site keys replaced", "次中心密钥更换")),
    f.VisitOpened: (Text("visit opened", "次访视开始"), Text("visits opened", "次访视开始")),
    f.VisitStatus: (Text("visit status", "项访视状态"), Text("visit statuses", "项访视状态")),
    f.RowCreated: (Text("row", "行新增"), Text("rows", "行新增")),
    f.Withdrawn: (Text("withdrawal", "项撤回"), Text("withdrawals", "项撤回")),
    f.Reinstated: (Text("reinstatement", "项恢复"), Text("reinstatements", "项恢复")),
    f.FormCompleted: (Text("form completed", "张表单完成"), Text("forms completed", "张表单完成")),
    f.FormReopened: (Text("form reopened", "张表单重新打开"), Text("forms reopened", "张表单重新打开")),
    f.Signed: (Text("signature", "项签名"), Text("signatures", "项签名")),
    f.SignatureWithdrawn: (Text("signature withdrawn", "项签名撤回"), Text("signatures withdrawn", "项签名撤回")),
    f.QueryOpened: (Text("query", "条质疑"), Text("queries", "条质疑")),
    f.QueryAnswered: (Text("answer to a query", "条质疑答复"), Text("answers to queries", "条质疑答复")),
    f.QueryClosed: (Text("query closed", "条质疑关闭"), Text("queries closed", "条质疑关闭")),
    f.QueryReopened: (Text("query reopened", "条质疑重新打开"), Text("queries reopened", "条质疑重新打开")),
    f.AttachmentAdded: (Text("file", "个文件"), Text("files", "个文件")),
    f.Frozen: (Text("freeze", "项冻结"), Text("freezes", "项冻结")),
    f.Locked: (Text("lock", "项锁定"), Text("locks", "项锁定")),
    f.FreezeReleased: (Text("freeze released", "项解冻"), Text("freezes released", "项解冻")),
    f.MarkSet: (Text("mark", "项标记"), Text("marks", "项标记")),
    f.Accessed: (Text("access noted", "条访问记录"), Text("accesses noted", "条访问记录")),
    f.UserCertified: (Text("user certified", "名用户认证"), Text("users certified", "名用户认证")),
    f.RecoveryKeyed: (Text("recovery code's key", "个恢复码密钥"), Text("recovery codes' keys", "个恢复码密钥")),
    f.UserEnded: (Text("user ended", "名用户停用"), Text("users ended", "名用户停用")),
    f.DeviceBegun: (Text("workstation begun", "台工作站启用"), Text("workstations begun", "台工作站启用")),
    f.DeviceEnded: (Text("workstation ended", "台工作站停用"), Text("workstations ended", "台工作站停用")),
    f.AttachmentWithdrawn: (Text("file withdrawn", "个文件撤回"), Text("files withdrawn", "个文件撤回")),
    f.MarkWithdrawn: (Text("mark withdrawn", "项标记撤回"), Text("marks withdrawn", "项标记撤回")),
    f.DeviceCertified: (Text("workstation certified", "台工作站认证"), Text("workstations certified", "台工作站认证")),
    f.CodesLeased: (
        Text("block of subject codes leased", "段受试者编号分配"),
        Text("blocks of subject codes leased", "段受试者编号分配"),
    ),
    f.StudyAdopted: (Text("study version adopted", "个研究版本启用"), Text("study versions adopted", "个研究版本启用")),
    f.TableAdopted: (
        Text("table of reference intervals adopted", "份参考区间表启用"),
        Text("tables of reference intervals adopted", "份参考区间表启用"),
    ),
    f.ChangeReleased: (Text("held entry released", "条暂留记录放行"), Text("held entries released", "条暂留记录放行")),
    f.ChangeRejected: (Text("held entry rejected", "条暂留记录驳回"), Text("held entries rejected", "条暂留记录驳回")),
    f.ChangeHeld: (Text("entry held", "条记录暂留"), Text("entries held", "条记录暂留")),
}
_OTHER = (Text("other entry", "条其他记录"), Text("other entries", "条其他记录"))


def contents(study: Study, facts: Iterable[f.Fact | UnknownFact]) -> Text:
    """What facts hold: a single value by its item, everything else counted. "M3: 5 values, 1 visit opened"."""
    known = list(facts)
    if len(known) == 1 and isinstance(known[0], f.ValueSet | f.QueryOpened | f.QueryAnswered):
        item = item_words(study, known[0].address)
        word = _word(type(known[0]), 1)
        return item if isinstance(known[0], f.ValueSet) else Text(f"{word.en}: {item.en}", f"{word.zh}：{item.zh}")
    counts = Counter(type(fact) for fact in known)
    parts = [(count, _word(kind, count)) for kind, count in counts.items()]
    said = Text(", ".join(f"{n} {w.en}" for n, w in parts), "、".join(f"{n} {w.zh}" for n, w in parts))
    visits = {place.visit for fact in known if (place := place_of(fact)) and place.visit}
    if len(visits) != 1:
        return said
    visit = visit_words(study, visits.pop())
    return Text(f"{visit.en}: {said.en}", f"{visit.zh}：{said.zh}")


def item_words(study: Study, address: Address) -> Text:
    """An address in words: visit, form, item as far as they are named."""
    parts = [visit_words(study, address.visit)] if address.visit else []
    form = study.forms.get(address.form)
    if form is not None:
        item = next((one for one in form.items if one.code == address.item), None)
        parts.append((item.short or item.label) if item else (form.short or form.label))
    return Text(" ".join(p.en for p in parts), " ".join(p.zh for p in parts))


def visit_words(study: Study, code: str) -> Text:
    """The label of a visit; its code when the definition has no such visit."""
    return next((visit.label for visit in study.visits if visit.code == code), Text(code, code))


def place_of(fact: f.Fact | UnknownFact) -> Address | None:
    """Where a fact stands, None for what stands on no child."""
    return None if isinstance(fact, UnknownFact) else address_of(fact)


def subject_of(change: Change) -> str:
    """The one child a change is about, "" for none or several."""
    subjects: set[str] = set()
    for fact in facts_of(change):
        if isinstance(fact, f.SubjectEnrolled):
            subjects.add(fact.subject)
        elif place := place_of(fact):
            subjects.add(place.subject)
    return subjects.pop() if len(subjects) == 1 else ""


_MARKS: dict[str, Text] = {
    ACKNOWLEDGED: Text("critical value acknowledged", "危急值已确认"),
    AWAITING: Text("awaiting results", "待结果"),
    EXPLAINED: Text("explained", "已说明"),
    SOURCE: Text("source of the data", "资料来源"),
    SERVES: Text("serves as another visit", "兼作另一访视"),
    NO_DEVIATION: Text("not a deviation", "不作偏离"),
    NO_EVENT: Text("not an adverse event", "不作不良事件"),
    NOT_ONE: Text("not the same child", "非同一患儿"),
    ASIDE: Text("stands aside: the same child goes on under another code", "停用：同一患儿由另一编号继续记录"),
    "source-verified": Text("source verified", "已核对原始资料"),
    "reviewed": Text("reviewed", "已审核"),
    "coded": Text("coded", "已编码"),
    "filed": Text("filed", "已归档"),
}


def mark_word(kind: str) -> Text:
    """What a mark says; one that this version does not know is said as it is."""
    return _MARKS.get(kind, Text(kind, kind))


def kind_word(kind: type) -> Text:
    """What one fact of this kind is called."""
    word = _word(kind, 1)
    return Text(word.en, word.zh[1:])  # without the word that goes with a number


def _word(kind: type, count: int) -> Text:
    return _KINDS.get(kind, _OTHER)[count != 1]
