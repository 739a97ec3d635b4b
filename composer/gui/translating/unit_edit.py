"""The two texts of a unit: its source, whose chips are pressed, and its translation.

A chip cannot be damaged by typing: it is one letter to every key. One that the source does not have
is red at once; one of the source that the translation lacks is marked there. Undo is the page's,
because it goes back across what was saved.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QMenu, QWidget

from composer.gui.highlighter import MarkdownHighlighter
from composer.gui.translating.part_text import (
    Piece,
    insert_parts,
    missing_parts,
    part_words,
    parts_of,
    pieces_of,
    position_in,
)
from composer.gui.writing.chip_edit import ENTER, ChipEdit
from composer.gui.writing.chip_text import CHIP_TYPE, Chip, chips_of, source_between
from composer.gui.writing.chips import ChipPainter
from composer.gui.writing.draft_steps import changed_stretch
from composer.gui.writing.tag_words import TagWords
from composer.i18n import _
from composer.translation.checks.parts import Part


class _PartPainter(ChipPainter):
    """Draws the parts of a unit; `number_of` gives the key that puts one in."""

    def __init__(
        self,
        parent: UnitText,
        *,
        is_wrong: Callable[[str], bool],
        state_at: Callable[[int], str],
    ) -> None:
        super().__init__(parent, is_wrong=is_wrong, state_at=state_at)
        self.said: dict[str, TagWords] = {}

    def words(self, source: str) -> TagWords:
        """Say a part."""
        return self.said.get(source) or super().words(source)


class UnitText(ChipEdit):
    """A field for a unit's text in one language."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._kind = "paragraph"
        super().__init__(parent)
        self._painter = self._made = _PartPainter(
            self, is_wrong=self.is_foreign, state_at=self.chip_state
        )
        self.document().documentLayout().registerHandler(CHIP_TYPE, self._painter)
        self.highlighter = MarkdownHighlighter(self.document())
        self.setTabChangesFocus(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_text(self, text: str, kind: str) -> None:
        """Show another unit's text."""
        self._kind = kind
        self._made.said |= part_words(self.parts(text))
        self.set_source(text)

    def parts(self, text: str | None = None) -> tuple[Part, ...]:
        """Give the parts of a text of this unit, or of what is written now."""
        return parts_of(self.source() if text is None else text, self._kind)

    def is_foreign(self, _source: str) -> bool:
        """Whether a part has no business here."""
        return False

    def chip_state(self, _position: int) -> str:
        """Say how a chip at a position looks."""
        return ""

    def draw_anew(self) -> None:
        """Take the theme's colours and sizes."""
        super().draw_anew()
        self.highlighter.draw_anew()

    def _insert(self, cursor: QTextCursor, text: str) -> None:
        insert_parts(cursor, text, () if self.tags_as_written else self.parts(text))


class SourceText(UnitText):
    """The source: read only; a press on a chip, or Enter on it, puts it into the translation.

    Signals:
        piece_wanted(int): put in the piece of this number, from 0.
    """

    piece_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._missing: set[int] = set()
        self.pieces: tuple[Piece, ...] = ()
        self.setReadOnly(True)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setAccessibleName(_("Text"))
        self.setAccessibleDescription(
            _("Enter on a field or mark puts it into the translation; so do Ctrl+Shift+1 to 9.")
        )

    def show_text(self, text: str, kind: str) -> None:
        """Show another unit's text; its pieces are numbered by the keys that put them in."""
        super().show_text(text, kind)
        self.pieces = pieces_of(self.parts(text))
        self._missing = set()

    def show_missing(self, target: Sequence[Part]) -> None:
        """Mark what the translation does not have."""
        left = missing_parts(self.parts(), target)
        marked: set[int] = set()
        for chip in reversed(list(chips_of(self.document()))):
            if left[chip.source] > 0:
                left[chip.source] -= 1
                marked.add(chip.position)
        if marked != self._missing:
            self._missing = marked
            self.viewport().update()

    def chip_state(self, position: int) -> str:
        """Say that the translation lacks a chip."""
        return "look" if position in self._missing else ""

    def activate_chip(self, chip: Chip) -> None:
        """Put a chip's piece into the translation."""
        parts = self.parts()
        at = len(source_between(self.document(), 0, chip.position))
        for number, piece in enumerate(self.pieces):
            ends = [piece.opening.start, piece.closing.start if piece.closing else -1]
            if at in ends and parts:
                self.piece_wanted.emit(number)
                return

    def mouseReleaseEvent(self, event) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        """Put the pressed chip into the translation."""
        pressed = self._pressed_chip
        super().mouseReleaseEvent(event)
        if (
            pressed is not None
            and event.button() == Qt.MouseButton.LeftButton
            and self.chip_here() == pressed
        ):
            self.activate_chip(pressed)


class TargetText(UnitText):
    """The translation."""

    def __init__(self) -> None:
        super().__init__()
        self._allowed: frozenset[str] = frozenset()
        self._is_one_line = False
        self.setAccessibleName(_("Translation"))
        self.set_undo_elsewhere(elsewhere=True)

    def show_unit(self, text: str, kind: str, source: Sequence[Part], *, one_line: bool) -> None:
        """Show another unit's translation; other parts than the source's are foreign."""
        self._allowed = frozenset(part.text for part in source)
        self._is_one_line = one_line
        self._made.said |= part_words(source)
        self.show_text(text, kind)

    def insert_piece(self, piece: Piece) -> None:
        """Put a piece in at the cursor; one with two ends goes around what is selected."""
        cursor = self.textCursor()
        inner = self.selected_source()
        closing = piece.closing.text if piece.closing else ""
        inner = inner if closing else ""
        text = f"{piece.opening.text}{inner}{closing}"
        parts = [piece.opening] if piece.closing is None else [piece.opening, piece.closing]
        at = _placed(parts, inner)
        inside = [
            Part(
                start=part.start + len(piece.opening.text),
                end=part.end + len(piece.opening.text),
                kind=part.kind,
                text=part.text,
                value=part.value,
                is_end=part.is_end,
            )
            for part in self.parts(inner)
        ]
        insert_parts(cursor, text, sorted([*at, *inside], key=lambda part: part.start))
        if piece.closing is not None and not inner:
            cursor.movePosition(QTextCursor.MoveOperation.PreviousCharacter)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        self.setFocus()

    def put(self, text: str) -> None:
        """Show another text of the same unit, with the cursor behind what differs."""
        before = self.source()
        if text == before:
            return
        _start, _end, new_end = changed_stretch(before, text)
        self.replace_text(text)
        cursor = self.textCursor()
        cursor.setPosition(position_in(text, self.parts(text), new_end))
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def is_foreign(self, source: str) -> bool:
        """Whether the source does not have a part."""
        return bool(self._allowed or source) and source not in self._allowed

    def activate_chip(self, chip: Chip) -> None:
        """Select a chip: it is moved or taken away, never changed."""
        self._select(chip.position, chip.position + 1)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text without its looks: they are the source's."""
        if source.hasText():
            self.insert_source(self.cleaned(source.text()))

    def cleaned(self, text: str) -> str:
        """Keep a unit of one line on one line."""
        return " ".join(text.split()) if self._is_one_line else text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Write; a unit of one line stays one."""
        if self._is_one_line and event.key() in ENTER and not event.modifiers():
            event.accept()
            return
        super().keyPressEvent(event)

    def make_menu(self) -> QMenu:
        """Make the context menu: chips are not changed here."""
        menu = super().make_menu()
        if self.chip_here() is not None and not self.isReadOnly():
            for action in menu.actions()[:2]:
                menu.removeAction(action)
        return menu


def _placed(parts: Sequence[Part], inner: str) -> list[Part]:
    """Give parts with the places that they have around an inner text."""
    found, at = [], 0
    for part in parts:
        found.append(
            Part(
                start=at,
                end=at + len(part.text),
                kind=part.kind,
                text=part.text,
                value=part.value,
                is_end=part.is_end,
            )
        )
        at += len(part.text) + len(inner)
    return found
