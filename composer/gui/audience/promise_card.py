"""The audience contract as a card: how many are expected, by which rule, and who agreed.

It is written before a list is read and says at every moment whether the list keeps it. Editing
happens in place: Enter keeps what was written, Esc leaves everything as it was.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from composer.gui.audience.promise_words import (
    Promise,
    expected_words,
    read_number,
    read_share,
    share_words,
)
from composer.gui.numbers import number
from composer.gui.parts import (
    Button,
    Card,
    ElidedLabel,
    IconLabel,
    icon_button,
    label,
    row,
    set_margins,
    set_tone,
)
from composer.i18n import _, isolate, ngettext, place


class PromiseCard(Card):
    """Shows the promise, and lets it be written.

    Signals:
        kept(Promise, Promise): somebody wrote another one: as it was and as it is.
    """

    kept = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._promise = Promise()
        self._may_edit = True
        self.mark = IconLabel("circle-dashed", "muted", 20)
        self.words = label(role="strong", wraps=True)
        self.more = ElidedLabel(role="muted")
        self.change = icon_button("pencil-line", _("Change what you expect"), pressed=self.edit)
        self.shown = QWidget()
        self.form = QWidget()
        self.expected = QLineEdit()
        self.share = QLineEdit()
        self.rule = QLineEdit()
        self.agreed = QLineEdit()
        self.advice = label(role="caption", tone="danger", wraps=True)
        self.keep = Button(_("Keep this"), pressed=self._keep)
        self.stay = Button(_("Cancel"), kind="quiet", pressed=self.close_form)
        self._build()
        self.close_form()

    @property
    def is_open(self) -> bool:
        """Whether somebody is writing here."""
        return not self.form.isHidden()

    def show_promise(
        self, promise: Promise, *, count: int | None, later: int = 0, may_edit: bool
    ) -> None:
        """Show the promise beside the number of people there are; None: nothing was read yet.

        `later` more are written to by a linked campaign: they were promised with the others.
        """
        self._promise, self._may_edit = promise, may_edit
        self._say(count, later)
        rule = promise.rule or _("The rule for this list is not written down.")
        agreed = place(_("Agreed by {name}."), name=promise.agreed) if promise.agreed else ""
        self.more.show_text(" · ".join(part for part in (isolate(rule), agreed) if part))
        self.change.setVisible(may_edit and not self.is_open)
        if not may_edit and self.is_open:
            self.close_form()

    def edit(self) -> None:
        """Open the form with what stands there now."""
        promise = self._promise
        self.expected.setText(number(promise.expected) if promise.expected else "")
        self.share.setText(share_words(promise.tolerance))
        self.rule.setText(promise.rule)
        self.agreed.setText(promise.agreed)
        self._advise("")
        self.shown.setVisible(promise.expected is None)  # then it says why to write it
        self.change.hide()
        self.form.show()
        self.expected.setFocus(Qt.FocusReason.OtherFocusReason)
        self.expected.selectAll()

    def keep_written(self) -> bool:
        """Keep what stands in an open form; False: it is no promise, and the form says why."""
        if self.is_open:
            self._keep()
        return not self.is_open

    def close_form(self) -> None:
        """Show the promise; what was written is dropped."""
        had_focus = self.form.isAncestorOf(self.focusWidget() or self)
        self.form.hide()
        self.shown.show()
        self.change.setVisible(self._may_edit)
        if had_focus:
            self.change.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps it, Esc leaves it."""
        if self.is_open and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        elif self.is_open and event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        set_margins(self.body, start=16, top=8, end=8, bottom=8)
        self.body.setSpacing(4)
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self.words)
        said.addWidget(self.more)
        inner = row(self.mark)
        inner.setSpacing(12)
        inner.addLayout(said, 1)
        inner.addWidget(self.change)
        self.shown.setLayout(inner)
        grid = QGridLayout(self.form)
        set_margins(grid, start=0, top=0, end=8, bottom=4)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        fields = (
            (_("How many people you expect"), self.expected, _("for example 2,000")),
            (_("Give or take, in %"), self.share, "0"),
            (_("The rule in words"), self.rule, _("for example: customers with status = active")),
            (_("Who agreed to this list"), self.agreed, _("name or department")),
        )
        for column_at, (name, edit, hint) in enumerate(fields):
            words = label(name, role="caption", wraps=True)
            words.setBuddy(edit)
            edit.setAccessibleName(name)
            edit.setPlaceholderText(hint)
            edit.textChanged.connect(lambda _text: self._advise(""))
            grid.addWidget(words, 0, column_at)
            grid.addWidget(edit, 1, column_at)
        for column_at, stretch in enumerate((2, 1, 4, 2)):
            grid.setColumnStretch(column_at, stretch)
        foot = row(self.advice, self.stay, self.keep, stretch=0)
        grid.addLayout(foot, 2, 0, 1, 4)
        for edit in (self.expected, self.share, self.rule, self.agreed):
            edit.setMinimumWidth(72)
            edit.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.body.addWidget(self.shown)
        self.body.addWidget(self.form)

    def _say(self, count: int | None, later: int) -> None:
        promise = self._promise
        expected = expected_words(promise)
        if promise.expected is None:
            self.mark.show_icon("triangle-alert", "look")
            words = _("First say how many you expect. It protects you from the wrong list.")
            if count:
                words = ngettext(
                    "Nobody has said how many people to expect. This list has {count}.",
                    "Nobody has said how many people to expect. This list has {count}.",
                    count,
                )
        elif count is None:
            self.mark.show_icon("circle-dashed", "muted")
            words = _("You expect {expected}.")
        elif promise.least <= count + later <= promise.most:
            self.mark.show_icon("circle-check", "done")
            words = _("You expected {expected}. This list has {count}.")
            if later:
                words = _("You expected {expected}. This list has {count}; {later} get it later.")
        else:
            self.mark.show_icon("octagon-x", "danger")
            words = _("You expected {expected}, but this list has {count}.")
        self.words.setText(
            place(words, expected=expected, count=number(count or 0), later=number(later))
        )

    def _keep(self) -> None:
        number = read_number(self.expected.text()) if self.expected.text().strip() else None
        share = read_share(self.share.text())
        if self.expected.text().strip() and number is None:
            self._advise(_("Write a number such as 2,000, or a range such as 1,900–2,100."))
            self.expected.setFocus()
            return
        if share is None:
            self._advise(_("Write how much the number may differ, from 0 to 100 %."))
            self.share.setFocus()
            return
        expected, by_range = number or (None, share)
        promise = Promise(
            expected=expected,
            tolerance=by_range or share,
            rule=self.rule.text().strip(),
            agreed=self.agreed.text().strip(),
        )
        self.close_form()
        before = self._promise
        if promise != before:
            self._promise = promise
            self.kept.emit(before, promise)

    def _advise(self, text: str) -> None:
        self.advice.setText(text)
        self.keep.setAccessibleDescription(text)
        for edit in (self.expected, self.share):
            wrong = "error" if text and edit.hasFocus() else ""
            set_tone(edit, wrong, name="state")
