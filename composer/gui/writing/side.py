"""What stands beside the text: the preview, and one panel at a time in its place or beside it.

The row of page tools chooses. Where there is room for both (a wide screen) a panel opens beside the
preview; elsewhere it takes its place, and closing it brings the preview back. Panels are made when
they are first opened.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from composer.gui.live_preview import LivePreview
from composer.gui.parts import Button, icon_button, label
from composer.gui.session import Session
from composer.gui.writing.panels.panel import WritePanel
from composer.i18n import _
from composer.model.overview import CampaignContent
from composer.model.writing import MessageDraft

BESIDE_FROM = 860
PANEL_LEAST = 300
ICON_ROOM = 44
TOLD = "told"
_WRITTEN_IN = (QLineEdit, QPlainTextEdit, QTextEdit)


class PanelFrame(QFrame):
    """A panel's place: its name, a way to close it, and the panel in a scroll area.

    Signals:
        close_wanted(): the cross, or Esc.
    """

    close_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(PANEL_LEAST)
        self.title = label(role="section")
        self.cross = icon_button("x", _("Close (Esc)"), pressed=self.close_wanted.emit)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.ground = QWidget()
        self.ground.setObjectName("panels")
        self._column = QVBoxLayout(self.ground)
        self._column.setContentsMargins(0, 0, 8, 8)
        self.area.setWidget(self.ground)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.cross)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(head)
        inner.addWidget(self.area, 1)
        program = QApplication.instance()
        assert isinstance(program, QApplication)
        program.focusChanged.connect(self._watch)
        self.hide()

    def add(self, panel: WritePanel) -> None:
        """Give a panel its place."""
        self._column.addWidget(panel)
        panel.setAccessibleName(_(panel.title))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave Ctrl+Z to the page, unless a line holds letters that it has not told yet."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            redo = event.matches(QKeySequence.StandardKey.Redo)
            if redo or event.matches(QKeySequence.StandardKey.Undo):
                is_own = isinstance(watched, QLineEdit) and self._is_own(watched, redo=redo)
                event.setAccepted(is_own)
                return not is_own
        elif event.type() == QEvent.Type.FocusIn and isinstance(watched, QLineEdit):
            watched.setProperty(TOLD, watched.text())
        return super().eventFilter(watched, event)

    @Slot()
    def _watch(self) -> None:
        """Look after a field from its first focus on: rows come later than their panel.

        It asks who has the focus now, and takes neither widget that Qt tells of: one of them may be
        in the midst of its end. What a line told last is kept with the line, and goes with it.
        """
        now = QApplication.focusWidget()
        if not isinstance(now, _WRITTEN_IN) or not self.ground.isAncestorOf(now):
            return
        now.installEventFilter(self)
        if isinstance(now, QLineEdit) and now.property(TOLD) is None:
            now.setProperty(TOLD, now.text())
            now.editingFinished.connect(self._note)

    @Slot()
    def _note(self) -> None:
        line = self.sender()
        if isinstance(line, QLineEdit):
            line.setProperty(TOLD, line.text())

    def _is_own(self, line: QLineEdit, *, redo: bool) -> bool:
        if redo:
            return line.isRedoAvailable()
        return line.isUndoAvailable() and line.text() != line.property(TOLD)

    def show_panel(self, panel: WritePanel) -> None:
        """Show this one of those that have their place here."""
        self.title.setText(_(panel.title))
        self.setAccessibleName(_(panel.title))
        for number in range(self._column.count()):
            item = self._column.itemAt(number)
            other = item.widget() if item is not None else None
            if other is not None:
                other.setVisible(other is panel)
        self.area.verticalScrollBar().setValue(0)
        self.show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_wanted.emit()
        else:
            super().keyPressEvent(event)


class WriteSide(QWidget):
    """Preview and panels.

    Signals:
        panel_made(WritePanel): a panel was opened for the first time.
        panel_shown(WritePanel): a panel is to show the message as it stands.
        closed(): no panel is open any more.
    """

    panel_made = Signal(object)
    panel_shown = Signal(object)
    closed = Signal()

    def __init__(
        self, session: Session, preview: LivePreview, kinds: Sequence[type[WritePanel]]
    ) -> None:
        super().__init__()
        self._session = session
        self.preview = preview
        self._kinds = tuple(kinds)
        self._made: dict[type[WritePanel], WritePanel] = {}
        self.open_panel: WritePanel | None = None
        self.frame = PanelFrame()
        self.tools = PageTools(self._kinds)
        self._halves = QHBoxLayout(self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(24)
        self._halves.addWidget(self.frame, 1)
        self._halves.addWidget(preview, 1)
        self.tools.chosen.connect(self._choose)
        self.frame.close_wanted.connect(self.close_panel)

    def show_panel(self, kind: type[WritePanel]) -> WritePanel:
        """Open a panel, made now if this is the first time."""
        panel = self._made.get(kind)
        if panel is None:
            panel = self._made[kind] = kind(self._session)
            self.frame.add(panel)
            self.panel_made.emit(panel)
        self.open_panel = panel
        self.frame.show_panel(panel)
        self.tools.show_open(kind)
        self._arrange()
        self.panel_shown.emit(panel)
        return panel

    def close_panel(self) -> None:
        """Show the preview alone."""
        self.open_panel = None
        self.frame.hide()
        self.tools.show_open(None)
        self._arrange()
        self.closed.emit()

    def show_state(self, content: CampaignContent, draft: MessageDraft) -> None:
        """Show the open panel the message as it stands."""
        if self.open_panel is not None:
            self.open_panel.show_state(content, draft)

    def finish(self) -> None:
        """Have the open panel tell what somebody is still writing there."""
        panel = self.open_panel
        if panel is None:
            return
        line = panel.focusWidget()
        if isinstance(line, QLineEdit):
            line.editingFinished.emit()
        panel.finish()

    def set_read_only(self, *, read_only: bool) -> None:
        """Let panels only be looked at."""
        for panel in self._made.values():
            panel.set_read_only(read_only)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put a panel beside the preview or in its place."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        has_panel = self.open_panel is not None
        beside = self.width() >= BESIDE_FROM
        self.preview.setVisible(beside or not has_panel)
        most = self.open_panel.most_width if self.open_panel is not None else WritePanel.most_width
        self.frame.setMaximumWidth(most if beside else 16_777_215)
        self._halves.setStretch(0, most)
        self._halves.setStretch(1, WritePanel.most_width)

    def _choose(self, kind: object) -> None:
        if kind is None or (self.open_panel is not None and type(self.open_panel) is kind):
            self.close_panel()
            return
        panel = self.show_panel(kind)  # type: ignore[arg-type]  # one of ours
        panel.setFocus(Qt.FocusReason.OtherFocusReason)


class PageTools(QWidget):
    """The row of page tools: a button for the preview and one for each panel.

    Signals:
        chosen(type[WritePanel] | None): that panel, or the preview alone.
    """

    chosen = Signal(object)

    def __init__(self, kinds: Sequence[type[WritePanel]]) -> None:
        super().__init__()
        self._buttons: dict[type[WritePanel] | None, Button] = {}
        inner = QHBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        self._add(None, _("Preview"), "eye", inner)
        for kind in kinds:
            self._add(kind, _(kind.title), kind.icon, inner)
        self.show_open(None)

    def button(self, kind: type[WritePanel] | None) -> Button:
        """Give the button of a panel, or of the preview."""
        return self._buttons[kind]

    def words_width(self) -> int:
        """Give the room that all words need."""
        metrics = self.fontMetrics()
        names = (button.accessibleName() for button in self._buttons.values())
        return sum(metrics.horizontalAdvance(name) + ICON_ROOM for name in names)

    def show_words(self, *, shown: bool) -> None:
        """Show names beside the icons, or the icons alone."""
        for button in self._buttons.values():
            text = button.accessibleName() if shown else ""
            if button.text() != text:
                button.setText(text)

    def show_open(self, kind: type[WritePanel] | None) -> None:
        """Mark what is open."""
        for name, button in self._buttons.items():
            button.setChecked(name is kind)

    def _add(self, kind: type[WritePanel] | None, name: str, icon: str, inner: QHBoxLayout) -> None:
        button = Button(name, kind="quiet", icon=icon, checkable=True)
        button.setAccessibleName(name)
        button.setToolTip(name)
        button.clicked.connect(lambda _checked=False: self.chosen.emit(kind))
        self._buttons[kind] = button
        inner.addWidget(button)
