"""One item of the form: a painted line with a real field in it, and the strips below.

Owns how a row looks and when it may touch its field. Must not decide what a text means.
"""

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from study.text import Text
from ui.language import fill
from ui.look import Look
from ui.theme import fonts
from ui.visit.columns import FIELD, ROW, Columns
from ui.visit.field import ResultField
from ui.visit.flags import flag_of
from ui.visit.lookup import LookupField
from ui.visit.state import Ask, Critical, DraftBack, FieldKind, InConflict, ItemRow, ReasonForChange, Refused
from ui.visit.strips import StripBox
from ui.visit.table_field import TableField
from ui.widgets.labels import repolish
from ui.widgets.marks import flag_name, flag_word
from ui.widgets.paint import LEFT, RIGHT, paint_flag, write

DAY = 42
INSET = 8
"""Pixels from a field's edge to its text."""
IN_WORDS = ("text", "lookup", "choice", "multichoice")


def field_text(row: ItemRow, look: Look) -> str:
    """What the field shows: what waits for an answer before what is saved; for "not done" the reason."""
    for strip in row.strips:
        match strip:
            case Ask(typed=typed) | Refused(typed=typed) | ReasonForChange(typed=typed):
                return typed
            case DraftBack(text=text):
                return text
    if row.state == "notdone" and row.not_done is not None:
        return look.text(row.not_done)
    return row.text


def standing(row: ItemRow) -> str:
    """The word the style sheet knows: empty, filled, notdone, conflict, critical, refused, draft."""
    for strip in row.strips:
        match strip:
            case DraftBack():
                return "draft"
            case Refused() | Ask() | ReasonForChange():
                return "refused"
            case InConflict():
                return "conflict"
    if row.flag.startswith("critical"):
        return "critical"
    return {"held": "filled", "readonly": "filled"}.get(row.state, row.state)


