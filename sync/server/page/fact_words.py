"""A fact in a few words, for lists of what waits and of what stands. Every kind has its words in both languages."""

from study.changes import facts as f
from study.from_tracing import from_tracing
from study.text import Text
from study.value_words import both, with_unit
from sync.server.page.places import item_of
from sync.server.page.reading import Scene, course


def fact_words(scene: Scene, fact: f.Fact) -> Text:
    """A fact in a few words: its value, else what kind of fact it is and what somebody wrote in it."""
    if isinstance(fact, f.ValueSet):
        item = item_of(scene.study, fact.address)
        if item is None:
            return both(fact.typed)
        study = course(scene, fact.address.subject).study if item.links else scene.study
        en, zh = (with_unit(study, item, fact.value, language) for language in ("en", "zh"))
        came = from_tracing(fact)
        told = (f" · {came.words.en}", f" · {came.words.zh}") if came is not None else ("", "")
        return Text((en or "cleared") + told[0], (zh or "已清空") + told[1])
    said = getattr(fact, "text", "") or getattr(fact, "reason", "")
    label = KINDS[type(fact)]
    return Text(f"{label.en}: {said}", f"{label.zh}：{said}") if said else label


KINDS: dict[type, Text] = {
    f.ValueSet: Text("value", "值"),
    f.SignatureWithdrawn: Text("signature withdrawn", "签名已撤回"),
    f.AttachmentAdded: Text("file added", "新增文件"),
    f.AttachmentWithdrawn: Text("file withdrawn", "文件已撤回"),
    f.ChildKeyed: Text("child's key sealed anew", "患儿密钥重新封存"),
    f.IdentityErased: Text("identity erased", "患儿身份信息已删除"),
    f.SiteKeyReplaced: Text("site key replaced", "中心密钥已更换"),
    f.UserCertified: Text("user certified", "用户已认证"),
    f.UserEnded: Text("user ended", "用户已停用"),
    f.RecoveryKeyed: Text("recovery code's key", "恢复码密钥"),
    f.DeviceBegun: Text("workstation begun", "工作站启用"),
    f.DeviceCertified: Text("workstation certified", "工作站已认证"),
    f.StudyAdopted: Text("study version adopted", "启用研究版本"),
    f.TableAdopted: Text("table of reference intervals adopted", "启用参考区间表"),
    f.CodesLeased: Text("block of subject codes leased", "分配受试者编号段"),
    f.ChangeHeld: Text("change held", "变更已暂留"),
    f.Accessed: Text("access noted", "访问记录"),
    f.FormCompleted: Text("form completed", "表单已完成"),
    f.FormReopened: Text("form reopened", "表单重新打开"),
    f.Signed: Text("signed", "已签名"),
    f.Withdrawn: Text("withdrawn", "已撤回"),
    f.Reinstated: Text("reinstated", "已恢复"),
    f.RowCreated: Text("new row", "新增行"),
    f.VisitOpened: Text("visit opened", "访视已打开"),
    f.VisitStatus: Text("visit status", "访视状态"),
    f.SubjectEnrolled: Text("child enrolled", "患儿入组"),
    f.Frozen: Text("frozen", "冻结"),
    f.Locked: Text("locked", "锁定"),
    f.FreezeReleased: Text("released", "解除"),
    f.QueryOpened: Text("query opened", "提出质疑"),
    f.QueryAnswered: Text("query answered", "质疑已答复"),
    f.QueryClosed: Text("query closed", "质疑已关闭"),
    f.QueryReopened: Text("query reopened", "质疑重新打开"),
    f.ChangeReleased: Text("change released", "变更已放行"),
    f.ChangeRejected: Text("change rejected", "变更已驳回"),
    f.DeviceEnded: Text("workstation ended", "工作站已停用"),
    f.MarkSet: Text("marked", "已标记"),
    f.MarkWithdrawn: Text("mark withdrawn", "标记已撤回"),
}
"""What kinds of facts are called."""
