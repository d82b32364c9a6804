"""What is given to others, by the command and read back with csv and a PDF reader alone: whole, noted, nameless."""

import csv
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from desktop_app.identity import child_key, seal_value
from storage.keys import SiteKey
from study.address import Address
from study.changes import facts as f
from study.values import Codes, DateTimeValue, DateValue, Quantity, TextValue, Value

Run = Callable[..., Any]
NAME, BORN = "王小明", "2014-07-01"
pytestmark = pytest.mark.usefixtures("qapp")
"""Without one the command makes an application of a kind that the windows of other tests cannot use."""


@pytest.fixture
def told(made: Callable[[], Any]) -> Callable[[], Any]:
    """The girl LN-001 by name, infused, with an event that names her and a result below its limit."""
    with made() as session:
        store, ids = session.store, Ids(session.store)
        kept = store.reader.site_key()
        assert kept is not None
        key = child_key(SiteKey(kept), store.reader.record("child"))
        assert key is not None
        dm, inf, event = Address("child", "SCR", form="DM"), ids.repeat("D0", "INF"), ids.repeat("LOG", "AE")
        sealed = [
            (dm, item, seal_value(key, Address("child", "SCR", form="DM", item=item), text))
            for item, text in (("NAME", NAME), ("BRTHDTC", BORN))
        ]
        sero = ids.repeat("M3", "SERO")
        values: list[tuple[Address, str, Value]] = [
            *sealed,
            (inf, "INFDTC", DateTimeValue("2026-05-18T10:00")), (inf, "INFCOMP", Codes(("Y",))),
            (event, "AETERM", TextValue(f"{NAME}发热")), (event, "AESTDTC", DateValue("2026-05-20")),
            (event, "AETOXGR", Codes(("2",))), (event, "AEBLGR", Codes(("0",))),
            (sero, "DSDNA", Quantity("12", "IU/mL", "<")), (sero, "C3", Quantity("0.9", "g/L")),
        ]  # fmt: skip
        store.append(session.author, (*ids.rows, *(ids.value(*each) for each in values)))
    return made


class Ids:
    """Rows and values with identifiers of the store."""

    def __init__(self, store: Any) -> None:
        self.new_id, self.rows = store.new_id, list[f.Fact]()

    def repeat(self, visit: str, form: str) -> Address:
        row = f.RowCreated(id=self.new_id(), address=Address("child", visit, form=form), level="form")
        self.rows.append(row)
        return Address("child", visit, form=form, form_repeat=row.id)

    def value(self, place: Address, item: str, value: Value) -> f.ValueSet:
        return f.ValueSet(id=self.new_id(), address=Address(*place.parts[:6], item), value=value)


def table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.reader(handle))


@contextmanager
def pages(path: Path) -> Iterator[str]:
    with pypdfium2.PdfDocument(path) as document:
        found = "\n".join(page.get_textpage().get_text_range() for page in document)
        # Some characters are copied out of a PDF as radicals of the same shape.
        yield unicodedata.normalize("NFKC", found)


def everything(folder: Path) -> str:
    """Every word of every file."""
    said = []
    for path in sorted(folder.rglob("*.*")):
        if path.suffix == ".pdf":
            with pages(path) as text:
                said.append(text)
        else:
            said.append(path.read_text(encoding="utf-8-sig"))
    return "\n".join(said)


def test_the_boards_pack_by_code_and_never_by_name(run: Run, told: Callable[[], Any], tmp_path: Path) -> None:
    said = run("export", "board", "--to", str(tmp_path / "pack"))
    assert (said.code, said.data["children"]) == (0, 1)
    text = everything(tmp_path / "pack")
    assert "LN-001" in text
    assert NAME not in text
    assert "小明" not in text
    assert BORN not in text
    events = table(tmp_path / "pack" / "en" / "08-events.csv")
    assert [row[-1] for row in events[1:3]] == ["1", "1"]
    assert events[2][0].startswith("(withheld")
    with pages(tmp_path / "pack" / "zh" / "board.pdf") as chinese:
        assert "停止规则" in chinese
    with told() as session:
        noted = [row for row in session.store.reader.audit(newest=True, limit=5) if "board" in str(row)]
        assert noted


def test_results_keep_the_limit(run: Run, told: Callable[[], Any], tmp_path: Path) -> None:
    assert run("export", "results", "--to", str(tmp_path / "out")).code == 0
    head, *rows = table(tmp_path / "out" / "en" / "03-numbers.csv")
    line = dict(zip(head, next(row for row in rows if row[2] == "DSDNA" and row[5] == "M3"), strict=True))
    assert (line["With a result (n)"], line["Of these only limits (such as <40)"], line["Median"]) == ("1", "1", "")
    assert NAME not in everything(tmp_path / "out")


def test_the_shared_set_holds_codes_numbers_and_study_days(run: Run, told: Callable[[], Any], tmp_path: Path) -> None:
    assert run("export", "shared", "--to", str(tmp_path / "out")).code == 0
    head, row = table(tmp_path / "out" / "SERO.csv")
    line = dict(zip(head, row, strict=True))
    assert (line["DSDNA"], line["C3"], line["VISIT"], line["DAY"]) == ("<12", "0.9", "M3", "92")
    [_, who] = table(tmp_path / "out" / "subjects.csv")
    assert who[1:4] == ["F", "11", "Y"]
    text = everything(tmp_path / "out")
    for hidden in (NAME, "小明", BORN, "LN-001", "2026-05-18"):
        assert hidden not in text
    assert "AETERM" in everything(tmp_path / "out" / "en")
    again = run("export", "shared", "--to", str(tmp_path / "again"))
    assert again.code == 0
    assert table(tmp_path / "again" / "subjects.csv")[1][0] == who[0]


@pytest.mark.usefixtures("told")
def test_a_folder_that_is_there_is_left_alone(run: Run, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir()
    said = run("export", "board", "--to", str(tmp_path / "there"))
    assert said.code == 1
    assert "there already" in said.err
    assert list((tmp_path / "there").iterdir()) == []
    assert not (tmp_path / ".there.part").exists()
