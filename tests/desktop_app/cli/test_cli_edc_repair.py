"""`cartella edc repair`: what was and what is, in words and as JSON; a record that does not hold is refused."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sync.server.database import EVERY_SITE, Database


@pytest.fixture
def edc(tmp_path: Path, run: Any) -> Callable[..., Any]:
    """Runs a command of an EDC with two sites."""
    folder = str(tmp_path / "edc")
    assert run("edc", "init", "--edc-folder", folder).code == 0
    for site in ("SH01", "SH02"):
        assert run("edc", "site", "add", site, "Hospital", "--edc-folder", folder).code == 0
    return lambda *words, **how: run("edc", *words, "--edc-folder", folder, **how)


@pytest.fixture
def spoil(tmp_path: Path, edc: object) -> Callable[[str], None]:
    """Runs a statement in the EDC's database."""
    assert callable(edc)

    def run_it(statement: str) -> None:
        database = Database(f"sqlite:///{(tmp_path / 'edc' / 'edc.db').resolve()}")
        with database.writing(EVERY_SITE) as connection:
            assert connection.execute(sa.text(statement)).rowcount
        database.close()

    return run_it


def test_nothing_is_wrong(edc: Any) -> None:
    said = edc("repair")
    assert (said.code, [site["wrong"] for site in said.data["sites"]], said.data["broken"]) == (0, [[], []], [])
    assert "SH01: 1 entries, every sum holds; nothing to repair" in edc("repair", "SH01", as_json=False).data


def test_what_was_and_what_is(edc: Any, spoil: Callable[[str], None]) -> None:
    spoil("INSERT INTO tally VALUES ('SH02', 'child-9', 3, 1)")
    assert edc("verify").code == 3
    said = edc("repair", "--as", "ops")
    assert said.code == 0
    assert said.data["sites"][1]["wrong"] == [
        {"what": "changes", "of": "child-9", "was": 3, "now": 0},
        {"what": "queries", "of": "child-9", "was": 1, "now": 0},
    ]
    assert edc("verify").code == 0
    [line] = [line for line in edc("user", "access").data if line["what"] == "repair"]
    assert (line["name"], line["came_from"]) == ("ops", "command line")
    assert line["detail"] == "SH02: changes child-9 3 -> 0; queries child-9 1 -> 0"


def test_in_words_of_both_languages(edc: Any, spoil: Callable[[str], None]) -> None:
    spoil("INSERT INTO tally VALUES ('SH02', 'child-9', 3, 0)")
    said = edc("repair", "SH02", "--lang", "zh", as_json=False).data
    assert "SH02：1 条记录有效；1 项统计数有误，已重新计算" in said
    assert "SH02：child-9 变更数：原为 3，现为 0" in said
    spoil("INSERT INTO tally VALUES ('SH02', 'child-9', 3, 0)")
    assert "SH02: child-9 changes: was 3, is 0" in edc("repair", "SH02", "--lang", "en", as_json=False).data


def test_a_record_that_does_not_hold_is_refused_and_the_other_site_is_mended(
    edc: Any, spoil: Callable[[str], None]
) -> None:
    spoil("INSERT INTO tally VALUES ('SH01', 'child-9', 3, 0)")
    spoil("INSERT INTO tally VALUES ('SH02', 'child-9', 3, 0)")
    spoil("UPDATE site SET head = 'x' WHERE site = 'SH01'")
    refused = edc("repair", "SH01")
    assert (refused.code, refused.data["error"]) == (1, "edc-record-broken")
    every = edc("repair")
    assert (every.code, [site["site"] for site in every.data["sites"]], len(every.data["broken"])) == (3, ["SH02"], 1)
    found = {site["site"]: site["fault"] for site in edc("verify").data}
    assert found == {"SH01": "last", "SH02": ""}


def test_a_site_that_is_not_there(edc: Any) -> None:
    assert edc("repair", "SH09").data["error"] == "site-unknown"
