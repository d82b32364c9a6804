"""Who may make what, written out by hand: a change of the table of rights has to be made here too."""

from typing import get_args

import pytest

from study.changes import facts as f
from study.rights import RIGHTS, archives, gives_out, may, may_resolve, reads_audit, sees_names

COLUMNS = ("clinician", "investigator", "coordinator", "data_entry", "monitor", "admin", "edc")
# One line a fact, one column a role in the order above: x may, . may not.
MATRIX = """
deviceBegun         . . . . . x x
deviceCertified     . . . . . . x
deviceEnded         . . . . . x x
userCertified       . . . . . x x
recoveryKeyed       . . . . . x .
userEnded           . . . . . x x
studyAdopted        . x . . . x x
tableAdopted        . x . . . x x
codesLeased         . . . . . . x
subjectEnrolled     x x x x . . .
childKeyed          x x x x . x .
identityErased      . x . . . . .
siteKeyReplaced     . x . . . . .
visitOpened         x x x x . . .
visitStatus         x x x x . . .
rowCreated          x x x x . . .
valueSet            x x x x . . .
withdrawn           x x x . . . .
reinstated          x x x . . . .
formCompleted       x x x x . . .
formReopened        x x x . . . .
signed              . x . . . . .
signatureWithdrawn  . x . . . . .
queryOpened         x x x x x . x
queryAnswered       x x x x x . x
queryClosed         . . . . x . x
queryReopened       . x x . x . x
attachmentAdded     x x x x . . .
attachmentWithdrawn x x x . . . .
frozen              . . . . . . x
locked              . . . . . . x
freezeReleased      . . . . . . x
changeHeld          . . . . . . x
changeReleased      . . . . . . x
changeRejected      . . . . . . x
markSet             x x x x x . x
markWithdrawn       x x x x x . x
accessed            x x x x x x x
"""
CELLS = [
    (line.split()[0].lower(), role, mark == "x")
    for line in MATRIX.strip().splitlines()
    for role, mark in zip(COLUMNS, line.split()[1:], strict=True)
]
KINDS = {kind.__name__.lower(): kind for kind in get_args(f.Fact)}


@pytest.mark.parametrize(("name", "role", "allowed"), CELLS)
def test_each_role_and_each_fact(name: str, role: str, allowed: bool) -> None:
    assert may(role, KINDS[name]) is allowed


def test_every_fact_and_every_role_stands_in_the_matrix() -> None:
    assert {name for name, _role, _allowed in CELLS} == set(KINDS)
    assert set(COLUMNS) == set(RIGHTS)


def test_nobody_without_a_role_may_anything() -> None:
    assert not any(may(role, kind) for role in ("", "nurse", "Admin") for kind in KINDS.values())


@pytest.mark.parametrize(
    ("role", "resolves", "names", "audit"),
    [
        ("clinician", True, True, False),
        ("investigator", True, True, True),
        ("coordinator", True, True, True),
        ("data_entry", False, False, False),
        ("monitor", False, False, True),
        ("admin", False, False, True),
        ("edc", False, False, False),
    ],
)
def test_what_else_a_role_may(role: str, resolves: bool, names: bool, audit: bool) -> None:
    assert (may_resolve(role), sees_names(role), reads_audit(role)) == (resolves, names, audit)


def test_the_archive_is_written_by_those_who_answer_for_the_records() -> None:
    assert [role for role in COLUMNS if archives(role)] == ["investigator", "coordinator"]


def test_what_is_given_to_others_leaves_by_those_who_answer_for_it() -> None:
    assert [role for role in COLUMNS if gives_out(role)] == ["investigator", "coordinator"]
