"""Findings about the rules for sign-off, and about the computer's clock."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "clock.jump": FindingText(
        "block",
        N_("This computer's clock shows {shown}, but the latest time known here is {known}."),
        N_(
            "Set the clock right. If it is right now, let the owner confirm that under Rules for sign-off."
        ),
    ),
    "policy.looser": FindingText(
        "block",
        N_("{key} = {value} is looser than the workspace's rule, which is {rule}."),
        N_("Take {key} out of campaign.toml, or make it at least as strict."),
    ),
    "seal.links_needed": FindingText(
        "block",
        N_("The rules ask that the links and the sender's domain are looked up before the freeze."),
        N_("Look them up under Preview. It counts until the message is changed."),
    ),
    "seal.outlives_approvals": FindingText(
        "block",
        N_("Sending takes about {takes} h, and an approval counts for {left} h of it at most."),
        N_("Raise the pace, send to fewer people at once, or ask the owner for a longer time."),
    ),
    "seal.points_open": FindingText(
        "block",
        N_("The rules ask that every point to look at is mended or accepted; open are {count}."),
        N_("Look at each point under Preview: mend it, or accept it with a reason."),
    ),
    "seal.spam_needed": FindingText(
        "block",
        N_("The rules ask that a spam filter looks at the message before the freeze."),
        N_(
            "Ask the filter of this computer under Preview. It counts until the message is changed."
        ),
    ),
    "send.not_in_pool": FindingText(
        "block",
        N_("{name} is not among those who may approve now, so this approval does not count."),
        N_("Ask somebody who may approve. Rules for sign-off say who that is."),
    ),
    "send.too_few_receipts": FindingText(
        "block",
        N_("The test arrived in {have} mailboxes as it should; the rules ask for {needed}."),
        N_("Add test mailboxes, freeze again and test again."),
    ),
    "send.waiting": FindingText(
        "block",
        N_("The waiting time is over in {hours} h: {until}."),
        N_("Wait, or ask one more reviewer than is needed: that ends the waiting time."),
    ),
    "signoff.not_in_pool": FindingText(
        "block",
        N_("{name} is not among those who may approve now."),
        N_("Ask somebody who may. The owner says under Rules for sign-off who that is."),
    ),
    "signoff.receipts_first": FindingText(
        "block",
        N_("Whoever works alone approves only after the test has arrived as it should."),
        N_("Send the test, and wait until every message has arrived."),
    ),
    "signoff.translator": FindingText(
        "block",
        N_("{name} translated everything that they would vouch for, so somebody else must."),
        N_("Ask a reviewer of these languages who did not translate them."),
    ),
}
