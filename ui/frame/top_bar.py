"""The top bar: how it stands with the network and the queue in words, language, user (a click: another one), lock."""

from datetime import timedelta

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy

from ui.frame.state import FrameState, Network
from ui.language import age_of, fill, translate
from ui.look import Look
from ui.widgets.buttons import Button, KeyHint
from ui.widgets.labels import repolish
from ui.widgets.language_switch import LanguageSwitcher

_NARROW = 740
_A_DAY = timedelta(hours=24)


def queue_words(state: FrameState) -> str:
    """The network, the queue and a bundle in one line: "offline · 12 changes to send, oldest 3 h · no reply ..."."""
    names = {
        Network.ONLINE: translate("TopBar", "Online"),
        Network.OFFLINE: translate("TopBar", "Offline"),
        Network.SENDING: translate("TopBar", "Online"),
        Network.STUCK: translate("TopBar", "Queue does not move"),
        Network.ALONE: translate("TopBar", "Not enrolled with an EDC"),
    }
    if state.network is Network.SENDING:
        words = fill(translate("TopBar", "sending %1 / %2"), state.done, state.total)
    elif state.waiting == 0:
        words = "" if state.network is Network.ALONE else translate("TopBar", "everything sent")
    else:
        words = translate("TopBar", "%n change(s) to send", "", 0).of(state.waiting)
        if state.oldest is not None:
            words = fill(translate("TopBar", "%1, oldest %2"), words, age_of(state.oldest))
    away = (
        fill(translate("TopBar", "bundle without reply %1"), age_of(state.bundle)) if state.bundle is not None else ""
    )
    return " · ".join(part for part in (names[state.network], words, away) if part)


def overdue(state: FrameState) -> bool:
    """Whether something has waited for a day at a workstation that has an EDC, or a bundle too long for its reply."""
    unsent = state.network is not Network.ALONE and state.oldest is not None and state.oldest >= _A_DAY
    return unsent or state.bundle_late


class TopBar(QFrame):
    """`queue_asked`: somebody wants to see the queue; `language_chosen` carries a LanguageSwitch."""

    queue_asked = Signal()
    language_chosen = Signal(object)
    lock_requested = Signal()
    switch_requested = Signal()
    search_asked = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.setProperty("part", "top")
        self.setFixedHeight(44)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(12)
        self._look = look
        self.search = Button(look, "plain", "normal", "search")
        self.search.setProperty("search", True)
        self.search.setMinimumWidth(220)
        self.search.clicked.connect(self.search_asked)
        self.queue = Button(look, "plain")
        self.queue.setProperty("net", True)
        self.languages = LanguageSwitcher(look, small=True, short=True)
        self.languages.asked.connect(self.language_chosen)
        self.user = Button(look, "quiet")
        self.user.clicked.connect(self.switch_requested)
        self.lock = Button(look, "quiet", "normal", "lock")
        self.lock.setShortcut("Ctrl+L")
        self.queue.clicked.connect(self.queue_asked)
        self.lock.clicked.connect(self.lock_requested)
        row.addWidget(self.search, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch()
        for part in (self.queue, self.languages, self.user, self.lock):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self._key = KeyHint("Ctrl+L")
        row.addWidget(self._key, 0, Qt.AlignmentFlag.AlignVCenter)
        # On a narrow window (200 %) the bar gives way; what it says must not make the window wider.
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= _NARROW
        for part in (self.user, self._key, self.search):
            part.setVisible(wide)

    def show_state(self, state: FrameState) -> None:
        """Show how it stands; offline and stuck are amber, being well is grey."""
        attention = state.network in (Network.OFFLINE, Network.STUCK) or state.bundle_late
        away = state.network in (Network.OFFLINE, Network.ALONE, Network.STUCK)
        self.queue.say(queue_words(state), self.tr("Open the sync room"))
        self.queue.setIcon(self._look.theme.icon("offline" if away else "online", "amber" if attention else "text_2"))
        self.queue.setProperty("attention", attention)
        self.queue.setProperty("overdue", overdue(state))
        repolish(self.queue)
        self.user.say(
            f"{state.user} · {self._look.text(state.role)}", self.tr("Another user (Ctrl+Shift+L); yours is kept")
        )
        words = self.tr("Search children, visits, items…")
        self.search.say(f"{words}   Ctrl+K", self.tr("Search everything (Ctrl+K)"))
        self.search.setAccessibleName(self.tr("Search everything (Ctrl+K)"))
        self.lock.say(self.tr("Lock"), self.tr("Lock Cartella (Ctrl+L); what you entered is saved"))
        self.lock.setShortcut("Ctrl+L")
