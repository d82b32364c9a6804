"""The record at one moment, as an archive reads it: a reader of its own in one snapshot, beside all other work.

Owns that connection. For the lane of long jobs; others go on writing meanwhile and nothing of that is seen here.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property

from desktop_app.identity import Identity
from desktop_app.presenters.audit_rows import AuditWords
from desktop_app.presenters.inspection.model import Inspected
from desktop_app.presenters.printed.foot import Printed
from desktop_app.records import Child, Records
from desktop_app.session import Session
from storage.keys import SiteKey
from storage.meta import Home
from storage.read import Reader, Subject
from study.definition.model import Study
from study.text import Language

HIDDEN = "[…]"
"""Stands where a text named a child."""
_LEAST = 5
"""Characters of a number that tells one child from others."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Still:
    """What is read, and with whose eyes. `names`: whether names may stand in what is made of it."""

    def __init__(self, session: Session, reader: Reader, *, names: bool, language: Language) -> None:
        self.session = session
        self.reader = reader
        self.names = names
        self.language = language
        self.study: Study = session.study
        self.records = Records(reader, session.study)
        self.veil = Veil(()) if names else Veil(self._identities())
        self.home: Home = reader.home()
        self.page = Printed(
            f"{self.home.site} {self.home.site_name}".strip(), session.person.name, f"{session.now:%Y-%m-%d %H:%M}"
        )

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """Every child that was ever enrolled here, withdrawn ones too."""
        return tuple(self.reader.subjects(self.study.anchors["subject_code"]))

    @cached_property
    def people(self) -> dict[str, str]:
        """Names of the people who work here, by user id."""
        return {person.user: person.name for person in self.reader.users()}

    @cached_property
    def site_key(self) -> SiteKey | None:
        """The key that opens names and files; None where this workstation has none."""
        kept = self.reader.site_key()
        return SiteKey(kept) if kept is not None else None

    @cached_property
    def folders(self) -> dict[str, str]:
        """The folder of each child by its id: its code as far as a file may be called so."""
        found: dict[str, str] = {}
        for subject in self.subjects:
            name = safe(subject.code) or f"child-{subject.id[-8:]}"
            found[subject.id] = name if name not in found.values() else f"{name}-{subject.id[-8:]}"
        return found

    def child(self, subject: Subject) -> Child:
        """One child with its record."""
        return self.records.of(subject)

    def inspected(self) -> Inspected:
        """The record as the auditor's questions read it."""
        return Inspected(self.session, self.reader, self.records)

    def audit_words(self) -> AuditWords:
        """Lines of the log in words."""
        return AuditWords(self.session, self.reader)

    def moment(self, utc: int) -> str:
        """A moment (UTC ms) as the site's wall clock."""
        return f"{self.session.at(utc):%Y-%m-%d %H:%M}"

    def hide(self, text: str, subject: str = "") -> str:
        """A text of the record without what names a child; `subject`: whose text it is."""
        return self.veil.hide(text, subject)

    def _identities(self) -> Iterator[tuple[str, Identity]]:
        for subject in self.subjects:
            yield subject.id, self.child(subject).identity


class Veil:
    """Takes the names and numbers of children out of texts, and counts how often. The birthday only out of a child's
    own texts: beside another child it is a day like others.
    """

    def __init__(self, identities: Iterable[tuple[str, Identity]]) -> None:
        words: set[str] = set()
        self._birthdays: dict[str, str] = {}
        for subject, identity in identities:
            words |= {word for text in (identity.name, *identity.texts.values()) if (word := _telling(text))}
            if identity.birth is not None:
                self._birthdays[subject] = identity.birth.isoformat()
        self.words = tuple(sorted(words, key=lambda word: (-len(word), word)))
        self._sought = re.compile("|".join(map(_bounded, self.words)), re.IGNORECASE) if words else None
        self.hidden = 0

    def hide(self, text: str, subject: str = "") -> str:
        """The text without them."""
        if self._sought is not None and text:
            text, count = self._sought.subn(HIDDEN, text)
            self.hidden += count
        birthday = self._birthdays.get(subject, "")
        if birthday and birthday in text:
            self.hidden += text.count(birthday)
            text = text.replace(birthday, HIDDEN)
        return text


def _telling(text: str) -> str:
    """What of an identity's text tells who it is: a name of two characters or more, a number of five, no date, no word
    for a kind of anything.
    """
    word = " ".join(text.split())
    if _DATE.fullmatch(word) or len(word) < 2:
        return ""
    digits = any(letter.isdigit() for letter in word)
    return word if not digits or len(re.sub(r"\W", "", word)) >= _LEAST else ""


def _bounded(word: str) -> str:
    """A number within a longer one, or a name in letters within a longer word, is something else."""
    plain = re.escape(word).replace(r"\ ", r"\s+")
    before = r"(?<![0-9A-Za-z])" if word[0].isascii() else ""
    return before + plain + (r"(?![0-9A-Za-z])" if word[-1].isascii() else "")


def safe(text: str) -> str:
    """A text as part of a file's name on any system."""
    return re.sub(r"[^0-9A-Za-z\u3400-\u9fff._-]", "_", text).strip("._ ")[:60]


@contextmanager
def still(session: Session, *, names: bool, language: Language) -> Iterator[Still]:
    """The record as it stands now; closed when the block ends."""
    reader = session.store.new_reader()
    try:
        with reader.snapshot():
            yield Still(session, reader, names=names, language=language)
    finally:
        reader.close()
