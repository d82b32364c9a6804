"""A definition's folder becomes texts by path; what can't be read is said, not guessed."""

from pathlib import Path

import pytest

from desktop_app.study_files import read_folder
from study.errors import KnownError


def test_paths_have_forward_slashes_and_line_ends_play_no_part(tmp_path: Path) -> None:
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / "VS.yaml").write_bytes("form: VS\r\nzh: 体征\r\n".encode())
    (tmp_path / "notes.txt").write_text("not read", encoding="utf-8")
    assert read_folder(tmp_path) == {"forms/VS.yaml": "form: VS\nzh: 体征\n"}


def test_a_folder_without_yaml_is_said(tmp_path: Path) -> None:
    with pytest.raises(KnownError) as caught:
        read_folder(tmp_path / "nowhere")
    assert caught.value.code == "definition_absent"


def test_a_file_in_another_encoding_is_said(tmp_path: Path) -> None:
    (tmp_path / "study.yaml").write_bytes("zh: 体征".encode("gb18030"))
    with pytest.raises(KnownError) as caught:
        read_folder(tmp_path)
    assert caught.value.code == "definition_unreadable"
