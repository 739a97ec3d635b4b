"""Keys and presses about the unit that is edited; what is typed is stored before anything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from composer.gui.translating.page_parts import bind
from composer.gui.translating.side import COMMENTS
from composer.gui.translating.unit_acts import UnitActs

if TYPE_CHECKING:
    from composer.gui.pages.translate import TranslatePage


class UnitPresses:
    """Connects the editor, the comments and the page's keys with what is done about a unit."""

    def __init__(self, page: TranslatePage) -> None:
        self._page = page
        self._acts = acts = UnitActs(page)
        notes = page.side.notes
        page.editor.review.right.connect(self.looks_right)
        page.editor.review.wrong.connect(self._write_comment)
        notes.said.connect(lambda text: self._about(acts.comment, text))
        notes.sent_back.connect(lambda text: self._about(acts.send_back, text))
        notes.removed.connect(lambda said: self._about(acts.remove_comment, said))
        bind(page, "Alt+Down", lambda: page.list.step(1))
        bind(page, "Alt+Up", lambda: page.list.step(-1))
        bind(page, "Ctrl+Shift+C", self._copy_source)
        bind(page, "Ctrl+R", self.looks_right)

    def looks_right(self) -> None:
        """Save what is open, then say that the unit is right."""
        page = self._page
        unit = page.editor.unit
        if unit is None or not unit.target or page.session.is_frozen:
            return
        about = (page.tag, unit, page.who)
        edited = page.editor.is_edited  # what was just written is one's own
        page.save(then=lambda: self._acts.judge(*about, edited=edited))

    def _copy_source(self) -> None:
        if self._page.editor.unit is not None:
            self._page.editor.take(self._page.editor.unit.source)

    def _write_comment(self) -> None:
        self._page.side.open_panel(COMMENTS)
        self._page.side.notes.write()

    def _about(self, act: Callable[..., None], what: object) -> None:
        unit, tag = self._page.editor.unit, self._page.tag
        if unit is not None:
            self._page.save(then=lambda: act(tag, unit.source, what))
