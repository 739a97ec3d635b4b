"""What is wrong with a translation while it is typed: a short pause after the last key.

The checks are those of the gate; they run off the window's own thread.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from composer.findings import Finding
from composer.gui.background import Latest, Task
from composer.gui.session import Session
from composer.gui.translating.drafts import UnitKey
from composer.gui.translating.part_text import unit_kind
from composer.model.translation import Term
from composer.translation.checks.unit import find_unit_findings
from composer.translation.units import Unit

PAUSE_MS = 250


class UnitChecking(QObject):
    """Looks at one text after the other.

    Signals:
        found(UnitKey, findings): this is wrong with what was typed last.
    """

    found = Signal(object, object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._latest = Latest(session.background, self)
        self._terms: dict[str, tuple[Term, ...]] = {}
        self._wanted: tuple[UnitKey, str, str] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE_MS)
        self._timer.timeout.connect(self._look)

    def look(self, key: UnitKey, kind: str, text: str) -> None:
        """Look at a text after a pause."""
        self._wanted = (key, kind, text)
        self._timer.start()

    def forget(self) -> None:
        """Read the glossary anew before the next look."""
        self._terms.clear()

    def stop(self) -> None:
        """Look at nothing any more."""
        self._timer.stop()

    def _look(self) -> None:
        content = self._session.content
        if self._wanted is None or content is None:
            return
        key, kind, text = self._wanted
        campaign, workspace = self._session.campaign, self._session.workspace
        source_locale, terms = content.message.locale, self._terms.get(key.locale)

        def find(_task: Task) -> tuple[tuple[Term, ...], list[Finding]]:
            known = workspace.memory.terms_for(campaign, key.locale) if terms is None else terms
            unit = Unit(source=key.source, kind=unit_kind(kind), index=0)
            return known, find_unit_findings(
                unit, text, locale=key.locale, source_locale=source_locale, terms=known
            )

        def take(result: tuple[tuple[Term, ...], list[Finding]]) -> None:
            self._terms[key.locale] = result[0]
            self.found.emit(key, tuple(result[1]))

        self._latest.ask(find, then=take, otherwise=self._session.failed.emit)
