"""What is said when something of the message itself differs."""

from __future__ import annotations

from composer.i18n import N_
from composer.model.changes import Area
from composer.proofs.change_values import (
    attachment_words,
    form_words,
    language_words,
    review_words,
)
from composer.proofs.said import ORDER, Said

_BRAND_EMPTY = N_("The brand shows less than before: {before} was taken out.")

MESSAGE: dict[str, Said] = {
    "message.subject": Said(
        area=Area.SUBJECT,
        changed=N_("The subject was “{before}” and is now “{after}”."),
        added=N_("The subject is now “{after}”; there was none."),
        removed=N_("The subject “{before}” was taken out."),
    ),
    "message.preheader_sha256": Said(
        area=Area.TEXT, changed=N_("The preview text in the inbox was changed.")
    ),
    "message.body_sha256": Said(area=Area.TEXT, changed=N_("The text of the message was changed.")),
    "message.text_sha256": Said(
        area=Area.TEXT,
        changed=N_("The plain-text part that was written by hand was changed."),
        added=N_("The plain-text part is now written by hand."),
        removed=N_("The plain-text part is no longer written by hand."),
    ),
    "message.html_sha256": Said(
        area=Area.TEXT,
        changed=N_("The body that was brought as HTML was changed."),
        added=N_("The body is now one that was brought as HTML."),
        removed=N_("The body is no longer one that was brought as HTML."),
    ),
    "message.locale": Said(
        area=Area.TEXT,
        changed=N_("The message was written in {before} and is now written in {after}."),
        show=language_words,
    ),
    "campaign.locale": Said(
        area=Area.TEXT,
        changed=N_("The message was written in {before} and is now written in {after}."),
        show=language_words,
    ),
    "message.brand.name": Said(
        area=Area.LAYOUT,
        changed=N_("The name of the brand was “{before}” and is now “{after}”."),
        added=N_("The brand is now called “{after}”."),
        removed=_BRAND_EMPTY,
    ),
    "message.brand.colour": Said(
        area=Area.LAYOUT,
        changed=N_("The colour of the brand was {before} and is now {after}."),
        added=N_("The brand now has the colour {after}."),
        removed=_BRAND_EMPTY,
    ),
    "message.brand.logo": Said(
        area=Area.LAYOUT,
        changed=N_("The logo was {before} and is now {after}."),
        added=N_("The brand now has the logo {after}."),
        removed=_BRAND_EMPTY,
    ),
    "message.brand.address": Said(
        area=Area.LAYOUT,
        changed=N_("The postal address was “{before}” and is now “{after}”."),
        added=N_("The brand now shows the postal address “{after}”."),
        removed=_BRAND_EMPTY,
    ),
    "message.brand.website": Said(
        area=Area.LAYOUT,
        changed=N_("The website of the brand was {before} and is now {after}."),
        added=N_("The brand now shows the website {after}."),
        removed=_BRAND_EMPTY,
    ),
    "layout.setting": Said(
        area=Area.LAYOUT, changed=N_("The layout was “{before}” and is now “{after}”.")
    ),
    "layout.name": Said(
        area=Area.LAYOUT, changed=N_("The layout was “{before}” and is now “{after}”.")
    ),
    "layout.kind": Said(
        area=Area.LAYOUT,
        changed=N_("The layout was written as {before} and is now written as {after}."),
        show=form_words,
    ),
    "layout.sha256": Said(
        area=Area.LAYOUT,
        changed=N_("The layout itself was changed."),
        causes=("layout.name", "layout.setting"),
    ),
    "catalogues.*": Said(
        area=Area.TRANSLATION,
        changed=N_("The translation into {name} was changed."),
        added=N_("A translation into {name} was added."),
        removed=N_("The translation into {name} was taken out."),
        name=language_words,
    ),
    "translation.readers": Said(
        area=Area.TRANSLATION,
        changed=ORDER,
        added=N_("Must now be reviewed by somebody who reads it: {after}."),
        removed=N_("No longer has to be reviewed by somebody who reads it: {before}."),
        show=language_words,
        is_list=True,
    ),
    "translation.reviewed.*": Said(
        area=Area.TRANSLATION,
        changed=ORDER,
        added=N_("Who reviewed the translation into {name} is now: {after}."),
        removed=N_("Who reviewed the translation into {name} is no longer: {before}."),
        show=review_words,
        name=language_words,
        is_list=True,
    ),
    "files.*": Said(
        area=Area.FILES,
        changed=N_("The file {name} was replaced by another one of the same name."),
        added=N_("The file {name} was added."),
        removed=N_("The file {name} was taken out."),
    ),
    "attachments": Said(
        area=Area.FILES,
        changed=N_("The attachments are in another order."),
        added=N_("Now attached: {after}."),
        removed=N_("No longer attached: {before}."),
        show=attachment_words,
        is_list=True,
    ),
}
