"""Passphrases and codes as a command reads them: from a file's first line, or typed without being shown."""

import getpass
import sys
from pathlib import Path

from study.errors import KnownError


def passphrase(file: Path | None, name: str) -> str:
    """The first line of a file, or what is typed at the prompt. KnownError `passphrase-file`."""
    if file is None:
        return getpass.getpass(f"{name}: ", sys.stderr)
    try:
        return file.read_text(encoding="utf-8").partition("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as error:
        raise KnownError(
            "passphrase-file", f"The passphrase file {file} can't be read.", f"无法读取口令文件 {file}。"
        ) from error


def secret_line(file: Path | None, what: str) -> str:
    """A code from the first line of a file, or typed at the prompt. KnownError `passphrase-file`."""
    return passphrase(file, what)


def new_passphrase(file: Path | None, name: str) -> str:
    """A new passphrase: from a file, or typed twice at the prompt. KnownError `passphrase-differs`."""
    typed = passphrase(file, f"{name} – new / 新口令")
    if file is None and passphrase(None, f"{name} – again / 再次输入") != typed:
        raise KnownError(
            "passphrase-differs",
            "The two passphrases are not the same. Nothing was changed.",
            "两次输入的口令不一致，未作更改。",
        )
    return typed
