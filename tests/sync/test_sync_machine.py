"""Workstations of two sites and an EDC under any order of writing, signing, syncing on a bad line, central acts,
restarts, wrong clocks, cloned stores, old backups, an EDC restored to yesterday. Every invariant I1 to I14 by name.

Those that hold at any moment are checked after every step, those of a quiet end once all have exchanged everything.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from storage.verify import verify_store
from study.address import Address
from study.changes import facts as f
from study.changes.envelope import decode, facts_of
from study.errors import KnownError
from study.state.slots import Slot
from study.values import Quantity, canonical
from sync.client.report import CycleReport
from sync.protocol.messages import Numbered
from sync.server.admin import Admin
from sync.server.crypto import EdcKey
from sync.server.database import Database
from sync.server.service import Service
from tests.kit.clinic import Clock
from tests.kit.exchange import CALLS, CHILD, FORM, PLACES, PLANTED, Start, Station, World

if TYPE_CHECKING:
    from tests.sync.conftest import NewClinic

PLANS = ["", "", "", *(f"{when}-{call}" for call in CALLS for when in ("before", "after"))]
DAY_MS = 24 * 3600 * 1000
SKEWS = [0, DAY_MS, -DAY_MS, 3650 * DAY_MS, -3650 * DAY_MS]
REFUSED = {"frozen", "conflict-open", "store-forked"}
"""What a person may be told before an entry is made."""
WHO = st.integers(0, 2)
ANYBODY = st.integers(0, 3)


class Machine(RuleBasedStateMachine):
    """What people, lines, disks and the centre may do; `start` makes the world of each example."""

    start: ClassVar[Start]

    def __init__(self) -> None:
        super().__init__()
        self.world: World = self.start.begin()
        self.written: set[str] = set()
        self.groups: set[str] = set()
        self.signed: dict[str, dict[str, tuple[str, ...]]] = {}
        self.frozen = False
        self.seen: dict[int, tuple[str, int, frozenset[str]]] = {}
        self.restored = False
        self.homes = len(self.world.stations)

    # What may happen

    @rule(who=ANYBODY, place=st.sampled_from(PLACES), value=st.integers(1, 3))
    def write(self, who: int, place: Address, value: int) -> None:
        self._make(who, lambda one: one.clinic.write(str(value), reason="again", place=place))

    @rule(who=WHO, value=st.integers(1, 3))
    def write_both_in_one_change(self, who: int, value: int) -> None:
        self._make(who, lambda one: self.groups.add(one.write_both(str(value))))

    @rule(who=WHO)
    def write_a_name(self, who: int) -> None:
        self._make(who, Station.write_name)

    @rule(who=WHO)
    def sign(self, who: int) -> None:
        def signs(one: Station) -> None:
            self.signed[one.sign()] = _shown(one)

        self._make(who, signs)

    @rule()
    def ask(self) -> None:
        self.world.admin.open_query(self.world.stations[0].site, FORM, "Which sample?")

    @rule(who=WHO)
    def answer(self, who: int) -> None:
        station = self.world.stations[who]
        heads = [head for each in station.clinic.store.reader.slots("query").values() for head in each.heads]
        open_ = [head.fact for head in heads if isinstance(head.fact, f.QueryOpened)]
        if open_:
            self._make(who, lambda one: one.answer(open_[0]))

    @rule(who=ANYBODY, plan=st.sampled_from(PLANS))
    def sync(self, who: int, plan: str) -> None:
        station = self.world.stations[who]
        report = station.sync(self.world.service, plan)
        # A fork that is heard while a restored EDC is given back what it lost ends the cycle there.
        forked = ("store-fork",) if station.clinic.store.fault is not None else ()
        assert report.error_code in ("", "edc-cut", *forked), report.error_code
        assert report.agrees is not False
        assert not report.refused
        if station.clinic.store.fault is not None:
            station.go_on(self.world.service)
        else:
            self._sent_only_with_a_receipt(station)

    @rule()
    def freeze_or_release(self) -> None:
        site = self.world.stations[0].site
        if self.frozen:
            self.world.admin.release_freeze(site, FORM, "done")
        else:
            self.world.admin.freeze(site, FORM)
        self.frozen = not self.frozen

    @rule(who=ANYBODY)
    def restart(self, who: int) -> None:
        self.world.stations[who].clinic.reopen()

    @rule(who=ANYBODY, skew=st.sampled_from(SKEWS))
    def turn_the_clock(self, who: int, skew: int) -> None:
        self.world.stations[who].clinic.clock = Clock(skew)
        self.world.stations[who].clinic.reopen()

    @rule(who=WHO)
    def copy_a_store(self, who: int) -> None:
        self.world.stations[who].keep_copy(self.world.folder / f"copy-{who}")

    @rule(who=WHO)
    def set_a_store_back(self, who: int) -> None:
        station = self.world.stations[who]
        if station.copy is not None:
            station.set_back()
            self.seen.pop(who, None)
            self._forget_what_nobody_has()

    @rule(who=WHO, place=st.sampled_from(PLACES), goes_on=st.booleans())
    def lose_the_last_hours(self, who: int, place: Address, goes_on: bool) -> None:
        """The commonest old backup: what was entered and sent since is at the EDC, and not here."""
        self.copy_a_store(who)
        self.write(who, place, 1)
        self.sync(who, "")
        self.set_a_store_back(who)
        if goes_on:
            self.write(who, place, 2)

    @precondition(lambda self: len(self.world.stations) == self.homes)
    @rule(who=WHO, place=st.sampled_from(PLACES))
    def clone(self, who: int, place: Address) -> None:
        """A copied disk in another computer; both go on."""
        self.world.add_clone(who)
        self.write(who, place, 1)
        self.write(self.homes, place, 2)

    @rule()
    def back_up_the_edc(self) -> None:
        self.world.keep_yesterday()

    @precondition(lambda self: not self.restored)
    @rule()
    def restore_the_edc(self) -> None:
        self.restored = self.world.restore_yesterday()
        if self.restored:
            self._forget_what_nobody_has()
            site = self.world.stations[0].site
            self.frozen = any(isinstance(each.fact, f.Frozen) for each in self.world.admin.freezes(site))

    # What holds at any moment

    @invariant()
    def i2_nothing_written_is_lost(self) -> None:
        held = {name for one in self.world.stations for name in one.hashes}
        assert self.written <= held

    @invariant()
    def i3_everything_is_there_once(self) -> None:
        for one in self.world.stations:
            names = one.hashes
            assert len(names) == len(set(names))

    @invariant()
    def i5_a_change_moves_all_its_places_or_none(self) -> None:
        for one in self.world.near:
            entries = [
                {e.change: e.standing for e in one.clinic.store.reader.history(place) if e.change in self.groups}
                for place in PLACES
            ]
            assert entries[0] == entries[1]

    @invariant()
    def i6_nobody_sees_an_entry_before_what_it_rests_on(self) -> None:
        for one in self.world.near:
            for place in PLACES:
                entries = one.clinic.store.reader.history(place)
                known = {entry.fact.id for entry in entries}
                for entry in entries:
                    assert entry.standing == "held" or set(entry.fact.bases) <= known

    @invariant()
    def i9_what_was_signed_stands_as_it_was_or_the_signature_is_void(self) -> None:
        for one in self.world.near:
            record = one.clinic.store.reader.record(CHILD)
            for signature in record.signatures(FORM):
                values = self.signed.get(signature.fact.id)
                if signature.valid and values is not None:
                    assert _shown(one) == values
                    assert not any(one.clinic.at(place).conflict for place in PLACES)

    @invariant()
    def i10_no_site_sees_anything_of_another(self) -> None:
        near = {name for one in self.world.near for name in one.hashes}
        far = {name for one in self.world.stations if one not in self.world.near for name in one.hashes}
        assert not near & far

    @invariant()
    def i12_what_was_seen_stays_seen(self) -> None:
        for who, one in enumerate(self.world.stations):
            cursor = one.clinic.store.reader.cursor()
            epoch, number, names = self.seen.get(who, ("", 0, frozenset()))
            now = frozenset(one.hashes)
            assert names <= now
            assert epoch != cursor.epoch or cursor.number >= number
            self.seen[who] = (cursor.epoch, cursor.number, now)

    # What holds when everybody has exchanged everything

    def teardown(self) -> None:
        try:
            self._i11_queues_empty_by_themselves()
            self._i1_all_are_equal()
            for site in {one.site for one in self.world.stations}:
                self._i3_i7_the_chain_is_whole(site)
            self._i2_all_is_at_the_edc_and_in_the_history()
            self._i4_the_state_is_what_the_log_says()
            self._i8_as_many_conflicts_as_places_with_unlike_values()
            self._i14_no_name_lies_open()
        finally:
            self.start.end()

    def _i11_queues_empty_by_themselves(self) -> None:
        service = self.world.service
        for _ in range(3):
            for one in self.world.stations:
                if one.clinic.store.fault is not None:
                    one.go_on(service)
                one.sync(service)
        reports: list[CycleReport] = []
        for _ in range(2):
            reports = [one.sync(service) for one in self.world.stations]
        assert [(report.error_code, report.complete) for report in reports] == [("", True)] * len(reports)
        for one in self.world.stations:
            queue = one.clinic.store.reader.queue()
            assert (queue.count, queue.attempts, queue.next_try) == (0, 0, None)

    def _i1_all_are_equal(self) -> None:
        states = {one.clinic.store.reader.digest() for one in self.world.near}
        assert states == {self.world.near[0].line(self.world.service).digest().state}

    def _i3_i7_the_chain_is_whole(self, site: str) -> None:
        assert self.world.admin.verify(site).fault == ""
        entries = list(self._entries(site))
        assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
        assert set(Counter(entry.hash for entry in entries).values()) <= {1}

    def _i2_all_is_at_the_edc_and_in_the_history(self) -> None:
        for site in {one.site for one in self.world.stations}:
            at_the_edc = {entry.hash for entry in self._entries(site)}
            for one in self.world.stations:
                assert one.site != site or set(one.hashes) <= at_the_edc
        written = {
            fact.id for entry in self._entries(self.world.near[0].site) for fact in _values(entry)
        }  # fmt: skip
        for one in self.world.near:
            history = [entry.fact.id for place in PLACES for entry in one.clinic.store.reader.history(place)]
            assert written == set(history)

    def _i4_the_state_is_what_the_log_says(self) -> None:
        for one in self.world.stations:
            store = one.clinic.store
            before = store.reader.digest()
            store.rebuild()
            assert store.reader.digest() == before
            assert [finding.code for finding in verify_store(store, one.clinic.unlocked).findings] == []
            for entry in (entry for place in PLACES for entry in store.reader.history(place)):
                assert entry.author
                assert entry.at.utc
                assert entry.reason

    def _i8_as_many_conflicts_as_places_with_unlike_values(self) -> None:
        """Counted from the EDC's bytes alone: heads are facts that no other fact on their place names."""
        accepted = self._accepted()
        unlike = 0
        for place in PLACES:
            facts = {fact.id: fact for fact in accepted if fact.address == place}
            named = {base for fact in facts.values() for base in fact.bases}
            heads = {canonical(fact.value) for name, fact in facts.items() if name not in named}
            unlike += len(heads) > 1
        for one in self.world.near:
            conflicts = [slot for slot in one.clinic.store.reader.conflicts() if slot.key in {p.key for p in PLACES}]
            assert len(conflicts) == len(set(conflicts)) == unlike

    def _i14_no_name_lies_open(self) -> None:
        planted = [PLANTED.encode(code) for code in ("utf-8", "utf-16-le")] + [
            part.encode() for part in PLANTED.split()
        ]
        for file in self.world.folder.rglob("*"):
            if file.is_file():
                content = file.read_bytes()
                assert not any(name in content for name in planted), file.name

    # Helpers

    def _make(self, who: int, act: Callable[[Station], object]) -> None:
        """Somebody does something, unless the place is known to be frozen or the store can't be written."""
        station = self.world.stations[who]
        before = set(station.hashes)
        try:
            act(station)
        except KnownError as error:
            if error.code not in REFUSED:
                raise
            return
        self.written |= set(station.hashes) - before

    def _sent_only_with_a_receipt(self, station: Station) -> None:
        """I13: whatever a workstation no longer counts as waiting, the EDC has."""
        pending = {signed.hash for signed in station.clinic.store.reader.pending(10_000, 1 << 30)}
        sent = [name for name in station.hashes if name not in pending]
        assert station.line(self.world.service).lacking(sent).hashes == () or self.restored

    def _forget_what_nobody_has(self) -> None:
        """What stood only on a disk that was set back, and was never sent, is gone; nobody was told otherwise."""
        self.written &= {name for one in self.world.stations for name in one.hashes}

    def _entries(self, site: str) -> Iterator[Numbered]:
        station = next(one for one in self.world.stations if one.site == site)
        line, since = station.line(self.world.service), 0
        while (page := line.pull(since, 500, own=True)).entries:
            yield from page.entries
            since = page.entries[-1].number

    def _accepted(self) -> list[f.ValueSet]:
        """Every value that counts: accepted at once or released since, and not resting on one that is held."""
        entries = list(self._entries(self.world.near[0].site))
        said = [fact for entry in entries if entry.change for fact in facts_of(decode(entry.change.body))]
        released = {fact.change for fact in said if isinstance(fact, f.ChangeReleased)}
        values: list[f.ValueSet] = []
        waiting: set[str] = set()
        for entry in entries:
            values += _values(entry)
            if entry.change and entry.standing != "accepted" and decode(entry.change.body).id not in released:
                waiting |= {fact.id for fact in _values(entry)}
        for _ in values:
            waiting |= {value.id for value in values if set(value.bases) & waiting}
        return [value for value in values if value.id not in waiting]