class RowLine(QWidget):
    """The 28 px line: everything but the field is painted, which keeps thirty rows cheap."""

    def __init__(self, look: Look, columns: Columns, field: ResultField) -> None:
        super().__init__()
        self._look = look
        self._columns = columns
        self.field = field
        self.row: ItemRow | None = None
        field.setParent(self)
        self.setFixedHeight(ROW)

    def place(self) -> None:
        """Put the field into its column; it takes the unit's place where no unit is."""
        if self.row is None:
            return
        rects = self._columns.rects(self.width(), self.height())
        wide = rects["result"]
        if self.row.kind != "number" or self.row.state == "notdone":
            wide = wide.united(rects["unit"])
            if self.row.kind in IN_WORDS and not self.row.reference and not self.row.previous:
                wide = wide.united(rects["reference"])
            if self.row.kind == "table":
                wide = wide.united(rects["change"])
        place = QRect(wide.x(), (ROW - FIELD) // 2, wide.width(), FIELD)
        if place != self.field.geometry():
            self.field.setGeometry(place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the field in its column."""
        self.place()
        super().resizeEvent(event)

    def tip_at(self, place: QPoint) -> str:
        """Tooltips by column: the other language's label, the source of the interval."""
        if self.row is None:
            return ""
        rects = self._columns.rects(self.width(), self.height())
        if rects["label"].contains(place):
            return _both(self._look, self.row.label, self.row.hint)
        if rects["reference"].contains(place) and self.row.reference_note is not None:
            return self._look.text(self.row.reference_note)
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Label, unit, flag, interval, previous value with its day, change."""
        row = self.row
        if row is None:
            return
        painter = QPainter(self)
        rects = self._columns.rects(self.width(), self.height())
        tokens = self._look.tokens
        normal = row.flag == "" and row.state in ("filled", "notdone", "readonly") and row.trend != "worse"
        ink = tokens.text_3 if not row.applies else tokens.text_2 if normal else tokens.text
        write(painter, rects["label"], self._look.text(row.label), ink)
        if row.unconfirmed:
            _dot(painter, rects["label"], self._look.text(row.label), tokens.text_3)
        if row.kind == "number" and row.state != "notdone":
            write(painter, rects["unit"].adjusted(0, 0, 6, 0), row.unit, tokens.text_3, size=fonts.HINT)
        flag = flag_of(row.flag)
        if row.state == "notdone":
            write(painter, rects["flag"], "\N{EM DASH}", tokens.text_3)
        paint_flag(painter, QRectF(rects["flag"]), flag, tokens, flag_word(flag))
        write(painter, rects["reference"], row.reference, tokens.text_3, align=RIGHT)
        if row.reference_unconfirmed:
            _dot(painter, rects["reference"], row.reference, tokens.text_3, align=RIGHT)
        if row.answer_doubt is not None:
            place = self.field.geometry()
            wide = min(self.field.fontMetrics().horizontalAdvance(self.field.text()), place.width() - 2 * INSET)
            dots(painter, place.x() + INSET, place.bottom() + 1, wide, tokens.text_3)
        before = rects["previous"]
        if not row.reference:
            free = row.flag == "" and row.state != "notdone"
            before = before.united(rects["flag" if free else "reference"])
        write(painter, before.adjusted(0, 0, -DAY, 0), row.previous, tokens.text_2, align=RIGHT)
        write(painter, before, row.previous_day, tokens.text_3, size=fonts.KEY, align=RIGHT)
        self._paint_change(painter, rects["change"], row)
        painter.end()

    def _paint_change(self, painter: QPainter, rect: QRect, row: ItemRow) -> None:
        tokens = self._look.tokens
        # A change that is too long for its edge runs on: cut off it would be another number.
        painter.setFont(fonts.font(fonts.BODY))
        room = max(DAY, painter.fontMetrics().horizontalAdvance(row.change) + 2)
        write(painter, QRect(rect.x(), rect.y(), room, rect.height()), row.change, tokens.text_2, align=RIGHT)
        words = QRect(rect.x() + room + 6, rect.y(), max(0, rect.width() - room - 6), rect.height())
        if row.trend == "better":
            write(painter, words, self.tr("better"), tokens.accent, size=fonts.HINT)
        elif row.trend == "worse":
            write(painter, words, self.tr("worse"), tokens.amber, size=fonts.HINT, bold=True)


class RowsBody(QWidget):
    """Holds the rows, and shows their tips: Qt hands a tip on to whoever holds what has none. A row that heard every
    event for its tip would cost a tenth of the time in which a form opens.
    """

    def event(self, event: QEvent) -> bool:
        """The tip of the line under the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            line = self.childAt(event.pos())
            words = line.tip_at(line.mapFrom(self, event.pos())) if isinstance(line, RowLine) else ""
            QToolTip.showText(event.globalPos(), words, self)
            return True
        return super().event(event)


def _field_of(kind: FieldKind) -> ResultField:
    match kind:
        case "table":
            return TableField()
        case "lookup":
            return LookupField()
    return ResultField(kind)


def _both(look: Look, label: Text, hint: Text | None) -> str:
    words = f"{look.text(label)}\n{look.language.other(label)}"
    return f"{words}\n{look.text(hint)}" if hint is not None else words


def _dot(painter: QPainter, rect: QRect, text: str, colour: str, *, align: int = LEFT) -> None:
    """Dots under a cell that `write` has just written: nobody has confirmed what it says."""
    metrics = painter.fontMetrics()
    wide = min(metrics.horizontalAdvance(text), rect.width())
    left = rect.x() if align == LEFT else rect.right() + 1 - wide
    dots(painter, left, rect.center().y() + metrics.height() // 2, wide, colour)


def dots(painter: QPainter, left: int, y: int, wide: int, colour: str) -> None:
    """The dotted line that marks what is unconfirmed."""
    if wide > 0:
        painter.setPen(QPen(QColor(colour), 1, Qt.PenStyle.DotLine))
        painter.drawLine(left, y, left + wide, y)


class ItemRowWidget(QFrame):
    """The line and its strips, on the row's ground: focus tint, critical tint with a bar at the left."""

    strips_changed = Signal()

    def __init__(self, look: Look, columns: Columns, row: ItemRow) -> None:
        super().__init__()
        self._look = look
        self.key = row.key
        self.kind = row.kind
        self.field = _field_of(row.kind)
        self._line = RowLine(look, columns, self.field)
        self.strips = StripBox(look, columns, row.key)
        self._seen: ItemRow | None = None
        self._asked: ItemRow | None = None
        self._painted: object = None
        self.field.left.connect(self._remember)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._line)
        column.addWidget(self.strips)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_row(row)

    def sizeHint(self) -> QSize:
        """As high as the line and what stands below it."""
        return QSize(600, ROW + (self.strips.sizeHint().height() if self.strips.used else 0))

    def show_row(self, row: ItemRow) -> None:
        """Show the row's new state; its field only where nobody types and no answer is awaited."""
        self._line.row = row
        # Between two values one decides with a reason, on the page for it; a text begun before stays the author's.
        closed = row.state == "readonly" or (row.state == "conflict" and not self.field.dirty)
        self.field.setReadOnly(closed or row.kind == "table")
        self.field.setFocusPolicy(Qt.FocusPolicy.StrongFocus if row.applies else Qt.FocusPolicy.ClickFocus)
        self.field.align(words=row.kind != "number" or row.state == "notdone")
        if isinstance(self.field, TableField):
            self.field.offer_choosing(self._look, row.chooses)
        if row.kind in ("choice", "multichoice", "lookup"):
            self.field.set_choices(row.choices, self._look.language.code)
        self.field.show_text(field_text(row, self._look), answered=row != self._asked)
        if not self.field.waiting:
            self._asked = None
        self._style(row)
        self._name(row)
        if self.strips.show_strips(row.strips):
            self.updateGeometry()
            self.strips_changed.emit()
        self.field.setToolTip(self._look.text(row.answer_doubt) if row.answer_doubt is not None else "")
        self._line.place()
        self._seen = row
        # Each value that is saved shows the whole form again; only what is said anew is painted anew.
        painted = (row, self._look.language.code, self._look.theme.name)
        if painted != self._painted:
            self._painted = painted
            self._line.update()
            self.update()

    @property
    def stops(self) -> bool:
        """True when the keyboard stops here on its way through the form."""
        return self.kind == "table" or (self.row.applies and not self.field.isReadOnly())

    @property
    def row(self) -> ItemRow:
        """The state that is shown."""
        if self._seen is None:
            raise RuntimeError("a row is shown before it is asked for")
        return self._seen

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of the row."""
        tokens = self._look.tokens
        painter = QPainter(self)
        if self._loud():
            painter.fillRect(self.rect(), QColor(tokens.red_soft))
            painter.fillRect(0, 0, 3, self.height(), QColor(tokens.red))
        elif self.field.hasFocus():
            painter.fillRect(QRect(0, 0, self.width(), ROW), QColor(tokens.accent_soft))
        painter.end()

    def _loud(self) -> bool:
        return any(isinstance(strip, Critical) and strip.acknowledged is None for strip in self.row.strips)

    def _remember(self, _typed: str) -> None:
        self._asked = self._seen

    def _style(self, row: ItemRow) -> None:
        stands, heavy = standing(row), row.flag != ""
        if self.field.property("stands") != stands or self.field.property("heavy") != heavy:
            self.field.setProperty("stands", stands)
            self.field.setProperty("heavy", heavy)
            repolish(self.field)

    def _name(self, row: ItemRow) -> None:
        """What a screen reader says: label, unit; then flag, interval and previous value."""
        self.field.setAccessibleName(f"{self._look.text(row.label)} {row.unit}".strip())
        parts = [flag_name(flag_of(row.flag))]
        if row.unconfirmed:
            parts.append(self.tr("unconfirmed"))
        if row.answer_doubt is not None:
            parts.append(self.tr("answer unconfirmed"))
        if row.reference:
            words = self.tr("reference %1, unconfirmed") if row.reference_unconfirmed else self.tr("reference %1")
            parts.append(fill(words, row.reference))
        if row.previous:
            parts.append(fill(self.tr("previous %1"), f"{row.previous} {row.previous_day}".strip()))
        self.field.setAccessibleDescription(", ".join(part for part in parts if part))
