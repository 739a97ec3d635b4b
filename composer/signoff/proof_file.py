"""A `.proof`: everything that a reviewer needs to judge one frozen version, in one signed file.

    beginning · length · signed table of contents · the parts, one after the other, nothing behind

The table is an envelope signed by whoever made the file; it names every part by size and digest, in
their order. There are no names of files, no compression and no offsets, so that a hostile file can
neither grow, nor point elsewhere, nor hold anything that is not read. The whole is encrypted to the
people who are asked (`age_files`). What the file says is checked in `proof_checking`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from composer.errors import FileRefused, SignatureRefused
from composer.findings import finding
from composer.model.identifiers import Digest
from composer.proofs.canonical import JsonObject, JsonValue, canonical_bytes, digest_of, is_digest
from composer.signoff.dsse import open_envelope, payload_of, public_hex, sign
from composer.signoff.statement_reading import Fields, read_moment, refuse_statement, text_of
from composer.signoff.statements import write_moment

PAYLOAD_TYPE = "application/vnd.composer.proof-file.v1+json"
BEGINNING = b"composer proof file 1\n"
LENGTH_BYTES = 8
LARGEST_FILE = 128 * 1024 * 1024
LARGEST_TABLE = 4 * 1024 * 1024
MOST_PARTS = 4096
MOST_TEXTS = 500
LONGEST_TEXT = 4000
MOST_COUNTED = 1_000_000_000

MANIFEST, FORMER, ROSTER, POLICY, DECISION, KIND = (
    "manifest",
    "former",
    "roster",
    "policy",
    "decision",
    "kind",
)
"""What a part is."""
ROLES = (MANIFEST, FORMER, ROSTER, POLICY, DECISION, KIND)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedKind:
    """A kind of message as the maker of the file states it; `eml` is empty where nobody is asked.

    `digest` is the message's, which the manifest names; `envelope_sender` is needed to make it.
    """

    recipient: str
    digest: Digest
    envelope_sender: str
    locale: str
    facts: tuple[str, ...]
    people: int
    eml: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class TestOutcome:
    """How the test of the version stood: so many mailboxes, so many with all as predicted."""

    __test__ = False  # not a pytest class

    mailboxes: int
    arrived: int
    passed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProofContents:
    """What a `.proof` holds. Public keys are 64 hex digits; `former` is a manifest, or empty.

    `asked` are those who can open it, `authors` those who may not approve, `translators` (language,
    key) those who vouch for nothing in a language, `told` sentences in the language of whoever made
    the file.
    """

    workspace: str
    campaign: str
    made_by: str
    made_at: datetime
    sealed_by: str
    sealed_at: datetime
    asked: tuple[str, ...]
    authors: tuple[str, ...]
    translators: tuple[tuple[str, str], ...]
    manifest: bytes
    former: bytes
    rosters: tuple[bytes, ...]
    policies: tuple[bytes, ...]
    decisions: tuple[bytes, ...]
    kinds: tuple[PackedKind, ...]
    test: TestOutcome
    told: tuple[str, ...]


def write_proof_file(contents: ProofContents, *, private_key: Ed25519PrivateKey) -> bytes:
    """Write and sign a file, not encrypted yet.

    Raises:
        FileRefused: it would be larger than a reviewer's program reads.
    """
    if public_hex(private_key.public_key()) != contents.made_by:
        raise ValueError("a proof file is signed by whoever it says made it")
    parts = list(_parts(contents))
    table = sign(PAYLOAD_TYPE, canonical_bytes(_table(contents, parts)), private_key)
    written = b"".join(
        (BEGINNING, len(table).to_bytes(LENGTH_BYTES, "big"), table, *(part for _r, part in parts))
    )
    too_long = len(table) > LARGEST_TABLE or len(parts) > MOST_PARTS
    if too_long or len(written) > LARGEST_FILE:
        raise FileRefused([finding("proof_file.too_large")])
    return written


def read_proof_file(written: bytes) -> ProofContents:
    """Read a decrypted file; every part is what the signed table says, and nothing is left over.

    Raises:
        FileRefused: it is not exactly that.
    """
    try:
        return _read(written)
    except SignatureRefused:
        raise FileRefused([finding("proof_file.unreadable")]) from None


def _parts(contents: ProofContents) -> Iterator[tuple[str, bytes]]:
    yield MANIFEST, contents.manifest
    if contents.former:
        yield FORMER, contents.former
    for role, items in (
        (ROSTER, contents.rosters),
        (POLICY, contents.policies),
        (DECISION, contents.decisions),
    ):
        for item in items:
            yield role, item
    for kind in contents.kinds:
        if kind.eml:
            yield KIND, kind.eml


def _table(contents: ProofContents, parts: list[tuple[str, bytes]]) -> JsonObject:
    listed: list[JsonValue] = [
        {"role": role, "size": len(part), "sha256": digest_of(part)} for role, part in parts
    ]
    kinds: list[JsonValue] = [
        {
            "recipient": kind.recipient,
            "digest": kind.digest,
            "envelope_sender": kind.envelope_sender,
            "locale": kind.locale,
            "facts": [*kind.facts],
            "people": kind.people,
            "content": digest_of(kind.eml) if kind.eml else "",
        }
        for kind in contents.kinds
    ]
    test = contents.test
    return {
        "type": "proof_file",
        "workspace": contents.workspace,
        "campaign": contents.campaign,
        "made_by": contents.made_by,
        "made_at": write_moment(contents.made_at),
        "sealed_by": contents.sealed_by,
        "sealed_at": write_moment(contents.sealed_at),
        "asked": [*contents.asked],
        "authors": [*contents.authors],
        "translators": [[locale, key] for locale, key in contents.translators],
        "test": [test.mailboxes, test.arrived, int(test.passed)],
        "told": [*contents.told],
        "kinds": kinds,
        "parts": listed,
    }


def _read(written: bytes) -> ProofContents:
    start = len(BEGINNING) + LENGTH_BYTES
    if len(written) > LARGEST_FILE or not written.startswith(BEGINNING) or len(written) < start:
        refuse_statement()
    length = int.from_bytes(written[len(BEGINNING) : start], "big")
    if length > LARGEST_TABLE or start + length > len(written):
        refuse_statement()
    envelope = written[start : start + length]
    claimed = Fields(payload_of(envelope)[1]).text("made_by")
    verified = open_envelope(envelope, payload_type=PAYLOAD_TYPE, public_keys=(claimed,))
    fields = Fields(verified.payload)
    parts = _read_parts(fields.items("parts"), written, start + length)
    if fields.text("type") != "proof_file":
        refuse_statement()
    contents = ProofContents(
        workspace=fields.text("workspace"),
        campaign=fields.text("campaign"),
        made_by=fields.digest("made_by"),
        made_at=read_moment(fields.text("made_at")),
        sealed_by=fields.digest("sealed_by"),
        sealed_at=read_moment(fields.text("sealed_at")),
        asked=_keys(fields, "asked"),
        authors=_keys(fields, "authors"),
        translators=tuple(map(_read_translator, fields.items("translators"))),
        manifest=_one(parts[MANIFEST]),
        former=_one(parts[FORMER]) if parts[FORMER] else b"",
        rosters=tuple(parts[ROSTER]),
        policies=tuple(parts[POLICY]),
        decisions=tuple(parts[DECISION]),
        kinds=_read_kinds(fields.items("kinds"), parts[KIND]),
        test=_read_test(fields.items("test")),
        told=_short_texts(fields.texts("told")),
    )
    fields.require_read()
    return contents


def _read_parts(listed: list[JsonValue], written: bytes, at: int) -> dict[str, list[bytes]]:
    """Cut the parts out, in order; the last one ends the file."""
    if len(listed) > MOST_PARTS:
        refuse_statement()
    parts: dict[str, list[bytes]] = {role: [] for role in ROLES}
    for item in listed:
        match item:
            case {"role": str(role), "size": int(size), "sha256": str(sha256), **rest} if (
                role in parts and not rest and 0 < size <= len(written) - at
            ):
                part = written[at : at + size]
            case _:
                refuse_statement()
        if digest_of(part) != sha256:
            refuse_statement()
        parts[role].append(part)
        at += size
    if at != len(written):
        refuse_statement()
    return parts


def _read_kinds(listed: list[JsonValue], contents: list[bytes]) -> tuple[PackedKind, ...]:
    """Give each listed kind its content: those that have one, in the same order."""
    left = iter(contents)
    kinds = []
    for item in listed:
        if not isinstance(item, dict):
            refuse_statement()
        fields = Fields(item)
        content = fields.text("content")
        eml = next(left, b"") if content else b""
        if content and (not eml or digest_of(eml) != content):
            refuse_statement()
        kinds.append(
            PackedKind(
                recipient=fields.text("recipient"),
                digest=Digest(fields.digest("digest")),
                envelope_sender=fields.text("envelope_sender"),
                locale=fields.text("locale"),
                facts=_short_texts(fields.texts("facts")),
                people=_count(fields.count("people")),
                eml=eml,
            )
        )
        fields.require_read()
    if next(left, None) is not None:
        refuse_statement()
    return tuple(kinds)


def _read_test(written: list[JsonValue]) -> TestOutcome:
    match written:
        case [int(mailboxes), int(arrived), int(passed)] if passed in {0, 1}:
            return TestOutcome(
                mailboxes=_count(mailboxes), arrived=_count(arrived), passed=passed == 1
            )
        case _:
            return refuse_statement()


def _read_translator(item: JsonValue) -> tuple[str, str]:
    match item:
        case [str(locale), str(key)] if is_digest(key) and len(locale) <= LONGEST_TEXT:
            return locale, key
        case _:
            return refuse_statement()


def _keys(fields: Fields, key: str) -> tuple[str, ...]:
    found = fields.texts(key)
    if not all(map(is_digest, found)) or len(set(found)) != len(found):
        refuse_statement()
    return found


def _one(parts: list[bytes]) -> bytes:
    if len(parts) != 1:
        refuse_statement()
    return parts[0]


def _count(number: int) -> int:
    if not 0 <= number <= MOST_COUNTED:
        refuse_statement()
    return number


def _short_texts(texts: tuple[str, ...]) -> tuple[str, ...]:
    if len(texts) > MOST_TEXTS or any(len(text_of(text)) > LONGEST_TEXT for text in texts):
        refuse_statement()
    return texts