def _values(entry: Numbered) -> list[f.ValueSet]:
    facts = facts_of(decode(entry.change.body)) if entry.change else ()
    return [fact for fact in facts if isinstance(fact, f.ValueSet) and fact.address in PLACES]


def _shown(station: Station) -> dict[str, tuple[str, ...]]:
    """What stands on the form, without the reader's own record of it."""
    shown = {place.key: station.clinic.store.reader.slot(Slot("value", place.key)).shown for place in PLACES}
    facts = {key: entry.fact for key, entry in shown.items() if entry is not None}
    return {key: canonical(fact.value) for key, fact in facts.items() if isinstance(fact, f.ValueSet)}


def test_every_invariant_holds_whatever_happens(new_clinic: "NewClinic", tmp_path: Path, fresh_key: EdcKey) -> None:
    world = tmp_path
    service = Service(Database(f"sqlite:///{world}/edc.db"), fresh_key, Clock())
    service.initialise()
    admin = Admin(service, "Central monitor")
    sites = ("SHNEAR", "SHFAR")
    for site in sites:
        admin.add_site(site, "Children's hospital")
    homes = [("bedside", sites[0]), ("ward", sites[0]), ("office", sites[0]), ("elsewhere", sites[1])]
    clinics = [(new_clinic(name, user=name, at_site=site), site) for name, site in homes]
    for clinic, site in clinics:
        clinic.enrol(service.session(site, clinic.store.device), admin.new_code(site))
        clinic.store.close()
    service.database.close()
    start = Start(world, clinics, fresh_key)
    Machine.start = start
    run_state_machine_as_test(
        Machine,
        # A failure is shown as it was found: to shrink one takes many minutes.
        settings=settings(
            max_examples=15, stateful_step_count=20, derandomize=True, deadline=None,
            phases=[Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck)
        ),
    )  # fmt: skip
    start.end()


def test_quantities_compare_by_what_they_say() -> None:
    assert canonical(Quantity("1.0", "umol/L")) == canonical(Quantity("1", "umol/L"))
