"""Accepting a warning: one by one, by somebody with a name, for a reason, about this very text.

What is accepted is a *point*: the warnings of one line, with the text they are about. Its digest
finds the acceptance again; when the text, a row or the findings change, the acceptance no longer
fits and says nothing. What stands is part of the proof, so that whoever signs has it before them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import orjson

from composer.errors import Blocked, UsageError
from composer.findings import Finding, FindingCount, differing, finding, kind_of
from composer.i18n import _, ngettext, place
from composer.model.acceptance import (
    LONGEST_REASON,
    QUESTIONS,
    Acceptance,
    Point,
    warnings_by_kind,
)
from composer.model.check_summary import CheckSummary
from composer.model.identifiers import CampaignId
from composer.model.message import Message
from composer.model.person import Person, Role
from composer.proofs.manifest import catalogue_digest
from composer.proofs.manifest_inputs import AcceptedWarning
from composer.stages.checking import stored_check
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.log_words import for_log
from composer.stages.people import load_roster, require_role
from composer.store.acceptances import AcceptanceRecord
from composer.translation.locale_names import language_names
from composer.translation.units import message_units

_VERSION = "composer point 1"
_ACCEPT = "warning.accept"


def with_points(desk: Desk, content: Content, summary: CheckSummary) -> CheckSummary:
    """Give a check with its warnings as points, those that are accepted with who and why."""
    return replace(summary, points=points_of(desk, content, summary))


def points_of(desk: Desk, content: Content, summary: CheckSummary) -> tuple[Point, ...]:
    """Gather the warnings of a check as points."""
    kinds = warnings_by_kind(summary.findings)
    if not kinds:
        return ()
    standing = _standing(desk, content.record.id)
    names = _names(desk) if standing else {}
    counted = {(many.code, many.column, many.locale): many for many in summary.counts}
    points = []
    for warnings in kinds:
        many = counted.get(kind_of(warnings[0]))
        key = _key(content, warnings, many)
        accepted = _acceptance(standing[key], names) if key in standing else None
        count = many.count if many else differing(warnings)
        points.append(Point(key=key, findings=warnings, count=count, accepted=accepted))
    return tuple(points)


def accept_warning(
    desk: Desk, campaign_id: CampaignId, key: str, reason: str, *, by: Person
) -> Point:
    """Accept one point of the check that fits now.

    Raises:
        Blocked: nobody's message was checked in this state, or the point is not as it was.
        UsageError: without a reason, or with one that is a text of its own.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise UsageError(
            place(_("A reason has between 1 and {most} characters."), most=LONGEST_REASON),
            advice=_("Say in one sentence why this may stay as it is."),
        )
    content = load_content(desk, campaign_id)
    point = _point(desk, content, key)
    record = AcceptanceRecord(
        key=key, code=point.code, reason=said, by=by.public_key, at=desk.now()
    )
    desk.acceptances.accept(campaign_id, record)
    _log(desk, _ACCEPT, campaign_id, record)
    return _point(desk, content, key)


def withdraw_acceptance(desk: Desk, campaign_id: CampaignId, key: str, *, by: Person) -> Point:
    """Take an acceptance back; without one, nothing changes.

    Raises:
        Blocked: nobody's message was checked in this state, or the point is not as it was.
    """
    require_role(by, Role.AUTHOR, Role.OWNER)
    content = load_content(desk, campaign_id)
    point = _point(desk, content, key)
    if point.accepted is not None:
        record = AcceptanceRecord(
            key=key, code=point.code, reason="", by=by.public_key, at=desk.now()
        )
        desk.acceptances.take_back(campaign_id, record)
        _log(desk, "warning.withdraw", campaign_id, record)
    return _point(desk, content, key)


def accepted_warnings(
    desk: Desk, content: Content, summary: CheckSummary
) -> tuple[AcceptedWarning, ...]:
    """Give what is accepted of a check, as it stands in the proof."""
    return tuple(
        AcceptedWarning(
            key=point.key,
            code=point.code,
            count=point.count,
            reason=point.accepted.reason,
            name=point.accepted.name,
            person=point.accepted.person,
        )
        for point in points_of(desk, content, summary)
        if point.accepted is not None
    )


def point_sentences(points: Sequence[Point], findings: Iterable[Finding]) -> tuple[str, ...]:
    """Say to whoever signs what was accepted by whom and why, what was not, and what is asked."""
    return (*_accepted_sentences(points), *_open_sentences(points), *_questions(findings))


