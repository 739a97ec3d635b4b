"""Findings about what a message says: its left-overs, links, looks, languages and times."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "content.address_link": FindingText(
        "warn",
        N_("A link leads to a number instead of a name: {link}."),
        N_("Use the name of the site: many mail services take numbers for a trap."),
    ),
    "content.attachment_archive": FindingText(
        "warn",
        N_("The attachment {name} is an archive. Some mail services refuse archives."),
        N_("Attach what is in it, or link to it."),
    ),
    "content.attachment_macros": FindingText(
        "warn",
        N_("The attachment {name} holds macros. Many companies refuse such files."),
        N_("Save it without macros, or as PDF."),
    ),
    "content.attachment_page": FindingText(
        "warn",
        N_("The attachment {name} is a web page. Traps are sent like this, so many refuse it."),
        N_("Attach a PDF, or link to the page."),
    ),
    "content.attachment_program": FindingText(
        "block",
        N_("The attachment {name} is a program. Mail services refuse it."),
        N_("Take it out, or link to where it can be had."),
    ),
    "content.attachments_big": FindingText(
        "warn",
        N_("A message carries attachments of {size}. It takes long to send and fills mailboxes."),
        N_("Make them smaller, or link to them."),
    ),
    "content.credentials_link": FindingText(
        "block",
        N_("A link holds a name and perhaps a password before its host: {link}."),
        N_("Take out what stands before the @, and change the password if it was one."),
    ),
    "content.date_past": FindingText(
        "note",
        N_("The date {date} is over already."),
        N_("Check the year, if something is to come."),
    ),
    "content.deadline_cells": FindingText(
        "warn",
        N_(
            "People who are asked for something until a day that is over: {count}, the first {date}."
        ),
        N_("Correct the column {column}."),
    ),
    "content.deadline_past": FindingText(
        "warn",
        N_("The message asks for something until {date}, and that is over already."),
        N_("Correct the date."),
    ),
    "content.exclaiming_subject": FindingText(
        "warn",
        N_("The subject calls out more than once: {subject}"),
        N_("One exclamation mark at most: more look like advertising that nobody asked for."),
    ),
    "content.fake_reply": FindingText(
        "warn",
        N_("The subject pretends to be an answer: {subject}"),
        N_("Take the first word out. In many countries it is not allowed."),
    ),
    "content.field_link": FindingText(
        "block",
        N_("A link of this message leads nowhere: the cell holds “{found}” only."),
        N_(
            "Fill in the whole address, or leave the cell empty and show the link only if it is filled."
        ),
    ),
    "content.field_placeholder": FindingText(
        "block",
        N_("This message shows “{found}”, which another program was to replace."),
        N_("Correct the cell that holds it."),
    ),
    "content.field_test": FindingText(
        "warn",
        N_("This message shows “{found}”, which looks like a trial entry."),
        N_("Correct the cell, or leave this person out."),
    ),
    "content.field_word": FindingText(
        "block",
        N_("This message shows “{found}”, which programs write where a value is missing."),
        N_("Empty the cell or fill it in, then say in the message what to write for an empty one."),
    ),
    "content.heading_skips": FindingText(
        "note",
        N_("After a heading of level {before} comes one of level {after}."),
        N_("Use the level between them, so that people who listen can follow."),
    ),
    "content.link_text_differs": FindingText(
        "warn",
        N_("A link says {said} and leads to {link}."),
        N_("Let it lead where it says, or say something else. Traps look like this."),
    ),
    "content.long_preheader": FindingText(
        "note",
        N_("The preheader has {length} characters without its fields. Inboxes cut it."),
        N_("One sentence is enough."),
    ),
    "content.lookalike_link": FindingText(
        "warn",
        N_("A link leads to a name whose letters look like others: {link}."),
        N_("Check that it is the right site, and type its name anew."),
    ),
    "content.low_contrast": FindingText(
        "warn",
        N_("“{said}” is hard to read: {colour} on {ground}, a contrast of {ratio} to 1."),
        N_("Choose colours with at least 4.5 to 1, or 3 to 1 for large letters."),
    ),
    "content.low_contrast_dark": FindingText(
        "warn",
        N_(
            "“{said}” is hard to read in a dark theme: {colour} on {ground}, a contrast of {ratio} to 1."
        ),
        N_("Choose another colour for it in the layout's styles for dark themes."),
    ),
    "content.no_subject": FindingText(
        "block",
        N_("The message has no subject yet."),
        N_("Write it: it is the first that people see."),
    ),
    "content.no_such_day": FindingText(
        "warn",
        N_("There is no such day: {date}."),
        N_("Correct the date."),
    ),
    "content.no_text": FindingText(
        "block",
        N_("The message has no text yet."),
        N_("Write it below the subject."),
    ),
    "content.odd_link": FindingText(
        "warn",
        N_("A link is written oddly: {link}."),
        N_("Look for a blank, a second https:// or a mark at its end."),
    ),
    "content.offer_in_service": FindingText(
        "note",
        N_("Is this still a service notice? It says “{found}”."),
        N_("What sells something needs consent: set the purpose to marketing, or leave it out."),
    ),
    "content.only_pictures": FindingText(
        "warn",
        N_("The message is pictures and hardly any text."),
        N_("Write what matters as text: pictures are often not shown."),
    ),
    "content.planned_past": FindingText(
        "warn",
        N_("The planned time is over: {moment}."),
        N_("Plan another time, or take the plan out."),
    ),
    "content.private_link": FindingText(
        "warn",
        N_("A link leads to a place that only one network reaches: {link}."),
        N_("Use an address that everybody in the audience can open."),
    ),
    "content.same_preheader": FindingText(
        "note",
        N_("The preheader says the same as the subject."),
        N_("Write one sentence that goes on where the subject ends."),
    ),
    "content.short_link": FindingText(
        "note",
        N_("A link hides where it leads behind a short one: {link}."),
        N_("Use the real address: many mail services distrust short ones."),
    ),
    "content.shouting_subject": FindingText(
        "warn",
        N_("The subject has capital letters only: {subject}"),
        N_("Write it as a sentence."),
    ),
    "content.symbols_subject": FindingText(
        "warn",
        N_("The subject has no word: {subject}"),
        N_("Say in words what the message is about."),
    ),
    "content.time_no_zone": FindingText(
        "note",
        N_("A time of day has no time zone: {found}."),
        N_("Write the zone beside it, unless everybody is in the same one."),
    ),
    "content.time_words": FindingText(
        "note",
        N_("Will “{found}” still be true when people read this?"),
        N_("Write the date: messages wait, and some are read days later."),
    ),
    "content.tracking_link": FindingText(
        "note",
        N_("A link tells the site who came from where ({names}): {link}."),
        N_("Keep it only if the recipients know."),
    ),
    "content.unsupported": FindingText(
        "note",
        N_("Some mail programs do not show {feature}: {programs}. Tested {tested}."),
        N_("Make sure that the message can be read without it."),
    ),
    "content.weekday": FindingText(
        "warn",
        N_("The weekday does not fit its date: {date} is a {weekday}."),
        N_("Correct the weekday or the date."),
    ),
    "content.wrong_language": FindingText(
        "warn",
        N_("What is to be {locale} reads like {other}."),
        N_("Look at this language's texts: perhaps they are not translated, or in another's file."),
    ),
    "content.wrong_script": FindingText(
        "warn",
        N_("What is to be {locale} is written in other letters."),
        N_("Look at this language's texts: perhaps they are not translated, or in another's file."),
    ),
}
