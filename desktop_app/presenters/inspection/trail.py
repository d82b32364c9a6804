"""The question which entries of the audit trail an inspector looks at twice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from desktop_app.presenters.audit_rows import AuditRow
from desktop_app.presenters.inspection.children import CHILD
from desktop_app.presenters.inspection.model import Inspected, Row, Table
from desktop_app.presenters.words import both, join
from study.address import LOG, parse_key
from study.schedule import BACK_ENTRY
from study.text import Text

NIGHT = (22, 6)
BULK = 50
"""So many values in one change, or by one person within one minute, count as entered in bulk."""
MANY = 5
"""So many children on one day by one person count as many."""


def looked_at_twice(asked: Inspected) -> Table:
    """9. Values changed after a signature, entered at night, in bulk, long after the visit, or for many children."""
    trail = [row for row in asked.trail("valueset", "signed") if row.key]
    rows = [
        *_after_signature(asked, trail),
        *_at_night(trail),
        *_in_bulk(trail),
        *_long_after(asked, trail),
        *_for_many(trail),
    ]
    columns = (
        Text("Why listed", "列出原因"), Text("When (site)", "本中心时间"), Text("Who", "操作人"), CHILD,
        Text("Where", "位置"), Text("Before", "原值"), Text("After", "新值"), Text("Reason", "修改原因"),
        Text("Number", "数量"),
    )  # fmt: skip
    first, last = NIGHT
    note = Text(
        f"Night: {first}:00 to {last}:00 of the site. Bulk: {BULK} values in one change, or by one person in one "
        f"minute. Long after: more than {BACK_ENTRY.days} days after the visit. Many: {MANY} children a day by one "
        "person. Being listed is no fault: a laboratory report is one change of many values.",
        f"夜间：本中心时间{first}时至{last}时。批量：一次变更或同一人一分钟内{BULK}项。滞后：访视后超过{BACK_ENTRY.days}天。"
        f"多人：同一人一天内{MANY}名患儿。列出不等于有错：一份化验单即为一次多项变更。",
    )
    return Table(columns, tuple(rows), (note,))


def _row(why: Text, row: AuditRow, number: str = "") -> Row:
    return (why, row.site, row.who, row.child, row.place, row.before, row.after, row.why, number)


def _after_signature(asked: Inspected, trail: Iterable[AuditRow]) -> Iterator[Row]:
    signed: set[str] = set()
    for row in trail:
        place = parse_key(row.key)
        if not place.item:
            signed.add(place.key)
        elif place.in_form.key in signed and row.before.en:
            yield _row(Text("changed after signature", "签名后修改"), row)


def _at_night(trail: Iterable[AuditRow]) -> Iterator[Row]:
    """One row a person, a child and a night."""
    counted: Counter[tuple[str, str, str]] = Counter()
    firsts: dict[tuple[str, str, str], AuditRow] = {}
    for row in trail:
        if int(row.site[11:13]) >= NIGHT[0] or int(row.site[11:13]) < NIGHT[1]:
            key = (row.who, row.child, row.site[:10])
            counted[key] += 1
            firsts.setdefault(key, row)
    for key, row in firsts.items():
        yield (Text("at night", "夜间录入"), row.site, row.who, row.child, *("",) * 4, str(counted[key]))


def _in_bulk(trail: Iterable[AuditRow]) -> Iterator[Row]:
    changes: dict[str, list[AuditRow]] = defaultdict(list)
    minutes: dict[tuple[str, str], list[AuditRow]] = defaultdict(list)
    for row in trail:
        changes[row.change].append(row)
        minutes[row.who, row.site[:16]].append(row)
    for why, groups in (
        (Text("in one change", "一次变更"), changes.values()),
        (Text("in one minute", "一分钟内"), minutes.values()),
    ):
        for rows in groups:
            if len(rows) >= BULK and (why.en != "in one minute" or len({row.change for row in rows}) > 1):
                yield (why, rows[0].site, rows[0].who, rows[0].child, *("",) * 4, str(len(rows)))


def _long_after(asked: Inspected, trail: Iterable[AuditRow]) -> Iterator[Row]:
    """One row a visit, a person and a day of entry."""
    visits = {at.address.key: at for child in asked.children for at in child.course.visits}
    counted: Counter[tuple[str, str, str]] = Counter()
    firsts: dict[tuple[str, str, str], AuditRow] = {}
    for row in trail:
        place = parse_key(row.key)
        visit = visits.get(place.in_visit.key)
        if place.visit == LOG or visit is None or visit.day is None or not place.item:
            continue
        if datetime.fromisoformat(row.site).date() - visit.day > BACK_ENTRY:
            key = (place.in_visit.key, row.who, row.site[:10])
            counted[key] += 1
            firsts.setdefault(key, row)
    why = Text("long after the visit", "滞后录入")
    for key, row in firsts.items():
        at = visits[key[0]]
        where = join(at.visit.label, both(str(at.day)))
        yield (why, row.site, row.who, row.child, where, "", "", "", str(counted[key]))


def _for_many(trail: Iterable[AuditRow]) -> Iterator[Row]:
    children: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in trail:
        children[row.who, row.site[:10]].add(row.child)
    for (who, on), found in children.items():
        if len(found) >= MANY:
            yield (
                Text("many children in a day", "一天多名患儿"),
                on,
                who,
                ", ".join(sorted(found)),
                *("",) * 4,
                str(len(found)),
            )
