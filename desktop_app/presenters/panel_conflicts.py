"""What a panel does not draw because two values stand where one is asked for: how many, of which curves. Pure."""

from desktop_app.presenters.panel_ground import Drawn
from study.course import Course
from study.text import Text


def in_conflict(course: Course, drawn: tuple[Drawn, ...]) -> Text | None:
    """Said of the whole panel, since no number of them is the child's yet; None where nothing waits for a decision."""
    found: list[Text] = []
    for each in drawn:
        visits = [at for at in course.visits if at.day and each.form in at.visit.forms]
        places = [place for at in visits for place in course.form_places(at.address, each.form)]
        if any(each.subject.code in course.undecided(place) for place in places):
            found.append(each.subject.short or each.subject.label)
    if not found:
        return None
    english, chinese = ", ".join(name.en for name in found), "、".join(name.zh for name in found)
    return Text(f"in conflict, not drawn: {english}", f"存在冲突，未绘出：{chinese}")
