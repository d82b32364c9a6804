"""The foot of every printed page (page, trial, version, whose, site, when and by whom), and the colon of its language.

%1 is the page and %2 how many there are, as `desktop_app.paper.Folio` has it. Must not lay out a page.
"""

import msgspec

from desktop_app.session import Session
from study.definition.model import Study
from study.text import Language, Text

NUMBER = Text("page %1 of %2", "第 %1 页，共 %2 页")


class Printed(msgspec.Struct, frozen=True):
    """What stands on every page beside its content. `by` and `printed` (site time) are empty on a blank form,
    `by` also on what leaves the site.
    """

    site: str
    by: str = ""
    printed: str = ""


def printed_now(session: Session) -> Printed:
    """The site, who prints and when. For the reader's lane."""
    home = session.store.reader.home()
    return Printed(f"{home.site} {home.site_name}".strip(), session.person.name, session.now.strftime("%Y-%m-%d %H:%M"))


def printed_words(at: str, by: str) -> Text:
    """When something was printed and by whom; `by` is empty on what leaves the site."""
    return Text(f"printed {at} by {by}" if by else f"printed {at}", f"打印 {at} {by}".rstrip())


def colon(language: Language) -> str:
    """What stands between a name and what it names."""
    return Text(": ", "：").get(language)


def foot(study: Study, page: Printed, language: Language, *about: str) -> str:
    """The whole line; `about` are codes of what the page is about: child, visit, the definition's digest."""
    version = Text(f"study version {study.version}", f"研究版本 {study.version}")
    said = printed_words(page.printed, page.by).get(language) if page.printed else ""
    parts = (NUMBER.get(language), study.code, version.get(language), *about, page.site, said)
    return " · ".join(part for part in parts if part)
