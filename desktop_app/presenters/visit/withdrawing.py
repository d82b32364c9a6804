"""Files that are withdrawn from a form: which were, by whom and why, what it means, and the fact that does it.

Nothing leaves the record: the sealed file and its entry stay. Knows no widget.
"""

from collections.abc import Iterator
from dataclasses import replace

from desktop_app.presenters import words
from desktop_app.presenters.signature_words import file_titles, signed_by, when, who
from desktop_app.presenters.visit.scene import GoneFile, Scene
from desktop_app.presenters.visit.typing import reason_words
from desktop_app.session import Session
from storage.read import Reader
from study.address import Address
from study.changes import facts as f
from study.errors import KnownError
from study.record import Record, heads
from study.rights import may
from study.state.digest import OF_FILES
from study.state.slots import Slot
from study.text import Text
from ui.visit.state import FileWithdrawing, Option

REASONS = (
    Option("child", Text("belongs to another child", "属于其他患儿")),
    Option("place", Text("belongs to another visit or form", "属于其他访视或表单")),
    Option("twice", Text("attached twice", "重复添加")),
    Option("names", Text("names a person", "含可识别个人身份的信息")),
    Option("unreadable", Text("cannot be read", "无法读取")),
)


def gone_files(session: Session, record: Record, place: Address) -> tuple[GoneFile, ...]:
    """The files that were withdrawn at a place, the first withdrawn first. Reads the log; for the reader's lane."""
    found = []
    for entry in record.withdrawn_attachments(place):
        slot = Slot("attachment", entry.fact.attachment) if isinstance(entry.fact, f.AttachmentWithdrawn) else None
        said = (line.fact for line in session.store.reader.history(slot)) if slot else ()
        added = next((fact for fact in said if isinstance(fact, f.AttachmentAdded)), None)
        if added is not None:
            found.append(GoneFile(added, entry))
    titles = file_titles(session, record, [each.added for each in found])
    return tuple(replace(each, title=titles.get(each.added.id, "")) for each in found)


def gone_words(scene: Scene, gone: GoneFile) -> Text:
    """That a file was withdrawn: when, by whom, why."""
    course, change = scene.child.course, gone.by.change
    reason = gone.by.fact.reason if isinstance(gone.by.fact, f.AttachmentWithdrawn) else ""
    by = words.both(who(course.record, scene.everyone, change))
    told = words.join(words.both(when(course, change)), by, _read(reason))
    return Text(f"withdrawn {told.en}", f"已撤回 {told.zh}")


def _read(reason: str) -> Text:
    """An offered reason in the words of either language; a typed one as it was typed."""
    offered = (option.label for option in REASONS if reason_words((option,), option.code) == reason)
    return next(offered, words.both(reason))


def withdrawing(scene: Scene) -> FileWithdrawing | None:
    """What withdrawing a file of the open form means; None where this person cannot: the form says why."""
    stopped = scene.stopped is not None or scene.withdrawn
    if stopped or not may(scene.role, f.AttachmentWithdrawn) or not scene.form.attachments:
        return None
    return FileWithdrawing(tuple(_meaning(scene)), REASONS)


def _meaning(scene: Scene) -> Iterator[Text]:
    course, place = scene.child.course, scene.place
    yield Text(
        "The file is no longer shown as part of this form. It stays in the record, greyed, and in the audit trail, "
        "with your name and the reason; the sealed file is kept.",
        "该文件将不再作为本表单的内容显示。文件仍灰色保留在记录和稽查轨迹中，并注明您的姓名和原因；封存的文件不会删除。",
    )
    found = (*course.record.signatures(place), *course.record.signatures(place.in_visit))
    covering = [s for s in found if s.valid and s.fact.basis >= OF_FILES]
    if covering:
        said = [signed_by(course, scene.everyone, signature) for signature in covering]
        en, zh = "; ".join(each.en for each in said), "；".join(each.zh for each in said)
        yield Text(
            f"Signed: {en}. This makes these signatures void; the form then has to be signed again.",
            f"已签名：{zh}。撤回会使上述签名失效，表单须重新签名。",
        )
    yield Text(
        "It cannot be reinstated: attach the file again if it belongs here after all.",
        "撤回后不能恢复；如该文件确属此处，请重新添加。",
    )


def withdrawal(reader: Reader, scene: Scene, attachment: str, reason: str, name: str) -> f.AttachmentWithdrawn:
    """The fact, on what stands now; `name` is its id. In the writer's lane.

    KnownError `file-withdrawn` when somebody did so meanwhile, `file-unknown` for a file that is not there.
    """
    settled = reader.slot(Slot("attachment", attachment))
    shown = settled.shown.fact if settled.shown else None
    if isinstance(shown, f.AttachmentWithdrawn):
        raise KnownError(
            "file-withdrawn",
            f"This file was withdrawn meanwhile ({shown.reason}). Nothing was changed.",
            f"该文件此前已被撤回（{shown.reason}），未作任何更改。",
        )
    if not isinstance(shown, f.AttachmentAdded) or not scene.place.covers(shown.address):
        raise KnownError(
            "file-unknown",
            "This file does not stand at this form. Nothing was changed.",
            "本表单中没有该文件，未作任何更改。",
        )
    return f.AttachmentWithdrawn(
        id=name, bases=heads(settled), attachment=attachment, address=shown.address, reason=reason
    )  # fmt: skip
