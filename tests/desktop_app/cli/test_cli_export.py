"""The audit trail as a file: every entry in words of both languages, no identity, filters that say what they miss."""

import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop_app.identity import child_key, seal_value
from desktop_app.presenters.audit_table import COLUMNS
from storage.keys import SiteKey
from study.address import Address
from study.changes import facts as f
from study.values import Cleared, Quantity

CREAT = Address("child", "M3", form="CHEM", item="CREAT")
Run = Callable[..., Any]
NAMES = [name for name, _word in COLUMNS]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return [dict(zip(NAMES, row, strict=True)) for row in list(csv.reader(handle))[1:]]


@pytest.fixture
def told(made: Callable[[], Any]) -> None:
    """A creatinine that was corrected with a reason and then cleared, and a name."""
    with made() as session:
        store, ids = session.store, list[str]()
        for value, reason in (
            (Quantity("62", "umol/L"), ""),
            (Quantity("26", "umol/L"), "digits swapped"),
            (Cleared(), ""),
        ):
            fact = f.ValueSet(id=store.new_id(), bases=tuple(ids[-1:]), address=CREAT, value=value, reason=reason)
            store.append(session.author, (fact,))
            ids.append(fact.id)
        kept = store.reader.site_key()
        assert kept is not None
        key = child_key(SiteKey(kept), store.reader.record("child"))
        assert key is not None
        name = Address("child", "SCR", form="DM", item="NAME")
        sealed = seal_value(key, name, "王小明")
        store.append(session.author, (f.ValueSet(id=store.new_id(), address=name, value=sealed, typed=""),))


@pytest.mark.usefixtures("told")
def test_old_and_new_value_reason_and_times(run: Run, tmp_path: Path) -> None:
    said = run("export", "audit", "--to", str(tmp_path / "audit.csv"), "--subject", "LN-001", "--item", "CREAT")
    rows = read(tmp_path / "audit.csv")
    assert (said.code, said.data["entries"]) == (0, len(rows))
    first, second, third, fourth = (row for row in rows if row["place"].endswith("reatinine"))
    assert (first["before"], first["after"]) == ("", "62 µmol/L")
    assert (third["before"], third["after"], third["why"]) == ("62 µmol/L", "26 µmol/L", "digits swapped")
    assert (fourth["before"], fourth["after"]) == ("26 µmol/L", "(cleared)")
    assert second["child"] == "LN-001"
    assert second["utc"].endswith("Z")
    assert second["who"] == "Dr Lin"
    assert len(second["hash"]) == 64


@pytest.mark.usefixtures("told")
def test_the_whole_trail_names_nobody_and_is_itself_noted(run: Run, tmp_path: Path) -> None:
    assert run("export", "audit", "--to", str(tmp_path / "audit.csv"), language="zh").code == 0
    text = (tmp_path / "audit.csv").read_text(encoding="utf-8-sig")
    assert "王小明" not in text
    assert "••••" in text
    assert text.startswith("时间（UTC）,本中心时间,")
    assert run("export", "audit", "--to", str(tmp_path / "again.csv")).code == 0
    last = [row for row in read(tmp_path / "again.csv") if row["kind"] == "export"]
    assert [row["after"].startswith("audit trail · CSV") for row in last] == [True]


@pytest.mark.usefixtures("told")
def test_days_are_those_of_the_site(run: Run, tmp_path: Path) -> None:
    said = run("export", "audit", "--to", str(tmp_path / "old.csv"), "--until", "2020-01-01")
    assert said.data["entries"] == 0
    said = run("export", "audit", "--to", str(tmp_path / "new.csv"), "--from", "2020-01-01", "--person", "Dr Lin")
    assert said.data["entries"] > 5


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--subject", "LN-404"), "no child LN-404"),
        (("--person", "nobody"), "nobody is not in this record"),
        (("--from", "yesterday"), "not a day"),
    ],
)
def test_a_filter_that_finds_nobody_says_so(run: Run, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    answer = run("export", "audit", "--to", str(tmp_path / "a.csv"), *words)
    assert (answer.code, said in answer.err) == (1, True)
    assert not (tmp_path / "a.csv").exists()
