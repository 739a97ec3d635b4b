"""What an outsider would try to get past the check, with people of other kinds than elsewhere.

Addresses of one plain word, of other scripts, with odd marks; ids in letters, as UUIDs, long
numbers. In a field, in what was written, in headers, and in attached files.
"""

from __future__ import annotations

import base64
import io
import zipfile
import zlib
from dataclasses import replace

import pytest

from composer.checks.everybody import check_chunk
from composer.model.campaign import AttachmentSettings
from composer.model.message import Layout, MessageFile, RenderContext
from composer.model.recipient import Recipient
from tests.flow import seeded
from tests.flow.leak_forms import Form
from tests.flow.outsider_forms import LAYERED, PIECES, WRITTEN
from tests.flow.seeded import LAYOUT
from tests.unit.checks import attached_files as made
from tests.unit.checks.test_attachments import looked

MARA = seeded.person(1, "mara@reader.example", "KX-550101", number="70480001")
VICTOR = seeded.person(2, "victor@customers.example", "KX-550777", number="70483917")
ZOE = seeded.person(
    3, "zoë.müller@bücher-laden.example", "6ba7b810-9dad-41d1-80b4-00c04fd430c8", number="70489999"
)
ONEIL = seeded.person(4, "o'neil_99@mail.co.example", "QWZKRT", number="1")
PEOPLE = (MARA, VICTOR, ZOE, ONEIL)
ADDRESSES = [one.address for one in (VICTOR, ZOE, ONEIL)]
IDS = ["KX-550777", "6ba7b810-9dad-41d1-80b4-00c04fd430c8", "70483917"]
WHOLE = {
    name: form
    for name, form in LAYERED.items()
    if name not in {"hyphenated", "hexadecimal with underscores"}
}
"""Without what makes one number of two, or pairs of digits, which honest texts hold, too."""
SECRETS = [
    pytest.param(ADDRESSES[0], {**LAYERED, **PIECES, **WRITTEN}, id="plain address"),
    pytest.param(IDS[0], {**LAYERED, **PIECES}, id="letters and digits"),
    pytest.param(IDS[1], {**WHOLE, **PIECES}, id="uuid"),
    *[
        pytest.param(item, forms, id=item, marks=pytest.mark.long)
        for item, forms in (
            (ADDRESSES[1], {**LAYERED, **PIECES, **WRITTEN}),
            (ADDRESSES[2], {**LAYERED, **PIECES, **WRITTEN}),
            (IDS[2], {**WHOLE, **PIECES}),
        )
    ],
]
NOTE = {"body": "Hello {{ name }}: {{ note }}.\n"}
PLACES: dict[str, RenderContext] = {
    "body": seeded.context(seeded.message(**NOTE)),
    "text part": seeded.context(seeded.message(text_override="Hello {{ note }}")),
    "data": seeded.context(
        seeded.message(
            layout=Layout(
                name="plain", html=LAYOUT.replace("<body>", '<body data-a="{{ note }}" id="b">')
            )
        )
    ),
}


def alarms(rendering: RenderContext, one: Recipient) -> list[str]:
    """Give the findings that stop the campaign, of one person's message."""
    state = seeded.checker(rendering, PEOPLE)
    return [item.code for item in check_chunk(state, (one,)).findings if item.blocks]


def noted(note: str, **cells: str) -> Recipient:
    return seeded.person(1, MARA.address, "KX-550101", number="70480001", note=note, **cells)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("secret", "forms"), SECRETS)
def test_a_field_gives_nobody_away(place: str, secret: str, forms: dict[str, Form]) -> None:
    assert alarms(PLACES[place], noted("harmless")) == []
    missed = [
        name for name, form in forms.items() if not alarms(PLACES[place], noted(form(secret)))
    ]
    assert missed == []


