"""Workbooks that no program writes: how each is made, and the first finding about it."""

import io
import struct
import zipfile

from tests.unit.audience.sources.workbooks import ods, ods_row, table, xlsx, zipped

PEOPLE = table(["email", "name"], ["a@b.com", "Ann"], ["b@c.com", "Bob"])
SHEET = "xl/worksheets/sheet1.xml"
ENTITIES = "".join(f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(8))
LAUGHS = f'<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa">{ENTITIES}]>'
QUADRATIC = f'<!DOCTYPE l [<!ENTITY a "{"a" * 50_000}">]>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
ALL_CELLS = (
    '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
    'office:value-type="string" table:number-columns-repeated="16384"><text:p>x</text:p>'
    "</table:table-cell></table:table-row>"
)


def with_part(name, content):
    return xlsx(PEOPLE, extra=[(name, content)])


def bomb():
    """Give a sheet with 300 MB of blanks; it is never whole in the memory here either."""
    packed = io.BytesIO(xlsx(PEOPLE))
    with (
        zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet2.xml", "w") as entry,
    ):
        for _megabyte in range(300):
            entry.write(b" " * 1_000_000)
    return packed.getvalue()


def one_string_for_everybody():
    strings = f"<sst><si><t>{'A' * 32_000}</t></si></sst>"
    cells = "".join(
        f'<row r="{at}"><c r="A{at}" t="s"><v>0</v></c></row>' for at in range(2, 60_000)
    )
    sheet = table(["email"]).replace("</sheetData>", cells + "</sheetData>")
    return xlsx(sheet, extra=[("xl/sharedStrings.xml", strings)])


def encrypted():
    content = xlsx(PEOPLE)
    at = content.rindex(b"PK\x01\x02") + 8
    return content[:at] + b"\x01" + content[at + 1 :]


def lying_size():
    """Claim in the directory that the sheet is shorter than it is."""
    content = xlsx(PEOPLE)
    at = content.rindex(b"PK\x01\x02", 0, content.rindex(SHEET.encode())) + 24
    return content[:at] + struct.pack("<I", 60) + content[at + 4 :]


HOSTILE = {
    "laughs in the sheet": (lambda: with_part(SHEET, f"{LAUGHS}<worksheet>&i;</worksheet>"), "audience.hostile_xml"),
    "quadratic": (lambda: with_part(SHEET, f"{QUADRATIC}<worksheet>{'&a;' * 3000}</worksheet>"), "audience.hostile_xml"),
    "laughs in the strings": (lambda: with_part("xl/sharedStrings.xml", f"{LAUGHS}<sst>&i;</sst>"), "audience.hostile_xml"),
    "laughs in the styles": (lambda: with_part("xl/styles.xml", f"{LAUGHS}<styleSheet/>"), "audience.hostile_xml"),
    "laughs in the workbook": (lambda: with_part("xl/workbook.xml", f"{LAUGHS}<workbook/>"), "audience.hostile_xml"),
    "laughs in a document": (lambda: ods(extra=[("content.xml", LAUGHS + "<a/>")]), "audience.hostile_xml"),
    "blanks": (bomb, "audience.bomb"),
    "a cell far away": (lambda: xlsx(PEOPLE.replace("</sheetData>", FAR)), "audience.too_heavy"),
    "all cells": (lambda: ods(ods_row("email") + ALL_CELLS), "audience.damaged"),
    "a tag that a library never leaves": (
        lambda: ods(ods_row("email") + "</table:"),
        "audience.too_heavy",
    ),
    "lying dimension": (lambda: xlsx(f'<dimension ref="A1:XFD1048576"/>{PEOPLE}'), ""),
    "one string for everybody": (one_string_for_everybody, "audience.too_heavy"),
    "deep": (lambda: with_part(SHEET, "<worksheet>" + "<a>" * 300_000), "audience.no_header"),
    "deep styles": (lambda: with_part("xl/styles.xml", "<a>" * 300_000), "audience.damaged"),
    "utf-16": (lambda: with_part(SHEET, f"<worksheet>{PEOPLE}</worksheet>".encode("utf-16")), "audience.hostile_xml"),
    "no end of tags": (lambda: with_part(SHEET, "<worksheet><sheetData>" + "".join(f"<c{at} " for at in range(400_000))), "audience.no_header"),
    "path": (lambda: zipped({"../../escaped.txt": "x", "xl/workbook.xml": ""}), "audience.hostile_archive"),
    "twice": (lambda: with_part("XL/workbook.xml", "x"), "audience.hostile_archive"),
    "many entries": (lambda: zipped({f"x{at}": "" for at in range(6000)}), "audience.bomb"),
    "cut off": (lambda: xlsx(PEOPLE)[:-60], "audience.damaged"),
    "no table": (lambda: zipped({"a.txt": "x"}), "audience.not_text"),
    "binary workbook": (lambda: zipped({"xl/workbook.bin": "x"}), "audience.old_excel"),
    "encrypted": (encrypted, "audience.encrypted"),
    "lying size": (lying_size, "audience.damaged"),
}  # fmt: skip
