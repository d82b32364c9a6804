"""The line that says who a child is, as every screen of the child shows it. Pure."""

from collections.abc import Mapping
from datetime import date

from desktop_app.presenters.signature_words import when, who
from desktop_app.presenters.twice import aside_words
from desktop_app.presenters.words import SEXES, both, choice_text, day_text, join, with_unit
from desktop_app.records import Child
from study.age import age_text
from study.changes.facts import IdentityErased
from study.course import Course
from study.definition.model import Study
from study.text import Text
from study.values import Codes
from ui.child.state import ChildHeader

NOBODY: Mapping[str, str] = {}
WEIGHT = "weight_kg"
"""The name under which the formulas ask for the weight."""


def child_header(
    study: Study, child: Child, today: date, names: bool, on: date | None = None, *, people: Mapping[str, str] = NOBODY
) -> ChildHeader:
    """Code, name where the role sees it, sex, age, last weight, study day of today, infusion.

    `on`: the day whose age and weight are wanted, where a visit of the past is open; else today's. `people`: names by
    user id, for who erased the identity.
    """
    course = child.course
    zero = course.infusion
    return ChildHeader(
        subject=course.record.subject,
        code=child.subject.label,
        name=child.identity.name if names else "",
        about=about(study, child, on or today),
        day=day_text((today - zero).days) if zero else "",
        infused=infused(study, course),
        erased=erased(course, people),
        aside=aside_words(child.aside, child, people) if child.aside else None,
        goes_on=child.aside.on.id if child.aside else "",
    )


def erased(course: Course, people: Mapping[str, str]) -> Text | None:
    """When the identity was erased, by whom and why; None where it was not."""
    entry = course.record.erased
    if entry is None or not isinstance(entry.fact, IdentityErased):
        return None
    by, at, why = who(course.record, people, entry.change), when(course, entry.change), entry.fact.reason
    return Text(f"identity erased on {at} by {by}: {why}", f"身份信息已于 {at} 由 {by} 删除：{why}")


def about(study: Study, child: Child, on: date) -> Text:
    """Sex, and age and weight on a day, in words."""
    person = child.course.person
    sex = SEXES.get(person.sex or "")
    age = age_text(person.birth, on) if person.birth else None
    return join(sex, age, _weight(study, child.course, on))


def _weight(study: Study, course: Course, on: date) -> Text | None:
    """The last weight by a day, where the definition says that the formulas find it."""
    plain = (source for source in study.inputs.get(WEIGHT, ()) if source.kind == "item" and not source.when)
    form, _, code = next((source.of for source in plain), "").partition("/")
    item = next((item for item in study.forms[form].items if item.code == code), None) if form in study.forms else None
    if item is None:
        return None
    weights = [point for point in course.curve(form, item) if point.at.day and point.at.day <= on]
    return both(with_unit(study, item, weights[-1].quantity, "en")) if weights else None


def infused(study: Study, course: Course) -> Text | None:
    """When what the schedule counts from took place or is planned (the infusion), and the class of the nephritis."""
    event = study.day_zero
    if course.infusion:
        when = Text(f"{event.en} {course.infusion}", f"{event.zh} {course.infusion}")
    elif course.planned:
        when = Text(f"{event.en} planned {course.planned}", f"计划{event.zh} {course.planned}")
    else:
        when = Text(f"no date of the {event.en} yet", f"尚无{event.zh}日期")
    return join(when, _class(study, course))


def _class(study: Study, course: Course) -> Text | None:
    """The class of the last biopsy, where the definition asks for one."""
    for form in study.forms.values():
        for item in form.items:
            if item.choices == "LNCLASS":
                values = [course.values(at.address).get((form.code, item.code)) for at in course.visits]
                known = [value for value in values if isinstance(value, Codes)]
                return choice_text(study, item, known[-1].codes) if known else None
    return None
