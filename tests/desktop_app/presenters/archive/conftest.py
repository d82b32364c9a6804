"""A small record with everything that an archive has to hold."""

from pathlib import Path
from typing import Any

import pytest

from desktop_app.jobs.attach import attach
from desktop_app.jobs.sign import Asked, sign
from study.address import Address
from study.changes import facts as f
from study.signing import seen
from study.text import Text
from study.values import TextValue
from tests.kit.archive import BORN, EDF, NAME, NUMBER, PNG, SECRET, Kept


def _named_edf(folder: Path) -> Path:
    raw = bytearray(EDF.read_bytes())
    raw[8:88] = b"MCH-0234567 F 02-MAY-2014 Lin_Xiaoman".ljust(80)
    path = folder / "recording.edf"
    path.write_bytes(raw)
    return path


def _files(work: Any, subject: str, folder: Path) -> None:
    scan = folder / f"{NAME}.png"
    scan.write_bytes(PNG)
    for form, path, kind in (("EEG", _named_edf(folder), "edf"), ("ECHO", scan, "image")):
        work.append(attach(work.store, Address(subject, "M3", form=form), path, (kind,)))


def _talk(work: Any, place: Address) -> None:
    ids = work.store.new_id
    opened = f.QueryOpened(id=ids(), query="q1", address=place, text=f"{NAME}的体重为何下降？")
    work.append(opened)
    work.append(f.QueryAnswered(id=ids(), bases=(opened.id,), query="q1", address=place, text="已核对原始记录"))


@pytest.fixture
def kept(desk_fixture: Any, tmp_path: Path) -> Kept:
    """A child with its name in free texts, a conflict, a query, a valid and a void signature, files; and another."""
    work = desk_fixture
    subject = work.enrol("LN-007", name=NAME, number=NUMBER, born=BORN)
    work.follow(subject)
    weight = Address(subject, "M1", form="VS", item="WEIGHT")
    height = Address(subject, "M3", form="VS")
    work.set(subject, "M3", "VISIT", {"VISRSNTX": TextValue(f"{NAME}由母亲陪同，生日2014-05-02，病案号{NUMBER}")})
    for place in (weight.in_form, height):
        shown = seen(work.course(subject), place)
        sign(work.session, Asked((shown,), Text("reviewed", "已审核"), SECRET))
        work.session.records.forget_all()
    work.set(subject, "M1", "VS", {"WEIGHT": "43.5"}, reason=f"{NAME}的体重抄错")
    work.contradict(Address(subject, "W2", form="VS", item="HEIGHT"), "149.5")
    _talk(work, weight)
    _files(work, subject, tmp_path)
    work.enrol("LN-008", name="欧阳明", infused=None)
    target = tmp_path / "medium"
    target.mkdir()
    return Kept(work, target)
