"""What stands on the first screen of a proof file: who asks for what, what changed, what was done.

Everything is read from the checked file; whether this person may approve is the desk's answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from composer.findings import Finding
from composer.gui.numbers import number
from composer.gui.pages.fact_lines import Fact, FactLines
from composer.gui.pages.sign_off_cards import LinesCard
from composer.gui.pages.sign_off_facts import Line
from composer.gui.pages.wording import (
    kind_of_way,
    listed,
    named_address,
    people_words,
    short_fingerprint,
)
from composer.gui.parts import Card, IconLabel, label, row
from composer.gui.times import ago, full_moment, planned_for_reader, span
from composer.i18n import _, isolate, ngettext, place
from composer.model.campaign import TransportKind
from composer.model.planned_time import PlannedTime
from composer.proofs.change_values import window_words
from composer.proofs.manifest import Manifest
from composer.signoff.words import owner_words
from composer.stages.proof_opening import OpenedProof, ProofDesk
from composer.stages.proof_words import (
    accepted_words,
    asks_words,
    changes_of,
    checked_words,
    program_words,
    tested_words,
)
from composer.translation.locale_names import language_name

MOST_CHANGES = 12


def proof_facts(opened: OpenedProof) -> tuple[Fact, ...]:
    """Say in a few lines what a signature would be about."""
    checked = opened.checked
    manifest, contents = checked.manifest, checked.contents
    who = people_words(manifest.number("audience", "count"))
    rule = manifest.text("audience", "rule")
    if rule:
        who = place(_("{people} ({rule})"), people=who, rule=rule)
    words = _("{fingerprint} · frozen {moment} by {person}, {ago}")
    fingerprint = place(
        words,
        fingerprint=short_fingerprint(manifest.digest),
        moment=full_moment(contents.sealed_at),
        person=checked.person_of(contents.sealed_by).name,
        ago=ago(contents.sealed_at),
    )
    languages = listed(language_name(locale) for locale in checked.locales)
    return (
        Fact(name=_("To"), value=who),
        Fact(name=_("Languages"), value=languages),
        Fact(name=_("From"), value=_sender(manifest), middle=True),
        Fact(name=_("When"), value=_when(manifest)),
        Fact(name=_("Version"), value=fingerprint),
    )


def changed_lines(desk: ProofDesk) -> tuple[Line, ...]:
    """Say what is another than in the version before, and which ticks still stand."""
    opened = desk.opened
    if opened.before is None:
        return (_line("info", "muted", _("You have not seen this before.")),)
    changes = [change.text for change in changes_of(opened) if not change.follows]
    lines = [_line("triangle-alert", "look", text) for text in changes[:MOST_CHANGES]]
    if len(changes) > MOST_CHANGES:
        more = len(changes) - MOST_CHANGES
        words = ngettext("And {count} change more.", "And {count} changes more.", more)
        lines.append(_line("triangle-alert", "look", place(words, count=number(more))))
    if not changes:
        lines.append(_line("circle-check", "done", _("Nothing has changed.")))
    right = desk.review.right
    kept = sum(kind.variant.digest in right for kind in opened.required)
    if kept:
        words = ngettext(
            "{count} kind is the same as you saw it, and keeps its tick.",
            "{count} kinds are the same as you saw them, and keep their ticks.",
            kept,
        )
        lines.append(_line("circle-check", "done", place(words, count=number(kept))))
    return tuple(lines)


def changed_title(opened: OpenedProof) -> str:
    """Say since when it is told what changed."""
    if opened.before is None:
        return _("What changed")
    if opened.before_is_own:
        return _("What changed since you approved it")
    return _("What changed since somebody approved it")


def evidence_lines(opened: OpenedProof) -> tuple[Line, ...]:
    """Say what was done before anybody was asked."""
    test = opened.checked.contents.test
    tested = ("circle-check", "done") if test.passed else ("triangle-alert", "look")
    lines = [
        _line("circle-check", "done", checked_words(opened)),
        _line(*tested, tested_words(opened)),
        *(_line("message-square", "muted", text) for text in accepted_words(opened)),
        *(_line("users", "muted", text) for text in opened.checked.contents.told),
    ]
    other_program = program_words(opened)
    if other_program:
        lines.append(_line("info", "muted", other_program))
    return tuple(lines)


def say_all(desk: ProofDesk) -> None:
    """Say all of the first screen once, off the window's thread: it reads and compares much."""
    proof_facts(desk.opened)
    changed_lines(desk)
    evidence_lines(desk.opened)


