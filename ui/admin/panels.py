"""The sections of the admin room: users, workstations, EDC and site key, appearance, about."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.admin.state import AdminState, UserRow
from ui.language import fill
from ui.look import Look
from ui.unlock.state import EnrolmentRequest
from ui.widgets.buttons import Button
from ui.widgets.cards import Card, MessageStrip
from ui.widgets.chips import Chip
from ui.widgets.fields import Line
from ui.widgets.labels import hairline, label
from ui.widgets.language_switch import LanguageSwitcher
from ui.widgets.segmented import Segmented
from ui.widgets.state import Tone


class Panel(QWidget):
    """A section with one card; `fresh` gives an empty grid in the place of the old one."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.card = Card((20, 14, 20, 14), 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.card)
        column.addStretch()
        self._body = QWidget()
        self.card.column.addWidget(self._body)

    def fresh(self) -> QGridLayout:
        """An empty grid for rows of text."""
        body = QWidget()
        grid = self.grid_in(body)
        self.card.column.replaceWidget(self._body, body)
        self._body.hide()
        self._body.deleteLater()
        self._body = body
        return grid

    def grid_in(self, body: QWidget) -> QGridLayout:
        """A grid for rows of text."""
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(7)
        return grid

    def settle(self) -> None:
        """Show at once what `fresh` prepared; Qt would do it only when its loop comes round."""
        self._body.show()

    def heads(self, grid: QGridLayout, *words: str) -> None:
        """The heads of the columns with a line below."""
        for column, text in enumerate(words):
            grid.addWidget(label(text, "hint", "text_3"), 0, column)
        grid.addWidget(hairline(), 1, 0, 1, len(words))
        grid.setColumnStretch(len(words) - 1, 1)

    def pairs(self, grid: QGridLayout, rows: list[tuple[str, str]]) -> None:
        """Rows of what it is and how it stands."""
        for place, (words, content) in enumerate(rows):
            grid.addWidget(label(words, tone="text_3"), place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(content, wrap=True), place, 1)
        grid.setColumnMinimumWidth(0, 150)
        grid.setColumnStretch(1, 1)

    def show_state(self, state: AdminState) -> None:
        """Show the section; written by each."""
        raise TypeError(f"{type(self).__name__} does not say how it shows {type(state).__name__}")


