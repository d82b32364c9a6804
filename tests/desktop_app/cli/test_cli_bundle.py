"""A clinic with no network on the command line: invited by file, entries out, reply in; every refusal has its code."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from desktop_app.app import shipped_study
from desktop_app.house import House
from desktop_app.jobs.bundle import export_bundle
from desktop_app.jobs.line import straight
from desktop_app.jobs.status import Exchange, keep_exchange
from desktop_app.jobs.unlock import unlock
from desktop_app.place import Place
from desktop_app.vaults import Vaults
from storage.bundle_notes import FILE_NAME, read_bundles
from storage.keys import system_clock
from storage.watch import Watch
from study.errors import KnownError
from tests.desktop_app.cli.conftest import CHEAP, SECRET

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from tests.desktop_app.cli.conftest import Run


@pytest.fixture
def edc(tmp_path: Path, run: "Run") -> "Callable[..., Any]":
    """Runs a command of an EDC that has the site."""
    assert run("edc", "init", "--edc-folder", str(tmp_path / "edc")).code == 0
    assert run("edc", "site", "add", "--edc-folder", str(tmp_path / "edc"), "SH01", "Hospital").code == 0
    return lambda *words: run("edc", *words, "--edc-folder", str(tmp_path / "edc"))


@pytest.fixture
def enrolled(tmp_path: Path, run: "Run", edc: "Callable[..., Any]", made: object) -> Path:
    """The stick after an enrolment by files: letter, bundle, reply."""
    assert callable(made)
    stick = tmp_path / "stick"
    stick.mkdir()
    with made():
        pass
    invited = edc("bundle", "invite", "SH01", str(stick / "letter"))
    assert edc("bundle", "fingerprint").data["fingerprint"] == invited.data["fingerprint"]
    spoken = invited.data["fingerprint"].replace(" ", "-").lower()
    out = run("bundle", "export", str(stick), "--invitation", str(stick / "letter"), "--fingerprint", spoken)
    assert out.code == 0, out.err
    taken = edc("bundle", "import", out.data["file"], "--reply", str(stick / "reply"))
    assert taken.code == 0, taken
    assert taken.data["taken"]["enrolled"]
    back = run("bundle", "import", str(stick / "reply"))
    # Whoever imports has unlocked: that entry is younger than the bundle.
    assert (back.code, back.data["left"], back.data["agrees"]) == (0, 1, None), back
    return stick


def test_a_workstation_is_let_in_and_hears_its_answers_by_files_alone(
    enrolled: Path, run: "Run", edc: "Callable[..., Any]"
) -> None:
    out = run("bundle", "export", str(enrolled / "one"))
    assert out.data["changes"] >= 1
    waiting = run("bundle", "list")
    assert (waiting.code, waiting.data[0]["answered"], len(waiting.data)) == (3, None, 2)
    assert edc("bundle", "import", str(enrolled / "one"), "--reply", str(enrolled / "one-back")).code == 0
    back = run("bundle", "import", str(enrolled / "one-back"))
    assert (back.code, back.data["sent"], back.data["left"]) == (0, out.data["changes"], 1)
    assert run("bundle", "list").code == 0
    again = run("bundle", "import", str(enrolled / "one-back"), as_json=False)
    assert again.code == 0
    assert "Nothing new" in again.data
    assert edc("verify").code == 0


def test_what_a_person_brings_by_mistake_is_named(enrolled: Path, run: "Run", edc: "Callable[..., Any]") -> None:
    run("bundle", "export", str(enrolled / "one"))
    edc("bundle", "import", str(enrolled / "one"), "--reply", str(enrolled / "one-back"))
    assert run("bundle", "import", str(enrolled / "one")).data["error"] == "bundle-is-request"
    assert edc("bundle", "import", str(enrolled / "one-back")).data["error"] == "bundle-is-reply"
    assert run("bundle", "import", str(enrolled / "letter")).data["error"] == "bundle-is-invitation"
    assert run("bundle", "import", str(enrolled / "gone")).data["error"] == "bundle-not-readable"
    assert run("bundle", "export", str(enrolled / "no" / "such")).data["error"] == "bundle-not-written"
    (enrolled / "photo").write_bytes(b"\xff\xd8 a holiday")
    assert run("bundle", "import", str(enrolled / "photo")).data["error"] == "bundle-not-one"
    assert edc("bundle", "import", str(enrolled / "photo")).data["error"] == "bundle-not-one"


def test_an_earlier_reply_after_a_later_one_says_nothing_new(
    enrolled: Path, run: "Run", edc: "Callable[..., Any]"
) -> None:
    for name in ("one", "two"):
        run("bundle", "export", str(enrolled / name))
        edc("bundle", "import", str(enrolled / name), "--reply", str(enrolled / f"{name}-back"))
    assert run("bundle", "import", str(enrolled / "two-back")).code == 0
    late = run("bundle", "import", str(enrolled / "one-back"))
    assert (late.code, late.data["error"]) == (1, "bundle-old")


def test_an_invitation_is_not_taken_up_on_anothers_word(
    tmp_path: Path, run: "Run", edc: "Callable[..., Any]", made: "Callable[[], Any]"
) -> None:
    with made():
        pass
    letter = tmp_path / "letter"
    edc("bundle", "invite", "SH01", str(letter))
    asked = ("bundle", "export", str(tmp_path / "out"), "--invitation", str(letter), "--fingerprint")
    assert run(*asked, "1234 5678").data["error"] == "fingerprint-differs"
    assert not (tmp_path / "out").exists()
    assert run("bundle", "export", str(tmp_path / "out")).data["error"] == "not-enrolled"
    data = letter.read_bytes()
    letter.write_bytes(data.replace(b"SH01", b"SH02"))
    assert run(*asked, "1234 5678").data["error"] == "invitation-damaged"


def test_an_invitation_lets_one_workstation_in(
    tmp_path: Path, enrolled: Path, run: "Run", edc: "Callable[..., Any]"
) -> None:
    shutil.move(tmp_path / "store", tmp_path / "first")
    assert run("init", "--site", "SH01", "--site-name", "Hospital", "--name", "Dr Wang").code == 0
    said = edc("bundle", "fingerprint").data["fingerprint"]
    letter = str(enrolled / "letter")
    assert run("bundle", "export", str(enrolled / "x"), "--invitation", letter, "--fingerprint", said).code == 0
    assert edc("bundle", "import", str(enrolled / "x")).data["error"] == "code-unknown"
    assert run("bundle", "import", str(enrolled / "reply")).data["error"] == "bundle-other-device"


def test_an_export_that_is_stopped_leaves_nothing(enrolled: Path, tmp_path: Path) -> None:
    """Nor does it wait for a reply."""
    house = House(Place(tmp_path / "store"), Vaults(tmp_path / "store", floor=CHEAP), shipped_study(), system_clock)
    session = unlock(house, house.vaults.open().users[0].user_id, SECRET)
    before = read_bundles(tmp_path / "store")
    with session.store as store:
        with pytest.raises(KnownError, match="stopped"):
            export_bundle(session, enrolled / "half", straight, watch=Watch(cancelled=lambda: True))
        assert read_bundles(store.folder) == before
    session.unlocked.close()
    assert not list(enrolled.glob("half*"))


def test_a_bundle_without_a_reply_stands_in_the_status(
    run: "Run", edc: "Callable[..., Any]", enrolled: Path, tmp_path: Path
) -> None:
    assert run("status").data["bundle"] is None
    run("bundle", "export", str(enrolled / "one"))
    assert run("status", "--locked").data["bundle"]["age"] < 60_000
    store = tmp_path / "store"
    keep_exchange(Place(store), Exchange(0))
    last, *before = read_bundles(store)
    last = msgspec.structs.replace(last, made=last.made - 3 * 86_400_000)
    (store / FILE_NAME).write_bytes(msgspec.json.encode([last, *before]))
    for words in ((), ("--locked",)):
        said = run("status", *words, as_json=False)
        assert said.code == 3
        assert "without a reply for 3 days" in said.data
    edc("bundle", "import", str(enrolled / "one"), "--reply", str(enrolled / "one-back"))
    run("bundle", "import", str(enrolled / "one-back"))
    assert run("status", "--locked").data["bundle"] is None
