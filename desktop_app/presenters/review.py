"""The page "Review and sign": reads a visit's forms or the child's logs, signs what was shown, leads to what blocks.

A form is signed exactly as it was shown: the job reads it again and refuses what is no longer the same.
"""

from collections.abc import Iterator

from desktop_app.jobs import sign as job
from desktop_app.presenters.page import Desk
from desktop_app.presenters.review_lines import Around, Drafts, Reviewed, reviewed, token
from desktop_app.presenters.review_state import WITHDRAW_REASONS, Scene, review_state
from desktop_app.presenters.signature_words import SHOWN_DIGITS, Why, void_changes
from desktop_app.presenters.visit.typing import reason_words
from desktop_app.records import Child, Records
from desktop_app.session import Session
from storage.log import Appended
from storage.read import Reader
from study.address import Address, parse_key
from study.errors import KnownError
from study.signing import Seen, meanings
from study.text import Text
from ui.review.state import SignAsked, WithdrawAsked
from ui.review.view import ReviewView
from ui.widgets.state import Message, Tone


class ReviewPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._place = Address("")
        self._scene: Scene | None = None
        self._busy = False
        self._message: Message | None = None
        self._opening = self._signed = 0
        self.view = ReviewView(desk.look)
        self.view.sign_asked.connect(self._sign)
        self.view.withdraw_asked.connect(self._withdraw)
        self.view.opened.connect(self._open)
        self.view.back_asked.connect(desk.back)

    def choose(self, visit: str) -> None:
        """Which visit, or the child's logs, by address key; shown at the next refresh."""
        self._place = parse_key(visit).in_visit
        self._scene, self._message = None, None
        self._opening += 1

    def refresh(self) -> None:
        """Read every form again; one that changed meanwhile is no longer ticked."""
        session, place = self._desk.session, self._place
        if place.subject:
            self._desk.read(lambda records: read(session, records, place), self._read)

    def leave(self) -> None:
        """A passphrase that was typed is not kept."""
        self.view.forget()

    def _read(self, scene: Scene) -> None:
        if scene.at.address == self._place:
            self._scene = scene
            self._show()

    def _show(self) -> None:
        if self._scene is not None:
            shown = review_state(
                self._scene, busy=self._busy, message=self._message, opening=self._opening, signed=self._signed
            )
            self.view.render(shown)

    # What a person does

    def _sign(self, asked: SignAsked) -> None:
        """Sign what was on the screen. The passphrase goes to the writer's lane and nowhere else."""
        scene, session = self._scene, self._desk.session
        if scene is None or self._busy:
            return
        known = {(made.seen.form.key, token(made.seen)): made.seen for made in scene.reviewed}
        shown = tuple(known[form] for form in asked.forms if form in known)
        meaning = next(each.label for each in meanings(scene.study) if each.code == asked.meaning)
        wanted = job.Asked(shown, meaning, asked.passphrase)
        self._busy, self._message = True, None
        self._show()
        self._desk.write(lambda: job.sign(session, wanted), lambda appended: self._done(shown, appended), self._refused)

    def _done(self, shown: tuple[Seen, ...], appended: Appended) -> None:
        self._busy, self._signed = False, self._signed + 1
        at = self._desk.session.now.strftime("%Y-%m-%d %H:%M:%S")
        n, digest = len(shown), shown[0].digest[:SHOWN_DIGITS] if len(shown) == 1 else appended.hash[:SHOWN_DIGITS]
        said = Text(
            f"{n} forms signed {at} · {digest}" if n > 1 else f"1 form signed {at} · {digest}",
            f"已签署 {n} 张表 {at} · {digest}",
        )
        self._message = Message("signed", said, Tone.ACCENT)
        self._desk.moved(appended.slots)

    def _refused(self, error: BaseException) -> None:
        """Nothing was signed, and the card says why; what changed meanwhile is read again."""
        self._busy = False
        if not isinstance(error, KnownError):
            self._show()
            self._desk.failed(error)
            return
        self._message = Message(error.code, error.sentence)
        self._show()
        self.refresh()

    def _withdraw(self, asked: WithdrawAsked) -> None:
        session, form = self._desk.session, parse_key(asked.form)
        reason = reason_words(WITHDRAW_REASONS, asked.reason)

        def done(appended: Appended) -> None:
            self._message = Message("withdrawn", Text("The signature was withdrawn.", "签名已撤回。"), Tone.ACCENT)
            self._desk.moved(appended.slots)

        self._desk.write(lambda: job.withdraw(session, form, asked.signature, reason), done, self._refused)

    def _open(self, key: str) -> None:
        """To the form or the item at the bedside; a whole visit's key leads to that visit's review."""
        place, scene = parse_key(key), self._scene
        if scene is None:
            return
        if not place.form:
            self._desk.open_review(key)
            return
        conflict = scene.child.course.record.settled(place).conflict
        if conflict:
            self._desk.open_conflict(conflict)
        else:
            self._desk.open_visit(place.in_visit.key, key)


def read(session: Session, records: Records, visit: Address) -> Scene:
    """Everything about the forms of one visit. For the reader's lane."""
    reader = session.store.reader
    child = records.child(visit.subject)
    course = child.course
    forms = reviewed(course, visit, session.today)
    people = {person.user: person.name for person in reader.users()}
    return Scene(
        study=session.study,
        child=child,
        at=course.visit_at(visit),
        reviewed=forms,
        around=Around(
            user=session.person.user,
            people=people,
            today=session.today,
            drafts=_drafts(session, reader, visit),
            duplicate=child.subject.duplicate,
            void=dict(_void(session, child, people, forms)),
            held={held.change: held.why for held in reader.held()},
            titles=child.identity.titles if session.sees_names else {},
        ),
        now=session.now,
        roles=(session.role, *session.person.roles),
        name=session.person.name,
        names=session.sees_names,
        fault=session.store.fault.sentence if session.store.fault else None,
    )


def _void(
    session: Session, child: Child, people: dict[str, str], forms: tuple[Reviewed, ...]
) -> Iterator[tuple[str, tuple[Why, ...]]]:
    for made in forms:
        for signature in made.review.signatures:
            if not signature.valid:
                found = void_changes(session, child, people, made.seen.form, signature)
                yield signature.fact.id, found


def _drafts(session: Session, reader: Reader, visit: Address) -> Drafts:
    """Half-typed texts on the visit's forms: one's own, and whose the others are."""
    own = frozenset(key for key in reader.drafts(session.person.user) if visit.covers(parse_key(key)))
    others = {
        key: person.name
        for person in reader.users()
        if person.user != session.person.user
        for key in reader.drafts(person.user)
        if visit.covers(parse_key(key))
    }
    return Drafts(own, others)