class UsersPanel(Panel):
    """Who may open this record, in which role, and whether the EDC has countersigned."""

    add_asked = Signal()
    reset_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.add = Button(look, "primary", "normal", "plus")
        self.add.clicked.connect(self.add_asked)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch()
        self.card.column.addLayout(row)

    def show_state(self, state: AdminState) -> None:
        grid = self.fresh()
        self.heads(
            grid, self.tr("Name"), self.tr("Role"), self.tr("Since"), self.tr("Certified by"), self.tr("Standing"), ""
        )
        for place, user in enumerate(state.users, start=2):
            tone = "text_3" if user.ended else "text"
            cells = (user.name, self.look.text(user.roles), f"{user.since:%Y-%m-%d}", user.by)
            for column, words in enumerate(cells):
                ink = "text_3" if tone == "text_3" else "text"
                grid.addWidget(
                    label(words, tone="text_3" if ink == "text_3" else "text", bold=column == 0), place, column
                )
            grid.addWidget(self._standing(user.ended is not None, user.certified), place, 4)
            if state.may_manage and user.ended is None and user.user != state.me:
                grid.addLayout(self._deeds(user, state.busy), place, 5)
        self.add.say(self.tr("Add a user"))
        self.add.setVisible(state.may_manage)

    def _deeds(self, user: UserRow, busy: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        for words, asked in (
            (self.tr("New passphrase"), self.reset_asked),
            (self.tr("Remove"), self.remove_asked),
        ):
            button = Button(self.look, "quiet", "small")
            button.say(words)
            button.setAccessibleName(f"{words}: {user.name}")
            button.setEnabled(not busy)
            button.clicked.connect(lambda _checked=False, asked=asked: asked.emit(user))
            row.addWidget(button)
        row.addStretch()
        return row

    def _standing(self, ended: bool, certified: bool) -> Chip:
        if ended:
            return Chip(self.look, self.tr("ended"), Tone.QUIET)
        if certified:
            return Chip(self.look, self.tr("countersigned by the EDC"), Tone.PLAIN, "check")
        return Chip(self.look, self.tr("not countersigned yet"), Tone.AMBER, "clock")


class DevicesPanel(Panel):
    """The workstations of the site: each is one life of one store."""

    def show_state(self, state: AdminState) -> None:
        grid = self.fresh()
        self.heads(
            grid,
            self.tr("Workstation"),
            self.tr("Since"),
            self.tr("Entries"),
            self.tr("Last heard of"),
            self.tr("Standing"),
        )
        for place, device in enumerate(state.devices, start=2):
            heard = self.tr("never") if device.heard is None else f"{device.heard:%Y-%m-%d %H:%M}"
            entries = f"{device.entries:,}".replace(",", "\N{THIN SPACE}")
            for column, words in enumerate((device.label, f"{device.since:%Y-%m-%d}", entries, heard)):
                grid.addWidget(label(words, tone="text_3" if device.ended else "text", bold=column == 0), place, column)
            if device.here:
                grid.addWidget(Chip(self.look, self.tr("this workstation"), Tone.ACCENT), place, 4)
            elif device.ended is not None:
                ended = fill(self.tr("ended %1"), f"{device.ended:%Y-%m-%d}")
                grid.addWidget(Chip(self.look, ended, Tone.QUIET), place, 4)


class EdcPanel(Panel):
    """Enrolment with the central EDC, and the site key that opens names."""

    enrolment_asked = Signal(object)
    line_asked = Signal()
    sheet_asked = Signal()
    key_typed = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self.address, self.token = Line(), Line()
        self.address.setPlaceholderText("https://")
        self._labels = (label("", "hint", "text_2"), label("", "hint", "text_2"))
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 4, 0, 0)
        form.setSpacing(4)
        for words, field in zip(self._labels, (self.address, self.token), strict=True):
            field.setMaximumWidth(420)
            words.setBuddy(field)
            form.addWidget(words)
            form.addWidget(field)
        self.enrol = Button(look, "primary", "normal", "key")
        self.line = Button(look, "plain", "normal", "online")
        self.line.clicked.connect(self.line_asked)
        self.sheet = Button(look, "plain", "normal", "print")
        self.card.column.addWidget(self._form)
        self._key_label = label("", "hint", "text_2")
        self.key = Line()
        self.key.setMaximumWidth(420)
        self.take = Button(look, "plain", "normal", "key")
        for part in (self._key_label, self.key):
            self.card.column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.enrol)
        row.addWidget(self.line)
        row.addWidget(self.sheet)
        row.addWidget(self.take)
        row.addStretch()
        self.card.column.addLayout(row)
        self.take.clicked.connect(self._take)
        self.key.returnPressed.connect(self.take.click)
        self.key.textChanged.connect(lambda text: self.take.setEnabled(bool(text.strip())))
        self.enrol.clicked.connect(self._ask)
        self.sheet.clicked.connect(self.sheet_asked)
        for field in (self.address, self.token):
            field.textChanged.connect(lambda _text: self._able())
            field.returnPressed.connect(self.enrol.click)

    def show_state(self, state: AdminState) -> None:
        edc = state.edc
        since = "" if edc.since is None else f"{edc.since:%Y-%m-%d}"
        rows = [(self.tr("Central EDC"), self.tr("not enrolled; what you enter is complete and safe here"))]
        if edc.enrolled:
            rows = [
                (self.tr("Central EDC"), edc.address),
                (self.tr("Enrolled since"), since),
                (self.tr("Fingerprint of the EDC"), edc.fingerprint),
            ]
        held = fill(self.tr("held here, fingerprint %1"), edc.site_key_fingerprint)
        missing = self.tr("not on this workstation: children are shown by code; another workstation can hand it over")
        rows.append((self.tr("Site key"), held if edc.site_key else missing))
        if edc.sheet_outdated:
            outdated = self.tr(
                "an identity was erased: the printed sheets are of an earlier key. Print this one, destroy the others"
            )
            rows.append((self.tr("Printed sheet"), outdated))
        self.pairs(self.fresh(), rows)
        words = (self.tr("Address of the EDC"), self.tr("Enrolment code from the letter of the centre"))
        for shown, field, text in zip(self._labels, (self.address, self.token), words, strict=True):
            shown.setText(text)
            field.setAccessibleName(text)
        self._form.setVisible(not edc.enrolled and state.may_manage)
        self.enrol.setVisible(not edc.enrolled and state.may_manage)
        self.enrol.say(self.tr("Enrolling…") if state.busy else self.tr("Enrol this workstation"))
        self.line.say(self.tr("How it is reached…"), self.tr("Address, certificates, proxy, when it syncs"))
        self.line.setVisible(state.may_manage)
        self.sheet.say(self.tr("Show the site-key sheet"))
        self.sheet.setToolTip(
            self.tr("Prints the key that opens the names of the children; keep it like the recovery code")
        )
        self.sheet.setVisible(edc.site_key and state.may_manage)
        self._key_label.setText(self.tr("Site key from the printed sheet"))
        self.key.setAccessibleName(self._key_label.text())
        self.take.say(self.tr("Take over the site key"))
        for part in (self._key_label, self.key, self.take):
            part.setVisible(not edc.site_key and state.may_manage)
        self.take.setEnabled(bool(self.key.text().strip()) and not state.busy)
        self._able(state.busy)

    def _able(self, busy: bool = False) -> None:
        filled = bool(self.address.text().strip()) and bool(self.token.text().strip())
        self.enrol.setEnabled(filled and not busy)

    def _take(self) -> None:
        typed = self.key.text()
        self.key.clear()
        self.key_typed.emit(typed)

    def _ask(self) -> None:
        self.enrolment_asked.emit(EnrolmentRequest(self.address.text().strip(), self.token.text().strip()))


