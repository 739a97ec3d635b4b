"""One person beside the list: address, what they may do, and a line for each of their computers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from composer.gui.pages.scrolling import scrolled
from composer.gui.parts import Button, Card, ElidedLabel, IconLabel, label, row, rule
from composer.gui.people.people_model import language_words, role_words
from composer.gui.times import full_moment
from composer.gui.writing.popover import Popover
from composer.i18n import _, isolate, isolate_ltr, place
from composer.model.overview import PersonHere
from composer.model.person import DeviceKey

KEY_SHOWN = 8


class PersonDetail(Card):
    """The pane.

    Signals:
        revoke_wanted(str, str, str): address, key ("" is all of them), reason.
    """

    revoke_wanted = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.line: PersonHere | None = None
        self.name = label(role="section", wraps=True)
        self.address = ElidedLabel(middle=True)
        self.may = label(wraps=True)
        self.reads = label(role="muted", wraps=True)
        self.keys = QVBoxLayout()
        self.keys.setSpacing(8)
        self.revoke_all = Button(_("Revoke all keys…"), kind="delete", pressed=self._ask_all)
        self.revoking = RevokeSheet(self)
        ground = QWidget()
        lines = QVBoxLayout(ground)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(8)
        for widget in (self.name, self.address, self.may, self.reads, rule()):
            lines.addWidget(widget)
        lines.addWidget(label(_("Computers"), role="strong"))
        lines.addLayout(self.keys)
        lines.addStretch(1)
        self.body.addWidget(scrolled(ground), 1)
        self.body.addWidget(self.revoke_all, 0, Qt.AlignmentFlag.AlignLeading)
        self.revoking.wanted.connect(self._revoke)

    def show_person(self, line: PersonHere, *, may_change: bool) -> None:
        """Show somebody; only an owner sees the buttons that take keys away."""
        self.line = line
        person = line.person
        self.name.setText(isolate(person.name))
        self.address.show_text(isolate_ltr(person.email))
        self.may.setText(
            role_words(person) if person.is_active else _("Left: no key of theirs counts any more.")
        )
        self.reads.setText(place(_("Reads: {languages}"), languages=language_words(person)))
        while (item := self.keys.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        active = len(person.active_keys)
        for key in person.device_keys:
            is_here = line.has_key and key.public_key == line.key_here
            self.keys.addWidget(self._key_line(key, is_here=is_here, may=may_change and active > 1))
        self.revoke_all.setVisible(may_change and active > 0)

    def _key_line(self, key: DeviceKey, *, is_here: bool, may: bool) -> QWidget:
        line = QWidget()
        lines = QVBoxLayout(line)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        device = label(isolate(key.device or _("First computer")), wraps=True)
        fingerprint = label(
            place(_("Fingerprint {key}"), key=isolate_ltr(key.public_key[:KEY_SHOWN])),
            role="caption",
        )
        lines.addLayout(row(IconLabel("key-round", "muted"), device, stretch=1))
        lines.addWidget(fingerprint)
        if key.revoked_at is not None:
            words = place(
                _("Revoked {moment}: {reason}"),
                moment=full_moment(key.revoked_at),
                reason=isolate(key.reason),
            )
            lines.addWidget(label(words, role="caption", tone="danger", wraps=True))
        elif is_here:
            lines.addWidget(label(_("This computer"), role="caption", tone="done"))
        if may and key.revoked_at is None:
            button = Button(_("Revoke this key…"), kind="link")
            button.clicked.connect(lambda: self._ask(key.public_key, button))
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        return line

    def _ask_all(self) -> None:
        self._ask("", self.revoke_all)

    def _ask(self, key: str, where: QWidget) -> None:
        if self.line is not None:
            self.revoking.ask(self.line.person.name, key, where)

    def _revoke(self, key: str, reason: str) -> None:
        if self.line is not None:
            self.revoke_wanted.emit(self.line.person.email, key, reason)


class RevokeSheet(Popover):
    """Asks why a key counts no more.

    Signals:
        wanted(str, str): key ("" is all of them) and reason.
    """

    wanted = Signal(str, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, title=_("Revoke"), act=_("Revoke"))
        self._key = ""
        self.what = label(role="muted", wraps=True)
        self.why = QLineEdit()
        self.form.addWidget(self.what)
        self.add_line(_("Reason: lost, left the team …"), self.why)

    def ask(self, name: str, key: str, where: QWidget) -> None:
        """Open below a widget."""
        self._key = key
        words = (
            _("This key of {name} signs nothing any more, and what it approved counts no longer.")
            if key
            else _("{name} signs nothing any more, and what they approved counts no longer.")
        )
        self.what.setText(place(words, name=name))
        self.why.clear()
        self.open_at(where, first=self.why, back=where)

    def problem(self) -> str:
        """Say that a reason is needed."""
        return "" if self.why.text().strip() else _("Write the reason; it stands in the list.")

    def accept(self) -> None:
        """Revoke."""
        self.wanted.emit(self._key, self.why.text().strip())
