"""Findings about a campaign folder: its keys and files."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "brand.bad_colour": FindingText(
        "block",
        N_("The colour at {key} in {file} is not written as a colour."),
        N_("Write it with six digits, such as #0b57d0."),
    ),
    "brand.bad_logo": FindingText(
        "block",
        N_("The logo at {key} in {file} is not a picture that mail programs show."),
        N_("Save the logo as PNG, JPEG or GIF."),
    ),
    "brand.pale_colour": FindingText(
        "warn",
        N_("White letters on {colour} are hard to read."),
        N_("Choose a darker colour: it is the ground of buttons."),
    ),
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
    "campaign.other_id": FindingText(
        "block",
        N_("This folder belongs to the campaign {id}, not to {wanted}."),
        N_("Import it with --campaign {id}, or take the line with id out of campaign.toml."),
    ),
    "campaign.frozen": FindingText(
        "block",
        N_("This version is frozen."),
        N_("If you change it, it has to be frozen again, unless the change is undone."),
    ),
    "campaign.open_elsewhere": FindingText(
        "block",
        N_("{who} has this campaign open."),
        N_("Wait until it is closed there; nothing was changed here."),
    ),
    "campaign.practice_only": FindingText(
        "block",
        N_("A practice workspace sends nothing out of this computer."),
        N_('Choose kind = "practice" or "eml", or SMTP on localhost.'),
    ),
    "file.empty": FindingText(
        "block",
        N_("The file {file} is empty."),
        N_("Save it again where it was made and bring it once more, or do without it."),
    ),
    "file.in_use": FindingText(
        "block",
        N_("The message uses {file}."),
        N_("Take it out of the text or the attachments first."),
    ),
    "file.not_a_picture": FindingText(
        "block",
        N_("{file} is not a picture that can be read."),
        N_("Save it as PNG, JPEG or GIF with at most 100 megapixels, and bring it again."),
    ),
    "file.too_large": FindingText(
        "block",
        N_("The file {file} is larger than {most}."),
        N_("Make it smaller, or put it on a web page and write the link into the text."),
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
    "folder.bad_moment": FindingText(
        "block",
        N_("{key} in {file} is not a day with a time of day and a time zone."),
        N_('Write it like "2026-12-01 09:00 Europe/Berlin" or "2026-12-01 09:00 +01:00".'),
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
    "folder.bad_window": FindingText(
        "block",
        N_("{key} in {file} does not name hours of sending with a time zone."),
        N_('Write it like "mon-fri 08:00-20:00 Europe/Berlin", or without days for every day.'),
    ),
    "folder.clock_change": FindingText(
        "block",
        N_("{moment} is not one moment in {zone}: the clocks are changed then."),
        N_("Choose another time, or write the distance from UTC, such as +01:00, for the zone."),
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
    "folder.half_character": FindingText(
        "block",
        N_("{key} in {file} holds half a character, which no file can hold."),
        N_("Delete the mark in it that shows as a box or a question mark, and type it anew."),
    ),
    "folder.half_character_in_text": FindingText(
        "block",
        N_("Line {line} of the {part} holds half a character, which no file can hold."),
        N_("Delete the mark there that shows as a box or a question mark, and type it anew."),
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
    "folder.moment_without_zone": FindingText(
        "block",
        N_("{key} in {file} has no time zone."),
        N_('Write the zone after the time: "2026-12-01 09:00 Europe/Berlin".'),
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
    "folder.not_empty": FindingText(
        "block",
        N_("There is something at {file} already, and nothing is overwritten."),
        N_("Choose a new folder, or an empty one."),
    ),
    "folder.not_utf8": FindingText(
        "block",
        N_("{file} is not saved as UTF-8: line {line} cannot be read."),
        N_("Save it again with the encoding UTF-8."),
    ),
    "folder.not_writable": FindingText(
        "block",
        N_("The folder {file} cannot be written."),
        N_("Check that the place exists, has room, and that you may write there."),
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
    "folder.source_translation": FindingText(
        "warn",
        N_("{file} is a translation into the language the message is written in; it is not used."),
        N_("Take it out of the folder, or change the message itself."),
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
    "folder.twice_in_front_matter": FindingText(
        "block",
        N_("Line {line} of {file} gives {key} a second time."),
        N_("Keep one of the two lines."),
    ),
    "folder.twice_in_list": FindingText(
        "block",
        N_("Something stands twice at {key} in {file}."),
        N_("Take one of the two out."),
    ),
    "folder.twice_in_translations": FindingText(
        "block",
        N_("{file} is a second translation into the same language."),
        N_("Keep one of the two files."),
    ),
    "folder.two_bodies": FindingText(
        "warn",
        N_("{file} has a text below its head, but {used} is there too: only {used} is used."),
        N_("Take {used} out of the folder, or the text out of {file}."),
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
    "layout.bad_kind": FindingText(
        "block",
        N_("{file} is not a layout that can be used."),
        N_("Bring a file that ends in .html or .mjml."),
    ),
}
