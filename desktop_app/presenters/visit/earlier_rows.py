"""Below the rows of the open form: what was entered there under another version of the study and is no longer asked.

Reads on the reader's lane. Answers that a list no longer offers keep the words of the version they were given under.
"""

from dataclasses import replace

from desktop_app.presenters import earlier
from desktop_app.presenters.visit.scene import Scene
from desktop_app.session import Session
from study.address import parse_key
from study.text import Text
from ui.visit.state import ItemRow, Note, VisitState


def with_earlier(session: Session, scene: Scene, state: VisitState) -> VisitState:
    """The state with the rows of earlier versions, all read only."""
    record = scene.child.course.record
    answered = earlier.answers(session, record, scene.place)
    rows = tuple(_answered(row, answered.get(parse_key(row.key)), scene) for row in state.rows)
    drafts = session.store.reader.drafts(scene.user).items()
    found = (*earlier.kept(session, record, (scene.place,)), *earlier.half_typed(session, drafts, scene.place))
    kept = (earlier.row(each, scene.language, scene.child.identity, scene.names) for each in found)
    return replace(state, rows=(*rows, *kept))


def _answered(row: ItemRow, kept: earlier.Kept | None, scene: Scene) -> ItemRow:
    if kept is None or parse_key(row.key).key in scene.unsaved:
        return row
    note = Note(
        Text(
            f"answered under version {kept.version}; no longer offered", f"按版本 {kept.version} 填写；现不再提供该选项"
        )
    )
    return replace(row, text=kept.text(scene.language), strips=(*row.strips, note))
