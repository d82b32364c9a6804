"""Enrolling a child: the next free code, what is wrong with a request, who it may be already, the facts. Pure.

Where the definition keeps each answer follows from its anchors; the consent is the item that SDTM calls RFICDTC, the
hospital number the other identity text beside the name.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date

from desktop_app.identity import seal_value
from desktop_app.records import Child
from storage.keys import SiteKey
from study.address import Address
from study.changes.facts import CodesLeased, Fact, SubjectEnrolled, ValueSet, VisitOpened
from study.definition.model import Item, Study
from study.definition.patterns import fits
from study.subject_codes import codes_of, free_codes, leased_elsewhere, next_code
from study.text import Text
from study.timeline import day_of
from study.twice import Enrolled, Likeness, compare
from study.values import Codes, DateValue, TextValue, Value
from ui.children.state import EnrolRequest, EnrolState

CONSENT = "RFICDTC"


@dataclass(frozen=True)
class Desired:
    """The items that enrolment fills: visit and form they stand on, and each by its role (None: not asked)."""

    visit: str
    form: str
    code: Item
    sex: Item
    birth: Item
    name: Item
    hospital_number: Item | None
    consent: Item | None

    def address(self, subject: str, item: Item) -> Address:
        """Where an item of a child stands."""
        return Address(subject, self.visit, "", self.form, "", "", item.code)


def desired(study: Study) -> Desired:
    """What the definition asks at enrolment."""
    visit, form, _ = study.anchors["subject_code"].split("/")
    found = {name: _anchor(study, name) for name in ("subject_code", "sex", "birth", "name")}
    named = found["name"].code
    items = study.forms[form].items
    numbers = [item for item in items if item.identity and item.type == "text" and item.code != named]
    consent = [item for item in items if item.coded("sdtm", CONSENT)]
    return Desired(
        visit,
        form,
        found["subject_code"],
        found["sex"],
        found["birth"],
        found["name"],
        numbers[0] if numbers else None,
        consent[0] if consent else None,
    )


def _anchor(study: Study, name: str) -> Item:
    *_, form, item = study.anchors[name].split("/")
    return study.item(form, item)


@dataclass(frozen=True)
class Leased:
    """The blocks of codes that the EDC leased to the site's workstations; `device` is this one."""

    device: str = ""
    leases: tuple[CodesLeased, ...] = ()

    def proposed(self, pattern: str, codes: Collection[str], site: str) -> str:
        """The next code of this workstation's own; without leases the site counts on its own.

        With none left the code after everybody's: it may turn out to be given twice, and is shown with "?" then.
        """
        free = free_codes(self.leases, self.device, codes)
        if free:
            return free[0]
        return next_code(pattern, {*codes, *(code for each in self.leases for code in codes_of(each))}, site)

    def left(self, codes: Collection[str]) -> int | None:
        """How many codes may still be given offline; None where the EDC leases none."""
        return len(free_codes(self.leases, self.device, codes)) if self.leases else None


def enrol_state(
    study: Study, codes: Collection[str], site: str, today: date, keeps_names: bool, *, leased: Leased | None = None
) -> EnrolState:
    """The dialog as it opens."""
    ours = leased or Leased()
    asked = desired(study)
    sexes = tuple((choice.code, choice.label) for choice in study.codelists.get(asked.sex.choices, ()))
    pattern = asked.code.pattern or ".+"
    items = {"hospital_number": asked.hospital_number, "consent": asked.consent}
    hidden = frozenset(field for field, item in items.items() if item is None)
    return EnrolState(
        ours.proposed(pattern, codes, site), f"^(?:{pattern})$", sexes, today, names_kept=keeps_names, hidden=hidden,
        codes_left=ours.left(codes),
    )  # fmt: skip