class TopCard(Card):
    """Who asks, to how many, from whom, when, how old; and whether this person may approve."""

    def __init__(self) -> None:
        super().__init__()
        self.body.setContentsMargins(24, 16, 24, 16)
        self.asks = label(role="section", wraps=True)
        self.mark = IconLabel("circle-dot", "accent", 20)
        self.may = label(role="strong", wraps=True)
        self.advice = label(role="muted", wraps=True)
        self.signed = label(
            _("You have signed this version here. That counts until you take it back."), wraps=True
        )
        self.facts = FactLines()
        self.body.addWidget(self.asks)
        self.body.addLayout(row(self.mark, self.may, stretch=1))
        self.body.addWidget(self.advice)
        self.body.addWidget(self.signed)
        self.body.addWidget(self.facts)

    def show_proof(self, opened: OpenedProof, findings: Sequence[Finding]) -> None:
        """Show another proof and what keeps this person from approving it."""
        self.asks.setText(asks_words(opened))
        self.facts.show_facts(proof_facts(opened))
        icon, tint = ("circle-check", "done") if not findings else ("lock", "danger")
        self.mark.show_icon(icon, tint)
        self.may.setText(
            place(_("You may approve this: no. {reason}"), reason=findings[0].text)
            if findings
            else _("You may approve this: yes.")
        )
        self.advice.setText(findings[0].advice if findings else "")
        self.advice.setVisible(bool(findings))


class OwnerCard(Card):
    """The owner's words, to be compared with the owner before anything is believed."""

    def __init__(self) -> None:
        super().__init__()
        self.body.setContentsMargins(24, 16, 24, 16)
        self.words = QLineEdit()
        self.words.setReadOnly(True)
        self.words.setAccessibleName(_("The owner's words"))
        self.body.addWidget(label(_("Compare the owner's words first"), role="section"))
        self.body.addWidget(
            label(
                _(
                    "This computer does not know the owner of this team yet. Call the owner, or"
                    " meet them, and let them read their words to you. Do not take the words from"
                    " a message."
                ),
                wraps=True,
            )
        )
        self.body.addWidget(self.words)

    def show_owner(self, public_key: str) -> None:
        """Show the words of a key."""
        self.words.setText(owner_words(public_key))


class Overview(QWidget):
    """The first screen: top card, what changed, evidence."""

    def __init__(self) -> None:
        super().__init__()
        self.top = TopCard()
        self.owner = OwnerCard()
        self.changed = LinesCard(_("What changed"))
        self.evidence = LinesCard(_("Evidence"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for part in (self.top, self.owner, self.changed, self.evidence):
            column.addWidget(part)
        column.addStretch(1)

    def show_desk(self, desk: ProofDesk) -> None:
        """Show what an opened file says."""
        opened = desk.opened
        self.top.show_proof(opened, desk.standing_findings())
        self.top.signed.setVisible(bool(desk.own_decisions))
        self.owner.setVisible(not desk.owner_known)
        self.owner.show_owner(opened.checked.owner_key)
        self.changed.title.setText(changed_title(opened))
        self.changed.show_lines(changed_lines(desk))
        self.evidence.show_lines(evidence_lines(opened))


def _line(icon: str, tint: str, text: str) -> Line:
    return Line(icon=icon, tint=tint, text=text)


def _sender(manifest: Manifest) -> str:
    match manifest.section("sender").get("from"):
        case {"name": str(name), "address": str(address)}:
            sender = named_address(name, address)
        case _:
            sender = ""
    kind = manifest.text("transport", "kind")
    way = next((kind_of_way(item) for item in TransportKind if item.value == kind), kind)
    return place(_("{sender}, by {way}"), sender=sender, way=way)


def _when(manifest: Manifest) -> str:
    takes = span(manifest.number("eta", "total_s"))
    planned = _planned(manifest)
    if planned is None:
        when = place(_("As soon as somebody sends it; takes {time}"), time=takes)
    else:
        when = place(_("{moment}; takes {time}"), moment=planned_for_reader(planned), time=takes)
    hours = window_words(manifest.section("pace").get("window", {}))
    if not hours:
        return when
    return place(_("{when}; only in these hours: {hours}"), when=when, hours=isolate(hours))


def _planned(manifest: Manifest) -> PlannedTime | None:
    match manifest.section("pace").get("planned"):
        case {"local": str(local), "zone": str(zone), "utc": str(utc)}:
            return _plan(local, zone, utc)
        case _:
            return None


def _plan(local: str, zone: str, utc: str) -> PlannedTime | None:
    try:
        at = datetime.fromisoformat(utc)
        datetime.fromisoformat(local)
    except ValueError:
        return None
    return PlannedTime(local=local, zone=zone, at=at) if at.tzinfo and zone else None
