"""`cartella user` and `cartella keys`: everything that changes who gets in, on real stores with cheap passphrases."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from desktop_app.app import shipped_study
from desktop_app.cli import main
from desktop_app.house import House
from desktop_app.jobs.unlock import unlock
from desktop_app.place import Place
from desktop_app.vaults import Vaults
from storage.history import EVERYTHING
from storage.keys import KdfProfile, system_clock
from study.changes.facts import Accessed
from study.definition.model import Study

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
LIN, WANG, NEW = "a rainy spring in Xuhui", "three cranes over the lake", "four quiet boats at dawn"


class Said(NamedTuple):
    """What a command answered."""

    code: int
    data: Any
    err: str

    @property
    def error(self) -> str:
        """The code of the KnownError, "" for none."""
        return str(self.data.get("error", "")) if isinstance(self.data, dict) else ""


class Paper:
    """Standard input of a person who writes the code on paper and types it back, as `change` alters it."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.change: Callable[[str], str] = lambda code: code.lower().replace("-", " ")
        self.code = ""

    def readline(self) -> str:
        """What is typed back."""
        said = self._capsys.readouterr().err
        self.code = next(line.strip() for line in said.splitlines() if line.count("-") > 3)
        return self.change(self.code) + "\n"


class Desk:
    """Runs commands as one person or another; passphrases come from files."""

    def __init__(self, folder: Path, study: Study, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.store = folder / "store"
        self.study = study
        self._capsys = capsys

    def file(self, text: str) -> str:
        """A file whose first line this is."""
        path = self.folder / hashlib.sha256(text.encode()).hexdigest()[:8]
        path.write_text(text + "\n", encoding="utf-8")
        return str(path)

    def house(self, folder: Path) -> House:
        """The house whose passphrases are cheap to derive."""
        return House(Place(folder), Vaults(folder, floor=CHEAP), self.study, system_clock)

    def run(self, *words: str, by: str = LIN, user: str = "Dr Lin", lang: str = "en") -> Said:
        """One command with `--json`."""
        options = ["--store", str(self.store), "--json", "--lang", lang, "--passphrase-file", self.file(by)]
        code = main([*options, *(["--user", user] if user else []), *words], self.house)
        said = self._capsys.readouterr()
        return Said(code, json.loads(said.out) if said.out.strip() else None, said.err)

    def gets_in(self, user: str, passphrase: str) -> bool:
        """Whether this passphrase opens the record for this person."""
        return self.run("status", by=passphrase, user=user).code in (0, 3)

    def accesses(self) -> list[tuple[str, str]]:
        """What the record says was done with keys, oldest first."""
        house = self.house(self.store)
        user = next(one.user_id for one in house.vaults.open().users if one.name == "Dr Lin")
        session = unlock(house, user, LIN)
        facts = [line.fact for line in session.store.reader.audit(EVERYTHING)]
        session.store.close()
        session.unlocked.close()
        return [(fact.what, fact.detail) for fact in facts if isinstance(fact, Accessed)]


@pytest.fixture(scope="session")
def people_study() -> Study:
    return shipped_study()


@pytest.fixture
def paper(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Paper:
    made = Paper(capsys)
    monkeypatch.setattr("sys.stdin", made)
    return made


@pytest.fixture
def desk(tmp_path: Path, people_study: Study, capsys: pytest.CaptureFixture[str]) -> Desk:
    """A record of Dr Lin (administrator) and Dr Wang (clinician); `code` is its recovery code."""
    made = Desk(tmp_path, people_study, capsys)
    said = made.run("init", "--site", "SH01", "--site-name", "Hospital", "--name", "Dr Lin", user="")
    assert said.code == 0
    (tmp_path / "code").write_text(said.data["recovery_code"] + "\n", encoding="utf-8")
    new = made.file(WANG)
    assert made.run("user", "add", "Dr Wang", "--role", "clinician", "--new-passphrase-file", new).code == 0
    return made


def code_file(desk: Desk) -> str:
    return str(desk.folder / "code")


# Passphrases


def test_ones_own_passphrase_is_changed(desk: Desk) -> None:
    assert desk.run("user", "passphrase", "--new-passphrase-file", desk.file(NEW), by=WANG, user="Dr Wang").code == 0
    assert desk.gets_in("Dr Wang", NEW)
    assert not desk.gets_in("Dr Wang", WANG)
    assert ("passphrase-changed", "") in desk.accesses()


@pytest.mark.parametrize(
    ("new", "error"),
    [
        ("short", "passphrase-too-short"),
        ("correct horse battery staple", "passphrase-too-common"),
        ("x" * 2000, "passphrase-too-long"),
    ],
)
def test_a_bad_new_passphrase_changes_nothing(desk: Desk, new: str, error: str) -> None:
    before = (desk.store / "keys.json").read_bytes()
    said = desk.run("user", "passphrase", "--new-passphrase-file", desk.file(new))
    assert (said.code, said.error) == (1, error)
    assert (desk.store / "keys.json").read_bytes() == before
    assert desk.gets_in("Dr Lin", LIN)


def test_an_administrator_gives_somebody_a_new_passphrase(desk: Desk) -> None:
    said = desk.run("user", "reset", "Dr Wang", "--new-passphrase-file", desk.file(NEW))
    assert said.code == 0
    assert said.data["seq"] > 2
    assert desk.gets_in("Dr Wang", NEW)
    assert not desk.gets_in("Dr Wang", WANG)
    assert desk.run("verify").code == 0


def test_who_may_reset_and_whom(desk: Desk) -> None:
    new = desk.file(NEW)
    refused = [
        desk.run("user", "reset", "Dr Lin", "--new-passphrase-file", new, by=WANG, user="Dr Wang"),
        desk.run("user", "reset", "Dr Lin", "--new-passphrase-file", new),
        desk.run("user", "reset", "Dr Nobody", "--new-passphrase-file", new),
        desk.run("user", "reset", "Dr Wang", "--new-passphrase-file", desk.file("short")),
    ]
    assert [said.error for said in refused] == ["no-right", "own-reset", "user-unknown", "passphrase-too-short"]
    assert desk.gets_in("Dr Wang", WANG)


# Leaving


def test_who_leaves_does_not_get_in_any_more_and_the_keys_are_to_be_renewed(desk: Desk) -> None:
    said = desk.run("user", "remove", "Dr Wang", "--reason", "moved to Beijing")
    assert (said.code, said.data["renew_keys"]) == (0, True)
    assert not desk.gets_in("Dr Wang", WANG)
    assert [(one["name"], one["ended"], one["unlocks"]) for one in desk.run("user", "list").data] == [
        ("Dr Lin", False, True),
        ("Dr Wang", True, False),
    ]
    left = desk.run("keys", "status")
    assert (left.code, left.data["removed_since"]) == (3, ["Dr Wang"])
    assert desk.run("verify").code == 0


@pytest.mark.parametrize(
    ("words", "by", "error"),
    [
        (["Dr Lin", "--reason", "r"], ("Dr Lin", LIN), "own-end"),
        (["Dr Nobody", "--reason", "r"], ("Dr Lin", LIN), "user-unknown"),
        (["Dr Wang", "--reason", "  "], ("Dr Lin", LIN), "reason-wanted"),
        (["Dr Lin", "--reason", "r"], ("Dr Wang", WANG), "no-right"),
    ],
)
def test_who_can_not_be_removed(desk: Desk, words: list[str], by: tuple[str, str], error: str) -> None:
    said = desk.run("user", "remove", *words, user=by[0], by=by[1])
    assert (said.code, said.error) == (1, error)
    assert desk.gets_in("Dr Wang", WANG)


def test_the_last_other_administrator_stays(desk: Desk) -> None:
    new = desk.file(NEW)
    assert desk.run("user", "add", "Dr Zhao", "--role", "admin", "--new-passphrase-file", new).code == 0
    assert desk.run("user", "remove", "Dr Lin", "--reason", "r", by=NEW, user="Dr Zhao").code == 0
    assert desk.run("user", "remove", "Dr Zhao", "--reason", "r", by=NEW, user="Dr Zhao").error == "own-end"


# The recovery code


def test_a_lost_passphrase_of_an_administrator(desk: Desk) -> None:
    words = ("--code-file", code_file(desk), "--new-passphrase-file", desk.file(NEW))
    assert desk.run("user", "recover", *words).code == 0
    assert desk.gets_in("Dr Lin", NEW)
    assert not desk.gets_in("Dr Lin", LIN)


@pytest.mark.parametrize(("lang", "whom"), [("en", "(Dr Lin)"), ("zh", "（Dr Lin）")])
def test_a_lost_passphrase_of_anybody_else_says_whom_to_ask(desk: Desk, lang: str, whom: str) -> None:
    words = ("--code-file", code_file(desk), "--new-passphrase-file", desk.file(NEW))
    said = desk.run("user", "recover", *words, user="Dr Wang", lang=lang)
    assert (said.code, said.error) == (1, "not-certified")
    assert whom in said.data["sentence"]
    assert desk.run("user", "reset", "Dr Wang", "--new-passphrase-file", desk.file(WANG)).code == 0
    assert desk.gets_in("Dr Wang", WANG)


def test_a_new_code_counts_once_it_is_typed_back(desk: Desk, paper: Paper) -> None:
    assert desk.run("user", "recovery-code").data["recovery_code"] == paper.code
    drill = ("user", "recovery-drill", "--code-file")
    assert desk.run(*drill, code_file(desk)).error == "wrong-recovery-code"
    assert desk.run(*drill, desk.file(paper.code)).data["opens"] is True


def test_a_code_that_was_copied_wrongly_leaves_the_old_one_in_force(desk: Desk, paper: Paper) -> None:
    paper.change = lambda code: ("0" if code[0] != "0" else "1") + code[1:]
    assert desk.run("user", "recovery-code").error == "code-not-typed-back"
    assert desk.run("user", "recovery-drill", "--code-file", code_file(desk)).code == 0
    assert desk.run("user", "recovery-code", by=WANG, user="Dr Wang").error == "no-right"


def test_the_drill_changes_no_key_and_stands_in_the_record(desk: Desk) -> None:
    before = (desk.store / "keys.json").read_bytes()
    assert desk.run("keys", "status").data["recovery_drilled"] is None
    assert desk.run("user", "recovery-drill", "--code-file", code_file(desk), by=WANG, user="Dr Wang").code == 0
    assert desk.run("user", "recovery-drill", "--code-file", desk.file("1234")).error == "code-mistyped"
    assert (desk.store / "keys.json").read_bytes() == before
    assert ("recovery-drill", "") in desk.accesses()
    assert desk.run("keys", "status").data["recovery_drilled"] is not None


# Renewing


def test_the_keys_are_renewed_and_everybody_keeps_the_passphrase(desk: Desk, paper: Paper) -> None:
    old = {path.name: path.read_bytes() for path in desk.store.iterdir() if path.is_file()}
    desk.run("user", "remove", "Dr Wang", "--reason", "left")
    desk.run("user", "add", "Dr Zhao", "--role", "clinician", "--new-passphrase-file", desk.file(NEW))
    said = desk.run("keys", "renew")
    assert (said.code, said.data["epoch"], said.data["recovery_code"]) == (0, 2, paper.code)
    assert desk.gets_in("Dr Zhao", NEW)
    assert desk.run("keys", "status").data["removed_since"] == []
    assert desk.run("verify").code == 0
    assert desk.run("user", "recovery-drill", "--code-file", code_file(desk)).error == "wrong-recovery-code"
    assert ("keys-renewal-begun", "2") in desk.accesses()
    assert ("keys-renewed", "2") in desk.accesses()
    (desk.store / "keys.json").write_bytes(old["keys.json"])
    refused = desk.run("status", by=WANG, user="Dr Wang")
    assert (refused.code, refused.error) == (1, "keys-put-back")


def test_keys_are_not_renewed_by_anybody_else_nor_without_the_code_on_paper(desk: Desk, paper: Paper) -> None:
    before = (desk.store / "keys.json").read_bytes()
    assert desk.run("keys", "renew", by=WANG, user="Dr Wang").error == "no-right"
    paper.change = lambda _code: ""
    assert desk.run("keys", "renew").error == "code-not-typed-back"
    assert desk.run("keys", "renew", "--leave", "Dr Nobody").error in ("user-unknown", "code-not-typed-back")
    assert json.loads((desk.store / "keys.json").read_bytes())["header"]["epoch"] == 1
    assert len(before) == len((desk.store / "keys.json").read_bytes())


def test_who_was_left_out_gets_in_again_with_a_new_passphrase(desk: Desk, paper: Paper) -> None:
    assert desk.run("keys", "renew", "--leave", "Dr Wang").code == 0
    assert not desk.gets_in("Dr Wang", WANG)
    assert desk.run("user", "reset", "Dr Wang", "--new-passphrase-file", desk.file(NEW)).code == 0
    assert desk.gets_in("Dr Wang", NEW)


# An old key file put back


def test_an_old_key_file_put_back_lets_nobody_in(desk: Desk) -> None:
    old = (desk.store / "keys.json").read_bytes()
    desk.run("user", "passphrase", "--new-passphrase-file", desk.file(NEW), by=WANG, user="Dr Wang")
    newer = (desk.store / "keys.json").read_bytes()
    for name in ("keys.json", "keys.previous.json"):
        (desk.store / name).write_bytes(old)
    for user, passphrase in (("Dr Wang", WANG), ("Dr Lin", LIN)):
        assert desk.run("status", by=passphrase, user=user).error == "keys-put-back"
    (desk.store / "keys.json").write_bytes(newer)
    assert desk.gets_in("Dr Wang", NEW)


def test_an_administrator_with_the_code_goes_on_with_an_old_key_file_but_without_who_left(desk: Desk) -> None:
    desk.run("user", "add", "Dr Zhao", "--role", "clinician", "--new-passphrase-file", desk.file(NEW))
    old = (desk.store / "keys.json").read_bytes()
    desk.run("user", "remove", "Dr Wang", "--reason", "left")
    (desk.store / "keys.json").write_bytes(old)
    words = ("--code-file", code_file(desk), "--new-passphrase-file", desk.file("seven lamps over the river"))
    refused = desk.run("user", "recover", *words, user="Dr Zhao")
    assert (refused.code, refused.error) == (1, "keys-put-back")
    assert "Dr Lin" in refused.data["sentence"]
    again = desk.run("user", "recover", *words)
    assert again.code == 0
    assert desk.gets_in("Dr Zhao", NEW)
    assert not desk.gets_in("Dr Wang", WANG)
    assert desk.run("user", "list", by="seven lamps over the river").data[1]["unlocks"] is False
    assert desk.run("verify", by="seven lamps over the river").code == 0


def test_a_damaged_key_file_gives_way_to_the_kept_copy_when_a_person_says_so(desk: Desk) -> None:
    assert desk.run("keys", "use-kept").error == "keys-whole"
    (desk.store / "keys.json").write_bytes(b"{")
    assert desk.run("status").error == "keys-damaged"
    assert desk.run("keys", "use-kept").code == 0
    assert desk.gets_in("Dr Lin", LIN)
    assert (desk.store / "keys.damaged.json").read_bytes() == b"{"
    shutil.rmtree(desk.store)
    assert desk.run("keys", "use-kept").error == "no-vault"
