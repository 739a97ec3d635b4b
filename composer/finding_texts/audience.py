"""Findings about the audience: rows, cells and addresses."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "address.bad_domain": FindingText(
        "block",
        N_("What stands after the @ is not a domain that mail can be sent to."),
        N_("Correct the part after the @."),
    ),
    "address.bad_local": FindingText(
        "block",
        N_("What stands before the @ is not allowed in an address."),
        N_("Correct the part before the @."),
    ),
    "address.display_name": FindingText(
        "block",
        N_("There is a name around the address."),
        N_(
            "Leave only the address, without name and angle brackets; put the name into a column of its own."
        ),
    ),
    "address.empty": FindingText(
        "block",
        N_("There is no address."),
        N_("Write the address, or take the row out."),
    ),
    "address.encoded": FindingText(
        "block",
        N_("The address holds “=?”, which mail programs decode into something else."),
        N_("Write the address as it is read aloud."),
    ),
    "address.hidden": FindingText(
        "block",
        N_("The address holds a character that cannot be seen."),
        N_("Type the address anew instead of copying it."),
    ),
    "address.no_at": FindingText(
        "block",
        N_("The address has no @."),
        N_("Correct the address, or take the row out."),
    ),
    "address.quoted": FindingText(
        "block",
        N_("The address holds quotation marks or brackets."),
        N_("Write the address without them."),
    ),
    "address.space": FindingText(
        "block",
        N_("The address holds a blank."),
        N_("Remove the blank; also look before and behind the address."),
    ),
    "address.special_use": FindingText(
        "warn",
        N_("The domain is reserved for tests: no mail outside can reach it."),
        N_("Leave it when this is a test; otherwise correct the domain."),
    ),
    "address.too_long": FindingText(
        "block",
        N_("The address is longer than mail allows."),
        N_("Correct the address: at most 64 characters before the @, and 254 in all."),
    ),
    "address.two": FindingText(
        "block",
        N_("There are two addresses in one place. Each message goes to exactly one."),
        N_("Give each address a row of its own."),
    ),
    "audience.bad_csv": FindingText(
        "block",
        N_(
            "Row {row} of {file} cannot be read: a quotation mark is not closed, or a cell is far too long."
        ),
        N_("Open the file in a spreadsheet, look at that row, and save it as CSV (UTF-8) again."),
    ),
    "audience.bad_locale": FindingText(
        "block",
        N_("Row {row} names no language in the column {column}."),
        N_(
            "Write a language tag such as de, pt-BR or zh-Hant, or leave the cell empty for the language you write in."
        ),
    ),
    "audience.bad_number": FindingText(
        "block",
        N_(
            "“{value}” is not the number of a row that is to be corrected, or it stands there twice."
        ),
        N_("Leave the column with the numbers as it was saved."),
    ),
    "audience.blank_rows": FindingText(
        "note",
        N_("Blank rows that were left out: {count}. The first is row {row}."),
        N_("Nothing needs to be done unless people should have been there."),
    ),
    "audience.busy": FindingText(
        "block",
        N_("Somebody is reading or changing this audience right now: {who}."),
        N_("Wait until that has ended, or cancel it there."),
    ),
    "audience.cancelled": FindingText(
        "block",
        N_("The reading was cancelled. Nothing was taken over."),
        N_("Read the file again when you are ready."),
    ),
    "audience.example_people": FindingText(
        "block",
        N_("{count} people of this campaign are the made-up people of the example."),
        N_(
            "Bring the list of your own people on the page Audience. The example's people never leave practice."
        ),
    ),
    "audience.shared_id": FindingText(
        "warn",
        N_("This person's {column} is somebody else's as well: {value}."),
        N_(
            "If several people share it on purpose, accept this and say why. Else correct the list: one may be shown what belongs to another."
        ),
    ),
    "audience.shared_token": FindingText(
        "block",
        N_("This person's secret token is somebody else's as well."),
        N_("Take the list over again: everybody gets a token of their own."),
    ),
    "audience.control": FindingText(
        "block",
        N_("Row {row} holds a control character in the column {column}."),
        N_("Type the cell anew, or export the list again from where it came from."),
    ),
    "audience.duplicate": FindingText(
        "block",
        N_("Row {row} has the same address as row {first}. Nobody gets a message twice."),
        N_("Take one of the two rows out. Columns in which they differ: {differing}"),
    ),
    "audience.decided_otherwise": FindingText(
        "block",
        N_(
            "The people in use were chosen by other decisions than the campaign's settings say now."
        ),
        N_("Take the pending list over, or read the file again."),
    ),
    "audience.empty": FindingText(
        "block",
        N_("Nobody is in the audience."),
        N_("Import an audience file with at least one row."),
    ),
    "audience.format_later": FindingText(
        "block",
        N_("{file} is not a CSV file; other kinds cannot be read yet."),
        N_("Open it in a spreadsheet and save it as CSV (UTF-8)."),
    ),
    "audience.header_control": FindingText(
        "block",
        N_("The name of the column {column} holds a control character."),
        N_("Type the name of the column anew."),
    ),
    "audience.header_duplicate": FindingText(
        "block",
        N_("Two columns are called {column}."),
        N_("Give each column a name of its own."),
    ),
    "audience.header_empty": FindingText(
        "block",
        N_("Column number {column} has no name."),
        N_("Name the column in the first row, or take it out."),
    ),
    "audience.header_not_identifier": FindingText(
        "note",
        N_("The column {column} cannot be used in the message under this name."),
        N_(
            "If you need it in the message, rename it to letters, digits and underscores, such as first_name."
        ),
    ),
    "audience.header_reserved": FindingText(
        "warn",
        N_(
            "The column {column} has a name that this program uses itself; in the message it means the program's own value."
        ),
        N_("Rename the column if you need its cells in the message."),
    ),
    "audience.long_row": FindingText(
        "block",
        N_("Cells in row {row}: {found}. The header names this many columns: {expected}."),
        N_("Look whether a comma in a cell lacks quotation marks, and correct the row."),
    ),
    "audience.more_findings": FindingText(
        "block",
        N_("More problems of this kind: {count}."),
        N_("Check that it is the right file; then correct the first ones and read it again."),
    ),
    "audience.no_column": FindingText(
        "block",
        N_("{file} has no column {column}."),
        N_("Name the column as the settings do, or change the settings. The file has: {nearest}."),
    ),
    "audience.no_header": FindingText(
        "block",
        N_("{file} is empty or has no names of columns in its first row."),
        N_("Write the names of the columns into the first row."),
    ),
    "audience.no_locale_column": FindingText(
        "warn",
        N_(
            "{file} has no column {column}: everybody gets the message in the language it is written in."
        ),
        N_("Add the column if people should read different languages."),
    ),
    "audience.nobody": FindingText(
        "block",
        N_("{file} names columns but no people."),
        N_("Choose the file that holds the people."),
    ),
    "audience.not_bad_rows": FindingText(
        "block",
        N_("{file} was not saved as rows to be corrected, or a column was taken out of it."),
        N_("Save the rows with problems again, correct them and keep all columns."),
    ),
    "audience.not_promised": FindingText(
        "warn",
        N_("Nobody said how many people to expect. This file has {count}."),
        N_("Write the number you expect. It protects you from the wrong list."),
    ),
    "audience.not_utf8": FindingText(
        "block",
        N_("{file} is not saved as UTF-8: row {row} cannot be read."),
        N_("Save it again as CSV with the encoding UTF-8, so that no letter of a name is guessed."),
    ),
    "audience.other_list": FindingText(
        "block",
        N_(
            "The list that waits is not the one you were looking at: in the meantime one was read, used or put away. Nothing was changed."
        ),
        N_("Look at what is shown now, then decide again."),
    ),
    "audience.other_rows": FindingText(
        "block",
        N_("Row {row} was saved from another list than the one that waits."),
        N_("Save the bad rows of this list, and correct those."),
    ),
    "audience.short_row": FindingText(
        "block",
        N_("Cells in row {row}: {found}. The header names this many columns: {expected}."),
        N_("Fill in the missing cells, or take the row out."),
    ),
    "audience.special_domain": FindingText(
        "warn",
        N_(
            "Addresses at {domain}, which is reserved for tests and never reached by mail: {count}."
        ),
        N_("Leave it when this is a test; otherwise correct the addresses."),
    ),
    "audience.too_many_columns": FindingText(
        "block",
        N_("There are more than {maximum} columns."),
        N_("Keep only the columns that the message needs."),
    ),
    "audience.wrong_count": FindingText(
        "block",
        N_("You expected about {expected} people. This file has {count}."),
        N_("Nothing was taken over. Check that it is the right file, or change what you expect."),
    ),
}
