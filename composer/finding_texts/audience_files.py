"""Findings about an audience's file: what kind it is, its letters, columns, sheets and cells."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "audience.bomb": FindingText(
        "block",
        N_("{file} would unpack to far more than any list of people: it was not unpacked."),
        N_("Ask whoever made the file for the list as CSV."),
    ),
    "audience.choose_sheet": FindingText(
        "block",
        N_("{file} has several sheets with rows: {sheets}."),
        N_(
            'Say which one holds the people: sheet = "…" under [audience] in campaign.toml, or choose it here.'
        ),
    ),
    "audience.damaged": FindingText(
        "block",
        N_("{file} is damaged or cut off: it cannot be read."),
        N_("Copy or export it again from where it comes from."),
    ),
    "audience.email_elsewhere": FindingText(
        "block",
        N_("{file} has no column {column}. The addresses seem to stand in the column {found}."),
        N_("If so, write this line under [audience] in campaign.toml: {line}"),
    ),
    "audience.encoding_doubtful": FindingText(
        "block",
        N_(
            "{file} is to be read as {encoding}, but every letter of it is UTF-8: names would be spelt wrong, for instance in row {row}."
        ),
        N_(
            "State utf-8, or take the encoding out of the settings. If the file is {encoding} after all, save it again as CSV UTF-8."
        ),
    ),
    "audience.encoding_guess": FindingText(
        "block",
        N_(
            "{file} does not say how its letters are encoded. They look like {encoding}, for instance in row {row}."
        ),
        N_(
            'Look whether the names in the sample are spelt right, then state the encoding: encoding = "{encoding}" under [audience] in campaign.toml. Or save the file again as CSV UTF-8.'
        ),
    ),
    "audience.encoding_mixed": FindingText(
        "block",
        N_(
            "Most of {file} is encoded as UTF-8, but some rows are not; the first is row {row}. Letters of names would be wrong."
        ),
        N_(
            "Correct those rows where the list comes from, and save it again as CSV UTF-8. Stating one encoding would spoil the other rows."
        ),
    ),
    "audience.encoding_unusable": FindingText(
        "block",
        N_("The encoding that was stated for {file} is not one of texts."),
        N_("State one such as utf-8, windows-1252 or shift_jis, or none."),
    ),
    "audience.encoding_wrong": FindingText(
        "block",
        N_("{file} cannot be read as {encoding}: row {row} holds something else."),
        N_("State another encoding, or save the file again as CSV UTF-8."),
    ),
    "audience.encrypted": FindingText(
        "block",
        N_("{file} is protected by a password."),
        N_("Open it in a spreadsheet, save it without a password, and choose that file."),
    ),
    "audience.error_value": FindingText(
        "block",
        N_("Row {row} holds {value} in the column {column}: the formula there has no result."),
        N_("Correct the formula or the cell in the spreadsheet, and save it again."),
    ),
    "audience.external_links": FindingText(
        "note",
        N_(
            "{file} takes values from other files. They were not opened: the values are the ones saved last."
        ),
        N_("Nothing needs to be done if they were up to date when the file was saved."),
    ),
    "audience.file_changed": FindingText(
        "block",
        N_("{file} changed while it was read."),
        N_("Nothing was taken over. Wait until nobody writes to the file, then read it again."),
    ),
    "audience.hidden_columns": FindingText(
        "note",
        N_("Hidden columns of {file}, which are read too: {count}."),
        N_("Take out what the message does not need."),
    ),
    "audience.hidden_rows": FindingText(
        "warn",
        N_("Rows of {file} that are hidden, by hand or by a filter: {count}. They are read too."),
        N_(
            "If those people are not meant, delete the rows, or copy only the visible ones into a new file."
        ),
    ),
    "audience.hostile_archive": FindingText(
        "block",
        N_("{file} is packed in a way that spreadsheet programs never use: it was not unpacked."),
        N_("Ask whoever made the file for the list as CSV."),
    ),
    "audience.hostile_xml": FindingText(
        "block",
        N_(
            "{file} holds definitions that no spreadsheet needs and that can do harm: it was not read."
        ),
        N_("Ask whoever made the file for the list as CSV."),
    ),
    "audience.long_number": FindingText(
        "block",
        N_(
            "Row {row} holds a number of more than 15 digits in the column {column}. Spreadsheets round those: the last digits are lost."
        ),
        N_("Export the list again with this column as text."),
    ),
    "audience.lost_letters": FindingText(
        "warn",
        N_(
            "{file} holds the sign � where letters were lost before it was saved. They cannot be brought back from this file."
        ),
        N_("Export the list again from where it comes from, as CSV UTF-8."),
    ),
    "audience.markup": FindingText(
        "block",
        N_("{file} is a web page or XML, whatever its name says."),
        N_("Open it in a spreadsheet and save it as XLSX or CSV UTF-8."),
    ),
    "audience.merged_cells": FindingText(
        "warn",
        N_(
            "Merged areas of cells in {file}: {count}. Only the first cell of each holds the value; the others are empty."
        ),
        N_("Take the merging apart in the spreadsheet and fill in what is missing."),
    ),
    "audience.nested_column": FindingText(
        "block",
        N_(
            "The column {column} of {file} holds lists or structures, not one value for each person."
        ),
        N_("Export the list with one simple value in each cell."),
    ),
    "audience.no_header_row": FindingText(
        "block",
        N_("The first row of {file} holds an address where the names of the columns should be."),
        N_("Write the names of the columns into a row above it, such as email."),
    ),
    "audience.no_renamed_column": FindingText(
        "block",
        N_("{file} has no column {column}, which the settings call {name}."),
        N_("Change the settings, or name the column in the file so. The file has: {nearest}."),
    ),
    "audience.no_sheet": FindingText(
        "block",
        N_("{file} has no sheet {sheet}. It has: {sheets}."),
        N_("Name the sheet as the file does."),
    ),
    "audience.not_text": FindingText(
        "block",
        N_("{file} is not a table that can be read."),
        N_("Choose a CSV, XLSX, ODS or Parquet file."),
    ),
    "audience.old_excel": FindingText(
        "block",
        N_("{file} is in an old Excel format."),
        N_("Open it in a spreadsheet and save it as XLSX or CSV UTF-8."),
    ),
    "audience.outside_table": FindingText(
        "block",
        N_("Row {row} holds something to the left of the first column with a name."),
        N_("Give that column a name in the first row, or take the cell out."),
    ),
    "audience.packed": FindingText(
        "block",
        N_("{file} is packed."),
        N_("Unpack it and choose the file in it."),
    ),
    "audience.shown_otherwise": FindingText(
        "warn",
        N_(
            "The column {column} holds numbers that the spreadsheet shows in another way, such as in percent or with a currency, first in row {row}. They were taken as they are stored."
        ),
        N_(
            "Look at that cell in the list that was read; format the column as text where the list comes from if people should read it otherwise."
        ),
    ),
    "audience.shown_zeros": FindingText(
        "warn",
        N_(
            "The column {column} holds numbers that are only shown with leading zeros, first in row {row}. They were taken as shown."
        ),
        N_(
            "Look whether every number is right; format the column as text where the list comes from."
        ),
    ),
    "audience.too_heavy": FindingText(
        "block",
        N_("Reading {file} takes too much memory or time: it was given up."),
        N_("Delete empty rows and columns beyond the list, or save it as CSV UTF-8."),
    ),
    "audience.uncomputed": FindingText(
        "block",
        N_("Row {row} has a formula in the column {column} whose value was never saved."),
        N_("Open the file in a spreadsheet, let it calculate, and save it."),
    ),
    "audience.unplaced_cells": FindingText(
        "block",
        N_("Formulas of {file} without a result, or never calculated: {count}."),
        N_("Open the file in a spreadsheet, correct that, and save it."),
    ),
    "audience.unreadable": FindingText(
        "block",
        N_("{file} cannot be opened."),
        N_("Look whether it is still there, is an ordinary file, and may be read."),
    ),
}
