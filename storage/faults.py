"""Owns the sentences for a store that may be read and not written: behind its anchor, moved, forked, another key."""

from collections.abc import Sequence

from storage.anchor import AnchorVerdict
from study.errors import KnownError

_SUCCESSOR_EN = "Nothing was lost by opening it. Verify the store, then let this workstation begin as a new device."
_SUCCESSOR_ZH = "打开它没有造成任何丢失。请先校验数据库，再让本工作站作为新设备开始。"


def store_fault(verdict: AnchorVerdict, *, forked: bool, same_key: bool, restored: bool = False) -> KnownError | None:
    """Why this device may not write, None when it may."""
    if restored:
        return _known("store-restored", *_RESTORED)
    if verdict.kind == "log-behind":
        return _behind(verdict.entries)
    if verdict.kind == "rolled-back":
        return _rolled_back(verdict.entries)
    if verdict.kind in _ANCHOR:
        return _known(f"store-{verdict.kind}", *_ANCHOR[verdict.kind])
    if forked:
        return _known("store-fork", *_ANCHOR["fork"])
    if not same_key:
        return _known("device-key-changed", "The log was written with another device key.", "日志由另一设备密钥写入。")
    return None


def store_empty() -> KnownError:
    """Not even the first entry is left: whose log this was is not known any more."""
    return KnownError(
        "store-empty",
        "Nothing of the log is left in the database file, so no device can go on from it. Restore a backup, or make a "
        "new store in an empty folder and enrol it.",
        "数据库文件中的日志已全部缺失，无法由此继续。请从备份恢复，或在空文件夹中新建数据库并重新接入。",
    )


def _behind(entries: int) -> KnownError:
    return _known(
        "store-behind",
        f"The last {entries} saved entries of this workstation are missing from the database file.",
        f"数据库文件中缺少本工作站最近保存的 {entries} 条记录。",
    )


def _rolled_back(entries: int) -> KnownError:
    return _known(
        "store-rolled-back",
        f"This folder holds an earlier state of the record: {entries} entries that this computer has seen are missing. "
        "Somebody or something put the whole folder back.",
        f"该文件夹是本记录较早的状态：缺少本机曾见过的 {entries} 条记录。整个文件夹曾被还原到较早的时间。",
    )


def schema_altered(parts: Sequence[str]) -> KnownError:
    """Not even a successor goes on in it: what should keep the log from being rewritten may be what is missing."""
    names = ", ".join(parts)
    return KnownError(
        "schema-altered",
        f"The structure of the database is not the one that the program makes ({names}). Nothing is written into it. "
        "Verify the record, keep this folder for whoever looks into it, and restore a backup.",
        f"数据库结构与程序所建的不一致（{names}）。不再写入任何内容。请校验本记录，保留该文件夹以备调查，并从备份恢复。",
    )


_RESTORED = (
    "This record was restored from a backup; what was written after the backup stands elsewhere.",
    "本记录由备份恢复；备份之后录入的内容在别处。",
)
_ANCHOR = {
    "other-machine": (
        "This store was written on another computer; two copies may exist.",
        "该数据库由另一台计算机写入，可能存在两份副本。",
    ),
    "other-device": (
        "The anchor beside the database belongs to another device: files of two stores were mixed.",
        "数据库旁的锚文件属于另一设备：两个数据库的文件被混放。",
    ),
    "fork": (
        "A copy of this store went on writing: the same entry numbers exist twice.",
        "该数据库的一个副本曾继续写入：相同的记录编号出现了两次。",
    ),
    "missing": (
        "The anchor file beside the database is missing or damaged, so nobody can say whether entries are missing.",
        "数据库旁的锚文件缺失或损坏，无法判断是否缺少记录。",
    ),
}


def _known(code: str, en: str, zh: str) -> KnownError:
    return KnownError(code, f"{en} {_SUCCESSOR_EN}", f"{zh}{_SUCCESSOR_ZH}")
