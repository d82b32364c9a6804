"""The line that says who a child is, as every screen of the child shows it. Pure."""

from datetime import date

from desktop_app.presenters.words import SEXES, both, choice_text, day_text, join, value_text
from desktop_app.records import Child
from study.age import age_text
from study.course import Course
from study.definition.model import Study
from study.text import Text
from study.values import Codes
from ui.child.state import ChildHeader


def child_header(study: Study, child: Child, today: date, names: bool, on: date | None = None) -> ChildHeader:
    """Code, name where the role sees it, sex, age, last weight, study day of today, infusion.

    `on`: the day whose age and weight are wanted, where a visit of the past is open; else today's.
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
    )


def about(study: Study, child: Child, on: date) -> Text:
    """Sex, and age and weight on a day, in words."""
    person = child.course.person
    sex = SEXES.get(person.sex or "")
    age = age_text(person.birth, on) if person.birth else None
    curve = child.course.curve("VS", study.item("VS", "WEIGHT")) if "VS" in study.forms else ()
    weights = [point for point in curve if point.at.day and point.at.day <= on]
    weight = (
        both(f"{value_text(study, study.item('VS', 'WEIGHT'), weights[-1].quantity, 'en')} kg") if weights else None
    )
    return join(sex, age, weight)


def infused(study: Study, course: Course) -> Text | None:
    """When the child was infused, or is planned to be, and the class of the nephritis."""
    if course.infusion:
        when = Text(f"infused {course.infusion}", f"回输 {course.infusion}")
    elif course.planned:
        when = Text(f"infusion planned {course.planned}", f"计划回输 {course.planned}")
    else:
        when = Text("no infusion date yet", "尚无回输日期")
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
