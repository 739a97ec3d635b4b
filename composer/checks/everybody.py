"""What a worker does with each recipient in a whole check: render, guard, scan, collect the kind.

Runs in the pool's processes. The wire form goes through the very guard that stands before the
socket, so that a message which could not leave is found before sign-off. Only findings, digests and
shapes travel back.
"""

from __future__ import annotations

import gc
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import orjson

from composer.checks.attachment_uses import UseCounter, Uses
from composer.checks.leftovers import find_left_overs
from composer.checks.sizes import Large, SizesSeen, sizes_of
from composer.checks.variants import VariantCollector
from composer.checks.variants_shapes import Collected
from composer.errors import GuardRefused, RenderError
from composer.findings import Finding, finding
from composer.model.campaign import TransportKind
from composer.model.merkle import leaf_hash, message_leaf
from composer.model.message import RenderContext
from composer.model.packed_people import PackedPeople
from composer.model.recipient import Recipient, domain_of
from composer.model.rendered import RenderedMessage
from composer.rendering.compile import CompiledMessage
from composer.rendering.failures import LIMITS, finding_for
from composer.rendering.jobs import setup
from composer.rendering.message import render_message
from composer.rendering.wireform import build_wire, wire_sha256
from composer.rendering.worker import begin_item
from composer.wire.addresses import LeakScanner
from composer.wire.audience_index import (
    AudienceIndex,
    IndexBuilder,
    IndexPart,
    hashed_id,
    index_part,
)
from composer.wire.guard import Intended, WireForm, guard_made
from composer.wire.id_words import id_key
from composer.wire.literals import Literals, find_literals

_TOKEN_BYTES = 16
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckContext:
    """What checking needs besides the recipients; travels to the workers.

    Where many processes check, the index comes later: they make it together (`learn`).
    """

    rendering: RenderContext
    index: AudienceIndex | None = None


