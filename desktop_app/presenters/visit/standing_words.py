"""What stands over the open form beside its values: a freeze, a void signature, entries held or rejected at the EDC;
and below it, where what was saved goes from here.

Reads the log on the reader's lane; adds to the scene and decides nothing.
"""

from collections.abc import Mapping
from dataclasses import replace

from desktop_app.presenters import words
from desktop_app.presenters.file_standing import file_standings
from desktop_app.presenters.signature_words import Why, freeze_words, last_signature, void_changes
from desktop_app.presenters.visit.scene import Scene
from desktop_app.presenters.visit.withdrawing import gone_files
from desktop_app.session import Session
from study.text import Text
from ui.visit.state import Saved

WILL_SYNC = Text("will sync", "将同步")
STAYS_HERE = Text("kept on this workstation", "保存在本工作站")
"""Of a workstation that is not enrolled: nobody is promised that it goes anywhere."""


def with_standing(session: Session, scene: Scene) -> Scene:
    """The scene with who froze the form, what voided its signature, its files, and why entries wait."""
    reader, course = session.store.reader, scene.child.course
    everyone = {person.user: person.name for person in reader.users()}
    signature = last_signature(course, scene.place)
    void: tuple[Why, ...] = ()
    if signature is not None and not signature.valid:
        void = void_changes(session, scene.child, everyone, signature.fact.address, signature)
    return replace(
        scene,
        everyone=everyone,
        stopped=freeze_words(course, everyone, scene.place),
        void=tuple(why.text for why in void),
        files=file_standings(session) if scene.form.attachments else {},
        gone=gone_files(session, course.record, scene.place) if scene.form.attachments else (),
        held=why_without_effect(session, everyone),
        saved=_with_where(scene.saved, enrolled=reader.edc_key() is not None),
    )


def _with_where(saved: Saved, *, enrolled: bool) -> Saved:
    """Said of what is durable only; what failed has its own words."""
    return replace(saved, words=WILL_SYNC if enrolled else STAYS_HERE) if saved.state == "saved" else saved


def why_without_effect(session: Session, everyone: Mapping[str, str]) -> dict[str, Text]:
    """By change: why the EDC holds it, or who there rejected it, when and why."""
    reader = session.store.reader
    said = {held.change: held.why for held in reader.held()}
    for each in reader.rejected():
        when = session.at(each.at_utc).strftime("%Y-%m-%d %H:%M")
        said[each.change] = words.both(f"{everyone.get(each.by, each.by)} {when} · {each.reason}")
    return said
