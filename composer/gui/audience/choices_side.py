"""The choices beside the table: made when somebody looks at them, because most never do.

What they would show is kept until then.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.gui.audience.choices_panel import Around, ChoicesPanel
from composer.gui.audience.filter_count import FilterCount
from composer.gui.audience.tab_order import put_after
from composer.gui.pages.scrolling import scrolled
from composer.gui.session import Session
from composer.model.campaign import AudienceSettings

PANEL_WIDTH = 320


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers as they are, and of how many people they speak."""

    settings: AudienceSettings
    around: Around
    may_edit: bool
    pending: bool
    everybody: int


class ChoicesSide(QWidget):
    """The place of the choices, which Tab reaches behind the widget `after`.

    Signals:
        answered(AudienceSettings, AudienceSettings, str): as the panel says it.
        kept_shown(str): the table is to show only whom this filter keeps; nothing: everybody.
    """

    answered = Signal(object, object, str)
    kept_shown = Signal(str)

    def __init__(self, session: Session, *, after: QWidget) -> None:
        super().__init__()
        self._session = session
        self._after = after
        self._answers: Answers | None = None
        self._panel: ChoicesPanel | None = None
        self._counting: FilterCount | None = None
        self._inner = QVBoxLayout(self)
        self._inner.setContentsMargins(0, 0, 0, 0)
        self.setFixedWidth(PANEL_WIDTH)
        self.hide()

    @property
    def panel(self) -> ChoicesPanel:
        """The choices; made when they are looked at first."""
        return self._panel if self._panel is not None else self._make()

    def open_or_close(self, *, shown: bool) -> None:
        """Show the choices, or put them away; then the table shows everybody again."""
        if shown:
            self._make()
        elif self._panel is not None:
            self._panel.only_kept.setChecked(False)
        self.setVisible(shown)

    def show_answers(self, answers: Answers) -> None:
        """Show the answers as they are, now or when somebody looks."""
        self._answers = answers
        if self._panel is not None:
            self._fill(self._panel)

    def show_everybody(self) -> None:
        """Take the wish back to see only whom the filter keeps; the table knows already."""
        if self._panel is not None:
            self._panel.only_kept.blockSignals(True)
            self._panel.only_kept.setChecked(False)
            self._panel.only_kept.blockSignals(False)

    def _make(self) -> ChoicesPanel:
        if self._panel is None:
            self._panel = ChoicesPanel()
            self._counting = FilterCount(self._session, self._panel)
            self._counting.kept_shown.connect(self.kept_shown)
            self._panel.answered.connect(self.answered)
            self._inner.addWidget(scrolled(self._panel))
            put_after(self._after, self._panel)
            self._fill(self._panel)
        return self._panel

    def _fill(self, panel: ChoicesPanel) -> None:
        answers = self._answers
        if answers is None:
            return
        panel.show_settings(answers.settings, answers.around)
        panel.set_read_only(read_only=not answers.may_edit)
        if self._counting is not None:
            columns = answers.around.columns
            self._counting.follow(columns, pending=answers.pending, people=answers.everybody)
