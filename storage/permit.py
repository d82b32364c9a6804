"""Owns what this device refuses before a change is made: rights, freezes it knows, signing over an open conflict, a
change of what was completed or signed without a reason.

The EDC judges again and never refuses; this spares people a change that would only wait there.
"""

from collections.abc import Sequence
from typing import NamedTuple

from storage.driver import Connection
from storage.projection import read_settled
from storage.sql_slots import SqlSlots
from storage.trust import roles_of
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.reasons import ALWAYS, lacks_reason
from study.record import Record
from study.rights import may, may_resolve
from study.state.judge import stops
from study.state.settle import resolves
from study.state.slots import Slot, address_of
from study.values import Value


def check_permitted(connection: Connection, user: str, role: str, facts: Sequence[f.Fact], device: str) -> None:
    """KnownError `no-right`, `frozen`, `locked`, `conflict-open`, `not-your-signature`, `reason-wanted`.

    `device`: who makes the change; one that begins with it has none yet.
    """
    _check_signing(facts)
    begins = not _holds(connection, "device = ?", device)
    if user and role not in roles_of(connection, user) | _roles_in(connection, user, facts):
        raise _no_right(role)
    standing = _Slots(connection)
    freezes = known_freezes(connection, {place.subject for fact in facts if (place := address_of(fact))})
    for fact in facts:
        if not (begins and isinstance(fact, f.DeviceBegun)):
            _check_right(connection, role, fact)
        if lacks_reason(standing, fact, facts):
            raise _reason_wanted(fact)
        place = address_of(fact)
        if place is None:
            continue
        for freeze in freezes:
            if stops(freeze, fact) and freeze.address.covers(place):
                raise _frozen(freeze)
        if isinstance(fact, f.Signed):
            _check_signed(connection, fact)
        if isinstance(fact, f.SignatureWithdrawn):
            _check_signer(connection, user, fact.signature)


def known_freezes(connection: Connection, subjects: set[str]) -> list[f.Frozen | f.Locked]:
    """Standing freezes and locks that reach these children."""
    marks = ", ".join("?" * len(subjects))
    rows = connection.rows(
        f"SELECT settled FROM slot WHERE kind = 'freeze' AND (subject = '' OR subject IN ({marks}))", sorted(subjects)
    )
    shown = [entry.fact for (raw,) in rows if (entry := read_settled(raw).shown)]
    return [fact for fact in shown if isinstance(fact, f.Frozen | f.Locked)]


def has_conflict(connection: Connection, form: Address) -> bool:
    """True when an address of the form is in conflict."""
    row = connection.row(
        "SELECT 1 FROM slot WHERE conflict <> '' AND subject = ? AND visit = ? AND visit_repeat = ? AND form = ? "
        "AND form_repeat = ?",
        form.parts[:5],
    )
    return row is not None


def _check_signing(facts: Sequence[f.Fact]) -> None:
    """A signature is on whole forms, and nothing that it rests on is written in the same breath."""
    signed = [fact for fact in facts if isinstance(fact, f.Signed)]
    if any(not fact.address.form or fact.address.row or fact.address.item for fact in signed):
        raise KnownError("sign-a-form", "A signature is on a form as a whole.", "签名须针对整张表单。")
    if signed and not all(isinstance(fact, f.Signed | f.FormCompleted | f.Accessed) for fact in facts):
        raise KnownError(
            "sign-alone",
            "Nothing is entered together with a signature: what is signed has to stand first.",
            "签名不能与录入同时进行：须先保存再签名。",
        )


def _check_signer(connection: Connection, user: str, signature: str) -> None:
    """A signature is taken back by whoever made it."""
    row = connection.row(
        "SELECT c.author FROM entry e JOIN change c ON c.id = e.change "
        "WHERE e.slot_kind = 'signature' AND e.slot_key = ? AND e.kind = 'signed'",
        (signature,),
    )
    if row is None or row[0] != user:
        raise KnownError(
            "not-your-signature", "A signature is withdrawn by whoever made it.", "签名只能由签名者本人撤回。"
        )


