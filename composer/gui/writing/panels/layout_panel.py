"""Layout: the frame around the text, chosen by picture; layouts and texts that are brought as HTML.

Choosing is a step of the page's history. A layout that is brought is tried first; one that cannot
be used changes nothing, and the panel says why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from composer.findings import Finding
from composer.gui.background import Task
from composer.gui.parts import Button, label, rule
from composer.gui.reasons import allow
from composer.gui.session import Session
from composer.gui.writing.panels.fields import Problems
from composer.gui.writing.panels.files_chosen import read_chosen, read_text
from composer.gui.writing.panels.layout_list import LayoutList
from composer.gui.writing.panels.panel import WritePanel
from composer.i18n import N_, _, place
from composer.model.overview import CampaignContent
from composer.model.writing import AddedLayout, LayoutLine, MessageDraft

MOST_HTML_BYTES = 2 * 1024 * 1024


class LayoutPanel(WritePanel):
    """The panel "Layout"."""

    title = N_("Layout")
    icon = "layout-template"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked: tuple[object, ...] = ()
        self._lines: tuple[LayoutLine, ...] = ()
        self.list = LayoutList()
        self.problems = Problems()
        self.taken = label(role="caption", wraps=True)
        self.add = Button(_("Add a layout of your own…"), icon="plus", pressed=self._choose_layout)
        self.add_hint = label(
            _(
                "HTML or MJML with {{ body }} where the text goes. "
                "It becomes a file of this campaign."
            ),
            role="caption",
            wraps=True,
        )
        self.brand = Button(
            _("Logo, colours, address…"), icon="palette", pressed=session.brand_requested.emit
        )
        self.brand_hint = label(
            _("The brand is shown by every layout, in all campaigns."), role="caption", wraps=True
        )
        self.body_words = label(wraps=True)
        self.bring = Button(_("Bring a text as HTML…"), icon="code", pressed=self._choose_body)
        self.markdown = Button(
            _("Write in Markdown instead"), icon="pencil-line", pressed=self._back_to_markdown
        )
        self._lay_out()
        self.list.chosen.connect(self.choose)

    def show_state(self, content: CampaignContent, draft: MessageDraft) -> None:
        """Mark the layout in use; read the list again when the files may be others."""
        self.list.show_layouts(self._lines, draft.layout or content.campaign.layout)
        is_html = bool(draft.html)
        self.body_words.setText(
            _(
                "The text was brought as HTML. "
                "Scripts, forms and whatever loads from elsewhere are left out."
            )
            if is_html
            else _("The text is written in Markdown. Every layout decides its looks.")
        )
        self.bring.setText(_("Bring another HTML…") if is_html else _("Bring a text as HTML…"))
        self.markdown.setVisible(is_html)
        asked = (content.id, content.revision)
        if asked != self._asked:
            self._asked = asked
            self._read()

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as inherited
        """Show the layouts without offering to choose."""
        self.list.set_read_only(read_only)
        for button in (self.add, self.bring, self.markdown):
            allow(button, unless=_("This message is frozen.") if read_only else "")

    def choose(self, name: str) -> None:
        """Give the message another layout."""
        self.taken.hide()
        self.change(_("layout"), lambda draft: replace(draft, layout=name))

    def take_layout(self, file: Path) -> None:
        """Try a layout from a file, and take it if it can be used."""
        workspace, person = self.session.workspace, self.session.person
        campaign = self.session.campaign

        def add(_task: Task) -> AddedLayout:
            content = read_chosen(file, most_bytes=MOST_HTML_BYTES)
            return workspace.authoring.add_layout(campaign, file.name, content, by=person)

        self.session.change(add, owner=self, then=self._added, otherwise=self._refused)

    def take_body(self, file: Path) -> None:
        """Take a text that is HTML from a file."""

        def read(_task: Task) -> str:
            return read_text(file, most_bytes=MOST_HTML_BYTES)

        self.session.ask(read, owner=self, then=self._bring_body, otherwise=self._refused)

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.taken.hide()
        start = Qt.AlignmentFlag.AlignLeading
        self.column.addWidget(self.list)
        self.column.addWidget(self.add, 0, start)
        self.column.addWidget(self.add_hint)
        self.column.addWidget(self.problems)
        self.column.addWidget(self.taken)
        self.column.addWidget(rule())
        self.column.addWidget(self.brand, 0, start)
        self.column.addWidget(self.brand_hint)
        self.column.addWidget(rule())
        self.column.addWidget(label(_("Where the text comes from"), role="strong"))
        self.column.addWidget(self.body_words)
        self.column.addWidget(self.bring, 0, start)
        self.column.addWidget(self.markdown, 0, start)
        self.column.addStretch(1)

    def _read(self) -> None:
        workspace, campaign = self.session.workspace, self.session.campaign

        def read(_task: Task) -> tuple[LayoutLine, ...]:
            return workspace.authoring.layouts(campaign)

        self.session.ask(read, owner=self, then=self._show_lines)

    def _show_lines(self, lines: tuple[LayoutLine, ...]) -> None:
        self._lines = lines
        self.list.show_layouts(lines, self.list.layouts.chosen)

    def _choose_layout(self) -> None:
        self._open_dialog(_("Choose a layout"), _("Layouts (*.html *.mjml)"), self.take_layout)

    def _choose_body(self) -> None:
        self._open_dialog(_("Choose a text"), _("HTML (*.html *.htm)"), self.take_body)

    def _open_dialog(self, title: str, kinds: str, then: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self, title, "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: then(Path(path)))
        dialog.open()

    def _added(self, added: AddedLayout) -> None:
        self._tell(added.findings)
        self.taken.setVisible(bool(added.name))
        if added.name:
            self.taken.setText(place(_("{name} was added and is in use."), name=added.name))
            self.session.announce(self.taken.text())
            self.change(_("layout"), lambda draft: replace(draft, layout=added.name))

    def _tell(self, findings: tuple[Finding, ...]) -> None:
        if self.problems.show_findings(findings):
            self.session.announce(self.problems.text, assertive=True)

    def _bring_body(self, html: str) -> None:
        self.problems.show_findings(())
        self.change(_("text as HTML"), lambda draft: replace(draft, html=html))

    def _back_to_markdown(self) -> None:
        self.change(_("text in Markdown"), lambda draft: replace(draft, html=""))

    def _refused(self, error: Exception) -> None:
        findings = getattr(error, "findings", ())
        if not findings:
            self.session.failed.emit(error)
            return
        self.taken.hide()
        self._tell(findings)
