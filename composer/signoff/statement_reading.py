"""Strict reading of what people signed: canonical bytes, exactly the known keys, one spelling.

Nothing here verifies a signature; the envelope was opened before (`dsse.open_envelope`).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NoReturn

from composer.errors import SignatureRefused
from composer.i18n import _
from composer.model.person import Person, Role
from composer.proofs.canonical import JsonObject, JsonValue, is_digest, read_canonical
from composer.signoff.statements import (
    DecisionStatement,
    ListHead,
    PolicyStatement,
    RosterStatement,
    SeedsStatement,
    StatementKind,
)

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


def read_roster(payload: bytes) -> RosterStatement:
    """Read a roster's payload; raises SignatureRefused."""
    fields = _Fields(payload)
    head = _read_head(fields, StatementKind.ROSTER)
    people = tuple(_read_person(item) for item in fields.items("people"))
    fields.require_read()
    return RosterStatement(head=head, people=people)


def read_policy(payload: bytes) -> PolicyStatement:
    """Read a policy's payload; raises SignatureRefused."""
    fields = _Fields(payload)
    statement = PolicyStatement(
        head=_read_head(fields, StatementKind.POLICY),
        reviewers=fields.count("reviewers"),
        expires_hours=fields.count("expires_hours"),
    )
    fields.require_read()
    return statement


def read_seeds(payload: bytes) -> SeedsStatement:
    """Read a seed list's payload; raises SignatureRefused."""
    fields = _Fields(payload)
    head = _read_head(fields, StatementKind.SEEDS)
    statement = SeedsStatement(head=head, addresses=fields.texts("addresses"))
    fields.require_read()
    return statement


def read_decision(payload: bytes, *, kind: StatementKind) -> DecisionStatement:
    """Read an approval, rejection or revocation; what it says must be the kind it was signed as.

    Raises:
        SignatureRefused: anything is missing, unknown or not in its one spelling.
    """
    fields = _Fields(payload)
    if fields.text("type") != "decision" or fields.text("decision") != kind.value:
        _refuse()
    statement = DecisionStatement(
        kind=kind,
        proof=fields.digest("proof"),
        campaign=fields.text("campaign"),
        workspace=fields.text("workspace"),
        person=fields.digest("person"),
        roster_version=fields.count("roster_version"),
        shown=tuple(_read_shown(item) for item in fields.items("shown")),
        comment_sha256=fields.digest("comment_sha256"),
        issued_at=read_moment(fields.text("issued_at")),
        expires_at=read_moment(fields.text("expires_at")),
        revokes=fields.texts("revokes"),
    )
    fields.require_read()
    if statement.expires_at < statement.issued_at or not all(map(is_digest, statement.revokes)):
        _refuse()
    return statement


def read_moment(text: str) -> datetime:
    """Read what `write_moment` wrote; raises SignatureRefused."""
    if MOMENT.fullmatch(text) is None:
        _refuse()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        _refuse()


class _Fields:
    """Takes the fields of an object one by one; every field must be known and of its type."""

    def __init__(self, content: bytes | JsonObject) -> None:
        self._left = read_canonical(content) if isinstance(content, bytes) else dict(content)

    def text(self, key: str) -> str:
        value = self._left.pop(key, None)
        if not isinstance(value, str):
            _refuse()
        return value

    def digest(self, key: str) -> str:
        value = self.text(key)
        if not is_digest(value):
            _refuse()
        return value

    def count(self, key: str) -> int:
        value = self._left.pop(key, None)
        if not isinstance(value, int) or value < 1:
            _refuse()
        return value

    def items(self, key: str) -> list[JsonValue]:
        value = self._left.pop(key, None)
        if not isinstance(value, list):
            _refuse()
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(_text(item) for item in self.items(key))

    def require_read(self) -> None:
        if self._left:
            _refuse()


def _read_head(fields: _Fields, kind: StatementKind) -> ListHead:
    if fields.text("type") != kind.value:
        _refuse()
    return ListHead(
        workspace=fields.text("workspace"),
        version=fields.count("version"),
        previous=fields.text("previous"),
        issued_at=read_moment(fields.text("issued_at")),
    )


def _read_person(item: JsonValue) -> Person:
    if not isinstance(item, dict):
        _refuse()
    fields = _Fields(item)
    written = fields.texts("roles")
    known = {role.value: role for role in Role}
    if list(written) != sorted(set(written)) or not known.keys() >= set(written):
        _refuse()
    person = Person(
        name=fields.text("name"),
        email=fields.text("email"),
        public_key=fields.digest("public_key"),
        roles=frozenset(known[role] for role in written),
        locales=fields.texts("locales"),
    )
    fields.require_read()
    return person


def _read_shown(item: JsonValue) -> tuple[str, str]:
    if not isinstance(item, list) or len(item) != 2:
        _refuse()
    recipient, digest = (_text(value) for value in item)
    if not is_digest(digest):
        _refuse()
    return recipient, digest


def _text(value: JsonValue) -> str:
    if not isinstance(value, str):
        _refuse()
    return value


def _refuse() -> NoReturn:
    raise SignatureRefused(
        _("A signed statement does not say what a statement of its kind must say."),
        advice=_("Nothing was taken over. Ask whoever signed it to sign again."),
    )