def _accepted_sentences(points: Sequence[Point]) -> Iterator[str]:
    accepted = [(point, point.accepted) for point in points if point.accepted is not None]
    for name in dict.fromkeys(said.name for _point, said in accepted):
        count = sum(said.name == name for _point, said in accepted)
        words = ngettext(
            "{count} point accepted by {name}", "{count} points accepted by {name}", count
        )
        yield place(words, count=count, name=name)
    for point, said in accepted:
        yield place(
            _("{finding} {name} accepts that: {reason}"),
            finding=point.said(language_names),
            name=said.name,
            reason=said.reason,
        )


def _open_sentences(points: Sequence[Point]) -> Iterator[str]:
    left = [point for point in points if point.accepted is None]
    if left:
        words = ngettext(
            "{count} point that nobody has accepted",
            "{count} points that nobody has accepted",
            len(left),
        )
        yield place(words, count=len(left))
    yield from (point.said(language_names) for point in left)


def _questions(findings: Iterable[Finding]) -> Iterator[str]:
    asked = dict.fromkeys(item.text for item in findings if item.code in QUESTIONS)
    yield from asked


def _standing(desk: Desk, campaign_id: CampaignId) -> dict[str, AcceptanceRecord]:
    """Give what is accepted now and was written into the chained log: nobody is made to have."""
    standing = desk.acceptances.standing(campaign_id)
    if not standing:
        return {}
    logged = desk.kept(
        ("acceptances", campaign_id, desk.audit.head()), lambda: _logged(desk, campaign_id)
    )
    return {key: record for key, record in standing.items() if _log_line(record) in logged}


def _logged(desk: Desk, campaign_id: CampaignId) -> frozenset[tuple[str, str, str]]:
    """Give point, person and reason of everything that was ever accepted, as the log has it."""
    found = set()
    for entry in desk.audit.entries():
        if entry.action == _ACCEPT:
            details = orjson.loads(entry.details)
            if details.get("campaign") == campaign_id:
                found.add((str(details.get("point")), entry.person, str(details.get("reason"))))
    return frozenset(found)


def _log_line(record: AcceptanceRecord) -> tuple[str, str, str]:
    return record.key, record.by, for_log(record.reason)


def _acceptance(record: AcceptanceRecord, names: Mapping[str, str]) -> Acceptance:
    return Acceptance(
        reason=record.reason,
        name=names.get(record.by, record.by),
        person=record.by,
        at=record.at,
    )


def _point(desk: Desk, content: Content, key: str) -> Point:
    summary = stored_check(desk, content)
    if summary is None:
        raise Blocked([finding("seal.not_checked")])
    points = points_of(desk, content, summary)
    point = next((point for point in points if point.key == key), None)
    if point is None:
        raise Blocked([finding("check.point_changed")])
    return point


def _key(content: Content, warnings: Sequence[Finding], many: FindingCount | None) -> str:
    """Digest some warnings, those beyond the first as well, with the text they are about."""
    records = sorted(orjson.dumps(item.as_record()).decode() for item in warnings)
    beyond = [many.count, many.digest] if many else []
    parts = [
        _VERSION,
        warnings[0].code,
        records,
        beyond,
        *_text_about(content.message, warnings),
    ]
    return hashlib.sha256(orjson.dumps(parts)).hexdigest()


def _text_about(message: Message, warnings: Sequence[Finding]) -> Iterator[object]:
    """Give the texts that warnings are about: their part, in each of their languages."""
    part = warnings[0].place_of("part")
    locales = {item.place_of("locale") for item in warnings}
    if part == "subject":
        yield message.subject
    elif part == "preheader":
        yield message.preheader
    else:
        yield message.subject
        yield message.preheader
        yield message.body
        yield message.body_html
        yield message.text_override
        yield message.layout.html
        yield [[file.path, file.sha256] for file in message.files]
    units = [unit.source for unit in message_units(message)]
    for catalogue in message.catalogues:
        if locales & {None, catalogue.locale}:
            yield catalogue_digest(catalogue, units)


def _names(desk: Desk) -> dict[str, str]:
    roster = load_roster(desk)
    return {person.public_key: person.name for person in roster.people} if roster else {}


def _log(desk: Desk, action: str, campaign_id: CampaignId, record: AcceptanceRecord) -> None:
    desk.audit.append(
        person=record.by,
        action=action,
        details={
            "campaign": campaign_id,
            "point": record.key,
            "code": record.code,
            "reason": _log_line(record)[2],
        },
    )
