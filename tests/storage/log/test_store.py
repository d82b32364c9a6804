"""What a person's entry leaves in the store, what the store refuses, and what screens read of it."""

import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3.dbapi2 import ProgrammingError

from storage.driver import Guard, connect
from storage.history import Sought
from storage.keys import NewUser, open_vault
from storage.log import Author
from storage.store import DATABASE_NAME, create_store, open_store
from study.address import Address
from study.changes import facts as f
from study.changes.envelope import decode, facts_of
from study.errors import KnownError
from study.record import heads
from study.state.slots import Slot
from study.values import Quantity

Ward = Any
WeightOf = Callable[..., Address]


def test_a_new_store_begins_with_its_device_its_first_user_and_the_study(ward: Ward) -> None:
    [first] = ward.store.reader.pending()
    kinds = [type(fact).__name__ for fact in facts_of(decode(first.body))]
    assert kinds == ["DeviceBegun", "UserCertified", "RecoveryKeyed", "StudyAdopted"]
    [person] = ward.store.reader.users()
    assert set(person.roles) == {"admin", "data_entry", "investigator"}
    assert person.public_key == ward.unlocked.public_key
    home = ward.store.reader.home()
    assert (home.site, home.study_version, home.device_name) == ("S01", "1", "ward")


def test_an_entry_is_read_back_with_who_and_why(ward: Ward, weight_of: WeightOf, reopened: Any) -> None:
    child = ward.enrol("LN-001")
    first = ward.weigh(child, "53.90")
    ward.weigh(child, "54", first, reason="misread")
    store = reopened(ward)
    shown = store.reader.values(child)[weight_of(child)].shown
    assert shown.fact.value == Quantity("54", "kg")
    history = store.reader.history(weight_of(child))
    assert [(entry.author, entry.reason, entry.fact.typed) for entry in history] == [
        ("u-lin", "", "53.90"),
        ("u-lin", "misread", "54"),
    ]
    assert [entry.seq for entry in history] == [3, 4]
    assert store.fault is None


def test_an_append_returns_the_slots_that_moved(ward: Ward, weight_of: WeightOf) -> None:
    child = ward.enrol("LN-001")
    fact = f.ValueSet(id="f", address=weight_of(child), value=Quantity("53", "kg"))
    appended = ward.store.append(ward.author(), [fact, f.Accessed(id="a", what="print")])
    assert appended.slots == {Slot("value", weight_of(child).key)}
    assert ward.store.reader.tip() == (appended.seq, appended.hash)


def test_the_chain_names_the_change_before(ward: Ward) -> None:
    ward.enrol("LN-001")
    ward.enrol("LN-002")
    changes = ward.store.reader.pending()
    assert [decode(signed.body).prev for signed in changes[1:]] == [signed.hash for signed in changes[:-1]]


@pytest.mark.parametrize(
    ("role", "fact"),
    [
        ("data_entry", f.Signed(id="f", address=Address("s", "M3", "", "VS"), meaning="m", digest="")),
        ("investigator", f.Frozen(id="f", address=Address("s"))),
        ("coordinator", f.ValueSet(id="f", address=Address("s"), value=Quantity("1", "g"))),
    ],
)
def test_what_a_role_may_not_do_leaves_nothing(ward: Ward, role: str, fact: f.Fact) -> None:
    before = ward.store.reader.tip()
    with pytest.raises(KnownError) as caught:
        ward.store.append(ward.author(role), [f.Accessed(id="x", what="print"), fact])
    assert caught.value.code == "no-right"
    assert ward.store.reader.tip() == before


@pytest.mark.parametrize(("second", "refused"), [("54", True), ("53.0", False)])
def test_a_clerk_edits_over_an_agreeing_double_entry_and_does_not_decide_between_two_values(
    ward: Ward, weight_of: Callable[..., Address], second: str, refused: bool
) -> None:
    child = ward.enrol("LN-001")
    ward.weigh(child, "53")
    ward.weigh(child, second)
    bases = heads(ward.store.reader.slot(Slot("value", weight_of(child).key)))
    edit = f.ValueSet(id="e", bases=bases, address=weight_of(child), value=Quantity("55", "kg"))
    if not refused:
        ward.store.append(ward.author("data_entry"), [edit])
        return
    with pytest.raises(KnownError) as caught:
        ward.store.append(ward.author("data_entry"), [edit])
    assert caught.value.code == "no-right"


def test_a_freeze_from_the_centre_stops_entries_there_and_nowhere_else(ward: Ward, central: Any) -> None:
    child = ward.enrol("LN-001")
    ward.store.enrolled(edc=central.trusted, site_name="Renji")
    central.act(f.Frozen(id="z", address=Address(child, "M3")))
    central.sync(ward.store)
    with pytest.raises(KnownError) as caught:
        ward.weigh(child, "53")
    assert caught.value.code == "frozen"
    ward.weigh(child, "53", visit="M6")
    central.act(f.FreezeReleased(id="y", address=Address(child, "M3"), reason="done", bases=("z",)))
    central.sync(ward.store)
    ward.weigh(child, "53")


