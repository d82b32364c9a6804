"""Files beside a form are signed with it: one that comes or goes voids a signature; early ones stay verifiable."""

import random
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.study_files import read_folder
from resources import path
from study.address import Address
from study.after_signing import Made, changes_after, differences, files_moved, signed_over
from study.changes import facts as f
from study.changes.envelope import Seen
from study.definition.load import load
from study.state.digest import OF_FILES, OF_VALUES, form_digest
from study.values import Quantity
from tests.kit.written import Writer

ECG = Address("child", "M3", form="ECG")
QTC = Address("child", "M3", form="ECG", item="QTC")
MS = Quantity("412", "ms")


def added(name: str, content: str, place: Address = ECG) -> f.AttachmentAdded:
    """A file; its content is known by its hash."""
    return f.AttachmentAdded(
        id=name, address=place, name=f"sealed-{name}", kind="application/edf", size=1, sealed_size=2, digest=content,
        key=b"",
    )  # fmt: skip


def taken(name: str, place: Address = ECG) -> f.AttachmentWithdrawn:
    """The file no longer belongs there."""
    return f.AttachmentWithdrawn(
        id=f"w-{name}", bases=(name,), attachment=name, address=place, reason="another child's"
    )


def signed(files: tuple[tuple[str, str], ...] = (), basis: int = OF_FILES) -> f.Signed:
    """A signature over the interval and these files."""
    return f.Signed(id="s", address=ECG, meaning="m", digest=form_digest({QTC.key: MS}, files), basis=basis)


def log(*facts: f.Fact) -> list[Made]:
    """The facts as one workstation made them, one a change."""
    return [
        Made(fact, f"c{n}", 0, "a", n, n, "zhou", "investigator", 1000 * n, Seen("e", 0))
        for n, fact in enumerate(facts, start=1)
    ]


def value() -> f.ValueSet:
    """The interval."""
    return f.ValueSet(id="v", address=QTC, value=MS)


@pytest.fixture
def writer() -> Any:
    """An empty record; its definition plays no part."""
    return Writer(load(read_folder(path("study"))))


def test_a_signature_over_a_form_without_files_has_the_digest_it_always_had() -> None:
    assert form_digest({QTC.key: MS}, ()) == form_digest({QTC.key: MS})
    plain = msgspec.json.encode(f.Signed(id="s", address=ECG, meaning="m", digest="d"))
    assert b"basis" not in plain, "what early signatures are in the log does not change by a byte"


def test_a_file_that_comes_later_is_named_and_says_who() -> None:
    lines = log(value(), added("f1", "aa"), signed(((ECG.key, "aa"),)), added("f2", "bb"))
    assert signed_over(lines, lines[2]).proven
    [moved] = files_moved(lines, lines[2])
    assert (moved.file.id, moved.gone, moved.by.seq) == ("f2", False, 4)
    assert [later.by.fact.id for later in changes_after(lines)] == ["f2"]
    assert differences(lines, lines[2]) == (), "no value moved"


def test_a_file_that_is_taken_away_is_named_with_the_reason_and_comes_back_by_its_content() -> None:
    lines = log(value(), added("f1", "aa"), signed(((ECG.key, "aa"),)), taken("f1"))
    [moved] = files_moved(lines, lines[2])
    assert (moved.file.id, moved.gone, changes_after(lines)[0].reason) == ("f1", True, "another child's")
    again = [*lines, *log(value(), value(), value(), value(), added("f3", "aa"))[4:]]
    assert files_moved(again, again[2]) == ()


def test_a_withdrawn_visit_takes_its_files_along() -> None:
    gone = f.Withdrawn(id="w", address=Address("child", "M3"), reason="another child's")
    lines = log(value(), added("f1", "aa"), signed(((ECG.key, "aa"),)), gone)
    [moved] = files_moved(lines, lines[2])
    assert (moved.gone, moved.by.fact) == (True, gone)


def test_an_early_signature_says_nothing_of_files() -> None:
    lines = log(value(), added("f1", "aa"), signed(basis=OF_VALUES), added("f2", "bb"))
    assert signed_over(lines, lines[2]).proven
    assert (files_moved(lines, lines[2]), changes_after(lines)) == ((), ())


@pytest.mark.parametrize("basis", [OF_VALUES, OF_FILES])
def test_the_record_holds_a_signature_to_what_it_covers(writer: Any, basis: int) -> None:
    for fact in (value(), added("f1", "aa"), signed(((ECG.key, "aa"),) if basis == OF_FILES else (), basis)):
        writer.write(fact)
    assert _valid(writer)
    writer.write(added("f2", "bb"))
    assert _valid(writer) is (basis == OF_VALUES)
    writer.write(taken("f2"))
    assert _valid(writer)


def test_a_signature_of_a_later_kind_is_never_called_valid(writer: Any) -> None:
    writer.write(value())
    writer.write(f.Signed(id="s", address=ECG, meaning="m", digest="", basis=9))
    assert not _valid(writer)


@given(st.lists(st.tuples(st.sampled_from(["x/M3", "x/M6"]), st.sampled_from(["aa", "bb"])), max_size=5), st.randoms())
def test_the_order_in_which_files_were_added_plays_no_part(files: list[tuple[str, str]], chance: random.Random) -> None:
    mixed = sorted(files, key=lambda _file: chance.random())
    assert form_digest({QTC.key: MS}, mixed) == form_digest({QTC.key: MS}, files)
    more = [*files, ("x/M3", "cc")]
    assert form_digest({QTC.key: MS}, more) != form_digest({QTC.key: MS}, files)


def _valid(writer: Any) -> bool:
    """Whether the one signature stands."""
    [signature] = writer.record.signatures(ECG)
    return bool(signature.valid)
