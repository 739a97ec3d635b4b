"""A trial of templates in a worker process with limits, before anything is taken over.

It finds what only running shows: a loop that never ends, a template that eats the memory. What
concerns single people (an empty cell that would be printed) is found by the check of everybody.
"""

from __future__ import annotations

from collections.abc import Sequence

from composer.errors import LimitExceeded, RenderError
from composer.findings import Finding
from composer.model.message import RenderContext
from composer.model.recipient import Recipient
from composer.rendering import jobs
from composer.rendering.failures import finding_for
from composer.rendering.pool import WorkerPool


def find_trial_findings(context: RenderContext, recipients: Sequence[Recipient]) -> list[Finding]:
    """Render one message for each of these recipients until one runs into a worker's limits.

    The first is enough: each endless template costs its whole time limit.
    """
    with WorkerPool(jobs.setup, context, workers=1) as pool:
        for recipient in recipients:
            try:
                pool.run(jobs.render_one, recipient)
            except LimitExceeded as error:
                return [finding_for(error, recipient=recipient.address, row=recipient.row)]
            except RenderError:
                continue
    return []
