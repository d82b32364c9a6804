"""What the log says of the laboratory's tables, and what a table in a file would change, as the admin room shows it.

Reads on the reader's lane; adopts nothing and knows no widget.
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from desktop_app.jobs.reference import Effect, Proposal, look_ahead, obstacle, read_text
from desktop_app.presenters import reference_words
from desktop_app.records import Records
from desktop_app.reference_tables import Adoption
from desktop_app.session import Session
from study.definition.model import Study
from study.errors import KnownError
from study.lab_table import Stretch, described, in_force
from study.reference_table import find_faults, read_table
from study.table_effect import Uncovered, covered, uncovered
from study.text import Text
from ui.admin.reference_state import ForceRow, TableRow
from ui.admin.study_state import Count, Lines, Sight

_STANDINGS = {
    "held": Text("held at the EDC", "中心库暂留"),
    "rejected": Text("rejected at the EDC", "中心库已驳回"),
    "pending": Text("not sent yet", "尚未发送"),
}
_IN_FORCE = Text("in force", "生效中")
_UNREADABLE = Text("can't be read here", "此处无法读取")
_WAITS = Text("rests on one that is held", "依据的版本被暂留")


class TablesRead(NamedTuple):
    """What the log says of tables, the last adopted first, and what they decide together."""

    tables: tuple[TableRow, ...] = ()
    in_force: tuple[ForceRow, ...] = ()
    said: tuple[Text, ...] = ()


class LookedAt(NamedTuple):
    """A file that was looked at; `proposal` None: it can't be used."""

    proposal: Proposal | None
    sight: Sight


def read_tables(session: Session, records: Records) -> TablesRead:
    """Every adopted table, and what holds. For the reader's lane."""
    adopted = records.adopted
    names = {person.user: person.name for person in session.store.reader.users()}
    last = next((each for each in reversed(adopted.adoptions) if each.adopted.counts and each.table), None)
    rows = tuple(_table(session, each, names, each is last) for each in reversed(adopted.adoptions))
    return TablesRead(rows, tuple(_force(session.study, each) for each in in_force(adopted.tables)), adopted.said)


def _table(session: Session, each: Adoption, names: dict[str, str], last: bool) -> TableRow:
    adopted, table = each
    standing = _STANDINGS.get(adopted.standing)
    if table is None:
        standing = _UNREADABLE
    elif not adopted.counts:
        standing = standing if adopted.standing in ("held", "rejected") else _WAITS
    elif last:
        standing = _IN_FORCE
    return TableRow(
        version=table.version if table else adopted.digest[:12],
        when=session.at(adopted.at_utc).strftime("%Y-%m-%d %H:%M"),
        who=names.get(adopted.author, adopted.author or adopted.role),
        items=len(table.items) if table else 0,
        since=min(row.since for row in table.rows).isoformat() if table else "",
        standing=standing,
        in_force=last,
    )


def _force(study: Study, each: Stretch) -> ForceRow:
    row = each.rows[0]
    since, until = reference_words.stretch(each)
    return ForceRow(
        item=f"{row.form}/{row.item}",
        label=study.item(row.form, row.item).label,
        laboratory=reference_words.laboratory(study, row),
        method=reference_words.method(study, row),
        since=since,
        until=until,
        intervals=len(each.rows),
        version=each.table.version,
    )


def look_at_file(session: Session, records: Records, file: Path) -> LookedAt:
    """A table in a file: every fault, or what it would change. For the reader's lane."""
    study, name = session.study, file.name
    try:
        text = read_text(file)
        faults = find_faults(study, name, text)
    except KnownError as error:
        return LookedAt(None, Sight(Text(name, name), str(file), faults=(error.sentence,)))
    if faults:
        title = Text(f"{name}: {len(faults)} faults", f"{name}：{len(faults)}处错误")
        return LookedAt(None, Sight(title, str(file), faults=tuple(fault.sentence for fault in faults)))
    proposal = Proposal(text, read_table(study, name, text))
    hindered = obstacle(session, proposal.table.digest)
    return LookedAt(proposal, _sight(study, proposal, look_ahead(records, proposal.table), str(file), hindered))


def _sight(study: Study, proposal: Proposal, effect: Effect, source: str, hindered: KnownError | None) -> Sight:
    lacking = tuple(_named(each) for each in uncovered(study, proposal.table) if not each.default)
    without = Text("Without any interval: neither here nor in the study", "没有任何参考区间（表中和研究定义中均无）")
    listed = Lines(described(proposal.table), tuple(map(reference_words.cover, covered(study, proposal.table))))
    return Sight(
        title=described(proposal.table),
        source=source,
        counts=tuple(_counts(effect)),
        dangers=tuple(reference_words.stays(study, row) for row in effect.staying),
        differences=tuple(_children(study, effect)) or (Lines(Text("none", "无"), ()),),
        children=(listed, Lines(without, lacking)) if lacking else (listed,),
        why_not=hindered.sentence if hindered else None,
    )


def _counts(effect: Effect) -> Iterator[Count]:
    flags = len(effect.changes)
    yield Count(Text("stored values change the flag", "个已录数值的标志将改变"), flags, loud=flags > 0)
    if effect.ageless:
        label = Text("children without a date of birth here could not be judged", "名患儿的出生日期在此未知，无法判断")
        yield Count(label, len(effect.ageless), loud=True)


def _named(each: Uncovered) -> Text:
    place = f"{each.form}/{each.item.code}"
    return Text(f"{place} {each.item.label.en}", f"{place} {each.item.label.zh}")


def _children(study: Study, effect: Effect) -> Iterator[Lines]:
    for child, changes in groupby(effect.changes, key=lambda each: each.child):
        yield Lines(Text(child, child), tuple(reference_words.change(study, each) for each in changes))
