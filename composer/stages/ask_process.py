"""The window's way to ask by mail: `composer ask` in a process of its own.

The window never sends by itself. The requests are written in the window's language.
"""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from composer import i18n
from composer.errors import Blocked, ComposerError
from composer.findings import Finding
from composer.i18n import _
from composer.model.asked import AskOutcome
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.model.states import RecipientState
from composer.stages.desk import Desk
from composer.stages.own_answer import last_object, relayed_findings
from composer.stages.own_process import OwnCommand, start_own
from composer.stages.people import resolve_person

DEADLINE_S = 600.0
"""After so long it is ended; what became of each request is in the record, and unclear here."""


def ask_in_own_process(
    desk: Desk, campaign_id: CampaignId, *, people: Sequence[str], by: Person
) -> tuple[Finding, ...]:
    """Run `composer ask` and give what it says of requests that did not get through.

    Raises:
        Blocked: what stands in the way, as the process said it.
        ComposerError: the process failed otherwise.
    """
    command = OwnCommand(
        words=["ask", campaign_id, "--for", ",".join(people)],
        by=by,
        output=subprocess.PIPE,
        errors=subprocess.DEVNULL,
        variables={"COMPOSER_LANGUAGE": i18n.language()},
    )
    with start_own(desk, command) as process:
        try:
            output, _nothing = process.communicate(timeout=DEADLINE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            return tuple(_unclear(desk, address).failed for address in people)
    answer = last_object(output)
    found = relayed_findings(answer)
    if "asked" in answer:
        return found
    if found:
        raise Blocked(found)
    raise ComposerError(
        str(answer.get("error") or _("Nobody could be asked.")),
        advice=str(answer.get("advice") or ""),
    )


def _unclear(desk: Desk, address: str) -> AskOutcome:
    person = resolve_person(desk, address)
    return AskOutcome(
        person=person.public_key,
        name=person.name,
        email=person.email,
        state=RecipientState.UNKNOWN,
        why="",
        at=desk.now(),
    )
