"""Builds the demonstration's world in a folder: a served EDC, two enrolled workstations, a year of history.

What is in it beside plain history: a conflict that two workstations made without knowing of each other, a change that
waits at the EDC because its form was frozen, a query of the monitor, and entries of this morning not sent yet.
"""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import msgspec

from desktop_app.demo.cast import CAST, TODAY, Child
from desktop_app.demo.centre import SITE, SITE_NAME, Centre, start_centre
from desktop_app.demo.courses import Filled, all_courses
from desktop_app.demo.history import History
from desktop_app.demo.people import LI, TEAM, WANG, ZHOU, Colleague
from desktop_app.demo.story_clock import StoryClock, ahead_now
from desktop_app.demo.workstation import Workstation, set_up
from desktop_app.jobs.site_key import take_site_key
from desktop_app.study_files import read_folder
from resources import path
from storage.keys import SiteKey
from study.address import Address
from study.definition.load import load
from study.definition.model import Study
from study.definition.pack import packed
from study.record import heads

FIRST, SECOND = "CR-02", "WD-07"
_BEGAN = datetime.fromisoformat("2025-09-01T08:30")
_CLASH = datetime.fromisoformat("2026-09-18T16:42")
_CORRECTED = datetime.fromisoformat("2026-11-17T10:55")
_SOURCE_SAYS_OTHERWISE = "与原始资料不符 / source document says otherwise"
_BATCH = 50
_BY_NAME = {each.user: each for each in TEAM}


class World(NamedTuple):
    """Everything the demonstration plays on. `conflict` is where two values stand, `held` a change that waits."""

    folder: Path
    study: Study
    clock: StoryClock
    centre: Centre
    first: Workstation
    second: Workstation
    subjects: dict[str, str]
    conflict: Address
    held: str

    def close(self) -> None:
        """Close both stores and end the EDC."""
        self.first.close()
        self.second.close()
        self.centre.stop()


class _Builder(NamedTuple):
    study: Study
    clock: StoryClock
    centre: Centre
    first: Workstation
    history: History


def demo_study() -> Study:
    """The study definition that the application carries."""
    return load(read_folder(path("study")))


def build(folder: Path, study: Study | None = None, cast: tuple[Child, ...] = CAST) -> World:
    """Make the world in an empty folder; takes most of a minute on a slow machine.

    LN-001 and LN-007, of whom the story tells, are always in `cast`.
    """
    study = study or demo_study()
    clock = StoryClock(ahead_now())
    centre = start_centre(folder / "edc", clock)
    try:
        return _build(folder, study, clock, centre, all_courses(cast=cast))
    except BaseException:
        centre.stop()
        raise


def _build(folder: Path, study: Study, clock: StoryClock, centre: Centre, filled: tuple[Filled, ...]) -> World:
    centre.admin.add_site(SITE, SITE_NAME)
    centre.admin.adopt_study(SITE, study.version, study.digest, packed(study))
    clock.set(_BEGAN)
    site_key = SiteKey.new()
    first = set_up(folder / FIRST, study, clock, TEAM, site_key)
    world = _Builder(study, clock, centre, first, History(study, site_key, first.store.new_id))
    past = [each for each in filled if each.at.date() != TODAY]
    _write(world, [each for each in past if each.at < _CLASH])
    clock.go()
    first.enrol(centre)
    first.sync()
    second = _second(folder, world, site_key)
    conflict = _clash(world, second)
    _write(world, [each for each in past if each.at >= _CLASH])
    first.sync()
    second.sync()
    held = _freeze(world, second)
    _ask(world)
    first.sync()
    _write(world, [each for each in filled if each.at.date() == TODAY])
    _only_when_asked(first)
    clock.go()
    _leave_passphrases(folder)
    return World(folder, study, clock, centre, first, second, world.history.subjects, conflict, held)


