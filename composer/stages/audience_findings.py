"""Whether the listed audience is what was promised, and may be written to now.

Read by the stages of `flow.py`, by the command line, and once more before anything is frozen.
"""

from __future__ import annotations

from composer.audience.read import find_contract_findings
from composer.audience.wishes import find_wish_findings
from composer.findings import Finding, finding
from composer.stages.audience_decisions import decision_findings
from composer.stages.audience_oddities import oddity_findings
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.ended import correction_findings
from composer.stages.example_people import example_findings
from composer.stages.followed import follow_findings
from composer.stages.later_links import later_people, link_findings
from composer.stages.overlap import overlap_findings
from composer.stages.purged import purged_finding
from composer.stages.suppressed import suppression_findings


def audience_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Say everything that is to be said about the audience in use."""
    purged = purged_finding(desk, content.record.id)
    if purged is not None:
        return (finding("audience.purged", where=None, **dict(purged.values)),)
    count = desk.recipients.count(content.record.id)
    promised = count + later_people(desk, content.record.id)
    found = find_contract_findings(content.campaign.audience, promised)
    if not count:
        return (finding("audience.empty"), *found)
    found += decision_findings(desk, content)
    locales = desk.recipients.locale_counts(content.record.id)
    languages = len(content.message.catalogues)
    found += find_wish_findings(content.campaign, locales, languages=languages)
    found += overlap_findings(desk, content)
    found += link_findings(desk, content)
    found += correction_findings(desk, content)
    found += follow_findings(desk, content)
    found += suppression_findings(desk, content)
    found += oddity_findings(desk, content)
    found += example_findings(desk, content)
    return tuple(found)
