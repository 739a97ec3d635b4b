"""Strict reading of an evidence file: exactly the known keys, each of its type, one spelling.

A file is hostile: it is plain text of a bounded size, nothing in it is unpacked, run or fetched,
and a file that says the same in other bytes is refused, so that nothing can be hidden between.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn, TypeVar

from composer.model.moves import JournalEntry
from composer.records.evidence import (
    ABOUT,
    FORMAT,
    FORMER_FORMAT,
    SEAL_MARK,
    Addresses,
    Evidence,
    EvidenceMessage,
    EvidencePerson,
    EvidenceProof,
    EvidenceReceipt,
    SignedHead,
    evidence_body,
    evidence_head,
)
from composer.records.log_lines import HiddenEntry, LogLine, ShownEntry, moment
from composer.store.audit import AuditEntry

LARGEST_FILE = 2 * 1024**3
T = TypeVar("T")


class WrongForm(Exception):
    """The file is no evidence, from this place on; the place is empty where it is none at all."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFile:
    """What an evidence file says, the bytes that its seal is for, and the seal itself."""

    evidence: Evidence
    body: bytes
    seal: str


def read_evidence(file: Path) -> EvidenceFile:
    """Read an evidence file.

    Raises:
        WrongForm: it cannot be read, is too large, or is not written as evidence is.
    """
    content = _content(file)
    record = _Record(_parsed(content), "")
    written = record.text("format")
    if written not in {FORMAT, FORMER_FORMAT}:
        raise WrongForm("format")
    about = record.text("about"), record.text("verify")
    evidence = _evidence(record, written)
    seal = record.text("seal")
    record.require_read()
    expected = evidence_head(evidence)
    if about[0] != ABOUT[evidence.addresses]:
        raise WrongForm("about")
    if about[1] != expected["verify"]:
        raise WrongForm("verify")
    body, _mark, rest = content.rpartition(SEAL_MARK)
    ending = json.dumps(seal, ensure_ascii=False) + "\n}\n"
    try:
        same = body == evidence_body(evidence) and rest == ending.encode("utf-8")
    except UnicodeEncodeError as error:  # half of a character
        raise WrongForm("bytes") from error
    if not same:
        raise WrongForm("bytes")
    return EvidenceFile(evidence=evidence, body=body, seal=seal)


def _content(file: Path) -> bytes:
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise WrongForm("")
        return file.read_bytes()
    except OSError as error:
        raise WrongForm("") from error


def _parsed(content: bytes) -> object:
    try:
        return json.loads(
            content.decode("utf-8"),
            object_pairs_hook=_without_doubles,
            parse_float=_no_such_number,
            parse_constant=_no_such_number,
        )
    except (ValueError, RecursionError) as error:
        raise WrongForm("") from error


def _without_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise ValueError("a key stands twice")
    return record


def _no_such_number(_text: str) -> NoReturn:
    raise ValueError("only integers")