@pytest.mark.parametrize(("secret", "forms"), SECRETS)
def test_what_was_written_gives_nobody_away(secret: str, forms: dict[str, Form]) -> None:
    missed = []
    for name, form in forms.items():
        hidden = form(secret)
        if name == "a remark in a style":
            continue  # it is taken away before anything leaves
        if secret in ADDRESSES and (secret in hidden or "punycode" in name.lower()):
            continue  # written openly: the author's decision, listed in the proof
        html = LAYOUT.replace("<body>", f"<body>{{% raw %}}{hidden}{{% endraw %}}")
        if not alarms(seeded.context(seeded.message(layout=Layout(name="plain", html=html))), MARA):
            missed.append(name)
    assert missed == []


@pytest.mark.parametrize("secret", [ADDRESSES[0], IDS[0], IDS[1]])
@pytest.mark.parametrize("header", ["X-Campaign-Note", "List-Id"])
def test_a_header_gives_nobody_away(header: str, secret: str) -> None:
    forms = {name: form for name, form in LAYERED.items() if "\n" not in form(secret)}
    written = seeded.context(seeded.message(), headers=((header, "a {{ note }} b"),))
    assert alarms(written, noted("harmless")) == []
    missed = [name for name, form in forms.items() if not alarms(written, noted(form(secret)))]
    assert missed == []


def test_who_is_meant_may_see_their_own() -> None:
    for secret in (MARA.address, "KX-550101"):
        for name, form in {**LAYERED, **PIECES}.items():
            found = [
                item.code
                for item in check_chunk(
                    seeded.checker(PLACES["body"], PEOPLE), (noted(form(secret)),)
                ).findings
                if item.code.startswith("content.foreign")
            ]
            assert found == [], name


# attached files


def packed(content: bytes) -> bytes:
    return zlib.compress(content)


def pdf_with(*objects: bytes) -> bytes:
    """Give a PDF of one page with more objects than its pages need."""
    more = b"".join(
        b"%d 0 obj\n%b\nendobj\n" % (number, item) for number, item in enumerate(objects, start=50)
    )
    return made.pdf("x").replace(b"xref\n", more + b"xref\n", 1)


def stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (head, len(content), content)


def wide(text: str) -> bytes:
    return b"<" + ("\ufeff" + text).encode("utf-16-be").hex().encode() + b">"


def with_comment(text: str) -> bytes:
    out = io.BytesIO(made.docx("x"))
    with zipfile.ZipFile(out, "a") as archive:
        info = zipfile.ZipInfo("word/empty.xml")
        info.comment = text.encode()
        archive.writestr(info, "<a/>")
    return out.getvalue()


def sheet(*cells: str) -> bytes:
    return made.xlsx(*cells)


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


