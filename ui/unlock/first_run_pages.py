"""The four pages of the first run. Each says what it is for, and goes on only when what it needs is there."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.language import fill
from ui.look import Look
from ui.unlock.recovery_form import code_letters
from ui.unlock.state import EnrolmentRequest, FirstRunState
from ui.widgets.buttons import Button
from ui.widgets.fields import Choice, Line
from ui.widgets.labels import label
from ui.widgets.passphrase import NewPassphrase


class FirstRunPage(QWidget):
    """A title, what the page is for, labelled fields, and a row of buttons."""

    forward = Signal()
    back = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(4)
        self.title = label("", "pane", bold=True)
        self.about = label("", "hint", "text_2", wrap=True)
        self.column.addWidget(self.title)
        self.column.addWidget(self.about)
        self.column.addSpacing(8)
        self._labels: list[tuple[QLabel, QWidget]] = []
        self.next = Button(look, "primary", "large")
        self.next.clicked.connect(self.forward)
        self.previous = Button(look, "quiet", "large", "back")
        self.previous.clicked.connect(self.back)

    def field(self, widget: QWidget) -> None:
        """Add a field with its label above."""
        words = label("", "hint", "text_2")
        words.setBuddy(widget)
        self.column.addWidget(words)
        self.column.addWidget(widget)
        self.column.addSpacing(6)
        self._labels.append((words, widget))

    def foot(self, *buttons: QWidget) -> None:
        """Add the row of buttons; the first stands at the right end."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in buttons[1:]:
            row.addWidget(button)
        row.addStretch()
        row.addWidget(buttons[0])
        self.column.addSpacing(8)
        self.column.addLayout(row)
        self.column.addStretch()

    def words(self, *labels: str) -> None:
        """Set the labels of the fields in their order; screen readers say them too."""
        for (shown, widget), text in zip(self._labels, labels, strict=True):
            shown.setText(text)
            widget.setAccessibleName(text)

    def show_state(self, state: FirstRunState) -> None:
        """Show the page for a state; written by each page."""
        raise TypeError(f"{type(self).__name__} does not say how it shows {type(state).__name__}")

    def take_focus(self) -> None:
        """Put the focus on the first field that is empty, else on the button that goes on."""
        empty = (w for _l, w in self._labels if isinstance(w, Line) and not w.text() and not w.isReadOnly())
        next(empty, self.next).setFocus()


class StudyPage(FirstRunPage):
    """Which study, which site, which time zone decides what day it is."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.study = Choice(look)
        self.site_code = Line()
        self.site_code.setMaxLength(12)
        self.site_name = Line()
        self.time_zone = Choice(look)
        for widget in (self.study, self.site_code, self.site_name, self.time_zone):
            self.field(widget)
        self._folder = label("", "hint", "text_3", wrap=True)
        self.column.addWidget(self._folder)
        self.foot(self.next, self.previous)
        for line in (self.site_code, self.site_name):
            line.textChanged.connect(lambda _text: self._able())
            line.returnPressed.connect(self._enter)

    def show_state(self, state: FirstRunState) -> None:
        self.title.setText(self.tr("Set up this workstation"))
        self.about.setText(self.tr("A new, encrypted record is made here. This is done once for each workstation."))
        self.words(self.tr("Study"), self.tr("Site code"), self.tr("Name of the site"), self.tr("Time zone"))
        studies = [(one.code, f"{self.look.text(one.title)} · {one.version}") for one in state.studies]
        self.study.offer(studies, self.study.key() or (studies[0][0] if studies else None))
        zones = [(zone, zone) for zone in state.time_zones]
        self.time_zone.offer(zones, self.time_zone.key() or (zones[0][0] if zones else None))
        self._folder.setText(fill(self.tr("The record is kept in %1"), state.folder))
        self.next.say(self.tr("Next"))
        self.previous.say(self.tr("Back"))
        self._able()

    def _able(self) -> None:
        filled = bool(self.site_code.text().strip()) and bool(self.site_name.text().strip())
        self.next.setEnabled(filled and bool(self.study.key()) and bool(self.time_zone.key()))

    def _enter(self) -> None:
        if self.next.isEnabled():
            self.forward.emit()
        else:
            self.take_focus()


class UserPage(FirstRunPage):
    """The first user, who certifies himself or herself and can add others."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.name = Line()
        self.role = Choice(look)
        self.field(self.name)
        self.field(self.role)
        self.passphrase = NewPassphrase(look)
        self.column.addWidget(self.passphrase)
        self.foot(self.next, self.previous)
        self._minimum = 12
        self._busy = False
        self.name.textChanged.connect(lambda text: self.passphrase.expect(text, self._minimum))
        self.name.returnPressed.connect(self.passphrase.first.setFocus)
        self.passphrase.changed.connect(self._able)
        self.passphrase.submitted.connect(self.next.click)

    def show_state(self, state: FirstRunState) -> None:
        self._minimum, self._busy = state.minimum, state.busy
        self.title.setText(self.tr("The first user"))
        self.about.setText(
            self.tr("Your name stands at everything you enter and sign. You can add colleagues afterwards.")
        )
        self.words(self.tr("Your name"), self.tr("Role"))
        roles = [(code, self.look.text(words)) for code, words in state.roles]
        self.role.offer(roles, self.role.key() or (roles[0][0] if roles else None))
        self.passphrase.expect(self.name.text(), state.minimum)
        self.next.say(self.tr("Making the record…") if state.busy else self.tr("Make the record"))
        self.previous.say(self.tr("Back"))
        self._able()

    def _able(self) -> None:
        named = bool(self.name.text().strip()) and bool(self.role.key())
        self.next.setEnabled(named and bool(self.passphrase.text()) and not self._busy)