class _Record:
    """Takes the fields of an object one by one, and knows where it stands in the file."""

    def __init__(self, content: object, place: str) -> None:
        if not isinstance(content, dict):
            raise WrongForm(place)
        self._left = dict(content)
        self._place = place

    def text(self, key: str) -> str:
        value = self._left.pop(key, None)
        if not isinstance(value, str):
            raise WrongForm(self._at(key))
        return value

    def number(self, key: str) -> int:
        value = self._left.pop(key, None)
        if not isinstance(value, int) or isinstance(value, bool):
            raise WrongForm(self._at(key))
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        return self.each(key, _text)

    def each(self, key: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
        value = self._left.pop(key, None)
        if not isinstance(value, list):
            raise WrongForm(self._at(key))
        return tuple(read(item, f"{self._at(key)}[{at}]") for at, item in enumerate(value))

    def has(self, key: str) -> bool:
        return key in self._left

    def require_read(self) -> None:
        for key in self._left:
            raise WrongForm(self._at(key))

    def _at(self, key: str) -> str:
        return f"{self._place}.{key}" if self._place else key


def _text(value: object, place: str) -> str:
    if not isinstance(value, str):
        raise WrongForm(place)
    return value


def _evidence(record: _Record, written: str) -> Evidence:
    try:
        addresses = Addresses(record.text("addresses"))
    except ValueError as error:
        raise WrongForm("addresses") from error
    read_proof = _former_proof if written == FORMER_FORMAT else _proof
    return Evidence(
        format=written,
        addresses=addresses,
        sealed_by=record.text("sealed_by"),
        campaign=record.text("campaign"),
        workspace=record.text("workspace"),
        owner_key=record.text("owner_key"),
        key=record.text("key"),
        rosters=record.texts("roster"),
        policies=record.texts("policy"),
        seeds=record.texts("seeds"),
        proofs=record.each("proofs", read_proof),
        heads=record.each("heads", _head),
        people=record.each("people", _person),
        log=record.each("log", _log_line),
        journal=record.each("journal", _entry),
    )


def _proof(item: object, place: str) -> EvidenceProof:
    record = _Record(item, place)
    clearances = record.texts("clearances")
    return replace(_read_proof(record), clearances=clearances)


def _former_proof(item: object, place: str) -> EvidenceProof:
    return _read_proof(_Record(item, place))


def _read_proof(record: _Record) -> EvidenceProof:
    proof = EvidenceProof(
        proof=record.text("proof"),
        manifest=record.text("manifest"),
        decisions=record.texts("decisions"),
        witnessed=record.texts("witnessed"),
        receipts=record.each("receipts", _receipt),
        messages=record.each("messages", _message),
    )
    record.require_read()
    return proof


def _receipt(item: object, place: str) -> EvidenceReceipt:
    record = _Record(item, place)
    receipt = EvidenceReceipt(
        slot=record.number("slot"),
        seed=record.number("seed"),
        recipient=record.text("recipient"),
        nonce_hash=record.text("nonce_hash"),
        state=record.text("state"),
        received_sha256=record.text("received_sha256"),
    )
    record.require_read()
    return receipt


def _message(item: object, place: str) -> EvidenceMessage:
    record = _Record(item, place)
    message = EvidenceMessage(
        recipient=record.text("recipient"),
        digest=record.text("digest"),
        wire_sha256=record.text("wire_sha256"),
    )
    record.require_read()
    return message


def _head(item: object, place: str) -> SignedHead:
    record = _Record(item, place)
    head = SignedHead(
        length=record.number("length"),
        head=record.text("head"),
        occasion=record.text("occasion"),
        envelope=record.text("envelope"),
    )
    record.require_read()
    return head


def _person(item: object, place: str) -> EvidencePerson:
    record = _Record(item, place)
    person = EvidencePerson(
        recipient=record.text("recipient"),
        state=record.text("state"),
        address=record.text("address") if record.has("address") else "",
    )
    record.require_read()
    return person


def _log_line(item: object, place: str) -> LogLine:
    record = _Record(item, place)
    if record.has("content"):
        hidden = HiddenEntry(number=record.number("number"), content=record.text("content"))
        record.require_read()
        return hidden
    try:
        entry = AuditEntry(
            number=record.number("number"),
            at=moment(record.text("at")),
            person=record.text("person"),
            action=record.text("action"),
            details=record.text("details"),
            previous=record.text("previous"),
            hash=record.text("hash"),
        )
    except ValueError as error:
        raise WrongForm(place) from error
    record.require_read()
    return ShownEntry(entry=entry)


def _entry(item: object, place: str) -> JournalEntry:
    record = _Record(item, place)
    entry = JournalEntry(
        seq=record.number("seq"),
        at=record.text("at"),
        kind=record.text("kind"),
        recipient_id=record.text("recipient_id"),
        state=record.text("state"),
        generation=record.number("generation"),
        content=record.text("content"),
        hash=record.text("hash"),
    )
    record.require_read()
    return entry
