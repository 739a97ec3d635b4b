"""The kinds of message whose bytes changed, each as it was beside as it is.

What was is made from the former files, for the person who shows the kind today. It is the former
proof's message exactly when it has that message's digest; otherwise that is said.
"""

from __future__ import annotations

from composer.errors import Blocked, NotFound
from composer.model.changes import KindBeside
from composer.model.identifiers import CampaignId
from composer.model.message import RenderContext
from composer.model.person import Person
from composer.model.recipient import Recipient
from composer.model.rendered import RenderedMessage
from composer.stages.change_details import former_content
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.previewing import Previewer
from composer.stages.sealing import proof_state
from composer.stages.what_changed import former_proof


def kinds_beside(
    desk: Desk, previewer: Previewer, campaign_id: CampaignId, *, since: Person | None = None
) -> tuple[KindBeside, ...]:
    """Render every kind that differs from the last proof that was approved or tested."""
    content = load_content(desk, campaign_id)
    state = proof_state(desk, content)
    former = former_proof(desk, content, state, since=since)
    if former is None:
        return ()
    before = former_content(desk, content, former.record, old=former.manifest)
    sealed = dict(former.manifest.variants)
    kinds = state.now.variants if state.now is not None else former.manifest.variants
    found = []
    for recipient_id, digest in kinds:
        if state.now is not None and sealed.get(recipient_id) == digest:
            continue
        try:
            recipient = desk.recipients.by_id(campaign_id, recipient_id)
        except NotFound:
            continue
        now = _rendered(previewer, content.context(), recipient)
        then = _rendered(previewer, before.context(), recipient) if before else None
        if then is None or now is None or then.digest != now.digest:
            found.append(_beside(recipient, then, now, sealed=sealed.get(recipient_id, "")))
    return tuple(found)


def _beside(
    recipient: Recipient, then: RenderedMessage | None, now: RenderedMessage | None, *, sealed: str
) -> KindBeside:
    shown = now or then
    return KindBeside(
        address=recipient.address,
        locale=shown.locale if shown is not None else recipient.locale,
        before=then,
        after=now,
        is_exact=then is not None and then.digest == sealed,
    )


def _rendered(
    previewer: Previewer, context: RenderContext, recipient: Recipient
) -> RenderedMessage | None:
    """Render one message; None where a text cannot be rendered for this person."""
    try:
        return previewer.finished(context, recipient).rendered
    except Blocked:
        return None
