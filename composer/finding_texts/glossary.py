"""Findings about the glossary and about files of words and of stored translations."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "glossary.bad_answer": FindingText(
        "block",
        N_("Row {row} of {file} has “{value}” under {column}, where only yes or no can stand."),
        N_("Write yes or no, or leave the cell empty for no."),
    ),
    "glossary.changed": FindingText(
        "block",
        N_("Somebody else has changed “{term}” in the meantime."),
        N_("Look at the word as it is now, then make your change again."),
    ),
    "glossary.column_twice": FindingText(
        "block",
        N_("{file} has more than one column called {column}."),
        N_("Keep one of them, and import the file again."),
    ),
    "glossary.encoding": FindingText(
        "block",
        N_("{file} does not say how its letters are encoded."),
        N_("Save it as CSV UTF-8 or as a workbook (XLSX), and import it again."),
    ),
    "glossary.fixed_and_said": FindingText(
        "block",
        N_("“{term}” is to stay as it is in every language, and has a translation as well."),
        N_("Remove its translations, or allow it to be translated."),
    ),
    "glossary.known": FindingText(
        "block",
        N_("“{term}” is in the glossary already."),
        N_("Change the entry that is there."),
    ),
    "glossary.moved_on": FindingText(
        "block",
        N_("The glossary was changed while the file was read."),
        N_("Import the file once more."),
    ),
    "glossary.no_columns": FindingText(
        "block",
        N_("{file} has no column called “source”, where the words stand."),
        N_("Name the columns as in an exported glossary. The file has: {names}."),
    ),
    "glossary.no_language": FindingText(
        "block",
        N_("“{locale}” names no language."),
        N_("Write a language as de, pt-BR or zh-Hant."),
    ),
    "glossary.no_source": FindingText(
        "block",
        N_("An entry of the glossary has no word."),
        N_("Write the word as it stands in the text that is translated."),
    ),
    "glossary.too_long": FindingText(
        "block",
        N_("“{term}” or what is said about it is too long for a glossary."),
        N_("A word may have 200 characters, a note 1,000. Whole sentences belong into messages."),
    ),
    "glossary.too_many": FindingText(
        "block",
        N_("{file} has more rows than a glossary can have here."),
        N_("A glossary may have 20,000 words. Check that it is the right file."),
    ),
    "glossary.twice": FindingText(
        "block",
        N_("Row {row} of {file} has the word “{term}” of row {first} once more."),
        N_("Write everything about a word into one row."),
    ),
    "glossary.unknown_column": FindingText(
        "block",
        N_("{file} has a column “{column}”, which is neither a language nor known otherwise."),
        N_("Name the column as in an exported glossary, or remove it."),
    ),
    "glossary.unreadable": FindingText(
        "block",
        N_("“{term}” or its translation holds a line break or a character that cannot be seen."),
        N_("Write it on one line, with letters only."),
    ),
    "glossary.wanted_and_not": FindingText(
        "block",
        N_("“{term}” has a translation that is to be used and not to be used."),
        N_("Decide for one of the two."),
    ),
    "memory.no_tmx": FindingText(
        "block",
        N_("{file} is not a translation memory (TMX)."),
        N_("Export it as TMX 1.4 from the program that it comes from."),
    ),
    "memory.no_units": FindingText(
        "block",
        N_("{file} holds no translations between the languages of your campaigns."),
        N_("Check that it is the right file. It holds: {names}."),
    ),
    "memory.tmx_language": FindingText(
        "warn",
        N_("Line {line} of {file} names no language that is known: {locale}. It is left out."),
        N_("Write languages as de, pt-BR or zh-Hant."),
    ),
    "memory.tmx_too_large": FindingText(
        "block",
        N_("{file} is larger than a translation memory can be here."),
        N_("Export fewer languages or years at once."),
    ),
}
