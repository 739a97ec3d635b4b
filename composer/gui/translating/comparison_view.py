"""The comparison of a file that came back: nothing is taken over that is not ticked here."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QVBoxLayout, QWidget

from composer.gui import theme
from composer.gui.numbers import number
from composer.gui.parts import Card, label
from composer.gui.translating.comparison_model import THERE, ComparisonModel, kind_words
from composer.gui.translating.difference_text import DifferenceText
from composer.gui.translating.unit_findings import UnitFindings
from composer.i18n import _, isolate, ngettext, place
from composer.translation.exchange.comparison import Comparison, ComparisonLine, LineKind
from composer.translation.locale_names import language_name
from composer.translation.memory import find_differences


class ComparisonView(QWidget):
    """What a file holds beside what is here, each line to decide.

    Signals:
        changed(): another line was chosen.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.comparison: Comparison | None = None
        self.model = ComparisonModel()
        self.title = label(role="section", wraps=True)
        self.sums = label(role="muted", wraps=True)
        self.about = UnitFindings()
        self.table = QTableView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Lines of the file"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(theme.row_height(36, 1.0))
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        self.detail = Card(kind="well")
        self.text = label(wraps=True)
        self.difference = DifferenceText(_("From what is here to what the file says"))
        self.problem = UnitFindings()
        self.words = label(role="caption", wraps=True)
        for part in (self.text, self.difference, self.problem, self.words):
            self.detail.body.addWidget(part)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(8)
        for part in (self.title, self.sums, self.about):
            inner.addWidget(part)
        inner.addWidget(self.table, 1)
        inner.addWidget(self.detail)
        self.table.selectionModel().currentRowChanged.connect(self._show_line)
        self.model.changed.connect(self.changed)

    def show_comparison(self, comparison: Comparison) -> None:
        """Show another comparison."""
        self.comparison = comparison
        words = _("{file}, compared with {language} as it is here")
        language = isolate(language_name(comparison.locale))
        self.title.setText(place(words, file=comparison.file, language=language))
        counts = comparison.counts
        self.sums.setText(
            " · ".join(
                place(_("{what}: {count}"), what=kind_words(kind), count=number(counts[kind]))
                for kind in LineKind
                if counts[kind]
            )
        )
        self.about.show_findings(comparison.findings)
        self.model.show_comparison(comparison)
        self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.setFocus()

    @property
    def act_words(self) -> str:
        """Say what pressing the button does, with the number."""
        count = self.model.changing
        if not count and self.model.bringing:
            said = self.model.bringing
            words = ngettext("Take over {count} comment", "Take over {count} comments", said)
            return place(words, count=number(said))
        words = ngettext("Take over {count} translation", "Take over {count} translations", count)
        return place(words, count=number(count))

    @property
    def is_something_chosen(self) -> bool:
        """Whether anything would be taken over."""
        return bool(self.model.changing or self.model.bringing)

    def _show_line(self, current: QModelIndex, _former: QModelIndex) -> None:
        self.detail.setVisible(current.isValid())
        if not current.isValid() or self.comparison is None:
            return
        line = self.model.lines[current.row()]
        self.text.setText(isolate(line.source))
        stretches = find_differences(line.here, line.target, self.comparison.locale)
        self.difference.setVisible(bool(line.here or line.target))
        self.difference.show_stretches(stretches, self.comparison.locale)
        self.problem.show_findings(line.findings)
        said = _said(line)
        self.words.setText(said)
        self.words.setVisible(bool(said))
        self.table.scrollTo(self.model.index(current.row(), THERE))


def _said(line: ComparisonLine) -> str:
    comments = [
        place(_("{name}: {text}"), name=item.by, text=item.text) if item.by else item.text
        for item in line.comments
    ]
    return "\n".join((*comments, *line.notes))
