"""One line under the text for a mistake that one press mends: a field with a name nobody has."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.parts import Button, ElidedLabel, IconLabel
from composer.gui.writing.tag_words import spoken_name
from composer.i18n import _, place

UNKNOWN = "template.unknown_field"


class ProblemLine(QWidget):
    """Says which field is unknown and offers the name that was probably meant.

    Signals:
        rename_wanted(str, str): use the second name in place of the first.
        place_wanted(Finding): show where it is.
    """

    rename_wanted = Signal(str, str)
    place_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._finding: Finding | None = None
        self.words = ElidedLabel()
        self.use = Button("", pressed=self._use)
        self.place = Button(_("Show"), kind="quiet", pressed=self._show)
        inner = QHBoxLayout(self)
        inner.setContentsMargins(16, 6, 8, 6)
        inner.setSpacing(8)
        inner.addWidget(IconLabel("octagon-x", "danger"))
        inner.addWidget(self.words, 1)
        inner.addWidget(self.use)
        inner.addWidget(self.place)
        self.setAccessibleName(_("A field that nobody has"))
        self.hide()

    def show_findings(self, findings: tuple[Finding, ...]) -> None:
        """Show the first unknown field of the text, or nothing."""
        self._finding = next((item for item in findings if item.code == UNKNOWN), None)
        self.setVisible(self._finding is not None)
        if self._finding is None:
            return
        old, near = self._names
        self.words.show_text(place(_("No column is called “{field}”."), field=spoken_name(old)))
        self.use.setText(place(_("Use {field}"), field=near))

    @property
    def _names(self) -> tuple[str, str]:
        values = dict(self._finding.values) if self._finding else {}
        return str(values.get("field", "")), str(values.get("near", ""))

    def _use(self) -> None:
        if self._finding is not None:
            self.rename_wanted.emit(*self._names)

    def _show(self) -> None:
        if self._finding is not None:
            self.place_wanted.emit(self._finding)