class AppearancePanel(Panel):
    """Language and theme of this window."""

    language_chosen = Signal(object)
    theme_chosen = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._words = (label("", tone="text_3"), label("", tone="text_3"))
        self.languages = LanguageSwitcher(look, small=False)
        self.themes = Segmented()
        self.languages.asked.connect(self.language_chosen)
        self.themes.chosen.connect(self.theme_chosen)
        grid = QGridLayout()
        grid.setVerticalSpacing(10)
        grid.setColumnMinimumWidth(0, 150)
        grid.setColumnStretch(2, 1)
        for place, (words, switch) in enumerate(zip(self._words, (self.languages, self.themes), strict=True)):
            grid.addWidget(words, place, 0)
            grid.addWidget(switch, place, 1)
        self.card.column.addLayout(grid)
        self._font = MessageStrip(look)
        self.card.column.addWidget(self._font)

    def show_state(self, state: AdminState) -> None:
        for shown, text in zip(self._words, (self.tr("Language"), self.tr("Theme")), strict=True):
            shown.setText(text)
        self.themes.offer([("light", self.tr("Light")), ("dark", self.tr("Dark"))], state.theme)
        self.themes.setAccessibleName(self.tr("Theme"))
        self._font.setVisible(not state.chinese_font)
        self._font.say(
            self.tr("No font with Chinese characters is installed."),
            self.tr(
                "Chinese text shows as boxes here. Install one, for example Noto Sans CJK; the data are not affected."
            ),
            Tone.AMBER,
        )


class AboutPanel(Panel):
    """What this program and this study are, and under which licences the parts came."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._title = label("", bold=True)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setMinimumHeight(260)
        self.card.column.addSpacing(8)
        self.card.column.addWidget(self._title)
        self.card.column.addWidget(self._scroll)

    def show_state(self, state: AdminState) -> None:
        about = state.about
        self.pairs(
            self.fresh(),
            [
                (self.tr("Cartella"), fill(self.tr("version %1"), about.version)),
                (self.tr("Study"), f"{self.look.text(about.study)} · {about.registry}"),
                (self.tr("Study version"), f"{about.study_version} · {about.definition_hash}"),
                (self.tr("Record kept in"), about.folder),
            ],
        )
        self._title.setText(self.tr("Components and their licences"))
        inner = QWidget()
        inner.setProperty("part", "inner")
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 0, 8, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(2, 1)
        for place, part in enumerate(about.licences):
            grid.addWidget(label(part.name), place, 0)
            grid.addWidget(label(part.version, tone="text_3"), place, 1)
            grid.addWidget(label(part.licence, tone="text_2"), place, 2)
        grid.setRowStretch(len(about.licences), 1)
        self._scroll.setWidget(inner)
        self._scroll.setAccessibleName(self.tr("Components and their licences"))
