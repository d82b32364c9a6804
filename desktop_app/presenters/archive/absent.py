"""What is not in an archive, said line by line: what others have not sent, what waits, what was left out, and why.

Reads one moment of the record. An archive that is silent of what it lacks would be taken for whole.
"""

from collections.abc import Iterator, Sequence

from desktop_app.jobs.status import read_known
from desktop_app.place import Place
from desktop_app.presenters.archive.asked import ASKED, OPEN
from desktop_app.presenters.archive.children import Archived
from desktop_app.presenters.archive.still import Still
from storage.finding import Report
from study.earlier import without_place
from study.signing import waiting
from study.text import Text

_MANY = 40
"""So many findings of the verification are listed by themselves."""


def absent(still: Still, made: Sequence[Archived], report: Report, house: Sequence[Text]) -> tuple[Text, ...]:
    """Every line."""
    return (
        *_centre(still), *_waiting(still), *_drafts(still), *_children(still, made), *_left_out(still, made), *house,
        *_verification(report),
    )  # fmt: skip


def _centre(still: Still) -> Iterator[Text]:
    reader, cursor = still.reader, still.reader.cursor()
    if reader.edc_key() is None:
        yield Text(
            "This workstation is not enrolled with an EDC: what other workstations hold is not in it.",
            "本工作站未接入中心库：其他工作站上的记录不在其中。",
        )
        return
    exchange = read_known(Place(still.session.store.folder)).exchange
    when = still.moment(exchange.at) if exchange is not None else "—"
    yield Text(
        f"What other workstations have not sent to the EDC, and what came there after the last exchange of this one "
        f"({when}, EDC's number {cursor.number}).",
        f"其他工作站尚未发送到中心库的记录，以及本工作站末次同步（{when}，中心库第 {cursor.number} 号）之后"
        "到达的记录。",
    )
    queue = reader.queue()
    if queue.count:
        yield Text(
            f"Entries of this workstation that are in it and not yet at the EDC: {queue.count}.",
            f"已归档但尚未发送到中心库：本工作站 {queue.count} 条记录。",
        )


def _waiting(still: Still) -> Iterator[Text]:
    reader = still.reader
    if held := reader.held():
        yield Text(
            f"Changes held at the EDC and without effect, in the audit trail only: {len(held)}.",
            f"中心库暂留、未生效，仅见于稽查轨迹：{len(held)} 项变更。",
        )
    if rejected := reader.rejected():
        yield Text(
            f"Changes rejected at the EDC, in the audit trail only: {len(rejected)}.",
            f"中心库已驳回，仅见于稽查轨迹：{len(rejected)} 项变更。",
        )
    if conflicts := reader.conflicts():
        yield Text(
            f"Two values at one place and nobody decided: {len(conflicts)}; both stand in data/values.csv, none on the "
            "printed form.",
            f"同一处存在两个值且尚未裁定：{len(conflicts)} 处；两个值均见 data/values.csv，打印表单上均不显示。",
        )
    if unknown := reader.unknown_entries():
        yield Text(
            f"Entries of a newer version of the program, which this one can't read: {unknown}.",
            f"较新版本程序写入、本版本无法读取的记录：{unknown} 条。",
        )


def _drafts(still: Still) -> Iterator[Text]:
    count = sum(len(still.reader.drafts(user)) for user in still.people)
    if count:
        yield Text(
            f"Fields typed and not saved yet on this workstation: {count}.", f"本工作站已录入但未保存：{count} 个字段。"
        )  # fmt: skip


def _children(still: Still, made: Sequence[Archived]) -> Iterator[Text]:
    open_ = [f"{each.child.subject.label} {count}" for each in made if (count := len(waiting(each.child.course)))]
    if open_:
        yield Text(f"Forms that wait for a signature: {', '.join(open_)}.", f"待签名的表单：{'，'.join(open_)}。")
    unfinished = sum(1 for each in made for turn in each.turns if turn.standing == OPEN and turn.did == ASKED)
    if unfinished:
        yield Text(f"Queries that are not closed: {unfinished}.", f"未关闭的质疑：{unfinished} 个。")
    earlier = sum(len(without_place(still.study, each.child.course.record)) for each in made)
    if earlier:
        yield Text(
            f"Values that only an earlier version of the definition asks for: {earlier}; they stand in data/values.csv "
            "and data/earlier-versions.csv, and on no printed form.",
            f"仅早期研究定义中有位置的数值：{earlier} 个；见 data/values.csv 与 data/earlier-versions.csv，"
            "打印表单上不显示。",
        )
    without = [each.child.subject.id for each in made if not each.child.subject.code]
    if without:
        yield Text(
            f"Children without a code, filed by their id: {len(without)}.",
            f"无编号、按标识归档的患儿：{len(without)} 名。",
        )
    erased = sum(each.child.course.record.erased is not None for each in made)
    if erased:
        yield Text(
            f"Children whose identity was erased: {erased}; who they were is not known, so a free text that names one "
            "can't be told.",
            f"身份信息已删除的患儿：{erased} 名；其身份不可知，因此无法识别自由文本中是否提及。",
        )


def _left_out(still: Still, made: Sequence[Archived]) -> Iterator[Text]:
    if not still.names:
        yield Text(
            "Names, dates of birth, hospital numbers, addresses and telephones of the children and their families.",
            "患儿及家属的姓名、出生日期、病案号、地址与电话。",
        )
        if still.veil.hidden:
            yield Text(
                f"What named a child in a free text: […] stands there instead, {still.veil.hidden} times in all files.",
                f"自由文本中涉及患儿身份的内容：以[…]代替，全部文件共 {still.veil.hidden} 处。",
            )
    for each in made:
        for file in each.files:
            if file.why is not None:
                where = f"{each.child.subject.label} {file.fact.address.visit} {file.fact.address.form}"
                name = f"{file.fact.kind}, {file.fact.digest[:12]}"
                yield Text(
                    f"Attached file of {where} ({name}): {file.why.en}.", f"附件 {where}（{name}）：{file.why.zh}。"
                )  # fmt: skip


def _verification(report: Report) -> Iterator[Text]:
    if report.whole:
        return
    count = len(report.findings)
    yield Text(
        f"What the verification of the record found that does not hold ({count}):", f"记录校验发现 {count} 处问题："
    )
    yield from (finding.what for finding in report.findings[:_MANY])
