"""Strict reading of what people signed: canonical bytes, exactly the known keys, one spelling.

Nothing here verifies a signature; the envelope was opened before (`dsse.open_envelope`).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import NoReturn

from composer.errors import SignatureRefused
from composer.i18n import _
from composer.proofs.canonical import JsonObject, JsonValue, is_digest, read_canonical
from composer.signoff.statements import DecisionStatement, ListHead, StatementKind

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", re.ASCII)


def read_decision(payload: bytes, *, kind: StatementKind) -> DecisionStatement:
    """Read an approval, rejection or revocation; what it says must be the kind it was signed as.

    Raises:
        SignatureRefused: anything is missing, unknown or not in its one spelling.
    """
    fields = Fields(payload)
    if fields.text("type") != "decision" or fields.text("decision") != kind.value:
        refuse_statement()
    statement = DecisionStatement(
        kind=kind,
        proof=fields.digest("proof"),
        campaign=fields.text("campaign"),
        workspace=fields.text("workspace"),
        person=fields.digest("person"),
        roster_version=fields.count("roster_version"),
        shown=tuple(read_shown(item) for item in fields.items("shown")),
        comment_sha256=fields.digest("comment_sha256"),
        issued_at=read_moment(fields.text("issued_at")),
        expires_at=read_moment(fields.text("expires_at")),
        revokes=fields.texts("revokes"),
    )
    fields.require_read()
    if statement.expires_at < statement.issued_at or not all(map(is_digest, statement.revokes)):
        refuse_statement()
    return statement


def read_moment(text: str) -> datetime:
    """Read what `write_moment` wrote; raises SignatureRefused."""
    if MOMENT.fullmatch(text) is None:
        refuse_statement()
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        refuse_statement()


class Fields:
    """Takes the fields of an object one by one; every field must be known and of its type."""

    def __init__(self, content: bytes | JsonObject) -> None:
        self._left = read_canonical(content) if isinstance(content, bytes) else dict(content)

    def text(self, key: str) -> str:
        """Take a text; raises SignatureRefused."""
        value = self._left.pop(key, None)
        if not isinstance(value, str):
            refuse_statement()
        return value

    def digest(self, key: str) -> str:
        """Take a digest of 64 hex digits; raises SignatureRefused."""
        value = self.text(key)
        if not is_digest(value):
            refuse_statement()
        return value

    def count(self, key: str) -> int:
        """Take a number above 0; raises SignatureRefused."""
        value = self._left.pop(key, None)
        if not isinstance(value, int) or value < 1:
            refuse_statement()
        return value

    def counts(self, key: str) -> frozenset[int]:
        """Take a list of numbers above 0; raises SignatureRefused."""
        items = self.items(key)
        if not all(isinstance(item, int) and item > 0 for item in items):
            refuse_statement()
        return frozenset(item for item in items if isinstance(item, int))

    def has(self, key: str) -> bool:
        """Tell whether a field that a first form lacks is there."""
        return key in self._left

    def items(self, key: str) -> list[JsonValue]:
        """Take a list; raises SignatureRefused."""
        value = self._left.pop(key, None)
        if not isinstance(value, list):
            refuse_statement()
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a list of texts; raises SignatureRefused."""
        return tuple(text_of(item) for item in self.items(key))

    def require_read(self) -> None:
        """Require that nothing is left; raises SignatureRefused."""
        if self._left:
            refuse_statement()


def read_head(fields: Fields, kind: StatementKind) -> ListHead:
    """Read what every list of the owner begins with; raises SignatureRefused."""
    if fields.text("type") != kind.value:
        refuse_statement()
    head = ListHead(
        workspace=fields.text("workspace"),
        version=fields.count("version"),
        previous=fields.text("previous"),
        issued_at=read_moment(fields.text("issued_at")),
        expires_at=read_moment(fields.text("expires_at")) if fields.has("expires_at") else None,
    )
    if head.expires_at is not None and head.expires_at < head.issued_at:
        refuse_statement()
    return head


def read_shown(item: JsonValue) -> tuple[str, str]:
    """Read (recipient, digest) of a kind that was displayed; raises SignatureRefused."""
    if not isinstance(item, list) or len(item) != 2:
        refuse_statement()
    recipient, digest = (text_of(value) for value in item)
    if not is_digest(digest):
        refuse_statement()
    return recipient, digest


def text_of(value: JsonValue) -> str:
    """Give a text; raises SignatureRefused for anything else."""
    if not isinstance(value, str):
        refuse_statement()
    return value


def refuse_statement() -> NoReturn:
    """Refuse a statement that is not in its one form."""
    raise SignatureRefused(
        _("A signed statement does not say what a statement of its kind must say."),
        advice=_("Nothing was taken over. Ask whoever signed it to sign again."),
    )
