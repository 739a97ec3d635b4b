"""What only others know of a message: asked when a person asks for it, and never by itself.

Whether links lead somewhere and what the sender's domain says are asked of the network; a practice
workspace asks nobody. A spam filter of this computer is asked about one person's message, which
does not leave the computer. All of it is for information and kept nowhere; the log keeps that
somebody asked, for the owner may require it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from composer.audience.addresses import a_labels
from composer.checks.preflight import AskCancelled, ReportProgress
from composer.checks.reserved_names import link_host
from composer.checks.sender_domain import envelope_domain, find_sender_findings
from composer.checks.written import written_languages
from composer.errors import Blocked
from composer.findings import Finding, finding
from composer.model.campaign import Campaign
from composer.model.identifiers import CampaignId
from composer.model.overview import OutsideWays
from composer.stages.content import Content, load_content
from composer.stages.desk import Desk
from composer.stages.previewing import Previewer
from composer.stages.required_checks import note_looked
from composer.transports.link_reach import MayConnect, Reach, ReachedLink, is_public, reach_links
from composer.transports.mail_domains import NameService
from composer.transports.sender_records import read_sender_records
from composer.transports.spam_filters import RSPAMD_PORT, has_spam_filter, spam_scores

MOST_LINKS = 100

_WAY_OUT = re.compile(
    r"unsub|opt[-_]?out|abmeld|abbestell|d[ée]sabonn|d[ée]sinscri|desuscri|cancelar|annulla"
    r"|disiscri|afmeld|uitschrijv|\{[{%]",
    re.IGNORECASE,
)
_CODES = {
    Reach.GONE: "link.gone",
    Reach.LEADS_ON: "link.leads_on",
    Reach.NO_ANSWER: "link.no_answer",
    Reach.PRIVATE: "link.private",
}


def look_online(
    desk: Desk,
    campaign_id: CampaignId,
    *,
    names: NameService | None = None,
    may_connect: MayConnect = is_public,
    progress: ReportProgress | None = None,
    cancelled: AskCancelled | None = None,
) -> tuple[Finding, ...]:
    """Ask whether the message's links answer, and what the sender's domain says.

    Progress counts links; once cancelled, nobody else is asked.

    Raises:
        Blocked: a practice workspace asks nobody.
    """
    if desk.folder.is_practice:
        raise Blocked([finding("online.practice")])
    content = load_content(desk, campaign_id)
    links = askable_links(content)
    reached = reach_links(links, may_connect=may_connect, progress=progress, cancelled=cancelled)
    if cancelled is not None and cancelled():
        return tuple(_about_links(reached))
    found = (*_about_links(reached), *_about_sender(content.campaign, names or NameService()))
    note_looked(desk, content, "links")
    return found


def outside_ways(
    desk: Desk, campaign_id: CampaignId, *, rspamd_port: int = RSPAMD_PORT
) -> OutsideWays:
    """Say what can be asked here: how many links, of which domain, and whether a filter is here."""
    content = load_content(desk, campaign_id)
    return OutsideWays(
        links=len(askable_links(content)),
        domain=content.campaign.sender.address.rpartition("@")[2].lower(),
        may_ask=not desk.folder.is_practice,
        has_filter=has_spam_filter(rspamd_port=rspamd_port),
    )


def askable_links(content: Content) -> tuple[str, ...]:
    """Give the links that may be asked: the same for everybody, and none that signs anybody off."""
    campaign = content.campaign
    out = link_host(campaign.unsubscribe), campaign.unsubscribe.partition("{")[0]
    found = (
        link.strip()
        for written in written_languages(content.context())
        for link, label in zip(written.page.links, written.page.labels, strict=True)
        if link_host(link) and not _is_way_out(f"{link} {label}", *out)
    )
    return tuple(dict.fromkeys(found))[:MOST_LINKS]


def ask_spam_filter(
    desk: Desk, previewer: Previewer, campaign_id: CampaignId, *, rspamd_port: int = RSPAMD_PORT
) -> tuple[Finding, ...]:
    """Ask the spam filters of this computer about the first recipient's message."""
    if desk.recipients.count(campaign_id) == 0:
        raise Blocked([finding("audience.empty")])
    scores = spam_scores(previewer.preview(campaign_id, None).eml, rspamd_port=rspamd_port)
    if not scores:
        return (finding("spam.no_filter"),)
    note_looked(desk, load_content(desk, campaign_id), "spam")
    return tuple(
        finding(
            "spam.score" if one.signs else "spam.score_alone",
            filter=one.filter,
            score=one.score,
            limit=one.limit,
            signs=", ".join(one.signs),
        )
        for one in scores
    )


def _is_way_out(said: str, host: str, begins: str) -> bool:
    """Tell whether a link could sign somebody off, or holds anything of a recipient."""
    link = said.partition(" ")[0]
    is_own = bool(begins) and (
        link.startswith(begins) or (begins.count("/") < 4 and link_host(link) == host)
    )
    return is_own or _WAY_OUT.search(said) is not None


def _about_links(reached: list[ReachedLink]) -> Iterator[Finding]:
    for one in reached:
        if one.reach in _CODES:
            yield finding(
                _CODES[one.reach],
                where={"part": "body"},
                link=one.link,
                to=one.leads_to,
                status=one.status,
            )
    answering = sum(one.reach in {Reach.ANSWERS, Reach.LEADS_ON} for one in reached)
    if reached:
        yield finding("link.answering", count=answering, total=len(reached))


def _about_sender(campaign: Campaign, names: NameService) -> Iterator[Finding]:
    domain = campaign.sender.address.rpartition("@")[2].lower()
    records = read_sender_records(
        a_labels(domain), envelope_domain=a_labels(envelope_domain(campaign)), names=names
    )
    yield from find_sender_findings(records, campaign)
