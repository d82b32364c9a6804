"""Rows of a printed table stay whole: none is parted by the end of a page, of some lines."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from desktop_app.paper import TABLE, Folio, write_folios
from tests.kit.paper import read_pages


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(heights=st.lists(st.integers(1, 3), min_size=60, max_size=90))
def test_no_row_is_parted(qapp: QApplication, tmp_path: Path, heights: list[int]) -> None:
    cells = (f"r{n}a" + "<br/>".join(["", *(f"r{n}b" for _ in range(high))]) for n, high in enumerate(heights))
    rows = "".join(f"<tr><td>{cell}</td><td>x</td></tr>" for cell in cells)
    path = tmp_path / "rows.pdf"
    write_folios([Folio(f"{TABLE} cellpadding='3'>{rows}</table>", "page %1 of %2", whole=True)], path)
    pages = [page.text.split() for page in read_pages(path)]
    for number, high in enumerate(heights):
        [on] = [page for page in pages if f"r{number}a" in page]
        assert on.count(f"r{number}b") == high
        assert sum(page.count(f"r{number}b") for page in pages) == high


@pytest.mark.parametrize("lines", [300])
def test_a_row_that_no_page_has_room_for_goes_on(qapp: QApplication, tmp_path: Path, lines: int) -> None:
    path = tmp_path / "rows.pdf"
    cell = "<br/>".join(f"l{n}." for n in range(lines))
    html = f"{TABLE} cellpadding='3'><tr><td>before</td></tr><tr><td>{cell}</td></tr></table>"
    write_folios([Folio(html, "page %1 of %2", whole=True)], path)
    read = " ".join(page.text for page in read_pages(path))
    assert all(f"l{n}." in read for n in range(lines))
