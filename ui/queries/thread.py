"""One query in full: what stands in the field, who wrote what when, and the answer."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from ui.look import Look
from ui.queries.state import Did, Post, Said, Thread, Typed
from ui.widgets.buttons import Button, KeyHint, LinkButton
from ui.widgets.cards import Card, MessageStrip
from ui.widgets.labels import label
from ui.widgets.layouts import clear
from ui.widgets.state import Message

_KEEP_MS = 1000
MOST = 2000
"""Characters of an answer."""


class PostCard(Card):
    """One turn of a thread."""

    def __init__(self, look: Look, post: Post) -> None:
        super().__init__((12, 8, 12, 8), 3)
        self.column.addWidget(label(f"{look.text(post.who)} · {look.text(post.did)}", "hint", bold=True, wrap=True))
        self.column.addWidget(label(post.when + (self.tr(" · not sent yet") if post.pending else ""), "key", "text_3"))
        text = label(post.text, wrap=True)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        text.setVisible(bool(post.text))
        self.column.addWidget(text)


class ThreadPane(QFrame):
    """`said` carries a Said, `typed` a Typed a second after the last key, `opened` the field's address key."""

    said = Signal(object)
    typed = Signal(object)
    opened = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._thread: Thread | None = None
        self.setProperty("part", "side")
        self.setFixedWidth(400)
        self._title = label("", "pane", bold=True, wrap=True)
        self._value = label("", tone="text_2", wrap=True)
        self.go = LinkButton(look, "next")
        self._why = label("", "hint", "text_2", wrap=True)
        self.answer = QPlainTextEdit()
        self.send = Button(look, "primary")
        self.reopen = Button(look, "plain")
        self.close_button = Button(look, "plain")
        self._strip = MessageStrip(look)
        self._hint = KeyHint("Ctrl+Enter")
        self._posts = QVBoxLayout()
        self._posts.setSpacing(8)
        self._posts.addStretch()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_KEEP_MS)
        self._later.timeout.connect(self.keep)
        self._compose()
        self._connect()

    def _compose(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._value)
        column.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        inner = QWidget()
        inner.setProperty("ground", "bg")
        inner.setLayout(self._posts)
        self._posts.setContentsMargins(0, 0, 4, 0)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._area.setWidget(inner)
        column.addWidget(self._area, 1)
        self.answer.setFixedHeight(96)
        self.answer.setTabChangesFocus(True)
        for widget in (self._strip, self._why, self.answer):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(8)
        for part in (self.send, self._hint, self.reopen, self.close_button):
            row.addWidget(part)
        row.addStretch()
        column.addLayout(row)

    def _connect(self) -> None:
        self.answer.installEventFilter(self)
        self.answer.textChanged.connect(self._edited)
        self.send.clicked.connect(lambda: self._say(Did.ANSWER))
        self.reopen.clicked.connect(lambda: self._say(Did.REOPEN))
        self.close_button.clicked.connect(lambda: self._say(Did.CLOSE))
        self.go.clicked.connect(lambda: self.opened.emit(self._thread.place) if self._thread else None)

    def show_thread(self, thread: Thread | None, busy: bool, message: Message | None) -> None:
        """Show another query, or the same again: what is being typed stays."""
        same = thread is not None and self._thread is not None and thread.query == self._thread.query
        if not same:
            self.keep()
        answered = same and self._thread is not None and thread is not None and thread.posts != self._thread.posts
        self._thread = thread
        self.setVisible(thread is not None)
        self._strip.setVisible(message is not None)
        if message is not None:
            self._strip.show_message(message)
        if thread is None:
            return
        text = self._look.text
        self._title.setText(text(thread.title))
        self._value.setText(text(thread.value))
        self._area.setAccessibleName(self.tr("What was written"))
        self.go.say(self.tr("Go to the field"), self.tr("Esc leads back here"))
        self._why.setVisible(thread.why_not is not None)
        self._why.setText(text(thread.why_not) if thread.why_not is not None else "")
        clear(self._posts)
        for post in thread.posts:
            self._posts.addWidget(PostCard(self._look, post))
        self._posts.addStretch()
        self._buttons(thread, busy)
        if not same or (answered and not thread.draft):
            self._fill(thread.draft)

    def _buttons(self, thread: Thread, busy: bool) -> None:
        writes = thread.may_answer or thread.may_reopen or thread.may_close
        self.answer.setVisible(writes)
        self.answer.setReadOnly(busy)
        self.answer.setPlaceholderText(self.tr("The answer: what was checked, and what it is"))
        self.answer.setAccessibleName(self.tr("Answer"))
        self.send.say(self.tr("Answer"))
        self.reopen.say(self.tr("Reopen"), self.tr("The answer did not settle it"))
        self.close_button.say(self.tr("Close the query"))
        for button, may in (
            (self.send, thread.may_answer),
            (self.reopen, thread.may_reopen),
            (self.close_button, thread.may_close),
        ):
            button.setVisible(may)
            button.setEnabled(not busy)
        self._hint.setVisible(thread.may_answer)

    def _fill(self, text: str) -> None:
        blocked = self.answer.blockSignals(True)
        self.answer.setPlainText(text)
        self.answer.blockSignals(blocked)
        self._later.stop()

    def _edited(self) -> None:
        if len(self.answer.toPlainText()) > MOST:
            self._fill(self.answer.toPlainText()[:MOST])
            self.answer.moveCursor(self.answer.textCursor().MoveOperation.End)
        self._later.start()

    def keep(self) -> None:
        """Send what is half typed, at once."""
        if self._later.isActive() and self._thread is not None:
            self._later.stop()
            self.typed.emit(Typed(self._thread.query, self.answer.toPlainText()))

    def _say(self, did: Did) -> None:
        if self._thread is not None:
            self._later.stop()
            self.said.emit(Said(self._thread.query, did, self.answer.toPlainText().strip()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+Enter sends; Enter alone is a new line."""
        if watched is self.answer and event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            held = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            if enter and held and self.send.isEnabled() and self.send.isVisibleTo(self):
                self._say(Did.ANSWER)
                return True
        return super().eventFilter(watched, event)
