"""One file or column in the panel "Pictures and files": what it is and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from composer.gui import icons
from composer.gui.parts import Button, ElidedLabel, icon_button, label
from composer.i18n import _, place

SIDE = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class RowFacts:
    """What a row shows; `tone` colours the caption where something is to be done.

    `action_name` is what a screen reader says for the button `action`: with the file's name.
    """

    key: str
    name: str
    caption: str
    icon: str
    tone: str = ""
    action: str = ""
    action_name: str = ""
    removable: bool = False


class FileRow(QWidget):
    """A row; it is told what to do when its buttons are pressed."""

    def __init__(
        self, facts: RowFacts, *, act: Callable[[str], None], remove: Callable[[str], None]
    ) -> None:
        super().__init__()
        self.facts = facts
        self._picture = QLabel()
        self._picture.setFixedSize(SIDE, SIDE)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.draw(None)
        name = ElidedLabel(facts.name, role="strong", middle=True)
        caption = label(facts.caption, role="caption", wraps=True, tone=facts.tone)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(caption)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(8)
        line.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.action = Button(facts.action, kind="quiet", pressed=lambda: act(facts.key))
        self.action.setVisible(bool(facts.action))
        self.action.setAccessibleName(facts.action_name)
        self.remove = icon_button(
            "trash-2",
            place(_("Remove {name}"), name=facts.name),
            pressed=lambda: remove(facts.key),
        )
        self.remove.setVisible(facts.removable)
        line.addWidget(self.action)
        line.addWidget(self.remove)
        self.setAccessibleName(facts.name)
        self.setAccessibleDescription(facts.caption)

    def set_read_only(self, *, read_only: bool) -> None:
        """Offer nothing while the message may not change."""
        self.action.setVisible(bool(self.facts.action) and not read_only)
        self.remove.setVisible(self.facts.removable and not read_only)

    def draw(self, thumbnail: QImage | None) -> None:
        """Show the picture itself, or what kind of file it is."""
        if thumbnail is None or thumbnail.isNull():
            self._picture.setPixmap(icons.pixmap(self.facts.icon, "muted", 24))
            return
        ratio = self.devicePixelRatio()
        shown = QPixmap.fromImage(thumbnail).scaled(
            QSize(SIDE, SIDE) * ratio,
            Qt.AspectRatioMode.KeepAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
        ground = QPixmap(shown.size())
        ground.fill(Qt.GlobalColor.white)  # as in a message: dark letters are seen in the dark too
        painter = QPainter(ground)
        painter.drawPixmap(0, 0, shown)
        painter.end()
        ground.setDevicePixelRatio(ratio)
        self._picture.setPixmap(ground)
