"""The bedside page: routes what a person does to decisions and facts, and shows what stands afterwards.

Left is saved: a field that is left becomes one change, and "saved" is shown when it is durable. Holds the place that is
open and the texts that wait; every rule is elsewhere.
"""

from functools import partial

import msgspec

from desktop_app.presenters.page import Deed, Desk
from desktop_app.presenters.visit import writing
from desktop_app.presenters.visit.at_once import AtOnce
from desktop_app.presenters.visit.build import CONFIRM_REASONS, build
from desktop_app.presenters.visit.deeds import Deeds
from desktop_app.presenters.visit.drafts import Drafts, Found, place_of, why_key
from desktop_app.presenters.visit.earlier_rows import with_earlier
from desktop_app.presenters.visit.files import Files
from desktop_app.presenters.visit.finishing import obstacle
from desktop_app.presenters.visit.from_records import FromRecords, choice_of
from desktop_app.presenters.visit.history import history_state
from desktop_app.presenters.visit.known import Known
from desktop_app.presenters.visit.lab import Lab
from desktop_app.presenters.visit.leaving import Leaving
from desktop_app.presenters.visit.linking import Linking
from desktop_app.presenters.visit.looked import Asked, Shown
from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.sealing import sealed
from desktop_app.presenters.visit.side import derived_texts
from desktop_app.presenters.visit.standing_words import with_standing
from desktop_app.presenters.visit.typing import Typing, reason_text, reason_words
from desktop_app.presenters.visit.undo import Undo
from desktop_app.records import Records
from study.address import Address, parse_key
from study.entry import Given, Keep, Nothing
from study.errors import KnownError
from study.links import places_under
from study.state.slots import Slot
from study.text import Text
from study.values import NotDone
from ui.visit import acts
from ui.visit.history import HistoryDialog, HistoryState
from ui.visit.state import Saved, VisitState
from ui.visit.view import VisitView


