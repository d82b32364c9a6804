"""Owns the sentences of backing up and restoring: what is the matter, with which file, and what to do."""

from pathlib import Path

from study.errors import KnownError

_MB = 1_000_000


def folder_gone(target: Path) -> KnownError:
    """The place for backups is not there: a drive unplugged, a network folder not connected."""
    return KnownError(
        "backup-folder-gone",
        f"The backup folder {target} can't be reached: it does not exist, or the drive or network is not connected. No "
        "backup was made; your work is not affected.",
        f"无法访问备份文件夹 {target}：文件夹不存在，或驱动器、网络未连接。未作备份，不影响当前工作。",
    )


def folder_fails(target: Path, reason: str) -> KnownError:
    """Writing there broke off for a reason that the system names."""
    return KnownError(
        "backup-failed",
        f"The backup into {target} broke off ({reason}). Nothing that looks like a backup was left there.",
        f"备份到 {target} 中断（{reason}），未留下不完整的备份。",
    )


def folder_inside(target: Path) -> KnownError:
    """A backup inside the store's own folder is lost with it."""
    return KnownError(
        "backup-inside-store",
        f"{target} lies inside the folder of the record, or holds it. Choose another drive or a network folder.",
        f"{target} 位于本记录的文件夹内或包含它。请选择其他驱动器或网络文件夹。",
    )


def no_room(target: Path, needed: int, free: int) -> KnownError:
    """Sizes in bytes."""
    need, have = -(-needed // _MB), free // _MB
    return KnownError(
        "backup-no-room",
        f"There is not enough room in {target}: {need} MB are needed, {have} MB are free. Nothing was made.",
        f"{target} 空间不足：需要 {need} MB，可用 {have} MB。未作任何操作。",
    )


def running() -> KnownError:
    """Another process makes one now."""
    return KnownError(
        "backup-running", "A backup of this record is being made already.", "正在对本记录进行备份，请稍候。"
    )


def keys_differ() -> KnownError:
    """The key file is not the one that was unlocked."""
    return KnownError(
        "backup-keys",
        "The key file was changed while the backup was made. Unlock again and make the backup once more.",
        "备份期间密钥文件发生变化。请重新解锁后再次备份。",
    )


def unlike() -> KnownError:
    """The copy does not say what the original said."""
    return KnownError(
        "backup-unlike",
        "The copy of the database was checked and is not like the original, so it was thrown away. Verify the record, "
        "and look at the drive of the backup.",
        "经核对，数据库副本与原件不符，已删除。请校验本记录，并检查备份所在的驱动器。",
    )


def no_backup(folder: Path) -> KnownError:
    """A folder without a manifest."""
    return KnownError(
        "no-backup",
        f"{folder} is not a backup of Cartella: there is no manifest.json in it. Choose the folder whose name begins "
        "with cartella- and ends with a date.",
        f"{folder} 不是 Cartella 备份：其中没有 manifest.json。请选择名称以 cartella- 开头并以日期结尾的文件夹。",
    )


def damaged(name: str) -> KnownError:
    """A file that is not as it was written."""
    return KnownError(
        "backup-damaged",
        f"The backup can't be used: its file {name} is damaged or was changed. Nothing was restored; take another one.",
        f"该备份不可用：文件 {name} 已损坏或被改动。未恢复任何内容，请使用其他备份。",
    )


def missing(name: str) -> KnownError:
    """A file that the manifest lists."""
    return KnownError(
        "backup-incomplete",
        f"The backup can't be used: its file {name} is missing. Nothing was restored; take another one.",
        f"该备份不可用：缺少文件 {name}。未恢复任何内容，请使用其他备份。",
    )


def altered(name: str) -> KnownError:
    """Whole, and not written with these keys."""
    return KnownError(
        "backup-altered",
        f"The file {name} of this backup was not written with the keys of this store: it was altered, or files of two "
        "backups were mixed, or the keys have been renewed since.",
        f"该备份的文件 {name} 不是用本数据库的密钥写成：可能被改动、混入了其他备份的文件，或此后密钥已更换。",
    )


def foreign() -> KnownError:
    """A backup of another store."""
    return KnownError("backup-foreign", "This is a backup of another record.", "这是另一份记录的备份。")


def newer() -> KnownError:
    """Written by a later version."""
    return KnownError(
        "backup-newer",
        "This backup was made by a newer version of Cartella. Install that version to restore it.",
        "该备份由更新版本的 Cartella 制作，请安装新版本后恢复。",
    )


def not_empty(into: Path) -> KnownError:
    """A restore never writes over anything."""
    return KnownError(
        "restore-not-empty",
        f"{into} is not empty. A backup is restored into a new folder only; nothing was changed.",
        f"{into} 不是空文件夹。备份只能恢复到新文件夹中，未作任何改动。",
    )
