"""The record at one moment, as an archive reads it: a reader of its own in one snapshot, beside all other work.

Owns that connection. For the lane of long jobs; others go on writing meanwhile and nothing of that is seen here.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import cached_property
from html import escape

from desktop_app.identity import Identity, child_key, open_ever
from desktop_app.presenters.audit_rows import AuditWords
from desktop_app.presenters.inspection.model import Inspected
from desktop_app.presenters.printed.foot import Printed
from desktop_app.records import Child, Records
from desktop_app.session import Session
from storage.keys import SiteKey
from storage.meta import Home
from storage.read import Reader, Subject
from study.definition.model import Study
from study.naming import day_as_written
from study.text import Language

HIDDEN = "[…]"
"""Stands where a text named a child."""
_LEAST = 5
"""Characters of a number that tells one child from others."""
_LONG = 11
"""Characters from which a number may be read through spaces and hyphens: a shorter one could be a day."""
_TO_WIDE = 0xFEE0
"""From a letter to the same in full width."""
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
        """What names each child, and what named it before it was corrected: a text of then says the name of then."""
        for subject in self.subjects:
            child = self.child(subject)
            yield subject.id, child.identity
            record = child.course.record
            said = open_ever(child_key(self.site_key, record), record, self.reader.history)
            yield subject.id, Identity({str(number): text for number, text in enumerate(said)})


class Veil:
    """Takes the names and numbers of children out of texts, and counts how often. The birthday, however it is written,
    only out of a child's own texts: beside another child it is a day like others.
    """

    def __init__(self, identities: Iterable[tuple[str, Identity]]) -> None:
        words: set[str] = set()
        born: dict[str, set[date]] = {}
        for subject, identity in identities:
            words |= {word for text in (identity.name, *identity.texts.values()) if (word := _telling(text))}
            days = {day for text in identity.texts.values() if (day := _day(text)) is not None}
            if identity.birth is not None:
                days.add(identity.birth)
            if days:
                born.setdefault(subject, set()).update(days)
        self._birthdays = {
            subject: re.compile("|".join(map(day_as_written, sorted(days)))) for subject, days in born.items()
        }
        self.words = tuple(sorted(words, key=lambda word: (-len(word), word)))
        # A printed form is HTML: an apostrophe in a name stands there as it is escaped.
        sought = sorted({*words, *map(escape, words)}, key=lambda word: (-len(word), word))
        self._sought = re.compile("|".join(map(_bounded, sought)), re.IGNORECASE) if words else None
        self.hidden = 0

    def hide(self, text: str, subject: str = "") -> str:
        """The text without them."""
        if self._sought is not None and text:
            text, count = self._sought.subn(HIDDEN, text)
            self.hidden += count
        birthday = self._birthdays.get(subject)
        if birthday is not None and text:
            text, count = birthday.subn(HIDDEN, text)
            self.hidden += count
        return text


def _day(text: str) -> date | None:
    """A text that is a day and nothing else."""
    try:
        return date.fromisoformat(text.strip()) if _DATE.fullmatch(text.strip()) else None
    except ValueError:
        return None


def _telling(text: str) -> str:
    """What of an identity's text tells who it is: words of two characters or more, a number of five, no date."""
    word = " ".join(text.split())
    if _DATE.fullmatch(word) or len(word) < 2:
        return ""
    digits = any(letter.isdigit() for letter in word)
    return word if not digits or len(re.sub(r"\W", "", word)) >= _LEAST else ""


def _bounded(word: str) -> str:
    """A word however it is spaced and as wide as it is typed: a Chinese name with a space in it, a telephone in groups.

    A number within a longer one, or a name in letters within a longer word, is something else.
    """
    letters = [letter for letter in word if not letter.isspace()]
    bare = [letter for letter in letters if letter.isalnum()]
    if len(bare) >= _LONG and sum(letter.isdigit() for letter in bare) >= _LONG - 1:
        plain = r"[\s\-]?".join(map(_in_either_width, bare))
    else:
        plain = r"\s*".join(
            "".join(map(_in_either_width, part)) if part.isascii() else r"\s*".join(map(re.escape, part))
            for part in word.split()
        )
    before = r"(?<![0-9A-Za-z])" if letters[0].isascii() else ""
    return before + plain + (r"(?![0-9A-Za-z])" if letters[-1].isascii() else "")


def _in_either_width(letter: str) -> str:
    """A letter or digit also as Chinese input writes it."""
    wide = chr(ord(letter) + _TO_WIDE) if "!" <= letter <= "~" else ""
    return f"[{re.escape(letter)}{wide}]" if wide else re.escape(letter)


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
