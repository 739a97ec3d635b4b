"""Findings about an audience's file: what kind it is, its letters, columns, sheets and cells."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
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
    "audience.file_changed": FindingText(
        "block",
        N_("{file} changed while it was read."),
        N_("Nothing was taken over. Wait until nobody writes to the file, then read it again."),
    ),
    "audience.lost_letters": FindingText(
        "warn",
        N_(
            "{file} holds the sign � where letters were lost before it was saved. They cannot be brought back from this file."
        ),
        N_("Export the list again from where it comes from, as CSV UTF-8."),
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
    "audience.not_text": FindingText(
        "block",
        N_("{file} is not a table that can be read."),
        N_("Choose a CSV, XLSX, ODS or Parquet file."),
    ),
    "audience.unreadable": FindingText(
        "block",
        N_("{file} cannot be opened."),
        N_("Look whether it is still there, is an ordinary file, and may be read."),
    ),
}
