"""The command line on a small record: `run` runs a command, `made` makes the record, `house_of` opens it."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from desktop_app.app import shipped_study
from desktop_app.cli import main
from desktop_app.house import House
from desktop_app.jobs.unlock import unlock
from desktop_app.place import Place
from desktop_app.session import Session
from desktop_app.vaults import Vaults
from storage.keys import KdfProfile, SiteKey, system_clock
from study.address import Address
from study.changes import facts as f
from study.definition.model import Study
from study.values import Codes, DateTimeValue, DateValue, Quantity, TextValue, Value

CHEAP = KdfProfile(memory_kib=8, iterations=1, lanes=1)
SECRET = "a rainy spring in Xuhui"


class Said(NamedTuple):
    """What a command answered."""

    code: int
    data: Any
    err: str


Run = Callable[..., Said]
House_ = Callable[[Path], House]


@pytest.fixture(scope="session")
def cli_study() -> Study:
    return shipped_study()


@pytest.fixture
def house_of(cli_study: Study) -> House_:
    return lambda folder: House(Place(folder), Vaults(folder, floor=CHEAP), cli_study, system_clock)


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], house_of: House_) -> Run:
    """Runs a command on the store with its passphrase file."""
    (tmp_path / "pass").write_text(f"{SECRET}\n", encoding="utf-8")

    def command(*words: str, language: str = "en", as_json: bool = True) -> Said:
        options = ["--store", str(tmp_path / "store"), "--lang", language, *(["--json"] if as_json else [])]
        code = main([*options, "--passphrase-file", str(tmp_path / "pass"), *words], house_of)
        said = capsys.readouterr()
        return Said(code, json.loads(said.out) if as_json and said.out.strip() else said.out, said.err)

    return command


@pytest.fixture
def made(tmp_path: Path, run: Run, house_of: House_) -> Callable[[], Any]:
    """A record with one girl, whose creatinine of 62 at M3 lies inside the default; gives a session on it."""
    assert run("init", "--site", "SH01", "--site-name", "Hospital", "--name", "Dr Lin").code == 0

    @contextmanager
    def session() -> Iterator[Session]:
        house = house_of(tmp_path / "store")
        [user] = house.vaults.open().users
        opened = unlock(house, user.user_id, SECRET)
        try:
            yield opened
        finally:
            opened.store.close()
            opened.unlocked.close()

    with session() as opened:
        _fill(opened)
    return session


def _fill(session: Session) -> None:
    store = session.store
    key = store.reader.site_key()
    assert key is not None
    _, wrapped = SiteKey(key).new_child_key("child")
    dm, visit = Address("child", "SCR", form="DM"), Address("child", "M3", form="VISIT")
    row = f.RowCreated(id=store.new_id(), address=Address("child", "M3", form="CHEM"), level="form")
    chem = Address("child", "M3", form="CHEM", form_repeat=row.id)
    values: list[tuple[Address, str, Value]] = [
        (dm, "SUBJID", TextValue("LN-001")), (dm, "SEX", Codes(("F",))), (visit, "VISDTC", DateValue("2026-08-18")),
        (chem, "LBDTC", DateTimeValue("2026-08-18T08:00")), (chem, "CREAT", Quantity("62", "umol/L")),
    ]  # fmt: skip
    sets = [f.ValueSet(id=store.new_id(), address=Address(*p.parts[:6], item), value=v) for p, item, v in values]
    enrolled = f.SubjectEnrolled(id=store.new_id(), subject="child", child_key=wrapped)
    store.append(session.author, (enrolled, row, *sets))
