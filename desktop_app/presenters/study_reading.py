"""What the log says of versions of the study, and what another definition would change; for window and command line.

Reads on the reader's lane; adopts nothing and knows no widget.
"""

from pathlib import Path
from typing import NamedTuple

from desktop_app.jobs.adopt import look_ahead, obstacle, read_definition
from desktop_app.presenters import amendment_words, words
from desktop_app.records import Records
from desktop_app.session import Session
from storage.versions import Version
from study.amendment import Effects
from study.definition.faults import DefinitionError
from study.definition.model import Study
from study.errors import KnownError
from study.registered import recruited, sharing
from study.retention import keep_lines, retention
from study.text import Text
from ui.admin.study_state import Sight, VersionRow

_STANDINGS = {
    "held": Text("held at the EDC", "中心库暂留"),
    "rejected": Text("rejected at the EDC", "中心库已驳回"),
    "pending": Text("not sent yet", "尚未发送"),
}
IN_FORCE = Text("in force", "生效中")
BEGAN = Text("a workstation began with it", "工作站初始版本")


class Looked(NamedTuple):
    """A definition that was looked at (None: it can't be used) and how that is shown."""

    study: Study | None
    sight: Sight


class VersionsRead(NamedTuple):
    """What the log says of versions, that another one came with the program, how the trial stands to the registry."""

    versions: tuple[VersionRow, ...]
    proposal: Text | None
    registered: Text | None = None
    keep: tuple[Text, ...] = ()
    """Until when the records are kept, and how sure that is; nothing where the definition has no rule."""


def look_at_folder(session: Session, records: Records, folder: Path) -> Looked:
    """A folder's definition, or what is wrong with it. For the reader's lane."""
    try:
        new = read_definition(folder)
    except DefinitionError as error:
        number = error.total
        title = Text(f"{folder.name}: {number} faults", f"{folder.name}：{number} 处错误")
        return Looked(None, Sight(title, str(folder), faults=error.sentences))
    except KnownError as error:
        return Looked(None, Sight(Text(folder.name, folder.name), str(folder), faults=(error.sentence,)))
    return look_at(session, records, new, str(folder))


def look_at(session: Session, records: Records, new: Study, source: str) -> Looked:
    """What a definition would change. For the reader's lane."""
    hindered = obstacle(session, new)
    title = Text(f"{session.study.version} → {new.version}", f"{session.study.version} → {new.version}")
    if hindered is not None and hindered.code == "another-study":
        return Looked(None, Sight(title, source, faults=(hindered.sentence,)))
    found = look_ahead(session, records, new)
    return Looked(new, _sight(found, title, source, hindered))


def _sight(found: Effects, title: Text, source: str, hindered: KnownError | None) -> Sight:
    return Sight(
        title=title,
        source=source,
        counts=amendment_words.counts(found),
        dangers=amendment_words.dangers(found),
        differences=amendment_words.differences(found),
        children=amendment_words.children(found),
        why_not=hindered.sentence if hindered else None,
        danger=amendment_words.danger_seen(found),
    )


def read_versions(session: Session) -> VersionsRead:
    """Every adoption of the log, the last first. For the reader's lane."""
    reader = session.store.reader
    names = {person.user: person.name for person in reader.users()}
    rows = tuple(_row(session, version, names) for version in reversed(reader.versions()))
    return VersionsRead(rows, _proposal(session))


def read_standing(session: Session, records: Records) -> VersionsRead:
    """The same, and how the trial stands against what the registry announced. For the reader's lane."""
    protocol = session.study.protocol
    children = [child.course for child in records.counted()]
    found = recruited(protocol, children)
    enrolled = (found.too_many or found.words) if found else None
    said = words.join(enrolled, sharing(protocol, session.today))
    return read_versions(session)._replace(
        registered=said if said.en else None,
        keep=keep_lines(retention(protocol, children, session.today), session.today),
    )


def _row(session: Session, version: Version, names: dict[str, str]) -> VersionRow:
    standing = IN_FORCE if version.in_force else _STANDINGS.get(version.standing) or (BEGAN if version.began else None)
    return VersionRow(
        version=version.version,
        digest=version.digest,
        when=session.at(version.at_utc).strftime("%Y-%m-%d %H:%M"),
        who=names.get(version.author, version.author or version.role),
        reason=version.reason,
        standing=standing,
        in_force=version.in_force,
        readable=session.definitions.of(session.store.reader, version.digest) is not None,
    )


def _proposal(session: Session) -> Text | None:
    """That another version of this study came with the program."""
    shipped = session.definitions.proposal(session.store.reader, session.study)
    if shipped is None:
        return None
    return Text(
        f"A definition of version {shipped.version} came with the program; look at its effect before it is adopted.",
        f"程序附带了版本 {shipped.version} 的研究定义；启用前请先查看其影响。",
    )
