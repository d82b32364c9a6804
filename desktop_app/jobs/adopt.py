"""Another version of the study: reading it, what stands in its way, what it would change, and adopting it.

Reading and looking run on the reader's lane, adopting on the writer's. What the effects are is `study.amendment`.
"""

from pathlib import Path

from desktop_app.definitions import Definitions
from desktop_app.records import Records
from desktop_app.session import Session
from desktop_app.study_files import read_folder
from storage.log import Appended
from storage.read import Reader
from study.amendment import Effects, effects
from study.changes.facts import StudyAdopted
from study.definition.load import load
from study.definition.model import Study
from study.definition.pack import packed
from study.errors import KnownError
from study.record import heads
from study.state.slots import Slot

_SLOT = Slot("study", "")


def read_definition(folder: Path) -> Study:
    """The definition in a folder. KnownErrors of reading; DefinitionError names every fault."""
    return load(read_folder(folder))


def look_ahead(session: Session, records: Records, new: Study) -> Effects:
    """What would change if `new` were adopted now."""
    return effects(session.study, new, (child.course for child in records.children()), session.today)


def obstacle(session: Session, new: Study) -> KnownError | None:
    """Why this person can't adopt that definition here; None when they may."""
    if session.store.fault is not None:
        return session.store.fault
    if not session.role_for(StudyAdopted):
        return KnownError(
            "no-right", "An investigator or an administrator adopts a version.", "须由研究者或管理员启用研究版本。"
        )
    return _unfit(session.study, new, session.definitions, session.store.reader)


def adopt(session: Session, new: Study, reason: str) -> Appended:
    """The site enters under `new` from here on. KnownError `reason-needed` and those of `obstacle`."""
    hindered = obstacle(session, new)
    if hindered is not None:
        raise hindered
    if not reason.strip():
        raise KnownError("reason-needed", "Say why this version is adopted.", "请说明启用该版本的原因。")
    store = session.store
    fact = StudyAdopted(
        id=store.new_id(), bases=heads(store.reader.slot(_SLOT)), version=new.version, digest=new.digest,
        content=packed(new), reason=reason.strip(),
    )  # fmt: skip
    appended = store.append(session.author_as(session.role_for(StudyAdopted)), (fact,))
    session.definitions.keep(new)
    return appended


def _unfit(study: Study, new: Study, definitions: Definitions, reader: Reader) -> KnownError | None:
    if new.code != study.code:
        return KnownError(
            "another-study",
            f"This is a definition of {new.code}; the record is of {study.code}. Another trial has its own record.",
            f"该定义属于 {new.code}，本记录属于 {study.code}。其他研究须另建记录。",
        )
    if new.digest == reader.home().study_digest:
        return KnownError(
            "already-in-force", f"Version {new.version} is in force already.", f"版本 {new.version} 已生效。"
        )
    if not new.texts:
        return KnownError("definition-damaged", "The definition has no texts to keep.", "该定义没有可保存的内容。")
    namesake = any(v.version == new.version and v.digest != new.digest for v in reader.versions())
    if namesake:
        return KnownError(
            "version-taken",
            f"The record holds another definition called version {new.version}; raise the version in study.yaml.",
            f"记录中已有名为 {new.version} 的另一定义；请在 study.yaml 中提高版本号。",
        )
    return None
