"""*About Composer*: which program this is, what is in it, and where its records lie."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from composer import __version__
from composer.gui import theme
from composer.gui.parts import Button, label
from composer.gui.session import Session
from composer.gui.sheets import Sheet
from composer.i18n import _, place
from composer.stages.program_notes import About, about_program

WIDTH, LIST_HEIGHT = 640, 180


def about_sheet(parent: QWidget, session: Session) -> Sheet:
    """Make the sheet; fingerprint and licences follow as soon as they are read."""
    sheet = Sheet(
        parent,
        title=place(_("Composer {version}"), version=__version__),
        text=_(
            "Composer fetches no newer version by itself. Before you install one, send what waits "
            "frozen: another program has to freeze, test and have it approved anew."
        ),
    )
    sheet.setMinimumWidth(WIDTH)
    sheet.setObjectName("about")
    source = _line(sheet, _("Source fingerprint"), "…")
    folder = str(session.workspace.path)
    _line(sheet, _("This workspace, with the records of every send"), folder)
    sheet.extra.addWidget(label(_("Works of others in it, with their licences:"), role="caption"))
    licences = QPlainTextEdit()
    licences.setReadOnly(True)
    licences.setFixedHeight(LIST_HEIGHT)
    licences.setAccessibleName(_("Licences"))
    sheet.extra.addWidget(licences)
    copy = Button(_("Copy"), kind="quiet", icon="copy")
    copy.setEnabled(False)

    def take(about: About) -> None:
        source.setText(about.fingerprint.source)
        source.setCursorPosition(0)
        lines = [f"{one.name} {one.version}: {one.licence}" for one in about.distributions]
        licences.setPlainText("\n".join(lines))
        copy.setEnabled(True)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(_copied(about)))

    session.ask(lambda _task: about_program(), owner=sheet, then=take)
    close = Button(_("Close"), pressed=sheet.accept)
    close.setDefault(True)
    sheet.buttons.insertWidget(0, copy)
    sheet.buttons.addWidget(close)
    close.setFocus()
    sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return sheet


def _line(sheet: Sheet, name: str, value: str) -> QLineEdit:
    """Add a value that can be marked and copied, under its name."""
    sheet.extra.addWidget(label(name, role="caption"))
    shown = QLineEdit(value)
    shown.setReadOnly(True)
    shown.setFont(theme.fixed_font())
    shown.setCursorPosition(0)
    shown.setAccessibleName(name)
    shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    sheet.extra.addWidget(shown)
    return shown


def _copied(about: About) -> str:
    """Give what a report of a fault needs, in no language."""
    told = about.fingerprint
    return f"Composer {told.version}\nsource {told.source}\ninstallation {told.installation}"
