"""What must hold of a site whatever its line went through: nothing lost, nothing twice, all alike, queues empty.

The invariants are called by what they say; their numbers are those of `tests/sync/test_sync_machine.py`.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from storage.attachments import FOLDER_NAME, Attachments
from storage.verify import verify_store
from study.changes import facts as f
from study.changes.envelope import decode, facts_of
from study.values import canonical
from sync.client.report import CycleReport
from sync.protocol.messages import Numbered
from tests.faults.lines import AWAY
from tests.faults.sync_world import Desk, Site
from tests.kit.exchange import PLACES as BOTH
from tests.kit.second import CODE_AT


def check_report(site: Site, desk: Desk, report: CycleReport, *, also: Collection[str] = ()) -> None:
    """I13, while faults go on: only a line may be to blame, and what no longer waits here is at the EDC.

    `also`: what else may be said.
    """
    assert report.error_code in {*AWAY, *also}, report.error_code
    assert report.agrees is not False
    assert not report.refused, report.refused
    check_sent(site, desk)


def check_sent(site: Site, desk: Desk) -> None:
    """I13: whatever a workstation no longer counts as waiting, the EDC has."""
    reader = desk.clinic.store.reader
    waiting = {signed.hash for signed in reader.pending(10_000, 1 << 30)}
    sent = [name for name in reader.hashes() if name not in waiting]
    lacking = site.centre.service.session(site.name, desk.clinic.store.device).lacking(sent).hashes
    assert lacking == (), f"{len(lacking)} changes are called sent and are not"


def settle(site: Site, *, codes_meet: bool = False) -> None:
    """Faults are over. I11: every queue empties in two cycles by itself; after a third all are alike, and have all.

    `codes_meet`: two workstations may hold one block of codes, as after a disk was copied.
    """
    for desk in site.desks:
        desk.cycle()
    for report in [desk.cycle() for desk in site.desks]:
        assert not report.error_code, (report.step, report.error_code)
        assert (report.left, report.refused) == (0, ())
        assert report.agrees is True
    for desk in site.desks:
        report = desk.cycle()
        assert report.complete, (report.step, report.error_code)
        queue = desk.clinic.store.reader.queue()
        assert (queue.count, queue.attempts, queue.next_try) == (0, 0, None)
    check_all(site, codes_meet)


def check_all(site: Site, codes_meet: bool) -> None:
    """Everything that holds when all have exchanged everything."""
    entries = list(_entries(site))
    _alike(site)
    _nothing_lost_nothing_twice(site, entries)
    _nothing_waits(site)
    _whole_groups(site)
    _conflicts_as_counted(site, entries)
    _files_are_everywhere(site)
    _codes_given_once(site, codes_meet)
    assert site.centre.admin.verify(site.name).fault == ""
    for desk in site.desks:
        found = verify_store(desk.clinic.store, desk.clinic.unlocked).findings
        assert not found, [finding.code for finding in found]


def _alike(site: Site) -> None:
    """I1."""
    states = {desk.clinic.store.reader.digest() for desk in site.desks}
    assert states == {site.desks[0].edc.digest().state}, "the states differ"


def _nothing_lost_nothing_twice(site: Site, entries: list[Numbered]) -> None:
    """I2, I3, I7: what was acknowledged is in the EDC's chain, which counts 1, 2, 3, and at every workstation; once."""
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    numbered = Counter(entry.hash for entry in entries)
    assert set(numbered.values()) <= {1}, "a change has two numbers"
    acknowledged = {name for desk in site.desks for name in desk.kept.hashes}
    assert acknowledged <= numbered.keys(), f"the EDC lacks {len(acknowledged - numbered.keys())} changes"
    for desk in site.desks:
        names = desk.hashes
        assert len(names) == len(set(names)), "a change stands twice on a workstation"
        assert acknowledged <= set(names), f"{len(acknowledged - set(names))} changes are lost"


def _nothing_waits(site: Site) -> None:
    """What rested on an entry that a restored EDC got back later was held until then, and nobody had to release it."""
    assert not site.centre.admin.held(site.name), "something is held"
    for desk in site.desks:
        assert not desk.clinic.store.reader.held(), "a workstation calls something held"


def _whole_groups(site: Site) -> None:
    """I5: of a change that set two values, both stand or none."""
    groups = {group for desk in site.desks for group in desk.kept.groups}
    for desk in site.desks:
        reader = desk.clinic.store.reader
        first, second = ({e.change: e.standing for e in reader.history(place) if e.change in groups} for place in BOTH)
        assert first == second, "half a change"


def _conflicts_as_counted(site: Site, entries: list[Numbered]) -> None:
    """I8, counted from the EDC's bytes alone: heads are facts that no other fact on their place names."""
    said = [fact for entry in entries if entry.change for fact in facts_of(decode(entry.change.body))]
    values = [fact for fact in said if isinstance(fact, f.ValueSet)]
    named = {base for fact in values for base in fact.bases}
    heads: dict[str, set[str | tuple[str, ...]]] = {}
    for fact in values:
        if fact.id not in named:
            heads.setdefault(fact.address.key, set()).add(canonical(fact.value))
    unlike = {key for key, contents in heads.items() if len(contents) > 1}
    for desk in site.desks:
        found = [slot.key for slot in desk.clinic.store.reader.conflicts() if slot.kind == "value"]
        assert sorted(found) == sorted(unlike), (len(found), len(unlike))


def _files_are_everywhere(site: Site) -> None:
    """Every file that an entry names is whole at the EDC and on every workstation."""
    names = sorted({file.name for file in site.desks[0].clinic.store.reader.files()})
    assert {name for desk in site.desks for name in desk.kept.files} <= set(names)
    held = site.desks[0].edc.files(names).files
    assert sorted(one.name for one in held if one.complete) == names, "the EDC lacks a file"
    for desk in site.desks:
        for name in names:
            Attachments(desk.clinic.folder / FOLDER_NAME).verify(name)


def _codes_given_once(site: Site, met: bool) -> None:
    """Workstations give codes of their own blocks alone, offline too. Two that hold one block after all (`met`) may
    give a code twice; then one child keeps it, the same everywhere, and the others are shown with "?".
    """
    kept = []
    for desk in site.desks:
        children = desk.clinic.store.reader.subjects(CODE_AT)
        kept.append({child.code: child.id for child in children if not child.duplicate})
        assert kept[-1].keys() == {child.code for child in children}
        assert met or len(kept[-1]) == len(children), [child.code for child in children if child.duplicate]
    assert all(each == kept[0] for each in kept), "two workstations say that another child keeps a code"


def _entries(site: Site) -> Iterator[Numbered]:
    line, since = site.desks[0].edc, 0
    while (page := line.pull(since, 500, own=True)).entries:
        yield from page.entries
        since = page.entries[-1].number
