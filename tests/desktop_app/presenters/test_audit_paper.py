"""A table on pages: everything escaped, a foot with page x of y, site, log; what nobody reads is refused."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop_app.paper import Folio, write_folio
from desktop_app.presenters.audit_paper import MOST, Heading, folio
from study.errors import KnownError
from study.text import Text
from tests.faults.limits import file_limit

HEADING = Heading(
    title=Text("Audit trail", "稽查轨迹"), about=Text("child LN-001", "患儿 LN-001"), site="LN Children's hospital",
    study="ChiCTR 0.1", printed="2026-11-17 14:02", by="周敏", head="a1b2c3d4" * 8, changes=4823,
)  # fmt: skip


@dataclass(frozen=True)
class Written:
    """A PDF file as far as it can be read without a reader of PDF."""

    path: Path

    @property
    def pages(self) -> int:
        return len(re.findall(rb"/Type /Page\b", self.path.read_bytes()))

    @property
    def size(self) -> tuple[int, int]:
        """Of the first page, in points."""
        found = re.search(rb"/MediaBox \[\s*0 0 ([\d.]+) ([\d.]+)", self.path.read_bytes())
        assert found is not None
        return round(float(found[1])), round(float(found[2]))


def test_the_foot_says_page_site_study_and_the_head_of_the_log() -> None:
    made = folio(HEADING, ("When",), [("10:00",)], "en")
    assert made.foot == (
        "page %1 of %2 · LN Children's hospital · ChiCTR 0.1 · log a1b2c3d4a1b2c3d4, 4823 entries · "
        "printed 2026-11-17 14:02 by 周敏"
    )
    assert "child LN-001" in made.html


def test_what_a_person_typed_is_never_markup() -> None:
    made = folio(HEADING, ("When & why",), [("<b>x</b>",)], "zh", ["a < b"])
    for words in ("&lt;b&gt;x&lt;/b&gt;", "When &amp; why", "a &lt; b", "第 %1 页，共 %2 页"):
        assert words in made.html + made.foot


def test_more_rows_than_anybody_reads_are_refused() -> None:
    rows = [("x",)] * MOST
    assert folio(HEADING, ("a",), rows, "en").html.count("<td") == MOST
    with pytest.raises(KnownError) as refused:
        folio(HEADING, ("a",), [*rows, ("y",)], "en")
    assert refused.value.code == "too-many-rows"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("rows", "least"), [(1, 1), (200, 4)])
def test_a_long_table_takes_several_wide_pages(tmp_path: Path, rows: int, least: int) -> None:
    made = folio(HEADING, ("When", "What"), [("2026-11-17 10:00", "value")] * rows, "en")
    write_folio(made, tmp_path / "a.pdf")
    written = Written(tmp_path / "a.pdf")
    assert written.pages >= least
    assert (written.pages == 1) == (rows == 1)
    width, height = written.size
    assert width > height


def test_half_a_document_passes_for_none(tmp_path: Path, qapp: QApplication) -> None:
    made = folio(HEADING, ("When", "What"), [("2026-11-17 10:00", "value")] * 50, "en")
    with file_limit(4_000), pytest.raises(KnownError) as refused:
        write_folio(made, tmp_path / "a.pdf")
    assert refused.value.code == "disk-full"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_said(tmp_path: Path, qapp: QApplication) -> None:
    with pytest.raises(KnownError) as refused:
        write_folio(Folio("<p>x</p>", "%1"), tmp_path / "nowhere" / "a.pdf")
    assert refused.value.code == "not-writable"