FILES: dict[str, Form] = {
    "pdf what it says of itself in a word of its own": lambda t: pdf_with(b"<< /Whose (%b) >>" % t.encode()),
    "pdf a wide string": lambda t: pdf_with(b"<< /Whose %b >>" % wide(t)),
    "pdf a string in octal numbers": lambda t: pdf_with(b"<< /Whose (%b) >>" % "".join(f"\\{b:03o}" for b in t.encode()).encode()),
    "pdf a script": lambda t: pdf_with(b"<< /S /JavaScript /JS (app.alert('%b')) >>" % t.encode()),
    "pdf a script in a packed stream": lambda t: pdf_with(stream(packed(b"app.alert('%b')" % t.encode()), b"/Filter /FlateDecode")),
    "pdf words for listeners": lambda t: pdf_with(b"<< /Type /StructElem /S /Figure /Alt (Photo of %b) >>" % t.encode()),
    "pdf what it says of itself in packed XML": lambda t: pdf_with(stream(packed(b"<x:xmpmeta><a>%b</a></x:xmpmeta>" % t.encode()), b"/Type /Metadata /Filter /FlateDecode")),
    "pdf objects in a packed stream": lambda t: pdf_with(stream(packed(b"60 0 61 9 << >> << /Whose (%b) >> \xff" % t.encode()), b"/Type /ObjStm /Filter /FlateDecode")),
    "pdf percent signs in a link": lambda t: made.pdf("x", link="mailto:" + "".join(f"%{b:02x}" for b in t.encode())),
    "pdf base64 on the page": lambda t: made.pdf(coded(t)),
    "docx hidden words": lambda t: made.docx("x", **{"word__h.xml": f"<d><r><rPr><vanish/></rPr><t>{t}</t></r></d>".encode()}),
    "docx deleted words": lambda t: made.docx("x", **{"word__h.xml": f"<d><del><r><delText>{t}</delText></r></del></d>".encode()}),
    "docx a command of a field": lambda t: made.docx("x", **{"word__h.xml": f'<d><instrText> HYPERLINK "mailto:{t}" </instrText></d>'.encode()}),
    "docx a property of its own": lambda t: made.docx("x", **{"docProps__custom.xml": f'<p><property name="a"><lpwstr>{t}</lpwstr></property></p>'.encode()}),
    "docx a header": lambda t: made.docx("x", **{"word__header1.xml": f"<hdr><p><t>{t}</t></p></hdr>".encode()}),
    "docx a page inside": lambda t: made.docx("x", **{"word__a.mht": f"Content-Type: text/html\r\n\r\n<p>{t.replace('@', '=40')}</p>".encode()}),
    "docx a text without an ending": lambda t: made.docx("x", custom__a=t.encode()),
    "docx a remark of the archive": with_comment,
    "docx runs of one letter": lambda t: made.docx(*t),
    "docx base64 in a property": lambda t: made.docx("x", **{"docProps__app.xml": f"<p><Company>{coded(t)}</Company></p>".encode()}),
    "docx a link with percent signs": lambda t: made.docx("x", link="https://example.com/?u=" + "".join(f"%25{b:02x}" for b in t.encode())),
    "xlsx a formula": lambda t: made.packed({"xl/worksheets/sheet1.xml": f'<w><c><f>HYPERLINK("mailto:{t}")</f><v>x</v></c></w>'.encode()}),
    "xlsx a text in the cell itself": lambda t: made.packed({"xl/worksheets/sheet1.xml": f'<w><c t="inlineStr"><is><t>{t}</t></is></c></w>'.encode()}),
    "xlsx a hidden sheet's name": lambda t: made.packed({"xl/workbook.xml": f'<w><sheet name="{t}" state="hidden"/></w>'.encode(), "xl/worksheets/sheet1.xml": b"<w><c><v>1</v></c></w>"}),
    "xlsx a name for cells": lambda t: made.packed({"xl/workbook.xml": f"<w><definedName>&quot;{t}&quot;</definedName></w>".encode(), "xl/worksheets/sheet1.xml": b"<w><c><v>1</v></c></w>"}),
    "xlsx a header for print": lambda t: made.packed({"xl/worksheets/sheet1.xml": f"<w><headerFooter><oddHeader>&amp;L{t}</oddHeader></headerFooter></w>".encode()}),
    "xlsx a text in two runs": lambda t: made.packed({"xl/sharedStrings.xml": f"<s><si><r><t>{t[:5]}</t></r><r><t>{t[5:]}</t></r></si></s>".encode()}),
    "csv in quotation marks": lambda t: f'a,b\n"x ""{t}""",1\n'.encode(),
    "csv in UTF-16 without a mark": lambda t: f"a;b\n{t};1\n".encode("utf-16-le"),
    "csv a formula": lambda t: f'a;b\n"=HYPERLINK(""mailto:{t}"")";1\n'.encode(),
    "txt at the end of a line": lambda t: f"see {t[:6]}-\n  {t[6:]} and more".encode(),
    "txt in a card of lines": lambda t: f"BEGIN\n{t}\nEND".encode(),
    "txt after many words": lambda t: (b"many words " * 30_000) + t.encode(),
    "txt in code": lambda t: f"token: {coded(f'for {t} only')}".encode(),
    "ics a guest": lambda t: made.calendar(f"x\r\nATTENDEE;CN=A;ROLE=REQ-PARTICIPANT:mailto:{t}"),
    "ics a file inside": lambda t: made.calendar(f"x\r\nATTACH;ENCODING=BASE64;VALUE=BINARY:{coded('a note to ' + t + ' and others')}"),
    "vcf in quoted-printable": lambda t: ("BEGIN:VCARD\r\nNOTE;ENCODING=QUOTED-PRINTABLE:" + "=\r\n".join("".join(f"={b:02X}" for b in t.encode())[at : at + 30] for at in range(0, 3 * len(t), 30)) + "\r\nEND:VCARD\r\n").encode(),
    "json in escapes": lambda t: ('{"a": "' + "".join(f"\\u{ord(c):04x}" for c in t) + '"}').encode(),
    "html under nothing": lambda t: f"<p>x</p><div style='display:none'>{t[:4]}<b></b>{t[4:]}</div>".encode(),
    "svg a description": lambda t: f"<svg><desc>{t}</desc></svg>".encode(),
}  # fmt: skip


