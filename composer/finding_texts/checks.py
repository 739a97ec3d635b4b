"""Findings about the check of everybody and of the content."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "check.busy": FindingText(
        "block",
        N_("Somebody is checking this campaign right now: {who}."),
        N_("Wait until that has ended, or cancel it there."),
    ),
    "check.cancelled": FindingText(
        "block",
        N_("The check was cancelled: {done} of {total} messages were checked."),
        N_("Check everybody again: it goes on where it was, unless something changes first."),
    ),
    "check.point_changed": FindingText(
        "block",
        N_("What was to be accepted is no longer as it was."),
        N_("Look at it again, as it is now."),
    ),
    "check.unsteady": FindingText(
        "block",
        N_("A worker ran out of time or memory, and the same messages passed on their own."),
        N_("Close other programs and check again."),
    ),
    "content.bad_link": FindingText(
        "block",
        N_("A link leads nowhere that a mail program can open: {link}."),
        N_("Write the whole address, beginning with https://."),
    ),
    "content.clipped": FindingText(
        "warn",
        N_("The largest message has {size} of HTML. Gmail hides what comes after 102 KB."),
        N_("Shorten the message or its layout."),
    ),
    "content.empty_field": FindingText(
        "block",
        N_("The cell {field} is empty, and the message would print it."),
        N_('Fill the cell, or write what to say instead: {{{{ {field} or "…" }}}}.'),
    ),
    "content.empty_link": FindingText(
        "block",
        N_("A link has no target."),
        N_("Give the link its address, or take it out."),
    ),
    "content.example_link": FindingText(
        "warn",
        N_("A link leads to an example address: {link}."),
        N_("Replace it by the real address."),
    ),
    "content.foreign_address": FindingText(
        "block",
        N_("This message shows an address that is not the recipient's own: {found}."),
        N_(
            "Correct the row or the message. Addresses of your own go into the message itself, those"
            " of contacts into a column named under contacts."
        ),
    ),
    "content.foreign_id": FindingText(
        "block",
        N_("This message shows the id of somebody else in the audience: {found}."),
        N_("Correct the row, or take the id out of the message."),
    ),
    "content.http_link": FindingText(
        "warn",
        N_("A link is not protected: {link}."),
        N_("Use https:// if the site offers it."),
    ),
    "content.left_over": FindingText(
        "block",
        N_("This message shows part of a template: {found}."),
        N_("Correct the field or the row that holds it."),
    ),
    "content.literal_address": FindingText(
        "note",
        N_("The address {address} stands in the message itself, so everybody receives it."),
        N_("Make sure that it is meant for everybody."),
    ),
    "content.long_subject": FindingText(
        "warn",
        N_("The subject has {length} characters without its fields. Lists of messages cut it."),
        N_("Bring what matters to the beginning, or shorten it."),
    ),
    "content.many_contacts": FindingText(
        "block",
        N_("The columns named under contacts hold more than {most} addresses."),
        N_("Name only columns of your own staff under contacts."),
    ),
    "content.no_alt": FindingText(
        "block",
        N_("The image {image} has no text for people who do not see it."),
        N_("Describe it between the brackets: ![text](file); in HTML, in its alt."),
    ),
    "content.no_basis": FindingText(
        "block",
        N_("Marketing needs a stated basis: who is written to, and why that is allowed."),
        N_("Fill in rule under [audience]."),
    ),
    "content.no_postal_address": FindingText(
        "block",
        N_("Marketing needs your postal address, and the layout has none."),
        N_("Write it in the brand's settings, or put it into the layout as <address>…</address>."),
    ),
    "content.remote_image": FindingText(
        "warn",
        N_("The message shows {image}, which each reader's mail program loads from elsewhere."),
        N_("Put the picture into the message: what is loaded later tells that server who reads."),
    ),
    "content.no_preheader": FindingText(
        "note",
        N_("There is no preheader; the inbox shows the beginning of the message instead."),
        N_("Write one sentence that goes on where the subject ends."),
    ),
    "content.no_unsubscribe": FindingText(
        "block",
        N_("Marketing needs a way to unsubscribe."),
        N_("Fill in unsubscribe in campaign.toml."),
    ),
    "content.no_visible_unsubscribe": FindingText(
        "block",
        N_("Marketing needs a visible link to unsubscribe, and the layout has none."),
        N_("Put a link to {{{{ unsubscribe_url }}}} into the layout."),
    ),
    "content.nobody_sees": FindingText(
        "note",
        N_("Nobody in the audience sees what stands under “{condition}”."),
        N_("Check the condition, or leave that part out."),
    ),
    "content.placeholder": FindingText(
        "warn",
        N_("“{found}” looks like something that was to be replaced."),
        N_("Replace it or take it out."),
    ),
    "content.short_ids": FindingText(
        "note",
        N_(
            "Ids of fewer than four characters, which cannot be told from ordinary words and were not looked for in other people's messages: {count}."
        ),
        N_("Name only columns with longer ids under ids, or look at such messages yourself."),
    ),
    "content.size_outlier": FindingText(
        "warn",
        N_("This message has {size}; half of all messages have {usual} or less."),
        N_("Look at it: perhaps a cell holds much more than it should."),
    ),
    "guard.refused": FindingText(
        "block",
        N_("This message would not be handed over: {reason}"),
        N_("Render it, look at its headers and source, and correct the message or the row."),
    ),
}
