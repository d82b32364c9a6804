"""Every electronic signature of a child: what was signed, by whom, whether it holds, and what voided it.

Reads one moment of the record. Writes nothing.
"""

from collections.abc import Collection, Iterator

import msgspec

from desktop_app.presenters.archive.still import Still
from desktop_app.records import Child
from study import void_words
from study.address import Address
from study.after_signing import Made, differences, files_moved, signatures, signed_over
from study.changes import facts as f
from study.signing import read_meaning
from study.text import Text

HOLDS = Text("holds", "有效")
VOID = Text("void: changed after signing", "失效：签名后有更改")
TAKEN_BACK = Text("taken back by the signer", "签名人已撤回")
WAITS = Text("without effect at the EDC", "中心库未生效")
VERIFIED = Text("verified", "已验证")
UNPROVEN = Text("not proven: the record does not hold what was signed", "无法证明：记录中没有所签内容")
NOT_VERIFIED = Text("does not verify", "验证不通过")


class SignedLine(msgspec.Struct, frozen=True):
    """One signature. `standing`: whether it counts now; `proof`: whether keys and content prove it; `why`: its voids.

    `digest` is what it was made over, `rests` how many values and files that were, `hash` the entry's.
    """

    place: Address
    who: str
    role: str
    at: str
    meaning: Text
    digest: str
    basis: int
    rests: str
    standing: Text
    proof: Text
    why: tuple[Text, ...]
    entry: str
    evidence: str


class Broken(msgspec.Struct, frozen=True):
    """Entries that a verification of the record found wrong, as (device, sequence); `unread`: it could not be read."""

    entries: Collection[tuple[str, int]] = frozenset()
    unread: bool = False


class _Reading(msgspec.Struct, frozen=True):
    """What all signatures of a child are read from: `valid` hold, `standing` were not taken back."""

    still: Still
    child: Child
    lines: list[Made]
    valid: frozenset[str]
    standing: frozenset[str]
    broken: Broken


def signed_lines(still: Still, child: Child, broken: Broken) -> list[SignedLine]:
    """Every signature ever made on a child's forms, in the order of the log."""
    record = child.course.record
    lines = still.reader.made(Address(record.subject))
    found = [each for form in record.signed_places for each in record.signatures(form)]
    reading = _Reading(
        still, child, lines, frozenset(each.fact.id for each in found if each.valid),
        frozenset(each.fact.id for each in found), broken,
    )  # fmt: skip
    return [_line(reading, made, made.fact) for made in signatures(lines) if isinstance(made.fact, f.Signed)]


def _line(reading: _Reading, made: Made, fact: f.Signed) -> SignedLine:
    still = reading.still
    near = [line for line in reading.lines if _meets(getattr(line.fact, "address", None), fact.address)]
    basis = signed_over(near, made)
    void = fact.id in reading.standing and fact.id not in reading.valid
    return SignedLine(
        place=fact.address,
        who=still.people.get(made.author, made.author),
        role=made.role,
        at=still.moment(made.utc),
        meaning=read_meaning(fact.meaning),
        digest=fact.digest,
        basis=fact.basis,
        rests=f"{len(basis.values)} + {len(basis.files)}",
        standing=_standing(made, fact.id, reading),
        proof=_proof(made, reading.broken, proven=basis.proven),
        why=tuple(_why(still, reading.child, near, made)) if void else (),
        entry=f"{made.device} {made.seq}",
        evidence="; ".join(f"{code} = {said}" for code, said in sorted(fact.evidence.items())),
    )


def _meets(place: Address | None, form: Address) -> bool:
    return place is not None and (place.covers(form) or form.covers(place))


def _standing(made: Made, fact: str, reading: _Reading) -> Text:
    if made.standing in ("held", "rejected"):
        return WAITS
    if fact in reading.valid:
        return HOLDS
    return VOID if fact in reading.standing else TAKEN_BACK


def _proof(made: Made, broken: Broken, *, proven: bool) -> Text:
    if broken.unread or (made.device, made.seq) in broken.entries:
        return NOT_VERIFIED
    return VERIFIED if proven else UNPROVEN


def _why(still: Still, child: Child, near: list[Made], made: Made) -> Iterator[Text]:
    study = child.course.study

    def by(each: Made) -> str:
        return void_words.told(each, still.people.get(each.author, each.author), still.moment(each.utc))

    for difference in differences(near, made):
        yield _hidden(still, void_words.difference_words(study, difference, by(difference.by)), child)
    for moved in files_moved(near, made):
        yield void_words.file_words(moved, moved.file.digest[: void_words.SHOWN_DIGITS], by(moved.by))


def _hidden(still: Still, text: Text, child: Child) -> Text:
    return Text(still.hide(text.en, child.subject.id), still.hide(text.zh, child.subject.id))