@pytest.fixture(scope="module")
def told() -> dict[str, set[str]]:
    """Look into one file of each kind for each secret, all at once."""
    files = {
        f"{number}-{place}.{kind.partition(' ')[0]}": make(secret)
        for number, (kind, make) in enumerate(FILES.items())
        for place, secret in enumerate((ADDRESSES[0], IDS[0], "nothing at all"))
    }
    attached = [AttachmentSettings(path=f"files/{name}") for name in files]
    found = looked(files, *attached, people=PEOPLE)  # type: ignore[arg-type]
    return {
        name: {item.code for item in found if item.place_of("file") == f"files/{name}"}
        for name in files
    }


@pytest.mark.parametrize("kind", FILES)
def test_an_attached_file_gives_nobody_away(told: dict[str, set[str]], kind: str) -> None:
    number = [*FILES].index(kind)
    ending = kind.partition(" ")[0]
    address, account, nothing = (told[f"{number}-{place}.{ending}"] for place in range(3))
    assert address == {"attachment.holds_address"}
    assert account == {"attachment.holds_id"}
    assert nothing == set()


@pytest.mark.parametrize(
    "text",
    ["{} {}", "{};{}\n", "{}\n{}", "user: {}, domain: {}", '"{}","{}"', "{} |{}", "?u={}&d={}"],
)
def test_an_address_in_two_columns_of_a_file_is_found(text: str) -> None:
    written = text.format("o'neil_99", "mail.co.example").encode()
    found = looked({"a.txt": written}, AttachmentSettings(path="files/a.txt"), people=PEOPLE)
    assert [item.code for item in found] == ["attachment.holds_address"]


@pytest.mark.parametrize("secret", [*ADDRESSES, *IDS])
def test_the_name_of_an_attached_file_gives_nobody_away(secret: str) -> None:
    for written in (secret, secret.replace("@", " at "), secret.replace("@", "%40"), coded(secret)):
        name = f"files/statement {written}.pdf".replace("/", "_").replace("_", "/", 1)
        context = seeded.context(
            seeded.message(files=(MessageFile(path=name, content=made.pdf("x")),)),
            attachments=(AttachmentSettings(path=name),),
        )
        assert alarms(context, MARA), written


def test_a_translation_gives_nobody_away() -> None:
    for secret, forms in ((ADDRESSES[0], {**LAYERED, **WRITTEN}), (IDS[0], LAYERED)):
        for name, form in list(forms.items())[::5]:
            catalogue = seeded.translated(f"Hallo {form(secret)}", source="Hello you")
            rendering = seeded.context(seeded.message(body="Hello you\n", catalogues=(catalogue,)))
            assert alarms(rendering, replace(MARA, locale="de")), (secret, name)
