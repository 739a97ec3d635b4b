"""The part of the report that answers for the send: who did what, who was shown what, how it ended.

Written for somebody who has never seen the program: whole sentences, every time with its zone, and
at the end how anybody can check it. *Handed over* is never called delivered.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from composer.i18n import _, isolate, listed, ngettext, place


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierDecision:
    """What somebody signed about the proof: what they had been shown, until when it counted."""

    name: str
    kind: str
    at: datetime
    expires_at: datetime
    shown: int
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierEvent:
    """Something that happened while it was sent, in words."""

    at: datetime
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything that answers for a send.

    `translated` says in sentences who read which language; `accepted` the points of the check that
    somebody took on; `differences` what arrived other than predicted, of the test or of copies
    during the send; `not_independent` is the reason why nobody but the authors approved.
    """

    proof: str
    subject: str
    earlier_proofs: int
    sealed_by: str
    sealed_at: datetime | None
    planned: str
    written_by: tuple[str, ...]
    translated: tuple[str, ...]
    accepted: tuple[str, ...]
    tested: int
    equal: int
    mailboxes: int
    differences: tuple[str, ...]
    test_signed_by: tuple[str, ...]
    kinds: int
    approvals_needed: int
    not_independent: str
    decisions: tuple[DossierDecision, ...]
    events: tuple[DossierEvent, ...]
    owner: str
    owner_key: str


def dossier_sections(dossier: Dossier) -> list[str]:
    """Write the sections, in the order of the work."""
    return [
        _section(_("Who made it"), _makers(dossier)),
        _section(_("The test before the send"), _test(dossier)),
        _section(_("Who approved"), _approvals(dossier)),
        _section(_("What happened, in order"), _events(dossier)),
        _section(_("How to check this"), _check(dossier)),
    ]


def moment_words(moment: datetime | None) -> str:
    """Say a moment in universal time and in the zone of the computer that wrote the report."""
    if moment is None:
        return "–"
    utc, here = moment.astimezone(UTC), moment.astimezone()
    universal = utc.strftime("%Y-%m-%d %H:%M:%S UTC")
    if here.utcoffset() == utc.utcoffset():
        return universal
    local = here.strftime("%Y-%m-%d %H:%M:%S %Z")
    return place(_("{local} ({universal})"), local=local, universal=universal)


def _makers(dossier: Dossier) -> str:
    facts = [
        (_("Written by"), listed(map(isolate, dossier.written_by)) or "–"),
        (_("Frozen by"), isolate(dossier.sealed_by) or "–"),
        (_("Frozen at"), moment_words(dossier.sealed_at)),
        (_("Planned for"), dossier.planned or "–"),
    ]
    told = [*dossier.translated]
    if dossier.earlier_proofs:
        words = ngettext(
            "Part of the people were written to under {count} earlier proof.",
            "Part of the people were written to under {count} earlier proofs.",
            dossier.earlier_proofs,
        )
        told.append(place(words, count=dossier.earlier_proofs))
    points = _("Points of the check that were taken on")
    accepted = f"<h3>{_e(points)}</h3>{_list(dossier.accepted)}" if dossier.accepted else ""
    return _table(facts) + _list(told) + accepted


def _test(dossier: Dossier) -> str:
    words = ngettext(
        "{equal} of {count} test message arrived exactly as predicted, one address in each To.",
        "{equal} of {count} test messages arrived exactly as predicted, one address in each To.",
        dossier.tested,
    )
    said = [place(words, equal=dossier.equal, count=dossier.tested)]
    boxes = ngettext(
        "They went to {count} mailbox.", "They went to {count} mailboxes.", dossier.mailboxes
    )
    said.append(place(boxes, count=dossier.mailboxes))
    if dossier.test_signed_by:
        names = listed(map(isolate, dossier.test_signed_by))
        said.append(place(_("What arrived was signed by {names}."), names=names))
    return _list([*said, *dossier.differences])


def _approvals(dossier: Dossier) -> str:
    needed = ngettext(
        "{count} approval was needed.",
        "{count} approvals were needed.",
        dossier.approvals_needed,
    )
    said = [place(needed, count=dossier.approvals_needed)]
    if dossier.not_independent:
        words = _("Not independently reviewed: {reason}")
        said.insert(0, place(words, reason=isolate(dossier.not_independent)))
    rows = [_decision(one, dossier.kinds) for one in dossier.decisions]
    return _list(said, strong=bool(dossier.not_independent)) + _list(rows)


def _decision(decision: DossierDecision, kinds: int) -> str:
    words = {
        "approval": _(
            "{name} approved at {time}, having been shown {shown} of {kinds} kinds of message. "
            "The approval counted until {end}."
        ),
        "rejection": _("{name} sent it back at {time}."),
        "revocation": _("{name} took their decision back at {time}."),
    }[decision.kind]
    said = place(
        words,
        name=isolate(decision.name),
        time=moment_words(decision.at),
        shown=decision.shown,
        kinds=kinds,
        end=moment_words(decision.expires_at),
    )
    if not decision.comment:
        return said
    return place(_("{said} Their words: “{comment}”"), said=said, comment=isolate(decision.comment))


def _events(dossier: Dossier) -> str:
    rows = "".join(
        f"<tr><th>{_e(moment_words(event.at))}</th><td>{_e(event.words)}</td></tr>"
        for event in dossier.events
    )
    nothing = _("Nothing was sent yet.")
    return f"<table class=events>{rows}</table>" if rows else f"<p>{_e(nothing)}</p>"


def _check(dossier: Dossier) -> str:
    said = [
        _(
            "“Handed over” means that the mail service took the message. Whether it was delivered "
            "or read is not known."
        ),
        _("“Shown” means that the program displayed a message to somebody."),
        _(
            "This report is for reading. What proves it is the evidence file of the same campaign: "
            "anybody can verify it on another computer, without the workspace."
        ),
    ]
    commands = "composer evidence CAMPAIGN FILE<br>composer verify FILE --owner KEY"
    facts = [
        (_("Fingerprint of the proof"), dossier.proof),
        (place(_("Key of the owner, {name}"), name=isolate(dossier.owner)), dossier.owner_key),
    ]
    return f"{_list(said)}<p><code>{commands}</code></p>{_table(facts)}"


def _section(title: str, content: str) -> str:
    return f"<h2>{_e(title)}</h2>{content}"


def _table(facts: Iterable[tuple[str, str]]) -> str:
    rows = "".join(
        f"<tr><th>{_e(name)}</th><td><bdi>{_e(value)}</bdi></td></tr>" for name, value in facts
    )
    return f"<table class=facts>{rows}</table>"


def _list(said: Sequence[str], *, strong: bool = False) -> str:
    if not said:
        return ""
    items = [f"<strong>{_e(said[0])}</strong>" if strong else _e(said[0]), *map(_e, said[1:])]
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"


def _e(value: object) -> str:
    return html.escape(str(value))
