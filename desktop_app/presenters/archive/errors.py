"""Sentences of the archive: why none is written, or why a folder is none."""

from pathlib import Path

from study.errors import KnownError
from study.text import Text

_MB = 1_000_000

PLAIN = Text(
    "The archive is not encrypted: whoever holds the medium reads all of it. It holds health data of children.",
    "归档文件未加密：任何持有该介质的人均可读取全部内容，其中包含患儿健康信息。",
)
NAMED = Text(
    "It names the children and holds every scan as it was attached: for the hospital's own record room only.",
    "其中含患儿姓名及全部原始扫描件：仅限存入本院档案室。",
)


def not_confirmed(names: bool) -> KnownError:
    """Nobody said yet that they know what the archive is."""
    more = Text(f" {NAMED.en}", NAMED.zh) if names else Text("", "")
    return KnownError(
        "archive-not-confirmed",
        f"{PLAIN.en}{more.en} Nothing was written; say --yes to go on.",
        f"{PLAIN.zh}{more.zh}未写入任何内容；如需继续请加 --yes。",
    )


def not_allowed() -> KnownError:
    """The person's roles do not write an archive."""
    return KnownError(
        "archive-role",
        "An investigator or a coordinator writes the archive; your role doesn't.",
        "归档由研究者或研究协调员执行，您的角色不能归档。",
    )


def names_not_allowed() -> KnownError:
    """The person is not shown names."""
    return KnownError(
        "archive-names",
        "Your role is not shown names, so the archive can't hold them. Leave out the names.",
        "您的角色不能查看姓名，归档不能含姓名。请选择不含姓名。",
    )


def no_site_key() -> KnownError:
    """Names and attached files can't be opened here."""
    return KnownError(
        "archive-site-key",
        "This workstation has not been handed the site key: names can't be opened here, and a text that names a child "
        "could not be told. Write the archive on a workstation that has it.",
        "本工作站尚未获得中心密钥：无法打开姓名，也无法识别文字中的患儿姓名。请在持有密钥的工作站上归档。",
    )


def folder_gone(target: Path) -> KnownError:
    """The medium is not there."""
    return KnownError(
        "archive-folder-gone",
        f"The folder {target} can't be reached: it does not exist, or the drive is not connected. Nothing was written.",
        f"无法访问文件夹 {target}：文件夹不存在或驱动器未连接。未写入任何内容。",
    )


def folder_inside(target: Path) -> KnownError:
    """Plain files do not belong beside the sealed record."""
    return KnownError(
        "archive-inside-store",
        f"{target} lies inside the folder of the record. Choose another drive.",
        f"{target} 位于本记录的文件夹内，请选择其他驱动器。",
    )


def no_room(target: Path, needed: int, free: int) -> KnownError:
    """Sizes in bytes."""
    need, have = -(-needed // _MB), free // _MB
    return KnownError(
        "archive-no-room",
        f"There is not enough room in {target}: {need} MB are needed, {have} MB are free. Nothing was written.",
        f"{target} 空间不足：需要 {need} MB，可用 {have} MB。未写入任何内容。",
    )


def folder_fails(target: Path, reason: str) -> KnownError:
    """Writing there broke off for a reason that the system names."""
    return KnownError(
        "archive-failed",
        f"Writing into {target} broke off ({reason}). Nothing of the archive was left there.",
        f"写入 {target} 中断（{reason}），未留下任何归档内容。",
    )


def no_archive(folder: Path) -> KnownError:
    """There is no archive, or its manifest can't be read."""
    return KnownError(
        "no-archive",
        f"{folder} is no archive: its manifest.json is missing or can't be read.",
        f"{folder} 不是归档文件夹：manifest.json 缺失或无法读取。",
    )