@dataclass(slots=True, kw_only=True)
class CheckState:
    """What a worker keeps. Nobody is checked without a scanner.

    `tokens` and `ids` are hashes of those that more than one person has.
    """

    compiled: CompiledMessage
    literals: Literals
    learning: IndexBuilder
    scanner: LeakScanner | None
    form: WireForm
    fields: tuple[str, ...]
    uses: UseCounter
    tokens: frozenset[int] = frozenset()
    ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indexed:
    """What some recipients bring to the index, and how many there are at each domain.

    `tokens` are 64-bit hashes of theirs, one after the other; `uses` are the files of their own.
    """

    part: IndexPart
    uses: Uses
    tokens: bytes
    domains: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Some recipients' outcome.

    `results` holds id, digest and wire SHA-256 of each message that could be made, in order, and
    `leaves` what the messages' root is folded from. `html_bytes` is the size of the largest HTML.
    """

    messages: int
    findings: tuple[Finding, ...]
    results: bytes
    leaves: bytes
    kinds: Collected
    sizes: SizesSeen
    html_bytes: int


def set_up_check(context: CheckContext) -> CheckState:
    """Make the state that a worker keeps.

    It lives as long as the worker, so the collector of garbage is told to pass it over.
    """
    campaign = context.rendering.campaign
    state = CheckState(
        compiled=setup(context.rendering),
        literals=find_literals(context.rendering),
        learning=IndexBuilder(campaign.audience.ids),
        scanner=None,
        form="sendgrid" if campaign.transport.kind is TransportKind.SENDGRID else "eml",
        fields=used_columns(context.rendering),
        uses=UseCounter(context.rendering),
    )
    if context.index is not None:
        _know(state, context.index)
    gc.collect()
    gc.freeze()
    return state


def index_packed(state: CheckState, packed: PackedPeople) -> Indexed:
    """Read some recipients for the index of everybody."""
    settings = state.compiled.context.campaign.audience
    columns, rows = packed.rows()
    people = [(row[1], orjson.loads(row[3])) for row in rows]
    return Indexed(
        part=index_part(people, columns, ids=settings.ids, contacts=settings.contacts),
        uses=state.uses.count(
            ((row[0], *one) for row, one in zip(rows, people, strict=True)), columns
        ),
        tokens=array("Q", [_token_hash(row[5][:_TOKEN_BYTES]) for row in rows]).tobytes(),
        domains=tuple(Counter(domain_of(address) for address, _values in people).items()),
    )


def learn(state: CheckState, parts: Sequence[IndexPart]) -> None:
    """Take in what some recipients bring to the index, whoever has read it."""
    for part in parts:
        state.learning.add(part)


def know_all(state: CheckState, tokens: frozenset[int]) -> None:
    """Make a worker that has learned of everybody ready to look for what belongs to others."""
    _know(state, state.learning.finish())
    state.tokens = tokens


def _know(state: CheckState, index: AudienceIndex) -> None:
    state.scanner = LeakScanner(literals=state.literals, index=index)
    state.ids = index.shared_ids


def check_packed(state: CheckState, packed: PackedPeople) -> Checked:
    """Check some recipients one after the other.

    Raises:
        LimitExceeded: one of them took more than a worker may.
    """
    return check_chunk(state, packed.people())


def check_chunk(state: CheckState, recipients: Sequence[Recipient]) -> Checked:
    """Check some recipients one after the other.

    Raises:
        LimitExceeded: one of them took more than a worker may.
    """
    if state.scanner is None:
        message = "nobody is checked before it is known who there is"
        raise RuntimeError(message)
    findings: list[Finding] = []
    results: list[bytes] = []
    leaves: list[bytes] = []
    sizes: list[Large] = []
    kinds = VariantCollector(fields=state.fields, templates=state.compiled)
    html_bytes = 0
    for recipient in recipients:
        findings += _find_shared(state, recipient)
        try:
            rendered, wire = _made(state, recipient)
        except RenderError as error:
            if error.code in LIMITS:
                raise
            findings.append(finding_for(error, recipient=recipient.address, row=recipient.row))
            continue
        seen = _look_at(state, state.scanner, rendered, recipient, wire=wire)
        findings += seen.findings
        results.append(bytes.fromhex(recipient.id + rendered.digest + seen.sha256))
        leaves.append(leaf_hash(message_leaf(recipient.id, rendered.digest, seen.sha256)))
        kinds.add(rendered, recipient)
        sizes.append((len(wire), recipient.row, recipient.address))
        html_bytes = max(html_bytes, seen.html_bytes)
    return Checked(
        messages=len(results),
        findings=tuple(findings),
        results=b"".join(results),
        leaves=b"".join(leaves),
        kinds=kinds.collected,
        sizes=sizes_of(sizes),
        html_bytes=html_bytes,
    )


def _find_shared(state: CheckState, recipient: Recipient) -> Iterator[Finding]:
    """Find what should be this person's alone and is somebody else's as well."""
    if state.tokens and _token_hash(bytes.fromhex(recipient.token)) in state.tokens:
        yield finding("audience.shared_token", where=_where(recipient))
    if not state.ids:
        return
    columns = state.compiled.context.campaign.audience.ids
    for column, value in recipient.fields:
        if column in columns and hashed_id(id_key(value)) in state.ids:
            where = {**_where(recipient), "column": column}
            yield finding("audience.shared_id", where=where, column=column, value=value)


def used_columns(context: RenderContext) -> tuple[str, ...]:
    """List the columns that some template of the campaign names."""
    campaign, message = context.campaign, context.message
    sources = [
        message.subject,
        message.preheader,
        message.body,
        message.body_html or "",
        message.text_override or "",
        message.layout.html,
        campaign.unsubscribe,
        *(value for _, value in campaign.headers),
        *(entry.target for catalogue in message.catalogues for entry in catalogue.entries),
    ]
    tags = " ".join(tag for source in sources for tag in _JINJA.findall(source))
    words = set(re.findall(r"\w+", tags))
    return tuple(name for name in context.columns if name in words)


def _made(state: CheckState, recipient: Recipient) -> tuple[RenderedMessage, bytes]:
    """Make one message as `render_one` does, without what only a preview shows."""
    begin_item()
    rendered = render_message(state.compiled, recipient)
    return rendered, build_wire(rendered, state.compiled.context.campaign)


class _Seen(NamedTuple):
    """The SHA-256 of a wire form, the size of its HTML, and what guard and scan say to it."""

    sha256: str
    html_bytes: int
    findings: list[Finding]


def _look_at(
    state: CheckState,
    scanner: LeakScanner,
    rendered: RenderedMessage,
    recipient: Recipient,
    *,
    wire: bytes,
) -> _Seen:
    intended = Intended(
        envelope_sender=rendered.envelope_sender,
        envelope_recipient=rendered.envelope_recipient,
        digest=rendered.digest,
        wire_sha256="",
    )
    try:
        decoded, sha256 = guard_made(wire, intended=intended, form=state.form)
    except GuardRefused as refusal:
        where = _where(recipient)
        found = finding("guard.refused", where=where, rule=refusal.rule, reason=str(refusal))
        return _Seen(wire_sha256(wire), len(rendered.html.encode("utf-8")), [found])
    shape = (rendered.locale, rendered.branches)
    leaks = scanner.find_leaks(decoded, recipient, shape=shape)
    return _Seen(
        sha256, len(decoded.markup.content), [*find_left_overs(decoded, recipient), *leaks]
    )


def _token_hash(token: bytes) -> int:
    """Fold a random token to 64 bits: two halves that are random stay so."""
    half = len(token) // 2
    return int.from_bytes(token[:half]) ^ int.from_bytes(token[half:])


def _where(recipient: Recipient) -> dict[str, str | int]:
    return {"recipient": recipient.address, "row": recipient.row}
