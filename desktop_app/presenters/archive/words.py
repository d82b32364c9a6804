"""What is said of an archive that was made or checked, in the window and on the command line."""

from desktop_app.presenters.archive.make import Made
from desktop_app.presenters.archive.manifest import Checked
from study.text import Text

_FIRST = 12
_MOST = 60
"""So many lines are said under a result in the window, so many faults one by one."""


def made_words(made: Made) -> Text:
    """Where it is and how large."""
    written, size = made.written, f"{made.written.size / 1e6:.1f} MB"
    names = Text("with names", "含姓名") if made.names else Text("without names", "不含姓名")
    return Text(
        f"{written.path}: {made.children} children, {written.files} files, {size}, {names.en}, not encrypted.",
        f"{written.path}：患儿 {made.children} 名，文件 {written.files} 个，{size}，{names.zh}，未加密。",
    )


def absent_words(made: Made) -> tuple[Text, ...]:
    """What is not in it or is open, as far as it fits under a result; all of it stands on the archive's first page."""
    head = Text("Not in it, or open:", "未包含或未完成：")
    more = len(made.absent) - _FIRST
    rest = (Text(f"and {more} more, see its index.html", f"另有 {more} 项，见其 index.html"),) if more > 0 else ()
    return (head, *made.absent[:_FIRST], *rest)


def checked_words(found: Checked) -> tuple[Text, ...]:
    """Whether it is whole, each fault, and the fingerprint to compare."""
    manifest, count = found.manifest, len(found.manifest.files)
    made = Text(
        f"{manifest.study}, {manifest.site} {manifest.site_name}, made {manifest.made_site} by {manifest.by}",
        f"{manifest.study}，{manifest.site} {manifest.site_name}，{manifest.made_site} 由 {manifest.by} 归档",
    )
    key = Text(
        f"Signed with the key {found.fingerprint} of {manifest.device_name}: compare it with the record's list of "
        "workstations.",
        f"由 {manifest.device_name} 的密钥 {found.fingerprint} 签名：请与系统中的工作站列表核对。",
    )
    if found.whole:
        whole = Text(
            f"All {count} files are there as they were written, and no other one.",
            f"全部 {count} 个文件与写入时一致，无多余文件。",
        )
        return (made, whole, key)
    faults = len(found.faults)
    head = Text(f"{faults} things do not hold:", f"发现 {faults} 处问题：")
    more = faults - _MOST
    rest = (Text(f"and {more} more", f"另有 {more} 处"),) if more > 0 else ()
    return (made, head, *(each.what for each in found.faults[:_MOST]), *rest, key)
