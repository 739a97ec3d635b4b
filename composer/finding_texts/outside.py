"""Findings about what others say of a message: sites, the name service, a spam filter."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "link.answering": FindingText(
        "note",
        N_("{count} of {total} links answered."),
        N_("Links with anything of a recipient in them, and those to unsubscribe, were not asked."),
    ),
    "link.gone": FindingText(
        "warn",
        N_("There is nothing at {link}: it answers {status}."),
        N_("Correct the link, or ask whoever runs the site."),
    ),
    "link.leads_on": FindingText(
        "note",
        N_("{link} leads on to {to}."),
        N_("Use the second address if it is the one that you mean."),
    ),
    "link.no_answer": FindingText(
        "warn",
        N_("There is no answer from {link}."),
        N_("Open it in a browser. The site may be down, or refuse programs."),
    ),
    "link.private": FindingText(
        "warn",
        N_("{link} belongs to a private network, so it was not asked."),
        N_("Recipients elsewhere cannot open it."),
    ),
    "online.practice": FindingText(
        "block",
        N_("A practice workspace asks nobody."),
        N_("Ask from a workspace that sends."),
    ),
    "sender.dmarc_watches": FindingText(
        "note",
        N_("DMARC of {domain} only watches: receivers may show forged mail in its name."),
        N_("Ask whoever runs the domain about p=quarantine or p=reject."),
    ),
    "sender.fine": FindingText(
        "note",
        N_("SPF, DKIM and DMARC of {domain} are in place."),
        N_("Nothing to do."),
    ),
    "sender.no_answer": FindingText(
        "note",
        N_("The name service did not answer about {domain}."),
        N_("Ask again later."),
    ),
    "sender.no_dkim": FindingText(
        "note",
        N_("No DKIM key of {domain} was found under the usual names."),
        N_("Ask your mail service under which name it signs, and whether the key is published."),
    ),
    "sender.no_dmarc": FindingText(
        "note",
        N_("{domain} has no DMARC record. Large mailbox providers ask for one."),
        N_("Ask whoever runs the domain."),
    ),
    "sender.no_spf": FindingText(
        "note",
        N_("{domain} has no SPF record: nobody vouches for your mail server."),
        N_("Ask whoever runs the domain."),
    ),
    "sender.open_spf": FindingText(
        "note",
        N_("SPF of {domain} lets everybody send in its name."),
        N_("Ask whoever runs the domain to end the record with ~all or -all."),
    ),
    "sender.other_bounce": FindingText(
        "note",
        N_("Returned mail goes to {bounce}, so SPF does not vouch for {domain}."),
        N_("DKIM must sign for the domain, or returned mail must go to it."),
    ),
    "sender.several_spf": FindingText(
        "note",
        N_("{domain} has more than one SPF record, so none counts."),
        N_("Ask whoever runs the domain to make one of them."),
    ),
    "spam.no_filter": FindingText(
        "note",
        N_("There is no spam filter on this computer that could be asked."),
        N_("SpamAssassin and rspamd are asked where they run here. None is needed."),
    ),
    "spam.score": FindingText(
        "note",
        N_("{filter} gives the message {score}; from {limit} on it is spam. Reasons: {signs}."),
        N_("Others judge by other rules and by your reputation. It is a hint only."),
    ),
    "spam.score_alone": FindingText(
        "note",
        N_("{filter} gives the message {score}; from {limit} on it is spam."),
        N_("Others judge by other rules and by your reputation. It is a hint only."),
    ),
}
