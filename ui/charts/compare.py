"""The dialog in which other children are chosen, by code, to lie over one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.charts.state import Other
from ui.look import Look
from ui.widgets.labels import label

MOST = 5
"""So many more: with the first child six curves, each with a colour and a shape of its own."""


class CompareDialog(QDialog):
    """`chosen` carries the subjects, a tuple, in the order of the list."""

    chosen = Signal(tuple)

    def __init__(self, look: Look, others: tuple[Other, ...], compared: tuple[str, ...], parent: QWidget) -> None:
        super().__init__(parent)
        look.theme.wear(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Compare with"))
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Filter: code…"))
        self.search.setAccessibleName(self.tr("Filter the children by code"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._filter)
        self.children_list = QListWidget()
        self.children_list.setAccessibleName(self.tr("Children of this site"))
        for other in others:
            item = QListWidgetItem(f"{other.code}   {look.text(other.about)}")
            item.setData(Qt.ItemDataRole.UserRole, other.subject)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            on = other.subject in compared
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
            self.children_list.addItem(item)
        self.children_list.itemChanged.connect(lambda _item: self._count())
        self.said = label("", "hint", "text_2")
        self.buttons = QDialogButtonBox()
        self._take = self.buttons.addButton(self.tr("Compare"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for part in (self.search, self.children_list, self.said, self.buttons):
            column.addWidget(part)
        self.resize(380, 420)
        self._count()

    def subjects(self) -> tuple[str, ...]:
        """Who is ticked."""
        items = [self.children_list.item(row) for row in range(self.children_list.count())]
        return tuple(
            str(item.data(Qt.ItemDataRole.UserRole)) for item in items if item.checkState() is Qt.CheckState.Checked
        )

    def _filter(self, text: str) -> None:
        for row in range(self.children_list.count()):
            item = self.children_list.item(row)
            item.setHidden(text.strip().casefold() not in item.text().casefold())

    def _count(self) -> None:
        count = len(self.subjects())
        words = (
            self.tr("At most %1 more can be told apart")
            if count > MOST
            else self.tr("Chosen: %1. Without any the child stands alone")
        )
        self.said.setText(words.replace("%1", str(min(count, MOST))))
        self._take.setEnabled(count <= MOST)

    def _accept(self) -> None:
        self.chosen.emit(self.subjects())
        self.accept()
