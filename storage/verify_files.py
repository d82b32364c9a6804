"""Owns the check of what stands beside the database: sealed attachments and the key file."""

from pathlib import Path
from typing import NamedTuple

from storage.attached import Named, named, standing
from storage.attachments import FOLDER_NAME
from storage.driver import Connection
from storage.files import read_file
from storage.finding import Finding
from storage.key_memory import check_key_file
from storage.keys import Unlocked
from storage.keys.copied import read_copied
from storage.watch import UNWATCHED, Watch
from study.errors import KnownError
from study.text import Text

KEYS_NAME = "keys.json"


class Files(NamedTuple):
    """How many sealed files the log names, how many are still to come or only at the centre, and what is wrong.

    `damaged` names those whose bytes are not what they were.
    """

    named: int
    waiting: int
    at_centre: int
    findings: list[Finding]
    damaged: tuple[str, ...] = ()


def check_attachments(folder: Path, connection: Connection, watch: Watch = UNWATCHED) -> Files:
    """Every sealed file that the log names; one that has not come, or is only at the centre, is no fault."""
    files = named(connection)
    stand = standing(folder / FOLDER_NAME, files, watch)
    findings = [_finding(file, stand[file.name] == "missing") for file in files if stand[file.name] in _FAULTS]
    stood = list(stand.values())
    damaged = tuple(file.name for file in files if stand[file.name] == "damaged")
    return Files(len(files), stood.count("waiting"), stood.count("centre"), findings, damaged)


def check_keys(folder: Path, connection: Connection, unlocked: Unlocked) -> list[Finding]:
    """The key file beside the database: this store's, unaltered, and not an older one than was seen before."""
    raw = read_file(folder / KEYS_NAME)
    if raw is None:
        text = Text("The key file keys.json is missing.", "缺少密钥文件 keys.json。")
        return [Finding("keys-missing", text)]
    try:
        check_key_file(connection, read_copied(raw, unlocked).generation)
    except KnownError as error:
        return [Finding(error.code, error.sentence)]
    return []


_FAULTS = ("missing", "damaged")
_FETCHED_AGAIN = Text("The centre has it: the next sync fetches it again.", "中心库存有该文件，下次同步时将重新获取。")
_FROM_A_BACKUP = Text("Restore it from a backup.", "请从备份恢复。")


def _finding(file: Named, missing: bool) -> Finding:
    short = file.name[:12]
    if missing:
        text = Text(
            f"Entry {file.seq} of device {file.device}: its attached file {short}… was sealed on this workstation and "
            "is missing. Look for it in a backup.",
            f"设备 {file.device} 的第 {file.seq} 条记录：其附件 {short}… 由本工作站封存，现已缺失，请在备份中查找。",
        )
        return Finding("attachment-missing", text, file.device, file.seq)
    rest = _FETCHED_AGAIN if file.at_centre else _FROM_A_BACKUP
    text = Text(
        f"Entry {file.seq} of device {file.device}: its attached file {short}… is damaged. {rest.en}",
        f"设备 {file.device} 的第 {file.seq} 条记录：其附件 {short}… 已损坏，{rest.zh}",
    )
    return Finding("attachment-damaged", text, file.device, file.seq)
