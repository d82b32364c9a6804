"""Every command as a function over real stores and a real EDC; passphrases are cheap but where said."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from desktop_app.app import shipped_study
from desktop_app.cli import main
from desktop_app.cli.due import line_of
from desktop_app.house import House
from desktop_app.jobs.unlock import unlock
from desktop_app.place import Place, Settings
from desktop_app.vaults import Vaults
from desktop_app.version import VERSION
from storage.keys import KdfProfile, system_clock
from study.address import Address
from study.changes import facts as f
from study.definition.model import Study
from study.due import Due
from study.text import Text
from study.values import DateValue, TextValue, Value

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
ROOT = Path(__file__).resolve().parents[3]


class Said(NamedTuple):
    """What a command answered."""

    code: int
    data: Any
    err: str


Run = Callable[..., Said]


@pytest.fixture(scope="session")
def cli_study() -> Study:
    return shipped_study()


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], cli_study: Study) -> Run:
    """Runs a command on the store `store` with its passphrase file; the answer is read as JSON."""
    (tmp_path / "pass").write_text("a rainy spring in Xuhui\n", encoding="utf-8")

    def house_of(folder: Path) -> House:
        return House(Place(folder), Vaults(folder, floor=CHEAP), cli_study, system_clock)

    def command(*words: str, store: str = "store") -> Said:
        options = ["--store", str(tmp_path / store), "--json", "--lang", "en"]
        if "--passphrase-file" not in words:
            options += ["--passphrase-file", str(tmp_path / "pass")]
        code = main([*options, *words], house_of)
        said = capsys.readouterr()
        return Said(code, json.loads(said.out) if said.out.strip() else None, said.err)

    return command


@pytest.fixture
def made(run: Run) -> Said:
    said = run("init", "--site", "SH01", "--site-name", "Hospital", "--name", "Dr Lin")
    assert said.code == 0
    return said


@pytest.fixture
def edc(tmp_path: Path, run: Run) -> str:
    """An EDC with the site; gives the option that names it."""
    folder = str(tmp_path / "edc")
    assert run("edc", "init", "--edc-folder", folder).code == 0
    assert run("edc", "site", "add", "SH01", "Hospital", "--edc-folder", folder).code == 0
    return folder


@pytest.fixture
def served(edc: str) -> Iterator[str]:
    """The EDC's address while it serves, started by its own command."""
    words = [sys.executable, "-m", "desktop_app.cli", "edc", "serve", "--port", "0", "--edc-folder", edc]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{json.loads(process.stdout.readline())['port']}"
        process.terminate()


def test_init_says_the_recovery_code_and_never_replaces_a_store(made: Said, run: Run) -> None:
    assert made.data["recovery_code"].count("-") > 3
    again = run("init", "--site", "SH01", "--site-name", "Hospital", "--name", "Dr Lin")
    assert (again.code, again.data["error"]) == (1, "store-exists")
    assert len(again.err.splitlines()) == 1


def test_a_failed_init_leaves_the_folder_free(tmp_path: Path, run: Run) -> None:
    (tmp_path / "pass").write_text("short\n", encoding="utf-8")
    assert run("init", "--site", "SH01", "--site-name", "H", "--name", "Dr Lin").data["error"] == "passphrase-too-short"
    (tmp_path / "pass").write_text("a rainy spring in Xuhui\n", encoding="utf-8")
    assert run("init", "--site", "SH01", "--site-name", "H", "--name", "Dr Lin").code == 0