def test_a_form_in_conflict_is_not_signed(ward: Ward) -> None:
    child = ward.enrol("LN-001")
    ward.weigh(child, "53")
    ward.weigh(child, "54")
    assert len(ward.store.reader.conflicts(child)) == 1
    form = Address(child, "M3", "", "VS")
    with pytest.raises(KnownError) as caught:
        ward.store.append(ward.author(), [f.Signed(id="f", address=form, meaning="m", digest="")])
    assert caught.value.code == "conflict-open"


def test_someone_certified_here_may_write_and_nobody_else(
    ward: Ward, cheap_profile: Any, clock: Any, reopened: Any
) -> None:
    vault = open_vault(ward.folder, clock=clock, floor=cheap_profile)
    vault.add_user(ward.unlocked, NewUser("u-wang", "王护士", "a long summer in Minhang"), cheap_profile)
    wang = vault.unlock("u-wang", "a long summer in Minhang")
    author = Author("u-wang", "data_entry", wang.sign)
    with pytest.raises(KnownError, match="no-right"):
        ward.store.append(author, [f.Accessed(id="x", what="login")])
    ward.store.certify_user(ward.author("admin"), "u-wang", "王护士", ("data_entry",), wang)
    ward.store.append(author, [f.Accessed(id="x", what="login")])
    with pytest.raises(RuntimeError, match="nobody certified"):
        ward.store.append(Author("u-lin", "investigator", wang.sign), [f.Accessed(id="y", what="login")])
    shown = ward.store.reader.slot(Slot("user", "u-wang")).shown
    end = f.UserEnded(id="e", user="u-wang", reason="left", bases=(shown.fact.id,))
    ward.store.append(ward.author("admin"), [end])
    with pytest.raises(KnownError, match="no-right"):
        ward.store.append(author, [f.Accessed(id="z", what="login")])
    assert [(p.user, p.ended) for p in ward.store.reader.users()] == [("u-lin", False), ("u-wang", True)]


def test_of_two_equal_codes_the_first_accepted_keeps_it(ward: Ward, central: Any) -> None:
    second = ward.enrol("LN-004")
    first = ward.enrol("LN-004")
    ward.enrol("LN-001")
    central.take(ward.store.reader.pending()[2:3])
    ward.store.receive(epoch=central.epoch, answers=central.take(ward.store.reader.pending()[2:3]))
    children = ward.store.reader.subjects("SCR/DM/SUBJID")
    assert [(child.id, child.label) for child in children[1:]] == [(first, "LN-004"), (second, "LN-004?")]
    assert children[0].label == "LN-001"


def test_a_withdrawn_child_is_still_listed(ward: Ward) -> None:
    child = ward.enrol("LN-001")
    ward.store.append(ward.author(), [f.Withdrawn(id="w", address=Address(child), reason="entered twice")])
    assert [(c.code, c.withdrawn) for c in ward.store.reader.subjects("SUBJID")] == [("LN-001", True)]


def test_slots_are_found_by_place(ward: Ward) -> None:
    child = ward.enrol("LN-001")
    ward.weigh(child, "53", visit="M3")
    ward.weigh(child, "54", visit="M6")
    reader = ward.store.reader
    assert len(reader.slots("value", Address(child))) == 3
    assert [slot.key for slot in reader.slots("value", Address(child, "M6"))] == [f"{child}/M6//VS///WEIGHT"]
    assert len(reader.values(child, "M3")) == 1


def test_the_audit_trail_goes_on_where_it_stopped(ward: Ward) -> None:
    child = ward.enrol("LN-001")
    other = ward.enrol("LN-002")
    ward.weigh(child, "53")
    everything = ward.store.reader.audit()
    first = ward.store.reader.audit(limit=2)
    rest = ward.store.reader.audit(after=first[-1].received)
    assert first + rest == everything
    assert {line.seq for line in ward.store.reader.audit(Sought(subject=child))} == {2, 4}
    assert {line.seq for line in ward.store.reader.audit(Sought(subject=other))} == {3}
    assert ward.store.reader.audit(Sought(author="nobody")) == []


def test_drafts_are_per_author_and_survive_a_restart(ward: Ward, reopened: Any) -> None:
    ward.store.keep_draft("u-lin", "k", "5")
    ward.store.keep_draft("u-lin", "k", "53")
    ward.store.keep_draft("u-wang", "k", "9")
    store = reopened(ward)
    assert store.drafts("u-lin") == {"k": "53"}
    store.drop_draft("u-lin", "k")
    assert store.drafts("u-lin") == {}
    assert store.drafts("u-wang") == {"k": "9"}


def test_a_failed_sending_is_remembered(ward: Ward, reopened: Any, clock: Any) -> None:
    ward.store.tried("offline", clock() + 5000)
    ward.store.tried("timeout", clock() + 9000)
    queue = reopened(ward).reader.queue()
    assert (queue.count, queue.attempts, queue.last_answer, queue.next_try) == (1, 2, "timeout", clock() + 9000)
    assert queue.oldest_utc == clock()
    ward.store.sent()
    assert ward.store.reader.queue().attempts == 0


