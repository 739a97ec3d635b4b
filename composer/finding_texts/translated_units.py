"""Findings about one translated unit: what differs from its source, and what is no sound text."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "translation.amounts_differ": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} has other amounts of money than its source: missing {missing}, added {added}."
        ),
        N_("Write the same amount in the same currency."),
    ),
    "translation.amounts_unclear": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} does not name the currency at each amount: {amounts}."
        ),
        N_("Look whether each amount can be understood; one currency may stand for several."),
    ),
    "translation.conditions_differ": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} has other conditions or repeats than its source: missing {missing}, added {added}."
        ),
        N_("Copy the part in curly brackets from the source."),
    ),
    "translation.conditions_moved": FindingText(
        "block",
        N_(
            "In the translation of “{part}” into {locale}, conditions or repeats stand inside each other otherwise than in the source."
        ),
        N_("Put each part in curly brackets where it stands in the source."),
    ),
    "translation.control_character": FindingText(
        "block",
        N_("The translation of “{part}” into {locale} holds a control character ({character})."),
        N_("Remove the character that cannot be seen."),
    ),
    "translation.dates_differ": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} has other dates than its source: missing {missing}, added {added}."
        ),
        N_("Write the same day and month."),
    ),
    "translation.double_spaces": FindingText(
        "warn",
        N_("The translation of “{part}” into {locale} has two spaces where one is enough."),
        N_("Remove one of them."),
    ),
    "translation.doubled_mark": FindingText(
        "warn",
        N_("The translation of “{part}” into {locale} has a mark twice in a row: {mark}."),
        N_("Remove one of them."),
    ),
    "translation.doubled_word": FindingText(
        "warn",
        N_("The translation of “{part}” into {locale} says “{word}” twice in a row."),
        N_("Remove one of them, unless it is meant."),
    ),
    "translation.empty_branch": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} says nothing in a case in which its source says something."
        ),
        N_("Translate the words between the parts in curly brackets."),
    ),
    "translation.end_added": FindingText(
        "warn",
        N_("The translation of “{part}” into {locale} ends with {mark}, but its source does not."),
        N_("End it as the source ends."),
    ),
    "translation.end_missing": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} does not end with {mark} as its source does."
        ),
        N_("End it as the source ends."),
    ),
    "translation.end_other": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} ends otherwise than its source, which ends with {mark}."
        ),
        N_("Look whether it still asks what the source asks."),
    ),
    "translation.extra_line": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} has a line break, but its source is one line."
        ),
        N_("Write it in one line."),
    ),
    "translation.fields_count": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} has its fields more or less often than its source: missing {missing}, added {added}."
        ),
        N_("Compare both; what is said once in one case may be missing in another."),
    ),
    "translation.fields_moved": FindingText(
        "warn",
        N_(
            "In the translation of “{part}” into {locale}, a field stands inside a condition or repeat otherwise than in the source."
        ),
        N_("Compare both; some people may miss it, others may see it without a value."),
    ),
    "translation.fixed_term": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} does not hold “{term}”, which stays as it is in every language."
        ),
        N_(
            "Write it as in the source. If this language says it otherwise, change the words of the team."
        ),
    ),
    "translation.fixed_term_bent": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} holds “{term}” in another form or not at all; it stays as it is in every language."
        ),
        N_("Look whether the name may be written so in this language."),
    ),
    "translation.foreign_mark": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} has the mark {mark} in a form that this language does not use."
        ),
        N_("Type the mark as the language has it."),
    ),
    "translation.french_space": FindingText(
        "warn",
        N_(
            "In the translation of “{part}” into {locale}, the mark {mark} needs a space beside it."
        ),
        N_("Put a narrow no-break space there; then the mark never begins a line."),
    ),
    "translation.html_broken": FindingText(
        "block",
        N_(
            "In the translation of “{part}” into {locale}, a tag is opened and not closed, or closed and not opened."
        ),
        N_("Copy the tags from the source."),
    ),
    "translation.line_break": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} has a line break, but this text is one line."
        ),
        N_("Write it in one line."),
    ),
    "translation.link_language": FindingText(
        "note",
        N_(
            "In the translation of “{part}” into {locale}, {other} stands for {address}: the page in that language."
        ),
        N_("Nothing needs to be done if the page is there."),
    ),
    "translation.link_page": FindingText(
        "warn",
        N_(
            "In the translation of “{part}” into {locale}, {other} stands for {address}: another page of the same site."
        ),
        N_("Open the page and look whether it says the same."),
    ),
    "translation.long_preheader": FindingText(
        "note",
        N_(
            "The translation of “{part}” into {locale} has {length} characters without its fields; inboxes cut such a preheader."
        ),
        N_("Put what matters first, or shorten it."),
    ),
    "translation.long_subject": FindingText(
        "note",
        N_(
            "The translation of “{part}” into {locale} has {length} characters without its fields; lists of messages cut such a subject."
        ),
        N_("Put what matters first, or shorten it."),
    ),
    "translation.lost_character": FindingText(
        "block",
        N_("The translation of “{part}” into {locale} holds a broken character ({character})."),
        N_("Type the character anew."),
    ),
    "translation.marks_differ": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} has other marks than its source: missing {missing}, added {added}."
        ),
        N_("Mark the same words as in the source."),
    ),
    "translation.minus_differs": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} has a minus more or less than its source: {numbers}."
        ),
        N_("Look whether each number is meant to be below zero."),
    ),
    "translation.mixed_letters": FindingText(
        "warn",
        N_(
            "In the translation of “{part}” into {locale}, the word “{word}” mixes letters of two alphabets that look alike."
        ),
        N_("Type the word anew."),
    ),
    "translation.numbers_differ": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} has other numbers than its source: missing {missing}, added {added}."
        ),
        N_("Write the same numbers."),
    ),
    "translation.numbers_unclear": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} may have other numbers than its source: missing {missing}, added {added}."
        ),
        N_("Compare both; a number may be written as a word."),
    ),
    "translation.open_direction": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} changes the direction of writing and does not change it back."
        ),
        N_("Remove the characters that cannot be seen, or type the text anew."),
    ),
    "translation.other_script": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} is not written in the letters of this language."
        ),
        N_("Look whether it is translated."),
    ),
    "translation.outer_spaces": FindingText(
        "warn",
        N_("The translation of “{part}” into {locale} begins or ends with a space."),
        N_("Remove the space."),
    ),
    "translation.override_character": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} holds a character that turns the order of letters round ({character})."
        ),
        N_("Remove the character that cannot be seen."),
    ),
    "translation.percent_missing": FindingText(
        "block",
        N_("The translation of “{part}” into {locale} has fewer percent signs than its source."),
        N_("Write the percent sign, or the word for it."),
    ),
    "translation.plural_forms": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} lacks forms that this language needs in {field}: {missing}."
        ),
        N_("Write a form for each; the other forms show how."),
    ),
    "translation.plural_refused": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} has a number of forms in {field} that this language does not have. It has: {needed}."
        ),
        N_("Write one form for each, or name them."),
    ),
    "translation.same_as_source": FindingText(
        "warn",
        N_("The translation of “{part}” into {locale} is the same as its source."),
        N_("Translate it, unless it is meant to stay."),
    ),
    "translation.term_missing": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} does not say “{wanted}” for “{term}”, as the glossary has it."
        ),
        N_("Use the team’s word, unless another is better here."),
    ),
    "translation.times_differ": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} has other times than its source: missing {missing}, added {added}."
        ),
        N_("Write the same time of the day."),
    ),
    "translation.too_long": FindingText(
        "warn",
        N_("The translation of “{part}” into {locale} is much longer than its source."),
        N_("Look whether something was put in that is not in the source."),
    ),
    "translation.too_short": FindingText(
        "warn",
        N_("The translation of “{part}” into {locale} is much shorter than its source."),
        N_("Look whether something was left out."),
    ),
    "translation.tool_marks": FindingText(
        "block",
        N_("The translation of “{part}” into {locale} holds “{found}”, which a tool left behind."),
        N_("Put the field or mark of the source in its place."),
    ),
    "translation.unopened_mark": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} asks or calls without {mark} at the beginning."
        ),
        N_("Put the mark before the sentence."),
    ),
    "translation.unwanted_term": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} says “{found}” for “{term}”, which the glossary does not want."
        ),
        N_("Use the team’s word."),
    ),
    "translation.words_in_field": FindingText(
        "warn",
        N_(
            "In the translation of “{part}” into {locale}, words inside a field are not translated: {words}."
        ),
        N_("Translate the words in quotation marks; leave the rest of the field as it is."),
    ),
}
