"""Sender and headers: From, Reply-To, how to leave, and the fields that few people need.

A change is made when a field is finished, as one step of the page's history. What is wrong is told
under its field, by the rules of saving and rendering; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.background import Latest, Task
from composer.gui.parts import Button, label, rule
from composer.gui.session import Session
from composer.gui.writing.panels.account_choice import AccountChoice
from composer.gui.writing.panels.fields import Explained, Field, Problems
from composer.gui.writing.panels.header_rows import EXPLANATIONS, DefaultHeader, OwnHeader
from composer.gui.writing.panels.mailbox_fields import MailboxFields
from composer.gui.writing.panels.panel import WritePanel
from composer.i18n import N_, _, isolate_ltr, place
from composer.model.campaign import Purpose
from composer.model.overview import CampaignContent
from composer.model.writing import MessageDraft
from composer.translation.locale_names import language_name

TOKEN_FIELD = "{{ token }}"  # noqa: S105 - a field of the text, no secret
Pairs = tuple[tuple[str, str], ...]


class HeadersPanel(WritePanel):
    """The panel "Sender and headers"."""

    title = N_("Sender and headers")
    icon = "mail"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asked: tuple[object, ...] = ()
        self._judged: tuple[object, ...] = ()
        self._defaults: dict[str, str] = {}
        self._headers: Pairs = ()
        self._read_only = False
        self._latest = Latest(session.background, self)
        self.from_box = MailboxFields(
            name=(_("From"), _("The name that people see beside the subject.")),
            address=(
                _("From address"),
                _("The address the message comes from; your mail service must know it."),
            ),
        )
        self.reply_to = MailboxFields(
            name=(_("Reply to"), _("The name that stands in an answer.")),
            address=(
                _("Reply address"),
                _("Where answers go. Empty, they go to the address in From."),
            ),
        )
        self.account = AccountChoice(session)
        self.unsubscribe = Field(
            _("Link to unsubscribe"),
            _(
                "Mail programs show it as a button, and your web page takes the press. "
                "{{ token }} stands for a random word of each person's own: "
                "it says who leaves without showing the address."
            ),
            is_address=True,
        )
        self.unsubscribe.edit.setPlaceholderText("https://example.com/leave?t={{ token }}")
        self.token = Button(
            _("Add the person's own word"), kind="quiet", icon="key-round", pressed=self._add_token
        )
        self.language = label(wraps=True)
        self.more = Button(_("More headers"), kind="quiet", icon="chevron-right", checkable=True)
        self.inside = QWidget()
        self.defaults = {name: DefaultHeader(name) for name in EXPLANATIONS}
        self.own: list[OwnHeader] = []
        self._own_column = QVBoxLayout()
        self.add = Button(_("Add a header…"), icon="plus", pressed=self._add_header)
        self.other = Problems()
        self._lay_out()
        self._connect()

    def show_state(self, content: CampaignContent, draft: MessageDraft) -> None:
        """Show the settings; judge them anew when they are others."""
        contacts = tuple(
            name for name in content.campaign.audience.contacts if name in content.columns
        )
        self.from_box.show_mailbox(draft.sender or "", contacts)
        self.reply_to.show_mailbox(draft.reply_to or "", contacts)
        self.unsubscribe.show_value(draft.unsubscribe or "")
        self.account.show_state(content)
        tag = isolate_ltr(content.message.locale)
        name = language_name(content.message.locale)
        self.language.setText(
            place(
                _("The text is written in {language} ({tag}). Others are added under Translate."),
                language=name,
                tag=tag,
            )
        )
        self._show_headers(draft.headers or ())
        asked = (content.id, content.revision)
        if asked != self._asked:
            self._asked = asked
            self._read_defaults()
        judged = (
            asked, draft.sender, draft.reply_to, draft.unsubscribe, draft.headers,
            content.campaign.purpose is Purpose.MARKETING,
        )  # fmt: skip
        if judged != self._judged:
            self._judged = judged
            self._judge(draft)

    def set_read_only(self, read_only: bool) -> None:  # noqa: FBT001 - as inherited
        """Show the settings without offering to change them."""
        self._read_only = read_only
        self.from_box.set_read_only(read_only=read_only)
        self.reply_to.set_read_only(read_only=read_only)
        self.account.set_read_only(read_only=read_only)
        self.unsubscribe.edit.setReadOnly(read_only)
        self.token.setVisible(not read_only)
        self.add.setVisible(not read_only)
        for default in self.defaults.values():
            default.set_read_only(read_only=read_only)
        for own in self.own:
            own.set_read_only(read_only=read_only)

    # --- inside ------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        start = Qt.AlignmentFlag.AlignLeading
        self._own_column.setSpacing(8)
        inner = QVBoxLayout(self.inside)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        for row in self.defaults.values():
            inner.addWidget(row)
        inner.addWidget(
            Explained(
                _("Headers of your own"),
                _(
                    "Names begin with X-. Not allowed are names that a mail service obeys and "
                    "names of recipients: they could change who gets the message."
                ),
            )
        )
        inner.addLayout(self._own_column)
        inner.addWidget(self.add, 0, start)
        self.inside.hide()
        self.unsubscribe.column.addWidget(self.token, 0, start)
        parts: tuple[QWidget, ...] = (
            self.from_box, rule(), self.reply_to, rule(), self.account, rule(),
            self.unsubscribe, rule(),
            label(_("Language of the message"), role="strong"), self.language, rule(),
        )  # fmt: skip
        for part in parts:
            self.column.addWidget(part)
        self.column.addWidget(self.more, 0, start)
        self.column.addWidget(self.inside)
        self.column.addWidget(self.other)
        self.column.addStretch(1)

    def _connect(self) -> None:
        self.from_box.finished.connect(
            lambda source: self.change(_("sender"), lambda draft: replace(draft, sender=source))
        )
        self.reply_to.finished.connect(
            lambda source: self.change(
                _("reply address"), lambda draft: replace(draft, reply_to=source)
            )
        )
        self.unsubscribe.finished.connect(
            lambda link: self.change(
                _("link to unsubscribe"), lambda draft: replace(draft, unsubscribe=link)
            )
        )
        self.more.toggled.connect(self._open_more)
        for name, row in self.defaults.items():
            row.changed.connect(lambda value, name=name: self._set_default(name, value))

    def _open_more(self, opened: bool) -> None:  # noqa: FBT001 - a Qt slot
        self.inside.setVisible(opened)
        self.more.change_icon("chevron-down" if opened else "chevron-right")

    def _add_token(self) -> None:
        edit = self.unsubscribe.edit
        edit.insert(TOKEN_FIELD)
        edit.setModified(True)
        edit.setFocus()

    def _show_headers(self, headers: Pairs) -> None:
        by_name = {name.lower(): value for name, value in headers}
        for name, row in self.defaults.items():
            row.show_header(by_name.get(name.lower()), self._defaults.get(name, ""))
        if headers == self._headers:
            return
        self._headers = headers
        wanted = [pair for pair in headers if not _has_default(pair[0])]
        if wanted != [(row.name.text(), row.value.text()) for row in self.own]:
            self._make_rows(wanted)

    def _make_rows(self, pairs: list[tuple[str, str]]) -> None:
        for row in self.own:
            row.hide()
            row.deleteLater()
        self.own = []
        for name, value in pairs:
            self._make_row(name, value)

    def _make_row(self, name: str, value: str) -> OwnHeader:
        row = OwnHeader(name, value)
        row.changed.connect(lambda _name, _value: self._tell_own())
        row.removed.connect(lambda: self._remove_row(row))
        row.set_read_only(read_only=self._read_only)
        self.own.append(row)
        self._own_column.addWidget(row)
        return row

    def _add_header(self) -> None:
        row = next((row for row in self.own if row.is_unfinished), None) or self._make_row("", "")
        row.name.setText(row.name.text() or "X-")
        row.name.setFocus()

    def _remove_row(self, row: OwnHeader) -> None:
        self.own.remove(row)
        row.hide()
        row.deleteLater()
        self._tell_own()

    def _tell_own(self) -> None:
        rows = [(row.name.text().strip(), row.value.text().strip()) for row in self.own]
        own = tuple((name, value) for name, value in rows if name and value)
        self._replace_headers(lambda pairs: (*(p for p in pairs if _has_default(p[0])), *own))

    def _set_default(self, name: str, value: str | None) -> None:
        def put(pairs: Pairs) -> Pairs:
            others = tuple(pair for pair in pairs if pair[0].lower() != name.lower())
            return others if value is None else ((name, value), *others)

        self._replace_headers(put)

    def _replace_headers(self, put: Callable[[Pairs], Pairs]) -> None:
        self._headers = put(self._headers)  # the rows stand as they are
        self.change(_("headers"), lambda draft: replace(draft, headers=put(draft.headers or ())))

    def _read_defaults(self) -> None:
        workspace, campaign = self.session.workspace, self.session.campaign

        def read(_task: Task) -> Pairs:
            return workspace.authoring.default_headers(campaign)

        def take(pairs: Pairs) -> None:
            self._defaults = dict(pairs)
            self._show_headers(self._headers)

        self.session.ask(read, owner=self, then=take)

    def _judge(self, draft: MessageDraft) -> None:
        workspace, campaign = self.session.workspace, self.session.campaign

        def judge(_task: Task) -> tuple[Finding, ...]:
            return workspace.authoring.settings_findings(campaign, draft)

        self._latest.ask(judge, then=self._show_problems, otherwise=self.session.failed.emit)

    def _show_problems(self, findings: tuple[Finding, ...]) -> None:
        by_key: dict[str, list[Finding]] = {}
        for item in findings:
            by_key.setdefault(_key_of(item), []).append(item)
        self.from_box.show_problems(by_key.pop("from", []))
        self.reply_to.show_problems(by_key.pop("reply_to", []))
        self.unsubscribe.show_problems(by_key.pop("unsubscribe", []))
        for name, default in self.defaults.items():
            default.show_problems(by_key.pop(name.lower(), []))
        in_rows = False
        for own in self.own:
            told = by_key.pop(own.name.text().strip().lower(), [])
            in_rows = own.problems.show_findings(told) or in_rows
        by_key.pop("attachments", None)
        self.other.show_findings(item for told in by_key.values() for item in told)
        if in_rows:
            self.more.setChecked(True)


def _key_of(item: Finding) -> str:
    key = str(item.place_of("key") or item.place_of("part") or "")
    return key.removeprefix("headers.").lower()


def _has_default(name: str) -> bool:
    return name.lower() in {known.lower() for known in EXPLANATIONS}
