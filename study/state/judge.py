"""What the EDC decides about a validly chained change: accepted or held, and why, in both languages.

Owns the rules; must not look anything up itself (`Circumstances` is filled by the caller). It never refuses: a refusal
would leave a gap in the device's chain and a queue that cannot move.
"""

from collections.abc import Sequence

import msgspec

from study.changes import facts as f
from study.changes.envelope import Change, UnknownFact
from study.rights import may, may_resolve
from study.state.settle import Standing
from study.state.slots import address_of
from study.text import Text


class Freeze(msgspec.Struct, frozen=True):
    """A standing freeze or lock: the fact and the number of the change that set it."""

    fact: f.Frozen | f.Locked
    number: int


class Circumstances(msgspec.Struct, frozen=True):
    """What the EDC knows when it judges: certified device, the author's certified roles, freezes, missing bases."""

    device_certified: bool
    author_roles: tuple[str, ...]
    freezes: Sequence[Freeze] = ()
    studies: frozenset[str] = frozenset()
    missing_bases: frozenset[str] = frozenset()
    device_ended_after: int | None = None
    resolving: frozenset[str] = frozenset()
    """Ids of the change's facts that decide between values that differ."""


class Verdict(msgspec.Struct, frozen=True):
    """Accepted, or held with a code and the reason."""

    standing: Standing
    code: str = ""
    why: Text | None = None


ACCEPTED = Verdict("accepted")


def _held(code: str, en: str, zh: str) -> Verdict:
    return Verdict("held", code, Text(en=en, zh=zh))


def judge(change: Change, facts: Sequence[f.Fact | UnknownFact], around: Circumstances) -> Verdict:
    """Decide a change as a whole; the first reason found is given."""
    if not around.device_certified:
        return _held("device-not-certified", "waits until the workstation is certified", "等待工作站认证")
    if around.device_ended_after is not None and change.seq > around.device_ended_after:
        return _held("device-ended", "made after the workstation was ended", "在工作站停用之后产生")
    if around.studies and change.study_digest not in around.studies:
        return _held("unknown-study", "made under a study version the EDC does not know", "所用研究版本中心库尚不认识")
    if around.missing_bases:
        return _held("unknown-base", "rests on an entry the EDC does not have", "所依据的记录中心库尚未收到")
    known = [fact for fact in facts if not isinstance(fact, UnknownFact)]
    return _rights(change, known, around) or _freeze(change, known, around) or ACCEPTED


def _rights(change: Change, facts: Sequence[f.Fact], around: Circumstances) -> Verdict | None:
    # A device without a person has no role; else it could claim the EDC's and freeze or certify.
    if (change.author or change.role) and change.role not in around.author_roles:
        return _held("author-not-certified", "waits until its author is certified", "等待作者身份认证")
    for fact in facts:
        if isinstance(fact, f.DeviceBegun):
            continue
        if not may(change.role, fact):
            return _held("no-right", f"role {change.role} may not do this", f"角色 {change.role} 无此权限")
        if fact.id in around.resolving and not may_resolve(change.role):
            return _held(
                "no-right", f"role {change.role} may not resolve a conflict", f"角色 {change.role} 不能解决冲突"
            )
    return None


def stops(freeze: f.Frozen | f.Locked, fact: f.Fact) -> bool:
    """Whether a freeze or lock stops this kind of fact in its place.

    Central acts and queries always go on. Signing and marks (source-verified, reviewed) go on under a freeze, which is
    there so that both can be finished, and end with the lock. What a child's identity is sealed with is no study data.
    """
    if isinstance(fact, f.ChildKeyed | f.IdentityErased):
        return False
    if isinstance(fact, f.Central | f.QueryOpened | f.QueryAnswered | f.QueryClosed | f.QueryReopened):
        return False
    return isinstance(freeze, f.Locked) or not isinstance(
        fact, f.Signed | f.SignatureWithdrawn | f.MarkSet | f.MarkWithdrawn
    )


def _freeze(change: Change, facts: Sequence[f.Fact], around: Circumstances) -> Verdict | None:
    for fact in facts:
        place = address_of(fact)
        if place is None:
            continue
        for freeze in around.freezes:
            if stops(freeze.fact, fact) and freeze.fact.address.covers(place):
                return _frozen(freeze, knew=change.seen.number >= freeze.number)
    return None


def _frozen(freeze: Freeze, knew: bool) -> Verdict:
    locked = isinstance(freeze.fact, f.Locked)
    name_en, name_zh = ("locked", "锁定") if locked else ("frozen", "冻结")
    since_en = "although the workstation knew" if knew else "before the workstation could know"
    since_zh = "工作站已知冻结仍录入" if knew else "录入时工作站尚不知情"
    return _held(
        "locked" if locked else "frozen",
        f"waits: the place is {name_en} at the EDC; entered {since_en}",
        f"等待：该处已在中心库{name_zh}；{since_zh}",
    )
