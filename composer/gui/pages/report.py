"""Report: what happened to everybody, from the record; *handed over* is never called delivered."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from composer.findings import finding
from composer.gui.background import Task
from composer.gui.numbers import number
from composer.gui.page import Page
from composer.gui.pages import send_phase
from composer.gui.pages.bounced import BouncedView
from composer.gui.pages.ended_card import EndedCard
from composer.gui.pages.group_tiles import GroupTiles
from composer.gui.pages.groups import GROUPS, HANDED_OVER, UNCLEAR, Group
from composer.gui.pages.incident import IncidentView
from composer.gui.pages.kept_line import KeptLine
from composer.gui.pages.ledger_model import LedgerModel, make_ledger_table
from composer.gui.pages.report_bounces import BounceReading, BouncesCard
from composer.gui.pages.report_cards import ComingCard, SharesCard, TimelineCard
from composer.gui.pages.report_figures import Figures, read_figures, timeline
from composer.gui.pages.scrolling import scrolled
from composer.gui.pages.send_phase import Phase
from composer.gui.parts import Button, label
from composer.gui.session import Session
from composer.i18n import N_, _, isolate_ltr, ngettext, place
from composer.model.bounce import BounceCounts
from composer.model.overview import PersonHere, Status
from composer.model.stages import Stage
from composer.translation.locale_names import language_name

WITHOUT = frozenset(state for group in GROUPS if group is not HANDED_OVER for state in group.states)


def outcome_words(status: Status, name: str) -> str:
    """Say the whole outcome in one sentence."""
    counts = status.counts
    words = ngettext(
        "“{name}” was handed over to {done} of {count} person.",
        "“{name}” was handed over to {done} of {count} people.",
        counts.total,
    )
    done = number(HANDED_OVER.count(counts))
    return place(words, name=name, done=done, count=number(counts.total))


class ReportPage(Page):
    """The page for everybody, afterwards."""

    stage = Stage.REPORT
    title = N_("Report")
    purpose = N_(
        "What the mail service took, person by person. Whether it was read is not known to us."
    )
    fills = True

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._people: tuple[PersonHere, ...] = ()
        self._figures: Figures | None = None
        self._read_for: object = None
        self.sentence = label(role="section", wraps=True)
        self.tiles = GroupTiles()
        self.without = Button(icon="list", kind="link", pressed=self.list_without)
        self.linked = label(role="muted", wraps=True)
        self.ended = EndedCard(session)
        self.decide = Button(_("Decide for each"), pressed=self._decide)
        self.timeline = TimelineCard()
        self.locales = SharesCard(_("By language"))
        self.domains = SharesCard(_("By domain"))
        self.batches = SharesCard(_("By batch"))
        self.returned = BouncesCard()
        self.incident = IncidentView(self)
        self.happened = Button(
            _("What happened…"), icon="history", kind="link", pressed=self.open_incident
        )
        self.reading = BounceReading(self, self.returned, then=self._read, refused=self._refused)
        self.bounced = BouncedView(self)
        self.returned.people_wanted.connect(self.open_bounced)
        self.bounced.closed.connect(self.close_bounced)
        self.coming = ComingCard()
        self.kept = KeptLine(self)
        self.model = LedgerModel(session)
        self.table = make_ledger_table(self.model)
        self.cards = QWidget()
        self.later = label(
            _("What happened when, languages and domains are counted when the send rests."),
            role="muted",
            wraps=True,
        )
        self._build()
        self.tiles.chosen.connect(self._list_people)
        self.incident.closed.connect(self.close_incident)
        self.incident.changed.connect(self.refresh_status)

    # --- what the frame calls ----------------------------------------------------------------

    def refresh(self) -> None:
        """Show the outcome; the figures are counted anew when the counts are other ones."""
        self.refresh_status()
        status = self.session.status
        assert status is not None
        wanted = (status.id, status.counts, status.progress.ended_at)
        if self._begun and not status.progress.running and wanted != self._read_for:
            self._read_for = wanted
            self._read()

    def refresh_status(self) -> None:
        """Show the counts."""
        content, status = self.session.content, self.session.status
        assert content is not None
        assert status is not None
        begun = self._begun
        for part in (self.sentence, self.tiles, self.without):
            part.setVisible(begun)
        running = status.progress.running
        self.cards.setVisible(begun and not running and self._figures is not None)
        self.later.setVisible(begun and running)
        self.before.setVisible(not begun)
        self.area.setVisible(begun and not self.table.isVisible())
        self.sentence.setText(outcome_words(status, content.campaign.name))
        self.tiles.show_counts(status.counts)
        without = status.counts.total - HANDED_OVER.count(status.counts)
        words = ngettext("{count} person has none", "{count} people have none", without)
        self.without.setText(place(words, count=number(without)))
        self.without.setVisible(begun and bool(without))
        self.ended.show_end(status.ended)
        linked = content.linked if status.ended is None else ()
        self.linked.setText(" ".join(linked))
        self.linked.setVisible(bool(linked))
        unclear = UNCLEAR.count(status.counts)
        self.decide.setVisible(begun and not running and bool(unclear))
        self.happened.setVisible(begun)
        self.show_findings(())
        self._show_next(status)

    def press_primary(self) -> None:
        """Save the report, or prepare the follow-up."""
        if self.incident.isHidden():
            self.choose_report()
        else:
            self.incident.prepare()

    def leave(self) -> None:
        """Show the report again next time."""
        self.close_bounced()
        self.close_incident()
        super().leave()

    def open_incident(self) -> None:
        """Show what happened in place of the report, once the campaign is read."""
        if self.session.content is None or self.session.status is None:
            return
        self.whole.hide()
        self.incident.open()
        self.refresh_status()

    def open_bounced(self) -> None:
        """Show who something came back from, in place of the report."""
        self.whole.hide()
        self.bounced.open()

    def close_bounced(self) -> None:
        """Show the report again."""
        self.bounced.hide()
        self.whole.setVisible(self.incident.isHidden())

    def close_incident(self) -> None:
        """Show the report again."""
        self.incident.hide()
        self.whole.show()
        if self.session.content is not None and self.session.status is not None:
            self.refresh_status()

    # --- what a person does ------------------------------------------------------------------

    def choose_report(self) -> None:
        """Ask where to save the report: a page for people, or a table."""
        dialog = self._save_dialog(_("Save the report"), "report.html")
        dialog.setNameFilters(
            [
                _("Page for people (*.html)"),
                _("PDF (*.pdf)"),
                _("Table (*.csv)"),
                _("Workbook (*.xlsx)"),
            ]
        )
        dialog.fileSelected.connect(lambda name: self.save_report(Path(name)))
        dialog.open()

    def choose_evidence(self) -> None:
        """Ask where to save the evidence."""
        dialog = self._save_dialog(_("Save the evidence"), "evidence.composer-evidence")
        dialog.fileSelected.connect(lambda name: self.save_evidence(Path(name)))
        dialog.open()

    def save_report(self, file: Path) -> None:
        """Write the report; the name's ending says which form."""
        workspace, campaign = self.session.workspace, self.session.campaign
        person, ending = self.session.person, file.suffix.lower()
        if ending == ".pdf":
            self._save_pdf(file)
            return
        form = ending[1:] if ending in {".csv", ".xlsx"} else "html"
        self.ask(
            lambda _task: workspace.report(campaign, form, file, by=person),
            then=lambda _none: self._saved(file),
        )

    def save_evidence(self, file: Path) -> None:
        """Write the file that anybody can verify offline, signed by who is here."""
        workspace, campaign = self.session.workspace, self.session.campaign
        person = self.session.person
        self.ask(
            lambda _task: workspace.evidence(campaign, file, by=person),
            then=lambda _none: self._saved(file),
        )

    def list_without(self) -> None:
        """List everybody who has none."""
        self.tiles.choose(None)
        self.model.show_states(WITHOUT)
        self._show_table(shown=True)

    # --- inside ------------------------------------------------------------------------------

    def _build(self) -> None:
        shares = QVBoxLayout()
        shares.setSpacing(16)
        shares.addWidget(self.locales)
        shares.addWidget(self.domains)
        shares.addWidget(self.batches)
        shares.addStretch(1)
        history = QVBoxLayout()
        history.addWidget(self.returned)
        history.addWidget(self.timeline)
        history.addStretch(1)
        halves = QHBoxLayout(self.cards)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(16)
        halves.addLayout(history, 1)
        halves.addLayout(shares, 1)
        rolling = QWidget()  # large text needs the room above for the groups
        below = QVBoxLayout(rolling)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(16)
        below.addWidget(self.cards)
        below.addWidget(self.kept)
        below.addStretch(1)
        self.area = scrolled(rolling)
        self.tiles.foot.addWidget(self.without)
        self.tiles.foot.addWidget(self.decide)
        self.tiles.foot.addWidget(self.happened)
        self.whole = QWidget()
        whole = QVBoxLayout(self.whole)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        self.content.addWidget(self.whole, 1)
        self.content.addWidget(self.incident, 1)
        self.content.addWidget(self.bounced, 1)
        for part in (self.sentence, self.linked, self.ended, self.tiles):
            whole.addWidget(part)
        coming = QWidget()
        before = QVBoxLayout(coming)
        before.setContentsMargins(0, 0, 0, 0)
        before.addWidget(self.coming)
        before.addStretch(1)
        self.before = scrolled(coming)
        whole.addWidget(self.before, 1)
        whole.addWidget(self.later)
        whole.addWidget(self.area, 1)
        whole.addWidget(self.table, 1)
        self.table.hide()

    @property
    def _begun(self) -> bool:
        status = self.session.status
        return status is not None and send_phase.send_phase(status) not in {
            Phase.LOCKED,
            Phase.READY,
        }

    def _read(self) -> None:
        self.kept.read()
        workspace, campaign = self.session.workspace, self.session.campaign
        content = self.session.content
        source = content.campaign.locale if content else ""

        def read(_task: Task) -> tuple[Figures, tuple[PersonHere, ...], BounceCounts]:
            figures = read_figures(workspace, campaign, source=source)
            return figures, workspace.people(), workspace.bounces.counts(campaign)

        self.ask(read, then=self._take)

    def _take(self, found: tuple[Figures, tuple[PersonHere, ...], BounceCounts]) -> None:
        self._figures, self._people, bounces = found
        content = self.session.content
        if content is not None:
            self.returned.show_counts(bounces, content.campaign.transport.kind)
        status = self.session.status
        if status is None:
            return
        self.cards.setVisible(not status.progress.running)
        self.timeline.show_moments(timeline(status, self._figures, self._people))
        self.locales.show_shares(
            [(language_name(share.name), share) for share in self._figures.locales]
        )
        self.domains.show_shares(
            [(isolate_ltr(share.name or "–"), share) for share in self._figures.domains]
        )
        self.batches.show_shares(
            [
                (place(_("Batch {batch}"), batch=end.name), end.share)
                for end in self._figures.batches
            ]
        )

    def _list_people(self, group: object) -> None:
        chosen = group if isinstance(group, Group) else None
        if chosen is not None:
            self.model.show_states(chosen.states)
        self._show_table(shown=chosen is not None)

    def _show_table(self, *, shown: bool) -> None:
        self.table.setVisible(shown)
        self.area.setVisible(not shown)

    def _decide(self) -> None:
        status = self.session.status
        if status is not None:
            self.session.show_finding(finding("send.unclear", count=UNCLEAR.count(status.counts)))

    def _save_dialog(self, title: str, name: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.selectFile(name)
        return dialog

    def _save_pdf(self, file: Path) -> None:
        """Write the page for people, and print it into the file."""
        from composer.gui.pages.report_pdf import ReportPdf  # noqa: PLC0415 - the web view

        workspace, campaign = self.session.workspace, self.session.campaign
        person = self.session.person

        def write(_task: Task) -> str:
            with TemporaryDirectory() as folder:
                page = Path(folder) / "report.html"
                workspace.report(campaign, "html", page, by=person)
                return page.read_text("utf-8")

        def told(is_written: bool) -> None:  # noqa: FBT001 - Qt's word
            if is_written:
                self._saved(file)
            else:
                words = _("{name} could not be written.")
                self.say(place(words, name=isolate_ltr(file.name)))

        def printed(html: str) -> None:
            ReportPdf(self, html=html, file=file, then=told)

        self.ask(write, then=printed)

    def _saved(self, file: Path) -> None:
        self.say(place(_("Saved as {file}."), file=isolate_ltr(file.name)))

    def _show_next(self, status: Status) -> None:
        if not self.incident.isHidden():
            self.incident.offer()
            return
        if not self._begun:
            self.set_secondary("")
            self.set_primary(
                _("Save report"),
                enabled=False,
                reason=_("Nothing of this campaign was sent yet."),
                go_to=Stage.SEND,
            )
            return
        self.set_secondary(_("Save evidence"), self.choose_evidence)
        reason = _("The send is not finished; the report says how it stands now.")
        finished = send_phase.send_phase(status) is Phase.DONE
        self.set_primary(_("Save report"), reason="" if finished else reason)
