"""What is wrong with one unit, in words beside it: the worst first, each with its advice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.finding_groups import ORDER
from composer.gui.parts import IconLabel, label, row
from composer.gui.stage_words import SEVERITY_ICONS, severity_word
from composer.i18n import _, ngettext, place

SHOWN = 2


class UnitFindings(QWidget):
    """The first findings of a unit, and how many more there are."""

    def __init__(self) -> None:
        super().__init__()
        self._findings: tuple[Finding, ...] = ()
        self.setAccessibleName(_("What was noticed"))
        self._lines = tuple((IconLabel(), label(wraps=True)) for _line in range(SHOWN))
        self.more = label(role="caption", wraps=True)
        inner = QVBoxLayout(self)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(4)
        for mark, words in self._lines:
            inner.addLayout(row(mark, words, stretch=1))
        inner.addWidget(self.more)
        self.hide()

    @property
    def shown(self) -> tuple[Finding, ...]:
        """What is said now."""
        return self._findings

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Say other findings."""
        ordered = tuple(sorted(dict.fromkeys(findings), key=lambda item: ORDER[item.severity]))
        if ordered == self._findings:
            return
        self._findings = ordered
        for at, (mark, words) in enumerate(self._lines):
            there = at < len(ordered)
            mark.setVisible(there)
            words.setVisible(there)
            if there:
                item = ordered[at]
                mark.show_icon(*SEVERITY_ICONS[item.severity])
                words.setText(" ".join(part for part in (item.text, item.advice) if part))
                words.setAccessibleName(f"{severity_word(item.severity)}: {words.text()}")
        left = len(ordered) - SHOWN
        self.more.setVisible(left > 0)
        if left > 0:
            words_more = ngettext("And {count} more.", "And {count} more.", left)
            self.more.setText(place(words_more, count=left))
            self.more.setToolTip("\n".join(item.text for item in ordered[SHOWN:]))
        self.setVisible(bool(ordered))
