"""Signing forms: the passphrase once more, what stands read again at that moment, and one change for the whole act.

Everything happens in one job of the writer's lane, so that nothing is written between the last look and the signature.
It takes the derivation's time (about a second) and never runs on the window's thread.
"""

from collections.abc import Iterator
from typing import NamedTuple

from desktop_app.records import Child, Records
from desktop_app.session import Session
from storage.keys import Unlocked
from storage.log import Appended, Author
from study.address import Address, parse_key
from study.changes import facts as f
from study.errors import KnownError
from study.form_review import FormReview, completing, review
from study.signing import Seen, kept_meaning, seen
from study.state.digest import OF_FILES
from study.text import Text


class Asked(NamedTuple):
    """What a person wants to sign: exactly what they were shown of each form, and what their signature means."""

    shown: tuple[Seen, ...]
    meaning: Text
    passphrase: str


def sign(session: Session, asked: Asked) -> Appended:
    """One change that completes what was not yet complete and signs every form asked for; or nothing at all.

    KnownError `wrong-passphrase`, `unlock-wait` (both as at the gate, where the attempts are counted together),
    `no-right`, `nothing-to-sign`, `subject-code`, `changed-meanwhile`, `form-not-signable`, `already-signed`, and what
    the store refuses.
    """
    role = session.role_for(f.Signed)
    if not role:
        raise KnownError("no-right", "Only an investigator may sign.", "仅研究者可以签名。")
    if not asked.shown:
        raise KnownError("nothing-to-sign", "No form was chosen.", "未选择任何表单。")
    own = _identified(session, asked.passphrase)
    # A connection of its own: the shared one may be showing the reader's lane a moment that is past.
    reader = session.store.new_reader()
    try:
        child = Records(reader, session.study).child(asked.shown[0].form.subject)
        _check_code(child)
        facts = [fact for shown in asked.shown for fact in _signed(session, child, shown, asked.meaning)]
        return session.store.append(Author(session.person.user, role, own.sign), facts)
    finally:
        reader.close()
        own.close()


def withdraw(session: Session, form: Address, signature: str, reason: str) -> Appended:
    """The signer takes their signature back. KnownError `no-right`, `not-your-signature`."""
    role = session.role_for(f.SignatureWithdrawn)
    fact = f.SignatureWithdrawn(
        id=session.store.new_id(), bases=(signature,), signature=signature, address=form, reason=reason
    )
    return session.store.append(session.author_as(role), (fact,))


def _identified(session: Session, passphrase: str) -> Unlocked:
    """The person's own key, opened by the passphrase just typed; the signature is made with it and it is wiped."""
    try:
        return session.vaults.open().unlock(session.person.user, passphrase)
    except KnownError as error:
        if error.code != "wrong-passphrase":
            raise
        raise KnownError(
            "wrong-passphrase",
            "The passphrase is not right. Nothing was signed. It counts as a failed attempt, as at unlocking.",
            "口令不正确，未签名。此次与解锁失败同样计入尝试次数。",
        ) from error


def _check_code(child: Child) -> None:
    if child.subject.duplicate:
        raise KnownError(
            "subject-code",
            f"Another child had the code {child.subject.code} first. Correct the code before signing.",
            f"编号 {child.subject.code} 已被另一名患儿先使用，请先更正编号再签名。",
        )


def _signed(session: Session, child: Child, shown: Seen, meaning: Text) -> Iterator[f.Fact]:
    course, new_id = child.course, session.store.new_id
    made = review(course, shown.form, session.today)
    name = made.form.short or made.form.label
    if seen(course, shown.form) != shown:
        raise KnownError(
            "changed-meanwhile",
            f"{name.en} changed while you were looking at it. Nothing was signed; look again.",
            f"您查看期间“{name.zh}”已有变化，未签名，请重新查看。",
        )
    _check(session, child, made, meaning)
    if not made.complete:
        yield from completing(course.record, shown.form, made.unusual, new_id)
    yield f.Signed(
        id=new_id(), address=shown.form, meaning=kept_meaning(meaning), digest=shown.digest, evidence=shown.evidence,
        basis=OF_FILES,
    )  # fmt: skip


def _check(session: Session, child: Child, made: FormReview, meaning: Text) -> None:
    name = made.form.short or made.form.label
    if made.empty:
        raise KnownError("nothing-to-sign", f"Nothing stands on {name.en}.", f"“{name.zh}”尚无内容。")
    if made.obstacles:
        why = made.obstacles[0].text
        raise KnownError(
            "form-not-signable", f"{name.en} cannot be signed: {why.en}.", f"“{name.zh}”不能签名：{why.zh}。"
        )
    if drafts_on(session, made.place):
        raise KnownError(
            "form-not-signable",
            f"{name.en} holds a text of yours that is not saved.",
            f"“{name.zh}”中有您尚未保存的内容。",
        )
    if signed_already(child, made, session.person.user, meaning):
        raise KnownError(
            "already-signed", f"You have signed {name.en} with this meaning.", f"您已以该含义签署“{name.zh}”。"
        )


def drafts_on(session: Session, form: Address) -> tuple[str, ...]:
    """The address keys of this person's half-typed texts on a form."""
    drafts = session.store.reader.drafts(session.person.user)
    return tuple(key for key in drafts if form.covers(parse_key(key)))


def signed_already(child: Child, made: FormReview, user: str, meaning: Text) -> bool:
    """Whether a person's signature of that meaning stands on the form and is valid."""
    kept, authors = kept_meaning(meaning), child.course.record.authors
    mine = (s for s in made.signatures if authors.get(s.entry.change) == user)
    return any(signature.valid and signature.fact.meaning == kept for signature in mine)
