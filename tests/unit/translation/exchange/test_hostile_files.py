"""Files made to harm are refused, quickly and in little memory; each in the way it is really read."""

import io
import struct
import time
import tracemalloc
import zipfile
from functools import partial

import pytest

from composer.audience.sources.confined import Refusal
from composer.errors import FileRefused
from composer.stages.exchange_workbook import PROBLEMS, give_cells, read_workbook_cells
from composer.translation.exchange.reading import read_exchange_file
from composer.translation.exchange.refusing import MAX_BYTES, refused
from tests.unit.translation.exchange.xliff12_samples import document, unit
from tests.unit.translation.exchange.xlsx_samples import TWO, book

SECONDS = 5
MEMORY = 256 * 1024 * 1024
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
GOOD = document(unit("Fees", "Gebühren"))
HEAD, REST = GOOD.split("?>", 1)


def with_type(declared):
    return f"{HEAD}?>{declared}{REST}"


def entry(name, content):
    """Put a content in the place of a workbook's entry."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book(TWO))) as old, zipfile.ZipFile(made, "w", 8) as new:
        for item in old.infolist():
            new.writestr(item.filename, content if item.filename == name else old.read(item))
        if name not in old.namelist():
            new.writestr(name, content)
    return made.getvalue()


def lying_about_sizes():
    """Make an entry that unpacks to far more than it says."""
    content = entry("xl/sharedStrings.xml", b"<sst>" + b" " * 20_000_000)
    at = content.index(b"xl/sharedStrings.xml") - 30
    return content[: at + 22] + struct.pack("<I", 100) + content[at + 26 :]


def far_cell():
    return entry(
        "xl/worksheets/sheet1.xml",
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
        b"</row></sheetData></worksheet>",
    )


HOSTILE = {
    "a document type": (with_type("<!DOCTYPE xliff>"), "exchange.hostile_xml"),
    "an external type": (
        with_type('<!DOCTYPE xliff SYSTEM "http://127.0.0.1:9/x.dtd">'), "exchange.hostile_xml",
    ),
    "an external entity": (
        with_type('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>').replace("Geb", "&e;"),
        "exchange.hostile_xml",
    ),
    "a billion laughs": (
        with_type(f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]>').replace("Geb", "&l9;"),
        "exchange.hostile_xml",
    ),
    "a type behind remarks": (
        with_type("<!-- a --><?b?>\n\n<!-- <!DOCTYPE --> <!doctype x>"), "exchange.hostile_xml",
    ),
    "a type in UTF-16": (
        with_type("<!DOCTYPE x>").replace("UTF-8", "UTF-16").encode("utf-16"),
        "exchange.hostile_xml",
    ),
    "10,000 elements in each other": (
        document(unit("a", "<mrk mtype='x'>" * 10_000 + "</mrk>" * 10_000)), None,
    ),
    "300 elements in each other": (
        document(unit("a", "<mrk mtype='x'>" * 300 + "</mrk>" * 300)), None,
    ),
    "very many elements": (document("<group/>" * 160_000), "exchange.too_heavy"),
    "very many attributes": (
        document("<group " + " ".join(f'a{n}=""' for n in range(160_000)) + "/>"), None,
    ),
    "more than is ever read": (b"<" + b" " * MAX_BYTES, "exchange.too_large"),
    "half a file": (GOOD[:200], "exchange.bad_xml"),
    "only a beginning": ("<", "exchange.bad_xml"),
    "nothing": ("", "exchange.unknown_format"),
    "zeros": (b"\0" * 1000, "exchange.unknown_format"),
    "an empty ZIP": (b"PK\x05\x06" + b"\0" * 18, "exchange.damaged_workbook"),
    "half a workbook": (book(TWO)[:3000], "exchange.damaged_workbook"),
    "a workbook of another kind": (entry("mimetype", b"x").replace(b"workbook.xml", b"workbook.bin"), None),
    "a picture that unpacks to a thousand times its size": (entry("xl/media/a.bin", b"\0" * 20_000_000), "exchange.too_heavy"),
    "a sheet that unpacks to far too much": (
        entry("xl/worksheets/sheet1.xml", b"<worksheet><sheetData>" + b" \n<row/>" * 2_000_000),
        "exchange.too_heavy",
    ),
    "sizes that are lies": (lying_about_sizes(), None),
    "a way out of the archive": (entry("../../evil.xml", b"x"), "exchange.too_heavy"),
    "a type in a sheet": (
        entry("xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'),
        "exchange.too_heavy",
    ),
    "a cell at the far end": (far_cell(), "exchange.too_heavy"),
    "damaged bytes": (book(TWO)[:500] + b"\xff" * 80 + book(TWO)[580:], "exchange.damaged_workbook"),
    "a PO line of 8 MB": (b'msgid "' + b"a\\" * (MAX_BYTES // 2 - 10) + b'"', None),
    "many quotes": (b'msgid "a"\nmsgstr ""\n' + b'"\\"" ' * 800_000, "exchange.bad_po"),
}  # fmt: skip


IN_PROCESS = (
    "a picture that unpacks to a thousand times its size",
    "sizes that are lies",
    "a cell at the far end",
    "damaged bytes",
)
"""Workbooks that are read in a process of their own here, as all are in the program."""


def read_cells(content, file, *, name):
    """Read a workbook as the program does, most of them without starting a process."""
    if name in IN_PROCESS:
        return read_workbook_cells(content, file)
    with pytest.raises(Refusal) as caught:
        list(give_cells({"content": content}))
    raise refused(PROBLEMS.get(caught.value.code, "exchange.damaged_workbook"), file)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_refused_in_time_and_memory(name):
    content, code = HOSTILE[name]
    raw = content.encode() if isinstance(content, str) else content
    began = time.process_time()
    tracemalloc.start()
    try:
        with pytest.raises(FileRefused) as caught:
            read_exchange_file(raw, file="de.xlf", read_cells=partial(read_cells, name=name))
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert time.process_time() - began < SECONDS
    assert most < MEMORY
    [found] = caught.value.findings
    assert found.text
    assert found.place_of("file") == "de.xlf"
    if code is not None:
        assert found.code == code


def test_a_good_workbook_is_read_by_a_process_of_its_own():
    [sheet] = read_workbook_cells(book(TWO), "a.xlsx")
    assert sheet.rows[1][2:4] == ("Fees", "Gebühren")
