"""Who may write an archive and where to; an archive that is stopped, or whose disk fills up, leaves nothing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.jobs.line import straight
from desktop_app.presenters.archive.make import Wanted, make_archive
from storage.watch import UNWATCHED, Watch
from study.errors import KnownError
from tests.faults.limits import file_limit
from tests.kit.archive import Kept
from tests.kit.second import second_study


def refused(work: Any, wanted: Wanted, free: Callable[[Path], int] = lambda _folder: 1 << 40) -> str:
    """The code of the refusal."""
    with pytest.raises(KnownError) as raised:
        make_archive(work.session, wanted, straight, UNWATCHED, free)
    assert raised.value.sentence.zh
    return raised.value.code


def test_it_is_refused_where_it_would_be_wrong(make_desk: Callable[..., Any], tmp_path: Path) -> None:
    work = make_desk()
    target = tmp_path / "medium"
    target.mkdir()
    good = Wanted(target, "zh", confirmed=True)
    assert refused(work, Wanted(target, "zh")) == "archive-not-confirmed"
    assert refused(work, Wanted(tmp_path / "unplugged", "zh", confirmed=True)) == "archive-folder-gone"
    inside = work.store.folder / "attachments"
    inside.mkdir(exist_ok=True)
    assert refused(work, Wanted(inside, "zh", confirmed=True)) == "archive-inside-store"
    assert refused(work, Wanted(work.store.folder, "zh", confirmed=True)) == "archive-inside-store"
    assert refused(work, good, lambda _folder: 1000) == "archive-no-room"
    for role in ("monitor", "data_entry", "clinician", "admin"):
        assert refused(make_desk(role), good) == "archive-role"
    keyless = make_desk(site_key=False)
    keyless.enrol("LN-001")
    assert refused(keyless, good) == "archive-site-key"
    assert list(target.iterdir()) == []


def test_nothing_is_ever_written_over_and_what_a_killed_one_left_is_swept(kept: Kept) -> None:
    work = kept.work
    begins = f"Cartella-{work.study.code}-{work.session.unlocked.store_id[:8]}-"
    half = kept.target / f"{begins}20260101-0000.unfinished"
    half.mkdir()
    (half / "values.csv").write_text("health data")
    other = kept.target / "Cartella-OTHER-12345678-20260101-0000.unfinished"
    other.mkdir()
    first, _ = kept.archive()
    second, read = kept.archive()
    assert first.written.path != second.written.path
    assert first.written.path.is_dir()
    assert read.manifest()["files"]
    assert not half.exists()
    assert other.is_dir(), "another record's is not ours to touch"


@pytest.mark.parametrize("after", [1, 9, 60, 130])
def test_stopped_anywhere_it_leaves_nothing(kept: Kept, after: int) -> None:
    count = 0

    def stop() -> bool:
        nonlocal count
        count += 1
        return count > after

    with pytest.raises(KnownError) as raised:
        kept.archive(Watch(cancelled=stop))
    assert raised.value.code == "stopped"
    assert list(kept.target.iterdir()) == []


@pytest.mark.parametrize("size", [2_000, 60_000])
def test_a_disk_that_fills_up_leaves_nothing(kept: Kept, size: int) -> None:
    limited: list[Any] = []

    def listen(step: str, _done: int, _total: int) -> None:
        if step == "children" and not limited:
            limited.append(file_limit(size))
            limited[0].__enter__()

    try:
        with pytest.raises(KnownError) as raised:
            kept.archive(Watch(listen))
    finally:
        limited[0].__exit__(None, None, None)
    assert raised.value.code in ("file-too-large", "disk-full", "not-writable")
    assert list(kept.target.iterdir()) == []


def test_another_trial_is_archived_as_well(make_desk: Callable[..., Any], tmp_path: Path) -> None:
    work = make_desk(study=second_study())
    subject = work.enrol("RM0001", infused=None)
    work.set(subject, "INTAKE", "BODY", {"SYS": "151"})
    target = tmp_path / "medium"
    target.mkdir()
    made, read = Kept(work, target).archive(language="en")
    assert made.children == 1
    assert [row["SYS"] for row in read.table("data/forms/BODY.csv")] == ["151"]
    assert "The definition names no rule" in read.page()
    assert "151" in read.pdf("children/RM0001/INTAKE.pdf")
