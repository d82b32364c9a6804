"""Which slot a fact moves, what it says there, and which of two disagreeing facts asks for more attention.

A slot is the smallest thing that has a state: a value, a form's completion, a query, a freeze, a user ... Owns the
table from facts to slots; must not decide heads (`study.state.settle`).
"""

from typing import NamedTuple

from study.address import Address
from study.changes import facts as f
from study.values import canonical


class Slot(NamedTuple):
    """Kind and key; the key of a slot on an address is `Address.key`, else an identifier."""

    kind: str
    key: str


STUDY_DATA = frozenset(
    {
        "subject",
        "identity",
        "visit",
        "row",
        "value",
        "presence",
        "form",
        "signature",
        "query",
        "attachment",
        "freeze",
        "mark",
    }
)
CONTESTED = frozenset({"value", "presence"})


def slot_of(fact: f.Fact) -> Slot | None:
    """The slot a fact stands on; None for facts that move nothing (access)."""
    match fact:
        case f.ValueSet(address=address):
            return Slot("value", address.key)
        case f.RowCreated(id=row, address=address, level=level):
            return Slot("row", created(row, address, level).key)
        case f.Withdrawn(address=address) | f.Reinstated(address=address):
            return Slot("presence", address.key)
        case f.VisitOpened(address=address) | f.VisitStatus(address=address):
            return Slot("visit", address.key)
        case f.FormCompleted(address=address) | f.FormReopened(address=address):
            return Slot("form", address.key)
        case f.Frozen(address=address) | f.Locked(address=address) | f.FreezeReleased(address=address):
            return Slot("freeze", address.key)
        case _:
            return _named(fact)


def _named(fact: f.Fact) -> Slot | None:
    """Slots that go by an identifier."""
    match fact:
        case f.Signed(id=name) | f.SignatureWithdrawn(signature=name):
            return Slot("signature", name)
        case (
            f.QueryOpened(query=name)
            | f.QueryAnswered(query=name)
            | f.QueryClosed(query=name)
            | f.QueryReopened(query=name)
        ):
            return Slot("query", name)
        case f.AttachmentAdded(id=name) | f.AttachmentWithdrawn(attachment=name):
            return Slot("attachment", name)
        case f.MarkSet(id=name) | f.MarkWithdrawn(mark=name):
            return Slot("mark", name)
        case f.ChangeHeld(change=name) | f.ChangeReleased(change=name) | f.ChangeRejected(change=name):
            return Slot("verdict", name)
        case f.SubjectEnrolled(subject=name):
            return Slot("subject", name)
        case f.ChildKeyed(subject=name) | f.IdentityErased(subject=name):
            return Slot("identity", name)
        case _:
            return _of_the_site(fact)


def _of_the_site(fact: f.Fact) -> Slot | None:
    """Slots of no child: workstations, people, what is entered under."""
    match fact:
        case f.DeviceBegun(device=name) | f.DeviceCertified(device=name) | f.DeviceEnded(device=name):
            return Slot("device", name)
        case f.UserCertified(user=name) | f.UserEnded(user=name):
            return Slot("user", name)
        case f.RecoveryKeyed(device=name):
            return Slot("recovery", name)
        case f.StudyAdopted():
            return Slot("study", "")
        case f.SiteKeyReplaced():
            return Slot("site_key", "")
        case f.TableAdopted(table=name):
            return Slot("table", name)
        case f.CodesLeased(prefix=prefix, first=first):
            return Slot("codes", f"{prefix}{first}")
        case _:
            return None


def created(row: str, address: Address, level: str) -> Address:
    """The address of the repeat that a `RowCreated` with this id makes."""
    if level == "visit":
        return Address(address.subject, address.visit, row)
    if level == "form":
        return Address(address.subject, address.visit, address.visit_repeat, address.form, row)
    return Address(address.subject, address.visit, address.visit_repeat, address.form, address.form_repeat, row)


def address_of(fact: f.Fact) -> Address | None:
    """The place in the record a fact speaks of, if it speaks of one."""
    if isinstance(fact, f.RowCreated):
        return created(fact.id, fact.address, fact.level)
    if isinstance(fact, f.SubjectEnrolled | f.ChildKeyed | f.IdentityErased):
        return Address(fact.subject)
    return fact.address if isinstance(fact, f.OnAddress) else None


def content(fact: f.Fact) -> tuple[str, ...]:
    """What a fact says on its slot; two heads with equal content agree."""
    match fact:
        case f.ValueSet(value=value):
            return canonical(value)
        case f.VisitStatus(status=status):
            return ("visitstatus", status)
        case f.DeviceCertified(public_key=key) | f.DeviceBegun(public_key=key):
            return ("device", key.hex())
        case f.UserCertified(public_key=key, roles=roles):
            return ("user", key.hex(), *sorted(roles))
        case f.RecoveryKeyed(public_key=key):
            return ("recovery", key.hex())
        case f.StudyAdopted(digest=digest) | f.TableAdopted(digest=digest):
            return ("adopted", digest)
        case f.CodesLeased(device=device, last=last):
            return ("codes", device, str(last))
        case _:
            return (type(fact).__name__.lower(),)


_ATTENTION: dict[type, int] = {
    f.QueryReopened: 3, f.QueryOpened: 3, f.QueryAnswered: 2, f.QueryClosed: 1,
    f.FormReopened: 2, f.FormCompleted: 1,
    f.Locked: 3, f.Frozen: 2, f.FreezeReleased: 1,
    f.ChangeRejected: 3, f.ChangeHeld: 2, f.ChangeReleased: 1,
    f.SignatureWithdrawn: 2, f.Signed: 1,
    f.IdentityErased: 2, f.ChildKeyed: 1,
    f.AttachmentAdded: 2, f.AttachmentWithdrawn: 1,
    f.MarkWithdrawn: 2, f.MarkSet: 1,
    f.VisitStatus: 2, f.VisitOpened: 1,
    f.UserEnded: 2, f.UserCertified: 1,
    f.DeviceEnded: 3, f.DeviceCertified: 2, f.DeviceBegun: 1,
}  # fmt: skip


def attention(fact: f.Fact) -> int:
    """How much a fact asks to be looked at; the greater wins where heads of an uncontested slot disagree.

    A version or table that somebody chose over another one wins over what a device merely began with.
    """
    if isinstance(fact, f.StudyAdopted | f.TableAdopted):
        return 1 if fact.bases else 0
    return _ATTENTION.get(type(fact), 0)
