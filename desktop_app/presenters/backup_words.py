"""What is said of backups, plans and restores, for the window and the command line."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop_app.backup_plan import BackupPlan
from desktop_app.backup_standing import BackupStanding
from storage.backup_format import Manifest
from storage.finding import Report
from storage.restore import Restored
from storage.room import Room
from study.text import Text

SAME_DISK = Text(
    "The backup lies on the same disk as the record: what destroys one destroys the other. Choose another drive or a "
    "network folder.",
    "备份与记录位于同一磁盘：磁盘损坏时两者会一并丢失。请选择其他驱动器或网络文件夹。",
)
OVERDUE = Text("A backup is overdue.", "备份已逾期。")
STEPS = {
    "database": Text("copying the database", "正在复制数据库"),
    "attachments": Text("attached files", "附件"),
    "files": Text("copying and checking files", "正在复制并校验文件"),
    "entries": Text("checking entries and signatures", "正在校验记录与签名"),
    "projection": Text("comparing what is shown with the log", "正在比对显示内容与日志"),
    "children": Text("writing the children's forms and files", "正在写入患儿表单与附件"),
    "audit": Text("writing the audit trail", "正在写入稽查轨迹"),
    "questions": Text("answering the auditor's questions", "正在写入稽查问题"),
}
"""What a long job is doing, by the step it names."""


_COUNTED = frozenset({"children", "audit", "questions"})
"""Steps whose numbers tell a person something; the others count bytes and pages."""

KINDS = {
    "backup": Text("backing up", "正在备份"),
    "drill": Text("restoring to try", "正在试恢复"),
    "verify": Text("verifying the record", "正在校验记录"),
    "archive": Text("writing the archive", "正在归档"),
    "archive-check": Text("checking an archive", "正在核对归档"),
}
"""What runs, before its first step is known."""


def counted(step: str, said: Text, done: int, total: int) -> Text:
    """What a job is doing, with how many of how many."""
    if step not in _COUNTED:
        return said
    return Text(f"{said.en}: {done} of {total}", f"{said.zh}：{done}/{total}")


def planned(plan: BackupPlan) -> Text:
    """When backups are made, and how many are kept."""
    keep = plan.keep
    kept = Text(
        f"kept: the last of {keep.daily} days, {keep.weekly} weeks, {keep.monthly} months",
        f"保留最近 {keep.daily} 天、{keep.weekly} 周、{keep.monthly} 个月各一份",
    )
    when = _when(plan)
    return Text(f"{when.en}; {kept.en}", f"{when.zh}；{kept.zh}")


def _when(plan: BackupPlan) -> Text:
    if not plan.set_up:
        return Text("not by itself", "不自动备份")
    match plan.when:
        case "daily":
            return Text(f"every day at {plan.at}", f"每天 {plan.at}")
        case "hours":
            return Text(f"every {plan.hours} hours", f"每 {plan.hours} 小时")
    return Text("when somebody locks", "锁定时")


def backup_lines(standing: BackupStanding) -> tuple[Text, ...]:
    """The last backup with its age, and what is the matter with backing up."""
    last = last_backup(standing)
    return (Text(f"Last backup: {last.en}.", f"上次备份：{last.zh}。"), *warnings(standing))


def warnings(standing: BackupStanding) -> list[Text]:
    """What a person should see to: overdue, failed, on the record's own disk."""
    said: list[Text] = []
    if standing.overdue:
        said.append(OVERDUE)
    if standing.known.failure is not None:
        said.append(standing.known.failure)
    if standing.known.same_disk:
        said.append(SAME_DISK)
    return said


def waiting(report: Report) -> Text | None:
    """The attached files that are not here and are not lost, None for none."""
    said: list[Text] = []
    if report.at_centre:
        number = report.at_centre
        said.append(Text(f"{number} attached files are only at the centre.", f"{number} 个附件仅在中心库。"))
    if report.waiting:
        number = report.waiting
        said.append(
            Text(
                f"{number} attached files of other workstations have not come here.",
                f"其他工作站的 {number} 个附件尚未到达本机。",
            )
        )
    return Text(" ".join(one.en for one in said), "".join(one.zh for one in said)) if said else None


def drill_found(code: str) -> Text:
    """What a drill that did not end well is called in the list; `code` is that of the error or the finding."""
    return Text(
        f"The last drill found: {code}. Try it again to read more.", f"上次演练发现：{code}。可再次试恢复查看详情。"
    )


def offered_said(manifest: Manifest, timezone: str) -> Text:
    """What a backup says of itself before anybody opens it."""
    made = datetime.fromtimestamp(manifest.created / 1000, ZoneInfo(timezone))
    content, size = manifest.content, manifest.size / 1_000_000
    return Text(
        f"{content.site} · {content.device_name}, {made:%Y-%m-%d %H:%M}: {content.changes} entries, {size:.1f} MB",
        f"{content.site} · {content.device_name}，{made:%Y-%m-%d %H:%M}：{content.changes} 条记录，{size:.1f} MB",
    )


def last_backup(standing: BackupStanding) -> Text:
    """When the last good one was made, and how long ago."""
    last, now = standing.last, standing.now
    if last is None:
        return Text("never", "从未")
    hours = max(int((now - last).total_seconds() // 3600), 0)
    age = (
        Text(f"{hours} h ago", f"{hours} 小时前")
        if hours < 48
        else Text(f"{hours // 24} days ago", f"{hours // 24} 天前")
    )
    return Text(f"{last:%Y-%m-%d %H:%M}, {age.en}", f"{last:%Y-%m-%d %H:%M}，{age.zh}")


def lacking(manifest: Manifest) -> Sequence[Text]:
    """What a backup does not have of what the log names; files that are still to come from elsewhere are no news."""
    counts = {why: sum(one.why == why for one in manifest.lacking) for why in ("missing", "damaged")}
    said: list[Text] = []
    if counts["missing"]:
        number = counts["missing"]
        said.append(Text(f"{number} attached files are missing here.", f"本机缺失 {number} 个附件。"))
    if counts["damaged"]:
        number = counts["damaged"]
        said.append(
            Text(
                f"{number} attached files are damaged and were left out. Keep the older backups that have them.",
                f"{number} 个附件已损坏，未纳入备份。请保留含有它们的较早备份。",
            )
        )
    return said


def restored_lines(folder: Path, restored: Restored) -> tuple[Text, ...]:
    """What was restored and what follows from it."""
    report = restored.report
    first = Text(
        f"Restored into {folder}: {report.changes} entries and {report.attachments} attached files. It goes on as a "
        "new device.",
        f"已恢复到 {folder}：{report.changes} 条记录、{report.attachments} 个附件。它将作为新设备继续。",
    )
    later = Text(
        "What was entered after the backup and had been sent comes back with the next sync. The old folder may not be "
        "used any more.",
        "备份之后录入且已发送的内容将在下次同步时取回。旧文件夹不应再使用。",
    )
    return (first, later, *(one.what for one in report.findings))


def scarce(room: Room) -> Text:
    """The disk is nearly full."""
    free, needed = room.free // 1_000_000, room.needed // 1_000_000
    return Text(
        f"The disk of this record has {free} MB left; {needed} MB should be free. Entries are still saved. When it is "
        "full, nothing can be saved any more: let IT make room.",
        f"本记录所在磁盘仅剩 {free} MB，建议至少保留 {needed} MB。目前仍可正常保存；磁盘写满后将无法保存，"
        "请联系信息科清理空间。",
    )
