"""The kinds of a review: one per screen at full height, facts on top, a verdict for each.

The same for a campaign of the workspace and for a proof file; where what was displayed is recorded
is their affair. There is no countdown and no pre-ticked box: a tick that stands there was given by
this person to the very same message.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from composer.gui.inbox import InboxLine
from composer.gui.kind_bar import kind_words
from composer.gui.mail_view import MailPane
from composer.gui.numbers import number
from composer.gui.parts import (
    RIGHT_TO_LEFT_MARK,
    Button,
    ElidedLabel,
    IconLabel,
    WrappingLabel,
    icon_button,
    label,
    leading,
    row,
)
from composer.i18n import _, isolate_ltr, ngettext, place
from composer.model.check_summary import Variant
from composer.model.identifiers import RecipientId
from composer.model.rendered import RenderedMessage


class Kind(Protocol):
    """A kind of message, and the message that stands for it."""

    @property
    def variant(self) -> Variant:
        """Who gets it, and how many are like them."""

    @property
    def rendered(self) -> RenderedMessage:
        """The message."""


@dataclass(slots=True)
class Verdicts:
    """What one person said about the kinds of one proof, in this sitting."""

    right: set[RecipientId] = field(default_factory=set)
    wrong: dict[RecipientId, str] = field(default_factory=dict)

    def is_open(self, kind: Kind) -> bool:
        """Whether nothing was said about a kind yet."""
        who = kind.variant.recipient_id
        return who not in self.right and who not in self.wrong


class KindFacts(WrappingLabel):
    """What makes a kind, whole, on as many lines as it needs: whoever signs reads all of it.

    It says itself how high it is. A label whose height the layout asks for by its width would make
    the stack around this view as high as it likes to be, message included, over the page's foot.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "section")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(leading())

    def hasHeightForWidth(self) -> bool:
        """Tell that nobody has to ask."""
        return False

    def sizeHint(self) -> QSize:
        """Ask for no more height than the text has here."""
        return QSize(super().sizeHint().width(), self.heightForWidth(self.width()))

    def setText(self, text: str) -> None:
        """Show another text; in a right-to-left window its lines begin at the right, too."""
        is_mirrored = bool(text) and QGuiApplication.isRightToLeft()
        super().setText(RIGHT_TO_LEFT_MARK + text if is_mirrored else text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the height that the new width asks for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setMinimumHeight(max(0, self.heightForWidth(self.width())))


class KindsView(QWidget):
    """The kinds, one by one.

    Signals:
        changed(): a verdict was given or another kind is shown.
        displayed(Kind): a kind was painted for the first time in this sitting.
        judged(Kind, bool): somebody said whether a kind is right.
        said(str): for screen readers.
        left(): back to what is signed.
    """

    changed = Signal()
    displayed = Signal(object)
    judged = Signal(object, bool)
    said = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._kinds: tuple[Kind, ...] = ()
        self._at = -1
        self._painted: set[RecipientId] = set()
        self._loading: RecipientId | None = None
        self._html = self._painted_html = ""
        self.verdicts = Verdicts()
        self.count = label(role="strong")
        self.facts = KindFacts()
        self.people = label(role="muted")
        self.mark = IconLabel("circle-dashed", "muted", 20)
        self.to = ElidedLabel(role="caption", middle=True)
        self.inbox = InboxLine(wide=True)
        self.pane = MailPane()
        self.right = Button(_("Looks right  (Space)"), icon="check", pressed=self.looks_right)
        self.wrong = Button(_("Something is wrong…"), icon="message-square", pressed=self.say_wrong)
        self.comment = QLineEdit()
        self._lay_out()
        self._bind_keys()
        self._allow_moves()
        self.comment.textChanged.connect(self._commented)
        self.pane.painted.connect(self._was_painted)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """What is reviewed."""
        return self._kinds

    @property
    def kind(self) -> Kind | None:
        """The kind being shown."""
        return self._kinds[self._at] if 0 <= self._at < len(self._kinds) else None

    @property
    def open_count(self) -> int:
        """How many kinds have no verdict yet."""
        return sum(self.verdicts.is_open(kind) for kind in self._kinds)

    def show_kinds(self, kinds: Sequence[Kind], verdicts: Verdicts) -> None:
        """Begin at the first kind without a verdict."""
        self._kinds, self.verdicts = tuple(kinds), verdicts
        first = next((n for n, kind in enumerate(kinds) if verdicts.is_open(kind)), 0)
        self._show(first)
        self.setFocus()

    def step(self, by: int) -> None:
        """Show the next or previous kind, once this one was painted."""
        if self._kinds and self._loading is None:
            self._show(min(max(0, self._at + by), len(self._kinds) - 1))

    def looks_right(self) -> None:
        """Say that this kind is right, and show the next one that is open."""
        kind = self.kind
        if kind is None or self._loading is not None:
            return
        self.verdicts.wrong.pop(kind.variant.recipient_id, None)
        self.verdicts.right.add(kind.variant.recipient_id)
        self.judged.emit(kind, True)
        self._show(self._next_open())

    def say_wrong(self) -> None:
        """Ask what is wrong with this kind."""
        kind = self.kind
        if kind is None:
            return
        who = kind.variant.recipient_id
        self.verdicts.right.discard(who)
        self.verdicts.wrong.setdefault(who, "")
        self.judged.emit(kind, False)
        self._show(self._at)
        self.comment.setFocus()

    def comment_text(self) -> str:
        """Gather what was said to be wrong, one line for each kind."""
        lines = []
        for kind in self._kinds:
            said = self.verdicts.wrong.get(kind.variant.recipient_id)
            if said is not None:
                lines.append(f"{kind_words(kind.variant)}: {said}".rstrip(": "))
        return "\n".join(lines)

    def close_view(self) -> None:
        """Let the web view go in the order Qt demands."""
        self.pane.close_view()

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.previous = icon_button(
            "chevron-left", _("Previous kind (←)"), pressed=lambda: self.step(-1)
        )
        self.next = icon_button("chevron-right", _("Next kind (→)"), pressed=lambda: self.step(1))
        back = Button(_("What is signed"), kind="quiet", pressed=self.left.emit)
        self.comment.setAccessibleName(_("What is wrong"))
        self.comment.setPlaceholderText(_("What is wrong? The author reads this."))
        self.comment.hide()
        head = row(self.mark, self.facts, self.people, stretch=1)
        moves = row(self.previous, self.count, self.next, gap=4)
        head.addSpacing(8)
        head.addLayout(moves)
        verdict = row(back, self.to, self.wrong, self.right, stretch=1)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        inner.addLayout(head)
        inner.addWidget(self.inbox)
        inner.addWidget(self.pane, 1)
        inner.addWidget(self.comment)
        inner.addLayout(verdict)

    def _bind_keys(self) -> None:
        """Bind the keys for wherever the focus is in this view, buttons and message included."""
        for key, act in self._keys().items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _keys(self) -> dict[Qt.Key, Callable[[], None]]:
        step = -1 if self.layoutDirection() == Qt.LayoutDirection.RightToLeft else 1
        return {
            Qt.Key.Key_Right: lambda: self.step(step),
            Qt.Key.Key_Left: lambda: self.step(-step),
            Qt.Key.Key_Space: self._press_space,
        }

    def _press_space(self) -> None:
        """Say that it looks right; whoever stands on another button means that one."""
        here = QApplication.focusWidget()
        if isinstance(here, QAbstractButton) and self.isAncestorOf(here):
            here.click()
        else:
            self.looks_right()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the keys that no shortcut took."""
        act = next((one for key, one in self._keys().items() if key == event.key()), None)
        if act is None:
            super().keyPressEvent(event)
        else:
            act()

    def _next_open(self) -> int:
        count = len(self._kinds)
        for step in range(1, count + 1):
            at = (self._at + step) % count
            if self.verdicts.is_open(self._kinds[at]):
                return at
        return self._at

    def _show(self, at: int) -> None:
        self._at = at
        kind = self.kind
        if kind is None:
            return
        who = kind.variant.recipient_id
        self.count.setText(
            place(_("{number} of {all}"), number=number(at + 1), all=number(len(self._kinds)))
        )
        self.count.setAccessibleName(
            place(_("Kind {number} of {all}"), number=number(at + 1), all=number(len(self._kinds)))
        )
        self.facts.setText(kind_words(kind.variant))
        self.setAccessibleName(self.facts.text())  # it has the focus itself
        words = ngettext(
            "{count} person like this", "{count} people like this", kind.variant.people
        )
        self.people.setText(place(words, count=number(kind.variant.people)))
        self.to.show_text(place(_("to {address}"), address=isolate_ltr(kind.variant.address)))
        self._show_verdict(who)
        self.inbox.show_message(kind.rendered)
        self._load(kind)
        self.said.emit(self.facts.text())
        self.changed.emit()

    def _load(self, kind: Kind) -> None:
        """Load one message at a time, so that *painted* can only mean the one being shown."""
        html = kind.rendered.html
        self._loading = kind.variant.recipient_id
        has_view = self.pane.view is not None
        if html == self._painted_html and has_view:
            self._was_painted()
            return
        self._allow_moves()
        if html != self._html or not has_view:
            self._html, self._painted_html = html, ""
            self.pane.show_message(kind.rendered)

    def _allow_moves(self) -> None:
        free = self._loading is None and self.kind is not None
        self.right.setEnabled(free)
        self.previous.setEnabled(free and self._at > 0)
        self.next.setEnabled(free and self._at < len(self._kinds) - 1)

    def _show_verdict(self, who: RecipientId) -> None:
        is_wrong = who in self.verdicts.wrong
        if is_wrong:
            self.mark.show_icon("message-square", "danger")
        elif who in self.verdicts.right:
            self.mark.show_icon("circle-check", "done")
        else:
            self.mark.show_icon("circle-dot", "accent")
        self.comment.setVisible(is_wrong)
        said = self.verdicts.wrong.get(who, "")
        if self.comment.text() != said:
            self.comment.setText(said)

    def _commented(self, text: str) -> None:
        kind = self.kind
        if kind is not None and kind.variant.recipient_id in self.verdicts.wrong:
            self.verdicts.wrong[kind.variant.recipient_id] = text
            self.changed.emit()

    def _was_painted(self) -> None:
        """Tell that this kind was before the person's eyes."""
        who, self._loading = self._loading, None
        self._painted_html = self._html
        self._allow_moves()
        kind = self.kind
        if who is None or who in self._painted or kind is None:
            return
        self._painted.add(who)
        self.displayed.emit(kind)

    def forget_painted(self) -> None:
        """Somebody else reviews now, or another version is reviewed."""
        self._painted.clear()
