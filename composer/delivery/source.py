"""Renders messages at hand-over, in confined workers, by the very function that previews.

Guards rule 2: nothing rendered earlier is kept and sent; what comes out here is compared with the
proof before it is handed over.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from composer.delivery.ledger import seed_id
from composer.model.identifiers import RecipientId
from composer.model.message import RenderContext
from composer.model.recipient import Recipient
from composer.proofs.permit import SeedMessage
from composer.rendering.compile import CompiledMessage
from composer.rendering.jobs import setup
from composer.rendering.message import render_message
from composer.rendering.pool import WorkerPool
from composer.rendering.wireform import build_wire, wire_sha256
from composer.rendering.worker import begin_item
from composer.transports.handover import Prepared, Told

RecipientLookup = Callable[[Sequence[RecipientId]], Mapping[RecipientId, Recipient]]
"""Gives the rows of recipients; called off the event loop."""

_CHUNK = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderItem:
    """One message to render: for whom, under which name in the record, with which more headers."""

    record_id: RecipientId
    recipient: Recipient
    more_headers: tuple[tuple[str, str], ...] = ()


class RenderingSource:
    """Prepares hand-overs with a pool of workers; `close` it, or use it in `with`."""

    def __init__(
        self, context: RenderContext, *, recipients: RecipientLookup, workers: int = 2
    ) -> None:
        self._recipients = recipients
        self._pool: WorkerPool[RenderContext, CompiledMessage] = WorkerPool(
            setup, context, workers=workers
        )

    def prepare(self, ids: Sequence[RecipientId]) -> Sequence[Prepared]:
        """Render recipients' messages."""
        rows = self._recipients(ids)
        return self._render([RenderItem(record_id=item, recipient=rows[item]) for item in ids])

    def prepare_seeds(self, messages: Sequence[SeedMessage]) -> Sequence[Prepared]:
        """Render test messages, each with its nonce in a header."""
        return self._render(
            [
                RenderItem(
                    record_id=seed_id(message.nonce),
                    recipient=message.recipient,
                    more_headers=(message.header,),
                )
                for message in messages
            ]
        )

    @property
    def worker_numbers(self) -> tuple[int, ...]:
        """The system's numbers of the workers, for whoever measures what they compute."""
        return self._pool.numbers

    def close(self) -> None:
        """End the workers."""
        self._pool.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _render(self, items: Sequence[RenderItem]) -> Sequence[Prepared]:
        chunks = (tuple(items[at : at + _CHUNK]) for at in range(0, len(items), _CHUNK))
        found = self._pool.map_chunks(prepare_chunk, chunks)
        return [Prepared.from_told(told) for chunk in found for told in chunk]


def prepare_chunk(compiled: CompiledMessage, items: tuple[RenderItem, ...]) -> tuple[Told, ...]:
    """Render a few messages; runs in a worker. Bare values come back: they are quicker to read."""
    return tuple(_prepared(compiled, item).told for item in items)


def _prepared(compiled: CompiledMessage, item: RenderItem) -> Prepared:
    begin_item()
    rendered = render_message(compiled, item.recipient, extra_headers=item.more_headers)
    wire = build_wire(rendered, compiled.context.campaign)
    return Prepared(
        recipient_id=item.record_id,
        envelope_sender=rendered.envelope_sender,
        envelope_recipient=rendered.envelope_recipient,
        wire=wire,
        digest=rendered.digest,
        wire_sha256=wire_sha256(wire),
    )