def test_a_wrong_passphrase_is_one_sentence(made: Said, run: Run, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("another spring in Xuhui\n", encoding="utf-8")
    said = run("status", "--passphrase-file", str(tmp_path / "wrong"))
    assert (said.code, said.data["error"], said.err) == (
        1,
        "wrong-passphrase",
        "The user or the passphrase is not right.\n",
    )


def test_status_tells_what_waits(made: Said, run: Run) -> None:
    said = run("status")
    assert said.code == 3
    assert (said.data["site"], said.data["unsent"], said.data["enrolled"]) == ("SH01", 2, False)
    locked = run("status", "--locked")
    assert (locked.data["users"], locked.data["unsent"]) == (["Dr Lin"], 2)


def test_users_are_added_and_listed(made: Said, run: Run, tmp_path: Path) -> None:
    (tmp_path / "wang").write_text("four quiet boats at dawn\n", encoding="utf-8")
    words = (
        "user",
        "add",
        "Dr Wang",
        "--role",
        "clinician",
        "--new-passphrase-file",
        str(tmp_path / "wang"),
        "--user",
        "Dr Lin",
    )
    assert run(*words).code == 0
    assert run(*words).data["error"] == "name-taken"
    assert run("user", "list").data["error"] == "which-user"
    people = run("user", "list", "--user", "Dr Wang", "--passphrase-file", str(tmp_path / "wang")).data
    assert [(one["name"], one["roles"]) for one in people] == [
        ("Dr Lin", ["admin", "investigator"]),
        ("Dr Wang", ["clinician"]),
    ]
    code = run("user", "recovery-code", "--user", "Dr Wang", "--passphrase-file", str(tmp_path / "wang"))
    assert code.data["error"] == "no-right"


def test_verify_and_rebuild(made: Said, run: Run) -> None:
    said = run("verify")
    assert (said.code, said.data["whole"]) == (0, True)
    rebuilt = run("rebuild")
    assert rebuilt.data["before"] == rebuilt.data["after"]


def test_a_store_without_its_anchor_goes_on_as_a_successor(made: Said, run: Run, tmp_path: Path) -> None:
    (tmp_path / "store" / "anchor.bin").unlink()
    assert run("verify").code == 3
    said = run("status")
    assert said.data["fault"] == "store-missing"
    after = run("successor", "--reason", "the anchor was lost")
    assert after.data["device"] != made.data["device"]
    assert run("status").data["fault"] == ""


@pytest.fixture
def child(made: Said, tmp_path: Path, cli_study: Study) -> str:
    """The code of a child in the record; its id is `child-1`."""
    folder = tmp_path / "store"
    house = House(Place(folder), Vaults(folder, floor=CHEAP), cli_study, system_clock)
    session = unlock(house, house.vaults.open().users[0].user_id, "a rainy spring in Xuhui")
    with session.store as store:
        code = Address("child-1", "SCR", form="DM", item="SUBJID")
        child = f.SubjectEnrolled(id=store.new_id(), bases=(), subject="child-1")
        coded = f.ValueSet(id=store.new_id(), bases=(), address=code, value=TextValue("LN-001"))
        store.append(session.author, [child, coded])
    session.unlocked.close()
    return "LN-001"


def test_enrol_sync_and_the_centres_acts(child: str, run: Run, edc: str, served: str) -> None:
    code = run("edc", "device", "code", "SH01", "--edc-folder", edc).data["code"]
    said = run("sync", "--enrol", served, "--code", code)
    assert (said.code, said.data["agrees"], said.data["left"]) == (0, True, 0)
    assert run("edc", "verify", "--edc-folder", edc).code == 0
    assert run("edc", "status", "--edc-folder", edc).data[0]["devices"] == 1
    assert [u["name"] for u in run("edc", "person", "list", "SH01", "--edc-folder", edc).data] == ["Dr Lin"]
    assert len(run("edc", "device", "list", "SH01", "--edc-folder", edc).data) == 1
    query = run("edc", "query", "open", "SH01", f"{child}/M3/CHEM", "why?", "--edc-folder", edc).data["query"]
    (asked,) = run("edc", "query", "list", "SH01", "--edc-folder", edc).data
    assert (asked["state"], asked["place"]) == ("opened", "child-1/M3//CHEM///")
    assert run("edc", "lock", "SH01", "LN-404", "--edc-folder", edc).data["error"] == "subject-unknown"
    assert run("edc", "query", "close", "SH01", query, "--edc-folder", edc).code == 0
    assert run("edc", "freeze", "SH01", "child-1/M3", "--edc-folder", edc).data["standing"] == "accepted"
    assert run("edc", "release", "SH01", "child-1/M3", "--reason", "done", "--edc-folder", edc).code == 0
    again = run("sync")
    assert (again.code, again.data["agrees"], again.data["received"] > 0) == (0, True, True)
    assert run("status").data["number"] == again.data["number"]


def test_a_successor_of_an_enrolled_device_is_let_in_without_a_code(
    made: Said, run: Run, edc: str, served: str, tmp_path: Path
) -> None:
    code = run("edc", "device", "code", "SH01", "--edc-folder", edc).data["code"]
    assert run("sync", "--enrol", served, "--code", code).code == 0
    (tmp_path / "store" / "anchor.bin").unlink()
    assert run("successor", "--reason", "the anchor was lost").code == 0
    said = run("sync")
    assert (said.code, said.data["agrees"]) == (0, True)
    assert len(run("edc", "device", "list", "SH01", "--edc-folder", edc).data) == 2


def test_an_edc_that_is_away_is_a_sentence_and_is_tried_again(made: Said, run: Run) -> None:
    assert run("sync").data["error"] == "not-enrolled"
    assert run("sync", "--enrol", "http://127.0.0.1:9", "--code", "X").data["error"] == "edc-refused"


def test_derive_says_unit_version_and_inputs(run: Run) -> None:
    said = run("derive", "BSA", "height_cm=132", "weight_kg=30")
    assert said.code == 0
    assert (said.data["unit"], said.data["shown"]) == ("m2", "1.05")
    assert run("derive", "BSA", "height_cm=132").code == 3
    assert run("derive", "BSA", "height").data["error"] == "derived.input"
    assert run("derive", "NOTHING").data["error"] == "derived.unknown"
    graded = run("derive", "CTC_ALT", "x=210", "uln=40", "base=30")
    assert (graded.code, graded.data["code"], graded.data["shown"]) == (0, "CTC_ALT", "3")
    assert graded.data["inputs"]["analyte"] == "ALT"
    assert "CTC_AST" in run("derive", "CTC_ALTT").err


def test_the_study_is_checked_and_listed(run: Run, tmp_path: Path) -> None:
    assert run("study", "check", str(ROOT / "resources" / "study")).data["code"] == "ChiCTR2500105227"
    assert any(row["code"] == "CREAT" for row in run("study", "table").data)
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "study.yaml").write_text("code: X\n", encoding="utf-8")
    assert run("study", "check", str(tmp_path / "bad")).data["error"] == "definition_faulty"
    (tmp_path / "bad" / "study.yaml").write_bytes("code: X\nzh: 肌酐\n".encode("gb18030"))
    assert f"{tmp_path / 'bad' / 'study.yaml'}:2: " in run("study", "check", str(tmp_path / "bad")).err