class VisitPage:
    """See `desktop_app.presenters.page.Page`."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.view = VisitView(desk.look)
        self._visit = Address("")
        self._place = Address("")
        self._go_to = ""
        self._focus = ""
        self._fresh: dict[str, str] = {}
        self._under = ""
        self.typing = Typing()
        self._saved = Saved()
        self._scene: Scene | None = None
        self._derived: dict[str, str] = {}
        self._known = Known()
        self._files = Files(desk, self)
        self._drafts = Drafts(desk)
        self._deeds = Deeds(desk, self)
        self._undo = Undo(desk, self)
        self._at_once = AtOnce(desk, self, self._undo)
        self._records = FromRecords(desk, self)
        self._linking = Linking(desk, self, self._undo)
        self._leaving = Leaving(desk, self)
        self.lab = Lab(desk, self)
        self._connect()

    # Where we are

    def choose(self, visit: str, focus: str = "") -> None:
        """Open a visit by its address key; `focus` is the address key of the item or form to go to."""
        self._visit = parse_key(visit).in_visit
        self.typing = Typing()
        self._saved, self._scene, self._derived, self._fresh, self._under = Saved(), None, {}, {}, ""
        study, there = self._desk.session.study, place_of(focus) if focus else self._visit
        self._go_to, self._focus = there.key if there.item else "", ""
        self._place = there.in_form if there.form in study.forms else self._form(study.visit(there.visit).forms[0])
        place = self._visit
        self._drafts.find(place, lambda found: self._found(place, found))

    def refresh(self) -> None:
        """Read the child again and show the open form."""
        if not self._visit.subject:
            return
        asked = self._asked()
        self._desk.read(lambda records: self._look(records, asked), partial(self._show, asked))

    def _asked(self) -> Asked:
        code = self._place.form
        repeating = self._desk.session.study.forms[code].repeating
        return Asked(
            visit=self._visit,
            place=self._place,
            fresh=self._fresh.setdefault(code, self._new_id()) if repeating else "",
            go_to=self._go_to,
            focus=self._focus,
            now=self._desk.session.now,
            unsaved=dict(self.typing.unsaved),
            half_said=dict(self.typing.half_said),
            notes=dict(self.typing.notes),
            saved=self._saved,
            derived=self._derived,
            durable=frozenset(self.typing.durable),
            under=self._under,
        )

    def leave(self) -> None:
        """Another page comes: what is typed is left, and so saved."""
        self.lab.close()
        self._files.close()
        if self._scene is not None:
            self.view.grid.hand_over()
            self._leaving.left()

    def keep(self) -> None:
        """The application locks: what is half typed stays a draft, and losing the focus saves nothing any more."""
        self.lab.close()
        self._files.close()
        self.view.send_drafts()
        self._scene = None

    def scene(self) -> Scene | None:
        """What is shown now."""
        return self._scene

    def _form(self, code: str) -> Address:
        return msgspec.structs.replace(self._visit, form=code)

    def _found(self, visit: Address, found: Found) -> None:
        """Half-typed texts from before a lock or a crash are offered back."""
        if (found.fields or found.said) and visit == self._visit:
            self.typing.found_again(found.fields)
            self.typing.half_said |= found.said
            self.refresh()

    def _look(self, records: Records, asked: Asked) -> Shown:
        """Runs in the reader's lane."""
        session = self._desk.session
        child = records.child(asked.place.subject)
        reader = session.store.reader
        visit = asked.visit
        derived = derived_texts(child.course, visit)
        scene = Scene(
            study=child.course.study,
            child=child,
            at=child.course.visit_at(visit),
            place=_repeat(places_under(child.course, asked.place, asked.under), asked),
            under=asked.under,
            records=reader.choice(session.person.user, choice_of(visit)),
            role=session.role,
            user=session.person.user,
            people={p.user: p.name for p in reader.users() if not p.ended},
            language=self._desk.language,
            now=asked.now,
            names=session.sees_names,
            unsaved=asked.unsaved,
            half_said=asked.half_said,
            notes=asked.notes,
            focus=asked.focus,
            go_to=asked.go_to,
            known=self._known,
            saved=asked.saved,
            updated=frozenset(c for c, text in derived.items() if asked.derived and text != asked.derived.get(c)),
        )
        scene = with_standing(session, scene)
        return Shown(scene, with_earlier(session, scene, build(scene)), derived)

    def _show(self, asked: Asked, shown: Shown) -> None:
        if (asked.visit, asked.place) != (self._visit, self._place):
            return
        self.typing.shown(asked.durable)
        self._scene = shown.scene
        self._place = shown.scene.place
        self._drafts.forget_moot(self.typing, shown.scene)
        going, self._go_to = self._go_to, ""
        self._derived = self._derived or shown.derived
        self.view.render(self._beside(shown))
        # A form that stood here already does not move by itself; a field of a repeat to come has a place by now.
        if going and not self.view.grid.go_to(going):
            self.view.grid.go_to(msgspec.structs.replace(self._place, item=parse_key(going).item).key)
        self.lab.look_again()

    def _beside(self, shown: Shown) -> VisitState:
        """The state with what this window knows beside the record."""
        state = self._undo.beside(self._files.beside(shown.state), shown.scene)
        return self._records.beside(self._at_once.beside(state, shown.scene), shown.scene)

    # What a person does

    def _connect(self) -> None:
        view = self.view
        view.field_focused.connect(self._focused)
        view.field_left.connect(lambda act: self.left(act.key, act.typed, self.typing.came(act)))
        view.text_edited.connect(self._edited)
        view.option_chosen.connect(self._chose)
        view.not_done_chosen.connect(lambda act: self.left(act.key, "", Given(chosen=NotDone(act.reason))))
        view.confirmed_on_report.connect(self._confirmed)
        view.reason_given.connect(self._reason)
        view.draft_answered.connect(self._draft_answered)
        view.form_chosen.connect(lambda key: self.open_form(parse_key(key)))
        view.repeat_chosen.connect(lambda key: self.open_form(parse_key(key)))
        view.form_repeat_added.connect(self._add_repeat)
        view.row_asked.connect(self.go_to)
        view.form_completed.connect(self._finish)
        view.conflict_opened.connect(self._open_conflict)
        leaving = self._leaving.unless
        view.visit_opened.connect(leaving(self._desk.open_visit))
        view.child_opened.connect(leaving(self._desk.open_child))
        view.back_asked.connect(leaving(self._desk.back))
        view.review_asked.connect(leaving(lambda: self._desk.open_review(self._place.in_visit.key)))
        view.history_asked.connect(self._history)

    def _focused(self, key: str) -> None:
        self._focus = key
        if self._scene is not None and self._scene.place.covers(parse_key(key)):
            self.typing.focused(self._scene, key)
            self.refresh()

    def _edited(self, draft: acts.DraftText) -> None:
        if draft.explains is None:
            seen = self.typing.seen(self._scene, draft.key) if self._scene is not None else ()
            self._drafts.keep(draft.key, draft.text, seen)
        elif draft.text:
            self._drafts.keep(why_key(draft.key, draft.explains), draft.text)
        else:
            self.said(draft.key, draft.explains)

    def said(self, key: str, check: str) -> None:
        """A word of explanation was given, or given up: nothing half typed is left of it."""
        self._drafts.forget_said(self.typing, key, check)

    def _chose(self, act: acts.OptionChosen) -> None:
        scene = self._scene
        if scene is not None:
            typed = scene.unsaved[act.key].text if act.key in scene.unsaved else ""
            self.left(act.key, typed, self.typing.chosen(act.key, act.option))

    def _confirmed(self, act: acts.ConfirmedOnReport) -> None:
        self.left(act.key, act.typed, Given(reason=reason_words(CONFIRM_REASONS, act.reason), confirmed=True))

    def _reason(self, act: acts.ReasonGiven) -> None:
        self.left(act.key, act.typed, self.typing.with_reason(act.key, reason_text(act.reason)))

    def left(self, key: str, typed: str, given: Given) -> None:
        """A field was left: decide, and keep what is to be kept."""
        scene = self._scene
        if scene is None:
            return
        if self.typing.would_decide(scene, key):
            self._open_conflict(key)
            return
        decision = self.typing.decide(scene, key, typed, given)
        if isinstance(decision, Keep):
            self._commit(scene, key, typed, given, decision)
            return
        if isinstance(decision, Nothing):
            self._drafts.drop(key)
        else:
            self._edited(acts.DraftText(key, typed))
        self.refresh()

    def _commit(self, scene: Scene, key: str, typed: str, given: Given, decision: Keep) -> None:
        session, typing = self._desk.session, self.typing
        new_id = session.store.new_id
        bases = typing.bases(scene, key)
        given = typing.taken_over(key, typed, given)
        left = writing.value_set(new_id, parse_key(key), decision.value, typed=typed, given=given, bases=bases)
        fact = writing.judged_now(scene, left)
        opening = tuple(writing.opening(scene, new_id, parse_key(key)))
        typing.sent(fact)
        replaced = self._undo.sent(fact)
        self._saved = Saved("saving")

        def job() -> frozenset[Slot]:
            replaced(session.store.reader)
            kept = sealed(session.store.reader, scene, fact)
            appended = session.store.append(session.author, (*opening, kept))
            session.store.drop_draft(session.person.user, key)
            return appended.slots

        def done(slots: frozenset[Slot]) -> None:
            typing.arrived(fact)
            self._saved = Saved("saved", session.now.strftime("%H:%M:%S"))
            self._desk.moved(slots)

        def failed(error: BaseException) -> None:
            sentence = (
                error.sentence if isinstance(error, KnownError) else Text("a fault; not saved", "程序故障；未保存")
            )
            typing.not_kept(fact, sentence)
            self._undo.not_kept(fact)
            self._edited(acts.DraftText(key, typed))
            self._saved = Saved("failed", "", sentence)
            self._desk.failed(error)
            self.refresh()

        self._desk.write(job, done, failed)

    def _draft_answered(self, act: acts.DraftAnswered) -> None:
        self.typing.unsaved.pop(act.key, None)
        if act.keep:
            self.left(act.key, act.text, Given())
        else:
            self._drafts.drop(act.key)
            self.refresh()

    def forget_typed(self, key: str) -> bool:
        """Take back a text that stands in the field without being saved; False when there is none."""
        found = self.typing.unsaved.pop(key, None)
        if found is not None:
            self._drafts.drop(key)
            self.refresh()
        return found is not None

    def _finish(self, _key: str) -> None:
        """Complete the form as it stands once what was typed a moment ago is in: that value may be critical."""
        asked = self._asked()

        def look(records: Records) -> Scene:
            return self._look(records, asked).scene

        self._desk.write(lambda: None, lambda _none: self._desk.read(look, self._complete), self._desk.failed)

    def _complete(self, scene: Scene) -> None:
        found = obstacle(scene, self.typing)
        if found is None:
            self._deeds.append(writing.completed(scene, self._new_id))
            self._leaving.completed(scene)
            return
        item, why = found
        self._desk.tell("form-not-complete", why)
        self.view.grid.go_to(scene.address(item).key)

    def open_form(self, place: Address) -> None:
        """Show another form of the visit, or another repeat of it; a `row` is the row that its rows belong to."""
        stays = bool(place.form_repeat) and place.form == self._place.form
        self._under = "" if place.item else place.row or (self._under if stays else "")
        self._place, self._focus = place.in_form, ""
        self.refresh()

    def do(self, deed: Deed) -> None:
        """Something done to the open form or visit from anywhere."""
        if deed == "records":
            self._records.turn()
        else:
            self._at_once.do(deed, self._place.key)

    def go_to(self, key: str) -> None:
        """Show a field, on whatever form of the visit it stands."""
        self._go_to = key
        self.open_form(parse_key(key))

    def _add_repeat(self, _key: str) -> None:
        place = msgspec.structs.replace(self._place, form_repeat=self._new_id())
        self._fresh[place.form] = place.form_repeat
        self.open_form(place)

    def _open_conflict(self, key: str) -> None:
        conflict = self._need().child.course.record.settled(parse_key(key)).conflict
        if conflict:
            self._desk.open_conflict(conflict)

    def _history(self, key: str) -> None:
        session = self._desk.session
        self._desk.read(lambda _records: history_state(session, key), self._show_history)

    def _show_history(self, state: HistoryState) -> None:
        self.history = HistoryDialog(self._desk.look, state, self.view)
        self.history.open()

    def _new_id(self) -> str:
        return self._desk.session.store.new_id()

    def _need(self) -> Scene:
        if self._scene is None:
            raise RuntimeError("the screen acted before it was shown")
        return self._scene

    def saved(self) -> None:
        """A change is durable: the line under the form says so at the next look."""
        self._saved = Saved("saved", self._desk.session.now.strftime("%H:%M:%S"))


def _repeat(places: tuple[Address, ...], asked: Asked) -> Address:
    """Of a repeating form the repeat that was chosen, else the latest, else a new one that begins with a value."""
    if not asked.fresh or asked.place.form_repeat:
        return asked.place
    return places[-1] if places else msgspec.structs.replace(asked.place, form_repeat=asked.fresh)