class RecoveryPage(FirstRunPage):
    """The recovery code: shown, printed, and typed back, because a code nobody wrote down saves nobody."""

    print_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._recovery = ""
        self._code = label("", "pane", bold=True, wrap=True)
        self._code.setProperty("part", "code")
        self.column.addWidget(self._code)
        self.column.addSpacing(8)
        self.typed = Line()
        self.field(self.typed)
        self._hint = label("", "hint", "text_3")
        self.column.addWidget(self._hint)
        self.print = Button(look, "plain", "large", "print")
        self.print.clicked.connect(self.print_asked)
        self.foot(self.next, self.print)
        self.typed.textChanged.connect(lambda _text: self._able())
        self.typed.returnPressed.connect(self.next.click)

    def show_state(self, state: FirstRunState) -> None:
        self._recovery = state.recovery
        if not state.recovery:
            self.typed.clear()
        self.title.setText(self.tr("The recovery code"))
        self.about.setText(
            self.tr(
                "If every passphrase is lost, only this code opens the record. Print it or write it down, keep it "
                "away from this computer, and type it back once. It is not shown again."
            )
        )
        self._code.setText(state.recovery)
        self.words(self.tr("Type the code back from the paper"))
        self.next.say(self.tr("The code is kept safe"))
        self.print.say(self.tr("Print"))
        self._able()

    def _able(self) -> None:
        wanted, typed = code_letters(self._recovery), code_letters(self.typed.text())
        matches = bool(wanted) and typed == wanted
        self.next.setEnabled(matches)
        if matches:
            self._hint.setText(self.tr("The code matches."))
        elif wanted.startswith(typed):
            self._hint.setText(self.tr("Spaces, hyphens and capitals do not matter."))
        else:
            right = sum(1 for _ in _common(wanted, typed))
            self._hint.setText(self.tr("From character %n on it differs.", "", right + 1))


class EdcPage(FirstRunPage):
    """Enrol with the central EDC now, or work alone and enrol later; nothing entered before is lost."""

    enrol_asked = Signal(object)
    offline_asked = Signal()
    line_asked = Signal()
    invitation_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.address = Line()
        self.address.setPlaceholderText("https://")
        self.token = Line()
        self.field(self.address)
        self.field(self.token)
        self._fingerprint = label("", "hint", "text_2", wrap=True)
        self.column.addWidget(self._fingerprint)
        self.offline = Button(look, "plain", "large", "offline")
        self.offline.clicked.connect(self.offline_asked)
        self.invited = Button(look, "plain", "large", "file")
        self.invited.clicked.connect(self.invitation_asked)
        self.line = Button(look, "quiet", "normal", "online")
        self.line.clicked.connect(self.line_asked)
        self.column.addWidget(self.line, alignment=Qt.AlignmentFlag.AlignLeft)
        self.next.clicked.connect(self._ask)
        self.foot(self.next, self.invited, self.offline)
        self._busy = False
        self.joining = False
        """Whether the site has workstations already: then there is something to enrol with."""
        for line in (self.address, self.token):
            line.textChanged.connect(lambda _text: self._able())
            line.returnPressed.connect(self.next.click)

    def show_state(self, state: FirstRunState) -> None:
        self._busy = state.busy
        self.title.setText(self.tr("Enrol with the central EDC"))
        self.about.setText(
            self.tr(
                "Address and enrolment code stand in the letter from the centre. Without them this workstation works "
                "alone; you can enrol later, and everything entered until then is sent unchanged."
            )
        )
        self.words(self.tr("Address of the EDC"), self.tr("Enrolment code"))
        answered = fill(self.tr("The EDC answers as %1. Compare this with the letter."), state.edc_fingerprint)
        self._fingerprint.setText(answered)
        self._fingerprint.setVisible(bool(state.edc_fingerprint))
        self.next.say(self.tr("Enrolling…") if state.busy else self.tr("Enrol"))
        self.offline.say(self.tr("Stay offline for now"))
        self.invited.say(
            self.tr("No network: by an invitation file…"), self.tr("The centre made it; you bring a file back to it.")
        )
        self.line.say(self.tr("Certificates and proxy…"), self.tr("Where the hospital has a proxy of its own"))
        self.line.setEnabled(not state.busy)
        self.invited.setEnabled(not state.busy)
        self.offline.setEnabled(not state.busy)
        self.offline.setVisible(not self.joining)
        self._able()

    def _able(self) -> None:
        filled = bool(self.address.text().strip()) and bool(self.token.text().strip())
        self.next.setEnabled(filled and not self._busy)

    def _ask(self) -> None:
        self.enrol_asked.emit(EnrolmentRequest(self.address.text().strip(), self.token.text().strip()))


def _common(wanted: str, typed: str) -> list[str]:
    """The letters both texts begin with."""
    same = []
    for left, right in zip(wanted, typed, strict=False):
        if left != right:
            break
        same.append(left)
    return same
