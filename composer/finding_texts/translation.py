"""Findings about translations."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "translation.bad_po": FindingText(
        "block",
        N_("{file} cannot be read as a PO file: line {line} is not as it should be."),
        N_("Correct that line, or export the file again and translate the new copy."),
    ),
    "translation.fallback": FindingText(
        "note",
        N_("People who read {locale} get the message in {served}, as the fallbacks say."),
        N_("Nothing needs to be done if that was agreed on."),
    ),
    "translation.fields_differ": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} has other fields than its source: missing {missing}, added {added}."
        ),
        N_("Copy the part in curly brackets from the source; it may be an amount or a date."),
    ),
    "translation.known_language": FindingText(
        "block",
        N_("This language is part of the message already."),
        N_("Choose it in the list of languages."),
    ),
    "translation.links_differ": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} has other links or pictures than its source: missing {missing}, added {added}."
        ),
        N_("Copy the addresses from the source, and open the links."),
    ),
    "translation.missing_catalogue": FindingText(
        "block",
        N_("There are people who read {locale}, but no translation into it."),
        N_("Add the translation, or write under fallback which language they get instead."),
    ),
    "translation.needs_work": FindingText(
        "block",
        N_("Texts in {locale} that still need work: {count} of {total}."),
        N_("Go through what is left and mark it as reviewed."),
    ),
    "translation.no_language": FindingText(
        "block",
        N_("This language is not part of the message, or its tag is none."),
        N_("Use a tag such as de, pt-BR or zh-Hant."),
    ),
    "translation.po_control": FindingText(
        "block",
        N_("The entry at line {line} of {file} holds a control character."),
        N_("Remove the character that cannot be seen, and import the file again."),
    ),
    "translation.po_not_utf8": FindingText(
        "block",
        N_("{file} is not saved as UTF-8: line {line} cannot be read."),
        N_("Save the file again with the encoding UTF-8."),
    ),
    "translation.po_plural": FindingText(
        "block",
        N_(
            "Line {line} of {file} holds a plural or a context, which a message's translation has no use for."
        ),
        N_("Export the file again and translate the new copy."),
    ),
    "translation.po_too_large": FindingText(
        "block",
        N_("{file} is larger than a PO file of one message can be."),
        N_("Check that it is the right file."),
    ),
    "translation.not_read": FindingText(
        "block",
        N_(
            "This campaign asks that somebody who reads {locale} reviews it here. Still to be reviewed so: {count} of {total} texts."
        ),
        N_(
            "Let a reader of the language, who did not translate it, mark what is left as reviewed."
        ),
    ),
    "translation.nothing_there": FindingText(
        "block",
        N_("“{part}” has no translation into {locale} yet."),
        N_("Translate it first."),
    ),
    "translation.other_comment": FindingText(
        "block",
        N_("This comment was written by somebody else, or is gone."),
        N_("Only whoever wrote a comment can take it back."),
    ),
    "translation.other_text": FindingText(
        "block",
        N_("Somebody else has changed “{term}” in the meantime."),
        N_("Read the list of texts again, and translate what stands there now."),
    ),
    "translation.own_work": FindingText(
        "block",
        N_("{name} translated “{part}”, and cannot review it."),
        N_("Let somebody else read it and mark it as reviewed."),
    ),
    "translation.reader_needed": FindingText(
        "block",
        N_("{name} is not listed as somebody who reads {locale}; this campaign asks for that."),
        N_("Let a reader of the language review, or ask the owner to add it to the person."),
    ),
    "translation.unknown_unit": FindingText(
        "block",
        N_("This text is not part of the message any more: somebody changed it in the meantime."),
        N_("Read the list of texts again, and translate what stands there now."),
    ),
    "translation.syntax": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} has a field or condition that cannot be read."
        ),
        N_("Copy the part in curly brackets from the source."),
    ),
    "translation.written_over": FindingText(
        "warn",
        N_(
            "In the meantime {name} changed the translation of “{part}”. Yours is saved, and the other one is kept as a comment."
        ),
        N_("Read both, and keep what is better."),
    ),
    "translation.unreviewed": FindingText(
        "block",
        N_(
            "Translated into {locale}, but not reviewed by anybody else yet: {count} of {total} texts."
        ),
        N_("Let somebody other than the translator read what is left and mark it as reviewed."),
    ),
    "translation.unfinished": FindingText(
        "block",
        N_("Texts not translated into {locale} yet: {count} of {total}."),
        N_(
            "Translate what is left, or write under fallback which language its readers get instead."
        ),
    ),
}
