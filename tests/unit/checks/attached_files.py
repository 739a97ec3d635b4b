"""Small files of every kind that can be attached, made by hand, honest and hostile."""

from __future__ import annotations

import io
import zipfile

OFFICE = "application/vnd.openxmlformats-officedocument"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/package/2006/relationships"


def pdf(
    *lines: str, link: str = "", title: str = "", note: str = "", field: str = "", pictures: int = 0
) -> bytes:
    """Make a PDF of one page; `note` is a hidden remark, `field` what somebody filled in."""
    shown = "".join(f"({line}) Tj T* " for line in lines)
    drawn = "q 9 0 0 9 0 0 cm /I1 Do Q " * pictures
    stream = f"BT /F1 12 Tf 14 TL 50 700 Td {shown}ET {drawn}".encode("latin-1")
    annots = [
        (link, f"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /URI /URI ({link}) >> >>"),
        (note, f"<< /Type /Annot /Subtype /Text /F 2 /Rect [0 0 9 9] /Contents ({note}) >>"),
        (field, "8 0 R"),
    ]
    notes = " ".join(written for text, written in annots if text)
    picture = (
        b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /Length 1 "
        b"/BitsPerComponent 8 >>\nstream\nx\nendstream"
    )
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [8 0 R] >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources "
        b"<< /Font << /F1 5 0 R >> /XObject << /I1 7 0 R >> >> /Annots [%b] >>" % notes.encode(),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Title ({title}) >>".encode(),
        picture,
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (given) /V (%b) /Rect [0 0 9 9] /P 3 0 R >>"
        % field.encode(),
    ]
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, item in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, item)
    begin = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    root = b"<< /Size %d /Root 1 0 R /Info 6 0 R >>" % (len(objects) + 1)
    return bytes(out + b"trailer\n" + root + b"\nstartxref\n%d\n%%%%EOF\n" % begin)


def encrypted_pdf() -> bytes:
    """Make a PDF that asks for a password."""
    key = b"(" + b"x" * 32 + b")"
    lock = b"<< /Filter /Standard /V 1 /R 2 /P -44 /O " + key + b" /U " + key + b" >>"
    return pdf("secret").replace(
        b"/Root 1 0 R", b"/Root 1 0 R /Encrypt " + lock + b" /ID [(a) (a)]"
    )


def docx(*runs: str, link: str = "", note: str = "", **parts: bytes) -> bytes:
    """Make a document of one paragraph whose text is cut into runs."""
    body = "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs)
    document = f'<w:document xmlns:w="{_WORDS}"><w:body><w:p>{body}</w:p></w:body></w:document>'
    files: dict[str, bytes] = {"word/document.xml": document.encode()}
    if link:
        rels = f'<Relationships xmlns="{_LINKS}"><Relationship Id="r" Type="t" Target="{link}"/></Relationships>'
        files["word/_rels/document.xml.rels"] = rels.encode()
    if note:
        files["word/footnotes.xml"] = (
            f'<w:f xmlns:w="{_WORDS}"><w:p><w:r><w:t>{note}</w:t></w:r></w:p></w:f>'.encode()
        )
    return packed(files | {name.replace("__", "/"): content for name, content in parts.items()})


def xlsx(*cells: str, comment: str = "", numbers: tuple[int, ...] = ()) -> bytes:
    """Make a workbook: texts in the table of texts, numbers in the sheet."""
    texts = "".join(f"<si><t>{cell}</t></si>" for cell in cells)
    shown = "".join(f'<c t="s"><v>{place}</v></c>' for place in range(len(cells)))
    shown += "".join(f"<c><v>{number}</v></c>" for number in numbers)
    sheet = f'<worksheet xmlns="{_SHEETS}"><sheetData><row>{shown}</row></sheetData></worksheet>'
    files = {
        "xl/sharedStrings.xml": f'<sst xmlns="{_SHEETS}">{texts}</sst>'.encode(),
        "xl/worksheets/sheet1.xml": sheet.encode(),
    }
    if comment:
        words = f'<comments xmlns="{_SHEETS}"><comment><text><t>{comment}</t></text></comment></comments>'
        files["xl/comments1.xml"] = words.encode()
    return packed(files)


def odt(*spans: str) -> bytes:
    """Make an OpenDocument text of one paragraph whose text is cut into spans."""
    body = "".join(f"<t:span>{span}</t:span>" for span in spans)
    content = f'<o:doc xmlns:o="urn:o" xmlns:t="urn:t"><t:p>{body}</t:p></o:doc>'
    return packed({"content.xml": content.encode()})


def packed(files: dict[str, bytes]) -> bytes:
    """Put files into an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def calendar(description: str) -> bytes:
    """Make an appointment whose long line is folded in the middle."""
    line = f"DESCRIPTION:{description}"
    half = len(line) // 2
    return (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n"
        f"{line[:half]}\r\n {line[half:]}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    ).encode()


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    b'<!ENTITY c SYSTEM "file:///etc/passwd">]><d>&b;&c;</d>'
)


def hostile() -> dict[str, bytes]:
    """Give files that nobody should be able to read, each for another reason."""
    return {
        "bomb.docx": packed({"word/document.xml": b"<d>" + b" " * (80 * 1024 * 1024) + b"</d>"}),
        "many.docx": packed({f"word/{n}.xml": b"<d/>" for n in range(5_000)}),
        "entities.docx": packed({"word/document.xml": ENTITIES}),
        "deep.docx": packed({"word/document.xml": b"<d>" * 100_000 + b"</d>" * 100_000}),
        "inside.docx": docx("text", word__embeddings__a=b"x"),
        "cut.docx": docx("text")[:-30],
        "nothing.docx": b"",
        "locked.pdf": encrypted_pdf(),
        "cut.pdf": pdf("text")[:60],
        "noise.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 40,
        "pictures.pdf": pdf(),
        "noise.xls": bytes(range(256)) * 40,
        "giant.txt": b"word " * (2 * 1024 * 1024),
        "data.zip": packed({"a.txt": b"text"}),
        "picture.png": b"\x89PNG\r\n\x1a\n",
    }
