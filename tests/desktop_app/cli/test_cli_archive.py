"""`cartella archive`: written once confirmed, checked without a passphrase, exit code 3 for a tampered one."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.cli import main
from study.changes.facts import Accessed

Run = Callable[..., Any]
pytestmark = pytest.mark.usefixtures("qapp")
"""Without one the command makes an application of a kind that the windows of other tests cannot use."""


def test_it_is_written_once_confirmed_and_checked_by_anybody(
    run: Run, made: Callable[[], Any], tmp_path: Path, capsys: Any
) -> None:
    refused = run("archive", "--to", str(tmp_path))
    assert refused.code == 1
    assert refused.data["error"] == "archive-not-confirmed"
    assert "not encrypted" in refused.err
    assert "--yes" in refused.err
    written = run("archive", "--to", str(tmp_path), "--yes")
    assert written.code == 0
    folder = Path(written.data["path"])
    assert (folder / "index.html").is_file()
    assert (folder / "children" / "LN-001" / "M3.pdf").is_file()
    assert written.data["children"] == 1
    assert written.data["absent"]
    said = main(["--lang", "en", "archive", "--check", str(folder)])
    out = capsys.readouterr().out
    assert said == 0
    assert "are there as they were written" in out
    (folder / "data" / "values.csv").unlink()
    checked = run("archive", "--check", str(folder))
    assert checked.code == 3
    assert [fault["path"] for fault in checked.data["faults"]] == ["data/values.csv"]
    assert run("archive").code == 2
    with made() as session:
        accessed = [line.fact for line in session.store.reader.audit() if isinstance(line.fact, Accessed)]
        assert [fact.detail for fact in accessed if fact.what == "export"] == ["archive"]


def test_until_when_records_are_kept_stands_in_due_and_status(run: Run, made: Callable[[], Any]) -> None:
    with made():
        pass
    due = run("due")
    assert due.data["keep_until"] == "2056-12-31"
    assert run("status").data["keep_until"] == due.data["keep_until"]
    lines = run("due", as_json=False).data
    assert "keep until 2056-12-31 at least" in lines
    assert "the end of the study is not known yet" in lines
    assert "至少保存至" in run("status", as_json=False, language="zh").data