def _write(world: _Builder, filled: list[Filled]) -> None:
    """A change a form, as people save them; durable by the batch, as nobody waits for each."""
    for begin in range(0, len(filled), _BATCH):
        with world.first.store.connection.transaction():
            for each in filled[begin : begin + _BATCH]:
                world.clock.set(each.at)
                world.first.append(_BY_NAME[each.author], world.history.facts(each))


def _second(folder: Path, world: _Builder, site_key: SiteKey) -> Workstation:
    """The ward's workstation: the site key comes by the printed sheet, the history from the EDC."""
    world.clock.set(datetime.fromisoformat("2026-09-01T08:40"))
    second = set_up(folder / SECOND, world.study, world.clock, (ZHOU, WANG))
    take_site_key(second.store, site_key.sheet())
    world.clock.go()
    second.enrol(world.centre)
    second.sync()
    return second


def _protein(world: _Builder) -> tuple[Filled, Address]:
    """The 24 h protein of LN-007 at M1, with the form it is on."""
    found = next(f for f in all_courses() if (f.child.code, f.visit, f.form) == ("LN-007", "M1", "U24"))
    record = world.first.store.reader.record(world.history.subjects["LN-007"])
    volume = next(a for a in record.values if (a.visit, a.form, a.item) == ("M1", "U24", "U24VOL"))
    return found, msgspec.structs.replace(volume, item="UPROT24")


def _clash(world: _Builder, second: Workstation) -> Address:
    """0.68 g at the clinic and 6.8 g at the bedside, neither knowing of the other."""
    filled, place = _protein(world)
    for station, author, at, text in (
        (world.first, LI, _CLASH, "0.68 g/24h"),
        (second, WANG, _CLASH.replace(hour=21, minute=5), "6.8 g/24h"),
    ):
        world.clock.set(at)
        fact = world.history.value(place, text, filled)
        station.append(author, (msgspec.structs.replace(fact, bases=()),))
    return place


def _freeze(world: _Builder, second: Workstation) -> str:
    """A form is frozen at the EDC; the ward's workstation, which has not heard of it, corrects a value there."""
    subject = world.history.subjects["LN-001"]
    place = Address(subject, "M12", form="VS")
    world.centre.admin.freeze(SITE, place, "数据审核 / data review")
    world.clock.set(_CORRECTED)
    item = msgspec.structs.replace(place, item="WEIGHT")
    before = heads(second.store.reader.record(subject).settled(item))
    again = world.history.value(item, "56.8", Filled(CAST[0], "M12", "VS", _CORRECTED, WANG.user, {}))
    again = msgspec.structs.replace(again, bases=before, reason=_SOURCE_SAYS_OTHERWISE)
    held = second.append(WANG, (again,))
    second.sync()
    return held


def _ask(world: _Builder) -> None:
    """The monitor's question about a result."""
    record = world.first.store.reader.record(world.history.subjects["LN-007"])
    place = next(a for a in record.values if (a.visit, a.form, a.item) == ("M1", "URINE", "UCREAT"))
    world.centre.admin.open_query(
        SITE, place, "M1 尿肌酐 8.00，原始报告似为 6.00? / M1 urine creatinine 8.00, the report seems to say 6.00?"
    )


def _only_when_asked(station: Workstation) -> None:
    """The clinic's workstation syncs when a person asks: what waits this morning is there to be seen."""
    place = station.house.place
    place.remember(msgspec.structs.replace(place.settings, sync_minutes=0))


def _leave_passphrases(folder: Path) -> None:
    """One file for each person, for the command line."""
    kept = folder / "passphrases"
    kept.mkdir(exist_ok=True)
    for each in TEAM:
        passphrase_file(folder, each).write_text(each.passphrase + "\n", encoding="utf-8")


def passphrase_file(folder: Path, colleague: Colleague) -> Path:
    """Where a person's passphrase lies."""
    return folder / "passphrases" / f"{colleague.user}.txt"
