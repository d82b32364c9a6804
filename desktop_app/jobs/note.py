"""Says in the record that somebody looked at something or took it out: the one way for exports, prints and names.

Owns no screen. A detail is made of codes and never holds a name; `presenters.access_words` says it in words.
"""

from desktop_app.session import Session
from storage.log import Appended
from study.changes.facts import Accessed

EXPORT, PRINT, NAMES = "export", "print", "names-shown"


def note(session: Session, what: str, detail: str = "", count: int = 1, *, role: str = "") -> Appended:
    """Append the fact; `count` is how many lines, files or children it was. KnownError where nothing may be written."""
    fact = Accessed(id=session.store.new_id(), what=what, detail=detail, count=count)
    return session.store.append(session.author_as(role) if role else session.author, (fact,))