def test_without_a_language_asked_every_line_speaks_that_of_the_record(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "study.yaml").write_text("code: X\n", encoding="utf-8")
    Place(tmp_path).remember(Settings(language="zh"))
    assert main(["--store", str(tmp_path), "study", "check", str(tmp_path / "bad")]) == 1
    said = capsys.readouterr()
    assert "缺少该文件" in said.out
    assert "处错误" in said.err


def test_import_lab_names_the_child_it_lacks(made: Said, run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.csv").write_text("项目,结果,单位\n肌酐,53.9,umol/L\n", encoding="utf-8")
    said = run("import-lab", str(tmp_path / "report.csv"), "--subject", "LN-001", "--visit", "M3")
    assert said.data["error"] == "subject-unknown"
    assert (
        run("import-lab", str(tmp_path / "no.csv"), "--subject", "X", "--visit", "M3").data["error"] == "lab-unreadable"
    )


def test_wrong_usage_is_2(run: Run) -> None:
    assert main(["nonsense"]) == 2


def test_a_bug_is_70_and_says_no_data(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    def broken(_folder: Path) -> House:
        raise ZeroDivisionError("张小明")

    assert main(["--store", str(tmp_path), "status"], broken) == 70
    assert "张小明" not in capsys.readouterr().err


def test_the_real_floor_from_end_to_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "pass").write_text("a rainy spring in Xuhui\n", encoding="utf-8")
    options = ["--store", str(tmp_path / "store"), "--passphrase-file", str(tmp_path / "pass"), "--lang", "zh"]
    assert main([*options, "init", "--site", "SH01", "--site-name", "H", "--name", "林医生"]) == 0
    assert "恢复码" in capsys.readouterr().out
    assert main([*options, "verify"]) == 0
    assert "全部有效" in capsys.readouterr().out


def test_the_version_is_the_packages() -> None:
    assert f'version = "{VERSION}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


def test_due_lists_what_is_overdue_and_ends_with_3(made: Said, run: Run, tmp_path: Path, cli_study: Study) -> None:
    assert run("due").data["due"] == []
    house = House(Place(tmp_path / "store"), Vaults(tmp_path / "store", floor=CHEAP), cli_study, system_clock)
    session = unlock(house, house.vaults.open().users[0].user_id, "a rainy spring in Xuhui")
    child = session.store.new_id()
    day0 = session.today - timedelta(days=5)
    values: dict[Address, Value] = {
        Address(child, "SCR", "", "DM", "", "", "SUBJID"): TextValue("LN-001"),
        Address(child, "SCR", "", "DM", "", "", "ICDTC"): DateValue(day0.isoformat()),
        Address(child, "SCR", "", "DM", "", "", "INFPLDTC"): DateValue(day0.isoformat()),
    }
    facts = [f.ValueSet(id=session.store.new_id(), address=place, value=value) for place, value in values.items()]
    session.store.append(session.author, (f.SubjectEnrolled(id=session.store.new_id(), subject=child), *facts))
    session.store.close()
    session.unlocked.close()
    said = run("due", "--days", "30")
    rows = {row["what"]["en"].split()[0]: row for row in said.data["due"]}
    assert said.code == 3
    assert (rows["D0"]["state"], rows["D0"]["over"], rows["D0"]["unit"]) == ("overdue", 5, "d")
    assert (rows["W2"]["state"], rows["M1"]["state"], rows["W2"]["provisional"]) == ("coming", "coming", True)
    assert (rows["D0"]["confirmed"], rows["M1"]["confirmed"]) == (True, False)
    assert rows["Personal"]["kind"] == "consent"
    announced = cli_study.protocol
    assert (said.data["enrolled"], said.data["planned"]) == (0, announced.planned_subjects)
    assert said.data["share_by"] == announced.share_by.isoformat() if announced.share_by else None
    late = announced.recruits_to is not None and day0 > announced.recruits_to
    assert [row["child"] for row in said.data["outside_recruiting"]] == (["LN-001"] if late else [])
    end = announced.runs_to
    assert end is not None
    beyond = ["M12"] if day0 + timedelta(days=395) > end else []
    assert [row["visit"] for row in said.data["after_the_end"]] == beyond


@pytest.mark.parametrize(("confirmed", "en", "zh"), [(True, "2026-11-07 - 2026-11-27", "2026-11-07 - 2026-11-27"),
    (False, "2026-11-07 - 2026-11-27 (unconfirmed)", "2026-11-07 - 2026-11-27（待确认）")])  # fmt: skip
def test_a_window_that_nobody_approved_is_said_to_be_so(confirmed: bool, en: str, zh: str) -> None:
    visit = Due("child", "LN-001", "visit", Text("M3 3 months", "M3 3个月"), "open", "2026-11-07", "2026-11-27", 0,
                Address("child", "M3"), confirmed=confirmed)  # fmt: skip
    said = line_of(visit)
    assert (said.en.split("\t")[-1], said.zh.split("\t")[-1]) == (en, zh)
