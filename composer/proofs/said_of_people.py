"""What is said when something of the list of people, or a decision about it, differs."""

from __future__ import annotations

from composer.i18n import N_
from composer.model.changes import Area
from composer.proofs.change_values import (
    accepted_words,
    campaign_words,
    language_words,
    left_out_item,
    number_words,
    percent_words,
)
from composer.proofs.contacts import contact_words
from composer.proofs.said import ORDER, Said

PEOPLE: dict[str, Said] = {
    "audience.root": Said(
        area=Area.PEOPLE, changed=N_("The people, or what the list says of them, were changed.")
    ),
    "audience.count": Said(
        area=Area.PEOPLE,
        changed=N_("There were {before} people and there are now {after}."),
        show=number_words,
    ),
    "audience.columns": Said(
        area=Area.PEOPLE,
        changed=N_("The columns of the list of people are in another order."),
        added=N_("The list of people has new columns: {after}."),
        removed=N_("The list of people no longer has these columns: {before}."),
        is_list=True,
    ),
    "audience.file": Said(
        area=Area.PEOPLE,
        changed=N_("The list of people came from {before} and now comes from {after}."),
    ),
    "audience.email": Said(
        area=Area.PEOPLE,
        changed=N_("Addresses came from the column “{before}” and now come from “{after}”."),
    ),
    "audience.locale": Said(
        area=Area.PEOPLE,
        changed=N_("Languages came from the column “{before}” and now come from “{after}”."),
        added=N_("Languages now come from the column “{after}”."),
        removed=N_("Languages no longer come from the column “{before}”."),
    ),
    "audience.source.columns.*": Said(
        area=Area.PEOPLE,
        changed=N_("The column “{name}” was read as “{before}” and is now read as “{after}”."),
        added=N_("The column “{name}” is now read as “{after}”."),
        removed=N_("The column “{name}” is no longer read as “{before}”."),
    ),
    "audience.source.encoding": Said(
        area=Area.PEOPLE,
        changed=N_("The letters of the list were read as {before} and are now read as {after}."),
        added=N_("The letters of the list are now read as {after}."),
        removed=N_("The letters of the list are no longer read as {before}."),
    ),
    "audience.source.delimiter": Said(
        area=Area.PEOPLE,
        changed=N_("The cells of the list were parted by “{before}” and are now by “{after}”."),
        added=N_("The cells of the list are now parted by “{after}”."),
        removed=N_("The cells of the list are no longer parted by “{before}”."),
    ),
    "audience.source.sheet": Said(
        area=Area.PEOPLE,
        changed=N_("The list was on the sheet “{before}” and is now on “{after}”."),
        added=N_("The list is now on the sheet “{after}”."),
        removed=N_("The list is no longer on the sheet “{before}”."),
    ),
    "audience.expected": Said(
        area=Area.DECISIONS,
        changed=N_("The number of people expected was {before} and is now {after}."),
        added=N_("The number of people expected is now {after}."),
        removed=N_("No number of people is expected any more. It was {before}."),
        show=number_words,
    ),
    "audience.tolerance": Said(
        area=Area.DECISIONS,
        changed=N_("The list could be {before} off the expected number, and now {after}."),
        show=percent_words,
    ),
    "audience.rule": Said(
        area=Area.DECISIONS,
        changed=N_("The rule for who gets this was “{before}” and is now “{after}”."),
        added=N_("The rule for who gets this is now “{after}”."),
        removed=N_("The rule for who gets this, “{before}”, was taken out."),
    ),
    "audience.agreed": Said(
        area=Area.DECISIONS,
        changed=N_("{before} had agreed to the list, and now {after} has."),
        added=N_("{after} agreed to the list."),
        removed=N_("It is no longer written down that {before} agreed to the list."),
    ),
    "audience.ids": Said(
        area=Area.DECISIONS,
        changed=N_("The columns with unique numbers of people are in another order."),
        added=N_("Columns that now count as unique numbers of people: {after}."),
        removed=N_("Columns that no longer count as unique numbers of people: {before}."),
        is_list=True,
    ),
    "audience.contacts": Said(
        area=Area.DECISIONS,
        changed=N_("The columns with contacts are in another order."),
        added=N_("Columns that may now hold the address of a contact: {after}."),
        removed=N_("Columns that may no longer hold the address of a contact: {before}."),
        is_list=True,
    ),
    "audience.personal": Said(
        area=Area.DECISIONS,
        changed=N_("The columns with personal values are in another order."),
        added=N_("Columns that are now replaced in what test mailboxes get: {after}."),
        removed=N_("Columns that are no longer replaced in what test mailboxes get: {before}."),
        is_list=True,
    ),
    "audience.segment": Said(
        area=Area.DECISIONS,
        changed=N_("The filter of the list was {before} and is now {after}."),
        added=N_("Only people who fit this filter get the message now: {after}."),
        removed=N_("The list is no longer filtered by {before}."),
    ),
    "audience.leave_out": Said(
        area=Area.DECISIONS,
        changed=N_("The decisions about the list are in another order."),
        added=N_("New decision: {after}"),
        removed=N_("This decision no longer holds: {before}"),
        show=left_out_item,
        each=True,
        is_list=True,
    ),
    "audience.exclude": Said(
        area=Area.DECISIONS,
        changed=N_("The campaigns whose people are left out are in another order."),
        added=N_("The people of these campaigns are now left out: {after}."),
        removed=N_("The people of these campaigns are no longer left out: {before}."),
        show=campaign_words,
        is_list=True,
    ),
    "audience.inactive.column": Said(
        area=Area.DECISIONS,
        changed=N_("Who is inactive was read from “{before}” and is now read from “{after}”."),
        added=N_("People who are inactive by the column “{after}” are now left out."),
        removed=N_("People who are inactive by the column “{before}” are no longer left out."),
    ),
    "audience.inactive.before": Said(
        area=Area.DECISIONS,
        changed=N_("People counted as inactive before {before} and now do before {after}."),
        added=N_("People count as inactive before {after}."),
        removed=N_("People no longer count as inactive before {before}."),
    ),
    "audience.no_locale": Said(
        area=Area.DECISIONS,
        changed=N_("People without a language were to read {before} and now read {after}."),
        added=N_("People without a language now read {after}."),
        removed=N_("People without a language no longer read {before}."),
        show=language_words,
    ),
    "audience.overlap.*": Said(
        area=Area.DECISIONS,
        changed=N_(
            "The reason for writing to the same people again was “{before}”; now “{after}”."
        ),
        added=N_("There is now a reason for writing to the same people again: “{after}”."),
        removed=N_("The reason for writing to the same people again was taken out: “{before}”."),
    ),
    "audience.later.*": Said(
        area=Area.DECISIONS,
        changed=N_("People who read {name} are left to another campaign than before."),
        added=N_("People who read {name} are now written to later, by another campaign."),
        removed=N_("People who read {name} are no longer left to another campaign."),
        name=language_words,
    ),
    "audience.only": Said(
        area=Area.DECISIONS,
        changed=ORDER,
        added=N_("People who read these languages are now written to: {after}."),
        removed=N_("People who read these languages are no longer written to: {before}."),
        show=language_words,
        is_list=True,
    ),
    "audience.taken_from": Said(
        area=Area.DECISIONS,
        changed=N_("The people were taken from another campaign than before."),
        added=N_("The people are now those whom another campaign left out."),
        removed=N_("The people are no longer those whom another campaign left out."),
    ),
    "audience.corrects": Said(
        area=Area.DECISIONS,
        changed=N_("It now corrects another campaign than before, for whom that had not reached."),
        added=N_("Only people are now written to whom an ended campaign had not reached."),
        removed=N_("People are no longer only those whom an ended campaign had not reached."),
    ),
    "audience.follows": Said(
        area=Area.DECISIONS,
        changed=N_("It now follows another campaign than before, for those who got that."),
        added=N_("Only people are now written to who got another campaign, or may have got it."),
        removed=N_("People are no longer only those who got another campaign."),
    ),
    "audience.follows_groups": Said(
        area=Area.DECISIONS,
        changed=N_("Other groups of those who got the earlier campaign are written to."),
        added=N_("A group of those who got the earlier campaign was chosen."),
        removed=N_("A group of those who got the earlier campaign was taken out of the choice."),
        is_list=True,
    ),
    "audience.mx": Said(
        area=Area.DECISIONS,
        changed=N_("Whether the mail domains of the list were looked up was changed."),
        added=N_("The mail domains of the list were looked up this time."),
        removed=N_("The mail domains of the list were not looked up this time."),
    ),
    "fallback.*": Said(
        area=Area.DECISIONS,
        changed=N_("People who read {name} were to get {before} and now get {after}."),
        added=N_("People who read {name} now get {after}."),
        removed=N_("People who read {name} no longer get {before}."),
        show=language_words,
        name=language_words,
    ),
    "addresses.literal": Said(
        area=Area.DECISIONS,
        changed=ORDER,
        added=N_("Addresses that the message may now show: {after}."),
        removed=N_("Addresses that the message no longer shows: {before}."),
        is_list=True,
        causes=("sender", "message", "layout"),
    ),
    "addresses.contacts": Said(
        area=Area.DECISIONS,
        changed=ORDER,
        added=N_("Addresses of contacts that messages may now show: {after}."),
        removed=N_("Addresses of contacts that messages no longer show: {before}."),
        show=contact_words,
        is_list=True,
    ),
    "accepted": Said(
        area=Area.DECISIONS,
        changed=ORDER,
        added=N_("A point of the check is now accepted. {after}"),
        removed=N_("A point of the check is no longer accepted. {before}"),
        show=accepted_words,
        each=True,
        is_list=True,
    ),
}
