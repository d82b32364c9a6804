"""Reads a study definition's folder into the texts `study.definition.load` takes. Owns the walk over the disk only."""

from pathlib import Path

from study.errors import KnownError


def read_folder(folder: Path) -> dict[str, str]:
    """Every YAML file below `folder`, by its path with forward slashes. Raises KnownError when it can't be read."""
    try:
        paths = sorted(path for path in folder.rglob("*.yaml") if path.is_file())
        files = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in paths}
    except (OSError, UnicodeDecodeError) as error:
        raise KnownError(
            "definition_unreadable",
            f"The study definition in {folder} can't be read: {error}",
            f"无法读取{folder}中的研究定义：{error}",
        ) from error
    if not files:
        raise KnownError(
            "definition_absent",
            f"There is no study definition (YAML files) in {folder}.",
            f"{folder}中没有研究定义(YAML文件)。",
        )
    return files
