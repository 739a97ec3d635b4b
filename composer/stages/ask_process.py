"""The window's way to ask by mail: `composer ask` in a process of its own.

The window never sends by itself. The requests are written in the window's language.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence

from composer import i18n
from composer.errors import Blocked, ComposerError
from composer.findings import Finding
from composer.i18n import _
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.stages.desk import Desk
from composer.stages.own_answer import last_object, relayed_findings
from composer.stages.sending import own_command


def ask_in_own_process(
    desk: Desk, campaign_id: CampaignId, *, people: Sequence[str], by: Person
) -> tuple[Finding, ...]:
    """Run `composer ask` and give what it says of requests that did not get through.

    Raises:
        Blocked: what stands in the way, as the process said it.
        ComposerError: the process failed otherwise.
    """
    done = subprocess.run(  # noqa: S603 - our own program, arguments never pass a shell
        own_command(desk, by, ["ask", campaign_id, "--for", ",".join(people)]),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=desk.folder.path,
        env={**os.environ, "COMPOSER_LANGUAGE": i18n.language()},
        check=False,
    )
    answer = last_object(done.stdout)
    found = relayed_findings(answer)
    if "asked" in answer:
        return found
    if found:
        raise Blocked(found)
    raise ComposerError(
        str(answer.get("error") or _("Nobody could be asked.")),
        advice=str(answer.get("advice") or ""),
    )
