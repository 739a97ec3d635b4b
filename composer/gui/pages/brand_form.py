"""The fields of the brand: name, colour, logo, postal address, website; nothing is saved here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QImage,
    QPainter,
    QPixmap,
)
from PySide6.QtWidgets import QColorDialog, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget
from PySide6.QtWidgets import QVBoxLayout as Column

from composer.findings import Finding
from composer.folder.brand_file import LOGO_ENDINGS, MIN_CONTRAST, contrast_with_white
from composer.gui.background import Task
from composer.gui.numbers import decimal
from composer.gui.parts import Button, Card, label, row, set_tone
from composer.gui.session import Session
from composer.gui.writing.panels.fields import Explained, Field, Problems
from composer.gui.writing.panels.files_chosen import read_chosen
from composer.gui.writing.panels.picture_intake import thumbnail
from composer.gui.writing.panels.size_words import size_words
from composer.gui.writing.picture_scaling import (
    LOGO_SIDE,
    MOST_BYTES,
    ScaledPicture,
    scale_picture,
)
from composer.i18n import _, place
from composer.model.message import Brand

ADDRESS_LINES = 3
LOGO_MARGIN = 8
Logo = tuple[str, bytes]


class BrandForm(QWidget):
    """All fields, one below the other.

    Signals:
        changed(): something else stands in a field.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.name = Field(
            _("Name"), _("Stands at the head of a message where there is no logo, and at its foot.")
        )
        self.colour = ColourField()
        self.logo = LogoField(session)
        self.address = AddressField()
        self.website = Field(
            _("Website"), _("The logo leads there. It begins with https://."), is_address=True
        )
        self.website.edit.setPlaceholderText("https://example.com")
        column = Column(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        for part in (self.name, self.logo, self.colour, self.address, self.website):
            column.addWidget(part)
        column.addStretch(1)
        for edit in (self.name.edit, self.website.edit, self.colour.edit):
            edit.textChanged.connect(lambda _text: self.changed.emit())
        self.address.edit.textChanged.connect(self.changed)
        self.logo.changed.connect(self.changed)

    @property
    def brand(self) -> Brand:
        """What stands in the fields; the logo comes beside it."""
        return Brand(
            name=self.name.edit.text().strip(),
            colour=self.colour.edit.text().strip().lower(),
            address=self.address.edit.toPlainText().strip(),
            website=self.website.edit.text().strip(),
        )

    def show_brand(self, brand: Brand, logo: Logo | None) -> None:
        """Fill the fields."""
        self.name.show_value(brand.name)
        self.colour.edit.setText(brand.colour)
        self.logo.show_logo(logo)
        self.address.edit.setPlainText(brand.address)
        self.website.show_value(brand.website)

    def show_problems(self, findings: Iterable[Finding]) -> None:
        """Say under each field what is wrong with it."""
        by_key: dict[str, list[Finding]] = {}
        for item in findings:
            by_key.setdefault(str(item.place_of("key") or ""), []).append(item)
        self.name.show_problems(by_key.get("name", []))
        self.website.show_problems(by_key.get("website", []))
        self.address.problems.show_findings(by_key.get("address", []))
        blocks = self.colour.problems.show_findings(by_key.get("colour", []))
        set_tone(self.colour.edit, "error" if blocks else "", name="state")

    def set_read_only(self, *, read_only: bool) -> None:
        """Show the brand without offering to change it."""
        for edit in (self.name.edit, self.website.edit, self.colour.edit):
            edit.setReadOnly(read_only)
        self.address.edit.setReadOnly(read_only)
        self.colour.pick.setVisible(not read_only)
        self.logo.set_read_only(read_only=read_only)


class ColourField(QWidget):
    """A colour as six digits or from the system's picker, and how white letters look on it."""

    def __init__(self) -> None:
        super().__init__()
        name = Explained(
            _("Colour"), _("Buttons, links and rules have it; the letters on buttons are white.")
        )
        self.edit = QLineEdit()
        self.edit.setAccessibleName(_("Colour"))
        self.edit.setPlaceholderText("#2B5BC7")
        self.edit.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.edit.setMaximumWidth(160)
        self.swatch = QLabel()
        self.swatch.setFixedSize(32, 32)
        self.pick = Button(_("Choose…"), icon="palette", pressed=self._pick)
        self.contrast = label(role="caption", wraps=True)
        self.problems = Problems()
        line = row(self.swatch, self.edit, self.pick)
        line.addStretch(1)
        column = Column(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(name)
        column.addLayout(line)
        column.addWidget(self.contrast)
        column.addWidget(self.problems)
        self.edit.textChanged.connect(lambda _text: self._show())
        self._show()

    def _show(self) -> None:
        text = self.edit.text().strip()
        colour = QColor(text) if len(text) == 7 and text.startswith("#") else QColor()
        self.swatch.setVisible(colour.isValid())
        self.contrast.setVisible(colour.isValid())
        if not colour.isValid():
            return
        drawn = QPixmap(32, 32)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(drawn.rect(), 6, 6)
        painter.end()
        self.swatch.setPixmap(drawn)
        ratio = contrast_with_white(text)
        words = (
            _("White letters on it have a contrast of {ratio}: easy to read.")
            if ratio >= MIN_CONTRAST
            else _("White letters on it have a contrast of {ratio}; {least} is the least.")
        )
        self.contrast.setText(place(words, ratio=decimal(ratio, 1), least=decimal(MIN_CONTRAST, 1)))

    def _pick(self) -> None:
        dialog = QColorDialog(QColor(self.edit.text()), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Choose the colour"))
        dialog.colorSelected.connect(lambda colour: self.edit.setText(colour.name()))
        dialog.open()


class AddressField(QWidget):
    """The postal address, line by line as on an envelope."""

    def __init__(self) -> None:
        super().__init__()
        name = Explained(
            _("Postal address"),
            _("Stands at the foot of each message. Marketing without it is against the law."),
        )
        self.edit = QPlainTextEdit()
        self.edit.setAccessibleName(_("Postal address"))
        self.edit.setTabChangesFocus(True)
        self.edit.setPlaceholderText(_("Example Exchange\nRing 1\n1010 Vienna"))
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * ADDRESS_LINES + 28)
        self.problems = Problems()
        column = Column(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (name, self.edit, self.problems):
            column.addWidget(part)


class LogoField(QWidget):
    """The logo: chosen or dropped, scaled on another thread.

    Signals:
        changed(): another logo, or none.
    """

    changed = Signal()

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._read_only = False
        self.value: Logo | None = None
        self.setAcceptDrops(True)
        name = Explained(_("Logo"), _("Stands at the head of a message and leads to the website."))
        self.frame = Card(kind="drop")
        self.picture = QLabel()
        self.words = label(role="caption", wraps=True)
        self.choose = Button(_("Choose a logo…"), icon="image", pressed=self._choose)
        self.remove = Button(_("No logo"), kind="quiet", pressed=lambda: self._set(None))
        self.problems = Problems()
        buttons = row(self.choose, self.remove)
        buttons.addStretch(1)
        self.frame.body.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignLeading)
        self.frame.body.addWidget(self.words)
        self.frame.body.addLayout(buttons)
        column = Column(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (name, self.frame, self.problems):
            column.addWidget(part)
        self.show_logo(None)

    def show_logo(self, logo: Logo | None, *, words: str = "") -> None:
        """Show a logo, or what to do while there is none."""
        self.value = logo
        self.picture.setVisible(logo is not None)
        self.remove.setVisible(logo is not None and not self._read_only)
        if logo is None:
            self.words.setText(_("Drop a PNG, JPEG or GIF here."))
            return
        self.picture.setPixmap(_on_white(thumbnail(logo[1])))
        self.picture.setAccessibleName(_("Logo"))
        self.words.setText(words or size_words(len(logo[1])))

    def take(self, file: Path) -> None:
        """Read and scale a logo."""

        def scale(_task: Task) -> ScaledPicture:
            content = read_chosen(file, most_bytes=MOST_BYTES)
            return scale_picture(file.name, content, longest=LOGO_SIDE)

        self._session.ask(scale, owner=self, then=self._scaled, otherwise=self._refused)

    def set_read_only(self, *, read_only: bool) -> None:
        """Show it without offering to change it."""
        self._read_only = read_only
        self.choose.setVisible(not read_only)
        self.remove.setVisible(self.value is not None and not read_only)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile() and not self._read_only:
            event.acceptProposedAction()
            set_tone(self.frame, "true", name="over")

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        """Look as before."""
        set_tone(self.frame, "false", name="over")

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the logo."""
        set_tone(self.frame, "false", name="over")
        self.take(Path(event.mimeData().urls()[0].toLocalFile()))

    def _choose(self) -> None:
        kinds = " ".join(f"*{ending}" for ending in LOGO_ENDINGS)
        dialog = QFileDialog(self, _("Choose a logo"), "", f"{_('Pictures')} ({kinds})")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.take(Path(path)))
        dialog.open()

    def _scaled(self, scaled: ScaledPicture) -> None:
        before, after = size_words(scaled.bytes_before), size_words(len(scaled.content))
        words = place(_("{before} became {after}."), before=before, after=after)
        self._set((scaled.name, scaled.content), words=words if scaled.is_smaller else "")

    def _set(self, logo: Logo | None, *, words: str = "") -> None:
        self.problems.show_findings(())
        self.show_logo(logo, words=words)
        self.changed.emit()

    def _refused(self, error: Exception) -> None:
        findings = getattr(error, "findings", ())
        if not findings:
            self._session.failed.emit(error)
        elif self.problems.show_findings(findings):
            self._session.announce(self.problems.text, assertive=True)


def _on_white(picture: QImage) -> QPixmap:
    """Show a logo as messages do: on white, so that dark letters are seen in the dark too."""
    drawn = QPixmap(picture.width() + 2 * LOGO_MARGIN, picture.height() + 2 * LOGO_MARGIN)
    drawn.fill(Qt.GlobalColor.white)
    painter = QPainter(drawn)
    painter.drawImage(LOGO_MARGIN, LOGO_MARGIN, picture)
    painter.end()
    return drawn
