"""Versions of the study on the command line: shown before they are adopted, listed afterwards; another trial begun."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from desktop_app.cli import main
from desktop_app.house import House
from desktop_app.place import Place
from desktop_app.vaults import Vaults
from storage.keys import KdfProfile, system_clock
from tests.kit.second import AMENDMENT, FOLDER, second_study, second_texts, write_folder

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
REASON = "Amendment 1, ethics vote of 2026-03-01"


class Said(NamedTuple):
    """What a command answered."""

    code: int
    data: Any
    err: str


Run = Callable[..., Said]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command; the program carries the second study."""
    (tmp_path / "pass").write_text("a rainy spring in Xuhui\n", encoding="utf-8")

    def house_of(folder: Path) -> House:
        return House(Place(folder), Vaults(folder, floor=CHEAP), second_study(), system_clock)

    def command(*words: str, language: str = "en", as_json: bool = True) -> Said:
        options = ["--store", str(tmp_path / "store"), "--lang", language, *(["--json"] if as_json else [])]
        options += ["--passphrase-file", str(tmp_path / "pass")]
        code = main([*options, *words], house_of)
        said = capsys.readouterr()
        return Said(code, json.loads(said.out) if as_json and said.out.strip() else said.out, said.err)

    return command


@pytest.fixture
def amended(tmp_path: Path) -> str:
    """The folder of version 1.1."""
    return str(write_folder(tmp_path / "amended", second_texts(AMENDMENT)))


@pytest.fixture
def made(run: Run) -> Said:
    return run("init", "--site", "RM", "--site-name", "Clinic", "--name", "Dr Lin", "--role", "investigator")


def test_a_preview_says_what_would_change_and_changes_nothing(run: Run, made: Said, amended: str) -> None:
    said = run("study", "adopt", amended, "--preview")
    assert (said.code, said.data["adopted"], said.data["from"], said.data["to"]) == (3, False, "1.0", "1.1")
    assert {each["code"]: each["how"] for each in said.data["differences"]}["BODY/NA"] == "removed"
    assert [row["version"] for row in run("study", "versions").data] == ["1.0"]


@pytest.mark.parametrize(("language", "words"), [("en", "Nothing was changed."), ("zh", "未作任何改动。")])
def test_a_preview_reads_like_a_page(run: Run, made: Said, amended: str, language: str, words: str) -> None:
    said = run("study", "adopt", amended, "--preview", language=language, as_json=False)
    assert said.data.splitlines()[0] == "1.0 → 1.1"
    assert said.data.splitlines()[-1] == words


def test_an_adoption_needs_a_reason_and_is_listed_with_who_and_when(run: Run, made: Said, amended: str) -> None:
    assert run("study", "adopt", amended).data["error"] == "reason-needed"
    assert [row["version"] for row in run("study", "versions").data] == ["1.0"]
    assert run("study", "adopt", amended, "--reason", REASON).code == 0
    newest, first = run("study", "versions").data
    assert (newest["version"], newest["who"], newest["reason"]) == ("1.1", "Dr Lin", REASON)
    assert (newest["in_force"], first["in_force"], newest["readable"]) == (True, False, True)
    assert run("status").data["study_version"] == "1.1"
    assert run("study", "adopt", amended, "--reason", REASON).data["error"] == "already-in-force"


def test_what_cannot_be_adopted_says_why(run: Run, made: Said, tmp_path: Path) -> None:
    faulty = write_folder(tmp_path / "faulty", second_texts({"forms/BODY.yaml": [("unit: kg", "unit: stone")]}))
    assert run("study", "adopt", str(faulty), "--preview").data["error"] == "definition_faulty"
    renamed = write_folder(tmp_path / "renamed", second_texts({"forms/ENC.yaml": [("en: Note", "en: Remark")]}))
    assert run("study", "adopt", str(renamed), "--preview").data["error"] == "version-taken"
    other = second_texts({"study.yaml": [("code: HOMEBP", "code: OTHER"), ("'1.0'", "'9'")]})
    assert run("study", "adopt", str(write_folder(tmp_path / "o", other))).data["error"] == "another-study"
    assert run("study", "adopt", str(tmp_path / "nowhere")).data["error"] == "definition_absent"


def test_what_changes_the_meaning_of_values_has_to_be_seen(run: Run, made: Said, tmp_path: Path) -> None:
    edits = {"study.yaml": [("'1.0'", "'1.1'")], "forms/BODY.yaml": [("unit: mmol/L", "unit: mg/dL")]}
    units = str(write_folder(tmp_path / "units", second_texts(edits)))
    assert run("study", "adopt", units, "--reason", REASON).data["error"] == "dangers-not-seen"
    assert run("study", "adopt", units, "--reason", REASON, "--dangers-seen").code == 0


def test_only_an_investigator_or_an_administrator_adopts(run: Run, made: Said, amended: str, tmp_path: Path) -> None:
    (tmp_path / "li").write_text("four quiet boats at dawn\n", encoding="utf-8")
    added = run("user", "add", "Li", "--role", "coordinator", "--new-passphrase-file", str(tmp_path / "li"))
    assert added.code == 0
    said = run("study", "adopt", amended, "--reason", REASON, "--user", "Li", "--passphrase-file", str(tmp_path / "li"))
    assert said.data["error"] == "no-right"


def test_init_begins_a_record_of_another_trial(run: Run, tmp_path: Path) -> None:
    other = second_texts({"study.yaml": [("code: HOMEBP", "code: OTHER"), ("'1.0'", "'9'")]})
    folder = str(write_folder(tmp_path / "other", other))
    said = run("init", "--site", "RM", "--site-name", "Clinic", "--name", "Dr Lin", "--study", folder)
    assert said.code == 0
    status = run("status").data
    assert (status["study"], status["study_version"], status["study_readable"]) == ("OTHER", "9", True)


def test_the_option_stands_before_the_command_too(run: Run, tmp_path: Path) -> None:
    said = run("--study", str(FOLDER), "init", "--site", "RM", "--site-name", "Clinic", "--name", "Dr Lin")
    assert said.code == 0
    assert run("--study", str(tmp_path / "nowhere"), "status").data["error"] == "definition_absent"


def test_the_centre_adopts_for_a_site(run: Run, tmp_path: Path, amended: str) -> None:
    folder = str(tmp_path / "edc")
    assert run("edc", "init", "--edc-folder", folder).code == 0
    assert run("edc", "site", "add", "RM", "Clinic", "--edc-folder", folder).code == 0
    said = run("edc", "study", "adopt", "RM", amended, "--reason", REASON, "--edc-folder", folder)
    assert (said.code, said.data["standing"]) == (0, "accepted")
