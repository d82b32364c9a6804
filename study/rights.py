"""Who may make which fact: the one table of rights, used where a change is appended and where the EDC judges it.

Must not know passphrases or screens. A site's value is set by people of the site only; central people query and freeze.
"""

from typing import Literal

from study.changes import facts as f

Role = Literal["clinician", "investigator", "coordinator", "data_entry", "monitor", "admin", "edc"]

NOT_ONE, ASIDE = "not-the-same-child", "stands-aside"
"""Kinds of marks on a child as a whole, by which it is decided whose record it is (`study.twice`)."""

SITE_ROLES: tuple[Role, ...] = ("clinician", "investigator", "coordinator", "data_entry", "admin")

_ENTRY = (
    f.SubjectEnrolled, f.VisitOpened, f.VisitStatus, f.RowCreated, f.ValueSet, f.AttachmentAdded, f.FormCompleted,
    f.MarkSet, f.MarkWithdrawn, f.ChildKeyed,
)  # fmt: skip
_CARE = (
    *_ENTRY, f.FormReopened, f.Withdrawn, f.Reinstated, f.AttachmentWithdrawn, f.QueryOpened, f.QueryAnswered,
)  # fmt: skip
_SIGN = (f.Signed, f.SignatureWithdrawn)
_ERASE = (f.IdentityErased, f.SiteKeyReplaced, f.ChildKeyed)
_QUERY = (f.QueryOpened, f.QueryAnswered, f.QueryClosed, f.QueryReopened)
_STUDY = (f.StudyAdopted, f.TableAdopted)
_FREEZE = (f.Frozen, f.Locked, f.FreezeReleased, f.ChangeHeld, f.ChangeReleased, f.ChangeRejected)
_HOUSE = (f.DeviceBegun, f.DeviceEnded, f.UserCertified, f.UserEnded, *_STUDY)

RIGHTS: dict[str, frozenset[type]] = {
    "clinician": frozenset({*_CARE, f.Accessed}),
    "investigator": frozenset({*_CARE, *_SIGN, *_STUDY, *_ERASE, f.QueryReopened, f.Accessed}),
    "coordinator": frozenset({*_CARE, f.QueryReopened, f.Accessed}),
    "data_entry": frozenset({*_ENTRY, f.QueryOpened, f.QueryAnswered, f.Accessed}),
    "monitor": frozenset({*_QUERY, f.MarkSet, f.MarkWithdrawn, f.Accessed}),
    "admin": frozenset({*_HOUSE, f.RecoveryKeyed, f.ChildKeyed, f.Accessed}),
    "edc": frozenset(
        {*_QUERY, *_FREEZE, *_HOUSE, f.DeviceCertified, f.CodesLeased, f.MarkSet, f.MarkWithdrawn, f.Accessed}
    ),
}


def may(role: str, fact: f.Fact | type) -> bool:
    """True when this role may make this fact. Resolving a conflict (naming several heads) is `may_resolve`."""
    kind = fact if isinstance(fact, type) else type(fact)
    decides = isinstance(fact, f.MarkSet) and fact.kind in (ASIDE, NOT_ONE)
    undecides = isinstance(fact, f.MarkWithdrawn) and not fact.address.visit and not fact.address.form
    if (decides or undecides) and not may_resolve(role):
        return False
    return kind in RIGHTS.get(role, frozenset())


def may_resolve(role: str) -> bool:
    """True when this role may decide between diverging values, and of two records that may be one child's; a data-entry
    clerk may not.
    """
    return role in ("clinician", "investigator", "coordinator")


def sees_names(role: str) -> bool:
    """True when this role is shown names and other identity."""
    return role in ("clinician", "investigator", "coordinator")


def reads_audit(role: str) -> bool:
    """True when this role reads what everybody did, and the answers to an auditor's questions."""
    return role in ("investigator", "coordinator", "monitor", "admin")


def archives(role: str) -> bool:
    """True when this role writes the archive of the study: the whole record, for whoever has the medium to read."""
    return role in ("investigator", "coordinator")


def gives_out(role: str) -> bool:
    """True when this role gives data of all children to others: to a monitoring board, as results, as a shared set."""
    return role in ("investigator", "coordinator")
