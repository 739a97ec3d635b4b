"""Sentences about files of translations that go out to other tools and come back."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "exchange.bad_po": FindingText(
        "block",
        N_("Line {line} of {file} is nothing that a PO file can hold."),
        N_("Repair this line, or save the file once more with the tool it comes from."),
    ),
    "exchange.bad_xml": FindingText(
        "block",
        N_("Line {line} of {file} is not sound XML: {reason}"),
        N_("Save the file once more with the tool it comes from."),
    ),
    "exchange.cannot_hold": FindingText(
        "block",
        N_("“{part}” holds a character that cannot be written into a file for translators."),
        N_("Remove the character that cannot be seen from the message, then export again."),
    ),
    "exchange.changed_source": FindingText(
        "block",
        N_(
            "The text that “{part}” was translated from has changed in the message since the export."
        ),
        N_("Export again, so that the new text is translated, or take over what still matches."),
    ),
    "exchange.control": FindingText(
        "block",
        N_("“{part}” holds a character in {file} that cannot be seen and must not be sent."),
        N_("Remove the character in the file, and import it again."),
    ),
    "exchange.damaged_workbook": FindingText(
        "block",
        N_("{file} is damaged, or not a workbook."),
        N_("Save the workbook once more as XLSX, and import it again."),
    ),
    "exchange.duplicate": FindingText(
        "block",
        N_("{file} translates “{part}” in two different ways."),
        N_("Decide for one of the two in the file, and import it again."),
    ),
    "exchange.encrypted_workbook": FindingText(
        "block",
        N_("{file} is protected by a password."),
        N_("Save it without a password, and import it again."),
    ),
    "exchange.error_value": FindingText(
        "block",
        N_("Cell {column}{row} of {file} shows a spreadsheet's error instead of a text."),
        N_("Write the translation into the cell as text."),
    ),
    "exchange.figure": FindingText(
        "block",
        N_(
            "Cell {column}{row} of {file} holds a date or a number, which may be shown otherwise than it is stored."
        ),
        N_("Give the cell the format Text, and write the translation into it once more."),
    ),
    "exchange.foreign_code": FindingText(
        "block",
        N_(
            "The translation of “{part}” in {file} holds a placeholder that its source has not: {mark}"
        ),
        N_("Use the placeholders of the source only; they may be moved, not changed."),
    ),
    "exchange.formula": FindingText(
        "block",
        N_("Cell {column}{row} of {file} holds a formula instead of a text."),
        N_("Write the translation into the cell as text."),
    ),
    "exchange.hidden_rows": FindingText(
        "note",
        N_("{file} has rows that are hidden; they are read like the others. Hidden rows: {count}."),
        "",
    ),
    "exchange.hostile_xml": FindingText(
        "block",
        N_("{file} declares a document type at line {line}, which no file of translations needs."),
        N_("Ask whoever sent the file for one without it."),
    ),
    "exchange.left_empty": FindingText(
        "warn",
        N_("“{part}” comes back without a translation; the one that is here stays."),
        N_("Look whether it was cleared on purpose."),
    ),
    "exchange.merged": FindingText(
        "warn",
        N_("{file} has merged cells; what they cover is empty. Merged places: {count}."),
        N_("Undo the merging, so that each text has a row of its own."),
    ),
    "exchange.missing": FindingText(
        "block",
        N_("“{part}” went out and did not come back in {file}."),
        N_("Ask for the whole file, or take over what came back."),
    ),
    "exchange.frozen": FindingText(
        "block",
        N_(
            "This version is frozen for sign-off: {file} would change it, so nothing was taken over."
        ),
        N_(
            "Choose Change… in the window, or import with --change. The test and the approvals then no longer count."
        ),
    ),
    "exchange.moved_on": FindingText(
        "block",
        N_("The campaign has changed since the file was compared with it."),
        N_("Compare the file once more."),
    ),
    "exchange.newer_here": FindingText(
        "block",
        N_("The translation of “{part}” has changed here since the export, and in {file} as well."),
        N_("Decide which of the two is right."),
    ),
    "exchange.no_columns": FindingText(
        "block",
        N_("{file} has no sheet with a column for the source and a column for the translation."),
        N_("Name the two columns Source and Translation in the first row of the table."),
    ),
    "exchange.no_units": FindingText(
        "block",
        N_("{file} holds no text that could be translated."),
        N_("Check that it is the right file."),
    ),
    "exchange.not_in_file": FindingText(
        "warn",
        N_("“{part}” is not in {file}; its translation stays as it is."),
        N_("Look whether the file should hold the whole message."),
    ),
    "exchange.not_text": FindingText(
        "block",
        N_("Line {line} of {file} cannot be read as text."),
        N_("Save the file once more in UTF-8; it may also have been cut off."),
    ),
    "exchange.older_there": FindingText(
        "note",
        N_("The translation of “{part}” has changed here since the export; {file} has the former."),
        N_("Nothing needs to be done: the one that is here stays."),
    ),
    "exchange.other_campaign": FindingText(
        "block",
        N_("{file} was exported from another campaign."),
        N_("Import it into the campaign that it comes from."),
    ),
    "exchange.other_language": FindingText(
        "block",
        N_("{file} is a translation into {found}, not into {locale}."),
        N_("Choose the file for this language, or the language of this file."),
    ),
    "exchange.other_source_language": FindingText(
        "block",
        N_("{file} was translated from {found}; the message is written in {locale}."),
        N_("Check that it is the right file."),
    ),
    "exchange.partly": FindingText(
        "block",
        N_("“{part}” is translated in {file} only in part: a segment is missing."),
        N_("Ask for the file with all segments translated."),
    ),
    "exchange.plural": FindingText(
        "block",
        N_("Line {line} of {file} holds plural forms, which a message's texts do not have."),
        N_("Export again, and have the new file translated."),
    ),
    "exchange.protected": FindingText(
        "note",
        N_("{file} says that “{part}” is not to be translated; it stays as it is."),
        "",
    ),
    "exchange.row_without_source": FindingText(
        "block",
        N_("Cell {column}{row} of {file} holds a translation without its source."),
        N_("Put the source text back, or empty the cell."),
    ),
    "exchange.several_languages": FindingText(
        "block",
        N_("{file} holds translations into several languages: {found}"),
        N_("Ask for one file for each language."),
    ),
    "exchange.skipped_binary": FindingText(
        "note",
        N_("{file} holds pictures or other files to translate, which were left out: {count}."),
        "",
    ),
    "exchange.too_heavy": FindingText(
        "block",
        N_("{file} is built in a way that would take too much of this computer."),
        N_("Check where the file comes from, and that it is the right one."),
    ),
    "exchange.too_large": FindingText(
        "block",
        N_("{file} is larger than the translations of one message can be."),
        N_("Check that it is the right file."),
    ),
    "exchange.too_long_cell": FindingText(
        "block",
        N_("“{part}” is longer than a cell of a workbook can be."),
        N_("Export as XLIFF or PO instead."),
    ),
    "exchange.unknown_export": FindingText(
        "note",
        N_(
            "{file} does not say which export it comes from; it was compared with the message as it is now."
        ),
        "",
    ),
    "exchange.unknown_format": FindingText(
        "block",
        N_("{file} is neither a PO, an XLSX nor an XLIFF file."),
        N_("Ask for the file in one of these formats."),
    ),
    "exchange.unknown_source": FindingText(
        "block",
        N_("The message has no text “{part}”: it was changed in {file}, or comes from elsewhere."),
        N_("Have the source texts left as they were, or take over what still matches."),
    ),
    "exchange.unknown_version": FindingText(
        "block",
        N_("{file} is XLIFF of a version that cannot be read here: {version}"),
        N_("Ask for the file as XLIFF 1.2, 2.0, 2.1 or 2.2."),
    ),
    "exchange.unreadable_mark": FindingText(
        "block",
        N_("“{part}” holds a mark in {file} that no XLIFF text can hold: {mark}"),
        N_("Ask for the file as plain XLIFF, without the additions of one tool."),
    ),
    "exchange.wrong_root": FindingText(
        "block",
        N_("{file} is XML, but not XLIFF: it begins with “{name}”."),
        N_("Check that it is the right file."),
    ),
}
