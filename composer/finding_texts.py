"""The one table from finding code to severity, sentence and advice, for the window and the CLI.

Sentences say what happened and to whom; advice says the next step. Codes are
`subject.what_is_wrong`; a code never changes its meaning. Keep rows sorted within their section.
"""

from __future__ import annotations

from typing import NamedTuple

from composer.i18n import N_


class FindingText(NamedTuple):
    """Severity ("block", "warn" or "note"), sentence and advice; both may hold {places}."""

    severity: str
    text: str
    advice: str


FINDING_TEXTS: dict[str, FindingText] = {
    # campaign folder
    "campaign.ambiguous": FindingText(
        "block",
        N_("{count} campaigns are called “{name}”."),
        N_("Name the one you mean by its id; the list of campaigns shows it."),
    ),
    "campaign.known": FindingText(
        "block",
        N_("This folder is the campaign “{name}” that is already in the workspace."),
        N_("Import it with --campaign {id} to make a new revision of it."),
    ),
    # --- folder: keys and files -------------------------------------------------
    "campaign.other_id": FindingText(
        "block",
        N_("This folder belongs to the campaign {id}, not to {wanted}."),
        N_("Import it with --campaign {id}, or take the line with id out of campaign.toml."),
    ),
    "campaign.practice_only": FindingText(
        "block",
        N_("A practice workspace sends nothing out of this computer."),
        N_('Choose kind = "practice" or "eml", or SMTP on localhost.'),
    ),
    "folder.bad_attachment_path": FindingText(
        "block",
        N_("The path at {key} in {file} does not lead into the folder files."),
        N_(
            "Put the file into the folder files beside campaign.toml and write its path as files/terms.pdf."
        ),
    ),
    "folder.bad_bounce": FindingText(
        "block",
        N_("The bounce address at {key} in {file} is not an address with {{id}} in it."),
        N_("Write it like bounces+{{id}}@example.com."),
    ),
    "folder.bad_character": FindingText(
        "block",
        N_("Line {line} of {file} holds a control character."),
        N_("Delete the character that cannot be seen and type that place anew."),
    ),
    "folder.bad_domain": FindingText(
        "block",
        N_("{key} in {file} is not a domain."),
        N_('Write a domain in quotation marks, such as "gmail.com" = 20.'),
    ),
    "folder.bad_front_matter": FindingText(
        "block",
        N_("Line {line} of {file} cannot be read."),
        N_(
            "Between the two lines of three hyphens, write one line each for subject and preheader: subject: Your text."
        ),
    ),
    "folder.bad_host": FindingText(
        "block",
        N_("{key} in {file} is not the name of a computer."),
        N_("Write a name such as mail.example.com."),
    ),
    "folder.bad_id": FindingText(
        "block",
        N_("{key} in {file} is not the id of a campaign."),
        N_("Take the line out; the program gives ids itself."),
    ),
    "folder.bad_layout": FindingText(
        "block",
        N_("There is no layout called {layout}."),
        N_(
            "Write the name of a layout that exists ({known}), or the path of an HTML file in the campaign’s folder."
        ),
    ),
    "folder.bad_locale": FindingText(
        "block",
        N_("{key} in {file} names no language."),
        N_("Write a language tag such as en, de, pt-BR or zh-Hant."),
    ),
    "folder.bad_mailbox": FindingText(
        "block",
        N_("{key} in {file} is not one name and one address."),
        N_(
            "Write it like Example Exchange <notices@example.com>; put a name with a comma into quotation marks."
        ),
    ),
    "folder.bad_path": FindingText(
        "block",
        N_(
            "The path at {key} in {file} leads out of the campaign’s folder, or is spelt unusually."
        ),
        N_("Put the file into the folder and write its path with plain slashes."),
    ),
    "folder.bad_po_name": FindingText(
        "block",
        N_("{file} is not named after a language."),
        N_("Name it after the language tag, such as translations/de.po."),
    ),
    "folder.bad_secret_name": FindingText(
        "block",
        N_("{key} in {file} is not a name under which a password is kept."),
        N_(
            "Write letters, digits and hyphens, such as smtp-main. Never write the password itself."
        ),
    ),
    "folder.bad_toml": FindingText(
        "block",
        N_("{file} cannot be read: line {line} is not as it should be."),
        N_("Correct that line: texts need quotation marks, and each key stands once."),
    ),
    "folder.control_character": FindingText(
        "block",
        N_("{key} in {file} holds a character that cannot be seen."),
        N_("Delete the text and type it anew in one line."),
    ),
    "folder.empty_body": FindingText(
        "warn",
        N_("{file} has no text below its head."),
        N_("Write the message."),
    ),
    "folder.empty_value": FindingText(
        "block",
        N_("{key} in {file} is empty."),
        N_("Write a value."),
    ),
    "folder.encoded_word": FindingText(
        "block",
        N_("{key} in {file} holds “=?”, which mail programs decode into something else."),
        N_("Write the text as it is read."),
    ),
    "folder.fallback_circle": FindingText(
        "block",
        N_("The fallbacks in {file} lead from {key} back to itself."),
        N_("Let the last fallback name a language that has a translation."),
    ),
    "folder.header_not_allowed": FindingText(
        "block",
        N_("The header field at {key} in {file} is not allowed."),
        N_(
            "Use a name of your own that begins with X-, or List-Id, Feedback-ID or Auto-Submitted."
        ),
    ),
    "folder.header_twice": FindingText(
        "block",
        N_("Two header fields in {file} have the same name, among them {key}."),
        N_("Keep one of them."),
    ),
    "folder.insecure_url": FindingText(
        "block",
        N_("The link at {key} in {file} is not protected."),
        N_(
            "Write a complete link that begins with https://; http:// is accepted for this computer only."
        ),
    ),
    "folder.key_without_effect": FindingText(
        "warn",
        N_("{key} in {file} has no effect with the kind {kind}."),
        N_("Take the line out, or choose the kind of transport that you mean."),
    ),
    "folder.link": FindingText(
        "block",
        N_("{file} is a link to another place, and nothing outside the folder is read."),
        N_("Put the file itself in its place."),
    ),
    "folder.missing": FindingText(
        "block",
        N_("There is no folder at this place."),
        N_("Check the path; it must lead to the folder that holds campaign.toml."),
    ),
    "folder.missing_audience": FindingText(
        "block",
        N_("The file with the people, {file}, is not in the folder."),
        N_("Put the file there, or change audience.file in campaign.toml."),
    ),
    "folder.missing_file": FindingText(
        "block",
        N_("{file} is missing."),
        N_("Put the file into the campaign’s folder."),
    ),
    "folder.missing_front_matter": FindingText(
        "block",
        N_("{file} does not begin with its head."),
        N_(
            "Begin it with a line of three hyphens, a line subject: Your text, and another line of three hyphens."
        ),
    ),
    "folder.missing_key": FindingText(
        "block",
        N_("{file} lacks {key}."),
        N_("Add the key with its value."),
    ),
    "folder.no_subject": FindingText(
        "block",
        N_("{file} has no subject."),
        N_("Write a line subject: Your text between the two lines of three hyphens."),
    ),
    "folder.not_a_choice": FindingText(
        "block",
        N_("{key} in {file} is none of: {choices}."),
        N_("Write one of them; perhaps you meant: {nearest}."),
    ),
    "folder.not_a_file": FindingText(
        "block",
        N_("{file} is not an ordinary file."),
        N_("Take it out of the folder."),
    ),
    "folder.not_utf8": FindingText(
        "block",
        N_("{file} is not saved as UTF-8: line {line} cannot be read."),
        N_("Save it again with the encoding UTF-8."),
    ),
    "folder.out_of_range": FindingText(
        "block",
        N_("{key} in {file} is not between {minimum} and {maximum}."),
        N_("Write a number between the two."),
    ),
    "folder.partly_a_field": FindingText(
        "block",
        N_("The address at {key} in {file} mixes text and fields."),
        N_("Write a complete address, or one field that holds a complete address."),
    ),
    "folder.path_or_column": FindingText(
        "block",
        N_("The attachment at {key} in {file} needs either a path or a column."),
        N_(
            "Write path for a file that everybody gets, or column for one file for each person; not both."
        ),
    ),
    "folder.too_large": FindingText(
        "block",
        N_("{file} is larger than {maximum} bytes."),
        N_("Check that it is the right file, or make it smaller."),
    ),
    "folder.too_long": FindingText(
        "block",
        N_("{key} in {file} is longer than {maximum} characters."),
        N_("Write something shorter."),
    ),
    "folder.too_many_files": FindingText(
        "block",
        N_("There are more than {maximum} files in the folder."),
        N_("Keep only the files of this campaign in it."),
    ),
    "folder.twice_in_list": FindingText(
        "block",
        N_("Something stands twice at {key} in {file}."),
        N_("Take one of the two out."),
    ),
    "folder.twice_in_front_matter": FindingText(
        "block",
        N_("Line {line} of {file} gives {key} a second time."),
        N_("Keep one of the two lines."),
    ),
    "folder.twice_in_translations": FindingText(
        "block",
        N_("{file} is a second translation into the same language."),
        N_("Keep one of the two files."),
    ),
    "folder.unknown_file": FindingText(
        "warn",
        N_("{file} does not belong to a campaign; it was left out."),
        N_("Take it out of the folder, or put it into files when the message uses it."),
    ),
    "folder.unknown_front_matter": FindingText(
        "block",
        N_("Line {line} of {file} begins with {key}, which is not known there."),
        N_("Write only subject and preheader there; the text of the message stands below."),
    ),
    "folder.unknown_key": FindingText(
        "block",
        N_("{file} does not know the key {key}."),
        N_("Take it out, or write the key you meant: {nearest}."),
    ),
    "folder.unprotected": FindingText(
        "block",
        N_("{key} in {file} would send over an unprotected connection."),
        N_("Write starttls or tls; none is accepted for this computer only."),
    ),
    "folder.unreadable": FindingText(
        "block",
        N_("{file} cannot be opened."),
        N_("Check that the file exists and that you may read it."),
    ),
    "folder.wrong_type": FindingText(
        "block",
        N_("{key} in {file} is not {wanted}."),
        N_("Write {wanted}."),
    ),
    "folder.not_empty": FindingText(
        "block",
        N_("There is something at {file} already, and nothing is overwritten."),
        N_("Choose a new folder, or an empty one."),
    ),
    "folder.not_writable": FindingText(
        "block",
        N_("The folder {file} cannot be written."),
        N_("Check that the place exists, has room, and that you may write there."),
    ),
    "folder.source_translation": FindingText(
        "warn",
        N_("{file} is a translation into the language the message is written in; it is not used."),
        N_("Take it out of the folder, or change the message itself."),
    ),
    # --- audience: rows and cells -----------------------------------------------
    "audience.empty": FindingText(
        "block",
        N_("Nobody is in the audience."),
        N_("Import an audience file with at least one row."),
    ),
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
    "audience.blank_rows": FindingText(
        "note",
        N_("{count} blank rows were left out, the first is row {row}."),
        N_("Nothing needs to be done unless people should have been there."),
    ),
    "audience.control": FindingText(
        "block",
        N_("Row {row} holds a control character in the column {column}."),
        N_("Type the cell anew, or export the list again from where it came from."),
    ),
    "audience.duplicate": FindingText(
        "block",
        N_("Row {row} has the same address as row {first}. Nobody gets a message twice."),
        N_("Take one of the two rows out."),
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
        N_("Row {row} has {found} cells, but the header names {expected} columns."),
        N_("Look whether a comma in a cell lacks quotation marks, and correct the row."),
    ),
    "audience.more_findings": FindingText(
        "block",
        N_("There are {count} more problems of this kind."),
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
    "audience.short_row": FindingText(
        "block",
        N_("Row {row} has {found} cells, but the header names {expected} columns."),
        N_("Fill in the missing cells, or take the row out."),
    ),
    "audience.special_domain": FindingText(
        "warn",
        N_(
            "{count} people have an address at {domain}, which is reserved for tests: no mail outside can reach it."
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
    # --- translation ------------------------------------------------------------
    "translation.known_language": FindingText(
        "block",
        N_("This language is part of the message already."),
        N_("Choose it in the list of languages."),
    ),
    "translation.no_language": FindingText(
        "block",
        N_("This language is not part of the message, or its tag is none."),
        N_("Use a tag such as de, pt-BR or zh-Hant."),
    ),
    "translation.bad_po": FindingText(
        "block",
        N_("{file} cannot be read as a PO file: line {line} is not as it should be."),
        N_("Correct that line, or export the file again and translate the new copy."),
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
    "translation.fallback": FindingText(
        "note",
        N_("People who read {locale} get the message in {served}, as the fallbacks say."),
        N_("Nothing needs to be done if that was agreed on."),
    ),
    "translation.fields_differ": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} has other fields than its source: missing {missing}, added {added}."
        ),
        N_(
            "Compare both; a field that is missing may be an amount or a date that nobody will read."
        ),
    ),
    "translation.links_differ": FindingText(
        "warn",
        N_(
            "The translation of “{part}” into {locale} has other links or pictures than its source: missing {missing}, added {added}."
        ),
        N_("Compare both, and open the links."),
    ),
    "translation.missing_catalogue": FindingText(
        "block",
        N_("There are people who read {locale}, but no translation into it."),
        N_("Add the translation, or write under fallback which language they get instead."),
    ),
    "translation.needs_work": FindingText(
        "block",
        N_("{count} of {total} texts in {locale} still need work."),
        N_("Go through them and mark them as reviewed."),
    ),
    "translation.syntax": FindingText(
        "block",
        N_(
            "The translation of “{part}” into {locale} has a field or condition that cannot be read."
        ),
        N_("Copy the part in curly brackets from the source."),
    ),
    "translation.unfinished": FindingText(
        "block",
        N_("{count} of {total} texts are not translated into {locale} yet."),
        N_("Translate them, or write under fallback which language these people get instead."),
    ),
    # --- template and rendering -------------------------------------------------
    "content.empty_field": FindingText(
        "block",
        N_("The cell {field} is empty, and the message would print it."),
        N_('Fill the cell, or write what to say instead: {{{{ {field} or "…" }}}}.'),
    ),
    "render.bad_address": FindingText(
        "block",
        N_("An address made from a field in {part} is not one plain e-mail address."),
        N_("Correct the row in the recipient file, or write the address itself."),
    ),
    "render.bad_link": FindingText(
        "block",
        N_("The link from {field} does not begin with https://, http://, mailto: or tel:."),
        N_("Put whole links into the column, or write the link and place only a part of it."),
    ),
    "render.control_character": FindingText(
        "block",
        N_("A field puts a control character into {part}."),
        N_("Remove the invisible character from the row in the recipient file."),
    ),
    "render.empty_part": FindingText(
        "block",
        N_("The {part} of this message is empty."),
        N_("Give it words that everybody receives, or an “else” to its condition."),
    ),
    "render.failed": FindingText(
        "block",
        N_("The template cannot be worked out in {part}."),
        N_("Look at the fields and conditions there; they do not fit this recipient's row."),
    ),
    "render.header_character": FindingText(
        "block",
        N_("A field puts a character into the header {part} that no header may hold."),
        N_("Remove line breaks, invisible and direction characters from the row."),
    ),
    "render.memory": FindingText(
        "block",
        N_("The template needs too much memory."),
        N_("Look for a repeat or a multiplication that makes endless text."),
    ),
    "render.missing_attachment": FindingText(
        "block",
        N_("The attachment named in {field} is not among the campaign's files."),
        N_("Put the file into the folder “files” under exactly this name, or correct the row."),
    ),
    "render.no_formats": FindingText(
        "block",
        N_("No dates and numbers are known for the language {field}."),
        N_("Use another language tag, or write dates and numbers as they should be read."),
    ),
    "render.no_locale": FindingText(
        "block",
        N_("There is no translation for this recipient's language, and no fallback is stated."),
        N_("Translate the message, or state a fallback under [fallback] in campaign.toml."),
    ),
    "render.not_a_currency": FindingText(
        "block",
        N_("The amount {field} has no currency of three capital letters."),
        N_('Write it as {field}|currency("EUR"), or name a column that holds the code.'),
    ),
    "render.not_a_date": FindingText(
        "block",
        N_("{field} is not a date or time like 2019-11-01 or 2019-11-01T09:30."),
        N_("Correct the row in the recipient file."),
    ),
    "render.not_a_number": FindingText(
        "block",
        N_("{field} is not a plain number like 1234.50."),
        N_("Correct the row in the recipient file: no thousands separators, a point for decimals."),
    ),
    "render.not_printable": FindingText(
        "block",
        N_("Something that is neither text nor a number is printed in {part}."),
        N_("Print a field, or join a list with |join."),
    ),
    "render.time": FindingText(
        "block",
        N_("The template takes too long."),
        N_("Look for a repeat inside a repeat, or one that never ends."),
    ),
    "render.too_large": FindingText(
        "block",
        N_("The finished message would be too large."),
        N_("Look for a repeat that makes too much text, or make images and attachments smaller."),
    ),
    "render.unknown_field": FindingText(
        "block",
        N_("Nothing provides the field {field} that {part} prints."),
        N_("Correct its name, or add the column to the recipient file."),
    ),
    "render.wrong_kind": FindingText(
        "block",
        N_("Text and numbers are mixed up in {part}."),
        N_("Cells are text: write amount|decimal to compare or compute with a number."),
    ),
    "template.contact_only": FindingText(
        "block",
        N_("{part} uses the field {field}, which is not a column of contacts."),
        N_("Name the column under audience.contacts in campaign.toml, or write a fixed address."),
    ),
    "template.forbidden": FindingText(
        "block",
        N_("The template uses something that is not allowed in messages: {field}."),
        N_("Use fields, conditions, repeats and the listed filters only."),
    ),
    "template.missing_file": FindingText(
        "block",
        N_("The message uses the file {field}, which is not in the campaign's folder."),
        N_("Put it into the folder “files”, or correct its name."),
    ),
    "template.no_body": FindingText(
        "block",
        N_("The layout does not show the message: {field} is missing."),
        N_("Write {field} in double braces where the message should stand."),
    ),
    "template.reserved_column": FindingText(
        "block",
        N_("The column {field} has the name of a field that the program provides itself."),
        N_("Rename the column: token, unsubscribe_url and locale mean the program's own."),
    ),
    "template.syntax": FindingText(
        "block",
        N_("A field, condition or repeat in {part} is not written correctly."),
        N_("Look at the braces, the quotes and the end of every if and for."),
    ),
    "template.unknown_field": FindingText(
        "block",
        N_("{part} uses the field {field}, but no column provides it."),
        N_("Did you mean {near}? Otherwise add the column to the recipient file."),
    ),
    "template.unsupported_image": FindingText(
        "block",
        N_("The image {field} is of a kind that mail programs do not show."),
        N_("Use PNG, JPEG, GIF or WebP."),
    ),
    # --- check: guard, addresses, content, kinds --------------------------------
    "check.cancelled": FindingText(
        "block",
        N_("The check was cancelled: {done} of {total} messages were checked."),
        N_("Check everybody again. What was checked so far does not count."),
    ),
    "check.unsteady": FindingText(
        "block",
        N_("A worker ran out of time or memory, and the same messages passed on their own."),
        N_("Close other programs and check again."),
    ),
    "content.bad_link": FindingText(
        "block",
        N_("A link leads nowhere that a mail program can open: {link}."),
        N_("Write the whole address, beginning with https://."),
    ),
    "content.clipped": FindingText(
        "warn",
        N_("The largest message has {size} of HTML. Gmail hides what comes after 102 KB."),
        N_("Shorten the message or its layout."),
    ),
    "content.empty_link": FindingText(
        "block",
        N_("A link has no target."),
        N_("Give the link its address, or take it out."),
    ),
    "content.example_link": FindingText(
        "warn",
        N_("A link leads to an example address: {link}."),
        N_("Replace it by the real address."),
    ),
    "content.foreign_address": FindingText(
        "block",
        N_("This message shows an address that is not the recipient's own: {found}."),
        N_(
            "Correct the row or the message. Addresses of your own go into the message itself, those"
            " of contacts into a column named under contacts."
        ),
    ),
    "content.foreign_id": FindingText(
        "block",
        N_("This message shows the id of somebody else in the audience: {found}."),
        N_("Correct the row, or take the id out of the message."),
    ),
    "content.http_link": FindingText(
        "warn",
        N_("A link is not protected: {link}."),
        N_("Use https:// if the site offers it."),
    ),
    "content.left_over": FindingText(
        "block",
        N_("This message shows part of a template: {found}."),
        N_("Correct the field or the row that holds it."),
    ),
    "content.literal_address": FindingText(
        "note",
        N_("The address {address} stands in the message itself, so everybody receives it."),
        N_("Make sure that it is meant for everybody."),
    ),
    "content.long_subject": FindingText(
        "warn",
        N_("The subject has {length} characters without its fields. Lists of messages cut it."),
        N_("Bring what matters to the beginning, or shorten it."),
    ),
    "content.many_contacts": FindingText(
        "block",
        N_("The columns named under contacts hold more than {most} addresses."),
        N_("Name only columns of your own staff under contacts."),
    ),
    "content.no_alt": FindingText(
        "block",
        N_("The image {image} has no text for people who do not see it."),
        N_("Describe it between the brackets: ![text](file)."),
    ),
    "content.no_basis": FindingText(
        "block",
        N_("Marketing needs a stated basis: who is written to, and why that is allowed."),
        N_("Fill in rule under [audience]."),
    ),
    "content.no_postal_address": FindingText(
        "block",
        N_("Marketing needs your postal address, and the layout has none."),
        N_("Put it into the layout as <address>…</address>."),
    ),
    "content.no_preheader": FindingText(
        "note",
        N_("There is no preheader; the inbox shows the beginning of the message instead."),
        N_("Write one sentence that goes on where the subject ends."),
    ),
    "content.no_unsubscribe": FindingText(
        "block",
        N_("Marketing needs a way to unsubscribe."),
        N_("Fill in unsubscribe in campaign.toml."),
    ),
    "content.no_visible_unsubscribe": FindingText(
        "block",
        N_("Marketing needs a visible link to unsubscribe, and the layout has none."),
        N_("Put a link to {{{{ unsubscribe_url }}}} into the layout."),
    ),
    "content.nobody_sees": FindingText(
        "note",
        N_("Nobody in the audience sees what stands under “{condition}”."),
        N_("Check the condition, or leave that part out."),
    ),
    "content.placeholder": FindingText(
        "warn",
        N_("“{found}” looks like something that was to be replaced."),
        N_("Replace it or take it out."),
    ),
    "content.short_ids": FindingText(
        "note",
        N_(
            "{count} ids have fewer than four characters. They cannot be told from ordinary words, so they were not looked for in other people's messages."
        ),
        N_("Name only columns with longer ids under ids, or look at these messages yourself."),
    ),
    "guard.refused": FindingText(
        "block",
        N_("This message would not be handed over: {reason}"),
        N_("Render it, look at its headers and source, and correct the message or the row."),
    ),
    # --- seal and proof ---------------------------------------------------------
    "seal.not_checked": FindingText(
        "block",
        N_("Not everybody's message has been checked in the present state."),
        N_("Check everybody. The result counts until text, audience or program change."),
    ),
    "seal.seed_not_listed": FindingText(
        "block",
        N_("A test mailbox of this campaign is not in the owner's signed list."),
        N_("Ask the owner to add it: composer seeds add ADDRESS"),
    ),
    "seal.sendgrid_later": FindingText(
        "block",
        N_("Sending through SendGrid is not part of this version yet."),
        N_("Use SMTP: SendGrid's relay takes the same account. Preview and check work already."),
    ),
    "seal.too_few_seeds": FindingText(
        "block",
        N_("A test needs at least {needed} different test mailboxes."),
        N_("Add test mailboxes: composer seeds add ADDRESS"),
    ),
    # --- test and receipts ------------------------------------------------------
    "test.file_unreadable": FindingText(
        "block",
        N_("The file cannot be read."),
        N_("Check its name and that you may read it."),
    ),
    "test.file_too_large": FindingText(
        "block",
        N_("The file is too large to be a received message."),
        N_("Save the single message as .eml and choose that file."),
    ),
    "test.kinds_untested": FindingText(
        "block",
        N_("{count} kinds of message have not arrived at any test mailbox."),
        N_("Run the test again; it sends every kind."),
    ),
    "test.no_trace": FindingText(
        "block",
        N_("This file was never delivered: no mail server has left its line in it."),
        N_("Save the message as it arrived in the test mailbox, with all its headers."),
    ),
    "test.not_a_receipt": FindingText(
        "block",
        N_("This file is none of the messages that this version's test has sent."),
        N_("Save the newest test message from the test mailbox, with all its headers."),
    ),
    "test.not_a_seed": FindingText(
        "block",
        N_("A test would have gone to an address that is not one of the owner's test mailboxes."),
        N_("Nothing was sent. Ask the owner to list the address, or choose a listed one."),
    ),
    "test.not_distinct": FindingText(
        "block",
        N_("Two messages of a test could not have been told apart."),
        N_("Nothing was sent. Run the test again."),
    ),
    "test.passed": FindingText(
        "note",
        N_(
            "The test arrived in {arrived} of {count} mailboxes, exactly as predicted. Each showed one address in To: its own."
        ),
        N_("Look at what arrived, then ask for approval."),
    ),
    "test.receipt_different": FindingText(
        "block",
        N_("What arrived at {seed} differs from what was predicted: {parts}."),
        N_("Compare both. A mailbox that rewrites messages cannot be used for tests."),
    ),
    "test.receipt_missing": FindingText(
        "block",
        N_("Nothing has arrived at {seed} yet."),
        N_("Look in its spam folder, or save the message there as a file and drop it here."),
    ),
    "test.too_few_mailboxes": FindingText(
        "block",
        N_("A test needs two different mailboxes; there are {count}."),
        N_(
            "Ask the owner to list another one. One mailbox cannot show that a message names a second recipient."
        ),
    ),
    # --- signoff ----------------------------------------------------------------
    "signoff.signature_broken": FindingText(
        "block",
        N_("A stored decision carries a signature that does not verify."),
        N_(
            "Somebody changed the workspace's files. Nothing leaves until the owner has looked into it."
        ),
    ),
    "signoff.already_approved": FindingText(
        "block",
        N_("{name} has approved this version already."),
        N_("Nothing more is needed from {name}, unless the approval is taken back."),
    ),
    "signoff.already_rejected": FindingText(
        "block",
        N_("{name} found something wrong in this version."),
        N_("Change it and freeze it again, or ask {name} to take the rejection back."),
    ),
    "signoff.author": FindingText(
        "block",
        N_("{name} worked on this version, so somebody else must approve it. {others} may."),
        N_("Ask {others}."),
    ),
    "signoff.no_reviewer": FindingText(
        "block",
        N_("{name} worked on this version, and nobody else here may approve it."),
        N_("Ask the owner to add a reviewer."),
    ),
    "signoff.not_in_roster": FindingText(
        "block",
        N_("{name} does not stand in the owner's list of people."),
        N_("Ask the owner to add {name}."),
    ),
    "signoff.not_reviewer": FindingText(
        "block",
        N_("{name} is not a reviewer here."),
        N_("Ask a reviewer, or ask the owner to make {name} one."),
    ),
    "signoff.not_shown": FindingText(
        "block",
        N_("{name} has seen {seen} of {count} kinds of message."),
        N_("Look at every kind of message first, then approve."),
    ),
    "signoff.nothing_to_revoke": FindingText(
        "block",
        N_("{name} has nothing to take back for this version."),
        N_("Nothing needs to be done."),
    ),
    "signoff.proof_changed": FindingText(
        "block",
        N_("The campaign was changed after it was frozen for sign-off."),
        N_("Freeze and test it again, then ask for approval. Undoing the change brings it back."),
    ),
    "signoff.second_person_here": FindingText(
        "block",
        N_("This computer account already signs as somebody else, so {name} cannot sign from it."),
        N_("Let {name} sign from an account of their own. The attempt was recorded."),
    ),
    # --- send -------------------------------------------------------------------
    "send.not_begun": FindingText(
        "block",
        N_("Nothing of this campaign was sent yet."),
        N_("Send it first: composer send CAMPAIGN"),
    ),
    "send.in_progress": FindingText(
        "block",
        N_("The send is under way."),
        N_("The report is ready when everybody is final or unclear."),
    ),
    "send.author_approved": FindingText(
        "block",
        N_("{name} worked on this version, so this approval does not count."),
        N_("Ask somebody else to approve it."),
    ),
    "send.expired": FindingText(
        "block",
        N_("An approval of this version has expired, and {missing} more would be needed."),
        N_("Ask for approval again."),
    ),
    "send.not_all_shown": FindingText(
        "block",
        N_("{count} kinds of message were not shown to anybody who approved."),
        N_("Ask a reviewer to look at every kind and to approve."),
    ),
    "send.not_approved": FindingText(
        "block",
        N_("This version has {have} of {needed} approvals."),
        N_("Ask for approval."),
    ),
    "send.not_finished": FindingText(
        "block",
        N_("The send is not finished, and nobody is sending now."),
        N_("Send again: it goes on where it ended, and nobody gets it twice."),
    ),
    "send.not_sealed": FindingText(
        "block",
        N_("The campaign is not frozen for sign-off yet."),
        N_("Freeze it: everything that decides the messages is then fixed."),
    ),
    "send.not_tested": FindingText(
        "block",
        N_("This version has not been tested yet."),
        N_("Send the test to the team's mailboxes."),
    ),
    "send.proof_changed": FindingText(
        "block",
        N_("The campaign was changed after it was frozen, so test and approvals do not count."),
        N_("Freeze, test and ask again. Undoing the change brings them back."),
    ),
    "send.proof_damaged": FindingText(
        "block",
        N_("The stored proof is not the one that was frozen."),
        N_("Freeze the campaign again, and find out who changed the workspace's files."),
    ),
    "send.receipt_of_other_proof": FindingText(
        "block",
        N_("What arrived in the test mailboxes belongs to another version."),
        N_("Test this version."),
    ),
    "send.rejected": FindingText(
        "block",
        N_("{name} found something wrong in this version."),
        N_("Change it and freeze it again, or ask {name} to take the rejection back."),
    ),
    "send.account_refused": FindingText(
        "block",
        N_("The mail server refuses this account: {answer}"),
        N_("Put the account or its settings right at the mail service, then go on."),
    ),
    "send.batch_hold": FindingText(
        "block",
        N_("Batch {batch} is done. Sending waits here for a person, as planned."),
        N_("Look at what arrived in the test mailboxes and at the counts, then go on."),
    ),
    "send.broken_off": FindingText(
        "block",
        N_("Sending broke off because of a fault in this program."),
        N_("Look at the counts, report this, then resume. Nobody gets the message twice."),
    ),
    "send.chain_broken": FindingText(
        "block",
        N_(
            "The record of this send is damaged: entry {entry} does not follow from the one before."
        ),
        N_("It can be read and exported, but not sent from. Ask for help; do not repair it."),
    ),
    "send.copy_differs": FindingText(
        "block",
        N_("A test mailbox received a message that differs from the approved one ({count})."),
        N_("Look at the difference under Test mailboxes before anybody goes on."),
    ),
    "send.copied": FindingText(
        "block",
        N_("The record of this send was moved or copied. Another copy may be sending too."),
        N_(
            "Make sure that no other copy is used, look at who already has the message, then go on with a reason."
        ),
    ),
    "send.digest_differs": FindingText(
        "block",
        N_("A message came out different from the one that was signed off. It was not sent."),
        N_("Freeze, test and approve the campaign again, then go on."),
    ),
    "send.disk_low": FindingText(
        "block",
        N_("The disk is nearly full, so the record of this send cannot be kept safely."),
        N_("Free some space, then go on. Nobody gets the message twice."),
    ),
    "send.evidence_needed": FindingText(
        "block",
        N_("There is no evidence written down for this decision."),
        N_(
            "Write what shows it: a line of the mail service's log, a bounce, or an answer. An empty search is no evidence."
        ),
    ),
    "send.guard_refused": FindingText(
        "block",
        N_("The last check before the mail server stopped a message. It was not sent."),
        N_("Do not go on. Freeze, test and approve the campaign again, and report this."),
    ),
    "send.held": FindingText(
        "block",
        N_("Sending is on hold. Nobody more gets the message until a person decides."),
        N_("Read the reason, put it right, then resume."),
    ),
    "send.not_unclear": FindingText(
        "block",
        N_("It is not unclear what happened to this message, so there is nothing to decide."),
        N_("Look at the campaign's status."),
    ),
    "send.record_failed": FindingText(
        "block",
        N_("The record of this send could not be written, so sending has stopped."),
        N_(
            "Check that the disk is there and has free space, then go on. Nobody gets the message twice."
        ),
    ),
    "send.refused_alike": FindingText(
        "block",
        N_("The mail server refused {count} messages in a row for the same reason: {answer}"),
        N_("The cause is probably on our side. Put it right at the mail service, then go on."),
    ),
    "send.render_failed": FindingText(
        "block",
        N_(
            "A message could not be made any more, though all were checked before. It was not sent."
        ),
        N_("Check everybody again, then freeze, test and approve the campaign again."),
    ),
    "send.restored": FindingText(
        "block",
        N_("The record of this send is older than what this computer remembers: it was restored."),
        N_(
            "People may have the message though the record does not say so. Find out who has it, then go on with a reason."
        ),
    ),
    "send.rows_differ": FindingText(
        "block",
        N_("The record of this send contradicts itself in {count} places."),
        N_("It can be read and exported, but not sent from. Ask for help; do not repair it."),
    ),
    "send.stopped": FindingText(
        "block",
        N_("Sending was stopped. Nobody more gets the message until it is resumed."),
        N_("Resume it when it may go on. Only a sender may."),
    ),
    "send.tries_spent": FindingText(
        "block",
        N_("The mail server put off {count} messages too often or for too long. They are on hold."),
        N_("Find out why at the mail service, then resume to try them again."),
    ),
    "send.unclear": FindingText(
        "warn",
        N_(
            "It is unclear whether {count} messages arrived: the answer was lost at the last moment."
        ),
        N_("Decide for each, with evidence. They are not sent again by themselves."),
    ),
    "send.unclear_in_a_row": FindingText(
        "block",
        N_("The mail server gave no clear answer {count} times in a row, so sending has stopped."),
        N_("Check the connection to the mail server. Decide for each unclear message, then go on."),
    ),
    "send.unreachable": FindingText(
        "block",
        N_("The mail server could not be reached {count} times in a row."),
        N_("Check the network and the server's name and port, then go on."),
    ),
    "send.unsafe_connection": FindingText(
        "block",
        N_("The mail server's identity could not be verified, so nothing was handed to it."),
        N_(
            "Check the server's name, its certificate and the campaign's ca_file. There is no way to ignore this."
        ),
    ),
    # --- workspace, people, seeds -----------------------------------------------
    "people.known": FindingText(
        "block",
        N_("Somebody with this address works here already."),
        N_("See who works here: composer people list"),
    ),
    "people.role_needed": FindingText(
        "block",
        N_("{name} may not do this; it needs the role: {role}."),
        N_("Ask somebody who has the role, or ask the owner to give it."),
    ),
    "seeds.known": FindingText(
        "block",
        N_("This test mailbox is in the list already."),
        N_("See the list: composer seeds list"),
    ),
    "audit.broken": FindingText(
        "block",
        N_("The workspace's log was changed from outside: entry {number} does not fit."),
        N_("Keep the folder as it is, and continue from a backup that was made before."),
    ),
    "workspace.copied": FindingText(
        "block",
        N_(
            "This workspace is a copy: the workspace itself is at {path}, and only one place may send."
        ),
        N_("Work at that place. If it is gone for good, tell Composer to continue here."),
    ),
    "workspace.restored": FindingText(
        "block",
        N_("This workspace was put back to an older state; what was sent since may be missing."),
        N_(
            "Look for the newer state first. If it is gone for good, tell Composer to continue from here."
        ),
    ),
    # --- evidence ---------------------------------------------------------------
    "evidence.head_differs": FindingText(
        "block",
        N_("Signed entry {entry} of the journal does not fit the journal."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.journal_broken": FindingText(
        "block",
        N_("The journal was changed: an entry does not follow from the one before it."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.messages_changed": FindingText(
        "block",
        N_("The list of messages is not the one that was approved."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.not_approved": FindingText(
        "block",
        N_("Messages were sent, but the file holds too few approvals of this proof."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.not_tested": FindingText(
        "block",
        N_("Messages were sent, but the file holds no receipt of a test of this proof."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.proof_changed": FindingText(
        "block",
        N_("The proof in this file was changed."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.receipts_unsigned": FindingText(
        "block",
        N_("A receipt in this file is not signed by anybody who works in the workspace."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.signature_broken": FindingText(
        "block",
        N_("A signature in this file does not verify."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.states_differ": FindingText(
        "block",
        N_("{count} recipients are in another state than the journal says."),
        N_("Keep the file as it is and ask whoever gave it to you for the original."),
    ),
    "evidence.unreadable": FindingText(
        "block",
        N_("This is not an evidence file, or it is damaged."),
        N_("Choose the file that “composer evidence” wrote."),
    ),
}
