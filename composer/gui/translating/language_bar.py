"""The languages of a message: one button each with how far it is, two lines of them at most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QScrollArea, QSizePolicy, QWidget

from composer.gui.flow_layout import GAP, FlowLayout
from composer.gui.languages import COMMON
from composer.gui.numbers import number
from composer.gui.parts import Button
from composer.i18n import _, isolate, ngettext, place
from composer.model.translation import LocaleProgress
from composer.translation.locale_names import language_name
from composer.translation.locales import resolve_locale

LINES = 2


class LanguageBar(QScrollArea):
    """Buttons of languages, then the one that adds another, then what can be done with one.

    Signals:
        chosen(tag): show this language.
        added(tag): begin this language.
        instead_wanted(tag, other): whoever wishes for a language gets the other; empty: none.
        menu_wanted(tag, QMenu): fill the menu of a language.
    """

    chosen = Signal(str)
    added = Signal(str)
    instead_wanted = Signal(str, str)
    menu_wanted = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, Button] = {}
        self.tag = ""
        self._fitting = QTimer(self)
        self._fitting.setSingleShot(True)
        self._fitting.timeout.connect(self._fit)
        self._offered: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
        self._stated: Mapping[str, str] = {}
        self.add = Button(_("Add a language"), kind="quiet", icon="plus")
        self.add.setMenu(QMenu(self.add))
        self.more = Button(_("This language…"), kind="quiet", icon="ellipsis")
        self.more.setMenu(QMenu(self.more))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("Languages"))
        self._inside = QWidget()
        self._inside.setObjectName("page")
        self.flow = FlowLayout()
        self.flow.setContentsMargins(0, 0, 0, 0)
        self._inside.setLayout(self.flow)
        self.setWidget(self._inside)
        self.flow.addWidget(self.add)
        self.flow.addWidget(self.more)
        self.add.menu().aboutToShow.connect(self._offer)
        self.more.menu().aboutToShow.connect(
            lambda: self.menu_wanted.emit(self.tag, self.more.menu())
        )

    def make_buttons(self, tags: Sequence[str]) -> Iterator[None]:
        """Make the buttons of languages that will be shown, one after the other."""
        for at, tag in enumerate(tags):
            self._make_button(at, tag)
            yield

    def show_languages(
        self, tags: Sequence[str], chosen: str, progress: Mapping[str, LocaleProgress]
    ) -> None:
        """Show these languages, and which of them is open."""
        self.tag = chosen
        for tag in [known for known in self.buttons if known not in tags]:
            button = self.buttons.pop(tag)
            self.flow.removeWidget(button)
            button.deleteLater()
        for at, tag in enumerate(tags):
            self._make_button(at, tag)
            self._say(self.buttons[tag], tag, progress.get(tag))
        self.more.setVisible(bool(chosen))
        self._fit()

    def offer(self, wished: Sequence[str], known: Sequence[str], stated: Mapping[str, str]) -> None:
        """Take which languages people wish for, which are there, and which stand in for others."""
        self._offered = (tuple(wished), tuple(known))
        self._stated = stated

    def _make_button(self, at: int, tag: str) -> None:
        if tag not in self.buttons:
            self.buttons[tag] = self._made(tag)
            self.flow.insert_widget(at, self.buttons[tag])

    def _made(self, tag: str) -> Button:
        button = Button(isolate(language_name(tag)), icon="circle-dashed", checkable=True)
        button.clicked.connect(lambda _checked=False: self._choose(tag))
        button.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        button.customContextMenuRequested.connect(
            lambda at, tag=tag, button=button: self._open_menu(tag, button.mapToGlobal(at))
        )
        button.installEventFilter(self)
        return button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the button that has the focus in sight."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched, 0, 0)
        return False

    def _choose(self, tag: str) -> None:
        self.buttons[tag].setChecked(tag == self.tag)
        self.chosen.emit(tag)

    def _open_menu(self, tag: str, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_wanted.emit(tag, menu)
        menu.popup(at)

    def _say(self, button: Button, tag: str, known: LocaleProgress | None) -> None:
        button.setChecked(tag == self.tag)
        words, icon, told = isolate(language_name(tag)), "circle-dashed", ""
        if known is not None and known.total:
            words = place(
                _("{language}  {done} of {all}"),
                language=words,
                done=number(known.reviewed),
                all=number(known.total),
            )
            icon, told = _icon(known), progress_words(known)
        if told != button.toolTip():
            button.setToolTip(told)
            button.setAccessibleDescription(told)
        button.change_icon(icon)
        if button.text() != words:
            button.setText(words)

    def _offer(self) -> None:
        menu, (wished, known) = self.add.menu(), self._offered
        menu.clear()
        asked = [tag for tag in wished if tag and tag not in known]
        others = [tag for tag in COMMON if tag not in known and tag not in asked]
        for tag in asked:
            self._offer_one(menu, tag)
        inner = menu
        if asked:  # what people wish for is not one among thirty
            menu.addSeparator()
            inner = QMenu(_("Another language"), menu)
            if others:
                menu.addMenu(inner)
            self._offer_others(menu, asked, known)
        for tag in others:
            self._offer_one(inner, tag)

    def _offer_others(self, menu: QMenu, asked: Sequence[str], known: Sequence[str]) -> None:
        """Offer another language to people whose own there is not, and none."""
        fallbacks = QMenu(_("Send in another language to people who read…"), menu)
        for tag in asked:
            if resolve_locale(tag, available=known, fallback={}, source=known[0]) is not None:
                continue
            inner = fallbacks.addMenu(f"{language_name(tag)} ({tag})")
            for other in ("", *known):
                words = language_name(other) if other else _("No other language")
                action = inner.addAction(words)
                action.setCheckable(True)
                action.setChecked(self._stated.get(tag, "") == other)
                action.triggered.connect(partial(self._want_instead, tag, other))
        if not fallbacks.isEmpty():
            menu.addMenu(fallbacks)

    def _want_instead(self, tag: str, other: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - a Qt slot
        self.instead_wanted.emit(tag, other)

    def _offer_one(self, menu: QMenu, tag: str) -> None:
        action = menu.addAction(f"{language_name(tag)} ({tag})")
        action.triggered.connect(lambda _checked=False: self.added.emit(tag))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take the lines that the width asks for.

        Not at once: a scroll area that is resized while it is being resized keeps its old viewport.
        """
        super().resizeEvent(event)
        self._fitting.start()

    def sizeHint(self) -> QSize:
        """Ask for the lines."""
        return QSize(200, self._wanted_height())

    def _fit(self) -> None:
        high = self._wanted_height()
        if self.height() != high:
            self.setFixedHeight(high)

    def _wanted_height(self) -> int:
        line = max(one.sizeHint().height() for one in (self.add, *self.buttons.values()))
        all_lines = self.flow.heightForWidth(max(100, self.viewport().width()))
        return min(max(all_lines, line), LINES * line + (LINES - 1) * GAP) + 2


def progress_words(known: LocaleProgress) -> str:
    """Say how far a language is, in a line."""
    return " · ".join(
        place(words, count=number(count))
        for words, count in (
            (ngettext("{count} reviewed", "{count} reviewed", known.reviewed), known.reviewed),
            (
                ngettext("{count} waits for review", "{count} wait for review", known.draft),
                known.draft,
            ),
            (
                ngettext("{count} needs work", "{count} need work", known.needs_work),
                known.needs_work,
            ),
            (
                ngettext("{count} is not translated", "{count} are not translated", known.new),
                known.new,
            ),
        )
        if count
    )


def _icon(known: LocaleProgress) -> str:
    if known.is_finished:
        return "circle-check"
    if known.needs_work:
        return "triangle-alert"
    return "circle-dashed" if known.new == known.total else "circle-dot"