class _Slots(NamedTuple):
    """The record as the rule of reasons asks it, from the slots."""

    connection: Connection

    def signed(self, form: Address) -> bool:
        rows = self.connection.rows(
            "SELECT settled FROM slot WHERE kind = 'signature' AND subject = ? AND visit = ? AND visit_repeat = ? "
            "AND (form = '' OR (form = ? AND form_repeat = ?))",
            form.parts[:5],
        )
        return any(entry and isinstance(entry.fact, f.Signed) for (raw,) in rows for entry in [read_settled(raw).shown])

    def complete(self, form: Address) -> bool:
        return isinstance(_shown(self.connection, Slot("form", form.key)), f.FormCompleted)

    def value_at(self, address: Address) -> Value | None:
        fact = _shown(self.connection, Slot("value", address.key))
        return fact.value if isinstance(fact, f.ValueSet) else None

    def explanation_at(self, address: Address) -> str:
        fact = _shown(self.connection, Slot("value", address.key))
        return fact.explanation if isinstance(fact, f.ValueSet) else ""


def _check_signed(connection: Connection, fact: f.Signed) -> None:
    """What is signed is what stands at this moment, and nothing on it is undecided."""
    if has_conflict(connection, fact.address):
        raise KnownError(
            "conflict-open",
            "Two different values stand on this form. Decide between them before signing.",
            "该表单中有字段存在两个不同的值，请先裁定再签名。",
        )
    if fact.digest != record_of(connection, fact.address.subject).digest(fact.address, fact.basis):
        raise KnownError(
            "changed-meanwhile",
            "What stands on the form is not what was to be signed. Nothing was signed; look at it again.",
            "表单现有内容与拟签名的内容不一致。未签名；请重新查看。",
        )


def record_of(connection: Connection, subject: str) -> Record:
    """What stands on a child."""
    rows = connection.rows("SELECT kind, key, settled FROM slot WHERE subject = ?", (subject,))
    return Record(subject, {Slot(kind, key): read_settled(raw) for kind, key, raw in rows})


def _shown(connection: Connection, slot: Slot) -> f.Fact | None:
    row = connection.row("SELECT settled FROM slot WHERE kind = ? AND key = ?", slot)
    entry = read_settled(row[0]).shown if row else None
    return entry.fact if entry else None


def _holds(connection: Connection, where: str, *parameters: str) -> bool:
    return connection.row(f"SELECT 1 FROM change WHERE {where} LIMIT 1", parameters) is not None


def _roles_in(connection: Connection, user: str, facts: Sequence[f.Fact]) -> frozenset[str]:
    """What the first change of a store says of its own author. Later nobody says of themself what they may."""
    if _holds(connection, "TRUE"):
        return frozenset()
    return frozenset(r for fact in facts if isinstance(fact, f.UserCertified) and fact.user == user for r in fact.roles)


def _check_right(connection: Connection, role: str, fact: f.Fact) -> None:
    if isinstance(fact, f.DeviceBegun) or not may(role, fact):
        raise _no_right(role)
    if may_resolve(role) or not isinstance(fact, f.ValueSet) or len(fact.bases) < 2:
        return
    if resolves(fact, SqlSlots(connection).entries(Slot("value", fact.address.key))):
        raise KnownError(
            "no-right",
            f"The role {role} may not decide between diverging values.",
            f"角色 {role} 不能在不同的值之间裁定。",
        )


def _reason_wanted(fact: f.Fact) -> KnownError:
    if isinstance(fact, ALWAYS):
        return KnownError("reason-wanted", "Say why.", "请填写原因。")
    return KnownError(
        "reason-wanted",
        "The form was completed or signed. Say why this changes.",
        "该表单已完成或已签名，请填写修改原因。",
    )


def _no_right(role: str) -> KnownError:
    return KnownError("no-right", f"The role {role} may not do this.", f"角色 {role} 无此权限。")


def _frozen(freeze: f.Frozen | f.Locked) -> KnownError:
    if isinstance(freeze, f.Locked):
        return KnownError("locked", "This place was locked centrally.", "该处已被中心库锁定。")
    return KnownError("frozen", "This place was frozen centrally.", "该处已被中心库冻结。")
