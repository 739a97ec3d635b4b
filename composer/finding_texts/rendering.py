"""Findings about templates and rendering."""

from __future__ import annotations

from composer.finding_texts.finding_text import FindingText
from composer.i18n import N_

TEXTS: dict[str, FindingText] = {
    "render.bad_address": FindingText(
        "block",
        N_("An address made from a field in {part} is not one plain e-mail address."),
        N_("Correct the row in the recipient file, or write the address itself."),
    ),
    "render.bad_link": FindingText(
        "block",
        N_("The link from {field} is not one whole link that begins with https:// or mailto:."),
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
    "render.empty_list": FindingText(
        "block",
        N_("The list {field} has nothing in it."),
        N_("Put a condition around it, or correct the row in the recipient file."),
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
    "render.not_a_list": FindingText(
        "block",
        N_("{field} is a text and not yet a list."),
        N_('Cut it first: {field}|split(",")|list, or |list("or").'),
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
    "render.plural_forms": FindingText(
        "block",
        N_("The forms behind {field}|plural do not fit the language."),
        N_('Write two forms, or name them: {field}|plural(one="…", few="…", other="…").'),
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
    "render.unclear_time": FindingText(
        "block",
        N_("The time in {field} happens twice or never, because clocks change at that hour."),
        N_("Write it with its offset, like 2019-10-27T02:30+01:00."),
    ),
    "render.unknown_field": FindingText(
        "block",
        N_("Nothing provides the field {field} that {part} prints."),
        N_("Correct its name, or add the column to the recipient file."),
    ),
    "render.unknown_zone": FindingText(
        "block",
        N_("There is no time zone with the name {field}."),
        N_("Name a city of the zone, like Europe/Vienna or America/New_York."),
    ),
    "render.wrong_kind": FindingText(
        "block",
        N_("Text and numbers are mixed up in {part}."),
        N_("Cells are text: write amount|decimal to compare or compute with a number."),
    ),
    "template.brand_column": FindingText(
        "warn",
        N_("The column {field} has the name by which the brand is shown; the brand is used."),
        N_("Rename the column if the message means it."),
    ),
    "template.contact_only": FindingText(
        "block",
        N_("{part} uses the field {field}, which is not a column of contacts."),
        N_("Name the column under audience.contacts in campaign.toml, or write a fixed address."),
    ),
    "template.field_in_markup": FindingText(
        "block",
        N_("In the {part}, {field} stands inside {place}, where a cell would change the design."),
        N_(
            "Put fields into the text, or into href, src, alt or title. Where the design depends on the recipient, put a condition around fixed words."
        ),
    ),
    "template.field_in_style": FindingText(
        "block",
        N_("The style rules of the {part} use {field}."),
        N_(
            "Rules are the same for everybody: use brand_colour, dir, start and end there, and a class where something depends on the recipient."
        ),
    ),
    "template.forbidden": FindingText(
        "block",
        N_("The template uses something that is not allowed in messages: {field}."),
        N_("Use fields, conditions, repeats and the listed filters only."),
    ),
    "template.html_dropped": FindingText(
        "warn",
        N_("These were taken out of message.html because no message may have them: {names}."),
        N_("Look at the preview: it shows what is left."),
    ),
    "template.inlining": FindingText(
        "block",
        N_("The styles of the {part} cannot be put in for everybody alike, near {field}."),
        N_(
            "Let conditions and repeats stand around whole elements, and use no rules that count elements, such as :first-child."
        ),
    ),
    "template.missing_file": FindingText(
        "block",
        N_("The message uses the file {field}, which is not in the campaign's folder."),
        N_("Put it into the folder “files”, or correct its name."),
    ),
    "template.mjml": FindingText(
        "block",
        N_("The MJML of the layout cannot be read: {field}."),
        N_(
            "Look at that line: every element needs its end, files and fonts from elsewhere are not taken in."
        ),
    ),
    "template.no_body": FindingText(
        "block",
        N_("The layout does not show the message: {field} is missing."),
        N_("Write {field} in double braces where the message should stand."),
    ),
    "template.no_tbody": FindingText(
        "block",
        N_(
            "In a table of the {part}, a condition or repeat begins before the first row, near {field}."
        ),
        N_("Put <tbody> before it and </tbody> after its end."),
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
    "template.unsafe_layout": FindingText(
        "block",
        N_("The layout has {field}, which no message may have."),
        N_(
            "Take it out: nothing in a message may run, ask for input or load other files, and fields stand in text or in quotation marks."
        ),
    ),
    "template.unsupported_image": FindingText(
        "block",
        N_("The image {field} is of a kind that mail programs do not show."),
        N_("Use PNG, JPEG, GIF or WebP."),
    ),
}
