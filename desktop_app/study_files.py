"""Reads a study definition's folder into the texts `study.definition.load` takes. Owns the walk over the disk only."""

from pathlib import Path

from study.errors import KnownError

SUFFIXES = (".yaml", ".csv")


def read_folder(folder: Path) -> dict[str, str]:
    """Every YAML file and table (CSV) below `folder`, by its path with forward slashes.

    Raises KnownError when it can't be read.
    """
    try:
        paths = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES and path.is_file())
        files = {path.relative_to(folder).as_posix(): _text(path) for path in paths}
    except OSError as error:
        raise KnownError(
            "definition_unreadable",
            f"The study definition in {folder} can't be read: {error}",
            f"无法读取{folder}中的研究定义：{error}",
        ) from error
    if not files:
        raise KnownError(
            "definition_absent",
            f"There is no study definition (YAML files) in {folder}.",
            f"{folder}中没有研究定义（YAML文件）。",
        )
    return files


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise KnownError(
            "definition_unreadable",
            f"{path}:{line}: this is not UTF-8 text; save the file as UTF-8.",
            f"{path}:{line}：不是 UTF-8 文本，请将文件另存为 UTF-8。",
        ) from error
