"""The messages of a test as a list: kind, mailbox, and whether what arrived is equal."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt

from composer.gui import icons, theme
from composer.gui.kind_bar import kind_words
from composer.i18n import N_, _, isolate_ltr, place
from composer.model.check_summary import Variant
from composer.model.overview import ReceiptState

AnyIndex = QModelIndex | QPersistentModelIndex
LEAST_WIDTH = 120  # a list grows its rows to its own width; more would need scrolling

STATE_LOOKS = {
    "equal": ("circle-check", "done"),
    "different": ("octagon-x", "danger"),
    "missing": ("hourglass", "look"),
    "attested": ("user-check", "look"),
}
_STATE_WORDS = {
    "equal": N_("equal"),
    "different": N_("different"),
    "missing": N_("not arrived yet"),
    "attested": N_("seen by a person, not compared"),
}
_ORDER = {"different": 0, "missing": 1, "attested": 2, "equal": 3}


def state_word(state: str) -> str:
    """Say a message's state."""
    return _(_STATE_WORDS.get(state, state))


class TestMessagesModel(QAbstractListModel):
    """One row per message, what needs a look first."""

    __test__ = False  # not a pytest class

    def __init__(self) -> None:
        super().__init__()
        self.receipts: tuple[ReceiptState, ...] = ()
        self._kinds: dict[str, Variant] = {}

    def replace(self, receipts: Sequence[ReceiptState], kinds: Sequence[Variant]) -> None:
        """Show other messages; nothing is drawn anew when they are the same."""
        ordered = tuple(sorted(receipts, key=lambda line: (_ORDER.get(line.state, 0), line.slot)))
        by_id = {str(kind.recipient_id): kind for kind in kinds}
        if ordered == self.receipts and by_id == self._kinds:
            return
        self.beginResetModel()
        self.receipts, self._kinds = ordered, by_id
        self.endResetModel()

    def rowCount(self, parent: AnyIndex | None = None) -> int:
        """Count the messages."""
        return 0 if parent is not None and parent.isValid() else len(self.receipts)

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give the kind in words, the state as a shape, and all of it for a screen reader."""
        if not index.isValid():
            return None
        receipt = self.receipts[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.words(receipt)
            case Qt.ItemDataRole.SizeHintRole:
                return QSize(LEAST_WIDTH, theme.scaled_font().pointSize() * 3)
            case Qt.ItemDataRole.DecorationRole:
                return icons.icon(*STATE_LOOKS.get(receipt.state, STATE_LOOKS["missing"]))
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                words = _("{kind}, to {seed}, {state}")
                return place(
                    words,
                    kind=self.words(receipt),
                    seed=isolate_ltr(receipt.seed),
                    state=state_word(receipt.state),
                )
        return None

    def words(self, receipt: ReceiptState) -> str:
        """Say which kind of message it is."""
        kind = self._kinds.get(str(receipt.recipient_id))
        if kind is None:
            return isolate_ltr(receipt.recipient)
        return kind_words(kind)