def test_what_is_sent_at_once_is_bounded(ward: Ward) -> None:
    for number in range(5):
        ward.enrol(f"LN-00{number}")
    assert len(ward.store.reader.pending(limit=3)) == 3
    size = len(ward.store.reader.pending()[0].body)
    assert len(ward.store.reader.pending(max_bytes=size + 1)) == 1
    assert len(ward.store.reader.pending(max_bytes=1)) == 1


def test_the_windows_thread_is_refused(ward: Ward) -> None:
    ward.store.guard.forbidden = threading.get_ident()
    with pytest.raises(RuntimeError, match="thread"):
        ward.store.reader.subjects()
    with pytest.raises(RuntimeError, match="thread"):
        ward.enrol("LN-001")
    ward.store.guard.forbidden = None


def test_a_reader_can_not_write(ward: Ward) -> None:
    connection = connect(ward.folder / DATABASE_NAME, ward.unlocked.db_key, Guard(), read_only=True)
    with pytest.raises(KnownError) as caught:
        connection.run("DELETE FROM draft")
    connection.close()
    assert caught.value.code == "not-writable"


def test_the_log_can_not_be_changed_by_accident(ward: Ward) -> None:
    for statement in ("UPDATE change SET body = x'00'", "DELETE FROM change", "UPDATE change SET hash = 'x'"):
        with pytest.raises(Exception, match="append-only"):
            ward.store.connection.run(statement)


def test_a_database_is_never_replaced(ward: Ward, clock: Any) -> None:
    ward.store.close()
    before = (ward.folder / DATABASE_NAME).read_bytes()
    with pytest.raises(KnownError) as caught:
        create_store(
            ward.folder, ward.unlocked, site="S02", site_name="", study_version="", study_digest="", device_name="",
            clock=clock,
        )  # fmt: skip
    assert caught.value.code == "store-exists"
    assert (ward.folder / DATABASE_NAME).read_bytes() == before


def test_a_missing_database_is_said_and_not_made(ward: Ward, clock: Any) -> None:
    ward.store.close()
    for name in (DATABASE_NAME, f"{DATABASE_NAME}-wal", f"{DATABASE_NAME}-shm"):
        (ward.folder / name).unlink(missing_ok=True)
    with pytest.raises(KnownError) as caught:
        open_store(ward.folder, ward.unlocked, clock)
    assert caught.value.code == "no-store"
    assert not (ward.folder / DATABASE_NAME).exists()


def test_a_store_of_a_newer_version_is_refused(ward: Ward, clock: Any) -> None:
    ward.store.connection.run("PRAGMA user_version = 99")
    ward.store.close()
    with pytest.raises(KnownError) as caught:
        open_store(ward.folder, ward.unlocked, clock)
    assert caught.value.code == "store-newer"


def test_a_second_process_is_told_who_holds_the_store(ward: Ward, clock: Any) -> None:
    with pytest.raises(KnownError) as caught:
        open_store(ward.folder, ward.unlocked, clock)
    assert caught.value.code == "store-in-use"


def test_the_file_does_not_show_what_was_written(ward: Ward, tmp_path: Path) -> None:
    ward.enrol("LN-PLANTED")
    ward.store.keep_draft("u-lin", "k", "PLANTED-DRAFT")
    ward.store.close()
    for path in ward.folder.rglob("*"):
        if path.is_file():
            assert b"PLANTED" not in path.read_bytes()
            assert b"SQLite format" not in path.read_bytes()


def test_the_site_key_is_kept(ward: Ward, reopened: Any) -> None:
    kept = ward.store.reader.site_key()
    assert kept is not None
    assert reopened(ward).reader.site_key() == kept


def test_a_reader_that_was_closed_is_not_kept(ward: Ward) -> None:
    closed = weakref.ref(ward.store.new_reader())
    assert closed() is None
    kept = ward.store.new_reader()
    ward.store.close()
    with pytest.raises(ProgrammingError):
        kept.home()


@pytest.mark.parametrize(
    "address", [Address("s", "M3"), Address("s", "M3", "", "VS", "", "r"), Address("s", "M3", "", "VS", "", "", "HR")]
)
def test_a_signature_is_on_a_form(ward: Ward, address: Address) -> None:
    with pytest.raises(KnownError) as refused:
        ward.store.append(ward.author(), [f.Signed(id="f", address=address, meaning="m", digest="")])
    assert refused.value.code == "sign-a-form"


def test_nothing_is_entered_in_the_breath_of_a_signature(ward: Ward) -> None:
    child = ward.enrol("LN-001")
    form = Address(child, "M3", "", "VS")
    weight = Address(child, "M3", "", "VS", "", "", "WEIGHT")
    signed = f.Signed(id="s", address=form, meaning="m", digest="")
    value = f.ValueSet(id="v", address=weight, value=Quantity("53", "kg"))
    with pytest.raises(KnownError) as refused:
        ward.store.append(ward.author(), [signed, value])
    assert refused.value.code == "sign-alone"
