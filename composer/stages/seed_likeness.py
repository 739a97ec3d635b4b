"""Before a proof is frozen: each test message must be what people of its kind really get."""

from __future__ import annotations

from composer.findings import Finding, finding
from composer.model.identifiers import RecipientId
from composer.proofs.manifest import Manifest
from composer.proofs.permit import SeedMessage, columns_of, plan_test
from composer.proofs.seed_likeness import stand_ins, unlike_parts
from composer.rendering.jobs import render_one, setup
from composer.rendering.pool import WorkerPool
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.seeds import load_seeds


def find_unlike_seeds(desk: Desk, content: Content, manifest: Manifest) -> list[Finding]:
    """Find test messages that would show something else than everybody gets.

    Raises:
        Blocked: the test mailboxes do not suffice for a test.
        RenderError: a test message cannot be made.
    """
    ids = [RecipientId(recipient) for recipient, _digest in manifest.variants]
    people = desk.recipients.by_ids(content.record.id, ids)
    permit = plan_test(
        [people[one] for one in ids],
        manifest=manifest,
        seeds=load_seeds(desk),
        message_seed=content.record.message_seed,
    )
    columns = columns_of(manifest)
    with WorkerPool(setup, content.context(), workers=1) as pool:

        def parts_of(message: SeedMessage) -> list[str]:
            own = pool.run(render_one, message.recipient).rendered
            others = [
                pool.run(render_one, row).rendered
                for row in stand_ins(message.recipient, columns=columns)
            ]
            return unlike_parts(own, others)

        unlike = [(message.seed, parts_of(message)) for message in permit.messages]
    return [
        finding("seal.seed_unlike", where={"recipient": seed}, seed=seed, parts=", ".join(parts))
        for seed, parts in unlike
        if parts
    ]