def faults(
    study: Study,
    request: EnrolRequest,
    codes: Collection[str],
    today: date,
    keeps_names: bool,
    *,
    leased: Leased | None = None,
) -> tuple[tuple[str, Text], ...]:
    """What is wrong with a request, by the dialog's names of its fields."""
    asked = desired(study)
    found: list[tuple[str, Text]] = []
    if asked.code.pattern and not fits(asked.code.pattern, request.code):
        found.append(("code", Text("not the form of a code of this study", "不符合本研究的编号格式")))
    elif request.code in set(codes):
        found.append(("code", Text(f"{request.code} belongs to another child", f"{request.code} 已被其他患儿使用")))
    elif leased is not None and leased_elsewhere(leased.leases, leased.device, request.code):
        en, zh = "the EDC gave it to another workstation of the site", "中心库已将该编号分配给本中心另一工作站"
        found.append(("code", Text(f"{request.code}: {en}", f"{request.code}：{zh}")))
    if keeps_names and not request.name:
        found.append(("name", Text("a name is needed", "请填写姓名")))
    if request.sex not in {choice.code for choice in study.codelists.get(asked.sex.choices, ())}:
        found.append(("sex", Text("choose one", "请选择")))
    if request.born > today:
        found.append(("born", Text("lies in the future", "晚于今日")))
    if request.consent > today:
        found.append(("consent", Text("lies in the future", "晚于今日")))
    elif request.consent < request.born:
        found.append(("consent", Text("lies before the date of birth", "早于出生日期")))
    return tuple(found)


def like(asked: Desired, request: EnrolRequest, child: Child) -> Text | None:
    """Whether this child may be the one that is to be enrolled, in words, as far as its identity can be opened here."""
    new = Enrolled("", request.code, request.hospital_number, request.name, request.born, request.sex)
    likeness = compare(new, enrolled(asked, child, names=True))
    return _same(child.subject.label, likeness) if likeness.worth_a_look else None


def _same(code: str, likeness: Likeness) -> Text:
    if "number" in likeness.agrees:
        return Text(f"{code} has the same hospital number.", f"{code} 的病案号相同。")
    if "name" in likeness.agrees:
        return Text(f"{code} has the same name.", f"{code} 的姓名相同。")
    return Text(f"{code} has the same date of birth and sex.", f"{code} 的出生日期和性别相同。")


def enrolled(asked: Desired, child: Child, names: bool) -> Enrolled:
    """What a record says of whose it is; `names`: what names the child may be compared for this person."""
    course, subject, known = child.course, child.subject.id, child.identity
    consent = course.value(asked.address(subject, asked.consent)) if asked.consent else None
    number = known.texts.get(asked.hospital_number.code, "") if asked.hospital_number else ""
    return Enrolled(
        subject=subject,
        code=child.subject.label,
        number=number if names else "",
        name=known.name if names else "",
        birth=course.person.birth if names else None,
        sex=course.person.sex or "",
        infusion=course.infusion,
        consent=day_of(consent),
    )


def enrolment(
    study: Study, request: EnrolRequest, subject: str, site_key: SiteKey | None, new_id: Callable[[], str]
) -> tuple[Fact, ...]:
    """The facts of one enrolment. Without the site key nothing that names the child is kept.

    What was typed is written down only where it is no identity: a sealed value beside its clear text seals nothing.
    """
    asked = desired(study)
    child_key, wrapped = site_key.new_child_key(subject) if site_key else (b"", b"")
    plain: list[tuple[Item | None, Value, str]] = [
        (asked.code, TextValue(request.code), request.code),
        (asked.sex, Codes((request.sex,)), request.sex),
        (asked.consent, DateValue(request.consent.isoformat()), request.consent.isoformat()),
    ]
    named = ((asked.name, request.name), (asked.hospital_number, request.hospital_number))
    sealed = [(item, text) for item, text in (*named, (asked.birth, request.born.isoformat())) if item and text]
    return (
        SubjectEnrolled(id=new_id(), subject=subject, child_key=wrapped),
        VisitOpened(id=new_id(), address=Address(subject, asked.visit)),
        *(
            ValueSet(id=new_id(), address=asked.address(subject, item), value=value, typed=typed)
            for item, value, typed in plain
            if item
        ),
        *(
            ValueSet(id=new_id(), address=place, value=seal_value(child_key, place, text))
            for item, text in (sealed if child_key else ())
            for place in (asked.address(subject, item),)
        ),
    )
