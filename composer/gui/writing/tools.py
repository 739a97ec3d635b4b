"""The tools of the Write page's bar and the popovers behind them.

Popovers are made when they are first needed, and once. A chip that is opened gets the popover that
made it, filled in. Everything a tool writes is one step of the page's history, with its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtWidgets import QMenu, QWidget

from composer.gui.editor import MessageEditor
from composer.gui.format_bar import Tool, below
from composer.gui.writing.chip_edit import ChipEdit
from composer.gui.writing.insert_condition import ConditionPopover
from composer.gui.writing.insert_field import FieldPopover
from composer.gui.writing.insert_link import LinkPopover
from composer.gui.writing.insert_repeat import RepeatPopover
from composer.gui.writing.insert_table import TablePopover
from composer.gui.writing.insert_tag import TagPopover
from composer.gui.writing.page_draft import PageDraft
from composer.gui.writing.popover import Popover
from composer.gui.writing.tags import Condition, Field, Repeat, Tag, write_tag
from composer.i18n import _

P = TypeVar("P", bound=Popover)


class Tools(QObject):
    """What the bar's buttons do.

    Signals:
        picture_asked(): somebody wants to put a picture in.
    """

    picture_asked = Signal()

    def __init__(
        self,
        editor: MessageEditor,
        draft: PageDraft,
        *,
        ground: QWidget,
        current: Callable[[], ChipEdit],
    ) -> None:
        super().__init__(ground)
        self.current = current  # where somebody wrote last: a field may go into the subject too
        self._editor = editor
        self._draft = draft
        self._ground = ground
        self._fields: dict[str, str] = {}
        self._made: dict[object, Popover] = {}
        self._headings = QMenu(ground)
        for level, words in enumerate(
            (_("Ordinary text"), _("Large heading"), _("Heading"), _("Small heading"))
        ):
            action = self._headings.addAction(words)
            action.setCheckable(True)
            action.triggered.connect(lambda _checked=False, at=level: self._set_heading(at))

    def all(self) -> tuple[Tool, ...]:
        """List the tools in the bar's order."""
        mark = self._mark
        return (
            Tool(name="bold", icon="bold", words=_("Bold"), keys="Ctrl+B",
                 do=mark(_("bold"), lambda: self._editor.wrap("**"))),
            Tool(name="italic", icon="italic", words=_("Italic"), keys="Ctrl+Shift+I",
                 do=mark(_("italic"), lambda: self._editor.wrap("*"))),
            Tool(name="heading", icon="heading", words=_("Heading"), keys="Ctrl+Shift+H",
                 do=self._open_headings),
            Tool(name="list", icon="list", words=_("List"), keys="Ctrl+Shift+8", group=1,
                 do=mark(_("list"), lambda: self._editor.start_lines("- "))),
            Tool(name="numbers", icon="list-ordered", words=_("Numbered list"), group=1,
                 keys="Ctrl+Shift+7",
                 do=mark(_("list"), lambda: self._editor.start_lines("1. "))),
            Tool(name="link", icon="link", words=_("Link"), keys="Ctrl+Shift+K", group=2,
                 do=lambda at: self.link().open(at)),
            Tool(name="field", icon="braces", words=_("Field"), keys="Ctrl+Shift+E", group=3,
                 in_words=True, do=lambda at: self.field().open(at)),
            Tool(name="condition", icon="split", words=_("Condition"), group=3, in_words=True,
                 do=lambda at: self.condition().open(at)),
            Tool(name="repeat", icon="repeat", words=_("Repeat"), group=3,
                 do=lambda at: self.repeat().open(at)),
            Tool(name="picture", icon="image", words=_("Picture"), group=4,
                 do=lambda _at: self.picture_asked.emit()),
            Tool(name="button", icon="rectangle-ellipsis", words=_("Button"), group=4,
                 do=lambda at: self.button().open(at)),
            Tool(name="table", icon="table", words=_("Table"), group=4,
                 do=lambda at: self.table().open(at)),
            Tool(name="divider", icon="minus", words=_("Divider"), group=4,
                 do=mark(_("divider"), lambda: self._editor.insert_block("---"))),
        )  # fmt: skip

    def show_fields(self, fields: Mapping[str, str]) -> None:
        """Take the audience's columns, each with a sample."""
        self._fields = dict(fields)

    def link(self) -> LinkPopover:
        """Give the popover for a link, or for the button at the cursor."""
        here = self._editor.selected_link()
        return self.button() if here is not None and here.title == "button" else self._link()

    def button(self) -> LinkPopover:
        """Give the popover for a button."""
        return self._once("button", lambda: self._make_link(is_button=True))

    def table(self) -> TablePopover:
        """Give the popover for a table."""
        return self._once(
            TablePopover,
            lambda: TablePopover(self._ground, editor=self._editor, draft=self._draft),
        )

    def field(self, edit: ChipEdit | None = None) -> FieldPopover:
        """Give the popover for a field in the text, or in another line."""
        made = self._once(FieldPopover, lambda: FieldPopover(self._ground, self._draft))
        made.aim_at(edit or self.current())
        made.show_fields(self._fields)
        return made

    def condition(self) -> ConditionPopover:
        """Give the popover for a condition."""
        made = self._once(
            ConditionPopover,
            lambda: ConditionPopover(self._ground, editor=self._editor, draft=self._draft),
        )
        made.show_fields(self._fields)
        return made

    def repeat(self) -> RepeatPopover:
        """Give the popover for a repeat."""
        made = self._once(
            RepeatPopover,
            lambda: RepeatPopover(self._ground, editor=self._editor, draft=self._draft),
        )
        made.show_fields(self._fields)
        return made

    def open_chip(self, edit: ChipEdit, tag: Tag, position: int) -> None:
        """Open what made a chip; whatever has no popover of its own opens as it is written."""
        rect = edit.chip_rect(position).toAlignedRect()
        where = QRect(edit.viewport().mapToGlobal(rect.topLeft()), rect.size())
        in_text = edit is self._editor
        match tag:
            case Field(is_literal=False):
                self.field(edit).open_for(tag, position, where)
            case Condition(questions=(_one,)) if in_text:
                self.condition().open_for(tag, position, where)
            case Repeat() if in_text:
                self.repeat().open_for(tag, position, where)
            case _:
                popover = self._once(TagPopover, lambda: TagPopover(self._ground, self._draft))
                popover.aim_at(edit)
                popover.open_for(write_tag(tag), position, where)

    # --- inside ------------------------------------------------------------------------------

    def _link(self) -> LinkPopover:
        return self._once("link", lambda: self._make_link(is_button=False))

    def _make_link(self, *, is_button: bool) -> LinkPopover:
        return LinkPopover(
            self._ground, editor=self._editor, draft=self._draft, is_button=is_button
        )

    def _once(self, key: object, make: Callable[[], P]) -> P:
        if key not in self._made:
            self._made[key] = make()
        return self._made[key]  # type: ignore[return-value]  # made by `make`

    def _mark(self, label: str, do: Callable[[], None]) -> Callable[[QWidget], None]:
        def apply(_at: QWidget) -> None:
            with self._draft.named(label):
                do()
            self._editor.setFocus()

        return apply

    def _open_headings(self, at: QWidget) -> None:
        here = self._editor.heading_level()
        for level, action in enumerate(self._headings.actions()):
            action.setChecked(level == here)
        self._headings.popup(below(at))

    def _set_heading(self, level: int) -> None:
        with self._draft.named(_("heading")):
            self._editor.set_heading(level)
        self._editor.setFocus()
