"""Places of the record in words and as addresses that a browser sends back: only what the child's record really has."""

from urllib.parse import quote

from study.address import LOG, Address, parse_key
from study.course import Course
from study.definition.model import Item, Study
from study.text import Text
from sync.server import central_errors as errors


def named(study: Study, address: Address) -> tuple[Text, ...]:
    """Visit, form and item of an address as the definition calls them; by their codes where it does not."""
    words: list[Text] = []
    if address.visit:
        visit = next((each for each in study.visits if each.code == address.visit), None)
        words.append(visit.label if visit and visit.code != LOG else both(address.visit) if visit is None else LOGS)
    if address.form:
        form = study.forms.get(address.form)
        words.append((form.short or form.label) if form else both(address.form))
    if address.item:
        item = item_of(study, address)
        words.append((item.short or item.label) if item else both(address.item))
    return tuple(words)


LOGS = Text("the child's logs", "患儿记录")


def both(text: str) -> Text:
    """What reads the same in both languages."""
    return Text(text, text)


def item_of(study: Study, address: Address) -> Item | None:
    """The item that an address names, if the definition has it."""
    form = study.forms.get(address.form)
    return next((item for item in form.items if item.code == address.item), None) if form else None


def sent_back(key: str, course: Course | None = None) -> Address:
    """The address that a browser sent. With a course it must be a place of this child. KnownError `no-such-place`."""
    try:
        address = parse_key(key)
    except ValueError as error:
        raise errors.not_here() from error
    if course is not None and not _is_place(course, address):
        raise errors.not_here()
    return address


def _is_place(course: Course, address: Address) -> bool:
    study, record = course.study, course.record
    if address.subject != record.subject:
        return False
    if not address.visit:
        return not any(address.parts[2:])
    visit = next((each for each in study.visits if each.code == address.visit), None)
    known = {at.address for at in course.visits} | {Address(record.subject, each.code) for each in study.visits}
    if visit is None or address.in_visit not in known:
        return False
    if not address.form:
        return not any(address.parts[4:])
    if address.form not in visit.forms or address.row:
        return False
    bare = Address(address.subject, address.visit, address.visit_repeat, address.form)
    places = {bare, *course.form_places(address.in_visit, address.form)}
    return address.in_form in places and (not address.item or item_of(study, address) is not None)


def form_link(site: str, address: Address) -> str:
    """Where a form is shown, at one of its items."""
    mark = f"#{quote(address.item)}" if address.item else ""
    if not address.form:
        return f"/page/s/{quote(site, safe='')}/child?of={quote(address.subject, safe='')}"
    return f"/page/s/{quote(site, safe='')}/form?at={quote(address.in_form.key, safe='')}{mark}"
