"""Exactly what one recipient gets, rendered in a worker process that stays warm.

The window asks often and with unsaved text, so the worker keeps the newest compiled messages. What
is typed may be an endless template: it has less time than in a check of everybody, because somebody
waits for the next preview, and a spare worker waits to take the place of one that is ended.
Compiling runs nothing of a template and grows with the text, so it has a time of its own.
"""

from __future__ import annotations

import hashlib
import pickle
from collections import OrderedDict
from dataclasses import dataclass, replace

from composer.confinement.limits import Limits
from composer.errors import Blocked, NotFound, RenderError
from composer.findings import finding
from composer.i18n import _
from composer.model.campaign import TransportKind
from composer.model.identifiers import CampaignId
from composer.model.message import RenderContext
from composer.model.overview import Preview
from composer.model.recipient import Recipient
from composer.model.writing import MessageDraft
from composer.rendering import jobs
from composer.rendering.compile import CompiledMessage, compile_message
from composer.rendering.failures import finding_for
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.lookup import find_recipient
from composer.stages.purged import require_not_purged
from composer.stages.warm_pool import WarmPool

COMPILED_KEPT = 8
LIMITS = Limits(item_s=0.8, setup_s=12.0)
"""A message takes milliseconds; two endless ones in a row are told within two seconds. Compiling
64 KB takes most of a second, and several on a computer with other work to do."""


@dataclass(slots=True)
class _Ready:
    """A compiled message in the worker, and the wishes for a language that it is compiled for."""

    state: CompiledMessage
    wishes: set[str]


Compiled = OrderedDict[bytes, _Ready]


def set_up(_nothing: None) -> Compiled:
    """Start a worker with nothing compiled yet."""
    return OrderedDict()


def make_ready(compiled: Compiled, item: tuple[bytes, Recipient]) -> None:
    """Compile a pickled context for one recipient's language; runs in the worker."""
    packed, recipient = item
    key = _digest(packed)
    ready = compiled.pop(key, None)
    if ready is None:
        context: RenderContext = pickle.loads(packed)  # noqa: S301 - our own bytes, from the parent
        ready = _Ready(state=compile_message(context), wishes=set())
    compiled[key] = ready
    while len(compiled) > COMPILED_KEPT:
        compiled.popitem(last=False)
    ready.state.for_wish(recipient.locale)
    ready.wishes.add(recipient.locale)


def render_with(compiled: Compiled, item: tuple[bytes, Recipient]) -> jobs.Finished | None:
    """Render one recipient's message with what `make_ready` compiled; runs in the worker.

    None: this worker has not compiled it for the recipient's language yet.
    """
    key, recipient = item
    ready = compiled.get(key)
    if ready is None or recipient.locale not in ready.wishes:
        return None
    compiled.move_to_end(key)
    return jobs.render_one(ready.state, recipient)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Packed:
    """A context as it goes to the worker, and by what it is known there."""

    context: RenderContext
    content: bytes
    key: bytes


class Previewer:
    """Renders previews; the workers are started when first needed."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._pool = WarmPool(set_up, spares=1, limits=LIMITS)
        self._last: _Packed | None = None

    def preview(
        self,
        campaign_id: CampaignId,
        address: str | None,
        *,
        draft: MessageDraft | None = None,
        in_source: bool = False,
    ) -> Preview:
        """Render one recipient's message; `None` is the first of the audience.

        `in_source` renders it in the source's language, whatever the recipient reads: to compare.

        Raises:
            NotFound: nobody in the audience has the address.
            Blocked: the message cannot be rendered for this recipient.
            Closed: the workspace was closed meanwhile.
        """
        require_not_purged(self._desk, campaign_id)
        content = load_content(self._desk, campaign_id)
        recipient = self._recipient(campaign_id, address)
        if in_source:
            recipient = replace(recipient, locale=content.message.locale)
        finished = self.finished(content.context(draft), recipient)
        kind = content.campaign.transport.kind
        return Preview(
            recipient=recipient,
            rendered=finished.rendered,
            eml=finished.eml,
            wire=finished.wire,
            wire_sha256=finished.wire_sha256,
            wire_form="sendgrid" if kind is TransportKind.SENDGRID else "eml",
        )

    def finished(self, context: RenderContext, recipient: Recipient) -> jobs.Finished:
        """Render one person's message from a text that need not be the newest.

        Raises:
            Blocked: the message cannot be rendered for this recipient.
        """
        packed = self._packed(context)
        item = packed.key, recipient
        try:
            workers = self._pool.workers()
            done = workers.run(render_with, item)
            if done is None:  # from person to person nothing but the person goes to the worker
                first = (make_ready, (packed.content, recipient))
                done = workers.run(render_with, item, first=first)
        except RenderError as error:
            found = finding_for(error, recipient=recipient.address, row=recipient.row)
            raise Blocked([found]) from error
        assert done is not None  # `first` has made it ready
        return done

    def close(self) -> None:
        """End the workers."""
        self._pool.close()

    def _packed(self, context: RenderContext) -> _Packed:
        """Pickle a context; the same one is asked for again and again."""
        last = self._last
        if last is None or last.context != context:
            content = pickle.dumps(context)
            last = _Packed(context=context, content=content, key=_digest(content))
            self._last = last
        return last

    def _recipient(self, campaign_id: CampaignId, address: str | None) -> Recipient:
        if address is not None:
            return find_recipient(self._desk, campaign_id, address)
        rows, _total = self._desk.recipients.page(campaign_id, offset=0, limit=1)
        if not rows:
            raise NotFound(_("The audience is empty."), advice=finding("audience.empty").advice)
        return rows[0]


def _digest(packed: bytes) -> bytes:
    return hashlib.sha256(packed).digest()
