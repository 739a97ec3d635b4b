"""What every panel beside the text is made of, and all that a new panel has to know.

A panel shows one side of the message (layout, files, headers, plain text) and never saves. It says
what should change as a function of the draft; the Write page puts that on its one history, so that
Ctrl+Z takes it back among the typing, saves it, and shows the panel anew::

    class LayoutPanel(WritePanel):
        title = N_("Layout")
        icon = "table"

        def show_state(self, content: CampaignContent, draft: MessageDraft) -> None: ...
        def set_read_only(self, read_only: bool) -> None: ...

        def _choose(self, name: str) -> None:
            self.change(_("layout"), lambda draft: replace(draft, layout=name))

`show_state` comes whenever the stored message or the draft is another (also for changes of the
panel itself and while somebody types), only while the panel is shown, and once when it is opened:
it must be cheap and must not disturb what somebody is writing in the panel. `show_preview` comes
with each message that the preview shows, and once when the panel is opened. The draft has nothing
left open: every field holds what would be stored. Reading more goes through `session.ask`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.session import Session
from composer.model.overview import CampaignContent, Preview
from composer.model.writing import MessageDraft


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftChange:
    """One step of a panel: how it turns the draft into another, and its name in the history.

    `label` completes "Undo {label}": a noun in lower case, translated. Steps with the same `merge`
    that follow each other are one in the history (a line being typed); empty, each stands alone.
    """

    label: str
    apply: Callable[[MessageDraft], MessageDraft]
    merge: str = ""


class WritePanel(QWidget):
    """A panel of the Write page; see the module's docstring.

    Signals:
        draft_changed(DraftChange): somebody chose or wrote something here.
        picture_wanted(str, str): put the picture at this path, with this alt text, into the text.
    """

    title: ClassVar[str] = ""
    icon: ClassVar[str] = ""
    most_width: ClassVar[int] = 420  # beside the preview

    draft_changed = Signal(object)
    picture_wanted = Signal(str, str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(12)

    def show_state(self, content: CampaignContent, draft: MessageDraft) -> None:
        """Show the message as it stands."""

    def show_preview(self, preview: Preview) -> None:
        """Show what follows from the message beside the text, as one recipient gets it."""

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - like QLineEdit.setReadOnly
        """Show it without offering to change it."""

    def finish(self) -> None:
        """Tell now what would be told after a pause: the page is saved, left or undone."""

    def change(
        self, label: str, apply: Callable[[MessageDraft], MessageDraft], *, merge: str = ""
    ) -> None:
        """Ask the page for a change of the draft; `label` completes "Undo {label}"."""
        self.draft_changed.emit(DraftChange(label=label, apply=apply, merge=merge))
